"""Invented figures of a council for the tests of the report; every part can be replaced."""

from datetime import date
from decimal import Decimal
from typing import Any

from report_agreements import agreements

from lccspend.dates import months_of, year_label
from lccspend.figures import (
    AwardMonth,
    AwardYear,
    Band,
    Books,
    Build,
    Check,
    ChecksAnswer,
    Figures,
    FileBooks,
    Group,
    GroupedYear,
    HomeArea,
    LocalityYear,
    MonthOfSource,
    NilOrCredit,
    Supplier,
    SupplierYear,
    TailYear,
    Tally,
    Top,
)
from lccspend.money import percent

TODAY = date(2024, 9, 2)
DISTRICTS = (
    "Burnley", "Chorley", "Fylde", "Hyndburn", "Lancaster", "Pendle",
    "Preston", "Ribble Valley", "Rossendale", "South Ribble", "West Lancashire", "Wyre",
)  # fmt: skip
NAMES = ("Ashbourne Care", "Birch & Sons", "Calder Waste", "Dunmore Civil Engineering", "Eastgate Transport")
CATEGORIES = ("Adult Social Care", "Construction", "Waste", "Energy", "Digital")


def money(amount: int | str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return percent(int(part.scaleb(2)), int(whole.scaleb(2)))


def locality_year(
    label: str,
    lancashire: int | str = 400,
    north_west: int | str = 200,
    elsewhere: int | str = 300,
    overseas: int | str = 0,
    unknown: int | str = 100,
    **changes: Any,
) -> LocalityYear:
    """A year whose percentages follow from its money, unless they are given."""
    places = [money(amount) for amount in (lancashire, north_west, elsewhere, overseas, unknown)]
    total = sum(places, Decimal("0.00"))
    bounds = sorted(
        bound for bound in (share(places[0], total), share(places[0] + places[4], total)) if bound is not None
    ) or [None, None]
    values: dict[str, Any] = {
        "financial_year": label,
        "total": total,
        "lancashire": places[0],
        "north_west": places[1],
        "elsewhere": places[2],
        "overseas": places[3],
        "unknown": places[4],
        "percent": share(places[0], total),
        "percent_low": bounds[0],
        "percent_high": bounds[-1],
        "percent_estimated": None,
        "coverage_percent": share(total - places[4], total),
        "months": 12,
        "months_missing": (),
        "sources": ("fusion",),
        "marks": (),
    }
    return LocalityYear(**(values | changes))


def district_year(year: LocalityYear, names: tuple[str, ...] = DISTRICTS) -> GroupedYear:
    """The home area's money over its districts, the first taking what is left over, then the wider places."""
    each = (year.lancashire / len(names)).quantize(Decimal("0.01"))
    shares = [each + n * each / 100 for n in range(len(names))]
    shares = [amount.quantize(Decimal("0.01")) for amount in shares]
    shares[0] += year.lancashire - sum(shares)
    groups = [group(name, "lancashire", amount) for name, amount in zip(names, shares, strict=True)]
    groups += [group(key, key, getattr(year, key)) for key in ("north_west", "elsewhere", "overseas", "unknown")]
    fields = {name: getattr(year, name) for name in LocalityYear.__struct_fields__}
    return GroupedYear(**fields, groups=tuple(groups))


def group(name: str, place: str, amount: Decimal) -> Group:
    nothing = dict.fromkeys(("lancashire", "north_west", "elsewhere", "overseas", "unknown"), Decimal("0.00"))
    return Group(group=name, total=amount, **(nothing | {place: amount}))


def supplier(rank: int, name: str = "", spend: int | str = 1000, **changes: Any) -> Supplier:
    values: dict[str, Any] = {
        "rank": rank,
        "supplier": name or f"{NAMES[rank % len(NAMES)]} {rank} Ltd".upper(),
        "supplier_numbers": (f"1{rank:05d}",),
        "category": CATEGORIES[rank % len(CATEGORIES)],
        "locality": ("lancashire", "north_west", "elsewhere", "mixed", "unknown")[rank % 5],
        "spend": money(spend),
        "payments": 12,
        "contracts": 0,
        "sme": None,
        "vcse": None,
    }
    return Supplier(**(values | changes))


LIMITS = (
    ("£5m and over", 5_000_000, None),
    ("£1m-£5m", 1_000_000, 5_000_000),
    ("£500k-£1m", 500_000, 1_000_000),
    ("£250k-£500k", 250_000, 500_000),
    ("£100k-£250k", 100_000, 250_000),
    ("£50k-£100k", 50_000, 100_000),
    ("under £50k", 0, 50_000),
)


def tail_year(label: str, population: Any, suppliers: tuple[Supplier, ...]) -> TailYear:
    """Bands of a list of suppliers, the largest first."""
    bands = tuple(_band(suppliers, *limits) for limits in LIMITS)
    under = [s.spend for s in suppliers if 0 < s.spend < 100_000]
    nil = [s.spend for s in suppliers if s.spend <= 0]
    return TailYear(
        financial_year=label,
        population=population,
        suppliers=len(suppliers),
        spend=_sum(s.spend for s in suppliers),
        threshold=money(100_000),
        suppliers_under=len(under),
        spend_under=_sum(under),
        top=tuple(Top(suppliers=n, spend=_sum(s.spend for s in suppliers[:n])) for n in (20, 40)),
        bands=bands,
        nil_or_credit=NilOrCredit(suppliers=len(nil), spend=_sum(nil)),
    )


def _band(suppliers: tuple[Supplier, ...], label: str, lower: int, upper: int | None) -> Band:
    inside = [s for s in suppliers if s.spend > 0 and s.spend >= lower and (upper is None or s.spend < upper)]
    return Band(
        band=label,
        lower=money(lower),
        upper=None if upper is None else money(upper),
        suppliers=len(inside),
        spend=_sum(s.spend for s in inside),
        payments=12 * len(inside),
    )


def _sum(amounts: Any) -> Decimal:
    return sum(amounts, Decimal("0.00"))


def award_month(label: str, value: int = 5000, places: tuple[int, int, int] = (2, 1, 1), **changes: Any) -> AwardMonth:
    values: dict[str, Any] = {
        "month": label,
        "value": money(value),
        "suppliers": sum(places),
        "lancashire": places[0],
        "north_west": places[1],
        "elsewhere": places[2],
        "overseas": 0,
        "unknown": 0,
        "sme": 2,
        "vcfs": 0,
        "notes": (),
    }
    return AwardMonth(**(values | changes))


def award_year(label: str) -> AwardYear:
    months = [award_month(m, 1_200_000 + 50_000 * n, (2 + n % 3, 1, n % 4)) for n, m in enumerate(months_of(label))]
    months[4] = award_month(months[4].month, 90_000_000, (21, 6, 9), sme=17, notes=("A framework was let this month",))
    return AwardYear(financial_year=label, months=tuple(months))


def books(**changes: Any) -> Books:
    values: dict[str, Any] = {
        "balanced": True,
        "read": Tally(rows=105, pounds=money(1050)),
        "counted": Tally(rows=100, pounds=money(1000)),
        "excluded": Tally(rows=4, pounds=money(40)),
        "rejected": Tally(rows=1, pounds=money(10)),
        "excluded_by_rule": {
            "void_unpaired": Tally(rows=1, pounds=money(10)),
            "total_row": Tally(rows=3, pounds=money(30)),
        },
        "files": (
            file_books("fusion/q1.xlsx#Results"),
            file_books("r12/ap_2019.txt", "r12", warnings=("1 date is odd",)),
        ),
    }
    return Books(**(values | changes))


def file_books(file: str, layout: str = "fusion", **changes: Any) -> FileBooks:
    values: dict[str, Any] = {
        "file": file,
        "layout": layout,
        "rows": 105,
        "counted": 100,
        "excluded": 4,
        "rejected": 1,
        "pounds": money(1050),
        "first_date": date(2023, 4, 1),
        "last_date": date(2023, 6, 30),
        "sha256": "0" * 64,
        "warnings": (),
    }
    return FileBooks(**(values | changes))


def month_cells(years: tuple[LocalityYear, ...]) -> tuple[MonthOfSource, ...]:
    """Each year's total over the months it holds, the last taking what is left over."""
    cells = []
    for year in years:
        held = [m for m in months_of(year.financial_year) if m not in year.months_missing]
        each = [(year.total * (90 + n) / 100 / len(held)).quantize(Decimal("0.01")) for n in range(len(held))]
        each[-1] += year.total - sum(each)
        source = year.sources[0] if year.sources else "fusion"
        cells += [
            MonthOfSource(month=m, source=source, rows=50, pounds=amount) for m, amount in zip(held, each, strict=True)
        ]
    return tuple(cells)


def build() -> Build:
    return Build(id="0123456789abcdef", version="0.1.0", built_on=TODAY, inputs="0" * 64, settings="1" * 64)


def checks() -> ChecksAnswer:
    return ChecksAnswer(
        verdict="warn",
        checks=(
            Check(check="books_balance", verdict="pass", message="Rows and pounds read are all accounted for."),
            Check(check="months_covered", verdict="warn", message="2019/20 lacks 4 months."),
        ),
    )


def figures(years: tuple[LocalityYear, ...], suppliers: tuple[Supplier, ...] = (), **changes: Any) -> Figures:
    """Figures whose other parts follow from the years and the suppliers of the last of them."""
    label = years[-1].financial_year
    some = suppliers or (supplier(1, spend=str(years[-1].total)),)
    values: dict[str, Any] = {
        "build": build(),
        "definition": "lancashire-12",
        "home": HomeArea(authorities=("E07000123",), region_authorities=(), minimum_coverage=Decimal("0.80")),
        "locality": years,
        "district": tuple(district_year(year) for year in years),
        "category": (),
        "tail": tuple(tail_year(label, key, some) for key in ("all", "procurement")),
        "suppliers": tuple(
            SupplierYear(financial_year=label, population=key, suppliers=some) for key in ("all", "procurement")
        ),
        "awards": (award_year(label),),
        "months": month_cells(years),
        "books": books(),
        "checks": checks(),
    }
    return Figures(**(values | changes))


def five_years() -> Figures:
    """Five years as a council might hold them: a part year, a whole one, one without places, a break."""
    labels = [year_label(start) for start in range(2019, 2024)]
    old = {"sources": ("r12",)}
    years = (
        locality_year(labels[0], 310_000_000, 120_000_000, 190_000_000, 2_000_000, 8_000_000, months=8,
                      months_missing=tuple(months_of(labels[0])[8:]), marks=("p",), **old),
        locality_year(labels[1], 470_000_000, 180_000_000, 300_000_000, 3_000_000, 9_000_000, **old),
        locality_year(labels[2], 0, 0, 0, 0, 1_090_000_000, percent=None, percent_low=None, percent_high=None,
                      percent_estimated=Decimal("48.11"), coverage_percent=Decimal("0.00"), marks=("x", "e"), **old),
        locality_year(labels[3], 181_000_000, 80_000_000, 140_000_000, 1_000_000, 9_000_000, months=3,
                      months_missing=tuple(months_of(labels[3])[:9]), marks=("p",)),
        locality_year(labels[4], 850_000_000, 260_000_000, 510_000_000, 6_000_000, "12345678.91",
                      percent_estimated=Decimal("52.02"), marks=("b", "e")),
    )  # fmt: skip
    return figures(years, suppliers=ranked(years[-1].total), **agreements())


def ranked(total: Decimal, number: int = 3000) -> tuple[Supplier, ...]:
    """Suppliers whose spend falls with their rank and adds up to the total."""
    weights = [1 / (rank + 8) ** 1.2 for rank in range(1, number + 1)]
    spends = [(total * Decimal(weight / sum(weights))).quantize(Decimal("0.01")) for weight in weights]
    spends[0] += total - sum(spends)
    return tuple(supplier(rank, spend=str(spend)) for rank, spend in enumerate(spends, start=1))
