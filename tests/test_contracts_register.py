"""Register files in, contracts out: what is read, what is rejected, and one contract for all rows of a reference."""

import json
from datetime import date
from decimal import Decimal

import ledger
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.etl.contract_register import DAYS, VALUES, WORDS, read_contracts
from lccspend.etl.readrows import TextTable
from lccspend.metrics.contracts import state_of
from lccspend.metrics.expiry import add_months, expiring, horizons
from lccspend.metrics.register import Contract, Entry, register_of
from lccspend.names import normalised

START, END = date(2023, 4, 1), date(2025, 3, 31)


def entry(reference="C1", supplier="ACME LTD", **given):
    values = {"file": "a.csv", "row": 2, "title": "Care", "start": START, "end": END} | given
    return Entry(reference=reference, supplier=supplier, known_as=normalised(supplier), **values)


def read(*rows, aliases=None):
    """A register of rows, each naming the cells it fills."""
    cells = [{"contract_reference": "C1", "supplier_name": "ACME LTD"} | row for row in rows]
    columns = {name: [row.get(name, "") for row in cells] for name in (*WORDS, *DAYS, *VALUES)}
    faults = pl.Series([row.get("shape_fault") for row in cells], dtype=pl.String)
    raw = pl.Series([json.dumps(row) for row in cells], dtype=pl.String)
    rows = pl.DataFrame(columns).with_columns(pl.int_range(2, pl.len() + 2).alias("row"), shape_fault=faults, raw=raw)
    return read_contracts([TextTable("r.csv", {"end_date": "Contract End"}, rows)], aliases or {})


def test_dates_and_values_are_read_as_those_of_payments():
    row = {"start_date": "01/04/2023", "end_date": "31-MAR-2025", "extension_end_date": "2026-03-31"}
    (found,) = read({**row, "annual_value": "£1,000.50", "total_value": "3000"}).rows
    assert (found.start, found.end, found.extension_end) == (START, END, date(2026, 3, 31))
    assert (found.annual, found.total) == (100_050, 300_000)


