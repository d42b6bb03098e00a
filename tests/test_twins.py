"""The same payment more than once: in two extracts, in two systems, a void beside its reversal. Each counts once."""

from decimal import Decimal

import pytest
from ledger import build, fates, fusion, locality, project, published, r12, rules, table, warnings

ALIAS = "name,supplier,reason,author,date"


def test_with_an_id_the_row_from_the_file_with_the_later_last_payment_date_counts(tmp_path):
    files = {
        "a-newer.csv": r12({"id": "7", "status": "VOIDED"}, {"id": "9", "invoice": "INV-9", "day": "2023-06-30"}),
        "z-older.csv": r12({"id": "7", "status": "NEGOTIABLE"}),
    }
    assert rules(tmp_path, files) == ["void_unpaired", "counted", "repeated_extract"]


def test_with_an_id_and_equal_last_dates_the_row_from_the_file_with_the_later_name_counts(tmp_path):
    files = {"2.csv": r12({"id": "7"}), "1.csv": r12({"id": "7"})}
    assert rules(tmp_path, files) == ["repeated_extract", "counted"]


def test_with_an_id_the_later_extract_wins_even_where_its_other_cells_differ(tmp_path):
    files = {"1.csv": r12({"id": "7", "amount": "90.00"}), "2.csv": r12({"id": "7", "description": "amended"})}
    assert rules(tmp_path, files) == ["repeated_extract", "counted"]


def test_of_two_equal_voids_and_one_reversal_the_later_payment_is_left_out_however_they_stand(tmp_path):
    late = PAID | {"day": "2023-05-03", "id": "3"}
    assert rules(tmp_path, {"a.csv": r12(late, PAID, BACK)}) == ["void_unpaired", "counted", "counted"]


def test_only_readable_rows_make_the_last_payment_date_of_a_file(tmp_path):
    late = {"day": "2024-12-31", "invoice": "INV-2"}
    total = {"supplier": "Total", "number": "", "invoice": "", "day": "", "amount": "200.00"}
    files = {
        "1.csv": r12({"id": "7"}, late | {"id": "8"}, *[{"id": str(n), "invoice": str(n)} for n in range(100, 300)]),
        "2.csv": r12({"id": "7"}, total | {"amount": "100.00"}),
    }
    made = rules(tmp_path, files)
    assert made[:2] == ["repeated_extract", "rejected"]
    assert made[-2:] == ["counted", "total_row"]


def test_a_row_that_people_left_out_by_its_unit_does_not_hide_the_same_payment_of_another_file(tmp_path):
    files = {"1.csv": r12({"id": "7", "unit": "County"}), "2.csv": r12({"id": "7", "unit": "Fire"})}
    settings = '[exclusions]\nbusiness_units = ["Fire"]\n'
    assert rules(tmp_path, files, settings) == ["counted", "business_unit"]


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 1), (1, 3), (2, 2)])
def test_without_ids_the_larger_number_of_equal_rows_counts(tmp_path, n, m):
    made = rules(tmp_path, {"1.csv": r12(*[{}] * n), "2.csv": r12(*[{}] * m)})
    assert made.count("counted") == max(n, m)
    assert made.count("repeated_extract") == min(n, m)


def test_without_ids_three_files_count_the_largest_number_of_equal_rows(tmp_path):
    made = rules(tmp_path, {"1.csv": r12({}), "2.csv": r12({}, {}), "3.csv": r12({})})
    assert (made.count("counted"), made.count("repeated_extract")) == (2, 2)


@pytest.mark.parametrize("cell", ["description", "category", "site", "postcode", "unit", "payment", "status"])
def test_without_ids_rows_that_differ_in_any_cell_are_different_payments(tmp_path, cell):
    made = rules(tmp_path, {"1.csv": r12({cell: "one"}), "2.csv": r12({cell: "two"})})
    assert made.count("counted") + made.count("void_unpaired") == 2


