"""Each exclusion rule of the pipeline on a ledger of a few rows whose fates a person can work out, in their order."""

from decimal import Decimal

import pytest
from ledger import LENIENT, build, fates, fusion, locality, project, published, r12, rules, table, warnings

from lccspend.schema import RULES
from lccspend.store import read_figures

UNITS = '[exclusions]\nbusiness_units = [" Fire Authority "]\n'
NO_PO = "supplier_number,supplier,invoice_number,invoice_type,category,business_unit,reason,author,date"


def test_a_payment_that_no_rule_takes_counts(tmp_path):
    assert rules(tmp_path, {"a.csv": r12({})}) == ["counted"]


def test_the_rules_stand_in_the_order_in_which_they_are_tried():
    assert " ".join(RULES) == (
        "total_row business_unit not_supplier_spend converted_history repeated_amount repeated_extract"
        " r12_fusion_overlap published_copy void_unpaired named_exclusion"
    )


def test_a_row_that_cannot_be_read_is_rejected_before_any_other_rule_takes_it(tmp_path):
    bad = {"unit": "Fire Authority", "kind": "AWT", "amount": "n/a"}
    assert rules(tmp_path, {"a.csv": r12(bad)}, UNITS + LENIENT) == ["rejected"]


def test_a_business_unit_on_the_exclude_list_is_left_out_whatever_its_case_and_outer_space(tmp_path):
    rows = [{"unit": "County"}, {"unit": " fire authority "}, {"unit": "Fire Authority North"}, {"unit": ""}]
    assert rules(tmp_path, {"a.csv": r12(*rows)}, UNITS) == ["counted", "business_unit", "counted", "counted"]


def test_with_an_include_list_only_its_units_count(tmp_path):
    settings = '[exclusions]\ninclude_business_units = ["county"]\n'
    rows = [{"unit": "County"}, {"unit": "Fire Authority"}, {"unit": ""}]
    assert rules(tmp_path, {"a.csv": r12(*rows)}, settings) == ["counted", "business_unit", "business_unit"]


@pytest.mark.parametrize("kind", ["EXPENSE REPORT", "Interest", " awt "])
def test_expenses_interest_and_withheld_tax_are_not_supplier_spend(tmp_path, kind):
    assert rules(tmp_path, {"a.csv": r12({"kind": kind}, {"kind": "STANDARD"})}) == ["not_supplier_spend", "counted"]


def test_the_settings_say_which_invoice_types_are_no_spend(tmp_path):
    settings = '[exclusions]\ninvoice_types = ["Credit"]\n'
    rows = r12({"kind": "AWT"}, {"kind": "CREDIT"})
    assert rules(tmp_path, {"a.csv": rows}, settings) == ["counted", "not_supplier_spend"]


def test_a_conversion_is_told_by_words_in_its_source_or_by_its_whole_method(tmp_path):
    rows = [
        {"source": "R12 Conversion Load"},
        {"source": "DATA MIGRATION"},
        {"method": "clearing"},
        {"method": "CLEARING HOUSE"},
        {"source": "CLEARING"},
    ]
    taken = "converted_history"
    assert rules(tmp_path, {"a.csv": fusion(*rows)}) == [taken, taken, taken, "counted", "counted"]


def test_an_invoice_payment_again_with_an_equal_amount_in_one_file_counts_once(tmp_path):
    rows = [{"id": "7", "category": "A"}, {"id": "7", "category": "B"}, {"id": "7", "category": "C"}]
    assert rules(tmp_path, {"a.csv": r12(*rows)}) == ["counted", "repeated_amount", "repeated_amount"]


def test_an_invoice_payment_again_with_another_amount_counts_and_is_warned_about(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"id": "7"}, {"id": "7", "amount": "30.00"}, {"id": "7"})})
    figures = build(made)
    assert [rule for *_, rule in fates(made)] == [None, None, "repeated_amount"]
    assert locality(figures).total == Decimal("130.00")
    assert "2 rows with an invoice payment id that stands again with another amount" in warnings(figures, "a.csv")
    assert "tells no payment" not in warnings(figures, "a.csv")


