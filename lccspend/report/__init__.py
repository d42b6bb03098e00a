"""Figures and settings in, the committee report out, in any of these formats."""

from collections.abc import Collection
from importlib.util import find_spec

from lccspend.errors import SpendError

FORMATS = ("pdf", "html", "xlsx", "csv", "json")
"""What a build writes when nothing is asked for."""

OPTIONAL_FORMATS = ("docx",)
"""What is written on request alone, with a package of its own."""


def refuse_without_packages(formats: Collection[str]) -> None:
    """SpendError when a format needs a package that is not installed."""
    if "docx" in formats and find_spec("docx") is None:
        raise SpendError(
            "The Word version needs the package python-docx, which is not installed.",
            fix="Install it (pip install python-docx), or leave docx out of --formats.",
        )


def stem_of(financial_year: str) -> str:
    """The name of a report's files without their ending."""
    return f"procurement-spend-{financial_year.replace('/', '-')}"
