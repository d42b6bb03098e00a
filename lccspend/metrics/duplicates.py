"""Suppliers with their names, postcodes and companies in, pairs that may be one supplier out, with the evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lccspend.metrics.likeness import Likeness, likeness, take_apart

CROWD = 8
"""A postcode of more suppliers than that (an office block, a factoring house) is evidence of nothing."""

SAME_COMPANY, REGISTERED_NAME, SAME_NAME, OTHER_NAME = 100, 97, 94, 92
SAME_PLACE, OTHER_COMPANY = 4, -10
LEAST = 80


@dataclass(frozen=True)
class Payee:
    """One supplier: names as exported, postcodes paid, the company of a register with its previous names."""

    key: int
    supplier: str
    names: tuple[str, ...]
    pence: int
    postcodes: frozenset[str] = frozenset()
    company: str = ""
    previous: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Two suppliers that may be one: first the one under whose name both would be printed."""

    supplier: Payee
    duplicate: Payee
    score: int
    evidence: tuple[str, ...]


@dataclass
class _Case:
    """A supplier as it is compared."""

    payee: Payee
    bare: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Bare name -> what was taken away from it."""
    others: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)
    places: frozenset[str] = frozenset()


def propose(payees: Iterable[Payee]) -> list[Pair]:
    """The pairs, the likeliest first and among equals those with most spend; each pair once.

    Of suppliers with one name each is paired with the first of them alone: forty accounts are no 780 pairs.
    Persons and withheld names are not to be among the payees: nothing is ever proposed about them.
    """
    known = sorted(payees, key=lambda p: p.key)
    crowds = Counter(postcode for p in known for postcode in p.postcodes)
    cases = [_case(p, frozenset(c for c in p.postcodes if crowds[c] <= CROWD)) for p in known]
    pairs = []
    for at, to in sorted(_candidates(cases)):
        score, evidence = _compare(cases[at], cases[to])
        if score >= LEAST:
            pairs.append(_pair(cases[at].payee, cases[to].payee, score, evidence))
    return sorted(
        _without_what_follows(pairs),
        key=lambda p: (-p.score, -p.supplier.pence - p.duplicate.pence, p.supplier.key, p.duplicate.key),
    )


def _without_what_follows(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs but those whose two suppliers are both paired with a third by evidence as good, and under its name."""
    under: dict[int, dict[int, int]] = defaultdict(dict)
    for pair in pairs:
        under[pair.duplicate.key][pair.supplier.key] = pair.score

    def follows(pair: Pair) -> bool:
        one, other = under[pair.supplier.key], under[pair.duplicate.key]
        return any(min(one[third], other[third]) >= pair.score for third in one.keys() & other.keys())

    return [pair for pair in pairs if pair.score < SAME_NAME or not follows(pair)]


def _pair(one: Payee, other: Payee, score: int, evidence: Sequence[str]) -> Pair:
    first, second = sorted((one, other), key=lambda p: (not take_apart(p.supplier).is_plain, -p.pence, p.key))
    return Pair(first, second, score, tuple(evidence))


def _case(payee: Payee, places: frozenset[str]) -> _Case:
    case = _Case(payee, places=places, registered={take_apart(name).bare for name in payee.previous})
    for name in payee.names:
        parts = take_apart(name)
        case.bare.setdefault(parts.bare, parts.marks)
        case.others.update(parts.others)
    return case


def _candidates(cases: Sequence[_Case]) -> set[tuple[int, int]]:
    """Pairs that share something worth a comparison; comparing all with all would take minutes."""
    blocks: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, case in enumerate(cases):
        for block in _blocks(case):
            blocks[block].add(at)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        found.update(combinations(sorted(members), 2))
    return found


def _blocks(case: _Case) -> Iterator[tuple[str, str]]:
    if case.payee.company:
        yield "company", case.payee.company
    for name in (*case.bare, *case.others, *case.registered):
        yield "name", name
    for name in case.bare:
        words = name.split()
        letters = "".join(words)
        yield "order", " ".join(sorted(words))
        yield "start", letters[:5]
        yield "end", f"{letters[-9:]} {len(words)}"
    for postcode in case.places:
        yield "postcode", postcode


def _compare(one: _Case, other: _Case) -> tuple[int, list[str]]:
    """The score of a pair, 0 where nothing speaks for it, and what does."""
    score, evidence = _strongest(one, other)
    if not score:
        return 0, []
    shared = sorted(one.places & other.places)
    companies = {one.payee.company, other.payee.company} - {""}
    if shared and score < SAME_COMPANY:
        score = min(score + SAME_PLACE, 99)
    evidence += [f"both are paid at {postcode}" for postcode in shared]
    if len(companies) == 2:
        score += OTHER_COMPANY
        evidence.append(f"against it: the companies {' and '.join(sorted(companies))} differ")
    return score, evidence


def _strongest(one: _Case, other: _Case) -> tuple[int, list[str]]:
    if one.payee.company and one.payee.company == other.payee.company:
        return SAME_COMPANY, [f"both are company {one.payee.company}"]
    for first, second in ((one, other), (other, one)):
        if first.registered and first.registered & second.bare.keys() and not second.payee.company:
            return REGISTERED_NAME, [f"the register has a previous name of company {first.payee.company}"]
    if equal := sorted(one.bare.keys() & other.bare.keys()):
        marks = sorted({*one.bare[equal[0]], *other.bare[equal[0]]})
        return SAME_NAME, [f"the same name but for {' and '.join(marks) or 'its short forms'}"]
    for first, second in ((one, other), (other, one)):
        if first.others and first.others & second.bare.keys():
            return OTHER_NAME, ["a former or trading name of the one is the name of the other"]
    return _by_likeness(one, other)


def _by_likeness(one: _Case, other: _Case) -> tuple[int, list[str]]:
    """Names that are merely alike; those that need a shared postcode, or that two companies bear, do not count."""
    if one.payee.company and other.payee.company:
        return 0, []
    found: list[Likeness] = [
        like for a in one.bare for b in other.bare if (like := likeness(a, b) if a < b else likeness(b, a)) is not None
    ]
    if not found:
        return 0, []
    fit = [like for like in found if not like.needs_place or one.places & other.places]
    best = max(fit, key=lambda like: like.score, default=None)
    return (best.score, [best.what]) if best else (0, [])
