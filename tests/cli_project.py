"""A published project and the command line on it, for the tests of the commands."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from output_answers import figures
from typer.testing import CliRunner, Result

from lccspend import store
from lccspend.cli.typed import app
from lccspend.figures import Figures
from lccspend.project import Project


class PanicException(BaseException):
    """A fault of a library in Rust, by the name that all of them give it."""


def lccspend(*arguments: str) -> Result:
    """Runs a command as a pipe would see it."""
    return CliRunner().invoke(app, list(arguments), prog_name="lccspend")


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "lccspend", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )


def publish(folder: Path, made: Figures | None = None) -> Project:
    """Puts the invented figures into a project folder as its last published build."""
    project = Project(folder)
    project.raw.mkdir(parents=True, exist_ok=True)
    project.processed.mkdir(parents=True, exist_ok=True)
    made = made or figures()
    made = replace(made, build=replace(made.build, settings=store.settings_digest(project)))
    manifest = store.Manifest(
        build=made.build.id,
        version="0.1.0",
        settings=made.build.settings,
        inputs={},
        sizes={},
        books=made.books,
    )
    store.write_figures(project.processed, made)
    store.write_json(project.processed / store.MANIFEST, manifest)
    return project


def stand_in(patch: pytest.MonkeyPatch, module: str, **members: Any) -> None:
    """Puts a module of these members where the named one would be imported."""
    made = ModuleType(module)
    vars(made).update(members)
    patch.setitem(sys.modules, module, made)
