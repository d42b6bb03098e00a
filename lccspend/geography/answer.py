"""One postcode's text and a home area in, what the program makes of it out, as `lccspend postcode` prints it."""

from typing import TypedDict

from lccspend.geography.authorities import authority_name
from lccspend.geography.locality import Definition, Locality, locality_of
from lccspend.geography.places import Method, place
from lccspend.geography.table import PostcodeTable


class PostcodeAnswer(TypedDict):
    """The object of `postcode --format json`; the authority is null where it is not exactly one."""

    input: str
    postcode: str | None
    local_authority: str | None
    local_authority_name: str | None
    locality: Locality
    method: Method
    repaired: bool
    note: str


def postcode_answer(text: str, area: Definition, table: PostcodeTable | None = None) -> PostcodeAnswer:
    """Where a postcode lies, seen from a home area; by the shipped tables unless others are given."""
    found = place(text, table)
    authority = found.authorities[0] if len(found.authorities) == 1 else None
    return {
        "input": text,
        "postcode": found.postcode,
        "local_authority": authority,
        "local_authority_name": authority_name(authority) if authority else None,
        "locality": locality_of(found.code, area),
        "method": found.method,
        "repaired": found.repaired,
        "note": found.note,
    }
