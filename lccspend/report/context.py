"""Figures, settings and a year in, the Report out. PARTS and APPENDICES are its table of contents."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from types import ModuleType

from lccspend.errors import SettingsError
from lccspend.figures import Figures
from lccspend.report.filters import day
from lccspend.report.model import Part, Report, Revised, Section, Table
from lccspend.report.palette import palette
from lccspend.report.scope import Edition, Scope, view
from lccspend.report.sections import (
    assurance,
    awards,
    bases,
    books,
    bridge,
    categories,
    checks,
    contracts,
    districts,
    evidence,
    form,
    framework,
    limits,
    locality,
    members,
    method,
    months,
    reading,
    revisions,
    social,
    summary,
    suppliers,
    tail,
)
from lccspend.report.words import SYSTEMS, mark_meaning
from lccspend.settings import Settings

PARTS: tuple[tuple[str, str, tuple[ModuleType, ...]], ...] = (
    (
        "spend",
        "Key information on spend, locality and social value",
        (locality, districts, bridge, suppliers, tail, evidence, months, contracts, awards, social),
    ),
    ("roles", "Framework and roles", (framework,)),
    ("governance", "Assurance on governance, scrutiny and performance", (assurance, limits, revisions)),
)
"""The committee's own questions, and the sections that answer each; a section without content is not printed."""

APPENDICES: tuple[ModuleType, ...] = (method, bases, categories, members, books, checks)


def build_report(
    figures: Figures, settings: Settings, year: str, years: int, today: date, edition: Edition | None = None
) -> Report:
    """The report on a financial year such as 2023/24, with so many years of history; SpendError if it is not held."""
    scope = view(figures, settings, year, years, today, edition)
    numbers = count(1), count(1)
    _refuse_unknown_narrative(settings)
    return Report(
        title=settings.report.title,
        authority=settings.authority.name,
        area=settings.authority.area,
        financial_year=year,
        period=method.period(year),
        sample=settings.report.sample,
        final=scope.edition.final,
        approved_by=settings.report.approved_by,
        vintage=_vintage(figures),
        written_on=today,
        build_id=figures.build.id,
        version=figures.build.version,
        palette=palette(settings.report.colour),
        form=form.build(scope, sum(not module.build(scope).is_empty for module in APPENDICES)),
        lead=summary.lead(scope),
        key_figures=summary.key_figures(scope),
        reading=reading.entries(scope),
        detail=tuple(_parts(scope, numbers)),
        appendices=_sections(scope, APPENDICES, numbers),
        figures=_shown(scope),
    )


Numbers = tuple[Iterator[int], Iterator[int]]
"""Of tables, and of charts: each runs through the whole report."""


def _parts(scope: Scope, numbers: Numbers) -> Iterator[Part]:
    at = count(1)
    for name, heading, modules in PARTS:
        sections = _sections(scope, modules, numbers)
        if sections:
            yield Part(name, f"{next(at)}. {heading}", sections)


def _sections(scope: Scope, modules: tuple[ModuleType, ...], numbers: Numbers) -> tuple[Section, ...]:
    built = (_told(module.build(scope), scope) for module in modules)
    return tuple(_numbered(section, numbers) for section in built if not section.is_empty)


def _told(section: Section, scope: Scope) -> Section:
    """The section behind the words that the council has for it, and with every mark of its tables explained."""
    paragraphs = scope.settings.report.narrative.get(section.id, "").split("\n\n")
    words = tuple(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
    return replace(section, words=words, tables=tuple(_explained(table, scope) for table in section.tables))


def _explained(table: Table, scope: Scope) -> Table:
    revised = any(isinstance(cell, Revised) for row in (*table.rows, *table.totals) for cell in row)
    return replace(table, notes=(*table.notes, mark_meaning("r", scope.settings))) if revised else table


def _numbered(section: Section, numbers: Numbers) -> Section:
    tables, charts = numbers
    return replace(
        section,
        tables=tuple(replace(table, number=next(tables)) for table in section.tables),
        charts=tuple(replace(chart, number=next(charts)) for chart in section.charts),
    )


def _refuse_unknown_narrative(settings: Settings) -> None:
    modules = (*(module for _, _, modules in PARTS for module in modules), *APPENDICES)
    known = [module.__name__.rpartition(".")[2] for module in modules]
    unknown = sorted(set(settings.report.narrative) - set(known))
    if unknown:
        raise SettingsError(
            f"[report.narrative] names no section: {', '.join(unknown)}.", fix=f"Sections: {', '.join(known)}."
        )


def _vintage(figures: Figures) -> str:
    """The payment dates that were held when the figures were made."""
    dates = [(file.first_date, file.last_date) for file in figures.books.files if file.layout in SYSTEMS]
    first = min((one for one, _ in dates if one), default=None)
    last = max((one for _, one in dates if one), default=None)
    return f"Payments from {day(first)} to {day(last)}" if first and last else "No dated payments"


def _shown(scope: Scope) -> Figures:
    """The figures that the report is made of: those of the years shown."""
    figures, labels = scope.figures, set(scope.labels)
    return Figures(
        build=figures.build,
        definition=figures.definition,
        locality=tuple(y for y in figures.locality if y.financial_year in labels),
        district=tuple(y for y in figures.district if y.financial_year in labels),
        category=tuple(y for y in figures.category if y.financial_year in labels),
        tail=tuple(y for y in figures.tail if y.financial_year in labels),
        suppliers=tuple(scope.top_suppliers),
        awards=tuple(y for y in figures.awards if y.financial_year in labels),
        months=figures.months,
        books=figures.books,
        checks=figures.checks,
        evidence=tuple(y for y in figures.evidence if y.financial_year in labels),
        registers=figures.registers,
        contracts=figures.contracts,
        members=tuple(y for y in figures.members if y.financial_year in labels),
        award_totals=tuple(y for y in figures.award_totals if y.financial_year in labels),
        social_value=figures.social_value,
        payees=figures.payees,
        directories=figures.directories,
    )
