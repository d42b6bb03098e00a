"""Cells and payees are kept apart, and put together give the rows that were read."""

from datetime import date

import polars as pl
import pytest
from ledger import build, fusion, kept_rows, payments, project

from lccspend.etl.cells import Payees, apart, payees_beside, read_payees, scan_cells, write_cells
from lccspend.schema import CELLS, PAYEE, TYPED
from lccspend.store import READ

TYPED_ROWS = pl.DataFrame(
    {
        "row": [2, 3, 4],
        "system": "fusion",
        "supplier_name": ["Amber", "Birch", "Amber"],
        "site": ["HQ", None, "HQ"],
        "paid_on": date(2023, 5, 1),
        "pence": [100, 200, 300],
    }
)


def typed(rows):
    """The same with the other columns of a typed row, which are null."""
    return pl.concat([pl.DataFrame(schema=TYPED), rows], how="diagonal_relaxed").select(
        pl.col(name).cast(dtype) for name, dtype in TYPED.items()
    )


def test_payments_of_one_payee_bear_one_key_under_which_its_texts_stand_once():
    cells, payees = apart(typed(TYPED_ROWS))
    assert cells.columns == list(CELLS)
    first, other, again = cells["payee_key"]
    assert first == again != other
    assert payees["payee_key"].to_list() == [first, other]
    assert payees["supplier_name"].to_list() == ["Amber", "Birch"]


@pytest.mark.parametrize("column", PAYEE)
def test_payees_that_differ_in_one_column_are_two(column):
    rows = typed(TYPED_ROWS[[0, 0]]).with_columns(pl.Series(column, [None, "other"]))
    assert apart(rows)[1].height == 2


def test_rows_that_were_put_apart_are_the_same_together(tmp_path):
    rows = typed(TYPED_ROWS)
    write_cells(rows, tmp_path / "a.parquet")
    assert kept_rows([tmp_path / "a.parquet"]).equals(rows)


def test_a_column_that_a_file_lacks_is_null_and_the_others_stay(tmp_path):
    cells, _ = apart(typed(TYPED_ROWS))
    cells.drop("category", "received_on").write_parquet(tmp_path / "a.parquet")
    cells.with_columns(category=pl.lit("Roads")).write_parquet(tmp_path / "b.parquet")
    found = scan_cells([tmp_path / "a.parquet", tmp_path / "b.parquet"]).collect()
    assert found.schema == CELLS
    assert found["category"].to_list() == [None, None, None, "Roads", "Roads", "Roads"]
    assert found["pence"].to_list() == [100, 200, 300] * 2


def test_payees_of_several_parts_and_files_are_kept_as_they_first_appear(tmp_path):
    rows = typed(TYPED_ROWS)
    _, payees = apart(rows)
    Payees([payees[[1]], payees, payees[[0]]]).all.write_parquet(tmp_path / "a.parquet")
    payees.write_parquet(tmp_path / "b.parquet")
    found = read_payees([tmp_path / "a.parquet", tmp_path / "b.parquet"])
    assert found["supplier_name"].to_list() == ["Birch", "Amber"]


def hashed_by(column):
    """A hash of rows under which those that are equal in one column have one key."""
    hash_rows = pl.DataFrame.hash_rows
    return lambda frame, seed=0: hash_rows(frame if seed else frame.select(column), seed)


def test_two_payees_of_a_table_under_one_key_are_not_taken_for_one(monkeypatch):
    monkeypatch.setattr(pl.DataFrame, "hash_rows", hashed_by("system"))
    with pytest.raises(RuntimeError, match="one key"):
        apart(typed(TYPED_ROWS))


def test_two_payees_of_two_tables_under_one_key_are_not_taken_for_one(monkeypatch):
    monkeypatch.setattr(pl.DataFrame, "hash_rows", hashed_by("system"))
    amber, birch = (apart(typed(TYPED_ROWS[[n]]))[1] for n in (0, 1))
    assert Payees([amber, amber]).all.height == 1
    with pytest.raises(RuntimeError, match="one key"):
        Payees([amber, birch])
    with pytest.raises(RuntimeError, match="one key"):
        Payees([pl.concat([amber, birch])]).all  # noqa: B018


def test_payees_that_were_damaged_are_read_anew(tmp_path):
    made = project(tmp_path, {"f.csv": fusion({"id": "1"}, {"id": "2"})})
    build(made)
    before = payments(made)
    kept = payees_beside(next((made.processed / READ).rglob("0.parquet")))
    kept.write_bytes(kept.read_bytes()[:-1])
    (made.processed / "manifest.json").unlink()
    build(made)
    assert payments(made).equals(before)
