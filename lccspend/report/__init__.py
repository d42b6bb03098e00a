"""Figures and settings in, the committee report out, in any of these formats."""

FORMATS = ("pdf", "html", "xlsx", "csv", "json")
"""What a build writes when nothing is asked for."""

OPTIONAL_FORMATS = ("docx",)
"""What is written on request alone, with a package of its own."""


def stem_of(financial_year: str) -> str:
    """The name of a report's files without their ending."""
    return f"procurement-spend-{financial_year.replace('/', '-')}"
