"""What a command loads: those that place or describe start without the packages that take seconds to import."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli_project import publish

HEAVY = ["polars", "weasyprint", "jinja2", "fastexcel", "vl_convert", "xlsxwriter", "numpy"]

RUN = f"""
import sys
from lccspend.__main__ import main
sys.argv[0] = "lccspend"
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = [name for name in {HEAVY} if name in sys.modules]
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    "command", [["build-report", "--help"], ["postcode", "PR1 8XJ"], ["awards", "--format", "json"]], ids=" ".join
)
def test_a_light_command_loads_nothing_heavy(command: list[str], tmp_path: Path) -> None:
    publish(tmp_path)
    call = [sys.executable, "-c", RUN, "-C", str(tmp_path), *command]
    assert subprocess.run(call, capture_output=True, text=True, check=False).stderr == ""
