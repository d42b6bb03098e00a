"""The order of files and rows, and how exports are cut into files, change no figure."""

import random
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger import LENIENT, build, fates, fusion, payments, project, published, r12, table

from lccspend.dates import months_of
from lccspend.etl.engine import Engine
from lccspend.etl.published_rows import payees
from lccspend.etl.reconcile import decide, files_in_order
from lccspend.etl.reference import Reference
from lccspend.schema import WORD

CODES = ["PR1 8XJ", "LA1 1PJ", "M2 5DB", "SW1A 1AA", "", "n/k", "JE2 4WE"]
SUPPLIERS = ["ACME LTD", "The Acme", "Café Rouge", "CAFE ROUGE", "REDACTED", "", "Total Energies", "DOE & SONS"]
RULED = [
    {"kind": "AWT"},
    {"source": "CONVERSION"},
    {"status": "VOIDED", "payment": "1"},
    {"amount": "-100.00", "status": "VOIDED", "payment": "1"},
    {"id": "1"},
    {},
]


def random_rows(seed, count):
    """Payments of every kind; equal seeds give equal rows."""
    dice = random.Random(seed)  # noqa: S311  (it makes test data, no secret)
    rows = []
    for n in range(count):
        name = dice.choice(SUPPLIERS)
        row = {
            "supplier": name,
            "number": str(SUPPLIERS.index(name) + 10 * dice.randint(0, 1)),
            "postcode": dice.choice(CODES),
            "site": dice.choice(["HQ", "DEPOT", ""]),
            "invoice": f"I{n}",
            "day": f"{dice.choice(months_of('2022/23') + months_of('2023/24'))}-{dice.randint(1, 28):02d}",
            "amount": f"{dice.randint(-5_000, 9_000_000) / 100:.2f}",
            "category": dice.choice(["Roads", "Rails", ""]),
            "unit": dice.choice(["County", "Shire"]),
        }
        rows.append(row | dice.choice(RULED))
    return rows


def shape(figures):
    """Every figure that does not speak of single files."""
    books = figures.books
    return (
        figures.locality,
        figures.district,
        figures.category,
        figures.tail,
        figures.suppliers,
        figures.awards,
        figures.months,
        (books.read, books.counted, books.excluded, books.rejected, books.excluded_by_rule),
    )


ROWS = random_rows(1, 120)
AWARD = "Award Date,Contract Title,Tender Reference,Supplier,Contract Value"
AWARDS = ["01/05/2023,Bridges,T1,ACME,100", "02/05/2023,Bridges,T1,DOE,", "01/06/2023,Roads,,ACME,7"]


def files(old, new, awards=AWARDS):
    return {
        "r.csv": r12(*old),
        "f.csv": fusion(*new),
        "p.csv": published(*({"day": f"{m}-01"} for m in months_of("2021/22"))),
        "awards.csv": table(AWARD, *awards),
    }


def test_shuffled_rows_give_the_same_figures(tmp_path):
    old, new = ROWS[:80], [row | {"id": ""} for row in ROWS[60:]]
    before = shape(build(project(tmp_path / "0", files(old, new))))
    for seed in (1, 2, 3):
        dice = random.Random(seed)  # noqa: S311
        shuffled = files(*(dice.sample(rows, len(rows)) for rows in (old, new, AWARDS)))
        assert shape(build(project(tmp_path / str(seed), shuffled))) == before


def test_files_under_other_names_and_in_other_folders_give_the_same_figures(tmp_path):
    made = files(ROWS[:80], ROWS[80:])
    before = shape(build(project(tmp_path / "0", made)))
    renamed = {f"{9 - n}/{name}.txt": text for n, (name, text) in enumerate(made.items())}
    assert shape(build(project(tmp_path / "1", renamed))) == before


@pytest.mark.parametrize("parts", [2, 5])
def test_one_export_cut_into_several_files_gives_the_same_figures(tmp_path, parts):
    rows = [row for row in ROWS if row.get("id") is None]
    whole = shape(build(project(tmp_path / "whole", {"r.csv": r12(*rows)})))
    cut = {f"r{n}.csv": r12(*rows[n::parts]) for n in range(parts)}
    assert shape(build(project(tmp_path / "cut", cut))) == whole


def test_the_same_export_twice_gives_the_figures_of_one(tmp_path):
    rows = [row | {"id": str(n)} for n, row in enumerate(ROWS)]
    once = shape(build(project(tmp_path / "once", {"r.csv": r12(*rows)})))[:-1]
    twice = shape(build(project(tmp_path / "twice", {"r.csv": r12(*rows), "copy of r.csv": r12(*rows)})))[:-1]
    assert twice == once
    bare = [row | {"id": ""} for row in ROWS]
    once = shape(build(project(tmp_path / "bare", {"r.csv": r12(*bare)})))[:-1]
    twice = shape(build(project(tmp_path / "bare2", {"r.csv": r12(*bare), "r2.csv": r12(*bare)})))[:-1]
    assert twice == once


EQUAL = {"invoice": "I", "id": "7", "payment": "1"}


def test_of_rows_that_stand_twice_the_first_counts_whatever_other_rows_surround_them(tmp_path):
    others = [{"invoice": f"J{n}", "supplier": f"S{n}", "number": str(n)} for n in range(50)]
    rows = [*others[:25], EQUAL | {"category": "first"}, *others[25:], EQUAL | {"category": "second"}]
    made = project(tmp_path, {"a.csv": r12(*rows)})
    build(made)
    assert [row for _, row, _, rule in fates(made) if rule == "repeated_amount"] == [53]


@pytest.mark.parametrize("odd", [{"day": "2029-01-01"}, {"day": "2023-12-31", "amount": "soon"}])
def test_the_later_of_two_extracts_is_told_by_rows_that_can_be_read(tmp_path, odd):
    repeated, other = {"id": "7", "invoice": "I"}, {"id": "8", "invoice": "J"}
    files = {"a.csv": r12(repeated, {"id": "9"} | odd), "b.csv": r12(repeated, other | {"day": "2023-06-30"})}
    made = project(tmp_path, files, LENIENT)
    build(made)
    assert [(file, row) for file, row, _, rule in fates(made) if rule == "repeated_extract"] == [("a.csv", 2)]


def test_the_rules_take_rows_in_the_order_of_their_files_however_a_frame_holds_them(tmp_path):
    rows = [EQUAL | {"category": word} for word in ("first", "second", "third")]
    made = project(tmp_path, {"a.csv": r12(*rows)})
    build(made)
    known = payees(made).with_columns(match_key="supplier_key").collect()
    words = payments(made).with_columns(pl.col("file", "system").cast(WORD))
    held = words.join(known["payee", "payee_key"], on="payee")
    backwards = held.drop("rule", "fate", "payee").sort("n", descending=True).lazy()
    order, engine = files_in_order({"a.csv": date(2023, 4, 1)}), Engine(False, tmp_path)
    decided = decide(backwards, known, order, made.settings, Reference(), engine).rows.sort("n").collect()
    assert decided["rule"].to_list() == [None, "repeated_amount", "repeated_amount"]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_any_ledger_gives_the_same_figures_backwards(tmp_path, seed):
    rows = random_rows(seed, 30)
    forwards = shape(build(project(tmp_path, {"a.csv": r12(*rows)})))
    backwards = shape(build(project(tmp_path, {"a.csv": r12(*rows[::-1])})))
    assert backwards == forwards
