"""What the disk refuses while many rows are written is an OSError, which the build tells as what it is."""

import errno
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from lccspend.streams.hashes import repeated
from lccspend.streams.parquet import sink_parquet, write_parquet

ROWS = pl.DataFrame({"n": range(50_000)})
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "write",
    [
        lambda folder: write_parquet(ROWS, folder / "keys.parquet"),
        lambda folder: sink_parquet(ROWS.lazy(), folder / "keys.parquet"),
        lambda folder: repeated(ROWS.lazy(), pl.col("n"), folder),
    ],
    ids=["a frame", "a stream", "the hashes of keys"],
)
def test_a_disk_that_takes_no_more_is_told_as_such(write: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / "keys.parquet").symlink_to(FULL)
    with pytest.raises(OSError, match=r"keys\.parquet") as refused:
        write(tmp_path)
    assert refused.value.errno == errno.ENOSPC


def test_rows_whose_key_stands_more_than_once_are_found_by_their_numbers(tmp_path: Path) -> None:
    rows = pl.LazyFrame({"n": [1, 2, 3, 4, 5], "word": ["a", "b", "a", None, "c"]})
    assert repeated(rows, pl.col("word"), tmp_path).to_list() == [1, 3]
    assert list(tmp_path.iterdir()) == []
