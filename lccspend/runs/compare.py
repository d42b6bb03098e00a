"""The records of two runs in, what changed from one to the other out: version, files, settings, figures."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lccspend.project import SETTINGS_FILE
from lccspend.runs.answers import Change, FigureChange, How, RunDiff
from lccspend.runs.record import Figure, Run

Kept = Callable[[str], bytes | None]
"""SHA-256 -> the text that is kept under it."""


def compare(before: Run, after: Run, kept: Kept) -> RunDiff:
    return RunDiff(
        before=before.id,
        after=after.id,
        version=_changes({"lccspend": before.version}, {"lccspend": after.version}),
        inputs=_inputs(before, after),
        settings=_changes(_settings(before, kept), _settings(after, kept)),
        reference=_changes(_reference(before), _reference(after)),
        figures=tuple(_figures(before.figures, after.figures)) if before.figures and after.figures else (),
        without_figures=tuple(run.id for run in (before, after) if not run.figures),
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple(
        Change(name=name, change=_how(name, before, after), before=before.get(name), after=after.get(name))
        for name in names
    )


def _how(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> How:
    if name not in before:
        return "added"
    return "changed" if name in after else "removed"


def _inputs(before: Run, after: Run) -> tuple[Change, ...]:
    """A file that is gone while its content came under another name was renamed."""
    old, new = ({name: file.sha256 for name, file in run.inputs.items()} for run in (before, after))
    gone = {digest: name for name, digest in old.items() if name not in new}
    renamed = {name: gone[digest] for name, digest in new.items() if name not in old and digest in gone}
    moved = tuple(Change(name=name, change="renamed", before=was, after=name) for name, was in renamed.items())
    rest = _changes(
        {name: digest for name, digest in old.items() if name not in renamed.values()},
        {name: digest for name, digest in new.items() if name not in renamed},
    )
    return (*moved, *rest)


def _settings(run: Run, kept: Kept) -> dict[str, str]:
    """Setting -> its value; those that the file leaves out stand at their defaults."""
    text = kept(run.decided.get(SETTINGS_FILE, ""))
    try:
        return dict(_flat(tomllib.loads((text or b"").decode("utf-8-sig"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return {SETTINGS_FILE: "is not TOML"}


def _flat(table: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{lead}{key}.")
        else:
            yield f"{lead}{key}", str(value)


def _reference(run: Run) -> dict[str, str]:
    return {place: digest for place, digest in run.decided.items() if place != SETTINGS_FILE}


def _figures(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[FigureChange]:
    for name in (name for name in {**before, **after} if before.get(name) != after.get(name)):
        was, now = before.get(name), after.get(name)
        yield FigureChange(
            figure=name,
            change=_how(name, before, after),
            before=was,
            after=now,
            difference=None if was is None or now is None else now - was,
        )
