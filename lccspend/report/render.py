"""A Report in, files in a folder out: PDF, HTML, XLSX, JSON, and a CSV file for each printed table."""

from collections.abc import Sequence
from pathlib import Path

from lccspend.report.charts import draw
from lccspend.report.document import to_json
from lccspend.report.model import Report
from lccspend.report.tables import to_csv
from lccspend.report.templates import templates_folder, to_html
from lccspend.settings import Settings

FORMATS = ("pdf", "html", "xlsx", "csv", "json")


def render(report: Report, settings: Settings, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the formats asked for into the folder, and say what was written; nothing of earlier runs is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"procurement-spend-{report.financial_year.replace('/', '-')}"
    contents = {**_documents(report, settings, formats), **_data(report, formats)}
    written = {stem.with_name(f"{stem.name}.{ending}"): content for ending, content in contents.items()}
    if "csv" in formats:
        (folder / "tables").mkdir(exist_ok=True)
        written |= {folder / "tables" / f"{table.name}.csv": to_csv(table).encode() for table in report.tables}
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


def _documents(report: Report, settings: Settings, formats: Sequence[str]) -> dict[str, bytes]:
    if not {"pdf", "html"} & set(formats):
        return {}
    folder = templates_folder(settings.report.templates)
    charts = draw(report.charts, report.palette)
    contents = {}
    if "pdf" in formats:
        from lccspend.report.pdf import to_pdf

        identity = f"{report.build_id} {report.financial_year} {report.written_on}"
        contents["pdf"] = to_pdf(to_html(report, charts, "pdf", folder), folder, identity)
    if "html" in formats:
        contents["html"] = to_html(report, charts, "html", folder).encode()
    return contents


def _data(report: Report, formats: Sequence[str]) -> dict[str, bytes]:
    contents = {}
    if "xlsx" in formats:
        from lccspend.report.workbook import to_xlsx

        contents["xlsx"] = to_xlsx(report)
    if "json" in formats:
        contents["json"] = to_json(report)
    return contents
