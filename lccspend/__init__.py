"""Council spend from paid-invoice exports to the committee report."""

__version__ = "0.1.0"
