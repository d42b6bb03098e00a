"""Members' tables: every supplier in one band, named from £500,000 on, and bands that add up to the year."""

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lccspend.metrics.bands import band_of
from lccspend.metrics.members import members_years
from lccspend.metrics.register import Contract, Entry
from lccspend.metrics.suppliers import PAID
from lccspend.settings import Tail

YEAR = "2023/24"
TYPES = {"ranked": pl.Boolean, "is_person": pl.Boolean, "spend": pl.Int64, "payments": pl.Int64}


def paid(key, pounds, **given):
    values = {
        "supplier_key": key,
        "supplier": f"SUPPLIER {key}",
        "supplier_class": "supplier",
        "ranked": True,
        "is_person": False,
        "spend": int(Decimal(str(pounds)) * 100),
        "payments": 1,
        "category": "Care",
        "locality": "lancashire",
    }
    return values | given


def entry(reference, **given):
    known = {"file": "r.csv", "row": 2, "title": "Care", "supplier": "A", "known_as": "A", "start": date(2023, 4, 1)}
    return Entry(reference=reference, **(known | given))


def year_of(*suppliers, contracts=None, bands=None):
    settings = Tail(bands=bands) if bands else Tail()
    held = contracts or {}
    table = pl.DataFrame(list(suppliers), schema=list(PAID)[:-1], schema_overrides=TYPES)
    table = table.with_columns(band=band_of(pl.col("spend"), settings.bands))
    (year,) = members_years({YEAR: table}, "all", settings, lambda _, key: held.get(key, []))
    return {band.band: band for band in year.bands}, year


def test_suppliers_from_500_000_pounds_are_named_with_their_category_and_the_others_counted_by_theirs():
    bands, _ = year_of(paid(1, 1_000_000), paid(2, 500_000, category="Waste"), paid(3, "499999.99"), paid(4, 10))
    assert [(n.supplier, n.category) for n in bands["£1m-£5m"].names] == [("SUPPLIER 1", "Care")]
    assert [(n.supplier, n.category) for n in bands["£500k-£1m"].names] == [("SUPPLIER 2", "Waste")]
    assert (bands["£250k-£500k"].named, bands["£250k-£500k"].names) == (False, ())
    assert [(c.category, c.suppliers) for c in bands["£250k-£500k"].categories] == [("Care", 1)]
    assert bands["under £50k"].suppliers == 1


def test_a_named_supplier_stands_with_its_contracts_and_their_values():
    shared = Contract((entry("C1", total=90_000), entry("C1", supplier="B", known_as="B", total=90_000)))
    unvalued = Contract((entry("C2", end=date(2025, 3, 31)),))
    bands, _ = year_of(paid(1, 600_000), contracts={1: [shared, unvalued]})
    (named,) = bands["£500k-£1m"].names
    assert [(c.reference, c.value, c.suppliers) for c in named.contracts] == [("C1", Decimal(900), 2), ("C2", None, 1)]
    assert named.contracts[1].last_day == date(2025, 3, 31)
    assert named.contracts_value == Decimal(900)


def test_persons_and_withheld_payees_are_counted_and_never_named():
    person = paid(1, 2_000_000, supplier="Redacted", is_person=True)
    withheld = paid(2, 3_000_000, supplier="Redacted", ranked=False)
    bands, _ = year_of(withheld, person, paid(3, 1_500_000))
    band = bands["£1m-£5m"]
    assert [n.supplier for n in band.names] == ["SUPPLIER 3"]
    assert (band.suppliers, band.not_named, band.not_named_spend) == (3, None, Decimal(5_000_000))
    bands, _ = year_of(withheld, paid(3, 1_500_000))
    assert (bands["£1m-£5m"].not_named, bands["£1m-£5m"].not_named_spend) == (1, Decimal(3_000_000))


def test_few_suppliers_of_a_category_among_whom_is_a_person_are_not_counted_nor_the_next_fewest():
    person = paid(1, 60_000, supplier="Redacted", category="Fostering", is_person=True)
    firms = [paid(n, 60_000, category=category) for n, category in enumerate(["Care"] * 3 + ["Waste"] * 2, 2)]
    bands, _ = year_of(person, *firms)
    assert [(c.category, c.suppliers, c.spend) for c in bands["£50k-£100k"].categories] == [
        ("Care", 3, Decimal(180_000)),
        ("Waste", None, Decimal(120_000)),
        ("Fostering", None, Decimal(60_000)),
    ]


def test_nil_and_credit_suppliers_stand_apart():
    _, year = year_of(paid(1, 10), paid(2, 0), paid(3, "-5.50"))
    assert (year.suppliers, year.nil_or_credit, year.nil_or_credit_spend) == (3, 2, Decimal("-5.50"))


def test_the_councils_own_bands_are_named_where_they_lie_wholly_above_500_000_pounds():
    bands, _ = year_of(paid(1, 600_000), paid(2, 700_000), bands=[Decimal(100_000), Decimal(650_000)])
    assert [(b.band, b.named) for b in bands.values()] == [
        ("£650k and over", True),
        ("£100k-£650k", False),
        ("under £100k", False),
    ]


AMOUNTS = st.one_of(
    st.integers(-10_000, 7_000_000), st.sampled_from([0, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000])
)
SUPPLIERS = st.lists(
    st.tuples(AMOUNTS, st.sampled_from(["Care", "Waste", "(none)"]), st.booleans(), st.booleans()),
    max_size=30,
)  # fmt: skip


@given(SUPPLIERS)
def test_the_tables_partition_the_suppliers_of_the_year(drawn):
    suppliers = [
        paid(key, pounds, category=category, is_person=is_person, ranked=ranked)
        for key, (pounds, category, is_person, ranked) in enumerate(drawn)
    ]
    _, year = year_of(*suppliers)
    assert sum(b.suppliers for b in year.bands) + year.nil_or_credit == year.suppliers == len(suppliers)
    assert sum(b.spend for b in year.bands) + year.nil_or_credit_spend == year.spend
    assert year.spend == sum(pounds for pounds, *_ in drawn)
    for band in year.bands:
        told = [c.suppliers for c in band.categories if c.suppliers is not None]
        hidden = len(band.categories) - len(told)
        assert (hidden == 0 and sum(told) == band.suppliers) or sum(told) + hidden <= band.suppliers
        assert hidden != 1 or not told
        assert sum(c.spend for c in band.categories) == band.spend
        if band.named:
            assert band.not_named is None or len(band.names) + band.not_named == band.suppliers
            assert sum(n.spend for n in band.names) + band.not_named_spend == band.spend
