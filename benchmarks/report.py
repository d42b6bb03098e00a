"""The built sample in, a Markdown table out: what the report costs beside bare WeasyPrint on the same HTML.

.venv/bin/python benchmarks/report.py
"""

import sys
import tempfile
from pathlib import Path

from measure import BIN, Run, cost, lccspend, machine, medians, python, table

BARE = "`weasyprint` on the same HTML"
STAGE = """
import sys
from pathlib import Path
from lccspend.commands.editions import default_year
from lccspend.dates import today
from lccspend.project import Project
from lccspend.report.charts import draw
from lccspend.report.context import build_report
from lccspend.report.render import render
from lccspend.report.templates import template_folders, to_html
from lccspend.store import read_figures
project = Project(Path.cwd())
figures = read_figures(project)
report = build_report(figures, project.settings, default_year(figures), 5, today())
if sys.argv[1] == "html":
    page = to_html(report, draw(report.charts, report.palette), "pdf", template_folders())
    Path("print.html").write_text(page, encoding="utf-8")
else:
    render(report, project.settings, Path("out"), sys.argv[1].split(","))
"""


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "sample")
        cost(lccspend(Path(folder), "sample", "sample"))
        cost(lccspend(project, "ingest"))
        cost(python(project, "-c", STAGE, "html"))
        bare = [str(BIN / "weasyprint"), "--pdf-variant", "pdf/ua-1", "print.html", "bare.pdf"]
        runs = {
            BARE: Run(bare, project),
            "the PDF, from the stored figures": python(project, "-c", STAGE, "pdf"),
            "all five formats, from the stored figures": python(project, "-c", STAGE, "pdf,html,xlsx,csv,json"),
            "`build-report --formats pdf --force`": lccspend(project, "build-report", "--formats", "pdf", "--force"),
            "`build-report --formats pdf`, nothing new": lccspend(project, "build-report", "--formats", "pdf"),
        }
        costs = medians(runs)
    return machine("weasyprint", "vl-convert-python", "jinja2") + "\n" + table(costs, BARE)


if __name__ == "__main__":
    sys.stdout.write(measured())
