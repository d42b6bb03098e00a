"""The tail of small suppliers, bands and ranks, and where a supplier is (contract section 6)."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import build, check, fusion, project, r12, ranked, table, tail

from lccspend.errors import SettingsError
from lccspend.figures import Top
from lccspend.metrics.bands import band_label, band_of, limits
from lccspend.metrics.tail import tail_years
from lccspend.settings import Tail

PRESTON, MANCHESTER, LONDON = "PR1 8XJ", "M2 5DB", "SW1A 1AA"
LABELS = ["£5m and over", "£1m-£5m", "£500k-£1m", "£250k-£500k", "£100k-£250k", "£50k-£100k", "under £50k"]


def paid_to(*amounts, **cells):
    """A payment to a supplier of its own for each amount."""
    return [
        {"supplier": f"S{n:02d}", "number": str(n), "invoice": str(n), "amount": amount} | cells
        for n, amount in enumerate(amounts)
    ]


def tail_of(folder, *rows, settings=""):
    return tail(build(project(folder, {"a.csv": r12(*rows)}, settings)))


def banded(year):
    return {b.band: b.suppliers for b in year.bands if b.suppliers}


def test_bands_are_listed_highest_first_with_their_limits_even_when_empty(tmp_path):
    year = tail_of(tmp_path, {})
    assert [b.band for b in year.bands] == LABELS
    assert (year.bands[0].lower, year.bands[0].upper) == (Decimal("5000000.00"), None)
    assert (year.bands[-1].lower, year.bands[-1].upper) == (Decimal("0.00"), Decimal("50000.00"))
    assert [b.upper for b in year.bands[1:]] == [b.lower for b in year.bands[:-1]]


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        ("0.01", "under £50k"),
        ("49999.99", "under £50k"),
        ("50000.00", "£50k-£100k"),
        ("99999.99", "£50k-£100k"),
        ("100000.00", "£100k-£250k"),
        ("4999999.99", "£1m-£5m"),
        ("5000000.00", "£5m and over"),
    ],
)
def test_a_band_holds_its_lower_limit_and_not_its_upper(tmp_path, amount, band):
    assert banded(tail_of(tmp_path, *paid_to(amount))) == {band: 1}


def test_suppliers_at_nil_or_in_credit_stand_apart_and_all_parts_add_up(tmp_path):
    rows = [*paid_to("10.00", "-4.00", "3.00", "60000.00"), *paid_to("", "", "-3.00")[2:]]
    year = tail_of(tmp_path, *rows)
    assert (year.suppliers, year.spend) == (4, Decimal("60006.00"))
    assert (year.nil_or_credit.suppliers, year.nil_or_credit.spend) == (2, Decimal("-4.00"))
    assert banded(year) == {"£50k-£100k": 1, "under £50k": 1}
    assert sum((b.spend for b in year.bands), year.nil_or_credit.spend) == year.spend


def test_suppliers_under_the_threshold_leave_out_those_at_it_and_those_in_credit(tmp_path):
    year = tail_of(tmp_path, *paid_to("100000.00", "99999.99", "0.01", "-5.00", "0.00"))
    assert (year.threshold, year.suppliers_under, year.spend_under) == (100000, 2, 100000)


def test_the_settings_move_threshold_and_bands(tmp_path):
    year = tail_of(tmp_path, *paid_to("999.99", "1500.00"), settings="[tail]\nthreshold = 1500\nbands = [1000, 2500]\n")
    assert [b.band for b in year.bands] == ["£2.5k and over", "£1k-£2.5k", "under £1k"]
    assert (banded(year), year.suppliers_under) == ({"£1k-£2.5k": 1, "under £1k": 1}, 1)


@pytest.mark.parametrize("bands", ["[50000, 50000]", "[100000, 50000]", "[]", "[0, 50000]", "[-1]"])
def test_bands_that_overlap_or_leave_a_gap_are_refused(tmp_path, bands):
    with pytest.raises(SettingsError) as refused:
        tail_of(tmp_path, {}, settings=f"[tail]\nbands = {bands}\n")
    assert "bands" in refused.value.message


def test_a_supplier_counts_once_with_all_its_payments_sites_spellings_and_numbers(tmp_path):
    rows = [
        {"site": "HQ", "amount": "30000.00"},
        {"site": "DEPOT", "amount": "30000.00", "invoice": "2"},
        {"number": "8", "supplier": "The Acme", "amount": "50000.00", "invoice": "3"},
    ]
    year = tail_of(tmp_path, *rows)
    assert (year.suppliers, banded(year)) == (1, {"£100k-£250k": 1})
    assert next(b.payments for b in year.bands if b.suppliers) == 3


def test_a_supplier_is_banded_by_its_spend_of_each_year_on_its_own(tmp_path):
    rows = [{"amount": "40000.00"}, {"amount": "40000.00", "day": "2024-04-01", "invoice": "2"}]
    figures = build(project(tmp_path, {"a.csv": r12(*rows)}))
    assert [banded(tail(figures, year=y)) for y in ("2023/24", "2024/25")] == [{"under £50k": 1}] * 2


def test_the_largest_twenty_and_forty_are_summed(tmp_path):
    year = tail_of(tmp_path, *paid_to(*(f"{n}.00" for n in range(1, 46))))
    assert year.top == (
        Top(suppliers=20, spend=Decimal(sum(range(26, 46))).quantize(Decimal("0.01"))),
        Top(suppliers=40, spend=Decimal(sum(range(6, 46))).quantize(Decimal("0.01"))),
    )


def test_fewer_suppliers_than_twenty_are_summed_all(tmp_path):
    assert [t.spend for t in tail_of(tmp_path, *paid_to("5.00", "3.00")).top] == [8, 8]


CLASSES = "supplier_number,supplier,class,reason,author,date"


def test_both_populations_are_given_and_a_year_without_procurement_is_not_forgotten(tmp_path):
    classes = table(CLASSES, "1,,public body,NHS,AB,2024-01-01")
    rows = r12(*paid_to("5.00", "3.00"), {"supplier": "S01", "day": "2022-05-01"})
    figures = build(project(tmp_path, {"a.csv": rows}, reference={"supplier_classes.csv": classes}))
    spend = {(t.financial_year, t.population): t.spend for t in figures.tail}
    assert spend == {
        ("2022/23", "all"): 100,
        ("2022/23", "procurement"): 0,
        ("2023/24", "all"): 8,
        ("2023/24", "procurement"): 5,
    }


def test_ranks_run_from_the_largest_and_equal_spends_stand_by_name(tmp_path):
    rows = paid_to("5.00", "7.00", "5.00", "-1.00")
    figures = build(project(tmp_path, {"a.csv": r12(*rows)}))
    assert [(s.rank, s.supplier) for s in ranked(figures).suppliers] == [(1, "S01"), (2, "S00"), (3, "S02"), (4, "S03")]


def where(folder, *paid):
    rows = [{"postcode": p, "amount": a, "invoice": str(n)} for n, (a, p) in enumerate(paid)]
    return ranked(build(project(folder, {"a.csv": r12(*rows)}))).suppliers[0].locality


def test_a_supplier_is_where_most_of_its_spend_went_if_that_is_at_least_half(tmp_path):
    assert where(tmp_path / "most", ("51.00", PRESTON), ("49.00", LONDON)) == "lancashire"
    assert where(tmp_path / "half", ("25.00", PRESTON), ("50.00", LONDON), ("25.00", MANCHESTER)) == "elsewhere"
    assert where(tmp_path / "none", ("49.00", PRESTON), ("26.00", LONDON), ("25.00", MANCHESTER)) == "mixed"
    credit = [("60.00", PRESTON), ("-50.00", PRESTON), ("20.00", LONDON)]
    assert where(tmp_path / "net", *credit) == "elsewhere"
    assert where(tmp_path / "in credit", ("-60.00", PRESTON), ("10.00", LONDON)) == "lancashire"
    assert where(tmp_path / "unknown", ("49.00", PRESTON), ("51.00", "")) == "unknown"
    assert where(tmp_path / "two halves", ("50.00", PRESTON), ("50.00", LONDON)) == "elsewhere"
    assert where(tmp_path / "halves changed over", ("50.00", LONDON), ("50.00", PRESTON)) == "elsewhere"


def test_a_supplier_has_a_main_category_and_its_numbers(tmp_path):
    rows = [{"category": "Roads", "amount": "5.00"}, {"category": "Rails", "amount": "6.00"}, {"category": ""}]
    rows[2] |= {"amount": "1.00"}
    files = {"a.csv": r12(*rows), "f.csv": fusion({"number": "900", "amount": "1.00", "invoice": "F"})}
    (supplier,) = ranked(build(project(tmp_path, files))).suppliers
    assert (supplier.category, supplier.supplier_numbers, supplier.payments) == ("Rails", ("1", "900"), 4)


def test_a_category_is_printed_under_the_councils_own_name_for_it(tmp_path):
    mapped = table("source_category,category,portfolio", "KERBS,Highways,Place")
    made = project(tmp_path, {"a.csv": r12({"category": "Kerbs"})}, reference={"category_map.csv": mapped})
    figures = build(made)
    assert ranked(figures).suppliers[0].category == "Highways"
    assert [g.group for g in figures.category[0].groups] == ["Highways"]


@pytest.mark.parametrize(
    ("lower", "upper", "label"),
    [
        (0, 5_000_000, "under £50k"),
        (5_000_000, 150_000_000, "£50k-£1.5m"),
        (12_345, None, "£123.45 and over"),
        (123_456, 123_456_700, "£1,234.56-£1,234,567"),
    ],
)
def test_labels_say_limits_exactly(lower, upper, label):
    assert band_label(lower, upper) == label


@given(st.lists(st.integers(-(10**9), 10**9), max_size=60), st.lists(st.integers(1, 10**7), min_size=1, unique=True))
def test_bands_and_nil_or_credit_are_all_suppliers_and_all_spend(spends, edges):
    settings = Tail(bands=[Decimal(e) for e in sorted(edges)])
    spend = pl.Series(sorted(spends, reverse=True), dtype=pl.Int64)
    members = pl.DataFrame({"spend": spend}).with_columns(ranked=pl.lit(value=True), payments=1)
    members = members.with_columns(band=band_of(pl.col("spend"), settings.bands))
    (year,) = tail_years({"2023/24": members}, "all", settings)
    assert sum(b.suppliers for b in year.bands) + year.nil_or_credit.suppliers == year.suppliers == len(spends)
    assert sum((b.spend for b in year.bands), year.nil_or_credit.spend) * 100 == year.spend * 100 == sum(spends)
    assert all(lower < upper for lower, upper in limits(settings.bands) if upper is not None)


def test_the_checks_say_that_bands_and_ranks_are_in_order(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12(*paid_to("5.00", "-7.00"))}))
    assert {check(figures, name).verdict for name in ("bands", "order", "one_population")} == {"pass"}
