"""A report and drawn charts in, one HTML text out; the templates print one frozen value in a sandbox, escaped."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from traceback import walk_tb
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lccspend.errors import SpendError
from lccspend.report import filters
from lccspend.report.fonts import embedded_faces, linked_faces
from lccspend.report.model import Report

Medium = Literal["pdf", "html"]


def template_folders(own: Path | None = None) -> tuple[Path, ...]:
    """The council's own folder, if any, before the one in the installed package or the checkout.

    A template is taken from the first folder that holds it.
    """
    if own is not None and not own.is_dir():
        raise SpendError(
            f"There is no folder {own}.",
            fix="Set [report] templates in lccspend.toml to a folder of templates, or leave it out.",
        )
    inside = Path(str(files("lccspend"))) / "report" / "templates"
    beside = inside.parents[2] / "reports" / "templates"
    for folder in (inside, beside):
        if (folder / "report.html").is_file():
            return (*((own.resolve(),) if own else ()), folder.resolve())
    raise SpendError("No report templates found.", fix="Install lccspend again, or set [report] templates.")


def to_html(report: Report, drawings: dict[str, str], medium: Medium, folders: tuple[Path, ...]) -> str:
    """The whole document for print or screen; SpendError names the template and line of a fault in a template.

    The drawings are SVG: the charts by their names, and the council's as logo.
    """
    page = _environment(folders)
    faces = linked_faces()
    try:
        if medium == "html":
            faces = embedded_faces(_rendered(page, report, drawings, medium, {}))
        return _rendered(page, report, drawings, medium, faces)
    except (TemplateError, *_FAULTS) as fault:
        place = _place(fault, folders)
        if not (place or isinstance(fault, TemplateError)):
            raise
        raise SpendError(f"{place or 'A report template'}: {_said(fault)}.", fix="Mend that template.") from fault


_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, OSError)
"""What an expression of a template can raise beside Jinja's own errors: a division by nothing, a call of none."""


def _said(fault: Exception) -> str:
    if isinstance(fault, SecurityError):
        return f"it asks for what no template may have ({fault})"
    words = str(fault).removesuffix(".")
    return words if isinstance(fault, TemplateError) else f"{type(fault).__name__}: {words}"


class _Loader(FileSystemLoader):
    """Templates that lie in the folders themselves: a link there may not lead to any other file of the machine."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            source, path, fresh = super().get_source(environment, template)
        except UnicodeDecodeError as fault:
            raise TemplateError(f"{template} is not UTF-8 text (byte {fault.start})") from fault
        if not any(Path(path).resolve().is_relative_to(folder) for folder in self.searchpath):
            raise TemplateNotFound(template, f"{template} is a link that leads out of the folder of templates")
        return source, path, fresh


def _environment(folders: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Loader(folders),
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
    drawings: dict[str, str],
    medium: Medium,
    faces: dict[int, str],
) -> str:
    return page.get_template("report.html").render(
        report=report,
        drawings={name: Markup(svg) for name, svg in drawings.items()},  # noqa: S704  (drawn and escaped by us)
        medium=medium,
        faces=faces,
    )


def _place(fault: Exception, folders: tuple[Path, ...]) -> str:
    """The template and line that failed, or nothing: a fault of syntax carries them, else they end its traceback.

    The template is named as it lies in its folder, such as sections/glance.html.
    """
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(fault.__traceback__)]
    if isinstance(fault, TemplateSyntaxError) and fault.filename:
        frames.append((fault.filename, fault.lineno))
    for name, line in reversed(frames):
        for folder in folders:
            if Path(name).is_relative_to(folder):
                return f"{Path(name).relative_to(folder).as_posix()}, line {line}"
    return ""
