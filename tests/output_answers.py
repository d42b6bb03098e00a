"""Small invented figures with everything in them that a table, a spreadsheet or a terminal could trip over."""

from datetime import date
from decimal import Decimal

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
    NilOrCredit,
    Supplier,
    SupplierYear,
    TailYear,
    Tally,
    Top,
)

NASTY_NAMES = (
    '=HYPERLINK("x"), & Sons',
    "+44 | Call <b>Us</b>",
    "-Dash [red]Ltd[/red]",
    "@mention",
    "Caf\u00e9 \u00a3 Z\u0142oty \u6f22\u5b57",
    "Two\nlines\tand a tab",
    "Esc\x1b[31mred and \u202eturned",
    "A name that is longer than any column of a terminal of eighty characters would like it to be, by far",
)


def money(text: str) -> Decimal:
    return Decimal(text)


def locality_year(label: str, months: int = 12, marks: tuple[str, ...] = ()) -> LocalityYear:
    known = "x" not in marks
    return LocalityYear(
        financial_year=label,
        total=money("1000.00"),
        lancashire=money("517.05"),
        north_west=money("300.00"),
        elsewhere=money("190.00"),
        overseas=money("-12.05"),
        unknown=money("5.00"),
        percent=money("51.71") if known else None,
        percent_low=money("51.71") if known else None,
        percent_high=money("52.21") if known else None,
        percent_estimated=money("51.90"),
        coverage_percent=money("99.51"),
        months=months,
        months_missing=tuple(f"{label[:4]}-{4 + n:02d}" for n in range(12 - months)),
        sources=("r12", "fusion"),
        marks=marks,  # type: ignore[arg-type]
    )


def group(name: str, total: str) -> Group:
    amount = money(total)
    nothing = money("0.00")
    return Group(
        group=name,
        total=amount,
        lancashire=amount,
        north_west=nothing,
        elsewhere=nothing,
        overseas=nothing,
        unknown=nothing,
    )


def grouped_year(label: str, *groups: Group) -> GroupedYear:
    year = locality_year(label)
    fields = {name: getattr(year, name) for name in year.__struct_fields__}
    return GroupedYear(**fields, groups=groups)


def band(label: str, lower: str, upper: str | None, suppliers: int, spend: str) -> Band:
    return Band(
        band=label,
        lower=money(lower),
        upper=money(upper) if upper else None,
        suppliers=suppliers,
        spend=money(spend),
        payments=suppliers,
    )


def tail_year(label: str, population: str = "all") -> TailYear:
    return TailYear(
        financial_year=label,
        population=population,  # type: ignore[arg-type]
        suppliers=7,
        spend=money("8050049.99"),
        threshold=Decimal(100000),
        suppliers_under=4,
        spend_under=money("50060.00"),
        top=(Top(suppliers=20, spend=money("8050049.99")), Top(suppliers=40, spend=money("8050049.99"))),
        bands=(
            band("£5m and over", "5000000.00", None, 1, "7000000.00"),
            band("£1m-£5m", "1000000.00", "5000000.00", 1, "1000000.00"),
            band("£50k-£1m", "50000.00", "1000000.00", 1, "50000.00"),
            band("under £50k", "0.00", "50000.00", 3, "60.00"),
        ),
        nil_or_credit=NilOrCredit(suppliers=1, spend=money("-10.01")),
    )


def supplier(rank: int, name: str, spend: str) -> Supplier:
    return Supplier(
        rank=rank,
        supplier=name,
        supplier_numbers=("00123", "F77"),
        category="(none)" if rank == 1 else "Highways",
        locality="mixed" if rank == 2 else "lancashire",
        spend=money(spend),
        payments=1234 * rank,
        contracts=0,
        sme="yes" if rank == 1 else None,
        vcse=None,
    )


SPEND = ("7000000.00", "1000000.00", "50000.00", "49.98", "10.01", "0.01", "0.00", "-10.01")


def supplier_year(label: str, population: str = "all") -> SupplierYear:
    pairs = enumerate(zip(NASTY_NAMES, SPEND, strict=True), start=1)
    return SupplierYear(
        financial_year=label,
        population=population,  # type: ignore[arg-type]
        suppliers=tuple(supplier(rank, name, spend) for rank, (name, spend) in pairs),
    )


def award_month(month: str, value: str = "0.00", notes: tuple[str, ...] = ()) -> AwardMonth:
    counts = dict.fromkeys(("lancashire", "north_west", "elsewhere", "overseas", "unknown", "sme", "vcfs"), 0)
    return AwardMonth(month=month, value=money(value), suppliers=0, notes=notes, **counts)


def award_year(start: int) -> AwardYear:
    months = [f"{start}-{n:02d}" for n in range(4, 13)] + [f"{start + 1}-{n:02d}" for n in range(1, 4)]
    first = award_month(months[0], "1234567.50", ("=cmd", "a second; note"))
    label = f"{start}/{start % 100 + 1:02d}"
    return AwardYear(financial_year=label, months=(first, *map(award_month, months[1:])))


def books() -> Books:
    def tally(rows: int, pounds: str) -> Tally:
        return Tally(rows=rows, pounds=money(pounds))

    one_file = FileBooks(
        file="r12/ap_2019.txt",
        layout="r12",
        rows=4,
        counted=2,
        excluded=1,
        rejected=1,
        pounds=money("130.00"),
        first_date=date(2019, 4, 1),
        last_date=None,
        sha256="0" * 64,
        warnings=("a warning", "-and another"),
    )
    return Books(
        balanced=True,
        read=tally(4, "130.00"),
        counted=tally(2, "120.00"),
        excluded=tally(1, "10.00"),
        rejected=tally(1, "0.00"),
        excluded_by_rule={"void_unpaired": tally(1, "10.00")},
        files=(one_file,),
    )


def checks(verdict: str = "warn") -> ChecksAnswer:
    first = Check(check="books_balance", verdict="pass", message="Everything adds up.")
    second = Check(check="coverage", verdict=verdict, message="Look | at this.")  # type: ignore[arg-type]
    return ChecksAnswer(verdict=verdict, checks=(first, second))  # type: ignore[arg-type]


def home_area() -> HomeArea:
    """Preston, with Blackburn with Darwen and Manchester as the rest of its region."""
    return HomeArea(
        authorities=("E07000123",),
        region_authorities=("E06000008", "E08000003"),
        minimum_coverage=Decimal("0.80"),
    )


def figures(verdict: str = "warn") -> Figures:
    """Two years: 2022/23 has ten months and no percentage, 2023/24 is whole; awards in 2023/24 only."""
    years = ("2022/23", "2023/24")
    return Figures(
        build=Build(id="b1", version="0.1.0", built_on=date(2024, 5, 1), settings="s", inputs={}),
        definition="lancashire-12",
        home=home_area(),
        locality=(locality_year(years[0], 10, ("x", "p", "e")), locality_year(years[1], marks=("b",))),
        district=tuple(grouped_year(y, group("Preston", "1000000.00"), group("north_west", "-1.00")) for y in years),
        category=tuple(grouped_year(y, group("(none)", "999.00"), group("=Highways", "1.00")) for y in years),
        tail=tuple(tail_year(y, p) for y in years for p in ("all", "procurement")),
        suppliers=tuple(supplier_year(y, p) for y in years for p in ("all", "procurement")),
        awards=(award_year(2023),),
        months=(),
        books=books(),
        checks=checks(verdict),
    )
