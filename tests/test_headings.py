"""From the headings of a file to its layout: where they stand, how they are written, what is said when they fail."""

import io
from datetime import date

import pytest
import xlsxwriter
from ledger import LENIENT, build, fates, fusion, layouts, payments, project, published, r12, refusal, table, warnings

from lccspend.errors import SettingsError, SourceError

HEADINGS = "VENDOR_NAME,VENDOR_NUM,INVOICE_NUM,CHECK_DATE,PAYMENT_AMOUNT"
PAYMENT = "ACME LTD,1,INV-1,2023-05-02,100.00"


def lines(*text):
    return "\n".join(text) + "\n"


@pytest.mark.parametrize("row", [1, 2, 57, 100])
def test_the_headings_may_stand_in_any_of_the_first_hundred_rows(tmp_path, row):
    made = project(tmp_path, {"a.csv": lines(*["Paid invoices"] * (row - 1), HEADINGS, PAYMENT)})
    build(made)
    assert fates(made) == [("a.csv", row + 1, "counted", None)]


def test_headings_below_the_first_hundred_rows_are_not_looked_for(tmp_path):
    assert "a.csv" in refusal(tmp_path, {"a.csv": lines(*["Paid invoices"] * 100, HEADINGS, PAYMENT)})


@pytest.mark.parametrize("blank", [[], [",,,,"]])
def test_the_headings_may_stand_last_in_a_sheet_that_was_sorted_with_them(tmp_path, blank):
    rows = [PAYMENT, PAYMENT.replace("100.00", "5.00"), HEADINGS, *blank]
    made = project(tmp_path, {"a.csv": lines(*rows)})
    build(made)
    assert payments(made)["pence"].to_list() == [10000, 500]


@pytest.mark.parametrize("below", ["", "*** End of Report ***,,,,", "Total,,,,10.00", "ACME LTD,1,I9,2022-04-02,0.00"])
def test_what_is_no_plain_payment_above_headings_that_were_sorted_in_is_still_a_row(tmp_path, below):
    head = "VENDOR_NAME,VENDOR_NUM,INVOICE_NUM,CHECK_DATE,PAYMENT_AMOUNT"
    text = f"Beta,2,B1,,5000.00\nAlpha,1,A1,2022-04-01,10.00\nGamma,3,C1,2022-04-01,N/A\n{head}\n{below}\n"
    books = build(project(tmp_path, {"a.csv": text}, LENIENT)).books
    assert (books.counted.pounds, books.rejected.rows) == (10, 2)


def test_headings_that_are_nearly_all_unknown_are_told_with_the_nearest_layout(tmp_path):
    text = table("Payee,Payee No,Invoice Number,Paid On,Paid Amount", "Acme,1,I1,05/05/2023,250.00")
    with pytest.raises(SourceError, match=r"nearest layout: .*missing headings: "):
        build(project(tmp_path, {"a.csv": text}))


def test_a_dated_title_where_the_amounts_stand_is_no_row_of_a_sheet_that_was_sorted_with_its_headings(tmp_path):
    headings = "Amount,Transaction Number,Date,Supplier Name"
    text = lines("Report Date: 02-APR-2024", "100.00,1,02/05/2023,ACME", "5.00,2,03/05/2023,DOE", headings)
    made = project(tmp_path, {"a.csv": text})
    build(made)
    assert payments(made).select("row", "pence", "fate").rows() == [(2, 10000, "counted"), (3, 500, "counted")]


def test_headings_that_change_within_a_sheet_hold_from_there_on(tmp_path):
    text = lines(
        "Date,Supplier Name,Supplier Classification,Amount",
        "02/05/2023,ACME,Roads,100.00",
        "Transaction Number,Date,Supplier Name,Amount",
        "T1,03/05/2023,DOE,5.00",
    )
    made = project(tmp_path, {"a.csv": text})
    figures = build(made)
    assert payments(made).select("row", "supplier_name", "pence").rows() == [(2, "ACME", 10000), (4, "DOE", 500)]
    assert "row 3: the headings change here" in warnings(figures, "a.csv")


def test_headings_that_stand_again_in_another_spelling_are_no_change(tmp_path):
    again = ["DATE,- supplier name,AMOUNT", "03/05/2023,DOE,5.00"]
    text = lines("Date,Supplier_Name,Amount", "02/05/2023,ACME,100.00", *again)
    figures = build(project(tmp_path, {"a.csv": text}))
    assert (figures.books.read.rows, warnings(figures, "a.csv")) == (2, "")


