"""A frame in, a Parquet file out; what the disk refuses is an OSError, for which polars has errors of its own."""

import errno
import os
import shutil
from pathlib import Path

import polars as pl


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """OSError with ENOSPC when the disk is full, with EIO when it refuses for another reason."""
    try:
        frame.write_parquet(path, compression="zstd")
    except pl.exceptions.ComputeError as fault:
        full = shutil.disk_usage(path.parent).free < frame.estimated_size()
        code = errno.ENOSPC if full else errno.EIO
        raise OSError(code, os.strerror(code), str(path)) from fault
