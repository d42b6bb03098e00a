"""The shipped list of local authorities in, names and regions by code out."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority district or unitary of Great Britain; the region of a Scottish or Welsh one is its nation."""

    name: str
    region: str


@cache
def authorities() -> Mapping[str, Authority]:
    """All authorities of Great Britain by their code (E07000123 is Preston), in the order of the codes."""
    text = (files("lccspend.geography") / "data" / "authorities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["code"]: Authority(row["name"], row["region"]) for row in rows})


@cache
def successors() -> Mapping[str, str]:
    """Codes that a directory of an earlier year may carry, and the authority of today that holds all of their area.

    Codes of the Office for National Statistics: districts that were merged whole, and authorities that were given
    another code. An authority that was split has no single successor and is not listed.
    """
    text = (files("lccspend.geography") / "data" / "successors.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: row["successor"] for row in csv.DictReader(text.splitlines())})


def authority_name(code: str) -> str:
    """The name of an authority; a code that is not listed stands for itself."""
    known = authorities().get(code)
    return known.name if known else code
