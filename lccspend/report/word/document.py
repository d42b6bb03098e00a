"""A report and its pictures in, the bytes of a Word document out: the parts of the report in the order printed."""

import io
import zipfile
from typing import Any

from docx import Document

from lccspend.report.filters import clean, day
from lccspend.report.model import Report, Section
from lccspend.report.word.pieces import add_chart, add_entries, add_header_and_footer, add_passage, add_table
from lccspend.report.word.style import dress

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can name: every part bears it, so that the same report gives the same bytes."""


def to_docx(report: Report, pictures: dict[str, bytes]) -> bytes:
    """The document, with each chart as a PNG picture by the chart's name; headings make its navigation."""
    document = Document()
    dress(document, report)
    add_header_and_footer(document, report)
    _front(document, report)
    _glance(document, report)
    for part in report.detail:
        document.add_heading(clean(part.heading), 1)
        for section in part.sections:
            _section(document, section, 2, pictures)
    _closing(document, report)
    for section in report.appendices:
        _section(document, section, 1, pictures)
    return _packed(document)


def _front(document: Any, report: Report) -> None:
    document.add_paragraph(clean(report.authority), style="Subtitle")
    document.add_paragraph(f"{clean(report.title)} {report.financial_year}", style="Title")
    document.add_paragraph(". ".join((report.period, *report.stamps)) + ".")
    add_entries(document, [(field.label, field.value) for field in report.form.fields])
    document.add_heading("Brief summary", 1)
    for sentence in report.form.summary:
        document.add_paragraph(clean(sentence))
    document.add_heading("Recommendation", 1)
    document.add_paragraph(clean(report.form.recommendation))


def _glance(document: Any, report: Report) -> None:
    document.add_heading(f"{report.financial_year} at a glance", 1)
    document.add_paragraph(clean(report.lead))
    for key in report.key_figures:
        text = " ".join(filter(None, (key.meaning, key.change)))
        add_entries(document, [(f"{key.label}: {key.value}", text)])
    document.add_heading("How to read this report", 1)
    add_entries(document, [(entry.heading, entry.text) for entry in report.reading])


def _section(document: Any, section: Section, level: int, pictures: dict[str, bytes]) -> None:
    document.add_heading(clean(section.heading), level)
    _body(document, section, pictures)


def _body(document: Any, section: Section, pictures: dict[str, bytes]) -> None:
    for passage in section.words:
        add_passage(document, passage)
    for text in section.statements:
        document.add_paragraph(clean(text))
    add_entries(document, [(entry.heading, entry.text) for entry in section.entries])
    for chart in section.charts:
        add_chart(document, chart, pictures[chart.name])
    for table in section.tables:
        add_table(document, table)


def _closing(document: Any, report: Report) -> None:
    form = report.form
    document.add_heading("Consultations", 1)
    document.add_paragraph(clean(form.consultations))
    document.add_heading("Implications", 1)
    add_entries(document, [(entry.heading, entry.text) for entry in form.implications])
    document.add_heading("List of background papers", 1)
    papers = [(paper.title, ", ".join(filter(None, (paper.date, paper.contact)))) for paper in form.papers]
    add_entries(document, papers or [("None", "No background papers are listed.")])
    document.add_paragraph(
        f"Written on {day(report.written_on)} by lccspend {report.version} from build {report.build_id}. "
        f"{report.vintage}."
    )


def _packed(document: Any) -> bytes:
    """The saved document with every part under one date and in the order saved."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
