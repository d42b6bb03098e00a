"""What every test shares: hypothesis without a clock, and the one reason for which a test of the PDF may be skipped."""

import functools
import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

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


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample project folder, written once for the tests of all workers; read it, never write to it."""
    from lccspend.sample import write_sample

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "sample"
    with FileLock(shared / "sample.lock"):
        if not folder.exists():
            write_sample(shared / "sample-aside")
            (shared / "sample-aside").rename(folder)
    return folder
