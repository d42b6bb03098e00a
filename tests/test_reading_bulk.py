"""Reading many rows at once gives what reading line by line gives, on the same bytes."""

import signal
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger import kept_rows

from lccspend.__main__ import press_again
from lccspend.etl.bulk import BLOCK, How, _read_block, read_bulk
from lccspend.etl.cells import write_cells
from lccspend.etl.normalise import typed_rows
from lccspend.etl.tabulate import headings_known, tabulate
from lccspend.reading import read_grids
from lccspend.settings import Sources
from lccspend.sources.profile import load_profiles

DAY = date(2024, 6, 30)
PROFILES = load_profiles(Sources())
HEADINGS = (
    "Supplier,Supplier Number,Postal Code,Invoice Number,Payment Date,Payment Amount,Base Amount,Payment Currency,Notes"
)
GOOD = "Amber Ltd,7,PR1 8XJ,I1,2023-05-01,10.00,,GBP,"


def careful(path):
    """Every row of a file read line by line, and its warnings."""
    (grid,) = read_grids(path, "a.csv", headings_known(PROFILES))
    table = tabulate(grid, PROFILES)
    return typed_rows(table, DAY), table.warnings


def bulk(path, block=BLOCK):
    """The same, read many rows at once; None for a file that is not read so."""
    plain, others = path.with_suffix(".parquet"), path.with_name("others.parquet")
    table = read_bulk(path, "a.csv", How(PROFILES, None, DAY, block=block), plain)
    if table is None:
        assert not list(path.parent.glob(f"{plain.stem}*.parquet"))
        return None
    write_cells(typed_rows(table, DAY), others)
    return kept_rows([plain, others]), table.warnings


def both(tmp_path, lines, end="\n", mark="", last="\n", block=BLOCK):
    path = tmp_path / "a.csv"
    path.write_bytes((mark + end.join(lines) + last).encode())
    return bulk(path, block), careful(path)


def agree(found, expected):
    return found[0].equals(expected[0]) and found[1] == expected[1]


ODD = [
    "",
    ",,,,,,,,",
    "Grand Total,,,,,30.00,,,",
    "End of Report",
    "Page 1 of 2",
    HEADINGS,
    HEADINGS.upper(),
    "Short,1,,I2,2023-05-02,5.00",
    "Shorter,1",
    "Long,1,,I3,2023-05-02,5.00,,GBP,,more",
    "Blank Ends,1,,I3,2023-05-02,5.00,,GBP,,,",
    'Rope 12" by "6",1,,I3,2023-05-02,5.00,,GBP,,,,',
    'x"Rope",1,,I3,2023-05-02,5.00,,GBP,,,',
    '"a","1","","I3","2023-05-02","5.00","","GBP",""',
    '"a, ""b"", ""c""",1,,I3,2023-05-02,5.00,,GBP,"""d"""',
    '"a,",1,,I3,2023-05-02,5.00,,GBP,","',
    "Foreign,1,,I4,2023-05-02,5.00,4.00,EUR,",
    "No Base,1,,I4,2023-05-02,5.00,,EUR,",
    "Late,1,,I5,2031-05-02,5.00,,,",
    "Old,1,,I5,1999-05-02,5.00,,,",
    'Rope 12" wide,1,,I6,2023-05-02,5.00,,,',
    'Rope 12" wide,1,,I6,2023-05-02,5.00,,,,',
    '"Quoted, with ""marks""",1,,I7,2023-05-02,"1,234.50",,GBP,"a, b"',
    "  Spaced  ,1 , pr1 8xj,I8,02/05/2023, (5.00) ,,gbp,x",
    "Café\u00a0Noir,1,,I9,3/5/23,£5.00,,,",
    "Odd Money,1,,I9,2023-05-02,5.001,,,",
    "Star,1,,I9,2023-05-02,-5.00*,,,",
    "Many,1,,I10,2023-05-31T23:30:00.000+00:00,12.00 CR,,,",
    ",,,,2023-05-02,7.00,,,",
    ",,,,,7.00,,,",
]


@pytest.mark.parametrize("line", ODD)
def test_an_odd_line_among_good_ones_is_read_as_it_is_line_by_line(line, tmp_path):
    found, expected = both(tmp_path, ["A title", HEADINGS, GOOD, line, GOOD])
    assert found is not None
    assert agree(found, expected)


@pytest.mark.parametrize("line", ODD)
def test_an_odd_line_that_ends_a_file_without_a_line_end_is_read_as_it_is_line_by_line(line, tmp_path):
    found, expected = both(tmp_path, [HEADINGS, GOOD, line], last="")
    assert found is not None
    assert agree(found, expected)


