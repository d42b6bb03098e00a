"""The texts that open the sections in, checked passages out: a number is bound, dated or allowed, or the build fails.

A text is short Markdown. `{{ name }}` prints a value of the report, `[source: NAME, 24 February 2025]` cites what was
in force or published on a day, and a line `allowed_numbers: Procurement Act 2023; form 12` names other words that may
hold a digit. Claims about the figures are the report's own to make, so their words (`claims.toml`) are refused.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from lccspend.errors import SettingsError
from lccspend.nearest import did_you_mean
from lccspend.report.filters import MONTHS
from lccspend.report.model import Passage, Span
from lccspend.report.passages import Block, read_blocks

FOLDER = "narrative"
VALUE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
SOURCE = re.compile(rf"\[source:\s+([^\[\]]*\S),\s+((?:(?:[1-9]|[12]\d|3[01])\s+)?(?:{'|'.join(MONTHS)})\s+\d{{4}})\]")
ALLOWED = re.compile(r"^allowed_numbers:(.*)$", re.MULTILINE)
PART = re.compile(f"{VALUE.pattern}|{SOURCE.pattern}")
FIX = (
    "Print a figure by a placeholder such as {{ total }}, cite a source with its day as "
    "[source: NAME, 24 February 2025], or name the words on a line allowed_numbers: NAME. "
    "What rose, fell or lay between two limits is said by the report's own sentences alone."
)


@dataclass(frozen=True)
class Text:
    """A text as it was written, and where it stands."""

    place: str
    content: str


def read_texts(folders: Sequence[Path], settings: Mapping[str, str]) -> dict[str, Text]:
    """The text of each section: that of the settings, else of the first folder that has a file of its name."""
    texts: dict[str, Text] = {}
    for folder in reversed(folders):
        for path in sorted((folder / FOLDER).glob("*.md")):
            texts[path.stem] = Text(f"{FOLDER}/{path.name}", _content(path))
    return texts | {name: Text(f"[report.narrative] {name}", content) for name, content in settings.items()}


def _content(path: Path) -> str:
    if not (path.is_file() and path.resolve().is_relative_to(path.parents[1].resolve())):
        raise SettingsError(
            f"{path} is no file of its folder, or a link out of it.", fix="Put the text itself into the folder."
        )
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{path} cannot be read as UTF-8 text: {fault}.", fix="Save it as UTF-8.") from fault


def read_narrative(texts: Mapping[str, Text], sections: Sequence[str], values: Sequence[str]) -> dict[str, list[Block]]:
    """The blocks of each section's text; SettingsError lists every fault of every text with its line."""
    unknown = {name: text.place for name, text in texts.items() if name not in sections}
    if unknown:
        raise SettingsError(
            f"{', '.join(unknown.values())} names no section.",
            fix=f"Sections: {', '.join(sections)}.{did_you_mean(next(iter(unknown)), sections)}",
        )
    faults: list[str] = []
    blocks = {name: _checked(text, values, faults) for name, text in texts.items()}
    if faults:
        raise SettingsError("\n".join(faults), fix=FIX)
    return blocks


def _checked(text: Text, values: Sequence[str], faults: list[str]) -> list[Block]:
    content = "".join(c for c in text.content if unicodedata.category(c) != "Cf")
    allowed = [phrase.strip() for line in ALLOWED.findall(content) for phrase in line.split(";") if phrase.strip()]
    found: list[tuple[int, str]] = []
    blocks = list(read_blocks(ALLOWED.sub("", content), found))
    for block in blocks:
        found += [*_strange_values(block, values), *_numbers(block, allowed), *_claims(block)]
    faults += [f"{text.place}, line {line}: {fault}." for line, fault in sorted(set(found))]
    return blocks


def _strange_values(block: Block, values: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Placeholders that nothing fills, and braces that are none."""
    for match in VALUE.finditer(block.text):
        if match[1] not in values:
            yield block.line_at(match.start()), f"{match[0]} is none of {', '.join(values)}"
    for match in re.finditer(r"\{[{%#]|[}%#]\}", VALUE.sub(_blank, block.text)):
        yield block.line_at(match.start()), f"{match[0]} is no part of a placeholder such as {{{{ total }}}}"


def _numbers(block: Block, allowed: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Digits of any script, and signs such as ½, that nothing accounts for."""
    bare = SOURCE.sub(_blank, VALUE.sub(_blank, block.text))
    for phrase in sorted(allowed, key=len, reverse=True):
        words = r"\s+".join(map(re.escape, phrase.split()))
        bare = re.sub(rf"(?<![\w£$€])(?<!\d[.,]){words}(?![\w%])(?![.,]\d)", _blank, bare, flags=re.IGNORECASE)
    for match in re.finditer(r"\S+", bare):
        if any(unicodedata.category(c).startswith("N") for c in match[0]):
            yield block.line_at(match.start()), f"the number in '{match[0]}' is bound to no figure"


def _claims(block: Block) -> Iterator[tuple[int, str]]:
    for match in _claim().finditer(VALUE.sub(_blank, block.text)):
        said = " ".join(match[0].split())
        yield block.line_at(match.start()), f"'{said}' says something of the figures that no figure backs"


@cache
def _claim() -> re.Pattern[str]:
    table = tomllib.loads((files("lccspend.report") / "claims.toml").read_text("utf-8"))
    words, numbers, joints = (
        "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in table[key])
        for key in ("words", "numbers", "joints")
    )
    marks = "|".join(map(re.escape, table["marks"]))
    return re.compile(rf"\b(?:{words})\b|{marks}|\b(?:{numbers})\s+(?:{joints})\s+(?:{numbers})\b", re.IGNORECASE)


def _blank(match: re.Match[str]) -> str:
    """As long as what it stands for, with its line ends, so that places stay what they were."""
    return re.sub(r"[^\n]", " ", match[0])


def passages(blocks: Sequence[Block], values: Mapping[str, str]) -> tuple[Passage, ...]:
    """Blocks as they are printed; neighbouring items make one list."""
    found = []
    for bulleted, group in groupby(blocks, key=lambda block: block.bulleted):
        items = [tuple(_spans(block, values)) for block in group]
        found += [Passage(tuple(items), True)] if bulleted else [Passage((item,), False) for item in items]
    return tuple(found)


def _spans(block: Block, values: Mapping[str, str]) -> Iterator[Span]:
    for run in block.runs:
        at = 0
        for match in PART.finditer(run.text):
            yield from _plain(run.text[at : match.start()], run.strong)
            name, source, day = match.groups()
            text = values[name] if name else f"({_line(source)}, {_line(day)})"
            yield Span(text, strong=run.strong, source=not name)
            at = match.end()
        yield from _plain(run.text[at:], run.strong)


def _plain(text: str, strong: bool) -> Iterator[Span]:
    if text:
        yield Span(_line(text), strong=strong)


def _line(text: str) -> str:
    """A line end is a space."""
    return re.sub(r"\s+", " ", text)
