"""Figures, settings and a year in, the Report out. PARTS and APPENDICES are its table of contents."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from types import ModuleType
from typing import TypeVar

from msgspec import Struct, structs

from lccspend.dates import months_of
from lccspend.figures import Figures
from lccspend.payees import PayeeFigures
from lccspend.report.bound import VALUES, bound_values
from lccspend.report.filters import day
from lccspend.report.model import Part, Passage, Report, Revised, Section, Table
from lccspend.report.narrative import passages, read_narrative, read_texts
from lccspend.report.palette import palette
from lccspend.report.passages import Block
from lccspend.report.scope import Edition, Scope, view
from lccspend.report.sections import (
    actions,
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
    kpis,
    law,
    legislation,
    limits,
    locality,
    members,
    method,
    months,
    prompt_payment,
    reading,
    register,
    revisions,
    social,
    summary,
    suppliers,
    tail,
    waivers,
    wealth,
)
from lccspend.report.templates import template_folders
from lccspend.report.words import SYSTEMS, mark_meaning
from lccspend.settings import Settings

PARTS: tuple[tuple[str, str, tuple[ModuleType, ...]], ...] = (
    (
        "spend",
        "Key information on spend, locality and social value",
        (
            *(locality, districts, bridge, suppliers, tail, evidence, months),
            *(contracts, register, prompt_payment, awards, social, wealth),
        ),
    ),
    ("roles", "Framework and roles", (legislation, framework)),
    (
        "governance",
        "Assurance on governance, scrutiny and performance",
        (kpis, waivers, actions, assurance, limits, revisions),
    ),
)
"""The committee's own questions, and the sections that answer each; a section without content is not printed."""

APPENDICES: tuple[ModuleType, ...] = (method, law, bases, categories, members, books, checks)

MODULES = (*(module for _, _, modules in PARTS for module in modules), *APPENDICES)


def build_report(
    figures: Figures, settings: Settings, year: str, years: int, today: date, edition: Edition | None = None
) -> Report:
    """The report on a financial year such as 2023/24, with so many years of history; SpendError if it is not held."""
    scope = view(figures, settings, year, years, today, edition)
    numbers = count(1), count(1)
    words = Words(_narrative(scope), bound_values(scope))
    detail = tuple(_parts(scope, words, numbers))
    appendices = tuple(
        replace(section, heading=f"Appendix {number}: {section.heading}")
        for number, section in enumerate(_sections(scope, words, APPENDICES, numbers), start=1)
    )
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
        form=form.build(scope, len(appendices)),
        lead=summary.lead(scope),
        key_figures=summary.key_figures(scope),
        reading=reading.entries(scope),
        detail=detail,
        appendices=appendices,
        figures=_shown(scope),
    )


def narrative_of(settings: Settings) -> dict[str, list[Block]]:
    """The text of each section that has one; SettingsError names every fault with its line, before anything is read."""
    texts = read_texts(template_folders(settings.report.templates), settings.report.narrative)
    return read_narrative(texts, [module.__name__.rpartition(".")[2] for module in MODULES], VALUES)


def _narrative(scope: Scope) -> dict[str, list[Block]]:
    """The text of each section; the law that comes with the program is that of England, and stated there alone."""
    blocks = narrative_of(scope.settings)
    if scope.is_in_england or blocks.get("legislation") != narrative_of(Settings())["legislation"]:
        return blocks
    return {name: text for name, text in blocks.items() if name != "legislation"}


@dataclass(frozen=True)
class Words:
    """The narrative, and what its placeholders stand for."""

    blocks: dict[str, list[Block]]
    values: dict[str, str]

    def of(self, section: str) -> tuple[Passage, ...]:
        return passages(self.blocks.get(section, ()), self.values)


Numbers = tuple[Iterator[int], Iterator[int]]
"""Of tables, and of charts: each runs through the whole report."""


def _parts(scope: Scope, words: Words, numbers: Numbers) -> Iterator[Part]:
    at = count(1)
    for name, heading, modules in PARTS:
        sections = _sections(scope, words, modules, numbers)
        if sections:
            yield Part(name, f"{next(at)}. {heading}", sections)


def _sections(scope: Scope, words: Words, modules: tuple[ModuleType, ...], numbers: Numbers) -> tuple[Section, ...]:
    built = (_told(module.build(scope), scope, words) for module in modules)
    return tuple(_numbered(section, numbers) for section in built if not section.is_empty)


def _told(section: Section, scope: Scope, words: Words) -> Section:
    """The section behind its narrative, and with every mark of its tables explained."""
    tables = tuple(_explained(table, scope) for table in section.tables)
    return replace(section, words=words.of(section.id), tables=tables)


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


def _vintage(figures: Figures) -> str:
    """The payment dates that were held when the figures were made."""
    dates = [(file.first_date, file.last_date) for file in figures.books.files if file.layout in SYSTEMS]
    first = min((one for one, _ in dates if one), default=None)
    last = max((one for _, one in dates if one), default=None)
    return f"Payments from {day(first)} to {day(last)}" if first and last else "No dated payments"


YEARLY = ("locality", "district", "category", "tail", "awards", "evidence", "members", "award_totals")
"""What the figures hold by financial year."""


def _shown(scope: Scope) -> Figures:
    """The figures of the years shown, and what is of no single year, such as the contracts of the register."""
    figures, labels = scope.figures, scope.labels
    months = {month for label in labels for month in months_of(label)}
    contracts, payees = figures.contracts, figures.payees
    return structs.replace(
        _of_years(figures, YEARLY, labels),
        suppliers=scope.top_suppliers,
        months=tuple(cell for cell in figures.months if cell.month in months),
        contracts=_of_years(contracts, ("years", "values"), labels) if contracts else None,
        payees=_of_years(payees, PayeeFigures.__struct_fields__, labels) if payees else None,
        payments=prompt_payment.of_years(figures.payments, labels),
    )


Value = TypeVar("Value", bound=Struct)


def _of_years(value: Value, names: tuple[str, ...], labels: tuple[str, ...]) -> Value:
    """The same with the lists of these names cut to the years."""
    lists = {name: tuple(year for year in getattr(value, name) if year.financial_year in labels) for name in names}
    return structs.replace(value, **lists)
