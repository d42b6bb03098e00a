"""The rows behind each printed figure: they add up to it (contract section 5, trace)."""

from decimal import Decimal

import pytest
from ledger import LENIENT, build, fusion, locality, project, published, r12, ranked, table, tail

from lccspend.commands import queries
from lccspend.commands.supplier import one_supplier
from lccspend.errors import SpendError
from lccspend.etl import trace as trace_of
from lccspend.etl.trace import trace
from lccspend.figures import LOCALITIES

LEDGER = {
    "f.csv": fusion(
        {"number": "900", "supplier": "The Acme Limited", "postcode": "PR1 8XJ", "amount": "60000.00", "invoice": "F1"},
        {"number": "901", "supplier": "Total Energies", "postcode": "M2 5DB", "amount": "1.00", "invoice": "F2"},
        {"number": "902", "supplier": "Café Rouge", "postcode": "SW1A 1AA", "amount": "2.00", "invoice": "F3"},
        {"number": "903", "supplier": "REDACTED", "amount": "4.00", "invoice": "F4", "day": "2024-01-31"},
        {"number": "904", "supplier": "", "postcode": "JE2 4WE", "amount": "8.00", "invoice": "F5"},
        {"number": "905", "supplier": "Partial", "postcode": "BB9", "amount": "16.00", "invoice": "F6"},
        {"number": "906", "supplier": "Credit Co", "amount": "-5.00", "invoice": "F7", "status": "VOIDED"},
    ),
    "r.csv": r12(
        {"postcode": "LA1 1PJ", "amount": "50000.00"},
        {"amount": "7.00", "kind": "AWT", "invoice": "R2"},
        {"amount": "9.00", "day": "2022-05-02", "invoice": "R3"},
        {"amount": "n/a", "invoice": "R4"},
        {"amount": "3.00", "status": "VOIDED", "invoice": "R5"},
        {"amount": "60000.00", "invoice": "F1"},
        {"amount": "0.00", "invoice": "R6", "supplier": "Nil Co", "number": "8", "postcode": "LA1 1PJ"},
    ),
    "p.csv": published({"supplier": "ACME"}),
}


