"""What every test shares: hypothesis without a clock, and the one reason for which a test of the PDF may be skipped."""

import functools
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    from lccspend.project import Project

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# A report is many objects that live long: looking for cycles among them at the usual pace takes an eighth of the time.
gc.set_threshold(50_000, 10, 10)

NO_PANGO = "Pango, which lays out the PDF, is not installed"


@functools.cache
def pango_is_installed() -> bool:
    try:
        import weasyprint  # noqa: F401  (it loads Pango when it is imported)
    except OSError:
        return False
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `pango` is skipped without it, save under CI, where a skip would hide a broken report."""
    if item.get_closest_marker("pango") is None or pango_is_installed():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(NO_PANGO, pytrace=False)
    pytest.skip(NO_PANGO)


@pytest.fixture(scope="session", autouse=True)
def no_power_is_lost() -> Iterator[None]:
    """Files are not flushed to the disk, which is slow and which no test could see; processes of their own do flush."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this name that one worker makes and all of them read; nobody writes to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not folder.exists():
            make(shared / f"{name}-aside")
            (shared / f"{name}-aside").rename(folder)
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's project folder, as it is written."""
    from lccspend.sample import write_sample

    return made_once(tmp_path_factory, "sample", write_sample)


@pytest.fixture(scope="session")
def built_sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> "Project":
    """The sample with its figures, as they are published."""
    from lccspend.etl.build import prepare
    from lccspend.project import Project
    from lccspend.store import publish

    def build(folder: Path) -> None:
        shutil.copytree(sample_folder, folder, copy_function=os.link)
        prepare(Project(folder), lambda *_: None)
        publish(Project(folder), None)

    return Project(made_once(tmp_path_factory, "built-sample", build))
