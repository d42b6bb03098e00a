"""Arguments in, exit code out: where the `lccspend` command starts."""

import os
import sys
from pathlib import Path
from typing import TextIO


def main() -> None:
    """Runs the command line; ends the process with the exit code."""
    sys.unraisablehook = press_again
    try:
        _open_closed_streams()
        _speak_utf8(sys.stdout)
        _speak_utf8(sys.stderr)
        from lccspend.cli.plain import answer

        code = answer(sys.argv[1:])
        if code is not None:
            sys.exit(code)
        from lccspend.cli.typed import app

        app(prog_name="lccspend")
    except KeyboardInterrupt:
        sys.exit(130)


def press_again(dropped: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C that meets Python called by a library's own code is dropped there, so it is pressed again."""
    if dropped.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(dropped)
        return
    from _thread import start_new_thread  # a Timer would wait here until it runs, and be met in that

    start_new_thread(_press_later, ())


def _press_later() -> None:
    from _thread import interrupt_main
    from time import sleep

    sleep(0.01)  # at once it would meet the hook that this was called from
    interrupt_main()


def _open_closed_streams() -> None:
    """A scheduler may start the program without standard streams (`2>&-`); what is written then goes nowhere.

    Left closed, their numbers would go to the next files opened, and a library's message could land in the store.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open as long as the process
            setattr(sys, name, nowhere)


def _speak_utf8(stream: TextIO) -> None:
    """Files and pipes get UTF-8 whatever the locale; a terminal keeps its own and never fails on a name."""
    if stream.isatty():
        stream.reconfigure(errors="replace")  # type: ignore[attr-defined]  # a real stream, not any TextIO
    else:
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
