"""A report and drawn charts in, one HTML text out; the templates print one frozen value in a sandbox, escaped."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lccspend.errors import SpendError
from lccspend.report import filters
from lccspend.report.fonts import embedded_faces, linked_faces
from lccspend.report.model import Report

Medium = Literal["pdf", "html"]


def templates_folder(override: Path | None = None) -> Path:
    """The folder in the settings, else the one in the installed package, else the one in the checkout."""
    if override is not None and not (override / "report.html").is_file():
        raise SpendError(
            f"There is no report.html in {override}.",
            fix="Set [report] templates in lccspend.toml to a folder of templates, or leave it out.",
        )
    inside = Path(str(files("lccspend"))) / "report" / "templates"
    beside = inside.parents[2] / "reports" / "templates"
    for folder in (override, inside, beside):
        if folder is not None and (folder / "report.html").is_file():
            return folder.resolve()
    raise SpendError("No report templates found.", fix="Install lccspend again, or set [report] templates.")


def to_html(report: Report, charts: dict[str, str], medium: Medium, folder: Path) -> str:
    """The whole document for print or screen; SpendError names the template and line of a fault in a template."""
    page = _environment(folder)
    faces = linked_faces()
    try:
        if medium == "html":
            faces = embedded_faces(_rendered(page, report, charts, medium, {}))
        return _rendered(page, report, charts, medium, faces)
    except TemplateError as fault:
        raise SpendError(f"{_place(fault, folder)}: {fault}.", fix="Mend that template.") from fault


def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(printed=filters.printed, clean=filters.clean, day=filters.day)
    return environment


def _rendered(
    page: ImmutableSandboxedEnvironment,
    report: Report,
    charts: dict[str, str],
    medium: Medium,
    faces: dict[int, str],
) -> str:
    return page.get_template("report.html").render(
        report=report,
        charts={name: Markup(svg) for name, svg in charts.items()},  # noqa: S704  (drawn and escaped by us)
        medium=medium,
        faces=faces,
    )


def _place(fault: TemplateError, folder: Path) -> str:
    """The template and line that failed: a fault of syntax carries them, one of printing has them in its traceback."""
    name, line = getattr(fault, "filename", None), getattr(fault, "lineno", 0)
    trace = fault.__traceback__
    while name is None and trace is not None:
        if Path(trace.tb_frame.f_code.co_filename).is_relative_to(folder):
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return f"{Path(name).name}, line {line}" if name else "A report template"
