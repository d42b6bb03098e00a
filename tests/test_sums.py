"""A few payments and their payees: the sums that figures are added up from, of texts and of words of a list alike."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from lccspend.dates import financial_year_of
from lccspend.etl.payees import with_own_columns
from lccspend.geography.locality import definition
from lccspend.metrics.basis import office_cells, with_offices
from lccspend.metrics.cells import GROUPS, cells_of, months_of_sources, sums_of_places
from lccspend.metrics.spent import by_year, records, sums_paid
from lccspend.metrics.suppliers import numbers_paid, paid_suppliers
from lccspend.registers.records import Company, Evidence
from lccspend.settings import Tail

PRESTON, LEEDS = "E07000123", "E08000035"
BANDS = Tail().bands
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
        business_unit=pl.lit("Highways", kind),
    )
    return rows.lazy().join(payees.lazy(), on="payee", maintain_order="left"), payees


def test_cells_come_in_the_order_of_their_texts_and_payments_without_a_category_stand_together(paid):
    counted, payees = paid
    cells = cells_of(sums_paid(by_year(counted), payees).by_payee(), GROUPS["category"])
    assert [(c.group, c.place, c.pence, c.gross) for c in cells] == [
        ("(none)", "", 35_00, 35_00),
        ("(none)", LEEDS, -20_00, 20_00),
        ("Care", LEEDS, 60_00, 60_00),
        ("Roads", PRESTON, 60_00, 60_00),
    ]


def test_months_are_calendar_months_and_told_by_system(paid):
    sums = sums_of_places(by_year(paid[0]))
    grid = [(m.month, m.source, m.rows, str(m.pounds)) for m in months_of_sources(sums)]
    assert grid == [("2023-04", "fusion", 1, "60.00"), ("2023-05", "fusion", 4, "75.00")]
    assert [(c.group, c.place) for c in cells_of(sums, GROUPS["month"])] == [
        ("2023-04", PRESTON), ("2023-05", ""), ("2023-05", LEEDS),
    ]  # fmt: skip
    assert [(c.group, c.place, c.pence) for c in cells_of(sums, GROUPS["business-unit"])] == [
        ("Highways", "", 35_00), ("Highways", PRESTON, 60_00), ("Highways", LEEDS, 40_00),
    ]  # fmt: skip


def test_a_supplier_is_one_whatever_its_payees_and_of_equal_categories_the_first_in_the_alphabet_counts(paid):
    counted, payees = paid
    spent = sums_paid(by_year(counted), payees)
    suppliers = paid_suppliers(spent, HOME, BANDS)["2023/24"]
    assert suppliers.select("supplier", "spend", "payments", "category", "locality").rows() == [
        ("ZETA LTD", 100_00, 3, "Care", "lancashire"), ("ALPHA LTD", 35_00, 2, "(none)", "unknown"),
    ]  # fmt: skip
    assert [numbers_paid(spent)("2023/24", key) for key in (7, 8)] == [("10", "9"), ()]


def years_of(*paid):
    """Payments of a payee, a day and pence; the payees are two of supplier 7, numbered 9 and 10, and one without."""
    known = pl.DataFrame(
        [(0, 7, "9"), (1, 7, "10"), (2, 8, None)], orient="row", schema=["payee", "supplier_key", "supplier_number"]
    ).with_columns(
        supplier=pl.lit("A"), supplier_class=pl.lit("supplier"), rule_class=pl.lit(None, pl.String), ranked=True,
        operations=pl.lit(None, pl.String), private=pl.lit(value=False), place=pl.lit(PRESTON),
    )  # fmt: skip
    schema = {"payee": pl.UInt32, "paid_on": pl.Date, "pence": pl.Int64}
    rows = pl.LazyFrame(list(paid), orient="row", schema=schema).with_columns(
        financial_year=financial_year_of(pl.col("paid_on")), category=pl.lit("Roads")
    )
    return sums_paid(by_year(rows), known.with_columns(pl.col("payee").cast(pl.UInt32)))


def test_the_numbers_of_a_supplier_are_those_that_it_was_paid_under_in_the_year():
    spent = years_of(
        (0, date(2022, 4, 1), 1_00), (1, date(2023, 3, 31), 2_00),
        (1, date(2023, 4, 1), 3_00), (2, date(2024, 5, 1), 4),
    )  # fmt: skip
    years = paid_suppliers(spent, HOME, BANDS)
    assert {year: own.select("supplier_key", "spend").rows() for year, own in years.items()} == {
        "2022/23": [(7, 3_00)], "2023/24": [(7, 3_00)], "2024/25": [(8, 4)],
    }  # fmt: skip
    paid_under = numbers_paid(spent)
    assert [paid_under(year, own["supplier_key"][0]) for year, own in years.items()] == [("10", "9"), ("10",), ()]


@pytest.mark.parametrize(("kind", "private"), [("Individual", False), ("individual", False), ("supplier", True)])
def test_a_supplier_is_a_person_by_its_class_or_where_one_of_its_payees_is_private(kind, private):
    spent = years_of((0, date(2023, 4, 1), 3_00), (1, date(2023, 4, 2), 4_00), (2, date(2023, 4, 3), 1_00))
    own = pl.col("supplier_key") == 7
    told = {"supplier_class": pl.when(own).then(pl.lit(kind)).otherwise(pl.lit("charity")), "private": own & private}
    payees = spent.payees.with_columns(**told)
    spent = replace(spent, payees=payees, by_supplier=spent.by_supplier.with_columns(**told))
    years = paid_suppliers(spent, HOME, BANDS)
    assert years["2023/24"].select("supplier_key", "is_person").rows() == [(7, True), (8, False)]


def test_where_nothing_is_counted_there_are_sums_of_nothing():
    spent = years_of()
    assert (spent.sums.height, spent.by_supplier.height, paid_suppliers(spent, HOME, BANDS)) == (0, 0, {})


def test_equal_texts_of_a_table_become_one_text_and_every_other_value_stays():
    frames = [pl.DataFrame({"name": names, "pence": [1, None]}) for names in (["Roads", None], ["Care", "Roads"])]
    rows = [row for frame in frames for row in records(frame)]
    assert rows == [("Roads", 1), (None, None), ("Care", 1), ("Roads", None)]
    assert rows[0][0] is rows[3][0]


def test_a_payment_has_the_columns_of_the_payee_whose_number_it_bears():
    told = {"payee_key": [70, 71, 80], "system": "r12", "place": [PRESTON, LEEDS, ""], "key": [7, 7, 8]}
    payees = pl.DataFrame({"payee": [0, 1, 2], **told})
    rows = pl.LazyFrame({"payee": [2, 0, None, 0], "system": "fusion"}, schema_overrides={"payee": pl.UInt32})
    found = with_own_columns(rows, payees).collect()
    assert found.rows() == [
        (2, "fusion", "", 8), (0, "fusion", PRESTON, 7), (None, "fusion", None, None), (0, "fusion", PRESTON, 7),
    ]  # fmt: skip
    assert with_own_columns(rows.filter(pl.col("payee") == 0), payees[:1]).collect().height == 2


def test_cells_of_offices_are_those_of_the_company_and_unknown_for_the_rest(paid):
    counted, payees = paid
    sums = sums_of_places({"2023/24": counted})
    assert [(c.group, c.place, c.pence) for c in office_cells({"2023/24": counted}, payees, sums)] == [
        ("2023-04", "", 60_00), ("2023-05", "", 75_00),
    ]  # fmt: skip
    evidence = {7: Evidence(method="number", company=Company(name="ZETA LTD", number="1", postcode="PR1 8XJ"))}
    known = with_offices(payees.drop("office"), evidence)
    rows = counted.drop("office").join(known.lazy().select("payee", "office"), on="payee", maintain_order="left")
    assert [(c.group, c.place, c.pence) for c in office_cells({"2023/24": rows}, known, sums)] == [
        ("2023-04", PRESTON, 60_00), ("2023-05", "", 35_00), ("2023-05", PRESTON, 40_00),
    ]  # fmt: skip
