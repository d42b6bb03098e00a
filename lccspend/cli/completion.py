"""The name of a shell in, the script out by which that shell completes commands and options."""

from typing import Literal

Shell = Literal["bash", "zsh", "fish", "powershell"]
VARIABLE = "_LCCSPEND_COMPLETE"
"""Set by the script when it asks the program what may follow."""


def script(shell: Shell) -> str:
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name="lccspend", complete_var=VARIABLE, shell=shell)
