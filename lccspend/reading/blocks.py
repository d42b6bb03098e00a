"""The path of a large text file in, blocks of its bytes out, cut at line ends, none of which needs mending."""

import codecs
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

_HEAD_LINES = 1000
_TAIL_BYTES = 65_536
_MARK = codecs.BOM_UTF8
_MOJIBAKE_MARK = "ï»¿".encode()
"""What `encoding.decode` takes away too."""


class MendingError(Exception):
    """The bytes are not what their text will be: see `encoding.decode`."""


def head_of(path: Path) -> bytes:
    """The first thousand lines."""
    with path.open("rb") as file:
        return b"".join(islice(file, _HEAD_LINES))


def ends_of(path: Path) -> str:
    """The text of the first thousand lines and of the last 64 KB, from which the delimiter is told; or MendingError."""
    head = head_of(path)
    if head.startswith(_MOJIBAKE_MARK):
        raise MendingError
    with path.open("rb") as file:
        file.seek(max(len(head), path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    whole_lines = tail if len(tail) < _TAIL_BYTES else tail.partition(b"\n")[2]
    ends = (head + whole_lines).removeprefix(_MARK)
    _refuse_unsound(ends)
    return ends.decode()


def blocks_of(path: Path, size: int, after: int) -> Iterator[bytes]:
    """The whole lines after line `after`, some `size` bytes at a time; MendingError at the first that needs it."""
    with path.open("rb") as file:
        for _ in range(after):
            file.readline()
        while block := _block(file, size):
            _refuse_unsound(block)
            yield block


def _block(file: BinaryIO, size: int) -> bytes:
    """The next so many bytes and the rest of their last line, in one piece from the start, since joining copies."""
    start = file.tell()
    file.seek(start + size)
    file.readline()
    end = file.tell()
    file.seek(start)
    return file.read(end - start)


def _refuse_unsound(block: bytes) -> None:
    """Whole lines must be UTF-8 without marks, NULs and page breaks, and end in LF or CRLF, but for the last."""
    if b"\0" in block or b"\f" in block or block.endswith((b"\x1a", b"\r")) or _holds_lone_return(block):
        raise MendingError
    if block.isascii():
        return
    if _MARK in block:
        raise MendingError
    try:
        block.decode()
    except UnicodeDecodeError as fault:
        raise MendingError from fault


def _holds_lone_return(block: bytes) -> bool:
    return b"\r" in block and block.count(b"\r") != block.count(b"\r\n")
