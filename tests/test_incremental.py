"""What a second run builds: what depends on a change, and only that."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger import project, table
from rebuilds import APPROVED, DATA, on, run, two_files

from lccspend.errors import SpendError
from lccspend.etl import sources
from lccspend.project import Project
from lccspend.runs.record import Asked
from lccspend.store import READ, changes_since, inputs, read_figures


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", on("2024-06-30"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed since the list was last cleared."""
    found: list[str] = []
    real = sources.read_grids

    def spy(path: Path, label: str, *rest: object) -> object:
        found.append(label)
        return real(path, label, *rest)

    monkeypatch.setattr(sources, "read_grids", spy)
    return found


@pytest.fixture
def two(tmp_path: Path, opened: list[str]) -> Project:
    """A project of two files whose report is built; what was opened for it is forgotten."""
    made = two_files(tmp_path, DATA)
    opened.clear()
    return made


@pytest.fixture
def counted(tmp_path: Path, opened: list[str]) -> Project:
    """The same without a report."""
    made = two_files(tmp_path, None)
    opened.clear()
    return made


def stored(made: Project) -> bytes:
    return (made.processed / "figures.json").read_bytes()


def reports(made: Project) -> list[str]:
    return sorted(p.name for p in made.output.iterdir())


def test_a_second_run_does_nothing_and_says_so(
    two: Project, opened: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    first = run(two)
    before = {path: path.stat().st_mtime_ns for path in two.root.rglob("*") if path.is_file()}
    caplog.set_level("INFO")
    again = run(two)
    assert (again.built, again.paths, opened) == ("nothing", first.paths, [])
    assert len(again.paths) > 2
    assert all(path.is_file() for path in again.paths)
    assert {path: path.stat().st_mtime_ns for path in two.root.rglob("*") if path.is_file()} == before
    assert "Nothing has changed since the last build" in caplog.text
    assert run(two, None).figures.books == first.figures.books


def test_a_file_that_was_only_touched_builds_nothing_and_is_not_told_as_changed(
    two: Project, opened: list[str]
) -> None:
    os.utime(two.raw / "a.csv", (1, 1))
    assert changes_since(two, read_figures(two)) != []
    assert (run(two).built, opened) == ("nothing", [])
    assert changes_since(two, read_figures(two)) == []


def settings(text: str) -> Callable[[Project], object]:
    return lambda made: made.settings_file.write_text(text, encoding="utf-8")


def alias(made: Project) -> None:
    project(made.root, {}, APPROVED, {"supplier_aliases.csv": table("name,supplier,reason,author,date", "A,B,r,a,d")})


def upgrade(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(inputs, "program_digest", lambda: "another")


@pytest.mark.parametrize(
    ("change", "built"),
    [
        (settings(APPROVED + "# a remark\n"), "report"),
        (settings(APPROVED + 'title = "Another"\n'), "report"),
        (settings(APPROVED + "[tail]\nthreshold = 5\n"), "figures"),
        (alias, "figures"),
        (lambda made: next(made.output.glob("tables/*.csv")).write_text("altered"), "report"),
        (lambda made: next(made.output.glob("tables/*.csv")).unlink(), "report"),
    ],
)
def test_what_depends_on_a_change_is_built_and_no_file_is_read(
    two: Project, opened: list[str], change: Callable[[Project], object], built: str
) -> None:
    change(two)
    assert (run(two).built, opened) == (built, [])
    if built == "report":  # figures that were kept are those that would be made
        kept = stored(two)
        run(two, None, force=True)
        assert stored(two) == kept


def test_another_day_and_another_program_build_the_figures_anew(
    two: Project, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    with monkeypatch.context() as patch:
        upgrade(patch)
        assert run(two).built == "figures"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", on("2024-07-01"))
    assert (run(two).built, opened) == ("figures", [])


def test_force_reads_every_file_again(two: Project, opened: list[str]) -> None:
    before = stored(two)
    assert run(two, force=True).built == "figures"
    assert (opened, stored(two)) == (["a.csv", "b.csv"], before)


def test_a_removed_file_disappears_from_the_figures_and_is_told(two: Project, caplog: pytest.LogCaptureFixture) -> None:
    (two.raw / "b.csv").unlink()
    outcome = run(two)
    assert outcome.gone == ("b.csv",)
    assert outcome.figures.books.counted.rows == 1
    assert "Gone since the last build: b.csv." in caplog.text


def test_other_content_of_the_same_size_and_time_is_read_again(two: Project, opened: list[str]) -> None:
    path = two.raw / "a.csv"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"100.00", b"700.00"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run(two).figures.books.counted.pounds == 800
    assert opened == ["a.csv"]


def test_fewer_formats_leave_no_file_that_disagrees_and_no_one_elses_file_goes(two: Project) -> None:
    (two.output / "minutes.txt").write_text("a person's own", encoding="utf-8")
    run(two, Asked("2023/24", 1, ("json", "csv")))
    run(two, Asked("2022/23", 1, ("json",)))
    assert run(two, Asked("2023/24", 1, ("json",))).built == "nothing"
    both = ["procurement-spend-2022-23.json", "procurement-spend-2023-24.json"]
    assert reports(two) == ["minutes.txt", *both, "tables"]
    settings(APPROVED + "[tail]\nthreshold = 5\n")(two)
    run(two, Asked("2023/24", 1, ("xlsx",)))
    assert reports(two) == ["minutes.txt", both[0], "procurement-spend-2023-24.xlsx"]
    run(two, Asked("2023/24", 1, ("csv",)))
    assert reports(two) == ["minutes.txt", both[0], "procurement-spend-2023-24.xlsx", "tables"]


def test_a_final_report_and_its_published_figures_come_out_together(two: Project) -> None:
    final = Asked("2023/24", 1, ("json",), final=True)
    assert run(two, final).built == "report"
    kept = json.loads((two.reference / "published_figures.json").read_text(encoding="utf-8"))
    assert kept["figures"]["2023/24 total"] == "100.00"
    assert run(two, final).built == "nothing"


@pytest.mark.parametrize("name", ["figures.json", "payments.parquet", "cells-month.json", "manifest.json"])
def test_a_damaged_store_is_noticed_and_built_anew(counted: Project, name: str) -> None:
    before = stored(counted)
    path = counted.processed / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert run(counted, None).built == "figures"
    assert stored(counted) == before
    assert run(counted, None).built == "nothing"


def test_a_manifest_that_is_no_text_is_damaged_as_any_other_and_the_store_built_anew(counted: Project) -> None:
    before = stored(counted)
    (counted.processed / "manifest.json").write_bytes(b'{"build": "\xff"}')
    with pytest.raises(SpendError, match=r"manifest\.json cannot be read"):
        read_figures(counted)
    assert (run(counted, None).built, stored(counted)) == ("figures", before)


@pytest.mark.parametrize("pattern", ["0.parquet", "index.json"])
def test_a_damaged_table_of_a_file_is_read_anew(counted: Project, opened: list[str], pattern: str) -> None:
    for path in (counted.processed / READ).rglob(pattern):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    (counted.processed / "manifest.json").unlink()
    before = stored(counted)
    run(counted, None)
    assert (opened, stored(counted)) == (["a.csv", "b.csv"], before)
