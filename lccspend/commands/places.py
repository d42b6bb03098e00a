"""Postcodes as they were written in, what the program makes of them out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lccspend.project import Project

if TYPE_CHECKING:
    from lccspend.geography.answer import PostcodeAnswer


def postcodes(project: Project, codes: Sequence[str]) -> "list[PostcodeAnswer]":
    """One answer for each postcode, in order, by the configured home area; needs no build.

    The two halves of one may come apart, as a shell hands them over: PR1 and 8XJ are PR1 8XJ.
    A directory that the last build read answers before the shipped tables.
    """
    from lccspend.geography.answer import postcode_answer
    from lccspend.geography.directory_store import table_of
    from lccspend.geography.locality import home_area
    from lccspend.geography.postcode import halves_joined

    home, table = home_area(project.settings), table_of(project)
    return [postcode_answer(code, home, table) for code in halves_joined(codes)]
