"""Text files in, each with one defect and named after it; the rows a person would read out."""

from pathlib import Path

import pytest

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

DATA = Path(__file__).parent / "data/reading"
KNOWN = {"date", "supplier", "amount", "note"}


def known_headings(cells: list[str]) -> int:
    return sum(cell.strip().lower() in KNOWN for cell in cells)


def read(name: str) -> Grid:
    (grid,) = read_grids(DATA / name, f"raw/{name}", known_headings)
    return grid


def read_text(folder: Path, text: str | bytes) -> Grid:
    path = folder / "export"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    (grid,) = read_grids(path, "export", known_headings)
    return grid


HEADINGS = ["Date", "Supplier", "Amount"]
ACME = ["01/04/2023", "ACME LTD", "12.00"]
BETA = ["02/04/2023", "BETA LTD", "3.50"]
GAMMA = ["03/04/2023", "GAMMA LTD", "1.00"]
CAFE = ["01/04/2023", "CAFÉ", "12.00"]


def test_a_text_file_is_one_grid_under_its_label() -> None:
    grid = read("mixed_line_ends.csv")
    assert (grid.label, grid.is_text, grid.warnings) == ("raw/mixed_line_ends.csv", True, [])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("bare_cr.csv", [HEADINGS, ACME, BETA]),
        ("mixed_line_ends.csv", [HEADINGS, ACME, BETA, GAMMA]),
        ("end_of_file_mark.csv", [HEADINGS, ACME]),
        ("utf8_bom.csv", [HEADINGS, CAFE]),
        ("two_boms.csv", [HEADINGS, CAFE]),
        ("mojibake_bom.csv", [HEADINGS, CAFE]),
        ("joined_files.csv", [HEADINGS, ACME, HEADINGS, ACME]),
        ("form_feeds.csv", [HEADINGS, ACME, HEADINGS, ["02/04/2023", "BETA, LTD", "3.50"]]),
        ("windows_1252.csv", [["Date", "Supplier", "Net Amount (£)"], ["01/04/2023", "CAFÉ – “LEYLAND”", "£12.00"]]),
        ("cp437_pound.csv", [["Date", "Supplier", "Net Amount(œ)"], ACME]),
        ("undefined_byte.csv", [HEADINGS, ["01/04/2023", "A\x81B", "12.00"]]),
        ("doubled_quotes.csv", [HEADINGS, ["01/04/2023", '10.5" IPAD, BLACK', "12.00"]]),
        ("quotes_in_unquoted_cells.csv", [HEADINGS, ["01/04/2023", 'THE "RED" SHOP 5"', "12.00"]]),
        ("blank_lines.csv", [[""], HEADINGS, [""], ACME, ["", "", ""]]),
        ("ragged.csv", [[*HEADINGS, ""], [*ACME, "", "", ""], ["02/04/2023", "BETA LTD"]]),
        ("sep_line.csv", [["sep=", ""], HEADINGS, ["01/04/2023", "ACME LTD", "12,00"]]),
    ],
)
def test_a_defect_of_the_file_leaves_the_rows_as_they_were_meant(name: str, rows: list[list[str]]) -> None:
    grid = read(name)
    assert grid.rows == rows
    assert grid.numbers == list(range(1, len(rows) + 1))
    assert grid.warnings == []


@pytest.mark.parametrize("name", ["utf16_little_endian.txt", "utf16_big_endian.txt", "utf16_without_bom.txt"])
def test_unicode_text_of_excel_is_read_with_its_tabs(name: str) -> None:
    assert read(name).rows == [HEADINGS, ["01/04/2023", "CAFÉ", "£12.00"]]


def test_bytes_of_two_encodings_are_both_read_and_reported() -> None:
    grid = read("mixed_encodings.csv")
    assert grid.rows[1:] == [["01/04/2023", "CAFÉ", "£12.00"], ["02/04/2023", "CAFÉ", "£3.50"]]
    assert grid.warnings == ["not valid UTF-8 in 2 places; read there as Windows-1252"]


def test_nul_bytes_are_dropped_and_reported() -> None:
    grid = read("nul_bytes.csv")
    assert grid.rows[1] == ACME
    assert grid.warnings == ["1 NUL characters dropped"]


def test_half_a_character_at_the_end_is_reported(tmp_path: Path) -> None:
    grid = read_text(tmp_path, b"\xff\xfe" + "Date\tAmount\n1\t2".encode("utf-16-le") + b"x")
    assert grid.rows[1] == ["1", "2"]
    assert grid.warnings == ["the last character is cut in half: the file may be incomplete"]


def test_line_ends_in_quoted_cells_are_kept_and_counted() -> None:
    grid = read("line_ends_in_cells.csv")
    assert [row[1] for row in grid.rows] == ["Supplier", "ACME\nLTD", "BETA\r\nLTD", "GAMMA LTD"]
    assert grid.numbers == [1, 2, 4, 6]


def test_bare_returns_in_quoted_cells_are_kept_and_counted(tmp_path: Path) -> None:
    grid = read_text(tmp_path, 'Date,Supplier\r1,"ACME\rLTD"\r2,BETA\r')
    assert grid.rows[1:] == [["1", "ACME\rLTD"], ["2", "BETA"]]
    assert grid.numbers == [1, 2, 4]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("stray_quotes.csv", [["01/04/2023", '"AB" LTD', "12.00"], ["02/04/2023", "BETA, LTD", "3.50"]]),
        ("unclosed_quote.csv", [["01/04/2023", '"ACME LTD', "12.00"], BETA, GAMMA]),
        ("undoubled_quotes.csv", [["01/04/2023", '12" PIPE, 5m', "12.00"], ["02/04/2023", "BETA, LTD", "3.50"]]),
        ("space_behind_quote.csv", [["01/04/2023", "ACME, LTD", "12.00"]]),
        ("unclosed_quote_before_quoted_cell.csv", [['"ACME LTD', "12.00", "one, two"], ["BETA LTD", "3.50", "three"]]),
    ],
)
def test_odd_quotes_disturb_their_own_line_only(name: str, rows: list[list[str]]) -> None:
    grid = read(name)
    assert grid.rows[1:] == rows
    assert grid.warnings == ["a stray quote, or one never closed, on line 2; that line was read by itself"]


