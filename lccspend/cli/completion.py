"""The name of a shell in, the script out by which that shell completes commands and options."""

from typing import Literal

from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script

Shell = Literal["bash", "zsh", "fish", "powershell"]
VARIABLE = "_LCCSPEND_COMPLETE"
"""Set by the script when it asks the program what may follow."""


def know_shells() -> None:
    """Typer answers the shells that are made known; by itself it does so only with options that edit people's files."""
    completion_init()


def script(shell: Shell) -> str:
    return get_completion_script(prog_name="lccspend", complete_var=VARIABLE, shell=shell)