@pytest.mark.parametrize(
    "line",
    [
        '"Left open,1,,I1,2023-05-01,10.00,,GBP,',
        '"Two\nlines",1,,I1,2023-05-01,10.00,,GBP,',
        '"After" ,1,,I,2023-05-01,1.00,,,',
        '"a,"b",c",1,,I,2023-05-01,1.00,,,',
        '"a" "b",1,,I,2023-05-01,1.00,,,',
        'A,1,,I,2023-05-01,1.00,,,"',
    ],
)
def test_a_file_in_which_a_line_may_be_no_record_is_left_to_the_careful_reader(line, tmp_path):
    assert both(tmp_path, [HEADINGS, GOOD, line, GOOD])[0] is None


@pytest.mark.parametrize("text", ["caf\udce9", "a\0b", "a\fb", "a\rb", "a\ufeffb"])
def test_a_file_whose_text_must_be_mended_is_left_to_the_careful_reader(text, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADINGS}\n{GOOD}\n{GOOD}{text}\n".encode("utf-8", "surrogateescape"))
    assert bulk(path) is None


def test_headings_that_change_within_a_file_leave_it_to_the_careful_reader(tmp_path):
    changed = "Supplier Number,Supplier,Postal Code,Invoice Number,Payment Amount,Payment Date,Base Amount,A,B"
    assert both(tmp_path, [HEADINGS, GOOD, changed, GOOD])[0] is None


@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\r\n\r\n"])
@pytest.mark.parametrize("block", [1, 100, 150])
def test_rows_keep_their_line_numbers_whatever_blocks_a_file_is_cut_into(block, last, tmp_path):
    late, cafe = "Late,1,,I5,2031-05-02,5.00,,,", '"Café, ""Noir""",1,,I9,3/5/23,"1,234.50",,,'
    found, expected = both(tmp_path, [HEADINGS, late, late, GOOD, "", cafe, GOOD], "\r\n", last=last, block=block)
    assert agree(found, expected)
    assert found[0].select("row", "fault_column", "pence").rows() == [
        (2, "Payment Date", 500),
        (3, "Payment Date", 500),
        (4, None, 1000),
        (6, None, 123450),
        (7, None, 1000),
    ]


def test_a_fault_in_a_later_block_leaves_the_whole_file_to_the_careful_reader(tmp_path):
    assert both(tmp_path, [HEADINGS, GOOD, GOOD, '"Left open,1,,I1,2023-05-01,10.00,,GBP,'], block=1)[0] is None


def test_ctrl_c_while_blocks_are_read_ends_the_reading_without_a_word(tmp_path, monkeypatch):
    presses = iter([signal.SIGINT])

    def read(block, **how):
        for press in presses:
            signal.raise_signal(press)
        return _read_block(block, **how)

    monkeypatch.setattr("lccspend.etl.bulk._read_block", read)
    monkeypatch.setattr(sys, "unraisablehook", press_again)
    with pytest.raises(KeyboardInterrupt):
        both(tmp_path, [HEADINGS, *[GOOD] * 50], block=100)


def test_a_file_with_too_many_odd_lines_is_left_to_the_careful_reader(tmp_path, monkeypatch):
    lines = [HEADINGS, GOOD, "", GOOD, ""]
    assert both(tmp_path, lines, block=1)[0] is not None
    monkeypatch.setattr("lccspend.etl.bulk.MOST_DOUBTFUL", 1)
    assert both(tmp_path, lines, block=1)[0] is None


SPACED = st.text(" \t\v\u0085\u00a0\u2003\u2007\u2019\u3000£aé", max_size=4)


@settings(max_examples=20)
@given(names=st.lists(SPACED, min_size=1, max_size=6), block=st.sampled_from([1, 100, BLOCK]))
def test_spaces_of_every_kind_are_taken_from_around_a_text_as_line_by_line(names, block, tmp_path_factory):
    lines = [HEADINGS, GOOD, *(f'{name},1,{name},I1,{name}2023-05-01{name[::-1]},10.00,,GBP,""' for name in names)]
    found, expected = both(tmp_path_factory.mktemp("bulk"), lines, block=block)
    assert agree(found, expected)


@settings(max_examples=20)
@given(
    lines=st.lists(st.sampled_from([GOOD, *ODD]), min_size=1, max_size=12),
    around=st.tuples(*map(st.sampled_from, (["\n", "\r\n"], ["", "\ufeff"], ["", "\n", "\r\n"]))),
    delimiter=st.sampled_from(",;\t|"),
    block=st.one_of(st.integers(1, 500), st.just(BLOCK)),
)
def test_any_file_that_is_read_many_rows_at_once_gives_the_same_rows(lines, around, delimiter, block, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bulk")
    text = [line.replace(",", delimiter) for line in [HEADINGS, GOOD, *lines]]
    found, expected = both(folder, text, *around, block)
    assert found is None or agree(found, expected)
