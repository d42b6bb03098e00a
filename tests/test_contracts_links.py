"""Payments and register rows of a few suppliers: which contract each payment falls under, and how that is known."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.agreements import OFF, SEVERAL
from lccspend.metrics.contracts import contract_figures, link
from lccspend.metrics.linked import sum_up
from lccspend.metrics.links import link_payments, linker, read_ledger
from lccspend.metrics.register import Entry, register_of
from lccspend.names import normalised
from lccspend.settings import Settings

NUMBERS = {"ASHTON LTD": ("7001", 1), "BRAY LTD": ("7002", 2), "COLE LTD": ("7003", 3)}


def entry(reference="", supplier="ASHTON LTD", title="Care", **given):
    values = {"file": "register.csv", "row": 2, "start": date(2023, 4, 1), "end": date(2024, 3, 31)} | given
    return Entry(reference=reference, title=title, supplier=supplier, known_as=normalised(supplier), **values)


def payment(supplier="ASHTON LTD", paid_on=date(2023, 6, 1), pence=100, **given):
    number, key = NUMBERS.get(supplier, (None, 9))
    values = {"supplier_number": number, "contract_reference": None, "purchase_order": None, "category": "Care"}
    return {
        "financial_year": "2023/24",
        "supplier": supplier,
        "supplier_name": supplier,
        "supplier_key": key,
        "supplier_class": "supplier",
        "ranked": supplier != "Redacted",
        "paid_on": paid_on,
        "pence": pence,
    } | values | given  # fmt: skip


SCHEMA = {
    "financial_year": pl.String, "supplier": pl.String, "supplier_name": pl.String, "supplier_key": pl.Int64,
    "supplier_class": pl.String, "ranked": pl.Boolean, "paid_on": pl.Date, "pence": pl.Int64,
    "supplier_number": pl.String, "contract_reference": pl.String, "purchase_order": pl.String, "category": pl.String,
}  # fmt: skip


def linked(entries, payments):
    """The name of the contract and the method of each payment."""
    register = register_of(entries)
    counted = pl.DataFrame(payments, schema=SCHEMA).lazy()
    rows = link_payments(counted, linker(register, read_ledger(counted)))
    return [
        (None if contract is None else register.contracts[contract].name, method)
        for contract, method in rows.select("contract", "link_method").collect().rows()
    ]


def test_the_reference_on_a_payment_comes_first_and_holds_on_any_day():
    entries = [entry("C1"), entry("C2", number="7001")]
    assert linked(entries, [payment(contract_reference=" c1 ", paid_on=date(2030, 1, 1))]) == [
        ("C1", "contract reference")
    ]


def test_a_reference_that_the_register_does_not_hold_leaves_the_payment_to_the_other_methods():
    assert linked([entry("C1")], [payment(contract_reference="C9")]) == [("C1", "supplier name")]


def test_a_purchase_order_comes_before_the_supplier():
    entries = [entry("C1", orders=("PO1", "PO2")), entry("C2")]
    assert linked(entries, [payment(purchase_order="po2")]) == [("C1", "purchase order")]


def test_a_purchase_order_of_another_supplier_is_another_order():
    entries = [entry("C1", orders=("PO1",)), entry("C2", "BRAY LTD")]
    payments = [payment(), payment("BRAY LTD", purchase_order="PO1")]
    assert linked(entries, payments)[1] == ("C2", "supplier name")


def test_a_purchase_order_counts_for_any_supplier_where_none_of_its_contract_was_paid():
    entries = [entry("C1", "NOBODY LTD", orders=("PO1",))]
    assert linked(entries, [payment("BRAY LTD", purchase_order="PO1")]) == [("C1", "purchase order")]


@pytest.mark.parametrize(("listed", "paid"), [("7001", "7001"), ("v7", "V7")])
def test_a_number_comes_before_a_name_whatever_the_case_of_its_letters(listed, paid):
    register = [entry("C1", "Ashton Care", number=listed)]
    assert linked(register, [payment(supplier_number=paid)]) == [("C1", "supplier number")]


def test_of_two_rows_of_a_contract_the_one_that_finds_its_supplier_by_number_says_how_it_was_found():
    rows = [entry("C1"), entry("C1", "Ashton Care", number="7001", row=3)]
    assert linked(rows, [payment()]) == linked(rows[::-1], [payment()]) == [("C1", "supplier number")]


@pytest.mark.parametrize(
    ("supplier", "number", "disagree"),
    [
        ("ASHTON LTD", "7002", True),
        ("ASHTON LTD", "7001", False),
        ("NOBODY LTD", "7001", False),
        ("ASHTON LTD", "9", False),
    ],
)
def test_a_number_and_a_name_disagree_only_where_both_are_of_suppliers_that_were_paid(supplier, number, disagree):
    ledger = read_ledger(pl.DataFrame([payment(), payment("BRAY LTD")], schema=SCHEMA).lazy())
    assert ledger.disagrees(entry("C1", supplier, number=number)) is disagree


def test_a_suppliers_contracts_of_a_time_are_those_that_run_on_any_of_its_days():
    register = register_of([entry("C1"), entry("C2", start=date(2024, 4, 1), end=date(2025, 3, 31))])
    known = linker(register, read_ledger(pl.DataFrame([payment()], schema=SCHEMA).lazy()))
    first, last = date(2024, 3, 31), date(2024, 4, 1)
    assert [known.contracts_between(1, *of) for of in ((first, first), (first, last), (last, last))] == [
        [0],
        [0, 1],
        [1],
    ]


def test_names_are_compared_as_suppliers_are():
    assert linked([entry("C1", "The Ashton Limited")], [payment()]) == [("C1", "supplier name")]


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (date(2023, 3, 31), False),
        (date(2023, 4, 1), True),
        (date(2024, 3, 31), True),
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), False),
    ],
)
def test_a_supplier_is_on_contract_from_the_first_day_to_the_last_day_of_the_extension(day, runs):
    found = linked([entry("C1", extension_end=date(2025, 3, 31))], [payment(paid_on=day)])
    assert found == [("C1", "supplier name") if runs else (None, "no contract running")]


def test_of_several_contracts_on_a_day_none_is_told():
    entries = [entry("C1", number="7001"), entry("C2", end=date(2023, 5, 31))]
    early, late = payment(paid_on=date(2023, 5, 31)), payment(paid_on=date(2023, 6, 1))
    assert linked(entries, [early, late]) == [(None, SEVERAL), ("C1", "supplier number")]


def test_lots_of_one_reference_are_one_contract():
    entries = [entry("C1", title="Lot 1"), entry("C1", title="Lot 2", row=3)]
    assert linked(entries, [payment()]) == [("C1", "supplier name")]


def test_a_contract_without_a_start_or_an_end_is_never_known_to_run_but_can_be_named():
    entries = [entry("C1", start=None), entry("C2", "BRAY LTD", end=None)]
    payments = [payment(), payment("BRAY LTD"), payment(contract_reference="C1")]
    assert linked(entries, payments) == [
        (None, "no contract running"),
        (None, "no contract running"),
        ("C1", "contract reference"),
    ]


def test_a_supplier_that_is_not_on_the_register_is_off_contract():
    assert linked([entry("C1")], [payment("BRAY LTD")]) == [(None, "supplier not on the register")]


def test_a_number_of_two_suppliers_counts_only_with_the_name():
    twice = [payment(), payment("BRAY LTD", supplier_number="7001")]
    assert linked([entry("C1", "Bray", number="7001")], twice)[1] == ("C1", "supplier number")
    assert linked([entry("C1", "Nobody", number="7001")], twice)[1] == (None, "supplier not on the register")


def test_a_withheld_payee_is_never_found_by_name_or_number():
    found = linked([entry("C1", "Redacted", number="7999")], [payment("Redacted", supplier_number="7999")])
    assert found == [(None, "supplier not on the register")]


def test_each_contract_sums_what_was_paid_as_named_and_outside_its_dates():
    register = register_of([entry("C1"), entry("C2", "BRAY LTD")])
    payments = [
        payment(pence=100),
        payment(pence=20, contract_reference="C1"),
        payment(pence=-3, contract_reference="C1", paid_on=date(2024, 4, 1)),
        payment("COLE LTD", pence=7, contract_reference="C2"),
        payment("COLE LTD", pence=1, contract_reference="C7"),
    ]
    counted = pl.DataFrame(payments, schema=SCHEMA).lazy()
    known = linker(register, read_ledger(counted))
    sums = sum_up(counted, register, known)
    first, second = sums.contracts[0], sums.contracts[1]
    assert (first.pence, first.by_reference, first.outside) == (117, 17, -3)
    assert (second.pence, second.by_reference, second.outside) == (7, 7, 0)
    assert (sums.unknown_references.payments, sums.unknown_references.examples) == (1, ("C7",))
    assert sums.other_suppliers.payments == 0


def test_a_payment_that_names_a_contract_of_another_paid_supplier_is_told():
    register = register_of([entry("C1")])
    counted = pl.DataFrame([payment(), payment("COLE LTD", pence=7, contract_reference="C1")], schema=SCHEMA).lazy()
    known = linker(register, read_ledger(counted))
    odd = sum_up(counted, register, known).other_suppliers
    assert (odd.payments, odd.pence, odd.examples) == (1, 7, ("C1",))


def test_each_year_has_its_own_groups_and_the_largest_is_first():
    later = {"financial_year": "2024/25", "paid_on": date(2024, 5, 1)}
    payments = [
        payment(pence=1),
        payment("BRAY LTD", pence=5, category="Roads"),
        payment("COLE LTD", pence=-9, category="Rails", **later),
        payment(pence=3, **later),
    ]
    counted = pl.DataFrame(payments, schema=SCHEMA).lazy()
    years = figures_of([entry("C1")], counted).years
    told = [(y.financial_year, [(g.group, g.spend) for g in y.categories]) for y in years if y.population == "all"]
    assert told == [
        ("2023/24", [("Roads", Decimal("0.05")), ("Care", Decimal("0.01"))]),
        ("2024/25", [("Care", Decimal("0.03")), ("Rails", Decimal("-0.09"))]),
    ]


def test_a_contract_at_the_limit_of_two_bands_is_in_the_upper_one_and_its_named_suppliers_are_counted_once():
    register = [entry("C1", total=4_999_999), entry("C2", total=5_000_000), entry("C3", total=600_000_000)]
    register += [entry("C4", "", total=5_000_000)]
    (values,) = figures_of(register, pl.DataFrame([payment()], schema=SCHEMA).lazy()).values
    assert [(b.band, b.contracts, b.suppliers) for b in values.bands if b.contracts] == [
        ("£5m and over", 1, 1),
        ("£50k-£100k", 2, 1),
        ("under £50k", 1, 1),
    ]


def figures_of(entries, counted):
    return contract_figures(link(counted, counted.collect(), register_of(entries)), Settings(), date(2024, 6, 1))


SUPPLIERS = st.sampled_from(list(NUMBERS))
DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))
ENTRIES = st.lists(
    st.builds(entry, st.sampled_from(["", "C1", "C2", "C3"]), SUPPLIERS, start=st.none() | DAYS, end=st.none() | DAYS),
    max_size=6,
)
PAYMENTS = st.lists(
    st.builds(payment, SUPPLIERS, DAYS, st.integers(-500, 500), contract_reference=st.sampled_from([None, "C1", "C4"])),
    min_size=1,
    max_size=8,
)


@given(ENTRIES, PAYMENTS)
def test_links_keep_every_payment_and_its_order_and_the_register_may_be_shuffled(entries, payments):
    found = linked(entries, payments)
    assert len(found) == len(payments)
    for (contract, method), paid in zip(found, payments, strict=True):
        assert (contract is None) == (method in {*OFF, SEVERAL})
        assert (method == "contract reference") == (
            paid["contract_reference"] in {e.reference for e in entries if e.reference}
        )
    assert linked(entries[::-1], payments) == found


EVERY = st.builds(
    entry,
    st.sampled_from(["", "C1", "C2"]),
    SUPPLIERS,
    number=st.sampled_from(["", "7001", "7002"]),
    orders=st.sampled_from([(), ("PO1",), ("PO1", "PO2")]),
    start=st.none() | DAYS,
    end=st.none() | DAYS | st.just(date.max),
)
SAID = st.builds(
    payment,
    SUPPLIERS,
    DAYS,
    contract_reference=st.sampled_from([None, "c1", " C2", "C4"]),
    purchase_order=st.sampled_from([None, "po1", "PO2 ", "PO3"]),
)


@given(st.lists(EVERY, max_size=6), st.lists(SAID, min_size=1, max_size=8))
def test_each_payment_among_many_is_linked_as_it_would_be_alone(entries, payments):
    counted = pl.DataFrame(payments, schema=SCHEMA).lazy()
    known = linker(register_of(entries), read_ledger(counted))
    rows = link_payments(counted, known).select("contract", "link_method").collect().rows()
    said = ("supplier_key", "contract_reference", "purchase_order", "paid_on")
    assert rows == [known.link(*(paid[name] for name in said)) for paid in payments]
