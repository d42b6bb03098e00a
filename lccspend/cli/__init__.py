"""The command line in, one answer on standard output and an exit code out.

The commands are declared once, in `app`. A call that is spelled plainly is read by `plain` and answered without Typer;
help, completion, mistakes and every other spelling are left to Typer, which `typed` hands the same declarations.
"""
