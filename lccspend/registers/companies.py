"""The bulk file of Companies House and what is wanted in, the companies that matter out, in bounded memory.

The file holds five million companies and is read in blocks; a block keeps only rows whose number, or whose current or
previous name, may be a supplier's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from lccspend.errors import SourceError
from lccspend.names import normalised
from lccspend.reading.encoding import decode
from lccspend.reading.parts import Part, blocks, parts_of
from lccspend.reading.records import lines_alone
from lccspend.registers.keys import coarse_key
from lccspend.registers.recognise import COMPANY_HEADINGS, company_headings
from lccspend.registers.records import Company, Extract

_SIC = [f"SICCode.SicText_{n}" for n in range(1, 5)]
_PREVIOUS = [f"PreviousName_{n}.CompanyName" for n in range(1, 11)]
_DAYS = ("IncorporationDate", "DissolutionDate", "Accounts.LastMadeUpDate")
_COLUMNS = [*COMPANY_HEADINGS, *_SIC, *_PREVIOUS]


@dataclass(frozen=True)
class Wanted:
    """What is looked for: normalised names of suppliers, and company numbers in full length."""

    names: frozenset[str]
    numbers: frozenset[str]


@dataclass
class _Reading:
    """What was found so far in the parts of one register."""

    wanted: Wanted
    coarse: pl.Series
    companies: list[Company] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    as_of: date | None = None

    def take(self, frame: pl.DataFrame) -> None:
        """Count a block, note its newest company, and keep what matters."""
        self.rows += frame.height
        newest = frame.select(_day("IncorporationDate").max()).item()
        self.as_of = max((day for day in (self.as_of, newest) if day), default=None)
        self.companies += [c for c in _companies(frame.filter(self._may_matter())) if self._matters(c)]

    def _may_matter(self) -> pl.Expr:
        number = pl.col("CompanyNumber").str.strip_chars().str.to_uppercase()
        names = [coarse_key(pl.col(name)).is_in(self.coarse.implode()) for name in ("CompanyName", *_PREVIOUS)]
        return pl.any_horizontal(number.is_in(list(self.wanted.numbers)), *names)

    def _matters(self, company: Company) -> bool:
        names = (company.name, *company.previous_names)
        return company.number in self.wanted.numbers or any(normalised(n) in self.wanted.names for n in names)


def read_companies(path: Path, wanted: Wanted) -> Extract:
    """The companies of a CSV, or of every CSV in a ZIP, that are wanted; in the order of their numbers.

    The day that the file describes is that of its newest incorporation, for it holds no other date of its own.
    """
    coarse = pl.DataFrame({"name": sorted(wanted.names)}, schema={"name": pl.String}).select(coarse_key(pl.col("name")))
    reading = _Reading(wanted, coarse["name"])
    for part in parts_of(path):
        for frame, rejected in _frames(part):
            reading.rejected += rejected
            reading.rows += rejected
            reading.take(frame)
    return Extract(
        register="companies_house",
        rows=reading.rows,
        rejected=reading.rejected,
        as_of=reading.as_of,
        companies=tuple(sorted(reading.companies, key=lambda c: (c.number, c.name))),
    )


def _frames(part: Part) -> Iterator[tuple[pl.DataFrame, int]]:
    """The columns of use of each block as text, and how many of its rows could not be read."""
    headings: list[str] = []
    for block in blocks(part):
        text, _ = decode(block)
        if not headings:
            line, _, text = text.partition("\n")
            headings = company_headings(line)
            if not set(COMPANY_HEADINGS) <= set(headings):
                raise SourceError(
                    f"{part.label}: its headings are not those of the company data.",
                    fix="Download the company data of Companies House again, all parts of one day.",
                )
        yield _parsed(text, headings)


def _parsed(text: str, headings: list[str]) -> tuple[pl.DataFrame, int]:
    """Every column is parsed: where some are passed over, the engine drops cells too many without a word."""
    held = [name for name in _COLUMNS if name in headings]
    if not text.strip():
        return _with_all_columns(pl.DataFrame(schema=dict.fromkeys(held, pl.String))), 0
    try:
        frame = pl.read_csv(text.encode(), has_header=False, schema=dict.fromkeys(headings, pl.String))
    except pl.exceptions.PolarsError:
        return _parsed_row_by_row(text, headings, held)
    return _with_all_columns(frame.select(held).filter(pl.col("CompanyNumber") != "")), 0


def _parsed_row_by_row(text: str, headings: list[str], held: list[str]) -> tuple[pl.DataFrame, int]:
    """The careful way, for a block with a row that has cells too many or a stray quote: only such rows are lost."""
    places = [headings.index(name) for name in held]
    rows = lines_alone(text)
    good = [[row[place] for place in places] for row in rows if len(row) == len(headings)]
    frame = pl.DataFrame(good, schema=dict.fromkeys(held, pl.String), orient="row")
    return _with_all_columns(frame), len(rows) - len(good)


def _with_all_columns(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit("").alias(name) for name in _COLUMNS if name not in frame.columns]
    return frame.with_columns(missing).select(pl.col(_COLUMNS).fill_null(""))


def _companies(frame: pl.DataFrame) -> Iterable[Company]:
    for row in frame.with_columns(map(_day, _DAYS)).iter_rows(named=True):
        text = {name: value.strip() for name, value in row.items() if isinstance(value, str)}
        yield Company(
            name=text["CompanyName"],
            number=text["CompanyNumber"].upper(),
            postcode=text["RegAddress.PostCode"],
            category=text["CompanyCategory"],
            status=text["CompanyStatus"],
            incorporated_on=row["IncorporationDate"],
            dissolved_on=row["DissolutionDate"],
            accounts_category=text["Accounts.AccountCategory"],
            accounts_made_up_to=row["Accounts.LastMadeUpDate"],
            sic=tuple(text[name] for name in _SIC if text[name]),
            previous_names=tuple(text[name] for name in _PREVIOUS if text[name]),
        )


def _day(column: str) -> pl.Expr:
    """The register writes every date as 31/12/2023."""
    return pl.col(column).str.strip_chars().str.to_date("%d/%m/%Y", strict=False)
