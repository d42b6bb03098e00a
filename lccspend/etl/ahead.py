"""Pieces of work in, what comes of each out in their order: some are done while what came of one before is used.

Threads suffice, because polars lets go of the interpreter while it works.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_AT_ONCE = 2
"""More take more memory, and no less time: polars itself keeps every core busy for a part of its work."""


@contextmanager
def workers() -> Iterator[Executor]:
    """Threads for `ahead`. Ctrl-C waits for the pieces that are being worked on, and drops those that wait."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def ahead(pool: Executor, work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Future[Result]]:
    """The work on each piece; its fault is raised where its result is asked for. Nothing here holds on to either."""
    begun: deque[Future[Result]] = deque()
    for piece in pieces:
        begun.append(pool.submit(work, piece))
        if len(begun) > _AT_ONCE:
            yield begun.popleft()
    while begun:
        yield begun.popleft()
