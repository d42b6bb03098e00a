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
from lccspend.store import read_figures
from lccspend.traces import Trace, Traced

ELSEWHERE_CALLED = {"home": "lancashire", "region": "north_west"}
"""The names that another council's report has for the home area and the rest of its region."""

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


def trace(project: Project, figure: str) -> Trace:
    """The rows behind a figure of the last published build; SpendError when no figure has that name."""
    question = _question(project, figure)
    selected = _SELECT.get(question.kind)
    if selected is None or bool(question.name) != (question.kind in _NAMED):
        raise SpendError(
            f"'{figure}' is the name of no figure.",
            fix=f"A figure is a year and one of: {', '.join(KINDS)}.{_meant(question)}",
        )
    value, test = selected(question)
    found = question.rows.filter(test).sort("file", "row").collect()
    total = pounds_of(found["pence"])
    return Trace(figure=figure, value=total if value is None else value, rows=_traced(found), sum=total)


def _question(project: Project, figure: str) -> _Question:
    figures = read_figures(project)
    words = figure.strip().split(maxsplit=2)
    year = read_year(words[0]) if words else None
    held = [y.financial_year for y in figures.locality]
    if year not in held:
        raise SpendError(
            f"'{figure}' does not begin with a year that is held.",
            fix=f"Years held: {', '.join(held)}.{'' if year else did_you_mean(figure.strip()[:7], held)}",
        )
    kind = words[1].casefold() if len(words) > 1 else ""
    kind = ELSEWHERE_CALLED.get(kind, kind)
    name = words[2] if len(words) > 2 else ""
    return _Question(year or "", kind, name, figures, as_built(figures), payments(project))


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
    month = _known(q.name, months_of(q.year), "month")
    held = [m.pounds for m in q.figures.months if m.month == month]
    return sum(held, Decimal("0.00")), _counted(q) & (pl.col("paid_on").dt.strftime("%Y-%m") == month)


def _district(q: _Question) -> Selected:
    year = next(y for y in q.figures.district if y.financial_year == q.year)
    names = [g.group for g in year.groups]
    name = _known(q.name, names, "district")
    value = next(g.total for g in year.groups if g.group == name)
    return value, _counted(q) & _placed(q, lambda code: district_group(code, locality_of(code, q.home)) == name)


def _supplier(q: _Question) -> Selected:
    named = q.rows.filter(_counted(q)).select("supplier_key", "supplier", "supplier_name").unique().collect()
    wanted = normalised(q.name)
    printed = {key for key, name, _ in named.iter_rows() if normalised(name) == wanted}
    spelt = {key for key, _, name in named.iter_rows() if normalised(name or NO_NAME) == wanted}
    keys = printed or spelt
    if not keys:
        _known(q.name, sorted(set(named["supplier"])), "supplier")
    ranked = [
        s for y in q.figures.suppliers if (y.financial_year, y.population) == (q.year, "all") for s in y.suppliers
    ]
    names = set(named.filter(pl.col("supplier_key").is_in(keys))["supplier"])
    stored = [s.spend for s in ranked if s.supplier in names]
    value = stored[0] if len(stored) == 1 and len(keys) == 1 else None
    return value, _counted(q) & pl.col("supplier_key").is_in(keys)


def _band(q: _Question) -> Selected:
    tail = next(t for t in q.figures.tail if (t.financial_year, t.population) == (q.year, "all"))
    label = _known(q.name, [b.band for b in tail.bands], "band")
    band = next(b for b in tail.bands if b.band == label)
    spend = q.rows.filter(_counted(q)).group_by("supplier_key").agg(pl.col("pence").sum())
    lower, upper = pence(band.lower), None if band.upper is None else pence(band.upper)
    keys = spend.filter(in_band(pl.col("pence"), lower, upper)).collect()["supplier_key"]
    return band.spend, _counted(q) & pl.col("supplier_key").is_in(keys.implode())


def _excluded(q: _Question) -> Selected:
    rule = _known(q.name, list(RULES), "rule")
    return None, (pl.col("rule") == rule) & (pl.col("financial_year") == q.year)


def _known(name: str, names: list[str], what: str) -> str:
    """The name among those that exist, without regard to case; SpendError with the nearest ones."""
    found = next((n for n in names if n.casefold() == name.strip().casefold()), None)
    if found:
        return found
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.3) or names[:8]
    raise SpendError(f"There is no {what} '{name}' in this year.", fix=f"Nearest: {', '.join(near)}.")


_SELECT: dict[str, Callable[[_Question], Selected]] = {
    "total": _total,
    **dict.fromkeys(LOCALITIES, _locality),
    "month": _month,
    "district": _district,
    "supplier": _supplier,
    "band": _band,
    "excluded": _excluded,
}
_NAMED = {"month", "district", "supplier", "band", "excluded"}


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
