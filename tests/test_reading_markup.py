"""HTML and XML that is called .xls in, the tables that Excel would show out."""

from pathlib import Path

import pytest

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

DATA = Path(__file__).parent / "data/reading"


def read(name: str) -> list[Grid]:
    return read_grids(DATA / name, name, len)


def read_html(folder: Path, text: str) -> list[list[str]]:
    path = folder / "export.xls"
    path.write_text(text)
    (grid,) = read_grids(path, "export.xls", len)
    return grid.rows


def test_the_tables_of_a_web_page_are_one_grid() -> None:
    (grid,) = read("html_called.xls")
    assert grid.rows == [
        ["Payments", "", "April"],
        ["Date", "Supplier", "Amount"],
        ["01/04/2023", "ACME & SONS LTD", "£12.00"],
        ["02/04/2023", "BETA LTD", "3.50"],
        ["", "GAMMA LTD", "1.00"],
        ["03/04/2023", "DELTA LTD", ""],
    ]
    assert (grid.label, grid.numbers, grid.is_text) == ("html_called.xls", [1, 2, 3, 4, 5, 6], False)


def test_a_table_within_a_table_is_read_once() -> None:
    (grid,) = read("nested_tables.html")
    assert grid.rows == [["Date", "Supplier"], ["01/04/2023", "ACME LTD"]]


def test_cells_before_and_after_a_spanned_column_keep_their_columns(tmp_path: Path) -> None:
    rows = read_html(tmp_path, "<table><tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f<td>g<tr><td>h<td>i</table>")
    assert rows == [["a", "b", "c"], ["d", "", "e"], ["f", "", "g"], ["h", "i"]]


@pytest.mark.parametrize("span", ["0", "-1", "many", "9" * 5000, ""])
def test_a_senseless_span_does_no_harm(tmp_path: Path, span: str) -> None:
    rows = read_html(tmp_path, f"<table><tr><td colspan='{span}' rowspan='{span}'>a</table>")
    assert rows[0][0] == "a"
    assert len(rows[0]) <= 1000


@pytest.mark.parametrize("opening", ["<!--", "<b title='", "<script>", "<![if x"])
def test_what_is_never_closed_is_refused_because_the_rows_behind_it_are_in_doubt(tmp_path: Path, opening: str) -> None:
    text = f"<html><table>\n<tr><td>a</td></tr>\n{opening}<tr><td>b</td></tr></table></html>"
    with pytest.raises(SourceError, match=r"export\.xls, line 3: a tag, comment or script is never closed"):
        read_html(tmp_path, text)


def test_a_page_that_is_cut_off_within_its_last_tag_is_read_up_to_there(tmp_path: Path) -> None:
    assert read_html(tmp_path, "<table><tr><td>a</td></tr></table><div cl") == [["a"]]


def test_fifty_thousand_tables_in_each_other_are_read_at_once(tmp_path: Path) -> None:
    assert read_html(tmp_path, "<table><tr><td>" * 50_000 + "a") == [["a"]]


def test_conditional_comments_of_excel_are_passed_over(tmp_path: Path) -> None:
    text = "<html><!--[if gte mso 9]><xml><x:Name>April</x:Name></xml><![endif]-->"
    assert read_html(tmp_path, text + "<table><tr><td>a<![if !x]>b<![endif]></td></tr></table></html>") == [["ab"]]


def test_the_sheets_of_an_xml_spreadsheet_are_grids_with_their_own_row_numbers() -> None:
    april, notes = read("spreadsheetml_called.xls")
    assert april.label == "spreadsheetml_called.xls#April"
    assert april.rows == [["Date", "", "Net (£)"], ["2023-04-01T00:00:00.000", "12.5", "", "TRUE"]]
    assert (april.numbers, april.is_text, april.warnings) == ([3, 4], False, [])
    assert (notes.rows, notes.warnings) == ([["A bold word"]], ["hidden sheet"])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("log_in_page.csv", "log_in_page.csv: is a web page without a table"),
        ("other_xml.xml", "other_xml.xml: is XML, but no spreadsheet"),
        ("entities.xml", "entities.xml: is a broken XML spreadsheet"),
    ],
)
def test_other_markup_is_refused_by_name(name: str, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(name)


@pytest.mark.parametrize(
    "damage",
    [
        ("</Table>", ""),
        ('ss:Index="3"><Data', 'ss:Index="99999999"><Data'),
        ('ss:Index="3"><Cell', 'ss:Index="x"><Cell'),
        ('ss:Index="3"><Cell', 'ss:Index="0"><Cell'),
        ('ss:Index="3"><Cell', 'ss:Index="99999999999999999999"><Cell'),
        ('ss:Index="3"><Cell', 'ss:Index="3" ss:Span="1048576"><Cell'),
    ],
)
def test_a_damaged_xml_spreadsheet_is_refused(tmp_path: Path, damage: tuple[str, str]) -> None:
    text = (DATA / "spreadsheetml_called.xls").read_text("cp1252")
    path = tmp_path / "export.xls"
    path.write_text(text.replace(*damage, 1))
    with pytest.raises(SourceError, match=r"export\.xls: is a broken XML spreadsheet"):
        read_grids(path, "export.xls", len)