def test_an_open_quote_that_a_later_inch_mark_closes_swallows_no_payments() -> None:
    grid = read("quote_closed_rows_later.csv")
    assert [row[2] for row in grid.rows] == ["Amount", "12.00", "3.50", "1.00", "2.00"]


def test_two_stray_quotes_of_a_narrow_file_swallow_no_payments_between_them(tmp_path: Path) -> None:
    lines = ["Date,Supplier,Amount,Ref", '1,"ACME LTD,10.00,R3', *["2,BETA,20.00,R4"] * 10, '3,GAMMA 12",20.00,R8']
    grid = read_text(tmp_path, "\n".join(lines))
    assert len(grid.rows) == 13
    assert [row[2] for row in grid.rows[1:3]] == ["10.00", "20.00"]


def test_an_address_of_several_lines_in_a_narrow_file_stays_one_cell(tmp_path: Path) -> None:
    text = 'Date,Supplier,Amount\n1,"ACME, Unit 4, Dock Road\nPreston, Lancashire, UK",10.00\n2,BETA,3.50\n'
    assert len(read_text(tmp_path, text).rows) == 3


def test_an_open_quote_swallows_no_more_than_its_line_in_a_long_file(tmp_path: Path) -> None:
    lines = ["Date,Supplier", '1,"ACME', *["2,BETA"] * 500, '3,"GAMMA, LTD"']
    grid = read_text(tmp_path, "\n".join(lines))
    assert len(grid.rows) == 503
    assert grid.rows[-1] == ["3", "GAMMA, LTD"]
    assert grid.numbers[-1] == 503


def test_many_odd_lines_are_reported_in_one_warning(tmp_path: Path) -> None:
    grid = read_text(tmp_path, "Date,Supplier\n" + '1,"AB" LTD\n' * 7)
    assert grid.rows[1:] == [["1", '"AB" LTD']] * 7
    assert grid.warnings == [
        "stray quotes, or quotes never closed, on lines 2, 3, 4, 5, 6 and 2 more; these lines were read by themselves"
    ]


def test_a_description_of_several_lines_stays_one_record(tmp_path: Path) -> None:
    text = 'Date,Supplier,Amount,Category,Description\n1,ACME,12.00,WORKS,"drain\nand, with care, pipe"\n'
    grid = read_text(tmp_path, text + "2,BETA,3.50,GOODS,pens\n")
    assert grid.rows[1][4] == "drain\nand, with care, pipe"
    assert len(grid.rows) == 3


def test_a_cell_of_a_megabyte_is_read(tmp_path: Path) -> None:
    text = "x" * 1_000_000
    assert read_text(tmp_path, f'Date,Note\n1,"{text}"\n').rows[1] == ["1", text]


def test_a_line_of_a_hundred_thousand_stray_quotes_is_read_at_once(tmp_path: Path) -> None:
    """Each could open a cell that ends at none of the others: to look to the end of the line for each takes an hour."""
    grid = read_text(tmp_path, "Date,Note\n1,x\n" + '"a,' * 100_000 + "\n2,y\n")
    assert [len(row) for row in grid.rows] == [2, 2, 100_001, 2]
    assert grid.rows[2][:2] == ['"a', '"a']


def test_the_delimiter_is_the_one_under_which_headings_are_known() -> None:
    grid = read("titles_full_of_commas.csv")
    assert grid.rows[2:] == [HEADINGS, ["01/04/2023", "ACME, LTD|LEYLAND", "12.00"]]


def test_headings_in_the_last_record_choose_the_delimiter_too() -> None:
    grid = read("headings_last.csv")
    assert grid.rows[1:4] == [["01/04/2023", "ACME, LTD", "12.00"], ["02/04/2023", "BETA, LTD", "3.50"], HEADINGS]


def test_headings_last_are_found_behind_a_thousand_rows(tmp_path: Path) -> None:
    payments = "1;A, B, C;2\n" * 1500
    assert read_text(tmp_path, payments + "Date;Supplier;Amount\n" + ";;\n" * 200).rows[1500] == HEADINGS


def test_without_headings_the_steadiest_width_decides() -> None:
    assert read("times_with_colons.txt").rows[0] == ["01/04/2023 10:30:00", "ACME", "12.00"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("zero_bytes.csv", "raw/zero_bytes.csv: is empty."),
        ("blanks_only.csv", "raw/blanks_only.csv: is empty."),
        ("pdf_called.csv", "raw/pdf_called.csv: is a PDF, not an export."),
        ("no_such_file.csv", "raw/no_such_file.csv: cannot be opened (No such file or directory)."),
        (".", "raw/.: cannot be opened (Is a directory)."),
    ],
)
def test_what_is_no_text_is_refused_by_name_and_with_a_remedy(name: str, what: str) -> None:
    with pytest.raises(SourceError) as refusal:
        read(name)
    assert refusal.value.message == what
    assert refusal.value.fix


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"MIME-Version: 1.0\r\n", "a web archive (MHTML)"),
        (bytes(range(1, 256)) * 4, "a binary file of an unknown kind"),
    ],
)
def test_other_kinds_of_file_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=f"export: is {kind}, not an export".replace("(", r"\(").replace(")", r"\)")):
        read_text(tmp_path, content)
