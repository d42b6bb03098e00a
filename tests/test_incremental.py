"""What a second run builds: what depends on a change, and only that; files that are still being copied wait."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledger import fusion, project, r12, silent, table

from lccspend import store
from lccspend.commands import build
from lccspend.commands.build import Outcome
from lccspend.errors import SourceError, SpendError
from lccspend.etl import build as etl_build
from lccspend.etl import sources
from lccspend.project import Project
from lccspend.runs.record import Asked
from lccspend.store import READ, changes_since, inputs, read_figures

DATA = Asked("2023/24", 1, ("csv",))
APPROVED = '[report]\napproved_by = "Director of Finance"\n'


def on(day: str) -> str:
    return str(int(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp()))


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
    made = project(tmp_path, {"a.csv": r12({}), "b.csv": fusion({"invoice": "2", "day": "2022-05-02"})}, APPROVED)
    run(made)
    opened.clear()
    return made


@pytest.fixture
def counted(tmp_path: Path, opened: list[str]) -> Project:
    """The same without a report."""
    made = project(tmp_path, {"a.csv": r12({}), "b.csv": fusion({"invoice": "2", "day": "2022-05-02"})}, APPROVED)
    run(made, None)
    opened.clear()
    return made


def run(made: Project, asked: Asked | None = DATA, *, force: bool = False) -> Outcome:
    """A run as a new process sees the project."""
    return build.run(Project(made.root), silent, asked, force=force)


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


def meanwhile(patch: pytest.MonkeyPatch, label: str, event: Callable[[], object]) -> None:
    """Something happens to a file of data/raw while it is read, each time it is."""
    real = sources.read_grids

    def spy(path: Path, name: str, *rest: object) -> object:
        grids = list(real(path, name, *rest))
        if name == label:
            event()
        return grids

    patch.setattr(sources, "read_grids", spy)


def grow(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "ACME LTD,1,9,2023-06-01,1.00\n", encoding="utf-8")


def test_a_new_file_that_is_still_being_copied_is_left_for_the_next_run(
    counted: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = run(counted, None).figures.books.counted
    late = counted.raw / "late.csv"
    late.write_text(r12({"invoice": "7"}), encoding="utf-8")
    with monkeypatch.context() as patch:
        meanwhile(patch, "late.csv", lambda: grow(late))
        outcome = run(counted, None)
    assert (outcome.left, outcome.figures.books.counted) == (("late.csv",), before)
    assert "Still being copied, so left for the next run: late.csv." in caplog.text
    assert "late.csv" in changes_since(counted, read_figures(counted))[0]
    assert run(counted, None).figures.books.counted.pounds == 301


def test_a_file_that_is_being_replaced_counts_as_it_was_until_the_next_run(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    with monkeypatch.context() as patch:
        meanwhile(patch, "a.csv", lambda: grow(path))
        outcome = run(counted, None)
    assert (outcome.left, outcome.figures.books.counted.pounds) == (("a.csv",), 200)
    assert (run(counted, None).left, read_figures(counted).books.counted.pounds) == ((), 106)


def test_a_file_that_is_taken_away_while_it_is_read_is_gone(counted: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    meanwhile(monkeypatch, "a.csv", path.unlink)
    outcome = run(counted, None)
    assert (outcome.left, outcome.gone, outcome.figures.books.counted.pounds) == ((), ("a.csv",), 100)


def test_a_file_that_cannot_be_read_while_it_is_copied_does_not_stop_the_others(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = counted.raw / "late.csv"
    late.write_text("", encoding="utf-8")
    real = sources.read_grids

    def spy(path: Path, name: str, *rest: object) -> object:
        if path == late:
            grow(late)
        return real(path, name, *rest)

    monkeypatch.setattr(sources, "read_grids", spy)
    assert run(counted, None).left == ("late.csv",)


def test_files_that_never_come_to_rest_end_in_an_error_that_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(tmp_path, {"a.csv": r12({})})
    meanwhile(monkeypatch, "a.csv", lambda: grow(made.raw / "a.csv"))
    with pytest.raises(SpendError, match="There are no payments"):
        run(made)
    monkeypatch.setattr(inputs.Inputs, "moving", lambda _self: {"a.csv"})
    with pytest.raises(SourceError, match=r"a\.csv: changed again and again"):
        run(made)


def test_a_file_whose_time_or_rights_change_while_it_is_read_stands_still(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    meanwhile(monkeypatch, "a.csv", lambda: (path.chmod(0o600), os.utime(path, (5, 5))))
    assert (run(counted, None).left, read_figures(counted).books.counted.pounds) == ((), 105)


def test_a_file_that_stands_still_is_read_whatever_its_time(counted: Project) -> None:
    (counted.raw / "c.csv").write_text(r12({"invoice": "8"}), encoding="utf-8")
    os.utime(counted.raw / "c.csv", (4_000_000_000, 4_000_000_000))
    assert (run(counted, None).left, read_figures(counted).books.counted.rows) == ((), 3)
    assert run(counted, None).built == "nothing"


EXCLUDED = "supplier_number,supplier,invoice_number,invoice_type,category,business_unit,reason,author,date"


@pytest.mark.parametrize("place", ["data/reference/exclusions.csv", "lccspend.toml"])
def test_a_decision_that_is_changed_while_a_build_runs_is_the_one_obeyed(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {"a.csv": r12({"amount": "1.00", "number": "1"}, {"amount": "2.00", "number": "2", "supplier": "DOE"})}
    lines = {number: table(EXCLUDED, f"{number},,,,,,r,a,d") for number in "12"}
    made = project(tmp_path, rows, APPROVED, {"exclusions.csv": lines["1"]})
    later = {"data/reference/exclusions.csv": lines["2"], "lccspend.toml": "[tail]\nthreshold = 5\n"}
    real, calls = etl_build.read_registers, []

    def change_once(*given: object) -> object:
        if not calls:
            (tmp_path / place).write_text(later[place])
        calls.append(1)
        return real(*given)

    monkeypatch.setattr(etl_build, "read_registers", change_once)
    found = run(made, None).figures
    assert len(calls) == 2
    assert (found.books.counted.pounds, found.tail[0].threshold) == ((1, 100000) if place[0] == "d" else (2, 5))
    assert run(Project(tmp_path), None).built == "nothing"


def test_decisions_that_are_changed_all_the_time_are_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(tmp_path, {"a.csv": r12({})}, APPROVED)
    numbers = iter(range(99))
    monkeypatch.setattr(store, "settings_digest", lambda _made: str(next(numbers)))
    with pytest.raises(SourceError, match="The settings or files in data/reference: changed again and again"):
        run(made, None)