def test_without_ids_rows_are_compared_as_exported_not_as_their_categories_are_mapped(tmp_path):
    mapped = table("source_category,category,portfolio", "Kerbs,Highways,Place", "Lights,Highways,Place")
    files = {"1.csv": r12({"category": "Kerbs"}), "2.csv": r12({"category": "Lights"})}
    assert rules(tmp_path, files, category_map=mapped) == ["counted", "counted"]


def test_without_ids_rows_are_compared_after_parsing(tmp_path):
    files = {"1.csv": r12({"amount": "1,100.00"}), "2.csv": r12({"amount": "1100", "day": "02-MAY-2023"})}
    assert rules(tmp_path, files) == ["repeated_extract", "counted"]


def test_without_ids_a_cell_of_two_lines_is_the_same_whichever_way_its_lines_end(tmp_path):
    files = {f"{n}.csv": r12({"description": f"two{end}lines"}) for n, end in enumerate(["\n", "\r\n"])}
    assert rules(tmp_path, files) == ["repeated_extract", "counted"]


def test_published_files_that_overlap_are_repetitions_too(tmp_path):
    assert rules(tmp_path, {"1.csv": published({}, {}), "2.csv": published({})}).count("counted") == 2


def test_the_same_id_in_two_systems_is_no_repetition(tmp_path):
    files = {"1.csv": r12({"id": "7"}), "2.csv": fusion({"id": "7", "invoice": "INV-2"})}
    assert rules(tmp_path, files) == ["counted", "counted"]


def both(old, new):
    return {"f.csv": fusion(*new), "r.csv": r12(*old)}


LIVE = {"day": "2023-01-01"}
"""The day on which Fusion went live."""


def test_the_row_of_the_system_that_was_live_on_the_day_counts_and_fusion_is_live_on_the_first_day(tmp_path):
    assert rules(tmp_path / "live", both([LIVE], [LIVE])) == ["counted", "r12_fusion_overlap"]
    eve = {"day": "2022-12-31"}
    assert rules(tmp_path / "eve", both([eve], [eve])) == ["r12_fusion_overlap", "counted"]


def test_the_settings_say_when_fusion_went_live(tmp_path):
    settings = "[sources]\nfusion_go_live = 2023-01-02\n"
    assert rules(tmp_path, both([LIVE], [LIVE]), settings) == ["r12_fusion_overlap", "counted"]


def test_a_row_without_a_twin_counts_whatever_its_date(tmp_path):
    assert rules(tmp_path, both([{"day": "2023-09-01"}], [{"day": "2021-09-01"}])) == ["counted", "counted"]


@pytest.mark.parametrize(
    "other", [{"amount": "100.01"}, {"day": "2023-05-03"}, {"invoice": "INV-2"}, {"supplier": "OTHER", "number": "2"}]
)
def test_twins_agree_in_supplier_invoice_amount_and_day(tmp_path, other):
    assert rules(tmp_path, both([{}], [other])) == ["counted", "counted"]


@pytest.mark.parametrize("written", ["INV/0042", "inv 0042", "00INV-0042", "I.N.V.0042"])
def test_invoice_numbers_are_compared_by_letters_and_digits_without_leading_zeros(tmp_path, written):
    made = rules(tmp_path, both([{"invoice": written}], [{"invoice": "INV0042"}]))
    assert made == ["counted", "r12_fusion_overlap"]


def test_zeros_within_an_invoice_number_are_kept(tmp_path):
    assert rules(tmp_path, both([{"invoice": "INV42"}], [{"invoice": "INV0042"}])) == ["counted", "counted"]


def test_rows_without_an_invoice_number_are_no_twins(tmp_path):
    assert rules(tmp_path, both([{"invoice": "-"}], [{"invoice": ""}])) == ["counted", "counted"]


def test_twins_are_matched_one_to_one(tmp_path):
    made = rules(tmp_path, both([{}, {}, {}], [{}]))
    assert made == ["counted", "r12_fusion_overlap", "counted", "counted"]


