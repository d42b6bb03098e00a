"""Names of suppliers as exported in, their bare form and what speaks for two names being one supplier's out.

Nothing here merges anything: contract section 3.6 merges equal normalised names alone.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from lccspend.names import LEGAL_FORMS, normalised, words_of

_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_CLOSED, _PAYMENT, _NUMBER = "a closed record", "a way of payment", "account number"
_BOOKKEEPING = (_CLOSED, _PAYMENT, _NUMBER)
_ACCOUNT = re.compile(r"( 0\d{1,2}| \d{5,}( .*)?)$")
"""A site number with its nought, or an account number and all that follows it."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of likeness.toml as names are compared."""

    former: tuple[str, ...]
    trading: tuple[str, ...]
    ledger: tuple[str, ...]
    closed: tuple[str, ...]
    generic: frozenset[str]
    short: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The words, longer phrases first, so that DD ONLY goes before DD."""
    text = (files("lccspend.metrics") / "likeness.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    phrases = {k: tuple(sorted(raw[k], key=len, reverse=True)) for k in ("former", "trading", "ledger", "closed")}
    return Vocabulary(**phrases, generic=frozenset(raw["generic"]), short=raw["short"])


@dataclass(frozen=True)
class Parts:
    """A name taken apart: bare is what is left of it, others are the names that it says the supplier also bears."""

    bare: str
    others: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """What was taken away, in words for a reviewer."""

    @property
    def is_plain(self) -> bool:
        """Whether the name is one that a report would print: without an account, a way of payment or a closing."""
        return not any(kind in mark for mark in self.marks for kind in _BOOKKEEPING)


@lru_cache(100_000)
def take_apart(name: str) -> Parts:
    """A name without legal form, brackets, closing words and accounts; short forms are spelt out."""
    others: list[str] = []
    marks: list[str] = []

    def bracket(found: re.Match[str]) -> str:
        inside = words_of(found[1])
        told = _told(inside)
        if told is None and found[0].startswith("["):
            told = ("a second name", inside)
        if told is None:
            return f" {found[1]} "
        marks.append(f"{told[0]} in brackets")
        others.extend([told[1]] if told[1] else [])
        return " "

    words = words_of(_BRACKETS.sub(bracket, name))
    words, more = _split(words)
    others += [other for _, other in more]
    marks += [mark for mark, _ in more]
    words, ends = _without_ends(words)
    return Parts(_spelt_out(words), tuple(filter(None, map(_spelt_out, others))), tuple(marks + ends))


def _told(inside: str) -> tuple[str, str] | None:
    """What the words in a bracket say: what kind, and the other name where they give one."""
    known = vocabulary()
    if inside in known.closed:
        return _CLOSED, ""
    if inside in known.ledger:
        return _PAYMENT, ""
    if inside.isdigit() and len(inside) > 3:
        return f"an {_NUMBER}", ""
    for kind, phrases in (("a former name", known.former), ("a trading name", known.trading)):
        for phrase in phrases:
            if inside.startswith(f"{phrase} "):
                return kind, inside.removeprefix(f"{phrase} ")
    return None


def _split(words: str) -> tuple[str, list[tuple[str, str]]]:
    """A name at its first FORMERLY or T/A: what stands before it, and the kind and name that stand after it."""
    for kind, phrases in (("a former name", vocabulary().former), ("a trading name", vocabulary().trading)):
        for phrase in phrases:
            before, mark, after = words.partition(f" {phrase} ")
            if mark and before and after and phrase not in {"WAS", "NOW"}:
                return before, [(kind, after)]
    return words, []


def _without_ends(words: str) -> tuple[str, list[str]]:
    """A name without ways of payment and closing words at either end, and without an account at its end."""
    marks: list[str] = []
    for kind, phrases in ((_CLOSED, vocabulary().closed), (_PAYMENT, vocabulary().ledger)):
        for phrase in phrases:
            shorter = words.removesuffix(f" {phrase}").removeprefix(f"{phrase} ")
            if shorter != words:
                words = shorter
                marks.append(kind)
    bare = _ACCOUNT.sub("", words)
    if bare != words and bare:
        words = bare
        marks.append(f"a site or {_NUMBER}")
    return words, marks


def _spelt_out(words: str) -> str:
    """Normalised, without any legal form at the end, and without short forms."""
    known = vocabulary().short
    bare = [known.get(word, word) for word in normalised(words).split()]
    while len(bare) > 1 and bare[-1] in LEGAL_FORMS:
        bare.pop()
    return " ".join(bare)


@dataclass(frozen=True)
class Likeness:
    """How alike two bare names are, from 0 to 100, and in what; needs_place: it takes a shared postcode too."""

    score: int
    what: str
    needs_place: bool = False


ORDER, SPLIT, LONGER, TYPO, DOUBT = 90, 90, 84, 82, 80


@dataclass(frozen=True, slots=True)
class _Shape:
    """A bare name as it is compared: its words as they stand and in order, those with digits, and all its letters."""

    words: tuple[str, ...]
    ordered: tuple[str, ...]
    digits: tuple[str, ...]
    letters: str


@lru_cache(100_000)
def _shape(name: str) -> _Shape:
    words = tuple(name.split())
    ordered = tuple(sorted(words))
    return _Shape(words, ordered, tuple(w for w in ordered if any(c.isdigit() for c in w)), "".join(words))


def likeness(one: str, other: str) -> Likeness | None:
    """In what two bare names that are not equal are alike; None where they are simply two names."""
    first, second = _shape(one), _shape(other)
    if first.digits != second.digits:
        return None
    if first.ordered == second.ordered:
        return Likeness(ORDER, "the same words in another order")
    if first.letters == second.letters:
        return Likeness(SPLIT, "the same letters with other spaces", needs_place=True)
    if len(first.words) == len(second.words):
        return _misspelt(first.words, second.words)
    shorter, longer = sorted((first.words, second.words), key=len)
    rest = longer[len(shorter) :]
    if longer[: len(shorter)] == shorter and len(shorter) > 1 and set(rest) <= vocabulary().generic:
        return Likeness(LONGER, f"one name goes on with {' '.join(rest)}", needs_place=True)
    return None


def _misspelt(first: Sequence[str], second: Sequence[str]) -> Likeness | None:
    """Words that pair off, each equal or a slip away; without a shared postcode only what is plainly a slip counts."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(pairs) > 2 or not all(_one_slip(a, b) for a, b in pairs):
        return None
    score = round(fuzz.ratio(" ".join(first), " ".join(second)))
    if len(pairs) == 1 and len("".join(first)) >= 12 and _plain_slip(*pairs[0], is_first=first[0] != second[0]):
        return Likeness(max(min(score, 89), TYPO), f"{pairs[0][0]} and {pairs[0][1]}: a slip of spelling")
    return Likeness(max(score, DOUBT), "one or two letters differ", needs_place=True)


def _one_slip(one: str, other: str) -> bool:
    """One letter added, lost, changed or two swapped, in a word of four letters or more; two in a long one."""
    length = min(len(one), len(other))
    most = 2 if length > 8 else 1
    if length <= 3 or abs(len(one) - len(other)) > most:
        return False
    return OSA.distance(one, other, score_cutoff=most) <= most


def _plain_slip(one: str, other: str, *, is_first: bool) -> bool:
    """Two letters swapped, a letter doubled, or in a later word the s of a plural: hardly another firm's name."""
    if len(one) == len(other):
        return len(one) > 5 and sorted(one) == sorted(other)
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    if re.sub(r"(.)\1+", r"\1", longer) == re.sub(r"(.)\1+", r"\1", shorter):
        return len(shorter) > 5
    return not is_first and longer == f"{shorter}S"
