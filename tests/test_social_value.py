"""Social value: what is read of the portal's export, and sums that keep proxy values, local spend and spend apart."""

from datetime import date
from decimal import Decimal

import ledger
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.etl.readrows import TextTable
from lccspend.etl.social_value import QUANTITIES, VALUES, WORDS, read_number, read_social_value
from lccspend.metrics.register import Entry, register_of
from lccspend.metrics.social_value import Promise, social_value

TODAY = date(2024, 6, 30)
NOBODY = register_of([])


def promise(contract="C1", supplier="ACME LTD", committed=100, delivered=50, **given):
    values = {
        "file": "s.csv", "row": 2, "known_as": supplier.removesuffix(" LTD"), "theme": "Jobs", "outcome": "Work",
        "reference": "M1", "measure": "People employed", "unit": "FTE", "committed_quantity": Decimal(2),
        "delivered_quantity": None,
    }  # fmt: skip
    return Promise(contract=contract, supplier=supplier, committed=committed, delivered=delivered, **(values | given))


def read(*rows):
    cells = [{"contract_reference": "C1", "measure": "People employed"} | row for row in rows]
    columns = {name: [row.get(name, "") for row in cells] for name in (*WORDS, *QUANTITIES, *VALUES)}
    blank = pl.Series([None] * len(cells), dtype=pl.String)
    rows = pl.DataFrame(columns).with_columns(
        pl.int_range(2, pl.len() + 2).alias("row"), shape_fault=blank, raw=pl.lit("[]")
    )
    return read_social_value([TextTable("s.csv", {}, rows)], {"ACME": "ACME GROUP"})


@pytest.mark.parametrize(
    ("text", "number"),
    [("2.5", "2.5"), ("1,250", "1250"), ("£40.005", "40.005"), ("-3", "-3"), (".5", "0.5"),
     ("1,2,3", None), ("12 FTE", None), ("", None), ("1e3", None), ("9" * 40, None)],
)  # fmt: skip
def test_a_quantity_is_a_number_with_any_decimals(text, number):
    assert read_number(text) == (None if number is None else Decimal(number))


def test_values_are_whole_pence_and_parts_of_a_penny_are_rounded_half_up_and_told():
    found = read(
        {"committed_value": "£1,000.50", "delivered_value": "(2.00)"},
        {"committed_value": "10.005", "delivered_value": "-"},
    )
    assert [(row.committed, row.delivered) for row in found.rows] == [(100_050, -200), (1_001, 0)]
    assert found.warnings == {"s.csv": ["values with parts of a penny are rounded half up (rows: 1)"]}


