"""Answers about earlier runs in, flat tables out; the parts of a run stand in one, and in print each in its own."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from lccspend.output.sheet import Cell, Percentage, Row, Sheet
from lccspend.runs import answers
from lccspend.runs.record import Run

SHORT = 12
"""So many digits of a SHA-256 tell files apart in a table; JSON has them all."""


def _runs(answer: Any) -> list[Sheet]:
    keys = ("id", "started", "ended", "command", "result", "exit_code", "inputs", "version", "message")
    rows = [{**run, "started": _moment(run["started"]), "ended": _moment(run["ended"])} for run in answer["runs"]]
    shown = ("id", "started", "command", "result", "inputs", "version", "message")
    return [Sheet("Runs", keys, rows, in_print=shown)]


def _moment(text: str | None) -> str | None:
    return None if text is None else text[:19].replace("T", " ")


def _run(run: Any) -> list[Sheet]:
    rows = [
        *_part("run", _facts(run).items()),
        *(
            {"part": "inputs", "name": n, "value": f["sha256"][:SHORT], "bytes": f["size"]}
            for n, f in run["inputs"].items()
        ),
        *_part("settings and reference files", _digests(run["decided"])),
        *_part("figures", ((name, _figure(name, value)) for name, value in run["figures"].items())),
        *_part("checks", ((c["check"], f"{c['verdict']}: {c['message']}") for c in run["checks"])),
        *_part("warnings", ((str(n), text) for n, text in enumerate(run["warnings"], start=1))),
        *_part("report", _digests(run["reports"])),
        *_part("not told", ((str(n), text) for n, text in enumerate(run["untold"], start=1))),
    ]
    return [Sheet(f"Run {run['id']}", ("part", "name", "value", "bytes"), rows, apart=1)]


def _digests(files: dict[str, str]) -> Iterable[tuple[str, Cell]]:
    return ((name, digest[:SHORT]) for name, digest in sorted(files.items()))


def _facts(run: Any) -> dict[str, Cell]:
    asked = run["asked"]
    wanted = f"{asked['year'] or 'newest year'}, {', '.join(asked['formats'])}" if asked else None
    facts: dict[str, Cell] = {
        "command": run["command"],
        "asked for": wanted,
        "result": run["result"],
        "exit code": run["exit_code"],
        "message": run["message"],
        "started": _moment(run["started"]),
        "ended": _moment(run["ended"]),
        "version": run["version"],
        "day": run["day"],
        "build": run["build"],
        "settings": run["settings"][:SHORT],
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _part(part: str, named: Iterable[tuple[str, Cell]]) -> list[Row]:
    return [{"part": part, "name": name, "value": value, "bytes": None} for name, value in named]


def _figure(name: str, value: Cell) -> Cell:
    """A percentage is no money."""
    return Percentage(value) if "percent" in name and isinstance(value, Decimal) else value


def _diff(answer: Any) -> list[Sheet]:
    keys = ("part", "name", "change", "from", "to", "difference")
    causes = [
        {"part": part, **change, "from": _cut(part, change["from"]), "to": _cut(part, change["to"]), "difference": None}
        for part in ("version", "inputs", "settings", "reference")
        for change in answer[part]
    ]
    figures = [
        {"part": "figures", "name": change["figure"], "change": change["change"]}
        | {key: _figure(change["figure"], change[key]) for key in ("from", "to", "difference")}
        for change in answer["figures"]
    ]
    return [Sheet(f"From {answer['from']} to {answer['to']}", keys, [*causes, *figures], apart=1, notes=_notes(answer))]


def _cut(part: str, value: str | None) -> str | None:
    """The beginning of a SHA-256; a renamed file has its names there, which are shown whole."""
    is_digest = part in {"inputs", "reference"} and value is not None and len(value) == 64 and "." not in value
    return value[:SHORT] if is_digest and value else value


def _notes(answer: Any) -> tuple[str, ...]:
    without = answer["without_figures"]
    if without:
        return (f"Figures are not compared: {', '.join(without)} published none.",)
    return () if answer["figures"] else ("No key figure changed.",)


def _rebuilt(answer: Any) -> list[Sheet]:
    same = all(file["same"] for file in answer["files"])
    note = "Every file equals the published one to the byte." if same else "Not every file equals the published one."
    if answer["version"] != answer["rebuilt_by"]:
        note += f" It was published by version {answer['version']}, and rebuilt by {answer['rebuilt_by']}."
    rows = [{**file, "file": f"{answer['folder']}/{file['file']}"} for file in answer["files"]]
    keys = ("file", "same", "sha256", "published")
    return [Sheet(f"Report of {answer['run']}", keys, rows, notes=(note,), in_print=keys[:2])]


RUN_TABLES: dict[type, Callable[[Any], list[Sheet]]] = {
    answers.RunsAnswer: _runs,
    Run: _run,
    answers.RunDiff: _diff,
    answers.Rebuilt: _rebuilt,
}
