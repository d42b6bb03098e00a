"""Invented ledgers in, the same figures from the program and from a second reading of the contract out."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.answers import Oracle
from oracle.compare import built
from oracle.fates import decide
from oracle.firms import POSTCODES
from oracle.hunt import examine
from oracle.invent import TODAY, invent, invent_settings
from oracle.ledger import Export, Ledger
from oracle.writer import write_project

from lccspend.store import read_figures

SEEDS = range(6)


@pytest.fixture(autouse=True)
def _a_day_that_never_changes(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY.strftime("%s"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_program_and_the_oracle_agree_on_every_figure(seed, tmp_path):
    assert examine(seed, tmp_path) == []


@pytest.mark.parametrize("seed", [6, 7])
def test_the_program_and_the_oracle_agree_where_all_is_read_at_once_and_nothing_is_held_in_memory(seed, tmp_path):
    assert examine(seed, tmp_path, bulk_from=0, stream_from=0) == []


def test_every_rule_has_its_case_among_the_ledgers():
    rules = {row.rule for seed in SEEDS for row in decide(invent(seed)) if row.rule}
    assert rules == {
        *("total_row", "business_unit", "not_supplier_spend", "converted_history", "repeated_amount"),
        *("repeated_extract", "r12_fusion_overlap", "published_copy", "void_unpaired", "named_exclusion"),
    }


def test_the_oracle_counts_what_a_person_counts():
    rows = [
        {"Supplier name": "Paving Ltd", "Date": "30/04/2023", "Amount": "£1,000.00"},
        {"Supplier name": "Ropes Ltd", "Date": "30-APR-23", "Amount": "(250.50)"},
        {"Supplier name": "Tents Ltd", "Date": "2023-05-31T23:30:00.000+00:00", "Amount": "1.5"},
        {"Supplier name": "Tents Ltd", "Date": "31/06/2023", "Amount": "7.00"},
        {"Supplier name": "Tents Ltd", "Date": "01/06/2023", "Amount": "1e3"},
        {"Supplier name": "Grand Total", "Date": "", "Amount": "751.00"},
    ]
    oracle = Oracle(_ledger([Export("a.csv", "published", rows)]))
    assert oracle.books["counted"] == {"rows": 3, "pounds": "751.00"}
    assert oracle.books["rejected"] == {"rows": 2, "pounds": "7.00"}
    assert oracle.books["excluded"] == {"rows": 1, "pounds": "751.00"}
    assert oracle.groups("month")["2023/24"]["2023-06"]["total"] == "1.50"


def _ledger(exports):
    return Ledger(exports, invent_settings(random.Random(1)) | {"home": "lancashire-12"}, {}, TODAY)  # noqa: S311


NAMES = st.sampled_from(
    ["Amber Paving Ltd", "Ropes & Sons", "Café Noir", "Total Energies", 'The "Old" Mill', "A, B; C|D"]
)
PAYMENTS = st.lists(
    st.tuples(
        NAMES,
        st.dates(date(2015, 1, 1), date(2026, 5, 31)),
        st.integers(-10_000_000_00, 10_000_000_00),
        st.sampled_from(POSTCODES),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=15)
@given(payments=PAYMENTS, parts=st.integers(1, 4), seed=st.integers(0, 10_000))
def test_rows_in_any_style_and_in_any_files_read_back_to_the_same_pence(payments, parts, seed, tmp_path_factory):
    rows = [_fusion(at, *payment) for at, payment in enumerate(payments)]
    exports = [Export(f"part{at}", "fusion", rows[at::parts]) for at in range(parts) if rows[at::parts]]
    folder = tmp_path_factory.mktemp("ledger")
    write_project(_ledger(exports), folder, random.Random(seed))  # noqa: S311
    figures = read_figures(built(folder))
    assert figures.books.counted.rows == len(payments)
    assert figures.books.counted.pounds * 100 == sum(pence for _, _, pence, _ in payments)
    months = {(when.year, when.month) for _, when, _, _ in payments}
    assert len({month.month for month in figures.months}) == len(months)


def _fusion(at, name, when, pence, postcode):
    return {
        "Supplier": name,
        "Supplier Number": str(at),
        "Postal Code": postcode,
        "Invoice Number": f"I{at}",
        "Invoice Payment ID": str(1000 + at),
        "Payment Date": when,
        "Payment Amount": Decimal(pence).scaleb(-2),
    }


def test_a_lost_row_would_be_noticed(tmp_path, monkeypatch):
    """The comparison itself is put to the test: a reader that drops one row of each file is found out."""
    from lccspend.etl import sources

    whole = sources.tabulate

    def loses_one(grid, *rest):
        if len(grid.rows) > 8:
            grid = replace(grid, rows=_without_third_last(grid.rows), numbers=_without_third_last(grid.numbers))
        return whole(grid, *rest)

    monkeypatch.setattr(sources, "tabulate", loses_one)
    assert examine(0, tmp_path) != []


def _without_third_last(values):
    return values[:-3] + values[-2:]


PAID = "Supplier,Supplier Number,Country,Invoice Number,Payment Date,Payment Amount\n"


def _raw(folder, **files):
    (folder / "data" / "raw").mkdir(parents=True)
    for name, text in files.items():
        (folder / "data" / "raw" / f"{name}.csv").write_text(text)
    (folder / "lccspend.toml").write_text("[checks]\nmaximum_rejected_share = 1\n")
    return read_figures(built(folder))


def test_a_sites_list_whose_headings_stand_last_gives_its_places(tmp_path):
    paid = f"{PAID}Amber Paving,7,,I1,2023-05-01,10.00\n"
    made = _raw(tmp_path, paid=paid, sites="7,SITE1,PR1 8XJ\nSupplier Number,Supplier Site,Postal Code\n")
    assert made.locality[0].lancashire == Decimal("10.00")


def test_a_listed_site_in_the_united_kingdom_wins_over_a_foreign_country(tmp_path):
    paid = f"{PAID}Amber Paving,7,France,I1,2023-05-01,10.00\nRopes,8,France,I2,2023-05-01,5.00\n"
    made = _raw(tmp_path, paid=paid, sites="Supplier Number,Supplier Site,Postal Code\n7,SITE1,PR1 8XJ\n")
    assert made.locality[0].lancashire == Decimal("10.00")
    assert made.locality[0].overseas == Decimal("5.00")


def test_rows_that_cannot_be_read_are_rejected_where_the_headings_stand_last(tmp_path):
    rows = "Amber Paving,7,,I1,2023-05-01,10.00\nRopes,8,,I2,soon,5.00\nTents,9,,I3,2023-05-01,N/A\nTotal,,,,,15.00\n"
    books = _raw(tmp_path, paid=rows + PAID).books
    assert (books.read.rows, books.counted.rows, books.rejected.rows, books.excluded.rows) == (4, 1, 2, 1)
    assert books.read.pounds == Decimal("30.00")
