"""A supplier's name in, its comparable form out, and whether the name is withheld (contract section 3.6)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

LEGAL_FORMS = ("LTD", "LIMITED", "PLC", "LLP", "CIC")

_REMEMBERED = 200_000
"""Spellings of a council's suppliers stand again and again; those of a whole register must not fill the memory."""

_REDACTED = re.compile(
    r"(.* )?(REDACTED|REDCATED|REDACED|REDATCED|WITHHELD)( .*)?|REDACT(ION)?( .*)?|.* REDACT(ION)?"
    r"|THIRD PARTY( SUPPLIER)?|NDORS TRAINER"
)
"""The spellings met in published files; REDACTIVE PUBLISHING, REDCENTRIC and THIRD PARTY LTD are suppliers."""

_OTHER = re.compile(r"[\W_]+")


@lru_cache(_REMEMBERED)
def words_of(name: str) -> str:
    """A name in upper case, accents folded, & as AND, punctuation as single spaces."""
    folded = unicodedata.normalize("NFKD", name.upper().replace("&", " AND "))
    letters = folded if folded.isascii() else "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(_OTHER.sub(" ", letters).split())


@lru_cache(_REMEMBERED)
def normalised(name: str) -> str:
    """A name without a leading THE and a trailing legal form; words are never joined, and never all dropped."""
    words = words_of(name).split()
    if len(words) > 1 and words[0] == "THE":
        words = words[1:]
    if len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words) or name.strip().upper()


def known_as(name: str, aliases: Mapping[str, str]) -> str:
    """The normalised name of the supplier that a name means; aliases: normalised name -> the supplier it is."""
    own = normalised(name) if name else ""
    return normalised(aliases[own]) if own in aliases else own


def is_redacted(name: str) -> bool:
    """Whether a name is one of the spellings by which councils withhold a name."""
    return bool(_REDACTED.fullmatch(words_of(name)))