def test_a_build_that_is_published_while_a_figure_is_traced_is_the_one_traced(tmp_path, monkeypatch):
    made = project(tmp_path, {"a.csv": r12({"amount": "1.00"})})
    build(made)
    real, calls = trace_of.payments, []

    def publish_once(made):
        if not calls:
            build(project(tmp_path, {"b.csv": r12({"amount": "2.00", "invoice": "2"})}))
        calls.append(1)
        return real(made)

    monkeypatch.setattr(trace_of, "payments", publish_once)
    found = trace(made, "2023/24 total")
    assert (found.value, found.sum, len(calls)) == (3, 3, 2)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project with a row of every kind; read it, never write to it."""
    made = project(tmp_path_factory.mktemp("trace"), LEDGER, LENIENT)
    return made, build(made)


def traced(built, figure):
    found = trace(built[0], figure)
    assert found.value == found.sum == sum((row.amount or 0 for row in found.rows), Decimal(0))
    assert found.figure == figure
    return found


def test_a_total_is_the_counted_rows_of_its_year(built):
    found = traced(built, "2023/24 total")
    assert found.value == locality(built[1]).total == Decimal("110026.00")
    assert {row.fate for row in found.rows} == {"counted"}
    assert [(r.file, r.row) for r in found.rows] == sorted((r.file, r.row) for r in found.rows)
    assert len(found.rows) == 9


@pytest.mark.parametrize("name", LOCALITIES)
def test_each_locality_adds_up_to_its_figure(built, name):
    found = traced(built, f"2023/24 {name}")
    assert found.value == getattr(locality(built[1]), name)
    assert found.rows


def test_every_district_adds_up_to_its_group(built):
    (year,) = (y for y in built[1].district if y.financial_year == "2023/24")
    for group in year.groups:
        assert traced(built, f"2023/24 district {group.group}").value == group.total
    assert traced(built, "2023/24 district Pendle or Ribble Valley").value == 16


def test_every_supplier_adds_up_to_its_spend(built):
    for supplier in ranked(built[1]).suppliers:
        assert traced(built, f"2023/24 supplier {supplier.supplier}").value == supplier.spend


@pytest.mark.parametrize(
    ("name", "value"),
    [("ACME", 110000), ("the acme ltd", 110000), ("cafe rouge", 2), ("Redacted", 4), ("(no name)", 8), ("redacted", 4)],
)
def test_a_supplier_is_found_by_any_of_its_spellings(built, name, value):
    assert traced(built, f"2023/24 supplier {name}").value == value


def test_every_band_adds_up_to_its_spend(built):
    for band in tail(built[1]).bands:
        assert traced(built, f"2023/24 band {band.band}").value == band.spend
    lowest = traced(built, "2023/24 band under £50k")
    assert (lowest.value, len(lowest.rows)) == (31, 5)


def test_a_supplier_at_the_limit_of_two_bands_is_behind_the_upper_one_alone(tmp_path):
    rows = r12({"amount": "50000.00"}, {"amount": "1.00", "number": "2", "supplier": "OTHER LTD"})
    made = project(tmp_path, {"a.csv": rows})
    build(made)
    assert [trace(made, f"2023/24 band {band}").sum for band in ("under £50k", "£50k-£100k")] == [1, 50000]


def test_every_month_adds_up(built):
    figures = built[1]
    for month in {m.month for m in figures.months if m.month >= "2023-04"}:
        assert traced(built, f"2023/24 month {month}").value == sum(
            m.pounds for m in figures.months if m.month == month
        )
    assert traced(built, "2023/24 month 2024-01").value == 4
    assert traced(built, "2023/24 month 2023-12").value == 0


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("not_supplier_spend", "7.00"),
        ("void_unpaired", "3.00"),
        ("r12_fusion_overlap", "60000.00"),
        ("published_copy", "100.00"),
        ("named_exclusion", "0.00"),
    ],
)
def test_excluded_rows_are_traced_by_their_rule(built, rule, value):
    found = traced(built, f"2023/24 excluded {rule}")
    assert found.value == Decimal(value)
    assert {(row.fate, row.rule) for row in found.rows} <= {("excluded", rule)}


def test_a_row_says_where_it_stands_and_what_it_is(built):
    (row,) = traced(built, "2023/24 supplier Cafe Rouge").rows
    assert (row.file, row.row, row.date.isoformat(), row.supplier) == ("f.csv", 4, "2023-05-02", "Café Rouge")
    assert (row.amount, row.fate, row.rule) == (Decimal("2.00"), "counted", None)
    assert traced(built, "2023/24 supplier (no name)").rows[0].supplier == "(no name)"


@pytest.mark.parametrize("written", ["2022-23 total", "2022/2023 Total", " 2022/23  total "])
def test_years_and_kinds_may_be_written_in_several_ways(built, written):
    assert traced(built, written).value == 9


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("", "Years held: 2022/23, 2023/24"),
        ("2019/20 total", "Years held: 2022/23, 2023/24"),
        ("total", "Years held"),
        ("2023/24", "supplier NAME"),
        ("2023/24 spend", "supplier NAME"),
        ("2023/24 total more", "supplier NAME"),
        ("2023/24 supplier", "supplier NAME"),
        ("2023/24 supplier Totl Energies", "Nearest: Total Energies"),
        ("2023/24 district Prestn", "Nearest: Preston"),
        ("2023/24 band £50k", "£50k-£100k"),
        ("2023/24 excluded void", "void_unpaired"),
        ("2019/20 excluded void_unpaired", "Years held: 2022/23, 2023/24"),
        ("all total", "does not begin with a year"),
        ("2023/24 exclude void_unpaired", "all excluded RULE"),
    ],
)
def test_a_figure_that_there_is_not_is_an_error_that_names_the_nearest(built, figure, words):
    with pytest.raises(SpendError) as none:
        trace(built[0], figure)
    assert none.value.exit_code == 1
    assert words in str(none.value)


def test_a_month_of_another_year_or_no_month_is_no_figure(built):
    for month in ("2022-05", "2023-13", "May"):
        with pytest.raises(SpendError):
            trace(built[0], f"2023/24 month {month}")


def test_suppliers_that_share_a_name_are_traced_together(tmp_path):
    classes = table("supplier_number,supplier,class,reason,author,date", ",Jane Doe,individual,r,a,d")
    rows = r12({"supplier": "JANE DOE", "amount": "1.00"}, {"supplier": "JANE DOE", "number": "2", "amount": "2.00"})
    made = project(tmp_path, {"a.csv": rows}, reference={"supplier_classes.csv": classes})
    build(made)
    found = trace(made, "2023/24 supplier Redacted")
    assert (found.value, found.sum, len(found.rows)) == (3, 3, 2)


def test_a_name_as_it_is_printed_is_that_supplier_alone(tmp_path):
    rows = r12(
        {"supplier": "", "number": "", "amount": "1.00"}, {"supplier": "(No Name) Ltd", "number": "2", "amount": "2.00"}
    )
    made = project(tmp_path, {"a.csv": rows})
    build(made)
    values = [trace(made, f"2023/24 supplier {name}").value for name in ("(no name)", "(No Name) Ltd", "no name plc")]
    assert values == [1, 2, 3]


def test_excluded_rows_are_traced_in_a_year_that_counts_none_and_over_all_years(tmp_path):
    rows = table(
        "VENDOR_NAME,VENDOR_NUM,INVOICE_NUM,CHECK_DATE,PAYMENT_AMOUNT,SOURCE",
        "ACME LTD,1,A,2018-05-02,1.00,CONVERSION",
        "ACME LTD,1,B,2019-05-02,2.00,CONVERSION",
        "ACME LTD,1,C,2023-05-02,4.00,",
        "TOTAL,,,,7.00,",
    )
    made = project(tmp_path, {"a.csv": rows})
    build(made)
    for figure, value, held in (
        ("2018/19 excluded converted_history", 1, 1),
        ("All excluded converted_history", 3, 2),
        ("all excluded total_row", 7, 1),
        ("all excluded void_unpaired", 0, 0),
    ):
        found = trace(made, figure)
        assert (found.value, found.sum, len(found.rows)) == (value, value, held)


MINE = '[authority]\nhome = "mine"\n[locality.definitions]\nmine = ["E07000123"]\n'
"""Preston alone."""


@pytest.mark.parametrize(
    "since",
    [
        MINE.replace("E07000123", "E07000121"),
        MINE.replace("[locality", 'region = "Scotland"\n[locality'),
        MINE.replace("mine", "yours"),
        MINE.replace("[locality.", "[locality]\nminimum_coverage = 1\n[locality."),
    ],
    ids=["another list", "another region", "another name", "another coverage"],
)
def test_the_home_area_is_that_of_the_build_whatever_the_settings_say_since(tmp_path, since):
    rows = r12(
        {"amount": "60.00", "postcode": "PR1 8XJ"},
        {"amount": "25.00", "postcode": "M2 5DB", "invoice": "2"},
        {"amount": "10.00", "postcode": "LA1 1PJ", "invoice": "3"},
        {"amount": "5.00", "postcode": "", "invoice": "4", "supplier": "Nowhere", "number": "9"},
    )
    figures = build(project(tmp_path, {"a.csv": rows}, MINE))
    changed = project(tmp_path, {}, since)
    for figure, value in (("lancashire", 60), ("north_west", 35), ("district Preston", 60), ("unknown", 5)):
        found = trace(changed, f"2023/24 {figure}")
        assert (found.value, found.sum) == (value, value)
    for by in (None, "month", "district", "category", "business-unit"):
        (year,) = queries.locality(changed, None, None, by).years
        assert (year.lancashire, year.percent) == (60, locality(figures).percent) == (60, 60)
        assert not by or sum(group.lancashire for group in year.groups) == 60
    (shown,) = one_supplier(changed, "ACME").suppliers
    assert [year.lancashire for year in shown.years] == [60]
