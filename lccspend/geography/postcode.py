"""The text of a postcode cell in, what it can be read as out: a full postcode, part of one, a foreign code or none."""

import itertools
import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Literal

Shape = Literal["full", "sector", "district", "foreign", "forces", "blank", "none"]

OUTWARD = (
    r"(?:GIR|NPT"
    r"|[A-PR-UWYZ][A-HK-Y]?[0-9]{1,2}"
    r"|[A-PR-UWYZ][0-9][A-HJKMNPR-Y]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])"
)
"""Shapes of a district. The third character of A9A is wider than the published list: N1P is live, W1M was."""

INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
"""A digit and two letters that are never C, I, K, M, O or V; NPT 0VA, of old Newport, is the one exception."""

FULL = re.compile(rf"(?:{OUTWARD}{INWARD}|NPT[0-9][ABD-HJLNP-Z]{{2}})")
IN_TEXT = re.compile(rf"(?<![A-Z0-9])(?:{OUTWARD} ?{INWARD}|NPT ?[0-9][ABD-HJLNP-Z]{{2}})(?![A-Z0-9])")
DISTRICT = re.compile(OUTWARD)
HALVES = re.compile(rf"{OUTWARD} [0-9][A-Z]{{2}}", re.I)
NO_UNIT = r"(?:[A-Z]|[A-Z][A-Z0-9]|[0-9][A-Z])?"
SPACED_SECTOR = re.compile(rf"({OUTWARD}) ([0-9]){NO_UNIT}")
JOINED_SECTOR = re.compile(rf"({OUTWARD})([0-9]){NO_UNIT}")
FORCES = re.compile(r"BFPO[0-9]{0,4}")
FOREIGN = re.compile(
    r"(?:D[0-9]{2}|D6W|[ACEFHKNPRTVWXY][1-9][0-9])[0-9ACDEFHKNPRTVWXY]{4}"  # Irish Eircode; P012 1AA is not one
    r"|GX11(?:1AA)?|(?:ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA)1ZZ"
    r"|KY[1-3][0-9]{4}|AI2640|(?:MSR|VG)[0-9]{4}"  # Cayman, Anguilla, Montserrat, British Virgin Islands
)

TRAILING_COUNTRY = re.compile(r"(?:^| )(?:UK|GB|ENGLAND|UNITED KINGDOM)$")
SPACE = re.compile(r"[\s.,_\-\u2010-\u2015\u2212]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
QUOTES = str.maketrans("", "", "'\"\u2018\u2019\u201c\u201d`")

MISTYPED_OUTWARD = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
MISTYPED_INWARD = {"O": "0", "I": "1"}

OUTSIDE_THE_TABLE = frozenset({"BT", "BX", "BF"})
"""Areas that exist and that the table does not hold: Northern Ireland, non-geographic codes, the forces."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a text can be read.

    `postcode` is "PR1 8XJ", "PR1 8" or "PR1" for the shapes full, sector and district, else empty. `also` is the
    sector that a district written without a space could have meant: BB12 may be BB1 2.
    """

    shape: Shape
    postcode: str = ""
    repaired: bool = False
    also: str = ""


def sector_of(postcode: str) -> str:
    """The sector of a full postcode: PR1 8 of PR1 8XJ."""
    return postcode[:-2]


def district_of(postcode: str) -> str:
    """The district of a full or partial postcode: PR1 of PR1 8XJ."""
    return postcode.partition(" ")[0]


def area_of(postcode: str) -> str:
    """The area of a full or partial postcode, its first letters: PR of PR1 8XJ; NP of NPT 0VA, old Newport."""
    return postcode[:2] if postcode[1:2].isalpha() else postcode[:1]


def canonical(compact: str) -> str:
    """A full postcode without spaces as it is written: the inward part is always the last three characters."""
    return f"{compact[:-3]} {compact[-3:]}"


def halves_joined(words: Iterable[str]) -> list[str]:
    """The words, but a district and the half of a postcode that follows it are one."""
    found: list[str] = []
    for word in words:
        if found and HALVES.fullmatch(f"{found[-1]} {word}"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def read_postcode(text: str, districts: Container[str]) -> Reading:
    """Read one cell: exactly, then repaired, then as a partial postcode, then as the last one in free text.

    A full postcode whose district is not known is given back as it is when no repair gives a known one.
    """
    words = _words(text)
    if not words:
        return Reading("blank")
    bare = TRAILING_COUNTRY.sub("", words)
    compact = bare.replace(" ", "")
    whole = _exact(words.replace(" ", "")) or _exact(compact)
    if whole and (whole.shape != "full" or _is_known(district_of(whole.postcode), districts)):
        return whole
    return _repaired(compact, districts) or whole or _partial(bare, districts) or _in_text(words) or Reading("none")


def _words(text: str) -> str:
    """Upper case, single spaces between words, no punctuation that people put into or around a postcode."""
    plain = INVISIBLE.sub(" ", unicodedata.normalize("NFKC", text)).upper().translate(QUOTES)
    return SPACE.sub(" ", plain).strip()


def _exact(compact: str) -> Reading | None:
    if FOREIGN.fullmatch(compact):
        return Reading("foreign")
    if FORCES.fullmatch(compact):
        return Reading("forces")
    if FULL.fullmatch(compact):
        return Reading("full", canonical(compact))
    return None


def _repaired(compact: str, districts: Container[str]) -> Reading | None:
    """Undo O typed for 0 and I for 1, where exactly one result has a known district.

    The last two letters are left alone: O and I never occur there, so a 0 or 1 cannot have been one.
    """
    if not 5 <= len(compact) <= 7:
        return None
    choices = [MISTYPED_OUTWARD.get(character, character) for character in compact[:-3]]
    choices += [MISTYPED_INWARD.get(compact[-3], compact[-3]), compact[-2], compact[-1]]
    candidates = {canonical("".join(letters)) for letters in itertools.product(*choices) if _fits(letters)}
    known = [postcode for postcode in candidates if _is_known(district_of(postcode), districts)]
    return Reading("full", known[0], repaired=True) if len(known) == 1 else None


def _fits(letters: tuple[str, ...]) -> bool:
    return FULL.fullmatch("".join(letters)) is not None


def _is_known(district: str, districts: Container[str]) -> bool:
    return district in districts or area_of(district) in OUTSIDE_THE_TABLE


def _partial(words: str, districts: Container[str]) -> Reading | None:
    """A district or a sector that fills the whole cell; a unit that cannot exist counts for its sector."""
    compact = words.replace(" ", "")
    spaced = SPACED_SECTOR.fullmatch(words)
    if spaced and _is_known(spaced[1], districts):
        return Reading("sector", f"{spaced[1]} {spaced[2]}")
    joined = JOINED_SECTOR.fullmatch(compact)
    sector = f"{joined[1]} {joined[2]}" if joined and _is_known(joined[1], districts) else ""
    if DISTRICT.fullmatch(compact) and (_is_known(compact, districts) or not sector):
        return Reading("district", compact, also=sector)
    return Reading("sector", sector) if sector else None


def _in_text(words: str) -> Reading | None:
    found = IN_TEXT.findall(words)
    return _exact(found[-1].replace(" ", "")) if found else None
