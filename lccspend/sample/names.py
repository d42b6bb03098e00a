"""A count in, that many made-up supplier names out, all different even after normalisation (contract section 3.6)."""

import random
import re
from collections.abc import Iterator

from lccspend.sample.chance import stream
from lccspend.sample.words import (
    CATEGORY_WEIGHTS,
    LEGAL_FORMS,
    PUBLIC_ENDINGS,
    STEM_BEGINNINGS,
    STEM_ENDINGS,
    TRADES,
)

_LEGAL_FORM = re.compile(r" (LTD|LIMITED|PLC|LLP|CIC)$")


def bare(name: str) -> str:
    """The name without what normalisation takes away."""
    words = " ".join(re.sub(r"[^A-Z0-9]+", " ", name.upper().replace("&", " AND ")).split())
    return _LEGAL_FORM.sub("", words.removeprefix("THE "))


def stems(rng: random.Random) -> list[str]:
    """Every made-up first word, in a repeatable order."""
    found = [begin + end for begin in STEM_BEGINNINGS.split() for end in STEM_ENDINGS.split() if begin != end]
    rng.shuffle(found)
    return found


def company_names(taken: set[str]) -> Iterator[tuple[str, str]]:
    """Company name and spend category, without end; taken holds bare names already used and grows."""
    rng = stream("company names")
    words = stems(rng)
    at = 0
    while True:
        category = rng.choices(list(TRADES), CATEGORY_WEIGHTS)[0]
        trade = rng.choice(TRADES[category].split(","))
        stem = words[at % len(words)] if rng.random() > 0.04 else f"{words[at % len(words)]} & {rng.choice(words)}"
        name = f"{stem} {trade} {rng.choice(LEGAL_FORMS)}"
        at += 1
        if bare(name) not in taken:
            taken.add(bare(name))
            yield name, category


def public_names(taken: set[str]) -> Iterator[tuple[str, str]]:
    """Name and class of a school, council or health body, without end; taken as above."""
    rng = stream("public names")
    words = stems(rng)
    at = 0
    while True:
        ending, kind = PUBLIC_ENDINGS[(at * at + rng.randrange(5)) % len(PUBLIC_ENDINGS)]
        name = f"{words[at % len(words)]} {ending}"
        at += 1
        if bare(name) not in taken:
            taken.add(bare(name))
            yield name, kind
