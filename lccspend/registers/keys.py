"""Names, numbers and postcodes as people write them in, what they are compared by out."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lccspend.names import LEGAL_FORMS, normalised

if TYPE_CHECKING:
    import polars as pl

_WRITTEN = re.compile(r"\b([A-Z]{2})?(\d{3,8})(R?)\b")
"""A company number among other words; GBML4119704 and CHA1049226 are none."""

_FULL_LENGTH = 8


def written_numbers(cells: Iterable[str]) -> frozenset[str]:
    """The numbers that stand in cells such as `AIG 10737370`, `7661259`, `IP27708R` or `Various`; none is padded."""
    return frozenset(m[0] for cell in cells for m in _WRITTEN.finditer(cell.upper()))


def padded(number: str) -> str:
    """A company number with the leading zeros that a spreadsheet took: SC12345 is SC012345."""
    match = _WRITTEN.fullmatch(number.upper().strip())
    if not match:
        return number.upper().strip()
    prefix, digits, suffix = match[1] or "", match[2], match[3]
    return prefix + digits.zfill(_FULL_LENGTH - len(prefix) - len(suffix)) + suffix


def postcode_key(postcode: str) -> str:
    """A postcode without spaces and stops, of which the registers and ledgers have their own."""
    return re.sub(r"[\W_]+", "", postcode).upper()


def names_of(names: Iterable[str]) -> frozenset[str]:
    """The normalised forms of several spellings."""
    return frozenset(normalised(name) for name in names if name.strip())


def coarse_key(name: "pl.Expr") -> "pl.Expr":
    """A key that is equal wherever normalised names are equal, made at the engine's speed.

    It is coarser than the normalised name (words are joined, every legal form at the end goes), so it only narrows
    millions of companies down to those whose normalised names are worth comparing.
    """
    forms = "|".join(LEGAL_FORMS)
    words = (
        name.str.to_uppercase()
        .str.replace_all("&", " AND ", literal=True)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}+", "")
        .str.to_uppercase()
        .str.replace_all(r"[^A-Z0-9]+", " ")
    )
    return words.str.replace(r"^ ?(THE )+", "").str.replace(rf"( ({forms}))+ ?$", "").str.replace_all(" ", "")
