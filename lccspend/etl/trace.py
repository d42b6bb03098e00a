"""The name of a printed figure in, the rows of exports behind it out; they add up to it."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from lccspend.dates import months_of, read_year
from lccspend.errors import SpendError
from lccspend.etl.published_rows import payments
from lccspend.figures import LOCALITIES, Figures
from lccspend.geography.locality import Definition, as_built, locality_of
from lccspend.metrics.bands import in_band
from lccspend.metrics.locality import district_group
from lccspend.money import pence, pounds, pounds_of
from lccspend.names import normalised
from lccspend.nearest import did_you_mean
from lccspend.privacy import printed_name
from lccspend.project import Project
from lccspend.schema import NO_NAME, RULES
from lccspend.store import of_one_build, read_figures
from lccspend.traces import Trace, Traced

ELSEWHERE_CALLED = {"home": "lancashire", "region": "north_west"}
"""The names that another council's report has for the home area and the rest of its region."""

EXCLUDED = "excluded"
ALL = "all"
"""In the place of a year: rows of every year and of none, for a totals row has no date."""

KINDS = ("total", *LOCALITIES, "supplier NAME", "band LABEL", "district NAME", "excluded RULE", "month 2023-04")


@dataclass(frozen=True)
class _Question:
    """A figure's name taken apart, and what it is looked up in."""

    year: str
    kind: str
    name: str
    figures: Figures
    home: Definition
    rows: pl.LazyFrame


@of_one_build
def trace(project: Project, figure: str) -> Trace:
    """The rows behind a figure of the last published build; SpendError when no figure has that name."""
    question = _question(project, figure)
    selected = _SELECT.get(question.kind)
    if selected is None or bool(question.name) != (question.kind in _NAMED):
        raise SpendError(
            f"'{figure}' is the name of no figure.",
            fix=f"A figure is a year and one of: {', '.join(KINDS)}; or {ALL} excluded RULE.{_meant(question)}",
        )
    value, test = selected(question)
    found = question.rows.filter(test).sort("file", "row").collect()
    total = pounds_of(found["pence"])
    return Trace(figure=figure, value=total if value is None else value, rows=_traced(found), sum=total)


def _question(project: Project, figure: str) -> _Question:
    figures = read_figures(project)
    first, kind, name = (*figure.strip().split(maxsplit=2), "", "", "")[:3]
    kind = ELSEWHERE_CALLED.get(kind.casefold(), kind.casefold())
    rows = payments(project)
    held, year = _years(figures, kind, rows), read_year(first)
    if kind == EXCLUDED and first.casefold() == ALL:
        year = ALL
    elif year not in held:
        raise SpendError(
            f"'{figure}' does not begin with a year that is held.",
            fix=f"Years held: {', '.join(held)}.{'' if year else did_you_mean(figure.strip()[:7], held)}",
        )
    return _Question(year or "", kind, name, figures, as_built(figures), rows)


def _years(figures: Figures, kind: str, rows: pl.LazyFrame) -> list[str]:
    """The years with figures of a kind: rows may be excluded in a year that counts none."""
    held = {y.financial_year for y in figures.locality}
    if kind == EXCLUDED:
        dated = rows.filter(pl.col("rule").is_not_null()).select(pl.col("financial_year").unique())
        held |= set(dated.collect()["financial_year"].drop_nulls())
    return sorted(held)


def _meant(q: _Question) -> str:
    """The figure's name mended, where its second word is nearly a kind of figure."""
    near = did_you_mean(q.kind, [kind.split()[0] for kind in KINDS])
    return near.replace("mean ", f"mean {q.year} ") if q.kind not in _SELECT else ""


Selected = tuple[Decimal | None, pl.Expr]
"""The figure as it is stored (None where it is stored nowhere else), and the rows it is of."""


def _counted(q: _Question) -> pl.Expr:
    return (pl.col("fate") == "counted") & (pl.col("financial_year") == q.year)


def _total(q: _Question) -> Selected:
    return next(y.total for y in q.figures.locality if y.financial_year == q.year), _counted(q)


def _locality(q: _Question) -> Selected:
    year = next(y for y in q.figures.locality if y.financial_year == q.year)
    return getattr(year, q.kind), _counted(q) & _placed(q, lambda code: locality_of(code, q.home) == q.kind)


def _placed(q: _Question, test: Callable[[str], bool]) -> pl.Expr:
    """Rows whose place code passes a test."""
    codes = q.rows.select(pl.col("place").unique()).collect()["place"].drop_nulls()
    return pl.col("place").is_in([code for code in codes if test(code)])