@pytest.mark.parametrize("said", ["", "-", "TBC", "n/a", " Not known "])
def test_a_date_or_value_that_is_not_known_is_no_fault_of_reading(said):
    read_in = read({"end_date": said, "total_value": said})
    assert (read_in.rows[0].end, read_in.rows[0].total) == (None, None)
    assert read_in.rejected == []


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"start_date": "04/13/2023"}, "start date", "the start date '04/13/2023' is no date that is read (day first)"),
        ({"end_date": "never"}, "Contract End", "the end date 'never' is no date that is read (day first)"),
        ({"total_value": "1e6"}, "total value", "the total value '1e6' is not money"),
        (
            {"contract_reference": "", "supplier_name": ""},
            "contract reference",
            "the row names no contract and no supplier",
        ),
        ({"shape_fault": "the row has 3 cells"}, "", "the row has 3 cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_place_and_reason(row, column, reason):
    found = read({}, row)
    ((file, number, where, why, raw),) = found.rejected
    assert (file, number, where, why) == ("r.csv", 3, column, reason)
    assert json.loads(raw) == {"contract_reference": "C1", "supplier_name": "ACME LTD"} | row
    assert (found.outside["r.csv"].rows, found.outside["r.csv"].rejected) == (2, 1)


def test_an_alias_names_the_supplier_and_several_orders_stand_in_one_cell():
    (found,) = read({"purchase_order": "PO1; PO2,PO3"}, aliases={"ACME": "ACME GROUP LTD"}).rows
    assert (found.supplier, found.known_as) == ("ACME LTD", "ACME GROUP")
    assert found.orders == ("PO1", "PO2", "PO3")


def test_rows_of_one_reference_are_one_contract_with_its_suppliers_and_lots():
    rows = [entry(lot="1"), entry(" c1", "The Acme Limited", lot="2"), entry("C1", "BRAY LTD", lot="2")]
    (contract,) = register_of(rows).contracts
    assert contract.suppliers == ("ACME LTD", "BRAY LTD")
    assert contract.lots == 2


def test_without_a_reference_the_supplier_and_the_title_make_a_contract():
    rows = [entry(""), entry("", title="Roads"), entry("", "BRAY LTD"), entry("", title="CARE ", end=date(2026, 3, 31))]
    assert [len(c.entries) for c in register_of(rows).contracts] == [2, 1, 1]


@pytest.mark.parametrize(
    ("lots", "values", "total"),
    [
        (("", "", ""), (500, 500, 500), 500),
        (("", ""), (300, 200), 500),
        (("1", "2"), (500, 500), 1000),
        (("1", "1", "2"), (500, 500, None), 500),
        (("", ""), (None, None), None),
    ],
)
def test_a_value_that_each_row_of_a_lot_repeats_counts_once_and_lots_add_up(lots, values, total):
    rows = tuple(entry(lot=lot, total=value) for lot, value in zip(lots, values, strict=True))
    assert Contract(rows).total == total


def test_a_row_that_repeats_another_is_counted_once_and_told():
    register = register_of([entry(total=5), entry(total=5, row=3)])
    assert [len(c.entries) for c in register.contracts] == [1]
    assert [e.row for e in register.repeated] == [3]


def test_a_contract_of_two_quarterly_files_is_that_of_the_later_one():
    older = [entry("C1", file="q2.csv", total=1), entry("C2", file="q2.csv", total=7)]
    newer = [entry("C1", file="q1.csv", total=2), entry("C3", file="q1.csv", start=date(2023, 6, 1))]
    found = {c.reference: c.total for c in register_of([*older, *newer]).contracts}
    assert found == {"C1": 2, "C2": 7, "C3": None}


@given(st.permutations([entry("C1", row=2), entry("C1", "BRAY LTD", row=3), entry("C2", row=4), entry("", row=5)]))
def test_the_order_of_rows_does_not_change_which_contracts_there_are(rows):
    contracts = register_of(rows).contracts
    assert [c.reference for c in contracts] == ["C1", "C2", ""]
    assert {frozenset(c.suppliers) for c in contracts} == {frozenset({"ACME LTD", "BRAY LTD"}), frozenset({"ACME LTD"})}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert add_months(day, months) == later


def contract(*rows):
    return state_of(Contract(rows), None)


def test_a_contract_ends_on_its_last_day_and_may_be_extended_on_its_end():
    plain, extended = contract(entry("A")), contract(entry("B", extension_end=date(2026, 3, 31)))
    found = expiring([extended, plain], date(2025, 3, 31), date(2026, 3, 31))
    assert [(e.on, e.reference, e.event) for e in found] == [
        (END, "A", "ends"),
        (END, "B", "extension may be taken up"),
        (date(2026, 3, 31), "B", "ends"),
    ]
    assert expiring([plain], date(2025, 4, 1), date(2030, 1, 1)) == ()
    assert expiring([contract(entry("C", end=None))], START, date(2050, 1, 1)) == ()


def test_the_forward_plan_counts_what_ends_within_6_12_18_and_24_months():
    held = [
        contract(entry("A", end=date(2024, 9, 30), total=100)),
        contract(entry("B", end=date(2025, 3, 31), extension_end=date(2026, 3, 31), total=700)),
        contract(entry("C", end=date(2025, 9, 30))),
    ]
    plan = horizons(held, date(2024, 3, 31))
    assert [(h.months, h.until, h.ending, h.extendable) for h in plan] == [
        (6, date(2024, 9, 30), 1, 0),
        (12, date(2025, 3, 31), 1, 1),
        (18, date(2025, 9, 30), 2, 1),
        (24, date(2026, 3, 31), 3, 1),
    ]
    assert (plan[3].ending_value, plan[3].extendable_value, plan[3].without_value) == (Decimal(8), Decimal(7), 1)


REGISTER = "Contract Reference,Contract Title,Supplier,Supplier Number,Start Date,End Date,Annual Value,Total Value"
PAYMENTS = "Supplier,Supplier Number,Invoice Number,Payment Date,Payment Amount,Category,Contract Reference"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A contract that is overspent, one with two suppliers, one of nobody that was paid, and rows with gaps."""
    register = ledger.table(
        REGISTER,
        "C1,Care,ACME LTD,1,01/04/2023,31/03/2025,500.00,900.00",
        "C2,Roads,Beta,,01/04/2023,31/03/2025,,",
        "C2,Roads,GAMMA LTD,,01/04/2023,31/03/2025,,",
        "C3,Bridges,NOBODY LTD,,01/04/2023,31/03/2025,10.00,20.00",
        "C4,Bridges,DELTA LTD,,31/03/2024,01/04/2023,10.00,20.00",
        "C5,Ferries,DELTA LTD,,01/04/2023,TBC,10.00,20.00",
        "C6,Old ferries,NOBODY LTD,,01/04/2010,31/03/2012,10.00,20.00",
        "C7,Ferries,DELTA LTD,,04/13/2023,31/03/2025,10.00,20.00",
    )
    payments = ledger.table(
        PAYMENTS,
        "ACME LTD,1,A1,2023-05-02,1000.00,Care,C1",
        "ACME LTD,1,A2,2024-03-31,100.00,Care,",
        "BETA PLC,2,B1,2023-06-01,50.00,Roads,",
        "DELTA LTD,4,D1,2023-06-01,9.00,Ferries,C9",
        "ZETA COUNCIL,5,Z1,2023-06-01,7.00,Roads,",
    )
    classes = "supplier_number,supplier,class,reason,author,date\n,ZETA COUNCIL,public body,x,y,2024-01-01\n"
    files = {"fusion.csv": payments, "register.csv": register}
    made = ledger.project(tmp_path_factory.mktemp("built"), files, ledger.LENIENT, {"supplier_classes.csv": classes})
    return made, ledger.build(made)


def test_spend_on_and_off_contract_adds_up_by_method_category_and_supplier(built):
    for year in built[1].contracts.years:
        assert year.on_contract + year.off_contract == year.spend
        for parts in (year.links, year.categories, year.suppliers):
            assert sum(part.spend for part in parts) == year.spend
        assert sum(group.off_contract for group in year.suppliers) == year.off_contract


def test_procurement_leaves_out_what_is_not_bought(built):
    everything, bought = built[1].contracts.years
    assert (everything.population, everything.spend, everything.on_contract) == ("all", Decimal(1166), Decimal(1150))
    assert (bought.population, bought.spend, bought.percent_on_contract) == ("procurement", 1159, Decimal("99.22"))


def test_a_contract_paid_more_than_its_value_is_told(built):
    (over,) = built[1].contracts.overspent
    assert (over.reference, over.spend, over.spend_by_reference) == ("C1", Decimal(1100), Decimal(1000))
    assert (over.overspend, over.percent_spent) == (Decimal(200), Decimal("122.22"))


def test_contracts_with_several_suppliers_are_listed(built):
    assert [(c.reference, c.suppliers) for c in built[1].contracts.shared] == [("C2", ("Beta", "GAMMA LTD"))]


def test_the_regime_follows_the_start_of_a_contract_and_says_so(built):
    state = {c.reference: (c.regime, c.regime_basis) for c in built[1].contracts.contracts}
    assert state["C1"] == ("PCR 2015", "contract start")
    assert state["C6"] == (None, None)


def test_the_quality_of_the_register_is_told_fault_by_fault(built):
    faults = {f.fault: (f.count, f.examples) for f in built[1].contracts.quality}
    assert faults["no end date"] == (1, ("C5",))
    assert faults["dates out of order"] == (1, ("C4",))
    assert faults["no total value"] == (1, ("C2",))
    assert faults["supplier not in the ledger"] == (2, ("C2", "C3"))
    assert faults["payment names a contract that the register does not hold"] == (1, ("C9",))
    assert faults["row repeats another of its file"] == (0, ())


def test_a_supplier_has_as_many_contracts_as_run_in_the_year(built):
    assert {s.supplier: s.contracts for s in ledger.ranked(built[1]).suppliers} == {
        "ACME LTD": 1, "BETA PLC": 1, "DELTA LTD": 0, "ZETA COUNCIL": 0,
    }  # fmt: skip


def test_contracts_are_banded_by_value_apart_from_spend(built):
    (values,) = built[1].contracts.values
    assert (values.contracts, values.value, values.without_value) == (3, Decimal(920), 1)
    assert [(b.band, b.contracts) for b in values.bands if b.contracts] == [("under £50k", 2)]


def test_the_register_stands_in_the_books_with_its_rejected_row(built):
    made, figures = built
    file = next(f for f in figures.books.files if f.file == "register.csv")
    assert (file.layout, file.rows, file.counted, file.rejected, file.pounds) == ("contracts", 8, 7, 1, Decimal(0))
    assert figures.books.balanced
    assert "register.csv,9,Start Date" in (made.processed / "rejected.csv").read_text(encoding="utf-8")


def test_without_a_register_nothing_is_called_off_contract(tmp_path):
    figures = ledger.build(ledger.project(tmp_path, {"f.csv": ledger.fusion({})}))
    assert figures.contracts is None
    assert [s.contracts for s in ledger.ranked(figures).suppliers] == [0]
