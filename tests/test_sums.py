"""A few payments and their payees: the sums that figures are added up from, of texts and of words of a list alike."""

from datetime import date

import polars as pl
import pytest

from lccspend.geography.locality import definition
from lccspend.metrics.basis import office_cells, with_offices
from lccspend.metrics.cells import GROUPS, cells_of, months_of_sources, sums_of_places
from lccspend.metrics.spent import sums_paid
from lccspend.metrics.suppliers import paid_suppliers
from lccspend.registers.records import Company, Evidence

PRESTON, LEEDS = "E07000123", "E08000035"
HOME = definition("lancashire-12", {}, "North West")

PAYEES = [
    (0, 7, "ZETA LTD", "9", PRESTON),
    (1, 7, "ZETA LTD", "10", LEEDS),
    (2, 8, "ALPHA LTD", None, ""),
]
PAYMENTS = [
    (0, date(2023, 4, 30), "Roads", 60_00),
    (1, date(2023, 5, 1), "Care", 60_00),
    (1, date(2023, 5, 31), None, -20_00),
    (2, date(2023, 5, 2), "(none)", 30_00),
    (2, date(2023, 5, 3), None, 5_00),
]
WORDS = ("supplier", "supplier_class", "rule_class", "operations", "place", "estimated")


@pytest.fixture(params=[pl.String, pl.Categorical], ids=["texts", "words"])
def paid(request):
    """Counted payments beside their payees, and the payees without a registered office."""
    kind = request.param()
    named = pl.DataFrame(
        PAYEES, orient="row", schema=["payee", "supplier_key", "supplier", "supplier_number", "place"]
    ).with_columns(
        estimated="place", private=pl.lit(value=False), ranked=pl.lit(value=True), supplier_class=pl.lit("supplier"),
        rule_class=pl.lit(None, pl.String), operations=pl.lit(None, pl.String),
    )  # fmt: skip
    payees = with_offices(named.with_columns(pl.col(WORDS).cast(kind)), {})
    rows = pl.DataFrame(PAYMENTS, orient="row", schema=["payee", "paid_on", "category", "pence"]).with_columns(
        pl.col("category").cast(kind),
        financial_year=pl.lit("2023/24", kind),
        system=pl.lit("fusion", kind),
    )
    return rows.lazy().join(payees.lazy(), on="payee", maintain_order="left"), payees


def test_cells_come_in_the_order_of_their_texts_and_payments_without_a_category_stand_together(paid):
    cells = cells_of(sums_paid(*paid).by_payee(), GROUPS["category"])
    assert [(c.group, c.place, c.pence, c.gross) for c in cells] == [
        ("(none)", "", 35_00, 35_00),
        ("(none)", LEEDS, -20_00, 20_00),
        ("Care", LEEDS, 60_00, 60_00),
        ("Roads", PRESTON, 60_00, 60_00),
    ]


def test_months_are_calendar_months_and_told_by_system(paid):
    sums = sums_of_places(paid[0], "month")
    grid = [(m.month, m.source, m.rows, str(m.pounds)) for m in months_of_sources(sums)]
    assert grid == [("2023-04", "fusion", 1, "60.00"), ("2023-05", "fusion", 4, "75.00")]
    assert [(c.group, c.place) for c in cells_of(sums, GROUPS["month"])] == [
        ("2023-04", PRESTON), ("2023-05", ""), ("2023-05", LEEDS),
    ]  # fmt: skip


def test_a_supplier_is_one_whatever_its_payees_and_of_equal_categories_the_first_in_the_alphabet_counts(paid):
    zeta, alpha = paid_suppliers(sums_paid(*paid), HOME)
    assert (zeta.supplier, zeta.spend, zeta.payments, zeta.numbers) == ("ZETA LTD", 100_00, 3, ("10", "9"))
    assert (zeta.category, zeta.locality) == ("Care", "lancashire")
    assert (alpha.supplier, alpha.numbers, alpha.category, alpha.locality) == ("ALPHA LTD", (), "(none)", "unknown")


def test_cells_of_offices_are_those_of_the_company_and_unknown_for_the_rest(paid):
    counted, payees = paid
    by_month = sums_of_places(counted, "month")
    assert [(c.group, c.place, c.pence) for c in office_cells(counted, payees, by_month)] == [
        ("2023-04", "", 60_00), ("2023-05", "", 75_00),
    ]  # fmt: skip
    evidence = {7: Evidence(method="number", company=Company(name="ZETA LTD", number="1", postcode="PR1 8XJ"))}
    known = with_offices(payees.drop("office"), evidence)
    rows = counted.drop("office").join(known.lazy().select("payee", "office"), on="payee", maintain_order="left")
    assert [(c.group, c.place, c.pence) for c in office_cells(rows, known, by_month)] == [
        ("2023-04", PRESTON, 60_00), ("2023-05", "", 35_00), ("2023-05", PRESTON, 40_00),
    ]  # fmt: skip
