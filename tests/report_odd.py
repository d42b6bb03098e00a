"""Figures for reports unlike those of a council: nothing, little, far too much, and names that mean harm."""

from decimal import Decimal
from functools import cache

from report_figures import award_month, books, figures, file_books, locality_year, money, ranked, supplier

from lccspend.dates import months_of
from lccspend.figures import AwardYear, Figures
from lccspend.settings import Settings

YEAR = "2023/24"
HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% for x in y %}",
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "+44 LTD",
    "-1 LTD",
    "שלום & Sons",
    "A\u202eB\x07C",
    "X" * 300,
    "\u540d\u53e4\u5c4b \U00010000",
    "file:///etc/passwd",
    '<svg><image href="file:///etc/hostname"/></svg>',
)
LONG = "THE WORSHIPFUL COMPANY OF UNBREAKABLENAMESWITHOUTASPACE AND THEIR SUCCESSORS, FORMERLY TRADING AS OTHERS"
SAMPLE = Settings(report={"sample": True, "committee": "Scrutiny Committee", "contact": "Procurement"})  # type: ignore[arg-type]


def hostile() -> Figures:
    suppliers = tuple(supplier(n, name, 1000 - n, category=name) for n, name in enumerate(HOSTILE, start=1))
    files = tuple(file_books(name, warnings=(name,)) for name in HOSTILE)
    return figures((locality_year(YEAR),), suppliers=suppliers, books=books(files=files))


@cache
def odd_figures() -> dict[str, Figures]:
    """Figures unlike those of a council: nothing, little, far too much."""
    april = months_of(YEAR)[1:]
    one_award = tuple(award_month(m, 0, (0, 0, 0), sme=0) if m in april else award_month(m) for m in months_of(YEAR))
    long_names = tuple(supplier(n, f"{LONG} {n}", 90 - n, category=LONG) for n in range(1, 30))
    pennies = tuple(supplier(n, spend="0.50") for n in range(1, 10_001))
    return {
        "three rows": figures((locality_year(YEAR, 10, 20, 30, 0, 0),), (supplier(1, "ACME", 60),), awards=()),
        "nothing": figures((locality_year(YEAR, 0, 0, 0, 0, 0),), suppliers=(supplier(1, "ACME", 0),), awards=()),
        "no parts": figures((locality_year(YEAR),), tail=(), suppliers=(), district=(), awards=(), months=()),
        "credits": figures((locality_year(YEAR, -40, -20, 0, 0, -10),), suppliers=(supplier(1, spend=-70),)),
        "one month": figures((locality_year(YEAR, months=1, months_missing=tuple(april), marks=("p",)),)),
        "one award": figures((locality_year(YEAR),), awards=(AwardYear(financial_year=YEAR, months=one_award),)),
        "ten years": figures(tuple(locality_year(f"{y}/{y - 1999}") for y in range(2014, 2024))),
        "hostile": hostile(),
        "long names": figures((locality_year(YEAR),), long_names),
        "pennies": figures((locality_year(YEAR, 4000, 600, 400, 0, 0),), pennies),
        "thousands": figures((locality_year(YEAR),), suppliers=ranked(money(4_000_000), 4000)),
        "unknown": figures(
            (
                locality_year(
                    YEAR, 0, 0, 0, 0, 9, percent=None, percent_low=None, percent_high=None,
                    coverage_percent=Decimal("0.00"), marks=("x",),
                ),
            )
        ),
    }  # fmt: skip
