"""Names and numbers as exported in, one supplier out: contract section 3.6. Nothing fuzzy merges by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from lccspend.etl.reference import Reference
from lccspend.names import is_redacted, normalised
from lccspend.schema import NO_NAME, REDACTED


@dataclass
class _Links:
    """Which names and numbers are one supplier: a disjoint-set forest over nodes."""

    parent: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def root(self, node: tuple[str, ...]) -> tuple[str, ...]:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
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

    def node(self, reference: Reference) -> tuple[str, ...]:
        """Where this spelling stands among the suppliers; a number holds where there is one."""
        if self.name is None:
            return ("class", NO_NAME)
        kind = reference.class_of(self.system, self.number, self.name)
        if kind == "redacted" or (kind is None and is_redacted(self.name)):
            return ("class", REDACTED)
        if self.number:
            return ("number", self.system, self.number.casefold())
        if kind == "individual":
            return ("person", self.system, normalised(self.name))
        return ("name", normalised(self.name))


def identify(rows: pl.LazyFrame, reference: Reference) -> pl.DataFrame:
    """The supplier of each spelling.

    Takes system, supplier_number, supplier_name, legacy_supplier_number and pence; gives the first three, distinct,
    with supplier (the name it is printed under), supplier_key (an id), supplier_class, and ranked (false for redacted
    and nameless payees, which are never ranked).
    """
    key = ["system", "supplier_number", "supplier_name", "legacy_supplier_number"]
    spent = rows.group_by(key).agg(pl.col("pence").abs().sum()).sort(key, nulls_last=True).collect()
    spellings = [_Spelling(*row) for row in spent.iter_rows()]
    links = _link(spellings, reference)
    roots = [links.root(s.node(reference)) for s in spellings]
    names = _printed_names(spellings, roots, reference)
    classes = _classes(spellings, roots, reference)
    ids = {root: number for number, root in enumerate(sorted(set(roots)))}
    return pl.DataFrame(
        {
            "system": spent["system"],
            "supplier_number": spent["supplier_number"],
            "supplier_name": spent["supplier_name"],
            "supplier": pl.Series([names[root] for root in roots], dtype=pl.String),
            "supplier_key": pl.Series([ids[root] for root in roots], dtype=pl.Int64),
            "supplier_class": pl.Series([classes[root] for root in roots], dtype=pl.String),
            "ranked": pl.Series([root[0] != "class" for root in roots], dtype=pl.Boolean),
        }
    ).unique(["system", "supplier_number", "supplier_name"], keep="first", maintain_order=True)


def _link(spellings: Iterable[_Spelling], reference: Reference) -> _Links:
    links = _Links()
    for spelling in spellings:
        node = spelling.node(reference)
        links.root(node)
        if node[0] == "class" or spelling.name is None:
            continue
        if spelling.legacy:
            links.join(node, ("number", "r12", spelling.legacy.casefold()))
        if reference.class_of(spelling.system, spelling.number, spelling.name) != "individual":
            links.join(node, ("name", normalised(spelling.name)))
    for old, new in reference.crosswalk:
        links.join(("number", "r12", old.casefold()), ("number", "fusion", new.casefold()))
    for name, supplier in reference.aliases.items():
        links.join(("name", name), ("name", normalised(supplier)))
    return links


def _printed_names(
    spellings: list[_Spelling], roots: list[tuple[str, ...]], reference: Reference
) -> dict[tuple[str, ...], str]:
    """A supplier is printed under the name that people gave it in the aliases, else the one most money went to."""
    spent: dict[tuple[str, ...], dict[str, int]] = {}
    for spelling, root in zip(spellings, roots, strict=True):
        if root[0] == "class":
            spent[root] = {root[1]: 0}
            continue
        name = spelling.name or NO_NAME
        name = reference.aliases.get(normalised(name), name)
        totals = spent.setdefault(root, {})
        totals[name] = totals.get(name, 0) + spelling.pence
    return {root: min(totals, key=lambda n: (-totals[n], n)) for root, totals in spent.items()}


def _classes(
    spellings: list[_Spelling], roots: list[tuple[str, ...]], reference: Reference
) -> dict[tuple[str, ...], str]:
    """The class that people gave any name or number of a supplier; redacted payees are a class of their own."""
    given: dict[tuple[str, ...], set[str]] = {}
    for spelling, root in zip(spellings, roots, strict=True):
        found = reference.class_of(spelling.system, spelling.number, spelling.name)
        given.setdefault(root, set()).update({found} if found else set())
    return {root: min(found) if found else _usual_class(root) for root, found in given.items()}


def _usual_class(root: tuple[str, ...]) -> str:
    return "redacted" if root == ("class", REDACTED) else "supplier"
