"""A frame in, a Parquet file out, and back; what the disk refuses is an OSError, which polars tells otherwise."""

import errno
import os
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

QUICK = 1
"""Level of zstd: a third of the time of the usual level, and the same size to one part in a hundred."""

ROW_GROUP = 50_000
"""Rows: a reader holds several groups at once. Groups of 250,000 took three times the memory, and files 5% less."""

_ONLY_NULLS = {"min": False, "max": False, "distinct_count": False, "null_count": True}
"""Of a row group: nothing asks which groups could be passed over, and to know it takes a sixth of the writing."""


read_parquet = partial(pl.read_parquet, glob=False)
scan_parquet = partial(pl.scan_parquet, glob=False)
"""As polars reads such files, but that a path is a path: a project may lie in a folder named `spend [2024]`."""


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """OSError when the disk is full, or refuses for another reason."""
    try:
        frame.write_parquet(path, compression="zstd")
    except pl.exceptions.ComputeError as fault:
        raise _refused(path, fault) from fault


def sink_parquet(
    rows: pl.LazyFrame, path: Path, statistics: dict[str, bool] | bool = True, *, packed: bool = True
) -> None:
    """As `write_parquet`, of rows that are not held in memory."""
    try:
        rows.sink_parquet(
            path,
            compression="zstd" if packed else "uncompressed",
            compression_level=QUICK if packed else None,
            statistics=statistics,
            row_group_size=ROW_GROUP,
            engine="streaming",
        )
    except pl.exceptions.ComputeError as fault:
        raise _refused(path, fault) from fault


def sink_frames(frames: Iterator[pl.DataFrame], schema: Mapping[str, pl.DataType], path: Path) -> None:
    """As `sink_parquet`, of frames that are made one after another; what their making raises is passed on."""
    sink_parquet(register_io_source(lambda *_: frames, schema=dict(schema)), path, _ONLY_NULLS)


def _refused(path: Path, fault: Exception) -> OSError:
    """What the system said, whose number stands in the words of polars: "File too large (os error 27)"."""
    told = re.search(r"os error (\d+)", str(fault))
    code = int(told[1]) if told else errno.EIO
    return OSError(code, os.strerror(code), str(path))
