"""Names and numbers as exported in, one supplier out: contract section 3.6. Nothing fuzzy merges by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class _Spelling:
    """One combination of system, number and name as exported, with the pence paid under it."""

    system: str
    number: str | None
    name: str | None
    legacy: str | None
    pence: int

    def node(self, classes: Classifier) -> Node:
        """Where this spelling stands among the suppliers; a number holds where there is one."""
        if self.name is None:
            return ("class", NO_NAME)
        kind = classes.of(self.system, self.number, self.name)
        if kind == "redacted" or (kind is None and is_redacted(self.name)):
            return ("class", REDACTED)
        if self.number:
            return ("number", self.system, self.number.casefold())
        if kind == PERSON:
            return ("person", self.system, normalised(self.name))
        return ("name", normalised(self.name))

    def hidden(self, standing: Standing) -> bool:
        """Whether the name as exported may be printed nowhere: a person's, or one that people withheld."""
        withheld = standing.supplier_class == REDACTED_CLASS and self.name is not None
        return standing.private or (withheld and not is_redacted(self.name or ""))


def identify(rows: pl.LazyFrame, classes: Classifier) -> pl.DataFrame:
    """The supplier of each spelling.

    Takes system, supplier_number, supplier_name, legacy_supplier_number and pence; gives the first three, distinct,
    with supplier (the name it is printed under; `Redacted` for a person), supplier_key (an id), supplier_class,
    class_source (the file or rule that it comes from), rule_class (what the rules would say where they do not decide),
    private (the name as exported may be printed nowhere), operations (the authorities where supplier_places.csv finds
    local operations) and ranked (false for redacted and nameless payees, which are never ranked).
    """
    key = ["system", "supplier_number", "supplier_name", "legacy_supplier_number"]
    spent = rows.group_by(key).agg(pl.col("pence").abs().sum()).sort(key, nulls_last=True).collect()
    spellings = [_Spelling(*row) for row in spent.iter_rows()]
    links = _link(spellings, classes)
    roots = [links.root(s.node(classes)) for s in spellings]
    members: dict[Node, list[_Spelling]] = {}
    for spelling, root in zip(spellings, roots, strict=True):
        members.setdefault(root, []).append(spelling)
    standings = {root: _standing(root, own, classes) for root, own in members.items()}
    names = {root: _printed_name(root, own, standings[root], classes.reference) for root, own in members.items()}
    places = {root: _operations(own, classes.reference) for root, own in members.items()}
    ids = {root: number for number, root in enumerate(sorted(members))}
    columns: dict[str, tuple[type[pl.DataType], Sequence[str | int | bool | None]]] = {
        "supplier": (pl.String, [names[root] for root in roots]),
        "supplier_key": (pl.Int64, [ids[root] for root in roots]),
        "supplier_class": (pl.String, [standings[root].supplier_class for root in roots]),
        "class_source": (pl.String, [standings[root].source for root in roots]),
        "rule_class": (pl.String, [standings[root].by_rule for root in roots]),
        "private": (pl.Boolean, [s.hidden(standings[root]) for s, root in zip(spellings, roots, strict=True)]),
        "operations": (pl.String, [places[root] for root in roots]),
        "ranked": (pl.Boolean, [root[0] != "class" for root in roots]),
    }
    made = spent.drop("legacy_supplier_number", "pence").with_columns(
        **{name: pl.Series(values, dtype=kind) for name, (kind, values) in columns.items()}
    )
    return made.unique(["system", "supplier_number", "supplier_name"], keep="first", maintain_order=True)


def _link(spellings: Iterable[_Spelling], classes: Classifier) -> _Links:
    links = _Links()
    for spelling in spellings:
        node = spelling.node(classes)
        links.root(node)
        if node[0] == "class" or spelling.name is None:
            continue
        if spelling.legacy:
            links.join(node, ("number", "r12", spelling.legacy.casefold()))
        if classes.of(spelling.system, spelling.number, spelling.name) != PERSON:
            links.join(node, ("name", normalised(spelling.name)))
    for old, new in classes.reference.crosswalk:
        links.join(("number", "r12", old.casefold()), ("number", "fusion", new.casefold()))
    for name, supplier in classes.reference.aliases.items():
        links.join(("name", name), ("name", normalised(supplier)))
    return links


def _standing(root: Node, own: Sequence[_Spelling], classes: Classifier) -> Standing:
    given = [classes.reference.class_of(s.system, s.number, s.name) for s in own]
    return classes.standing(given, [s.name for s in own if s.name], root == ("class", REDACTED))


def _printed_name(root: Node, own: Sequence[_Spelling], standing: Standing, reference: Reference) -> str:
    """A supplier is printed under the name that people gave it in the aliases, else the one most money went to."""
    if root[0] == "class":
        return root[1]
    totals: dict[str, int] = {}
    for spelling in own:
        name = spelling.name or NO_NAME
        name = reference.aliases.get(normalised(name), name)
        totals[name] = totals.get(name, 0) + spelling.pence
    return printed_name(min(totals, key=lambda n: (-totals[n], n)), standing.private)


def _operations(own: Sequence[_Spelling], reference: Reference) -> str | None:
    """Codes of the authorities where the supplier has operations, joined by a space; None where nothing is known."""
    codes = {code for s in own for code in reference.operations(s.number, s.name)}
    return " ".join(sorted(codes)) or None
