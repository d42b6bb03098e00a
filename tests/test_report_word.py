"""The Word version holds what the report holds: every figure of every table, pictures with their text, one outline."""

import io
import sys
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from report_figures import TODAY, five_years
from report_numbers import all_rows, shown

from lccspend.errors import SpendError
from lccspend.report.charts import picture
from lccspend.report.context import build_report
from lccspend.report.model import Report
from lccspend.report.render import render
from lccspend.report.word import to_docx
from lccspend.settings import Settings


@cache
def made() -> tuple[Report, bytes]:
    report = build_report(five_years(), Settings(), "2023/24", 5, TODAY)
    return report, to_docx(report, picture(report.charts, report.palette))


def opened() -> Any:
    return Document(io.BytesIO(made()[1]))


def held(document: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_every_table_prints_the_headings_and_figures_of_the_report() -> None:
    report, _ = made()
    assert held(opened()) == [
        [[column.heading for column in table.columns], *(shown(table, row) for row in all_rows(table))]
        for table in report.tables
    ]


def test_the_headings_of_a_table_repeat_on_every_page_and_no_row_is_split() -> None:
    for table in opened().tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_a_total_of_a_billion_has_room_in_a_table_of_many_columns() -> None:
    """In Arial of 10 points eleven figures, three commas and the margins of a cell take 2.83 cm."""
    report, _ = made()
    at = next(at for at, table in enumerate(report.tables) if table.name == "concentration")
    cell = opened().tables[at].rows[-1].cells[2]
    assert cell.text == "£1,638,345,679"
    size = cell.paragraphs[0].runs[0].font.size
    assert Cm(2.83) * size / Pt(10) <= cell.width


def test_every_picture_has_the_text_of_its_chart() -> None:
    report, _ = made()
    told = [shape._inline.docPr.get("descr") for shape in opened().inline_shapes]
    assert told == [chart.alternative for chart in report.charts]


def test_the_outline_is_that_of_the_report() -> None:
    report, _ = made()
    outline = [p.text for p in opened().paragraphs if p.style.name.startswith("Heading")]
    sections = [heading for part in report.detail for heading in (part.heading, *(s.heading for s in part.sections))]
    appendices = [section.heading for section in report.appendices]
    assert appendices[1] == "Appendix 2: Procurement law by date"
    front = ["Brief summary", "Recommendation", "2023/24 at a glance", "How to read this report"]
    assert outline == [
        *front,
        *sections,
        "Consultations",
        "Implications",
        "List of background papers",
        *appendices,
    ]


def test_a_draft_of_sample_data_says_so_on_every_page() -> None:
    sample = Settings.model_validate({"report": {"sample": True}})
    report = build_report(five_years(), sample, "2023/24", 5, TODAY)
    document = Document(io.BytesIO(to_docx(report, picture(report.charts, report.palette))))
    assert "DRAFT · SAMPLE DATA" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.title == report.full_title


def test_the_same_report_gives_the_same_bytes() -> None:
    report, data = made()
    assert to_docx(report, picture(report.charts, report.palette)) == data


def test_without_its_package_the_error_says_what_to_install(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    report, _ = made()
    for name in [
        name for name in sys.modules if name.split(".")[0] == "docx" or name.startswith("lccspend.report.word")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(SpendError, match="python-docx") as fault:
        render(report, Settings(), tmp_path, ("docx",))
    assert "pip install python-docx" in str(fault.value)
