"""Folders of exports in that hold links, pipes and names no sane folder has; what is read, and what is said, out."""

import os
import socket
from pathlib import Path

import polars as pl
import pytest
from cli_project import lccspend
from ledger import LENIENT, build, payments, project, r12, silent, table

from lccspend.errors import SourceError
from lccspend.etl.build import prepare
from lccspend.etl.engine import Scale
from lccspend.owneronly import owner_only
from lccspend.project import Project
from lccspend.rawfolder import Found, look
from lccspend.settings import Settings
from lccspend.store import publish

CSV = r12({})


def found(root: Path, *linked: Path) -> Found:
    return look(root / "raw", lambda: linked)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").write_text(CSV)
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "b.csv").write_text(CSV)
    return tmp_path


@pytest.mark.parametrize("target", ["share", "share/b.csv"])
def test_a_link_out_of_the_folder_is_refused_by_name_and_target(root: Path, target: str) -> None:
    (root / "raw" / "x").symlink_to(root / target)
    assert found(root).refused == {"x": f"is a link to {root / target}, outside data/raw"}
    assert list(found(root).files) == ["a.csv"]


def test_a_link_into_a_folder_that_the_settings_list_is_followed(root: Path) -> None:
    (root / "raw" / "x").symlink_to(root / "share")
    assert list(found(root, root / "share").files) == ["a.csv", "x/b.csv"]
    assert list(found(root, root / "other").files) == ["a.csv"]


def test_a_link_within_a_listed_folder_that_leads_out_again_is_refused(root: Path) -> None:
    (root / "secret").write_text("x")
    (root / "share" / "c.csv").symlink_to(root / "secret")
    (root / "raw" / "x").symlink_to(root / "share")
    assert found(root, root / "share").refused == {"x/c.csv": f"is a link to {root / 'secret'}, outside data/raw"}


def test_a_link_to_what_lies_in_the_folder_is_read_once(root: Path) -> None:
    (root / "raw" / "again.csv").symlink_to("a.csv")
    (root / "raw" / "round").symlink_to(".")
    seen = found(root)
    assert (list(seen.files), seen.copies, seen.refused) == (["a.csv"], ["again.csv", "round"], {})


def test_links_that_go_round_or_nowhere_end(root: Path) -> None:
    (root / "raw" / "self").symlink_to("self")
    (root / "raw" / "gone").symlink_to("/nowhere/at/all")
    (root / "share" / "up").symlink_to(root / "share")
    (root / "raw" / "x").symlink_to(root / "share")
    seen = found(root, root / "share")
    assert list(seen.files) == ["a.csv", "x/b.csv"]
    assert seen.refused == {
        "self": "is a link to self, which leads nowhere",
        "gone": "is a link to /nowhere/at/all, which leads nowhere",
        "x/up": "is a link that leads back to a folder it lies in",
    }


def test_the_folder_itself_may_be_a_link(root: Path) -> None:
    (root / "elsewhere").symlink_to(root / "raw")
    assert list(look(root / "elsewhere").files) == ["a.csv"]


def test_pipes_and_sockets_are_refused_and_never_waited_for(root: Path) -> None:
    os.mkfifo(root / "raw" / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(root / "raw" / "door"))  # the whole path may be too long for a socket
        assert found(root).refused == {"pipe.csv": "is a pipe, not a file", "door": "is a socket, not a file"}


def test_a_link_to_a_device_is_refused(root: Path) -> None:
    (root / "raw" / "zero").symlink_to("/dev/zero")
    assert found(root).refused == {"zero": "is a link to /dev/zero, outside data/raw"}
    assert found(root, Path("/dev")).refused == {"zero": "is a device, not a file"}


def test_a_build_with_a_link_out_publishes_nothing_and_says_how_to_mend_it(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"a.csv": CSV})
    (tmp_path / "secret.csv").write_text(CSV)
    (made.raw / "b.csv").symlink_to(tmp_path / "secret.csv")
    result = lccspend("-C", str(made.root), "ingest")
    assert result.exit_code == 1
    assert f"b.csv: is a link to {tmp_path / 'secret.csv'}, outside data/raw." in result.stderr
    assert "[sources] linked_folders" in result.stderr
    made.settings_file.write_text('[sources]\nignore = ["b.csv"]\n')
    assert lccspend("-C", str(made.root), "ingest").exit_code == 0
    made.settings_file.write_text('[sources]\nlinked_folders = [".."]\n')
    books = build(Project(made.root)).books
    assert [f.file for f in books.files] == ["a.csv", "b.csv"]


ODD = {
    b"new\nline.csv": "new\\x0aline.csv",
    b"bell\x07\x1b[31m.csv": "bell\\x07\\x1b[31m.csv",
    "turn\u202evsc.csv".encode(): "turn\\u202evsc.csv",
    b"latin-\xe9.csv": "latin-\\xe9.csv",
    b"=cmd|'x'!A1.csv": "=cmd|'x'!A1.csv",
    b"<b>{{7*7}}.csv": "<b>{{7*7}}.csv",
}