@pytest.mark.parametrize(
    "written",
    [
        "vendor_name,Vendor_Num,invoice_num,check_date,payment_amount",
        "Vendor Name,Vendor Num,Invoice Num,Check Date,Payment Amount",
        "- VENDOR_NAME,- VENDOR_NUM,- INVOICE_NUM,- CHECK_DATE,- PAYMENT_AMOUNT",
        "  VENDOR_NAME ,VENDOR_NUM  , INVOICE_NUM,\u00a0CHECK_DATE,PAYMENT_AMOUNT\u00a0",
    ],
)
def test_case_space_underscore_and_a_leading_dash_do_not_matter(tmp_path, written):
    assert layouts(tmp_path, {"a.csv": lines(written, PAYMENT)}) == {"a.csv": ("r12", 1)}


def test_neither_the_name_nor_the_ending_of_a_file_says_what_it_is(tmp_path):
    files = {"fusion.xlsx": r12({}), "r12/ap": fusion({"invoice": "2"}), "awards.pdf": published({"day": "2022-05-02"})}
    assert layouts(tmp_path, files) == {
        "awards.pdf": ("published", 1),
        "fusion.xlsx": ("r12", 1),
        "r12/ap": ("fusion", 1),
    }


@pytest.mark.parametrize("mark", [",", "\t", "|", ";"])
def test_cells_are_parted_by_comma_tab_pipe_or_semicolon(tmp_path, mark):
    text = lines(HEADINGS, PAYMENT).replace(",", mark)
    assert layouts(tmp_path, {"a.txt": text}) == {"a.txt": ("r12", 1)}


OTHER_NAMES = lines("VENDOR_NAME,VENDOR_NUM,INVOICE_NUM,Paid When,Paid What", PAYMENT)


@pytest.mark.parametrize("field", ["payment_date", "CHECK_DATE", "check date"])
def test_a_user_adds_headings_in_the_settings_under_the_fields_name_or_its_own_heading(tmp_path, field):
    settings = f'[sources.r12.columns]\n"{field}" = "paid when"\npayment_amount = ["Cost", "PAID_WHAT"]\n'
    assert layouts(tmp_path, {"a.csv": OTHER_NAMES}, settings) == {"a.csv": ("r12", 1)}


def test_the_users_heading_comes_before_the_shipped_ones(tmp_path):
    text = lines(f"{HEADINGS},Net", f"{PAYMENT},80.00")
    made = project(tmp_path, {"a.csv": text}, '[sources.r12.columns]\npayment_amount = ["Net"]\n')
    build(made)
    assert payments(made)["pence"].to_list() == [8000]


def test_a_heading_for_a_field_that_the_layout_has_not_is_refused_with_the_fields_it_has(tmp_path):
    with pytest.raises(SettingsError, match=r"sources\.r12\.columns\.payment_day") as refused:
        build(project(tmp_path, {"a.csv": r12({})}, '[sources.r12.columns]\npayment_day = "X"\n'))
    assert "payment_date" in refused.value.fix


NO_HEADINGS = """
[[sources.files]]
match = "april*.csv"
layout = "published"
columns = ["", "description", "Supplier name", "date", "amount"]
"""


def test_a_file_without_headings_is_read_by_the_columns_that_the_settings_name(tmp_path):
    text = lines("x,Repairs,ACME,02/05/2023,100.00", "y,Repairs,DOE,03/05/2023,n/a", "z,More,ROE,04/05/2023,1.00")
    settings = NO_HEADINGS + "[checks]\nmaximum_rejected_share = 1\n"
    made = project(tmp_path, {"2023/april 23.csv": text, "april.csv": text}, settings.replace("april", "*april"))
    build(made)
    assert [(row, fate) for file, row, fate, _ in fates(made) if file.startswith("2023")] == [
        (1, "excluded"),
        (2, "rejected"),
        (3, "excluded"),
    ]
    assert payments(made)["description"].to_list() == ["Repairs", "Repairs", "More"] * 2


