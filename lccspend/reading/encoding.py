"""Bytes of a text file in, its characters and what had to be mended out."""

import codecs
import re

_BYTE_ORDER_MARK = "\ufeff"
_MOJIBAKE_MARK = "ï»¿"
"""A UTF-8 mark that was taken for Windows-1252 and written out as UTF-8 again."""

_WINDOWS_1252 = [bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256)]
"""The character of each byte; the five bytes that Windows-1252 leaves undefined become C1 controls."""

_STRAY_FORM_FEEDS = re.compile(r"""(?:^|(?<=[\r\n,\t|;:"]))\f+""")
"""Page breaks of a printed report: at the start of the file, a line or a cell."""


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text without marks, NULs and page breaks, and warnings.

    UTF-16 is known by its mark or by its pattern of zero bytes. All else is UTF-8, where each byte
    that is not valid UTF-8 is read as Windows-1252: that alone reads a file of either encoding, and
    a file that was pasted together from both, without losing a character.
    """
    wide = wide_encoding(data)
    text, warnings = _decode_wide(data, wide) if wide else _decode_bytes(data)
    if "\0" in text:
        warnings.append(f"{text.count(chr(0))} NUL characters dropped")
        text = text.replace("\0", "")
    text = _without_marks(text).removesuffix("\x1a")
    if "\f" in text:
        text = _STRAY_FORM_FEEDS.sub("", text)
    return text, warnings


def wide_encoding(data: bytes) -> str | None:
    """The name of the UTF-16 in which the bytes are written, or None."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[:4096]
    even = sample[0::2].count(0) / max(1, len(sample) / 2)
    odd = sample[1::2].count(0) / max(1, len(sample) / 2)
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    if even > 0.6 and odd < 0.1:
        return "utf-16-be"
    return None


def _decode_wide(data: bytes, encoding: str) -> tuple[str, list[str]]:
    whole = data[: len(data) // 2 * 2]
    text = whole.decode(encoding, "replace")
    if len(whole) < len(data):
        return text, ["the last character is cut in half: the file may be incomplete"]
    return text, []


def _decode_bytes(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        fallback = _Fallback()
        text = fallback.decode(data)
    wide_characters = len(text) - len(text.encode("ascii", "ignore"))
    if wide_characters == fallback.count:
        return text, []
    places = f"{fallback.count} place{'s' if fallback.count > 1 else ''}"
    return text, [f"not valid UTF-8 in {places}; read there as Windows-1252"]


class _Fallback:
    """Reads invalid bytes of UTF-8 as Windows-1252 and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def decode(self, data: bytes) -> str:
        codecs.register_error("lccspend-windows-1252", self._mend)
        return data.decode("utf-8", "lccspend-windows-1252")

    def _mend(self, fault: UnicodeError) -> tuple[str, int]:
        if not isinstance(fault, UnicodeDecodeError):
            raise fault
        invalid = fault.object[fault.start : fault.end]
        self.count += len(invalid)
        return "".join(_WINDOWS_1252[byte] for byte in invalid), fault.end


def _without_marks(text: str) -> str:
    """Marks go wherever they stand: joined files carry one before each part."""
    text = text.replace(_BYTE_ORDER_MARK, "")
    while text.startswith(_MOJIBAKE_MARK):
        text = text.removeprefix(_MOJIBAKE_MARK)
    return text
