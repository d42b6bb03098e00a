"""Figures and settings in, the committee report out, in any of these formats."""

FORMATS = ("pdf", "html", "xlsx", "csv", "json")


def stem_of(financial_year: str) -> str:
    """The name of a report's files without their ending."""
    return f"procurement-spend-{financial_year.replace('/', '-')}"
