"""data/processed: what is read again and what is not, what is published whole, and what is told when inputs change."""

import json
import os
import platform
import re
from datetime import UTC, datetime

import msgspec
import pytest
from ledger import build, check, fusion, locality, project, r12, ranked, silent, table, tail
from output_answers import figures

from lccspend.errors import ProjectLockedError, SpendError
from lccspend.etl import sources
from lccspend.etl.build import prepare
from lccspend.store import (
    FIGURES,
    READ,
    changes_since,
    lock,
    read_cells,
    read_figures,
    read_manifest,
    read_summary,
    settings_digest,
    write_figures,
)
from lccspend.store.lock import HOLDER, Holder

SINCE = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
ALIASES = "name,supplier,reason,author,date"


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that were opened and parsed since the list was last cleared."""
    found = []
    real = sources.read_grids

    def spy(path, label, *rest):
        found.append(label)
        return real(path, label, *rest)

    monkeypatch.setattr(sources, "read_grids", spy)
    return found


@pytest.fixture
def two(tmp_path, opened):
    """A built project of two files; what was opened for it is forgotten."""
    made = project(tmp_path, {"a.csv": r12({}), "b.csv": fusion({"invoice": "2"})})
    build(made)
    assert opened == ["a.csv", "b.csv"]
    opened.clear()
    return made


def again(made, settings=None, reference=None, files=None):
    """The figures after a change, as a new run sees the project."""
    kept = made.settings_file.read_text("utf-8") if settings is None else settings
    return build(project(made.root, files or {}, kept, reference))


def test_the_stored_figures_are_the_figures_though_they_are_written_part_by_part(tmp_path):
    made = figures()
    write_figures(tmp_path, made)
    stored = (tmp_path / FIGURES).read_bytes()
    assert json.loads(stored) == json.loads(msgspec.json.encode(made))
    assert {part.split(b":")[0] for part in stored.splitlines()[1:-1]} == {
        msgspec.json.encode(name) for name in made.__struct_fields__
    }


def test_an_unchanged_file_is_not_read_again(two, opened):
    before = build(two)
    assert again(two) == before
    assert opened == []


def test_a_file_that_was_only_touched_is_not_read_again(two, opened):
    os.utime(two.raw / "a.csv", (1, 1))
    again(two)
    assert opened == []


def test_a_changed_file_is_read_again_and_no_other(two, opened):
    figures = again(two, files={"a.csv": r12({"amount": "7.00"})})
    assert opened == ["a.csv"]
    assert locality(figures).total == 107


def test_a_new_file_is_read_and_no_other(two, opened):
    figures = again(two, files={"c.csv": r12({"invoice": "3"})})
    assert opened == ["c.csv"]
    assert locality(figures).total == 300


def test_a_removed_file_is_forgotten(two, opened):
    (two.raw / "b.csv").unlink()
    figures = again(two)
    assert (opened, locality(figures).total) == ([], 100)
    assert len(list((two.processed / READ).iterdir())) == 1


def test_a_file_under_another_name_keeps_its_figures(two):
    before = read_figures(two)
    (two.raw / "a.csv").rename(two.raw / "z.csv")
    after = again(two)
    assert (after.locality, after.tail, after.suppliers) == (before.locality, before.tail, before.suppliers)
    assert [f.file for f in after.books.files] == ["b.csv", "z.csv"]


def test_settings_of_the_sources_read_the_files_again(two, opened):
    again(two, '[sources.r12.columns]\npayment_amount = ["Net"]\n')
    assert opened == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("settings", "figure", "value"),
    [
        ('[exclusions]\ninvoice_types = ["STANDARD"]\n', lambda f: f.books.excluded.rows, 1),
        ("[tail]\nthreshold = 150\n", lambda f: tail(f).threshold, 150),
        ('[authority]\nhome = "lancashire-14"\n', lambda f: f.definition, "lancashire-14"),
        ("[locality]\nminimum_coverage = 0\n", lambda f: locality(f).marks, ("p",)),
    ],
)
def test_other_settings_change_what_depends_on_them_without_reading_a_file(tmp_path, opened, settings, figure, value):
    made = project(tmp_path, {"a.csv": r12({"kind": "STANDARD"}, {"invoice": "2"})})
    before = build(made)
    opened.clear()
    assert figure(before) != value
    assert figure(again(made, settings)) == value
    assert opened == []


def test_reference_files_change_what_depends_on_them_without_reading_a_file(two, opened):
    aliases = table(ALIASES, "ACME LTD,Acme Group,r,a,d")
    figures = again(two, reference={"supplier_aliases.csv": aliases})
    assert [s.supplier for s in ranked(figures).suppliers] == ["Acme Group"]
    assert opened == []


def test_a_store_that_was_damaged_is_read_anew(two, opened):
    for path in (two.processed / READ).rglob("0.parquet"):
        path.unlink()
    for path in (two.processed / READ).rglob("index.json"):
        path.write_text("{", "utf-8")
    assert again(two) == read_figures(two)
    assert opened == ["a.csv", "b.csv"]


def test_the_raw_files_are_never_written_to(two):
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in two.raw.iterdir()}
    again(two, "[tail]\nthreshold = 5\n")
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in two.raw.iterdir()} == before


@pytest.mark.parametrize("name", [".DS_Store", "~$a.xlsx", "Thumbs.db", "desktop.ini", ".git/config"])
def test_hidden_files_and_the_litter_of_offices_are_no_exports(two, opened, name):
    again(two, files={name: "x"})
    assert opened == []


def test_what_is_published_is_read_back_as_it_was_built(two):
    figures = build(two)
    assert read_figures(two) == figures
    assert read_summary(two) == figures.summary()
    assert sum(cell.pence for cell in read_cells(two, "month")) == 20000
    assert read_manifest(two).build == figures.build.id
    assert not (two.processed / ".staged").exists()


def test_a_build_that_was_prepared_but_not_published_changes_no_answer(two):
    before = read_figures(two)
    project(two.root, {"a.csv": r12({"amount": "7.00"})})
    prepare(two, silent)
    assert read_figures(two) == before


def test_equal_inputs_give_equal_bytes(two, tmp_path):
    other = project(tmp_path / "other", {"a.csv": r12({}), "b.csv": fusion({"invoice": "2"})})
    build(other)
    for name in (
        "figures.json",
        "summary.json",
        "payments.parquet",
        "rejected.csv",
        "books.json",
        "checks.json",
        "cells-month.json",
    ):
        assert (two.processed / name).read_bytes() == (other.processed / name).read_bytes(), name


def test_the_build_has_an_id_of_its_inputs_settings_and_day(two, tmp_path):
    first = read_figures(two).build
    assert build(two).build.id == first.id
    assert build(two, today="2024-07-01").build.id != first.id
    changed = again(two, "[tail]\nthreshold = 5\n").build
    assert (changed.id != first.id, changed.inputs == first.inputs) == (True, True)
    other = project(tmp_path / "other", {"a.csv": r12({"amount": "7.00"}), "b.csv": fusion({"invoice": "2"})})
    assert build(other).build.id != first.id


def test_nothing_is_told_while_nothing_has_changed(two):
    assert changes_since(two, read_figures(two)) == []


def test_changed_new_and_removed_files_are_told(two):
    (two.raw / "b.csv").unlink()
    project(two.root, {"a.csv": r12({"amount": "7.00"}), "c.csv": r12({})})
    (sentence,) = changes_since(two, read_figures(two))
    assert "a.csv, b.csv, c.csv" in sentence
    assert "lccspend ingest" in sentence


@pytest.mark.parametrize("place", ["lccspend.toml", "data/reference/supplier_aliases.csv"])
def test_changed_settings_and_reference_files_are_told(two, place):
    path = two.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# a change\n", "utf-8")
    (sentence,) = changes_since(two, read_figures(two))
    assert "settings or reference files have changed" in sentence


def test_a_store_of_two_builds_is_told(two):
    path = two.processed / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"build": "another", "seal": ""}), "utf-8")
    assert "not of one build" in changes_since(two, read_figures(two))[0]


def test_without_a_build_the_command_to_run_is_named(tmp_path):
    with pytest.raises(SpendError) as none:
        read_figures(project(tmp_path, {}))
    assert "lccspend ingest" in none.value.fix


def test_figures_that_cannot_be_read_are_an_error_and_not_a_fault_of_the_program(two):
    path = two.processed / "figures.json"
    for content in (b"{", path.read_bytes().replace(b"100.00", b"900.00")):
        path.write_bytes(content)
        with pytest.raises(SpendError, match=r"figures\.json cannot be read") as damaged:
            read_figures(two)
        assert "lccspend ingest" in damaged.value.fix


@pytest.mark.parametrize(
    ("holder", "told"),
    [
        (Holder(2**22 + 1, "anna", platform.node(), SINCE), "it has only just begun"),
        (Holder(7, "anna", "pc7", SINCE), "process 7 of user anna on pc7, since"),
    ],
)
def test_the_note_of_a_dead_run_misleads_nobody_and_one_of_another_machine_says_how_to_mend_it(two, holder, told):
    with lock(two):
        (two.processed / HOLDER).write_bytes(msgspec.json.encode(holder))
        with pytest.raises(ProjectLockedError, match=told) as held, lock(two):
            pass
    assert ("If pc7 is off" in held.value.fix) == (holder.host == "pc7")


def test_a_run_that_was_killed_holds_nothing(two):
    (two.processed / HOLDER).write_bytes(msgspec.json.encode(Holder(7, "anna", "pc7", SINCE)))
    with lock(two):
        assert json.loads((two.processed / HOLDER).read_bytes())["process"] == os.getpid()
    assert not (two.processed / HOLDER).exists()


def test_a_second_run_does_not_enter_a_folder_that_one_holds(two):
    with lock(two), pytest.raises(ProjectLockedError) as held, lock(two):
        pass
    assert held.value.exit_code == 4
    assert f"process {os.getpid()} of user" in held.value.message
    assert re.search(r"since \d\d:\d\d on \d\d \w+ \d{4}\.$", held.value.message)
    with lock(two):
        assert check(read_figures(two), "books_balance").verdict == "pass"


def test_what_an_editor_hides_beside_the_reference_files_is_no_change_of_them(tmp_path):
    made = project(tmp_path, {}, reference={"exclusions.csv": "supplier\n"})
    before = settings_digest(made)
    (made.reference / ".exclusions.csv").write_text("supplier\nACME\n", "utf-8")
    assert settings_digest(made) == before
    (made.reference / "supplier_sites.csv").write_text("", "utf-8")
    assert settings_digest(made) != before
