"""What is told of a run: commands and mail, to a sendmail that writes down what it is given and a server of its own."""

import json
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cli_project import lccspend
from ledger import project, r12

from lccspend.errors import SettingsError
from lccspend.notify import notify
from lccspend.notify.mail import compose
from lccspend.notify.secret import PASSWORD, password
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.settings import read_settings

MAIL = '[notify]\nto = ["board@example.org"]\nsender = "spend@example.org"\n'
SECRET = "Sw0rdfish"  # noqa: S105  (made up)


def summary(exit_code: int = 0) -> Summary:
    moment = datetime(2024, 6, 30, 6, 30, tzinfo=UTC)
    return Summary(
        id="20240630-063000-0000",
        project="/srv/spend",
        command="build-report",
        version="0.1.0",
        result="refused" if exit_code else "published",
        exit_code=exit_code,
        message="12 of 100 rows were rejected." if exit_code else "",
        started=moment,
        ended=moment,
        build="b1",
        checks=None,
        totals={"books counted rows": 2, "books counted pounds": 120},
        warnings=("coverage: look at this.",),
        files=("reports/output/report.pdf", "reports/output/tables/bands.csv"),
    )


def script(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path


def told(folder: Path, settings: str, exit_code: int = 0) -> Project:
    made = project(folder, {}, settings)
    (made.output / "tables").mkdir(parents=True, exist_ok=True)
    (made.output / "report.pdf").write_bytes(b"%PDF-1.7 a report")
    notify(made, summary(exit_code))
    return made


def test_the_command_for_the_outcome_gets_the_summary_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    hook = script(tmp_path, "hook", 'cat > "$1"; env > environment; pwd > folder; echo noise')
    settings = f'[notify]\non_success = ["{hook}", "good day.json"]\non_failure = ["{hook}", "bad.json"]\n'
    told(tmp_path, settings)
    assert json.loads((tmp_path / "good day.json").read_text())["totals"] == {
        "books counted rows": 2,
        "books counted pounds": 120,
    }
    environment = (tmp_path / "environment").read_text()
    assert f"LCCSPEND_RUN_SUMMARY={tmp_path}/data/processed/last-run.json" in environment
    assert SECRET not in environment
    assert (tmp_path / "folder").read_text().strip() == str(tmp_path)
    assert not (tmp_path / "bad.json").exists()
    told(tmp_path, settings, exit_code=3)
    assert json.loads((tmp_path / "bad.json").read_text())["exit_code"] == 3


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ('["./breaks"]', "ended with exit code 7. it broke"),
        ('["./missing"]', "cannot be started: No such file"),
        ('["./sleeps"]\ntimeout = 1', "took longer than 1 seconds"),
    ],
)
def test_a_command_that_fails_is_told_and_kept_and_the_build_stands(tmp_path: Path, hook: str, said: str) -> None:
    script(tmp_path, "breaks", "echo it broke >&2", "exit 7")
    script(tmp_path, "sleeps", "sleep 600")
    project(tmp_path, {"a.csv": r12({})}, f"[notify]\non_success = {hook}\n")
    result = lccspend("-C", str(tmp_path), "ingest", "--quiet", "--log-format", "json", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["counted"]["rows"]) == (0, 1)
    (line,) = result.stderr.splitlines()
    assert json.loads(line)["level"] == "error"
    (kept,) = json.loads(lccspend("-C", str(tmp_path), "runs", "show", "--format", "json").stdout)["untold"]
    last_run = lccspend("-C", str(tmp_path), "doctor", "--format", "csv").stdout.splitlines()[-1]
    assert last_run.startswith("last_run,warn,")
    for text in (json.loads(line)["message"], kept, last_run):
        assert said in " ".join(text.split())


def test_a_mail_is_sent_although_the_command_fails(tmp_path: Path) -> None:
    sendmail = script(tmp_path, "sendmail", f'cat > "{tmp_path}/mail"')
    told(tmp_path, f'{MAIL}sendmail = "{sendmail}"\non_failure = ["./missing"]\n', exit_code=3)
    assert "Subject: lccspend: nothing was published" in (tmp_path / "mail").read_text()


def test_a_failed_run_is_told_and_keeps_its_exit_code(tmp_path: Path) -> None:
    script(tmp_path, "hook", "cat > told.json", "exit 9")
    project(tmp_path, {"notes.txt": "what;is\nthis;file\n"}, '[notify]\non_failure = ["./hook"]\n')
    assert lccspend("-C", str(tmp_path), "ingest").exit_code == 1
    heard = json.loads((tmp_path / "told.json").read_text())
    assert (heard["result"], heard["exit_code"], "notes.txt" in heard["message"]) == ("refused", 1, True)
    assert heard == json.loads((tmp_path / "data" / "processed" / "last-run.json").read_text())


