"""One payment is changed: the same new figures must stand in the page, the web page, the tables and the answers."""

import csv
from pathlib import Path

import pytest
from ledger import fusion, project, silent
from pdf_pages import text_of_pages

from lccspend.commands.build import build_report
from lccspend.commands.queries import locality
from lccspend.project import Project

ROWS = (
    {"supplier": "ACME LTD", "number": "1", "postcode": "PR1 8XJ", "invoice": "A", "amount": "57.00"},
    {"supplier": "BETA LTD", "number": "2", "postcode": "M1 1AE", "invoice": "B", "amount": "33.00"},
    {"supplier": "GAMMA LTD", "number": "3", "postcode": "SW1A 1AA", "invoice": "C", "amount": "10.00"},
)


def _built(folder: Path, local_amount: str, *formats: str) -> Project:
    made = project(folder, {"fusion/q1.csv": fusion({**ROWS[0], "amount": local_amount}, *ROWS[1:])})
    build_report(made, "2023/24", 5, silent, formats)
    return made


def _printed(made: Project) -> dict[str, str]:
    """The text of each kind of file that people read."""
    output = made.output
    page = output / "procurement-spend-2023-24.pdf"
    with (output / "tables" / "locality-by-year.csv").open(encoding="utf-8", newline="") as file:
        cells = [" ".join(row) for row in csv.reader(file)]
    return {
        "pdf": "\n".join(text_of_pages(page.read_bytes())) if page.exists() else "",
        "html": (output / "procurement-spend-2023-24.html").read_text(encoding="utf-8"),
        "csv": "\n".join(cells),
        "json": (output / "procurement-spend-2023-24.json").read_text(encoding="utf-8"),
    }


@pytest.mark.pango
def test_a_hundred_million_more_to_one_local_payment_moves_every_figure_in_every_format(tmp_path: Path) -> None:
    before = _printed(_built(tmp_path / "before", "57.00", "html", "csv", "json"))
    made = _built(tmp_path / "after", "100000057.00", "pdf", "html", "csv", "json")
    after = _printed(made)
    assert all(figure in before["html"] for figure in ("£100", "£57", "57%"))
    for kind in ("pdf", "html"):
        assert all(figure in after[kind] for figure in ("£100,000,100", "£100,000,057", "100%"))
        assert "57%" not in after[kind]
    for kind in ("csv", "json"):
        assert all(figure in before[kind] for figure in ("100.00", "57.00"))
        assert all(figure in after[kind] for figure in ("100000100.00", "100000057.00", "100.00"))
    (year,) = locality(made, None, None, None).years
    assert (str(year.total), str(year.lancashire), str(year.percent)) == ("100000100.00", "100000057.00", "100.00")
