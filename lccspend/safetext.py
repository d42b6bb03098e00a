"""Text from outside in, text that does no harm where it is stored or shown out."""

import unicodedata

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (contract section 5)."""

HIDDEN = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
"""Characters without a shape that hide text or turn its direction round. Joiners are left: scripts need them."""

LONGEST_PRINTED = 500
"""Characters of a name that are printed; the data files hold it whole. No supplier's name is half as long."""


def guarded(text: str) -> str:
    """Text with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """A cell that was copied out of a file of the program, without the apostrophe that `guarded` put before it."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def label(name: str) -> str:
    r"""The name of a file, a sheet or a member of an archive, on one line that any terminal and any file can hold.

    Characters that are no text are written by their number, as Python writes them: `\x1b`, `\u202e`; a byte that is
    not UTF-8 too.
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(_numbered(c) if c in HIDDEN or unicodedata.category(c) in _NO_TEXT else c for c in name)


_NO_TEXT = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def _numbered(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # how Python holds a byte of a file's name that is not UTF-8
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def shortened(text: str) -> str:
    """As much of a text as is printed."""
    return text if len(text) <= LONGEST_PRINTED else f"{text[: LONGEST_PRINTED - 1]}…"
