"""The command line in, one answer on standard output and an exit code out."""

from lccspend.cli.app import app

__all__ = ["app"]
