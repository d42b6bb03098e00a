"""Where the report's type faces lie: the fonts of the package font-source-sans-pro, under the Open Font License."""

from importlib.resources import files
from pathlib import Path


def fonts_folder() -> Path:
    return Path(str(files("font_source_sans_pro"))) / "files"
