"""A Report in, files in a folder out: PDF, HTML, XLSX, JSON, Word, and a CSV file for each printed table."""

from collections.abc import Sequence
from pathlib import Path

from lccspend.report import FORMATS, refuse_without_packages, stem_of
from lccspend.report.charts import draw, picture
from lccspend.report.dictionary import dictionary
from lccspend.report.document import to_json
from lccspend.report.logo import read_logo
from lccspend.report.model import Report
from lccspend.report.tables import to_csv
from lccspend.report.templates import template_folders, to_html
from lccspend.settings import Settings


def render(report: Report, settings: Settings, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the formats asked for into the folder, and say what was written; nothing of earlier runs is removed."""
    refuse_without_packages(formats)
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / stem_of(report.financial_year)
    contents = {**_documents(report, settings, formats), **_data(report, formats)}
    written = {stem.with_name(f"{stem.name}.{ending}"): content for ending, content in contents.items()}
    if "csv" in formats:
        (folder / "tables").mkdir(exist_ok=True)
        written |= {folder / "tables" / f"{table.name}.csv": to_csv(table).encode() for table in report.tables}
        written[folder / "tables" / "data-dictionary.csv"] = to_csv(dictionary(report.tables)).encode()
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


def _documents(report: Report, settings: Settings, formats: Sequence[str]) -> dict[str, bytes]:
    if not {"pdf", "html"} & set(formats):
        return {}
    folders = template_folders(settings.report.templates)
    drawings = draw(report.charts, report.palette)
    if settings.report.logo:
        drawings["logo"] = read_logo(settings.report.logo, report.authority)
    contents = {}
    if "pdf" in formats:
        from lccspend.report.pdf import to_pdf

        identity = " ".join((report.build_id, report.financial_year, str(report.written_on), *report.stamps))
        contents["pdf"] = to_pdf(to_html(report, drawings, "pdf", folders), folders, identity)
    if "html" in formats:
        contents["html"] = to_html(report, drawings, "html", folders).encode()
    return contents


def _data(report: Report, formats: Sequence[str]) -> dict[str, bytes]:
    contents = {}
    if "xlsx" in formats:
        from lccspend.report.workbook import to_xlsx

        contents["xlsx"] = to_xlsx(report)
    if "json" in formats:
        contents["json"] = to_json(report)
    if "docx" in formats:
        contents["docx"] = _word(report)
    return contents


def _word(report: Report) -> bytes:
    from lccspend.report.word import to_docx

    return to_docx(report, picture(report.charts, report.palette))