def test_columns_that_the_settings_name_hold_even_where_headings_stand(tmp_path):
    text = lines("Name,Name,Date,Amount", "17,ACME,02/05/2023,100.00")
    columns = '["", "supplier name", "date", "amount"]'
    settings = f'[[sources.files]]\nmatch = "a.csv"\nlayout = "published"\ncolumns = {columns}\n'
    made = project(tmp_path, {"a.csv": text}, settings)
    build(made)
    assert payments(made).select("row", "supplier_name").rows() == [(2, "ACME")]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ('["date", "amount", "payee", "date"]', "stands twice"),
        ('["date", "amount", "payee", "colour"]', "'colour', is not a field"),
    ],
)
def test_columns_that_the_settings_name_wrongly_are_refused(tmp_path, columns, words):
    settings = f'[[sources.files]]\nmatch = "a.csv"\nlayout = "published"\ncolumns = {columns}\n'
    assert words in refusal(tmp_path, {"a.csv": "2023-05-02,1.00,ACME,2023-05-02\n"}, settings)


def test_columns_without_a_required_field_are_refused(tmp_path):
    settings = '[[sources.files]]\nmatch = "a.csv"\nlayout = "published"\ncolumns = ["date", "amount"]\n'
    assert "Supplier name" in refusal(tmp_path, {"a.csv": "2023-05-02,1.00\n"}, settings)


def test_an_unknown_file_is_named_with_the_nearest_layout_the_missing_headings_and_what_to_paste(tmp_path):
    text = refusal(tmp_path, {"x/a.csv": OTHER_NAMES})
    assert "x/a.csv: nearest layout: Oracle R12 paid invoices (r12); missing headings: CHECK_DATE" in text
    assert "PAYMENT_AMOUNT" in text.splitlines()[0]
    assert '    [sources.r12.columns]\n    payment_date = ["its heading"]\n    payment_amount = ["its heading"]' in text
    assert "Paid When" in text


def test_of_layouts_with_as_many_of_its_headings_the_one_that_lacks_fewest_is_the_nearest(tmp_path):
    text = refusal(tmp_path, {"a.csv": "Supplier Name,Supplier Site,Address Line 1\nACME,MAIN,1 High Street\n"})
    assert "(sites); missing headings: Postcode" in text


def test_headings_that_end_in_a_digit_are_shown_and_the_row_of_a_payee_is_not(tmp_path):
    text = refusal(tmp_path, {"a.csv": "VENDOR_NAME,SEGMENT1,CHECK_DATE\nJANE DOE,7,02/05/2023\n"})
    assert "VENDOR_NAME | SEGMENT1 | CHECK_DATE\n    text | 9 | 99/99/9999" in text
    assert "JANE" not in text


def test_what_the_error_says_to_paste_mends_the_file(tmp_path):
    text = refusal(tmp_path, {"a.csv": OTHER_NAMES})
    pasted = [line.strip() for line in text.splitlines() if line.startswith("    [s") or "its heading" in line]
    settings = "\n".join(pasted).replace("its heading", "Paid When", 1).replace("its heading", "Paid What", 1)
    assert layouts(tmp_path, {"a.csv": OTHER_NAMES}, settings) == {"a.csv": ("r12", 1)}


def test_a_file_of_no_known_layout_is_named_with_its_first_rows_and_an_entry_to_paste(tmp_path):
    text = refusal(tmp_path, {"a.csv": "Colour,Height\nred,2\n"})
    assert "a.csv: its headings are those of no known layout" in text
    assert "Colour | Height" in text
    assert '[[sources.files]]\n    match = "a.csv"' in text


def test_all_files_that_cannot_be_used_are_listed_at_once(tmp_path):
    text = refusal(tmp_path, {"a.csv": r12({}), "b.csv": "Colour,Height\nred,2\n", "c.csv": "", "d.csv": OTHER_NAMES})
    assert [name for name in ("a.csv", "b.csv:", "c.csv:", "d.csv:") if name in text] == ["b.csv:", "c.csv:", "d.csv:"]


@pytest.mark.parametrize("layout", ["r12", "published"])
def test_an_equal_heading_for_a_required_field_is_refused_not_guessed(tmp_path, layout):
    doubled = {"r12": f"{HEADINGS},PAYMENT_AMOUNT", "published": "Supplier name,Date,Amount,Amount"}[layout]
    text = refusal(tmp_path, {"a.csv": lines(doubled, f"{PAYMENT},5.00")})
    assert "stands in columns" in text
    assert "payment amount" in text


