"""From all spend to what procurement addresses, by class; and how well categories tell what was bought."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import LENIENT, build, check, project, r12, table, tail

from lccspend.metrics.bridge import bridge_years
from lccspend.settings import Populations

CLASSES = "supplier_number,supplier,class,reason,author,date"
MAP = "source_category,category,portfolio"
SCHEMA = {
    "financial_year": pl.String,
    "supplier_key": pl.Int64,
    "supplier_class": pl.String,
    "rule_class": pl.String,
    "pence": pl.Int64,
}


def rows(*paid):
    """A payment to each (number, name, pounds), with a category where there is a fourth."""
    named = ("number", "supplier", "amount", "category")
    return r12(*({"invoice": f"I{n}", **dict(zip(named, one, strict=False))} for n, one in enumerate(paid)))


def bridge(folder, paid, *classes, settings=LENIENT):
    reference = {"supplier_classes.csv": table(CLASSES, *classes)} if classes else None
    (year,) = build(project(folder, {"r.csv": rows(*paid)}, settings, reference)).payees.bridge
    return year


def lines(found):
    return [(line.supplier_class, line.suppliers, str(line.spend)) for line in found]


def test_total_less_each_class_left_out_is_what_procurement_addresses(tmp_path):
    paid = [
        ("1", "ACME", "600.00"),
        ("2", "BETA", "-100.00"),
        ("3", "SHIRE", "250.00"),
        ("4", "TOWN", "50.00"),
        ("5", "REDACTED", "200.00"),
    ]
    year = bridge(tmp_path, paid, "3,,public body,x,AB,2024-01-01", "4,,Public Body,x,AB,2024-01-01")
    assert (year.total, year.addressable) == (Decimal("1000.00"), Decimal("500.00"))
    assert (year.addressable_suppliers, year.addressable_percent) == (2, Decimal("50.00"))
    assert lines(year.left_out) == [("public body", 2, "300.00"), ("redacted", 1, "200.00")]


def test_a_class_that_the_settings_do_not_list_is_part_of_what_is_addressed(tmp_path):
    year = bridge(tmp_path, [("1", "ACME", "1.00")], "1,,charity,x,AB,2024-01-01")
    assert (year.left_out, year.addressable) == ((), Decimal("1.00"))


def test_what_the_rules_would_leave_out_is_told_and_stays_in(tmp_path):
    paid = [("1", "ACME", "1.00"), ("2", "ASHMERE DISTRICT COUNCIL", "2.00")]
    year = bridge(tmp_path / "off", paid)
    assert (lines(year.by_rule), year.addressable) == ([("public body", 1, "2.00")], Decimal("3.00"))
    year = bridge(tmp_path / "on", paid, settings="[populations]\nclass_rules = true\n")
    assert (lines(year.left_out), lines(year.by_rule)) == ([("public body", 1, "2.00")], [])


@pytest.mark.parametrize(("persons", "shown"), [(1, None), (2, None), (3, 3)])
def test_a_few_persons_are_not_counted_but_their_money_is(tmp_path, persons, shown):
    paid = [(str(n), f"PAYEE {n}", "1.00") for n in range(persons)]
    year = bridge(tmp_path, paid, *(f"{n},,individual,carer,AB,2024-01-01" for n in range(persons)))
    assert lines(year.left_out) == [("individual", shown, f"{persons}.00")]


def test_the_smallest_other_class_is_not_counted_where_it_would_tell_of_a_few_persons(tmp_path):
    paid = [(str(n), f"PAYEE {n}", "1.00") for n in range(6)]
    kinds = ["individual", "school", "school", "public body", "public body", "public body"]
    year = bridge(tmp_path, paid, *(f"{n},,{kind},x,AB,2024-01-01" for n, kind in enumerate(kinds)))
    assert lines(year.left_out) == [("public body", 3, "3.00"), ("school", None, "2.00"), ("individual", None, "1.00")]


def test_the_bridge_ends_at_the_procurement_population(tmp_path):
    paid = [("1", "ACME", "1.00"), ("2", "SHIRE", "2.00")]
    classes = table(CLASSES, "2,,school,x,AB,2024-01-01")
    figures = build(project(tmp_path, {"r.csv": rows(*paid)}, "", {"supplier_classes.csv": classes}))
    (year,) = figures.payees.bridge
    assert (year.total, year.addressable) == (tail(figures).spend, tail(figures, "procurement").spend)
    assert year.addressable_suppliers == tail(figures, "procurement").suppliers


classes = st.sampled_from([*Populations().not_procurement, "supplier", "charity", "PUBLIC BODY"])
suppliers = st.lists(st.tuples(classes, st.sampled_from([None, "school", "tax"])), min_size=1, max_size=8)
payment = st.tuples(st.sampled_from(["2022/23", "2023/24"]), st.integers(0, 7), st.integers(-(10**12), 10**12))


@given(suppliers, st.lists(payment, min_size=1, max_size=40))
def test_the_bridge_closes_to_the_penny_on_any_ledger(known, paid):
    ledger = [(year, at % len(known), *known[at % len(known)], pence) for year, at, pence in paid]
    years = bridge_years(pl.LazyFrame(ledger, schema=SCHEMA, orient="row"), Populations().not_procurement)
    assert sum(y.total for y in years) * 100 == sum(pence for *_, pence in paid)
    for year in years:
        assert sum(line.spend for line in year.left_out) + year.addressable == year.total


def quality(folder, paid, *mapped, settings=LENIENT):
    reference = {"category_map.csv": table(MAP, *mapped)} if mapped else None
    figures = build(project(folder, {"r.csv": rows(*paid)}, settings, reference))
    return figures.payees.categories[0], check(figures, "categories")


PAID = [
    ("1", "ACME", "60.00", "Care at home"),
    ("2", "BETA", "30.00", "Roads"),
    ("3", "GAMMA", "10.00", "other"),
]


def test_headings_that_the_map_does_not_name_are_unmapped_and_warned_of(tmp_path):
    year, told = quality(tmp_path, PAID, "care AT home,Adult Care,People", "Other,Other,")
    assert (year.mapped, year.unmapped, year.unmapped_percent) == (Decimal("70.00"), Decimal("30.00"), Decimal("30.00"))
    assert year.unmapped_headings == ("Roads",)
    assert [(p.portfolio, str(p.spend)) for p in year.portfolios] == [("People", "60.00"), ("(none)", "40.00")]
    assert (told.verdict, "30.00% of 2023/24 has a heading" in told.message) == ("warn", True)


def test_without_a_map_nothing_is_called_unmapped(tmp_path):
    year, told = quality(tmp_path, PAID)
    assert (year.mapped, year.unmapped, year.unmapped_percent, year.portfolios) == (None, None, None, ())
    assert (year.other, year.other_percent, told.verdict) == (Decimal("10.00"), Decimal("10.00"), "pass")


def test_more_other_than_the_cap_is_warned_of(tmp_path):
    _, told = quality(tmp_path, PAID, settings=LENIENT + "[categories]\nmaximum_other_share = 0.0999\n")
    assert (told.verdict, "10.00% of 2023/24 is Other" in told.message) == ("warn", True)


def test_payments_outside_a_suppliers_usual_category_are_conflicts(tmp_path):
    paid = [
        ("1", "ACME", "75.00", "Care"),
        ("1", "ACME", "20.00", "Roads"),
        ("1", "ACME", "5.00", "Food"),
        ("2", "EVEN", "50.00", "Care"),
        ("2", "EVEN", "50.00", "Roads"),
        ("3", "BLANK", "1.00", ""),
    ]
    year, _ = quality(tmp_path, paid)
    (conflict,) = year.largest
    assert (conflict.supplier, conflict.usual, conflict.others) == ("ACME", "Care", ("Food", "Roads"))
    assert (conflict.payments, conflict.spend) == (2, Decimal("25.00"))
    assert (year.conflicts, year.conflicting) == (1, Decimal("25.00"))