def test_suppliers_of_two_systems_are_the_same_by_name(tmp_path):
    made = rules(tmp_path, both([{}], [{"number": "900", "supplier": "The Acme Limited"}]))
    assert made == ["counted", "r12_fusion_overlap"]


RENAMED = {"number": "900", "supplier": "NEWCO LTD"}


def test_suppliers_of_two_systems_are_the_same_by_the_crosswalk(tmp_path):
    walk = table("r12_supplier_number,fusion_supplier_number", "1,900")
    assert rules(tmp_path, both([{}], [RENAMED]), supplier_crosswalk=walk) == ["counted", "r12_fusion_overlap"]


def test_suppliers_of_two_systems_are_the_same_by_the_legacy_number(tmp_path):
    made = rules(tmp_path, both([{}], [RENAMED | {"legacy": "1"}]))
    assert made == ["counted", "r12_fusion_overlap"]


def test_suppliers_of_two_systems_are_the_same_by_an_alias(tmp_path):
    alias = table(ALIAS, "NEWCO LTD,ACME LTD,renamed,AB,2024-01-01")
    assert rules(tmp_path, both([{}], [RENAMED]), supplier_aliases=alias) == ["counted", "r12_fusion_overlap"]


def test_an_equal_number_in_another_system_is_another_supplier(tmp_path):
    assert rules(tmp_path, both([{}], [{"supplier": "OTHER LTD"}])) == ["counted", "counted"]


PAID = {"payment": "500", "status": "VOIDED", "id": "1"}
BACK = {"payment": "500", "status": "VOIDED", "id": "2", "amount": "-100.00"}


def test_a_void_with_its_reversal_stays_and_nets_to_nothing(tmp_path):
    made = project(tmp_path, {"a.csv": r12(PAID, BACK | {"day": "2023-05-09"}, {"invoice": "INV-2"})})
    figures = build(made)
    assert [rule for *_, rule in fates(made)] == [None, None, None]
    assert locality(figures).total == Decimal("100.00")


def test_a_void_reversed_in_another_year_counts_in_each_of_its_months(tmp_path):
    made = project(tmp_path, {"a.csv": r12(PAID | {"day": "2023-03-20"}, BACK | {"day": "2023-04-05"})})
    figures = build(made)
    assert locality(figures, "2022/23").total == Decimal("100.00")
    assert locality(figures, "2023/24").total == Decimal("-100.00")


def test_a_void_whose_reversal_is_in_another_file_of_its_system_stays(tmp_path):
    files = {"a.csv": r12(PAID), "b.csv": r12(BACK | {"day": "2023-06-01"})}
    assert rules(tmp_path, files) == ["counted", "counted"]


def test_a_reversal_in_the_other_system_is_no_partner(tmp_path):
    files = {"a.csv": r12(PAID), "b.csv": fusion(BACK | {"day": "2023-06-01"})}
    assert rules(tmp_path, files) == ["void_unpaired", "counted"]


@pytest.mark.parametrize("status", ["VOIDED", "Voided", " void ", "VOID - REISSUED"])
def test_a_status_that_begins_void_without_a_reversal_is_left_out(tmp_path, status):
    assert rules(tmp_path, {"a.csv": r12({"status": status})}) == ["void_unpaired"]


def test_a_void_of_nothing_is_left_out_too_unless_a_row_of_nothing_is_flagged_as_its_reversal(tmp_path):
    nothing = PAID | {"amount": "0.00"}
    lonely = nothing | {"payment": "501", "id": "3"}
    assert rules(tmp_path, {"a.csv": r12(nothing, BACK | {"amount": "0.00", "reversal": "Y"}, lonely)}) == [
        "counted", "counted", "void_unpaired"
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["NEGOTIABLE", "STOP INITIATED", "RECONCILED", "AVOIDED", ""])
def test_another_status_counts(tmp_path, status):
    assert rules(tmp_path, {"a.csv": r12({"status": status})}) == ["counted"]