def test_equal_rows_of_one_file_without_ids_are_different_payments(tmp_path):
    assert rules(tmp_path, {"a.csv": r12({}, {})}) == ["counted", "counted"]


def test_a_rejected_row_does_not_make_a_later_one_a_repetition(tmp_path):
    rows = [{"id": "7", "day": "31/31/2023"}, {"id": "7"}]
    assert rules(tmp_path, {"a.csv": r12(*rows)}, LENIENT) == ["rejected", "counted"]


def test_an_excluded_row_does_not_make_a_later_one_a_repetition(tmp_path):
    rows = [{"id": "7", "unit": "Fire Authority"}, {"id": "7", "unit": "County"}]
    assert rules(tmp_path, {"a.csv": r12(*rows)}, UNITS) == ["business_unit", "counted"]


def test_each_row_falls_to_the_first_rule_that_takes_it(tmp_path):
    every = {"unit": "Fire Authority", "kind": "AWT", "source": "CONVERSION", "id": "7", "status": "VOIDED"}
    rows = [every | dict(peeled) for peeled in peelings("unit", "kind", "source")]
    exclusions = table(NO_PO, "1,,,,,,Not ours,AB,2024-01-01")
    made = rules(tmp_path, {"a.csv": r12(*rows)}, UNITS, exclusions=exclusions)
    assert made == ["business_unit", "not_supplier_spend", "converted_history", "void_unpaired"]


def peelings(*names):
    """Nothing taken away, the first name, the first two, and so on."""
    return [[(name, "") for name in names[:n]] for n in range(len(names) + 1)]


def test_a_void_that_people_also_named_falls_to_the_void_rule_and_its_sound_twin_to_the_name(tmp_path):
    exclusions = table(NO_PO, "1,,,,,,Not ours,AB,2024-01-01")
    rows = r12({"status": "VOIDED"}, {"invoice": "INV-2"})
    assert rules(tmp_path, {"a.csv": rows}, exclusions=exclusions) == ["void_unpaired", "named_exclusion"]


def test_a_named_exclusion_must_match_every_cell_that_is_filled(tmp_path):
    line = "1, Acme Ltd ,inv-1,standard,Roads,County,Grant,AB,2024-01-01"
    same = {"kind": "STANDARD", "category": "ROADS", "unit": "County"}
    others = [{"number": "2"}, {"supplier": "ACME LIMITED"}, {"invoice": "INV-2"}, {"kind": "CREDIT"}]
    others += [{"category": "Rails"}, {"unit": "Shire"}]
    rows = r12(same, *[same | other for other in others])
    made = rules(tmp_path, {"a.csv": rows}, exclusions=table(NO_PO, line))
    assert made == ["named_exclusion", *["counted"] * 6]


def test_any_one_line_of_the_named_exclusions_is_enough(tmp_path):
    lines = table(NO_PO, ",,INV-1,,,,a,AB,2024-01-01", ",,,,Grants,,b,AB,2024-01-01")
    rows = r12({}, {"invoice": "INV-2", "category": "Grants"}, {"invoice": "INV-3", "category": "Roads"})
    assert rules(tmp_path, {"a.csv": rows}, exclusions=lines) == ["named_exclusion", "named_exclusion", "counted"]


def test_an_exclusion_names_the_category_as_it_was_exported(tmp_path):
    mapped = table("source_category,category,portfolio", "Kerbs,Highways,Place")
    lines = table(NO_PO, ",,,,Kerbs,,a,AB,2024-01-01")
    rows = r12({"category": "Kerbs"}, {"category": "Lights"})
    made = rules(tmp_path, {"a.csv": rows}, exclusions=lines, category_map=mapped)
    assert made == ["named_exclusion", "counted"]


@pytest.mark.parametrize("ledger", [r12, fusion])
def test_a_published_row_of_a_month_that_the_ledgers_cover_serves_comparison_only(tmp_path, ledger):
    files = {
        "a.csv": ledger({"day": "2023-05-31"}),
        "p.csv": published({"day": "2023-05-01"}, {"day": "2023-06-01"}, {"day": "2022-05-31"}),
    }
    assert rules(tmp_path, files) == ["counted", "published_copy", "counted", "counted"]


