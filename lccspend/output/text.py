"""Any text in, text that is safe to print on a terminal out."""

import re

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
"""Control characters, escape sequences and writing-direction marks could rewrite what stands beside them."""


def printable(text: str) -> str:
    """The text with every control character but the newline shown as a replacement mark; tabs become spaces."""
    return _CONTROL.sub("\ufffd", text.replace("\t", " "))


def one_line(text: str) -> str:
    """As printable, on one line."""
    return printable(" ".join(text.split("\n")).replace("\r", " "))
