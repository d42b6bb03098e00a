"""The register of the Charity Commission and what is wanted in, the charities that matter out, in bounded memory.

The main table comes as JSON or as tab-separated text, plain or in a ZIP. In the text a charity's own words may break a
line or a record; what cannot be put together again is counted, and the JSON has it whole.
"""

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lccspend.errors import SourceError
from lccspend.names import normalised
from lccspend.reading.parts import Part, parts_of
from lccspend.registers.companies import Wanted
from lccspend.registers.keys import padded
from lccspend.registers.recognise import charity_headings
from lccspend.registers.records import Charity, Extract

_CHUNK = 1024**2
_LONGEST_RECORD = 16 * _CHUNK
_MOST_LINES = 1_000
"""Of one record: more hold no charity's own words, but what can never be put together."""
_BETWEEN = re.compile(r"[,\s]*")

Row = dict[str, Any]


def read_charities(path: Path, wanted: Wanted) -> Extract:
    """The charities that bear a wanted name or number, and those with a company, which may be a supplier's."""
    found: list[Charity] = []
    rows = rejected = 0
    as_of: date | None = None
    for part in parts_of(path):
        for row in _rows(part):
            rows += 1
            if row is None:
                rejected += 1
                continue
            as_of = max((day for day in (as_of, _day(row.get("date_of_extract"))) if day), default=None)
            charity = _charity(row)
            if _matters(charity, wanted):
                found.append(charity)
    return Extract(
        register="charity_commission",
        rows=rows,
        rejected=rejected,
        as_of=as_of,
        charities=tuple(sorted(found, key=lambda c: (c.number, c.linked, c.name))),
    )


def _matters(charity: Charity, wanted: Wanted) -> bool:
    return bool(charity.company_number) or charity.number in wanted.numbers or normalised(charity.name) in wanted.names


def _rows(part: Part) -> Iterator[Row | None]:
    """The records of a part; None for one that could not be read."""
    with part.opened() as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        start = text.read(_CHUNK)
        is_json = start.lstrip().startswith("[")
        yield from _json_rows(part, start, text) if is_json else _text_rows(_lines(part, start, text))


def _json_rows(part: Part, held: str, text: io.TextIOWrapper) -> Iterator[Row | None]:
    """The objects of one long list, each as soon as it is whole."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    place = held.index("[") + 1
    while True:
        place = _BETWEEN.match(held, place).end()  # type: ignore[union-attr]  # it matches nothing, too
        try:
            row, place = decoder.raw_decode(held, place)
            yield row if isinstance(row, dict) else None
        except json.JSONDecodeError as fault:
            if held.startswith("]", place):
                return
            more = text.read(_CHUNK)
            if not more or len(held) - place > _LONGEST_RECORD:
                raise SourceError(
                    f"{part.label}: the JSON is broken or cut short.", fix="Download it again; it must be complete."
                ) from fault
            held, place = held[place:] + more, 0
        except RecursionError as fault:
            raise SourceError(
                f"{part.label}: its JSON is nested too deeply for a register.", fix="Download it again."
            ) from fault


def _text_rows(lines: Iterator[str]) -> Iterator[Row | None]:
    headings = charity_headings(next(lines))
    held: list[str] = []
    taken = 0
    for line in lines:
        cells = line.split("\t")
        whole = len(cells) == len(headings)
        if held and (whole or taken == _MOST_LINES or len(held) + len(cells) - 1 > len(headings)):
            yield None
            held = []
        taken = taken + 1 if held else 1
        held = [*held[:-1], held[-1] + "\n" + cells[0], *cells[1:]] if held else cells
        if len(held) == len(headings):
            yield dict(zip(headings, map(_unquoted, held), strict=True))
            held = []
    if any(held):
        yield None


def _lines(part: Part, start: str, text: io.TextIOWrapper) -> Iterator[str]:
    held = start
    while held:
        *whole, held = held.split("\n")
        yield from (line.rstrip("\r") for line in whole)
        more = text.read(_CHUNK)
        if not more:
            break
        if len(held) > _LONGEST_RECORD:
            raise SourceError(f"{part.label}: has an endless line.", fix="Download it again; it must be complete.")
        held += more
    if held:
        yield held.rstrip("\r")


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _charity(row: Row) -> Charity:
    words = {name: _word(row.get(name)) for name in row}
    company = words.get("charity_company_registration_number", "")
    return Charity(
        name=words.get("charity_name", ""),
        number=words.get("registered_charity_number", ""),
        linked=words.get("linked_charity_number", "") or "0",
        status=words.get("charity_registration_status", ""),
        income=_pounds(row.get("latest_income")),
        period_end=_day(row.get("latest_acc_fin_period_end_date")),
        postcode=words.get("charity_contact_postcode", ""),
        company_number=padded(company) if company.strip("0") else "",
        is_cio=words.get("charity_is_cio", "").casefold() in {"true", "1"},
    )


def _word(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text.upper() in {"NULL", "NONE"} else text


def _pounds(value: Any) -> Decimal | None:
    try:
        number = Decimal(_word(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_word(value)[:10])
    except ValueError:
        return None
