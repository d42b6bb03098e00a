"""A folder in, a synthetic project in it out: payments made up so that their report is the council's published one."""

from lccspend.sample.folder import write_sample

__all__ = ["write_sample"]
