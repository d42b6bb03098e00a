"""Builds in, a record of each out: when, on what, with what result; two records in, what changed between them out."""
