"""How much polars may hold while it builds: it is told by the environment, most of it before it is loaded."""

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
