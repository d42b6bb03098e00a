"""Files that are begun while the one before them is kept are read as they are one by one."""

import signal
import sys
from datetime import date
from itertools import count
from threading import Event

import pytest
from ledger import fusion, kept_rows, project

from lccspend.__main__ import press_again
from lccspend.errors import SourceError
from lccspend.etl.ahead import ahead, workers
from lccspend.etl.bulk import _read_block
from lccspend.etl.inputs import inputs_of
from lccspend.etl.sources import read_sources
from lccspend.store import READ

DAY = date(2024, 6, 30)


def test_what_comes_of_each_piece_is_given_in_order_and_few_are_begun_before_the_first_is_used():
    drawn = []
    with workers() as pool:
        results = ahead(pool, lambda piece: piece * 10, (drawn.append(n) or n for n in range(20)))
        assert next(results).result() == 0
        assert len(drawn) == 3
        assert [result.result() for result in results] == [n * 10 for n in range(1, 20)]


def test_ctrl_c_drops_the_pieces_that_no_one_works_on_yet():
    dropped, pieces = Event(), []

    def press():
        with workers() as pool:
            pieces.extend(pool.submit(dropped.wait, 20) for _ in range(4))
            pieces[-1].add_done_callback(lambda _: dropped.set())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        press()
    assert pieces[-1].cancelled()


MONTHS = {
    f"{month:02d}.csv": fusion(
        {"id": f"{month}1", "day": f"2023-{month:02d}-01"},
        {"id": f"{month}2", "day": "31/02/2023"},
        {"id": f"{month}3", "amount": f"{month}.00"},
    )
    for month in range(1, 13)
}


def kept(made, **how):
    """The rows of every source, each under its file, and the number of files to a source."""
    sources = read_sources(made, lambda *_: None, DAY, inputs_of(made), **how)
    folder = made.processed / READ
    rows = {source.label: kept_rows([folder / name for name in source.parquets]) for source in sources}
    return rows, {len(source.parquets) for source in sources}


def test_short_files_long_files_and_files_read_line_by_line_give_the_same_rows(tmp_path, monkeypatch):
    by_line, one_parquet = kept(project(tmp_path / "a", MONTHS))
    short, two_parquets = kept(project(tmp_path / "b", MONTHS), bulk_from=1)
    monkeypatch.setattr("lccspend.etl.sources.BLOCK", 1)
    long, _ = kept(project(tmp_path / "c", MONTHS), bulk_from=1)
    assert (one_parquet, two_parquets) == ({1}, {2})
    assert list(by_line) == list(short) == list(long) == list(MONTHS)
    assert all(rows.equals(short[name]) and rows.equals(long[name]) for name, rows in by_line.items())
    assert by_line["05.csv"].select("row", "pence", "fault_column").rows() == [
        (2, 10000, None),
        (3, 10000, "Payment Date"),
        (4, 500, None),
    ]


def test_every_file_that_cannot_be_used_is_named_in_order_whoever_found_it(tmp_path):
    made = project(tmp_path, {**MONTHS, "02.csv": "Day,Payee\n1,2\n", "11.csv": "", "13.csv": "Day,Payee\n1,2\n"})
    with pytest.raises(SourceError) as fault:
        read_sources(made, lambda *_: None, DAY, inputs_of(made), bulk_from=1)
    starts = [line.partition(":")[0] for line in fault.value.message.splitlines() if not line.startswith(" ")]
    assert starts == ["02.csv", "11.csv", "13.csv"]


def test_ctrl_c_while_files_are_read_leaves_only_whole_ones_in_the_store(tmp_path, monkeypatch):
    read = count(1)

    def interrupted(block, **how):
        if next(read) == 2:
            signal.raise_signal(signal.SIGINT)
        return _read_block(block, **how)

    monkeypatch.setattr("lccspend.etl.bulk._read_block", interrupted)
    monkeypatch.setattr(sys, "unraisablehook", press_again)
    made = project(tmp_path, MONTHS)
    with pytest.raises(KeyboardInterrupt):
        kept(made, bulk_from=1)
    assert next(read) < len(MONTHS)
    whole = [folder for folder in (made.processed / READ).iterdir() if not folder.name.startswith(".")]
    assert all((folder / "index.json").is_file() for folder in whole)
    monkeypatch.undo()
    assert kept(made, bulk_from=1)[0].keys() == MONTHS.keys()
