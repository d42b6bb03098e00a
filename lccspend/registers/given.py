"""A project in, the register files that its settings name out; each must be the register that it is named as."""

from pathlib import Path

from lccspend.errors import SettingsError
from lccspend.project import Project
from lccspend.registers.recognise import recognise
from lccspend.registers.records import Register


def given_registers(project: Project) -> dict[str, Path]:
    """The files of `[registers] companies_house` and `charity_commission` by label; SettingsError names a wrong one.

    A file that lies below data/raw is found there anyway, and is left out here.
    """
    registers = project.settings.registers
    wanted: tuple[tuple[Register, Path | None], ...] = (
        ("companies_house", registers.companies_house),
        ("charity_commission", registers.charity_commission),
    )
    return {
        label: path
        for register, place in wanted
        if place is not None
        for label, path in _files(register, place, project.root / place).items()
        if not path.resolve().is_relative_to(project.raw.resolve())
    }


def _files(register: Register, written: Path, place: Path) -> dict[str, Path]:
    """The file, or the files of a folder that holds the parts, named as the settings write it."""
    if not place.exists():
        raise SettingsError(
            f"lccspend.toml: registers.{register} is {written}, which does not exist.",
            fix="Mend the path, or take the line out.",
        )
    if not (place.is_file() or place.is_dir()):
        raise SettingsError(
            f"lccspend.toml: registers.{register} is {written}, which is neither a file nor a folder.",
            fix="Name the register's file, or the folder that holds its parts.",
        )
    files = {written.as_posix(): place}
    if place.is_dir():
        files = {(written / p.name).as_posix(): p for p in sorted(place.iterdir()) if p.is_file()}
    wrong = [label for label, path in files.items() if recognise(path) != register]
    if wrong or not files:
        raise SettingsError(
            f"lccspend.toml: registers.{register}: {wrong[0] if wrong else written} is not that register.",
            fix="Name the bulk file of Companies House, or the main table of the Charity Commission's register.",
        )
    return files
