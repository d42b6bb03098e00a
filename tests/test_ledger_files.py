"""The files of a ledger: payments, payees and the cells of the exports, which belong together row for row."""

import os

import pytest
from ledger import LENIENT, build, fusion, payments, project, r12, silent, table

from lccspend.commands.build import run
from lccspend.errors import CheckFailedError, SpendError
from lccspend.etl import ledger as ledger_
from lccspend.etl import related
from lccspend.etl.build import prepare
from lccspend.etl.engine import Engine, Scale
from lccspend.etl.published_rows import payees, whole_payments
from lccspend.etl.reference import COLUMNS
from lccspend.memory import hold_little
from lccspend.store import READ, intact, publish, read_manifest
from lccspend.streams import hashes

NUMBERS = [f"{n:02d}" for n in range(20)]
OLD = r12(*({"invoice": f"R{n}", "amount": f"1{n}.00", "supplier": f"Old {n}", "number": n} for n in NUMBERS))
NEW = fusion(
    *(
        {"invoice": f"F{n}", "amount": "n/a" if n == "07" else f"2{n}.00", "supplier": f"New {n}", "number": n, "id": n}
        for n in NUMBERS
    )
)


@pytest.fixture
def made(tmp_path):
    project_ = project(tmp_path, {"old.csv": OLD, "new.csv": NEW}, LENIENT)
    prepare(project_, silent, scale=Scale(bulk_from=0))
    publish(project_, None)
    return project_


def test_payee_and_cells_of_a_payment_stand_beside_it_in_every_file_and_part(made):
    found = payments(made).select("file", "row", "invoice_number", "supplier_name", "pence").rows()
    expected = [
        (file, row, f"{letter}{n}", f"{name} {n}", None if (letter, n) == ("F", "07") else int(f"{first}{n}00"))
        for file, letter, name, first in (("new.csv", "F", "New", "2"), ("old.csv", "R", "Old", "1"))
        for row, n in enumerate(NUMBERS, start=2)
    ]
    assert found == expected


def test_a_payee_is_kept_once_however_many_payments_it_has(tmp_path):
    made = project(
        tmp_path, {"f.csv": fusion({"id": "1", "site": "HQ"}, {"id": "2", "site": "HQ"}, {"id": "3", "site": "DEPOT"})}
    )
    build(made)
    assert payees(made).collect()["site"].to_list() == ["HQ", "DEPOT"]


def test_no_decision_of_people_has_the_rows_of_a_stream_held_in_memory(tmp_path, monkeypatch):
    plans, write = [], Engine.write

    def planned(engine, rows, name):
        plans.append(rows.show_graph(engine="streaming", plan_stage="physical", raw_output=True))
        return write(engine, rows, name)

    monkeypatch.setattr(Engine, "write", planned)
    reference = {
        "category_map.csv": table("source_category,category,portfolio", "roads,Highways,Place"),
        "exclusions.csv": table(",".join(COLUMNS["exclusions.csv"]), ",ACME LTD,I9,,,,r,a,d"),
    }
    made = project(tmp_path, {"old.csv": OLD, "f.csv": fusion({"category": "Roads"})}, LENIENT, reference)
    prepare(made, silent, scale=Scale(stream_from=0))
    publish(made, None)
    assert payments(made).select("category", "source_category", "portfolio").row(0) == ("Highways", "Roads", "Place")
    assert ["parquet" in plan for plan in plans] == [True]
    assert "multiplexer" not in plans[0]  # which hands rows to two that take turns: what the later needs is held


def test_cells_that_were_damaged_are_told_and_mended_by_the_next_run(made):
    cells = next((made.processed / READ).rglob("bulk.parquet"))
    cells.write_bytes(cells.read_bytes()[:-1])
    with pytest.raises(SpendError, match="cannot be read"):
        whole_payments(made)
    assert not intact(made, read_manifest(made))
    run(made, silent, None)
    assert whole_payments(made).collect().height == 40


@pytest.mark.parametrize("columns", ["LEDGER", "PAYEE"])
def test_a_store_with_the_columns_of_another_version_is_told_until_it_is_built_anew(made, monkeypatch, columns):
    monkeypatch.setattr(f"lccspend.etl.published_rows.{columns}", ("a_new_one",))
    with pytest.raises(SpendError, match=r"parquet was written by another version") as fault:
        whole_payments(made)
    assert "ingest" in fault.value.fix


def test_how_many_files_are_scanned_together_changes_no_row(tmp_path, monkeypatch):
    files = {"old.csv": OLD, "new.csv": NEW, "z.csv": fusion({"id": "07", "amount": "7.00"}, {"id": "99"})}
    together, alone = (project(tmp_path / name, files, LENIENT) for name in ("together", "alone"))
    build(together)
    monkeypatch.setattr(ledger_, "_SCANNED_TOGETHER", 1)
    build(alone)
    assert payments(alone).equals(payments(together))
    assert payments(alone)["n"].is_sorted()


def test_a_build_that_is_refused_leaves_the_cells_of_the_one_before_even_if_all_is_read_anew(tmp_path):
    made = project(tmp_path, {"old.csv": OLD, "new.csv": NEW}, LENIENT)
    build(made)
    made.settings_file.write_text("[checks]\nmaximum_rejected_share = 0\n", "utf-8")
    with pytest.raises(CheckFailedError):
        run(type(made)(made.root), silent, None, force=True)
    assert whole_payments(made).collect().height == 40


@pytest.mark.parametrize("bare", [True, False])
def test_the_parts_in_which_repeated_payments_are_compared_change_no_fate(tmp_path, monkeypatch, bare):
    rows = [{"invoice": f"I{n}", "id": "" if bare else n, "amount": f"{n}.50"} for n in NUMBERS[1:]]
    files = {"a.csv": r12(*rows, rows[3]), "b.csv": r12(*rows[5:15], {"invoice": "later", "day": "2023-12-31"})}
    whole, parted = (project(tmp_path / name, files) for name in ("whole", "parted"))
    build(whole)
    monkeypatch.setattr(hashes, "AT_A_TIME", 2)
    monkeypatch.setattr(related, "AT_A_TIME", 3)
    build(parted)
    fates = payments(parted).select("file", "row", "fate", "rule")
    assert fates.equals(payments(whole).select("file", "row", "fate", "rule"))
    assert fates["rule"].count() == (10 if bare else 11)


def test_how_much_is_held_is_set_once_and_what_the_environment_says_goes_first(monkeypatch):
    monkeypatch.setenv("POLARS_ROW_GROUP_PREFETCH_SIZE", "5")
    monkeypatch.delenv("POLARS_IDEAL_MORSEL_SIZE", raising=False)
    hold_little()
    assert os.environ["POLARS_ROW_GROUP_PREFETCH_SIZE"] == "5"
    assert os.environ["POLARS_IDEAL_MORSEL_SIZE"] == "30000"
