"""Figures, settings and a year in, the Report out. The calls below are its table of contents."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count

from lccspend.figures import Figures
from lccspend.report.model import Report, Section
from lccspend.report.palette import palette
from lccspend.report.scope import Scope, view
from lccspend.report.sections import (
    awards,
    books,
    checks,
    districts,
    form,
    limits,
    locality,
    method,
    months,
    reading,
    summary,
    suppliers,
    tail,
)
from lccspend.settings import Settings


def build_report(figures: Figures, settings: Settings, year: str, years: int, today: date) -> Report:
    """The report on a financial year such as 2023/24, with so many years of history; SpendError if it is not held."""
    scope = view(figures, settings, year, years, today)
    tables, charts = count(1), count(1)
    detail = [locality, districts, suppliers, tail, months, awards, limits]
    appendices = [method, books, checks]
    return Report(
        title=settings.report.title,
        authority=settings.authority.name,
        area=settings.authority.area,
        financial_year=year,
        period=method.period(year),
        sample=settings.report.sample,
        written_on=today,
        build_id=figures.build.id,
        version=figures.build.version,
        palette=palette(settings.report.colour),
        form=form.build(scope),
        lead=summary.lead(scope),
        key_figures=summary.key_figures(scope),
        reading=reading.entries(scope),
        detail=tuple(_numbered(part.build(scope), tables, charts) for part in detail),
        appendices=tuple(_numbered(part.build(scope), tables, charts) for part in appendices),
        figures=_shown(scope),
    )


def _numbered(section: Section, tables: Iterator[int], charts: Iterator[int]) -> Section:
    return replace(
        section,
        tables=tuple(replace(table, number=next(tables)) for table in section.tables),
        charts=tuple(replace(chart, number=next(charts)) for chart in section.charts),
    )


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
    )
