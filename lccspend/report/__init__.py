"""Figures and settings in, the committee report out, in any of these formats."""

FORMATS = ("pdf", "html", "xlsx", "csv", "json")