def _month(q: _Question) -> Selected:
    month = _known(q, months_of(q.year))
    held = [m.pounds for m in q.figures.months if m.month == month]
    return sum(held, Decimal("0.00")), _counted(q) & (pl.col("paid_on").dt.strftime("%Y-%m") == month)


def _district(q: _Question) -> Selected:
    year = next(y for y in q.figures.district if y.financial_year == q.year)
    names = [g.group for g in year.groups]
    name = _known(q, names)
    value = next(g.total for g in year.groups if g.group == name)
    return value, _counted(q) & _placed(q, lambda code: district_group(code, locality_of(code, q.home)) == name)


def _supplier(q: _Question) -> Selected:
    columns = ("supplier_key", "supplier", "supplier_name", "private")
    named = q.rows.filter(_counted(q)).select(columns).unique().collect()
    keys = _bearing(named, q.name)
    if not keys:
        _known(q, sorted(set(named["supplier"])))
    ranked = [
        s for y in q.figures.suppliers if (y.financial_year, y.population) == (q.year, "all") for s in y.suppliers
    ]
    names = set(named.filter(pl.col("supplier_key").is_in(keys))["supplier"])
    stored = [s.spend for s in ranked if s.supplier in names]
    value = stored[0] if len(stored) == 1 and len(keys) == 1 else None
    return value, _counted(q) & pl.col("supplier_key").is_in(keys)


def _bearing(named: pl.DataFrame, name: str) -> set[int]:
    """The suppliers that are printed so, else almost so, else were exported so; nobody is found by a withheld name."""
    exact, wanted = name.strip().casefold(), normalised(name)
    rows = list(named.iter_rows())
    found = (
        {key for key, printed, _, _ in rows if printed.casefold() == exact},
        {key for key, printed, _, _ in rows if normalised(printed) == wanted},
        {key for key, _, exported, private in rows if not private and normalised(exported or NO_NAME) == wanted},
    )
    return next(filter(None, found), set())


def _band(q: _Question) -> Selected:
    tail = next(t for t in q.figures.tail if (t.financial_year, t.population) == (q.year, "all"))
    label = _known(q, [b.band for b in tail.bands])
    band = next(b for b in tail.bands if b.band == label)
    spend = q.rows.filter(_counted(q)).group_by("supplier_key").agg(pl.col("pence").sum())
    lower, upper = pence(band.lower), None if band.upper is None else pence(band.upper)
    keys = spend.filter(in_band(pl.col("pence"), lower, upper)).collect()["supplier_key"]
    return band.spend, _counted(q) & pl.col("supplier_key").is_in(keys.implode())


def _excluded(q: _Question) -> Selected:
    rule = _known(q, list(RULES))
    if q.year != ALL:
        return None, (pl.col("rule") == rule) & (pl.col("financial_year") == q.year)
    return q.figures.books.excluded_by_rule[rule].pounds, pl.col("rule") == rule


def _known(q: _Question, names: list[str]) -> str:
    """The question's name among those that exist, without regard to case; SpendError with the nearest ones."""
    found = next((n for n in names if n.casefold() == q.name.strip().casefold()), None)
    if found:
        return found
    near = difflib.get_close_matches(q.name, names, n=5, cutoff=0.3) or names[:8]
    what = "rule" if q.kind == EXCLUDED else q.kind
    raise SpendError(f"There is no {what} '{q.name}' in {q.year}.", fix=f"Nearest: {', '.join(near)}.")


_SELECT: dict[str, Callable[[_Question], Selected]] = {
    "total": _total,
    **dict.fromkeys(LOCALITIES, _locality),
    "month": _month,
    "district": _district,
    "supplier": _supplier,
    "band": _band,
    EXCLUDED: _excluded,
}
_NAMED = {"month", "district", "supplier", "band", EXCLUDED}


def _traced(found: pl.DataFrame) -> tuple[Traced, ...]:
    columns = ["file", "row", "paid_on", "supplier_name", "private", "pence", "fate", "rule"]
    return tuple(
        Traced(
            file=file,
            row=row,
            date=paid_on,
            supplier=printed_name(supplier or NO_NAME, bool(private)),
            amount=None if pence is None else pounds(pence),
            fate=fate,
            rule=rule,
        )
        for file, row, paid_on, supplier, private, pence, fate, rule in found.select(columns).iter_rows()
    )