def test_an_alias_says_which_supplier_it_is():
    assert read({"supplier_name": "Acme Ltd"}).rows[0].known_as == "ACME GROUP"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"measure": ""}, "measure"),
        ({"committed_quantity": "two"}, "committed quantity"),
        ({"delivered_value": "1.234,56"}, "delivered value"),
        ({"committed_value": "9" * 40}, "committed value"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_place(row, column):
    found = read({}, row)
    assert [(file, number, where) for file, number, where, *_ in found.rejected] == [("s.csv", 3, column)]
    assert (found.outside["s.csv"].rows, found.outside["s.csv"].rejected, len(found.rows)) == (2, 1, 1)


def test_local_spend_is_never_added_to_a_proxy_value():
    rows = [
        promise(),
        promise(reference="M2", measure="Spend in the local supply chain", unit="£", committed=90_000, delivered=70),
        promise(reference="M3", measure="Equipment given to voluntary groups", unit="£", committed=7, delivered=0),
    ]
    found = social_value(rows, NOBODY, TODAY)
    assert (found.committed, found.delivered, found.percent_delivered) == (
        Decimal("1.07"),
        Decimal("0.50"),
        Decimal("46.73"),
    )
    assert (found.local_spend_committed, found.local_spend_delivered) == (Decimal(900), Decimal("0.70"))


def test_quantities_add_up_within_a_measure_and_unit_only():
    rows = [promise(), promise("C2", committed_quantity=Decimal("0.5")), promise(unit="hours")]
    measures = social_value(rows, NOBODY, TODAY).measures
    assert [(m.unit, m.contracts, m.committed_quantity, m.delivered_quantity) for m in measures] == [
        ("FTE", 2, Decimal("2.5"), None),
        ("hours", 1, Decimal(2), None),
    ]


def test_a_supplier_counts_once_over_its_contracts_and_spellings():
    rows = [promise(), promise("C2", "ACME LIMITED", known_as="ACME"), promise("C2", "BRAY LTD", committed=1)]
    found = social_value(rows, NOBODY, TODAY)
    assert [(s.supplier, s.contracts, s.committed) for s in found.suppliers] == [
        ("ACME LTD", 2, Decimal(2)),
        ("BRAY LTD", 1, Decimal("0.01")),
    ]
    assert [(c.contract_reference, c.suppliers, c.on_register) for c in found.contracts] == [
        ("C2", ("ACME LIMITED", "BRAY LTD"), False),
        ("C1", ("ACME LTD",), False),
    ]


def test_coverage_is_the_share_of_running_contracts_that_have_measures():
    def entry(reference, end):
        return Entry("r.csv", 2, reference, f"Title {reference}", "ACME", "ACME", start=date(2023, 4, 1), end=end)

    running, ended = date(2025, 3, 31), date(2024, 3, 31)
    register = register_of([entry("C1", running), entry("C2", running), entry("C3", running), entry("C4", ended)])
    found = social_value([promise(" c1"), promise("C4"), promise("C9")], register, TODAY)
    assert (found.contracts_with_measures, found.contracts_not_on_register) == (3, 1)
    assert (found.contracts_running, found.running_with_measures, found.coverage_percent) == (3, 1, Decimal("33.33"))
    assert {c.contract_reference: c.title for c in found.contracts}["C4"] == "Title C4"


def test_nothing_is_nothing():
    assert social_value([], NOBODY, TODAY) is None


PROMISES = st.lists(
    st.builds(
        promise, st.sampled_from(["C1", "C2", ""]), st.sampled_from(["ACME LTD", "BRAY LTD"]), st.integers(-50, 500),
        st.integers(0, 500), theme=st.sampled_from(["Jobs", "Growth"]), outcome=st.sampled_from(["Work", "Skills"]),
        measure=st.sampled_from(["People employed", "Spend with local firms"]), unit=st.sampled_from(["FTE", "£"]),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(PROMISES)
def test_every_list_adds_up_to_the_whole(rows):
    found = social_value(rows, NOBODY, TODAY)
    for parts in (found.themes, found.outcomes, found.measures, found.contracts, found.suppliers):
        for field in ("committed", "delivered", "local_spend_committed", "local_spend_delivered"):
            assert sum(getattr(part, field) for part in parts) == getattr(found, field)
    assert found.committed + found.local_spend_committed == Decimal(sum(row.committed for row in rows)) / 100


def test_social_value_changes_no_figure_of_spend(tmp_path):
    export = ledger.table(
        "Contract Reference,Supplier,Theme,Outcome,Measure,Committed Value,Delivered Value",
        "C1,ACME LTD,Growth,Local,Spend with local firms,500000.00,1.00",
    )
    plain = ledger.build(ledger.project(tmp_path / "a", {"f.csv": ledger.fusion({})}))
    social = ledger.build(ledger.project(tmp_path / "b", {"f.csv": ledger.fusion({}), "s.csv": export}))
    assert social.social_value is not None
    assert (social.locality, social.tail, social.suppliers) == (plain.locality, plain.tail, plain.suppliers)
    file = next(f for f in social.books.files if f.file == "s.csv")
    assert (file.layout, file.rows, file.counted, file.pounds) == ("social_value", 1, 1, Decimal(0))
