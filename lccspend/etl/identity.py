"""Names and numbers as exported in, one supplier out: contract section 3.6. Nothing fuzzy merges by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from lccspend.etl.classes import REDACTED_CLASS, Classifier, Standing
from lccspend.etl.reference import Reference
from lccspend.names import is_redacted, normalised
from lccspend.privacy import PERSON, printed_name
from lccspend.schema import NO_NAME, REDACTED

Node = tuple[str, ...]


@dataclass
class _Links:
    """Which names and numbers are one supplier: a disjoint-set forest over nodes."""

    parent: dict[Node, Node] = field(default_factory=dict)

    def root(self, node: Node) -> Node:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: Node, other: Node) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            first, second = sorted((one, other))
            self.parent[second] = first


class _Spelling(NamedTuple):
    """One combination of system, number and name as exported, with the pence paid under it."""

    system: str
    number: str | None
    name: str | None
    legacy: str | None
    pence: int
    given: str | None
    """The class that people gave it."""
    kind: str | None
    """Its class by people or rules; None where it is an ordinary supplier's."""
    node: Node
    """Where it stands among the suppliers."""

    is_named: bool
    """Whether an equal name is the same supplier."""

    def hidden(self, standing: Standing) -> bool:
        """Whether the name as exported may be printed nowhere: a person's, or one that people withheld."""
        withheld = standing.supplier_class == REDACTED_CLASS and self.name is not None
        return standing.private or (withheld and not is_redacted(self.name or ""))


class _Supplier(NamedTuple):
    """What all spellings of a supplier have in common."""

    key: int
    name: str
    standing: Standing
    operations: str | None
    ranked: bool


def identify(rows: pl.LazyFrame, classes: Classifier) -> pl.DataFrame:
    """The supplier of each spelling.

    Takes system, supplier_number, supplier_name, legacy_supplier_number and pence; gives the first three, distinct,
    with supplier (the name it is printed under; `Redacted` for a person), supplier_key (an id), supplier_class,
    class_source (the file or rule that it comes from), rule_class (what the rules would say where they do not decide),
    private (the name as exported may be printed nowhere), operations (the authorities where supplier_places.csv finds
    local operations), ranked (false for redacted and nameless payees, which are never ranked) and match_key (equal for
    payments that may be one: a withheld name keeps its number, so that it is told from others).
    """
    key = ["system", "supplier_number", "supplier_name", "legacy_supplier_number"]
    spent = rows.group_by(key).agg(pl.col("pence").abs().sum()).sort(key, nulls_last=True).collect()
    spellings = [_spelling(row, classes) for row in spent.iter_rows()]
    links = _link(spellings, classes.reference)
    roots = [links.root(s.node) for s in spellings]
    members: dict[Node, list[_Spelling]] = defaultdict(list)
    for spelling, root in zip(spellings, roots, strict=True):
        members[root].append(spelling)
    suppliers = {root: _supplier(n, root, members[root], classes) for n, root in enumerate(sorted(members))}
    own = [suppliers[root] for root in roots]
    columns: dict[str, tuple[type[pl.DataType], Sequence[str | int | bool | None]]] = {
        "supplier": (pl.String, [s.name for s in own]),
        "supplier_key": (pl.Int64, [s.key for s in own]),
        "supplier_class": (pl.String, [s.standing.supplier_class for s in own]),
        "class_source": (pl.String, [s.standing.source for s in own]),
        "rule_class": (pl.String, [s.standing.by_rule for s in own]),
        "private": (pl.Boolean, [p.hidden(s.standing) for p, s in zip(spellings, own, strict=True)]),
        "operations": (pl.String, [s.operations for s in own]),
        "ranked": (pl.Boolean, [s.ranked for s in own]),
        "match_key": (pl.Int64, _match_keys(spellings, [s.key for s in own], classes.reference)),
    }
    made = spent.drop("legacy_supplier_number", "pence").with_columns(
        **{name: pl.Series(values, dtype=kind) for name, (kind, values) in columns.items()}
    )
    return made.unique(["system", "supplier_number", "supplier_name"], keep="first", maintain_order=True)


def _spelling(row: tuple[Any, ...], classes: Classifier) -> _Spelling:
    system, number, name, legacy, pence = row
    given = classes.reference.class_of(system, number, name)
    kind = given or classes.by_rule(name)
    node = _node(system, number, name, kind)
    return _Spelling(system, number, name, legacy, pence, given, kind, node, node[0] != "class" and kind != PERSON)


def _node(system: str, number: str | None, name: str | None, kind: str | None) -> Node:
    """A number holds where there is one."""
    if name is None:
        return ("class", NO_NAME)
    if kind == REDACTED_CLASS or (kind is None and is_redacted(name)):
        return ("class", REDACTED)
    if number:
        return _number_node(system, number)
    if kind == PERSON:
        return ("person", system, normalised(name))
    return ("name", normalised(name))


def _number_node(system: str, number: str) -> Node:
    return ("number", system, number.casefold())


def _match_keys(spellings: Sequence[_Spelling], keys: list[int], reference: Reference) -> list[int]:
    """The supplier keys; where names are withheld, keys by which those with other numbers are told apart."""
    if not any(s.node[0] == "class" and s.number for s in spellings):
        return keys
    by_number = [s._replace(node=_number_node(s.system, s.number)) if s.number else s for s in spellings]
    links = _link(by_number, reference)
    found: dict[Node, int] = {}
    return [found.setdefault(links.root(s.node), len(found)) for s in by_number]


def _link(spellings: Iterable[_Spelling], reference: Reference) -> _Links:
    links = _Links()
    for spelling in spellings:
        node = spelling.node
        links.root(node)
        if node[0] == "class":
            continue
        if spelling.legacy:
            links.join(node, _number_node("r12", spelling.legacy))
        if spelling.name and spelling.is_named:
            links.join(node, ("name", normalised(spelling.name)))
    for old, new in reference.crosswalk:
        links.join(_number_node("r12", old), _number_node("fusion", new))
    for name, supplier in reference.aliases.items():
        links.join(("name", name), ("class", REDACTED) if is_redacted(supplier) else ("name", normalised(supplier)))
    return links


def _supplier(key: int, root: Node, own: Sequence[_Spelling], classes: Classifier) -> _Supplier:
    names = [s.name for s in own if s.name]
    standing = classes.standing([s.given for s in own], names, root == ("class", REDACTED))
    name = _printed_name(root, own, standing, classes.reference)
    return _Supplier(key, name, standing, _operations(own, classes.reference), ranked=root[0] != "class")


def _printed_name(root: Node, own: Sequence[_Spelling], standing: Standing, reference: Reference) -> str:
    """A supplier is printed under the name that people gave it in the aliases, else the one most money went to."""
    if root[0] == "class":
        return root[1]
    totals: dict[str, int] = {}
    for spelling in own:
        name = _last_alias(spelling.name or NO_NAME, reference.aliases)
        totals[name] = totals.get(name, 0) + spelling.pence
    return printed_name(min(totals, key=lambda n: (-totals[n], n)), standing.private)


def _last_alias(name: str, aliases: Mapping[str, str]) -> str:
    """The supplier that people say a name is, which may itself have another name."""
    seen: set[str] = set()
    while (own := normalised(name)) in aliases and own not in seen:
        seen.add(own)
        name = aliases[own]
    return name


def _operations(own: Sequence[_Spelling], reference: Reference) -> str | None:
    """Codes of the authorities where the supplier has operations, joined by a space; None where nothing is known."""
    if not reference.places:
        return None
    codes = {code for s in own for code in reference.operations(s.number, s.name)}
    return " ".join(sorted(codes)) or None
