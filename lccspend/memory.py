"""How much polars may hold while it builds, which the environment tells it, and how often Python looks for garbage."""

import gc
import os

_LITTLE_HELD = {
    "_RJEM_MALLOC_CONF": "narenas:1",
    "POLARS_ROW_GROUP_PREFETCH_SIZE": "2",
    "POLARS_DEFAULT_LINEARIZER_BUFFER_SIZE": "1",
    "POLARS_DEFAULT_DISTRIBUTOR_BUFFER_SIZE": "1",
    "POLARS_IDEAL_MORSEL_SIZE": "30000",
}
"""One place from which its threads take memory, since each keeps what was given back to it; row groups that are read
ahead; parts that wait between two steps; and the rows of a part."""


def hold_little() -> None:
    """Queries from here on hold fewer rows at once and take hardly longer; what the environment says goes first."""
    for name, value in _LITTLE_HELD.items():
        os.environ.setdefault(name, value)


def collect_seldom() -> None:
    """Python looks for dead cycles after every 50,000 new objects instead of 700: a build makes many, and they stay."""
    gc.set_threshold(50_000)
