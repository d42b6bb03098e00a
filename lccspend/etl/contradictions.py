"""Lines of a reference file in, those that decide one thing in two ways out, each with both its lines named."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lccspend.names import normalised

Row = Mapping[str, str]


@dataclass(frozen=True)
class _Decision:
    """What a row is about (nothing where it decides nothing of this kind), and what it decides, as compared."""

    about: Callable[[Row], tuple[str, ...] | None]
    cell: str
    compared: Callable[[str], str] = str.casefold


def _override(row: Row) -> tuple[str, ...]:
    return row["system"], row["supplier_number"].casefold(), row["supplier_site"].casefold()


def _class(row: Row) -> tuple[str, ...]:
    if row["supplier_number"]:
        return "number", row["system"], row["supplier_number"].casefold()
    return "name", normalised(row["supplier"])


def _postcode(text: str) -> str:
    return "".join(text.split()).casefold()


_DECISIONS: dict[str, tuple[_Decision, ...]] = {
    "postcode_overrides.csv": (_Decision(_override, "postcode", _postcode),),
    "supplier_aliases.csv": (_Decision(lambda row: (normalised(row["name"]),), "supplier", normalised),),
    "supplier_classes.csv": (_Decision(_class, "class"),),
    "category_map.csv": (
        _Decision(lambda row: (row["source_category"].casefold(),), "category"),
        _Decision(lambda row: (row["category"],) if row["portfolio"] else None, "portfolio"),
    ),
}
"""The files in which one line alone can count; of the others every line counts."""


def contradictions(name: str, rows: Iterable[Row]) -> Iterator[str]:
    """A sentence for each line that decides otherwise than an earlier line about the same; equal lines are no fault."""
    held = list(rows)
    for decision in _DECISIONS.get(name, ()):
        first: dict[tuple[str, ...], Row] = {}
        for row in held:
            about = decision.about(row)
            if about is None or not row[decision.cell]:
                continue
            before = first.setdefault(about, row)
            if decision.compared(before[decision.cell]) != decision.compared(row[decision.cell]):
                line = before["line"].rpartition(", ")[2]
                yield (
                    f"{row['line']}: says {decision.cell} '{row[decision.cell]}', but {line} says "
                    f"'{before[decision.cell]}' of the same"
                )
