"""What starts the report by itself: cron lines, systemd units, Windows tasks, with awkward paths, as the docs show."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from cli_project import lccspend
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from ledger import project, r12

from lccspend.schedule.cron import cron_line
from lccspend.schedule.place import BUILD, Place, place_of
from lccspend.schedule.systemd import units
from lccspend.schedule.windows import task

DOCS = Path(__file__).parents[1] / "docs" / "scheduling.md"
DOCUMENTED = Place(program="/opt/lccspend/.venv/bin/lccspend", project="/srv/spend", user="spend")
ON_WINDOWS = Place(
    program=r"C:\lccspend\.venv\Scripts\lccspend.exe", project=r"D:\Council spend", user=r"COUNCIL\spend"
)
AWKWARD = "/srv/100% \"our\" $HOME 'spend' \\ & <co>"
PATHS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map("/srv/{}".format)


@pytest.mark.parametrize(
    "made",
    [cron_line(DOCUMENTED), *units(DOCUMENTED).values(), task(ON_WINDOWS)],
    ids=["cron", "service", "timer", "windows"],
)
def test_the_documented_schedule_is_what_the_program_writes(made: str) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert made in blocks


def test_a_user_without_a_name_is_written_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.setattr("os.getuid", lambda: 12345)
    assert place_of(project(tmp_path, {})).user == "12345"


def from_crontab(line: str) -> list[str]:
    """The words of the command as cron's shell sees them: cron itself ends the command at a bare %."""
    command = line.split(" ", 5)[5]
    assert re.search(r"(?<!\\)%", command) is None
    return shlex.split(command.replace(r"\%", "%"))


@given(PATHS)
def test_a_cron_line_names_any_project(path: str) -> None:
    place = Place(program="/opt/l c%c/lccspend", project=path, user="spend")
    assert from_crontab(cron_line(place)) == [place.program, "-C", path, *BUILD]


def test_the_cron_line_runs_in_an_empty_environment_and_prints_nothing(tmp_path: Path) -> None:
    made = project(tmp_path / "100% spend", {"a.csv": r12({})})
    line = lccspend("-C", str(made.root), "schedule", "cron").stdout
    command = line.split(" ", 5)[5].replace(r"\%", "%").replace("build-report", "build-report --formats csv")
    done = subprocess.run(
        ["/usr/bin/env", "-i", "/bin/sh", "-c", command], cwd="/", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (made.output / "tables" / "bands-all.csv").is_file()


def values(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def from_unit(value: str) -> str:
    """A quoted word as systemd reads it: C escapes, then specifiers; $$ is a $ in a command."""
    assert re.search(r"(?<!%)%(%%)*(?!%)", value) is None
    return value.strip('"').replace("%%", "%").replace(r"\"", '"').replace("\\\\", "\\")


def test_a_service_may_write_nowhere_but_in_the_project_and_reach_no_network() -> None:
    service = values(units(DOCUMENTED)["lccspend.service"])
    assert service["ReadWritePaths"] == ["/srv/spend"]
    wanted = {"ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateNetwork": "yes"}
    wanted |= {"NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "IPAddressDeny": "any", "User": "spend"}
    assert {key: service[key] for key in wanted} == {key: [value] for key, value in wanted.items()}


def test_a_service_that_sends_mail_may_reach_the_network_and_nothing_else_changes() -> None:
    mail = Place(program=DOCUMENTED.program, project=DOCUMENTED.project, user="spend", mail=True)
    alone, mailing = values(units(DOCUMENTED)["lccspend.service"]), values(units(mail)["lccspend.service"])
    changed = {key for key in alone.keys() | mailing.keys() if alone.get(key) != mailing.get(key)}
    assert changed == {"PrivateNetwork", "RestrictAddressFamilies", "IPAddressDeny"}
    assert mailing["RestrictAddressFamilies"] == ["AF_UNIX AF_INET AF_INET6"]


@pytest.mark.parametrize("needed", ["program", "project", "read"])
def test_homes_are_closed_unless_something_that_is_needed_lies_there(needed: str) -> None:
    parts = {"program": "/opt/bin/lccspend", "project": "/srv/spend", "user": "spend"}
    parts |= {needed: ("/home/ann/python",) if needed == "read" else "/home/ann/it"}
    assert values(units(Place(**parts))["lccspend.service"])["ProtectHome"] == ["read-only"]


def test_an_awkward_path_is_quoted_for_systemd() -> None:
    service = values(units(Place(program="/opt/lccspend", project=AWKWARD, user="spend"))["lccspend.service"])
    assert from_unit(service["ReadWritePaths"][0]) == AWKWARD
    quoted = service["ExecStart"][0].removeprefix("/opt/lccspend -C ").removesuffix(" " + " ".join(BUILD))
    assert from_unit(quoted).replace("$$", "$") == AWKWARD


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_units_pass_the_verification_of_systemd(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b" 100% $HOME'
    made = project(folder, {})
    result = lccspend("-C", str(made.root), "schedule", "systemd", "--to", str(tmp_path / "units"))
    files = result.stdout.splitlines()
    assert [Path(file).name for file in files] == ["lccspend.service", "lccspend.timer"]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@given(PATHS)
def test_a_windows_task_is_xml_that_names_any_project(path: str) -> None:
    root = fromstring(task(Place(program=r"C:\a & b\lccspend.exe", project=path, user="spend"))[39:])
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    action = root.find(f"{space}Actions/{space}Exec")
    assert action is not None
    assert action.findtext(f"{space}Command") == r"C:\a & b\lccspend.exe"
    assert action.findtext(f"{space}Arguments") == subprocess.list2cmdline(["-C", path, *BUILD])


def test_a_task_is_written_as_windows_reads_it(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {})
    lccspend("-C", str(made.root), "schedule", "windows", "--to", str(tmp_path))
    assert (tmp_path / "lccspend.xml").read_text("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>')


def test_a_folder_that_no_schedule_can_name_is_refused(tmp_path: Path) -> None:
    made = project(tmp_path / "two\nlines", {})
    result = lccspend("-C", str(made.root), "schedule", "cron")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Rename the folder" in result.stderr
