"""Postcodes as they were written in, what the program makes of them out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lccspend.project import Project

if TYPE_CHECKING:
    from lccspend.geography.answer import PostcodeAnswer


def postcodes(project: Project, codes: Sequence[str]) -> "list[PostcodeAnswer]":
    """One answer for each text, in order, by the configured home area; needs no build."""
    from lccspend.geography.answer import postcode_answer
    from lccspend.geography.locality import definition

    settings = project.settings
    home = definition(settings.authority.home, settings.locality.definitions, settings.authority.region)
    return [postcode_answer(code, home) for code in codes]
