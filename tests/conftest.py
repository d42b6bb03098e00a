"""What every test shares: hypothesis without a clock, and the one reason for which a test of the PDF may be skipped."""

import functools
import os

import pytest
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
