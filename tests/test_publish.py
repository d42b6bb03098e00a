"""Publishing: at whatever moment a run is killed, each folder is the old or the new one, and the next run goes on."""

import errno
import os
import sys
from pathlib import Path

import pytest

from lccspend.project import Project
from lccspend.store import finish, folders, publish, staged, staging, sweep
from lccspend.store.publish import finish_if_stopped

OLD_STORE = {"figures.json": "old", "manifest.json": "old", "notes.txt": "of a person"}
NEW_STORE = {"figures.json": "new", "manifest.json": "new", "cells.json": "new", "notes.txt": "of a person"}
OLD_REPORT = {"year.pdf": "old", "tables/tail.csv": "old", "earlier.pdf": "of another year", "own/letter.txt": "mine"}
NEW_REPORT = {"year.html": "new", "tables/tail.csv": "new", "earlier.pdf": "of another year", "own/letter.txt": "mine"}


class Killed(BaseException):
    """What stops a run is caught nowhere."""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    """What lies in a folder for people; hidden files are not published."""
    found = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}
    return {name: text for name, text in named.items() if not name.startswith(".")}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    write(made.processed, OLD_STORE)
    write(made.output, OLD_REPORT)
    write(made.reference, {"published_figures.json": "old"})
    return made


def stage(project: Project) -> None:
    folder = staging(project)
    write(folder, {name: text for name, text in NEW_STORE.items() if name != "notes.txt"})
    write(folder / "report", {name: text for name, text in NEW_REPORT.items() if text == "new"})
    write(folder / "reference", {"published_figures.json": "new"})


def publish_all(project: Project) -> None:
    folder = staged(project)
    kept = {"published_figures.json": folder / "reference" / "published_figures.json"}
    publish(project, folder / "report", outdated=("year.pdf",), reference=kept)


def is_new(project: Project) -> bool:
    """Whether all is new; every folder must be wholly the old or wholly the new one."""
    assert held(project.processed) in (OLD_STORE, NEW_STORE)
    assert held(project.output) in (OLD_REPORT, NEW_REPORT)
    reference = (project.reference / "published_figures.json").read_text(encoding="utf-8")
    parts = {held(project.processed) == NEW_STORE, held(project.output) == NEW_REPORT, reference == "new"}
    return parts == {True}


OPERATIONS = ("link", "replace", "unlink", "mkdir", "rmdir", "fsync", "chmod")


def kill_before(patch: pytest.MonkeyPatch, number: int) -> None:
    """The run dies before so many-th of the steps by which it changes the disk."""
    left = [number]

    def dying(real):
        def step(*given, **named):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return real(*given, **named)

        return step

    patch.setattr(os, "fsync", lambda _file: None)  # no power is lost here, and it is slow
    for name in OPERATIONS:
        patch.setattr(os, name, dying(getattr(os, name)))
    patch.setattr(folders, "exchange", dying(folders.exchange))


def killed(project: Project, number: int) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        kill_before(patch, number)
        try:
            publish_all(project)
        except Killed:
            return True
    return False


def leftovers(project: Project) -> list[str]:
    return [path.name for path in project.root.rglob(".*") if path.name not in {".lock"}]


def as_before(project: Project) -> None:
    """All that a trial changed is put back, and the new files are staged again."""
    sweep(project)
    for folder, files in ((project.output, OLD_REPORT), (project.processed, OLD_STORE)):
        for name in held(folder).keys() - files.keys():
            (folder / name).unlink()
        write(folder, files)
    write(project.reference, {"published_figures.json": "old"})
    assert leftovers(project) == []
    stage(project)


def die_at_every_step(project: Project, *, whole_before_the_next: bool) -> list[bool]:
    """Whether all was new once the next command had come, for a death before each step in turn."""
    stage(project)
    outcomes: list[bool] = []
    while killed(project, len(outcomes)):
        if whole_before_the_next:
            is_new(project)
        next_command = finish_if_stopped if len(outcomes) % 2 else finish  # a query, or a build
        next_command(project)
        outcomes.append(is_new(project))
        as_before(project)
    assert is_new(project)
    assert leftovers(project) == []
    return outcomes


def decided_once(outcomes: list[bool]) -> bool:
    """Old after every death before some step, new after every later one."""
    moment = outcomes.index(True)
    return moment > 10 and outcomes == [False] * moment + [True] * (len(outcomes) - moment)


@pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged on Linux alone")
def test_a_run_killed_at_any_step_leaves_each_folder_old_or_new_and_the_next_goes_on(project: Project) -> None:
    assert decided_once(die_at_every_step(project, whole_before_the_next=True))


def test_where_nothing_can_stand_beside_a_folder_the_next_command_finishes_after_a_kill(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(folders, "_twin", refuse)
    assert decided_once(die_at_every_step(project, whole_before_the_next=False))


@pytest.mark.parametrize("fault", [errno.EXDEV, errno.EBUSY, errno.EINVAL])
def test_where_folders_cannot_be_exchanged_the_files_are_moved_one_by_one(
    project: Project, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(folders, "exchange", refuse)
    stage(project)
    publish_all(project)
    assert is_new(project)
    assert leftovers(project) == []


def test_what_others_put_into_the_folder_meanwhile_is_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = folders.exchange

    def late(first: Path, second: Path) -> None:
        if second == project.output:
            write(second, {"own/late.txt": "late"})
            aside = second / "own" / "aside"
            aside.write_text("mine, changed", encoding="utf-8")
            aside.replace(second / "own" / "letter.txt")
        real(first, second)

    monkeypatch.setattr(folders, "exchange", late)
    stage(project)
    publish_all(project)
    assert held(project.output) == NEW_REPORT | {"own/late.txt": "late", "own/letter.txt": "mine, changed"}


def test_a_folder_behind_a_link_keeps_the_link(project: Project, tmp_path: Path) -> None:
    share = tmp_path / "share" / "reports"
    share.parent.mkdir()
    project.output.rename(share)
    project.output.symlink_to(share)
    stage(project)
    publish_all(project)
    assert project.output.is_symlink()
    assert held(share) == NEW_REPORT


def test_folders_keep_their_rights_and_empty_ones_stay(project: Project) -> None:
    project.output.chmod(0o750)
    (project.output / "own" / "empty").mkdir(mode=0o700)
    stage(project)
    publish_all(project)
    assert project.output.stat().st_mode & 0o777 == 0o750
    assert (project.output / "own" / "empty").stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_cleared_away_afterwards_is_no_fault_of_what_is_published(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    stage(project)
    monkeypatch.setattr(sys.modules["lccspend.store.publish"], "_forget_unused", refuse)
    monkeypatch.setattr(sys.modules["lccspend.store.publish"], "tidy", refuse)
    publish_all(project)
    assert is_new(project)


def test_a_full_disk_before_the_decision_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    stage(project)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        publish_all(project)
    sweep(project)
    assert not is_new(project)
    assert leftovers(project) == []