def test_a_month_in_which_no_ledger_row_counts_is_not_covered(tmp_path):
    taken = {"a.csv": r12({"status": "VOIDED"}), "p.csv": published({})}
    assert rules(tmp_path / "void", taken) == ["void_unpaired", "counted"]
    named = table(NO_PO, "1,,,,,,Not ours,AB,2024-01-01")
    files = {"a.csv": r12({}), "p.csv": published({})}
    assert rules(tmp_path / "named", files, exclusions=named) == ["named_exclusion", "counted"]
    bad = {"a.csv": r12({"amount": "?"}), "p.csv": published({})}
    assert rules(tmp_path / "bad", bad, LENIENT) == ["rejected", "counted"]


ID = {"amount": "1000.00"}


@pytest.mark.parametrize(
    "unsafe",
    [
        "3E+14",
        "3.00E+14",
        "3e14",
        "NULL",
        "(null)",
        "N/A",
        "na",
        "#N/A",
        "nil",
        "None",
        "Unknown",
        "TBC",
        "-",
        "--",
        "0",
        "00",
    ],
)
def test_an_id_that_tells_no_payment_removes_none_but_an_equal_row_of_another_file(tmp_path, unsafe):
    april = [ID | {"id": unsafe, "supplier": name, "number": n} for name, n in (("ALPHA", "1"), ("BETA", "2"))]
    may = [ID | {"id": unsafe, "supplier": "GAMMA", "number": "3", "day": "2023-06-02"}, april[1]]
    made = project(tmp_path, {"april.csv": r12(*april), "may.csv": r12(*may)})
    books = build(made).books
    assert (books.counted.rows, books.excluded_by_rule["repeated_extract"].rows) == (3, 1)
    assert "2 rows with one invoice payment id that tells no payment" in warnings(read_figures(made), "april.csv")


def test_rows_without_an_id_are_compared_by_their_cells_where_other_ids_tell_no_payment(tmp_path):
    odd = [{"id": "NULL", "invoice": "I1"}, {"id": "NULL", "invoice": "I2"}]
    made = rules(tmp_path, {"1.csv": r12({}, *odd), "2.csv": r12({})})
    assert made == ["repeated_extract", "counted", "counted", "counted"]


@pytest.mark.parametrize(("one", "other"), [("abc1", "ABC1"), ("456", "456.0")])
def test_an_id_is_the_same_whatever_its_case_or_the_decimals_of_a_spreadsheet(tmp_path, one, other):
    files = {"a.csv": r12({"id": one}), "b.csv": r12({"id": other, "invoice": "I2", "day": "2023-06-02"})}
    assert rules(tmp_path, files) == ["repeated_extract", "counted"]


def test_a_withheld_name_keeps_its_number_where_payments_are_told_apart_and_paired(tmp_path):
    twin = {"supplier": "Redacted", "invoice": "P1", "day": "2023-01-03"}
    of_others = {"r.csv": r12(twin | {"number": "41"}), "f.csv": fusion(twin | {"number": "97", "legacy": "42"})}
    assert rules(tmp_path / "a", of_others) == ["counted", "counted"]
    of_one = {
        "r.csv": r12(twin | {"number": "1", "supplier": "J DOE"}),
        "f.csv": fusion(twin | {"number": "9", "legacy": "1"}),
    }
    assert sorted(rules(tmp_path / "b", of_one)) == ["counted", "r12_fusion_overlap"]
    void = {"number": "41", "payment": "7", "status": "VOIDED", "supplier": "J DOE"}
    back = {"number": "41", "payment": "7", "reversal": "Y", "supplier": "Redacted", "amount": "-100.00"}
    assert rules(tmp_path / "c", {"r.csv": r12(void, back)}) == ["counted", "counted"]


@pytest.mark.parametrize("order", [("VOIDED", "CLEARED"), ("CLEARED", "VOIDED")])
def test_a_payment_that_stands_finds_its_twin_before_one_that_was_cancelled(tmp_path, order):
    twins = [{"day": "2022-12-30", "status": status, "id": status} for status in order]
    made = project(tmp_path, {"r.csv": r12({"day": "2022-12-30"}), "f.csv": fusion(*twins)})
    assert build(made).books.counted.pounds == 100