def test_files_with_odd_names_are_read_and_named_on_one_line(tmp_path: Path) -> None:
    made = project(tmp_path, {}, '[checks]\nmaximum_rejected_share = "1"\n')
    made.raw.mkdir(parents=True)
    for number, name in enumerate(ODD):
        content = r12({"invoice": f"INV-{number}"}, {"invoice": "X", "amount": "not money"})
        Path(os.fsdecode(os.fsencode(made.raw) + b"/" + name)).write_text(content)
    result = lccspend("-C", str(tmp_path), "ingest", "--verbose")
    assert result.exit_code == 0, result.stderr
    assert not set("\x1b\x07\u202e") & set(result.stdout + result.stderr)
    rejected = (made.processed / "rejected.csv").read_text("utf-8")
    for label in ODD.values():
        assert f"\n{label}," in result.stdout.replace("\n'=", "\n=")
        assert label in rejected
    assert "\n'=cmd" in rejected


def test_of_two_files_whose_names_are_written_alike_neither_is_lost_without_a_word(root: Path) -> None:
    for name in ("b\x1b.csv", "b\\x1b.csv"):
        (root / "raw" / name).write_text(CSV)
    assert found(root).refused == {
        "b\\x1b.csv": "is the name of two files, because odd characters are written by their number"
    }


@pytest.mark.parametrize("scale", [Scale(), Scale(bulk_from=0, stream_from=0)], ids=["held", "streamed"])
@pytest.mark.parametrize("name", ["spend [2024]", "spend *", "spend ?"])
def test_a_project_whose_path_reads_as_a_pattern_is_built_of_its_own_files_alone(
    tmp_path: Path, name: str, scale: Scale
) -> None:
    for folder, amount in (("spend 2", "5.00"), (name, "7.00")):
        sites = table("Supplier Number,Supplier Site,Postal Code", "1,HQ,PR1 8XJ")
        rows = r12({"amount": amount, "id": "1"}, {"amount": amount, "id": "1"}, {"day": "soon"})
        made = project(tmp_path / folder, {"a.csv": rows, "sites.csv": sites}, LENIENT)
        figures = prepare(made, silent, scale=scale)
        publish(made, None)
    assert (figures.books.counted.rows, figures.books.counted.pounds, figures.locality[0].lancashire) == (1, 7, 7)
    assert payments(made).filter(pl.col("fate") == "counted")["pence"].to_list() == [700]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(tmp_path, {"a.csv": CSV})
    opened = Path.open

    def closed(path: Path, *how: str, **more: str) -> object:
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(SourceError, match=r"a\.csv: cannot be read \(Permission denied\)"):
        build(made)


@pytest.mark.parametrize(("place", "name"), [("data/raw", "data/raw"), ("data/raw/2024", "2024")])
def test_a_folder_that_may_not_be_read_is_named_and_its_rights_are_to_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, name: str
) -> None:
    made = project(tmp_path, {"2024/a.csv": CSV})
    listed = os.scandir

    def closed(folder: Path) -> object:
        if folder == tmp_path / place:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "scandir", closed)
    result = lccspend("-C", str(made.root), "ingest")
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {name}: cannot be opened (Permission denied).\n"
        "Change its rights, so that the user who runs lccspend may read it.\n"
    )


def test_a_register_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    made = project(tmp_path, {"a.csv": CSV}, '[registers]\ncompanies_house = "pipe"\n')
    os.mkfifo(tmp_path / "pipe")
    result = lccspend("-C", str(made.root), "ingest")
    assert result.exit_code == 1
    assert "companies_house is pipe, which is neither a file nor a folder" in result.stderr


def modes(folder: Path) -> set[str]:
    return {f"{path.stat().st_mode & 0o777:o}" for path in (folder, *folder.rglob("*"))}


def test_what_a_build_leaves_is_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = project(tmp_path, {"a.csv": CSV})
        made.processed.mkdir(parents=True)
        (made.processed / "old.json").write_text("{}")
        assert modes(made.processed) == {"777", "666"}
        result = lccspend("-C", str(tmp_path), "build-report", "--formats", "csv", "--verbose")
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    assert result.exit_code == 0, result.stderr
    assert modes(made.processed) == {"700", "600"}
    assert "Closed" in result.stderr
    assert modes(made.output) == {"777", "666"}


def test_a_file_that_another_run_moves_away_meanwhile_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "rglob", lambda self, _pattern: iter([self / "gone.new"]))
    with owner_only(tmp_path):
        pass


def test_init_makes_the_folder_of_names_for_its_owner(tmp_path: Path) -> None:
    lccspend("-C", str(tmp_path / "new"), "init")
    assert (tmp_path / "new/data/processed").stat().st_mode & 0o777 == 0o700


def test_the_limits_are_settings() -> None:
    assert Settings.model_validate({"limits": {"members": 5}}).limits.members == 5
