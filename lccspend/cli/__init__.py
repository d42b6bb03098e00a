"""The command line in, one answer on standard output and an exit code out."""

from lccspend.cli import statutory  # noqa: F401  (its commands add themselves)
from lccspend.cli.app import app

__all__ = ["app"]
