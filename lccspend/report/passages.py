"""Markdown in, blocks of plain and bold runs out: paragraphs, bullet lists and **bold**; everything else is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

OTHER = re.compile(r"#{1,6}(\s|$)|>|```|~~~|\||!?\[[^\]]*\]\(")
"""How headings, quotations, code, tables, links and images begin; none of them is read."""


@dataclass(frozen=True)
class Run:
    """Text of one weight."""

    text: str
    strong: bool


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list, and the line of the text on which it begins."""

    line: int
    runs: tuple[Run, ...]
    bulleted: bool

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def line_at(self, place: int) -> int:
        """The line on which a character of the text stands."""
        return self.line + self.text[:place].count("\n")


def read_blocks(text: str, faults: list[tuple[int, str]]) -> tuple[Block, ...]:
    """The blocks in their order; what is not read is added to the faults with its line. HTML is text like any other."""
    found: list[Block] = []
    bulleted = 0
    for token in _parser().parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "ordered_list_open":
            faults.append((line, "a numbered list; use bullets (-)"))
        bulleted += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            found.append(Block(line, tuple(_runs(token)), bulleted > 0))
            if OTHER.match(token.content):
                faults.append((line, "only paragraphs, bullets (-) and **bold** are read"))
    return tuple(found)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(["list", "emphasis"])


def _runs(token: Token) -> Iterator[Run]:
    """Neighbours of one weight are one run; all emphasis is bold, because slanted letters are hard to read."""
    depth, text = 0, ""
    for child in token.children or ():
        if child.type == "text":
            text += child.content
        elif child.nesting:
            if text:
                yield Run(text, depth > 0)
            depth, text = depth + child.nesting, ""
    if text:
        yield Run(text, depth > 0)
