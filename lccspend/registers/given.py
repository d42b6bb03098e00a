"""A project in, the register files that its settings name out; each must be the register that it is named as."""

from collections.abc import Callable
from pathlib import Path

from lccspend.errors import SettingsError
from lccspend.geography.directory_files import recognise_directory
from lccspend.project import Project
from lccspend.registers.recognise import recognise

IsRight = Callable[[Path], bool]


def given_registers(project: Project) -> dict[str, Path]:
    """The files of `[registers]` by label; SettingsError names a wrong one.

    A file that lies below data/raw is found there anyway, and is left out here.
    """
    registers = project.settings.registers
    wanted: tuple[tuple[str, Path | None, IsRight], ...] = (
        ("companies_house", registers.companies_house, lambda path: recognise(path) == "companies_house"),
        ("charity_commission", registers.charity_commission, lambda path: recognise(path) == "charity_commission"),
        ("postcodes", registers.postcodes, lambda path: recognise_directory(path) is not None),
    )
    return {
        label: path
        for register, place, is_right in wanted
        if place is not None
        for label, path in _files(register, place, project.root / place, is_right).items()
        if not path.resolve().is_relative_to(project.raw.resolve())
    }


def _files(register: str, written: Path, place: Path, is_right: IsRight) -> dict[str, Path]:
    """The file, or the files of a folder that holds the parts, named as the settings write it.

    The folder of a directory of postcodes holds documents too, which are passed over.
    """
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
        every = place.rglob("*") if register == "postcodes" else place.iterdir()
        files = {(written / p.relative_to(place)).as_posix(): p for p in sorted(every) if p.is_file()}
    right = {label: path for label, path in files.items() if is_right(path)}
    wrong = [label for label in files if label not in right]
    if not right or (wrong and register != "postcodes"):
        raise SettingsError(
            f"lccspend.toml: registers.{register}: {wrong[0] if wrong else written} is not that register.",
            fix=_EXPECTED[register],
        )
    return right


_EXPECTED = {
    "companies_house": "Name the bulk file of Companies House.",
    "charity_commission": "Name the main table of the Charity Commission's register.",
    "postcodes": "Name the ZIP or the CSV of the ONSPD, the NSPL or Code-Point Open.",
}
