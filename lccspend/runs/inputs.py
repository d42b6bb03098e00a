"""A project in, what its build is made of out: the raw files with their SHA-256, and the texts that people decide."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from lccspend.errors import SpendError
from lccspend.project import Project
from lccspend.registers.given import given_registers
from lccspend.runs.record import Input
from lccspend.settings import Sources
from lccspend.store import digest_of, raw_files


def input_files(project: Project) -> dict[str, Path]:
    """The files of data/raw that are not left out on purpose, and the registers that the settings name."""
    sources = Sources()
    raw: dict[str, Path] = {}
    given: dict[str, Path] = {}
    with suppress(SpendError):
        raw = raw_files(project)
        sources = project.settings.sources
        given = given_registers(project)
    files = {n: p for n, p in raw.items() if not sources.ignores(n)}
    return files | given


def read_inputs(project: Project, built: Mapping[str, str], known: Mapping[str, Input]) -> dict[str, Input]:
    """Every input with its SHA-256: as the build read it, else as known from its size and time, else read now.

    built maps labels (file, file#sheet, archive/member) to SHA-256. A file that cannot be read has an empty one.
    """
    files = input_files(project)
    of_build = {_file_of(label, files): digest for label, digest in built.items()}
    found = {}
    for name, path in files.items():
        try:
            status = path.stat()
            before = known.get(name)
            same = before is not None and (before.size, before.changed) == (status.st_size, status.st_mtime_ns)
            digest = of_build.get(name) or (before.sha256 if before and same else "") or digest_of(path)
            found[name] = Input(sha256=digest, size=status.st_size, changed=status.st_mtime_ns)
        except OSError:
            found[name] = Input(sha256="", size=0, changed=0)
    return found


def _file_of(label: str, files: Mapping[str, Path]) -> str:
    """The file whose sheet or member a label names."""
    name = label if label in files else label.split("#")[0]
    while name and name not in files:
        name = name.rpartition("/")[0]
    return name


def decided_texts(project: Project) -> dict[str, bytes]:
    """Settings, reference files, logo and templates by their place in the project; what lies outside is not kept."""
    found = {}
    for path in sorted(_decided(project)):
        if path.is_file() and path.is_relative_to(project.root):
            found[path.relative_to(project.root).as_posix()] = path.read_bytes()
    return found


def _decided(project: Project) -> Iterator[Path]:
    yield project.settings_file
    if project.reference.is_dir():
        yield from (path for path in project.reference.iterdir() if not path.name.startswith("."))
    try:
        report = project.settings.report
    except SpendError:
        return
    if report.logo:
        yield report.logo
    if report.templates and report.templates.is_dir():
        yield from report.templates.rglob("*")