@pytest.mark.parametrize("other", [{"payment": "501"}, {"invoice": "INV-2"}, {"amount": "-99.99"}, {"number": "2"}])
def test_a_reversal_carries_the_same_supplier_invoice_payment_and_the_opposite_amount(tmp_path, other):
    stranger = {"supplier": "OTHER LTD"} if "number" in other else {}
    assert rules(tmp_path, {"a.csv": r12(PAID, BACK | other | stranger)})[0] == "void_unpaired"


def test_a_reversal_need_bear_neither_status_nor_flag(tmp_path):
    assert rules(tmp_path, {"a.csv": r12(PAID, BACK | {"status": ""})}) == ["counted", "counted"]


def test_one_reversal_pairs_with_one_void_only(tmp_path):
    made = rules(tmp_path, {"a.csv": r12(PAID, PAID | {"id": "3"}, BACK)})
    assert sorted(made) == ["counted", "counted", "void_unpaired"]
    assert made[2] == "counted"


@pytest.mark.parametrize("void_first", [True, False])
def test_a_reversal_belongs_to_the_void_and_not_to_an_equal_payment_that_stands(tmp_path, void_first):
    stands = PAID | {"id": "3", "status": "NEGOTIABLE"}
    rows = [PAID, stands] if void_first else [stands, PAID]
    assert rules(tmp_path, {"a.csv": r12(*rows, BACK)}) == ["counted", "counted", "counted"]


def test_a_payment_made_again_after_its_void_counts_once(tmp_path):
    again = {"payment": "501", "status": "NEGOTIABLE", "id": "3"}
    made = project(tmp_path, {"a.csv": r12(PAID, BACK, again)})
    assert locality(build(made)).total == Decimal("100.00")


@pytest.mark.parametrize("sign", [{"status": "VOIDED"}, {"status": "", "reversal": "Y"}])
def test_a_reversal_whose_original_is_in_no_export_counts_and_is_warned_about(tmp_path, sign):
    made = project(tmp_path, {"a.csv": r12({"invoice": "INV-2"}, BACK | sign)})
    figures = build(made)
    assert [rule for *_, rule in fates(made)] == [None, None]
    assert "row 3 reverses a payment of £100.00 that is in no export" in warnings(figures, "a.csv")


@pytest.mark.parametrize(
    ("flag", "fate"),
    [*((flag, "counted") for flag in ("Y", "yes", "True", "1", "")), ("N", "void_unpaired"), ("0", "void_unpaired")],
)
def test_a_void_of_a_negative_amount_is_a_reversal_unless_its_flag_says_otherwise(tmp_path, flag, fate):
    assert rules(tmp_path, {"a.csv": r12({"status": "VOIDED", "amount": "-100.00", "reversal": flag})}) == [fate]


@pytest.mark.parametrize("flag", ["Y", "yes", "True", "1"])
def test_a_flag_of_a_reversal_is_understood_however_it_is_written(tmp_path, flag):
    made = project(tmp_path, {"a.csv": r12({"amount": "-100.00", "reversal": flag})})
    assert "row 2 reverses a payment of £100.00" in warnings(build(made), "a.csv")


def test_a_credit_memo_is_no_reversal_and_is_not_warned_about(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({"amount": "-40.00", "kind": "CREDIT"}, {"payment": "2"})}))
    assert locality(figures).total == Decimal("60.00")
    assert "reverses" not in warnings(figures, "a.csv")


def test_without_an_id_a_row_with_another_address_is_another_payment(tmp_path):
    headings = "VENDOR_NAME,VENDOR_NUM,ADDRESS_LINE1,INVOICE_NUM,CHECK_DATE,PAYMENT_AMOUNT"
    files = {
        "r12/a.csv": table(headings, "ACME,1,1 HIGH ST,A1,02-MAY-2022,10.00"),
        "r12/b.csv": table(headings, "ACME,1,2 LOW ST,A1,02-MAY-2022,10.00"),
    }
    assert rules(tmp_path, files) == ["counted", "counted"]
