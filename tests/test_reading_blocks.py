"""A text cut at line ends is the same text, and a fault is seen wherever the cuts fall."""

import pytest

from lccspend.reading.blocks import MendingError, blocks_of, ends_of

TEXT = "Name,Amount\r\nCafé £5 – Noir,1\r\n\r\n\nAmber,22222222\r\nlast, without an end".encode()
SIZES = range(1, len(TEXT) + 2)


def pieces(path, text, size, after=0):
    path.write_bytes(text)
    return list(blocks_of(path, size, after))


@pytest.mark.parametrize("text", [TEXT, TEXT + b"\n", TEXT + b"\r\n\r\n"])
def test_blocks_of_any_size_are_whole_lines_and_together_the_text(text, tmp_path):
    longest = max(map(len, text.splitlines(keepends=True)))
    for size in SIZES:
        blocks = pieces(tmp_path / "a.csv", text, size)
        assert b"".join(blocks) == text
        assert all(block.endswith(b"\n") for block in blocks[:-1])
        assert all(len(block) <= size + longest for block in blocks)


def test_blocks_begin_after_a_line(tmp_path):
    assert pieces(tmp_path / "a.csv", b"a\nb\nc\nd", 3, after=1) == [b"b\nc\n", b"d"]
    assert pieces(tmp_path / "a.csv", b"a\n", 3, after=1) == []


@pytest.mark.parametrize("fault", [b"\0", b"\f", b"\r", b"\xef\xbb\xbf", b"\xe9", b"\xc3", b"\xed\xa0\x80"])
@pytest.mark.parametrize("place", ["Noir", "Amber", "last", "without an end"])
def test_a_text_that_must_be_mended_is_refused_wherever_it_is_cut(fault, place, tmp_path):
    text = TEXT.replace(place.encode(), place.encode() + fault)
    for size in SIZES:
        with pytest.raises(MendingError):
            pieces(tmp_path / "a.csv", text, size)


def test_the_ends_are_told_without_the_mark_of_their_encoding_and_refused_where_they_must_be_mended(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffNäme,1\n".encode())
    assert ends_of(path) == "Näme,1\n"
    for text in ("ï»¿Name,1\n", "\ufeff\ufeffName,1\n", "Name,1\n\x1a"):
        path.write_bytes(text.encode())
        with pytest.raises(MendingError):
            ends_of(path)
