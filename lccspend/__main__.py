"""Arguments in, exit code out: where the `lccspend` command starts."""

import sys
from typing import TextIO


def main() -> None:
    """Runs the command line; ends the process with the exit code."""
    try:
        _speak_utf8(sys.stdout)
        _speak_utf8(sys.stderr)
        from lccspend.cli import app

        app(prog_name="lccspend")
    except KeyboardInterrupt:
        sys.exit(130)


def _speak_utf8(stream: TextIO) -> None:
    """Files and pipes get UTF-8 whatever the locale; a terminal keeps its own and never fails on a name."""
    if stream.isatty():
        stream.reconfigure(errors="replace")  # type: ignore[attr-defined]  # a real stream, not any TextIO
    else:
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