def test_a_mail_of_a_failure_goes_through_sendmail_and_none_of_a_success(tmp_path: Path) -> None:
    sendmail = script(tmp_path, "sendmail", f'cat > "{tmp_path}/mail"', f'echo "$@" > "{tmp_path}/words"')
    told(tmp_path, f'{MAIL}sendmail = "{sendmail}"\n')
    assert not (tmp_path / "mail").exists()
    told(tmp_path, f'{MAIL}sendmail = "{sendmail}"\n', exit_code=3)
    mail = message_from_bytes((tmp_path / "mail").read_bytes(), policy=policy.default)
    assert mail["Subject"] == "lccspend: nothing was published (Lancashire County Council)"
    assert (mail["To"], mail["Auto-Submitted"]) == ("board@example.org", "auto-generated")
    text = mail.get_content()
    for said in ("12 of 100 rows", "Counted 2 rows, £120.", "Warning: coverage", "reports/output/report.pdf"):
        assert said in text
    assert "tables/bands.csv" not in text
    assert (tmp_path / "words").read_text().split() == ["-oi", "-f", "spend@example.org", "board@example.org"]


def test_the_report_goes_with_the_mail_when_the_settings_say_so(tmp_path: Path) -> None:
    made = told(tmp_path, f"{MAIL}attach = true\n")
    (attached,) = compose(made, made.settings.notify, summary()).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("report.pdf", b"%PDF-1.7 a report")


class Server(socketserver.StreamRequestHandler):
    """Takes one mail, as little as a client needs."""

    heard: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            type(self).heard.append(line)
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (text := self.rfile.readline()) != b".\r\n":
                    type(self).heard.append(text)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a mail server on this machine."""
    Server.heard = []
    with socketserver.TCPServer(("127.0.0.1", 0), Server) as listening:
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield listening.server_address[1]
        listening.shutdown()


def through(port: int, security: str = "none") -> str:
    return f'{MAIL}smtp_host = "127.0.0.1"\nsmtp_port = {port}\nsmtp_security = "{security}"\n'


def test_a_mail_goes_through_a_server(tmp_path: Path, server: int) -> None:
    told(tmp_path, through(server), exit_code=1)
    heard = b"".join(Server.heard)
    assert b"mail FROM:<spend@example.org>" in heard
    assert b"rcpt TO:<board@example.org>" in heard
    assert b"Subject: lccspend: nothing was published" in heard


def test_a_mail_is_not_sent_in_clear_when_it_should_be_encrypted(
    tmp_path: Path, server: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    told(tmp_path, f'{through(server, "starttls")}smtp_user = "spend"\n', exit_code=1)
    assert b"Subject" not in b"".join(Server.heard)
    assert f"The mail server 127.0.0.1, port {server} did not take it" in caplog.text
    assert SECRET not in caplog.text + b"".join(Server.heard).decode()


def test_a_server_or_a_sendmail_that_is_not_there_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told(tmp_path, through(1), exit_code=1)
    told(tmp_path, f'{MAIL}sendmail = "{tmp_path}/none"\n', exit_code=1)
    assert "did not take it: Connection refused" in caplog.text
    assert "Install a sendmail" in caplog.text


def test_the_password_comes_from_the_environment_or_from_a_file_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    file.chmod(0o640)
    with pytest.raises(SettingsError, match=r"can be read by others .mode 0640.*\nClose it: chmod 600") as refused:
        password(tmp_path, Path("secret"))
    assert SECRET not in str(refused.value)
    file.chmod(0o600)
    assert password(tmp_path, Path("secret")) == SECRET
    monkeypatch.setenv(PASSWORD, "another")
    assert password(tmp_path, Path("secret")) == "another"


def test_without_a_password_nothing_is_sent_and_the_fix_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    told(tmp_path, f'{MAIL}smtp_host = "127.0.0.1"\nsmtp_user = "spend"\n', exit_code=1)
    assert f"Set {PASSWORD} in the environment" in caplog.text
    assert "mail,fail,smtp_user needs a password" in lccspend("-C", str(tmp_path), "doctor", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('to = ["a@b.org"]', "mail needs a sender"),
        ('to = ["-oQ/tmp@b.org"]\nsender = "a@b.org"', "notify.to.0"),
        ('to = ["a@b.org\\nBcc: c@d.org"]\nsender = "a@b.org"', "notify.to.0"),
        ('smtp_user = "a"\nsmtp_security = "none"', "never sent in clear"),
        ('password = "x"', "unknown key notify.password"),
    ],
)
def test_settings_that_would_leak_or_never_arrive_are_refused(tmp_path: Path, settings: str, said: str) -> None:
    file = tmp_path / "lccspend.toml"
    file.write_text(f"[notify]\n{settings}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_settings(file)


def test_nothing_is_told_by_default(tmp_path: Path) -> None:
    told(tmp_path, "", exit_code=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lccspend.toml", "reports"]


def test_the_module_that_can_connect_is_loaded_only_to_hand_a_mail_to_a_server() -> None:
    loaded = "import lccspend.notify.hook, lccspend.notify.mail, sys; sys.exit('smtplib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
