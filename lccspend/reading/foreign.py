"""The first bytes of a file in; nothing out if it may be an export, else an error that says what it is."""

from lccspend.errors import SourceError
from lccspend.reading.encoding import wide_encoding

_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image (PNG)",
    b"\xff\xd8\xff": "an image (JPEG)",
    b"GIF8": "an image (GIF)",
    b"II*\0": "an image (TIFF)",
    b"MM\0*": "an image (TIFF)",
    b"{\\rtf": "a document (RTF)",
    b"MIME-Version:": "a web archive (MHTML)",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "an SQLite database",
    b"\0\1\0\0Standard": "an Access database",
}

_SAMPLE = 65_536
_CONTROLS = bytes(range(1, 32)).translate(None, b"\t\n\v\f\r\x1a\x1b")
"""Characters that texts do not hold. NUL is apart: some exports pad with it."""


def refuse_foreign(data: bytes, label: str) -> None:
    """Raise SourceError if the bytes are another kind of file than text."""
    kind = next((kind for magic, kind in _FOREIGN.items() if data.startswith(magic)), None)
    if kind is None and not wide_encoding(data) and _is_binary(data[:_SAMPLE]):
        kind = "a binary file of an unknown kind"
    if kind:
        raise SourceError(
            f"{label}: is {kind}, not an export.",
            fix="Export it as CSV or Excel; or take it out of data/raw, or list it under ignore.",
        )


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(8, len(sample) / 20) or sample.count(0) > len(sample) * 0.3