def test_what_the_error_on_an_equal_heading_says_to_paste_mends_the_file_once_the_wrong_one_is_blank(tmp_path):
    rows = "Date,Supplier name,Supplier name,Amount,Colour\n2023-05-02,77,ACME LTD,1.00,red\n"
    text = refusal(tmp_path, {"a.csv": rows})
    pasted = text[text.index("    [[sources.files]]") :]
    assert 'columns = ["payment_date", "supplier_name", "supplier_name", "payment_amount", ""]' in pasted
    assert "column 3, 'supplier_name', stands twice." in refusal(tmp_path, {"a.csv": rows}, pasted)
    made = project(tmp_path, {"a.csv": rows}, pasted.replace('"supplier_name"', '""', 1))
    build(made)
    assert payments(made)["supplier_name"].to_list() == ["ACME LTD"]


def test_an_equal_heading_for_another_field_leaves_it_unread_and_is_warned_about(tmp_path):
    made = project(tmp_path, {"a.csv": lines(f"{HEADINGS},CATEGORY,Category", f"{PAYMENT},Roads,Rails")})
    figures = build(made)
    assert payments(made)["category"].to_list() == [None]
    assert "the heading 'CATEGORY' stands in columns 6 and 7; neither is read" in warnings(figures, "a.csv")


@pytest.mark.parametrize("glob", ["old/*", "old/b.csv", "*.csv~", "*b.csv*"])
def test_files_that_a_glob_of_the_settings_names_are_left_out(tmp_path, glob):
    files = {"a.txt": r12({}), "old/b.csv": "Colour\n", "b.csv~": "Colour\n"}
    other = {"old/*": "b.csv~", "old/b.csv": "b.csv~", "*.csv~": "old/b.csv", "*b.csv*": "nothing"}[glob]
    assert layouts(tmp_path, files, f'[sources]\nignore = ["{glob}", "{other}"]\n') == {"a.txt": ("r12", 1)}


@pytest.mark.parametrize("glob", ["**/*.csv", "**/old/**/*.csv"])
def test_two_stars_and_a_slash_in_a_glob_of_the_settings_stand_for_any_number_of_folders(tmp_path, glob):
    files = {"a.txt": r12({}), "old/b.csv": "Colour\n", "old/2019/c.csv": "Colour\n"}
    assert layouts(tmp_path, files, f'[sources]\nignore = ["{glob}"]\n') == {"a.txt": ("r12", 1)}


@pytest.mark.parametrize("name", ["notes[1].csv", "a*b.csv", "what?.csv"])
def test_a_file_whose_name_reads_as_a_glob_is_left_out_or_told_by_that_name(tmp_path, name):
    left_out = layouts(tmp_path / "out", {"a.txt": r12({}), name: "Colour\n"}, f'[sources]\nignore = ["{name}"]\n')
    assert left_out == {"a.txt": ("r12", 1)}
    columns = '["date", "amount", "supplier"]'
    told = f'[[sources.files]]\nmatch = "{name}"\nlayout = "published"\ncolumns = {columns}\n'
    assert layouts(tmp_path / "told", {name: "2023-05-02,1.00,ACME\n"}, told) == {name: ("published", 1)}


def test_a_day_that_stands_as_a_bare_number_is_the_day_that_its_workbook_counts_it_to_be(tmp_path):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"date_1904": True, "in_memory": True}) as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Supplier", "Supplier Number", "Invoice Number", "Payment Date", "Payment Amount"])
        for row in (1, 2):
            sheet.write_row(row, 0, ["ACME LTD", "1", f"I{row}", 43585, 100])
        sheet.write_datetime(1, 3, date(2023, 5, 1), style)
    made = project(tmp_path, {"a.xlsx": target.getvalue()})
    build(made)
    assert payments(made)["paid_on"].to_list() == [date(2023, 5, 1)] * 2


def test_headings_without_rows_are_warned_about(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({}), "b.csv": lines(HEADINGS)}))
    assert "has headings and no rows below them" in warnings(figures, "b.csv")
    assert figures.books.read.rows == 1


def test_files_without_payments_are_told_as_what_they_are(tmp_path):
    files = {"s.csv": table("Supplier,Postcode", "ACME,PR1 8XJ"), "a.csv": lines(HEADINGS)}
    text = refusal(tmp_path, files)
    assert "Oracle R12 paid invoices without rows (a.csv), Supplier sites (s.csv)" in text


def test_without_a_single_payment_nothing_is_published(tmp_path):
    for files in ({"a.csv": lines(HEADINGS)}, {"s.csv": table("Supplier,Postcode", "ACME,PR1 8XJ")}, {}):
        assert "There are no payments" in refusal(tmp_path / str(len(files)) / next(iter(files), "none"), files)
