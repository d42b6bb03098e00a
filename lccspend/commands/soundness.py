"""The settings of a project in, what a build would refuse in them out, and what deserves a second look."""

from collections.abc import Callable, Iterator

from lccspend.commands.editions import check_narrative
from lccspend.errors import SpendError
from lccspend.geography.authorities import authorities
from lccspend.geography.locality import NAMED, home_area
from lccspend.project import Project
from lccspend.settings import Authority, Settings


def faults(project: Project) -> list[str]:
    """The first fault that each validator of a build finds, told once; none when a build would take the settings."""
    found = (_fault(validate, project) for validate in _VALIDATORS)
    return list(dict.fromkeys(fault for fault in found if fault))


def _fault(validate: Callable[[Project], None], project: Project) -> str:
    try:
        validate(project)
    except SpendError as fault:
        return " ".join(str(fault).split("\n"))
    return ""


def doubts(settings: Settings) -> Iterator[str]:
    """What a build takes and is hardly meant, as sentences; SettingsError when there is no such home area."""
    authority, home = settings.authority, home_area(settings)
    if authority.area == Authority().area and home.authorities.difference(*NAMED.values()):
        yield f"The home area {home.name} is printed as {authority.area}: set area under [authority]."
    region = " ".join(authority.region.split()).casefold()
    if not any(authorities()[code].region.casefold() == region for code in home.authorities):
        yield f"No authority of the home area {home.name} lies in {authority.region}: set region under [authority]."


def _home_areas(project: Project) -> None:
    from lccspend.metrics.sensitivity import home_areas

    settings = project.settings
    home_areas(home_area(settings), settings.locality, settings.authority.region)


def _areas(project: Project) -> None:
    from lccspend.metrics.sensitivity import area_years

    settings = project.settings
    area_years((), home_area(settings), settings.locality, settings.authority)


def _columns(project: Project) -> None:
    from lccspend.sources.profile import load_profiles

    load_profiles(project.settings.sources)


def _registers(project: Project) -> None:
    from lccspend.registers.given import given_registers

    given_registers(project)


def _templates(project: Project) -> None:
    from lccspend.report.templates import template_folders

    template_folders(project.settings.report.templates)


def _logo(project: Project) -> None:
    from lccspend.report.logo import read_logo

    if project.settings.report.logo:
        read_logo(project.settings.report.logo, project.settings.authority.name)


_VALIDATORS = (_home_areas, _areas, _columns, _registers, _templates, _logo, check_narrative)
