"""The small files that people keep: what they say in, checked decisions out; a bad row is an error with its line."""

import pytest
from ledger import build, fusion, project, r12, ranked, table

from lccspend.errors import SourceError
from lccspend.etl.reference import COLUMNS, read_reference
from lccspend.etl.unread import warn_of_misspelt_classes, warn_of_unexplained, warn_of_unread

REASONED = "reason,author,date"
PLACES = ("Acme Limited,,E07000123,depot,2024", "ACME LTD,7,E07000123,depot,2024", "DOE,,E07000123,depot,2024")
FILES = {
    "postcode_overrides.csv": f"supplier_number,supplier_site,postcode,{REASONED}",
    "supplier_crosswalk.csv": "r12_supplier_number,fusion_supplier_number",
    "supplier_aliases.csv": f"name,supplier,{REASONED}",
    "supplier_classes.csv": f"supplier_number,supplier,class,{REASONED}",
    "category_map.csv": "source_category,category,portfolio",
    "exclusions.csv": f"supplier_number,supplier,invoice_number,invoice_type,category,business_unit,{REASONED}",
}


def kept(folder, **files):
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_reference(folder)


def fault(folder, **files):
    with pytest.raises(SourceError) as refused:
        kept(folder, **files)
    assert refused.value.exit_code == 1
    return refused.value.message


@pytest.mark.parametrize("name", FILES)
def test_the_headings_are_those_that_were_promised(name):
    assert ",".join(COLUMNS[name]) == FILES[name]


def test_without_any_file_nothing_is_decided(tmp_path):
    found = read_reference(tmp_path / "none")
    assert (found.overrides, found.crosswalk, found.aliases, found.exclusions) == ({}, (), {}, ())


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_headings_and_no_rows_decides_nothing(tmp_path, name):
    (tmp_path / name).write_text(FILES[name] + "\n", "utf-8")
    assert read_reference(tmp_path).exclusions == ()


def test_headings_may_stand_in_another_order_and_case_after_a_byte_order_mark(tmp_path):
    text = "\ufeffFusion_Supplier_Number, R12_Supplier_Number \n9,1\n"
    assert kept(tmp_path, supplier_crosswalk=text).crosswalk == (("1", "9"),)


def test_blank_lines_are_no_rows(tmp_path):
    text = table(FILES["supplier_crosswalk.csv"], "1,9", ",", "2,8")
    assert len(kept(tmp_path, supplier_crosswalk=text).crosswalk) == 2


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("postcode_overrides", ",HQ,PR1 8XJ,a,b,c", "needs supplier_number"),
        ("postcode_overrides", "1,HQ,,a,b,c", "needs postcode"),
        ("supplier_crosswalk", "1,", "needs fusion_supplier_number"),
        ("supplier_aliases", "ACME,,a,b,c", "needs supplier"),
        ("supplier_classes", ",,school,a,b,c", "needs supplier_number or supplier"),
        ("supplier_classes", "1,,,a,b,c", "needs class"),
        ("category_map", "Kerbs,,Place", "needs category"),
        ("exclusions", ",,,,,,a,b,c", "needs supplier_number or supplier or invoice_number"),
        ("supplier_crosswalk", "1,9,8", "3 cells where the headings have 2"),
    ],
)
def test_a_bad_row_is_an_error_with_its_line(tmp_path, name, row, words):
    good = {"supplier_crosswalk": "5,6", "category_map": "a,b,c"}.get(name, "")
    found = fault(tmp_path, **{name: FILES[f"{name}.csv"] + "\n" + good + "\n" + row + "\n"})
    assert f"data/reference/{name}.csv, line 3: " in found
    assert words in found


def test_missing_headings_are_named(tmp_path):
    found = fault(tmp_path, supplier_aliases="name,reason\nACME,x\n")
    assert found == "data/reference/supplier_aliases.csv, line 1: missing headings: supplier"


def test_a_system_that_there_is_not_is_an_error(tmp_path):
    text = FILES["supplier_classes.csv"] + ",system\n1,,school,a,b,c,sap\n"
    assert "line 2: system is 'sap'" in fault(tmp_path, supplier_classes=text)


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("postcode_overrides", ("1,,PR1 8XJ,x,AB,D", "1,,BB1 1AA,x,AB,D"), "says postcode 'BB1 1AA', but line 2 says"),
        ("supplier_aliases", ("ACME (X),ACME,x,AB,D", "Acme x,BETA,x,AB,D"), "says supplier 'BETA', but line 2 says"),
        ("supplier_classes", ("1,,school,x,AB,D", "1,,tax,x,AB,D"), "says class 'tax', but line 2 says 'school' of"),
        ("supplier_classes", (",ACME LTD,school,x,AB,D", ",Acme,tax,x,AB,D"), "says class 'tax', but line 2 says"),
        ("category_map", ("Roads,Highways,", "ROADS,Care,"), "says category 'Care', but line 2 says 'Highways' of"),
        ("category_map", ("Roads,Care,Place", "Food,Care,People"), "says portfolio 'People', but line 2 says 'Place'"),
    ],
)
def test_two_lines_that_decide_one_thing_otherwise_are_an_error_that_names_both(tmp_path, name, lines, words):
    found = fault(tmp_path, **{name: table(FILES[f"{name}.csv"], *lines)})
    assert f"data/reference/{name}.csv, line 3: {words}" in found


def test_a_line_that_stands_twice_or_is_of_another_system_is_no_contradiction(tmp_path):
    twice = ("1,,PR1 8XJ,x,AB,D", "1,,pr18xj,y,CD,D", "1,A,BB1 1AA,x,AB,D")
    assert len(kept(tmp_path, postcode_overrides=table(FILES["postcode_overrides.csv"], *twice)).overrides) == 2
    headings = FILES["supplier_classes.csv"] + ",system"
    apart = ("1,,school,x,AB,D,r12", "1,,tax,x,AB,D,fusion", "1,ACME,tax,x,AB,D,fusion")
    assert len(kept(tmp_path, supplier_classes=table(headings, *apart)).number_classes) == 2


def test_the_faults_of_all_files_are_listed_at_once(tmp_path):
    found = fault(tmp_path, supplier_crosswalk="1,9\n", category_map=FILES["category_map.csv"] + "\nKerbs,,\n,X,\n")
    assert len(found.splitlines()) == 3


def test_a_file_that_a_spreadsheet_saved_in_its_own_encoding_is_read_and_a_mixture_told_of(tmp_path, caplog):
    assert kept(tmp_path, supplier_aliases=b"name,supplier\nCaf\xe9,X\n").aliases == {"CAFE": "X"}
    assert caplog.messages == []
    assert kept(tmp_path, supplier_aliases=b"name,supplier\nCaf\xe9,\xc3\x89\n").aliases == {"CAFE": "É"}
    assert caplog.messages == [
        "data/reference/supplier_aliases.csv: not valid UTF-8 in 1 place; read there as Windows-1252."
    ]


def test_lines_that_do_not_say_why_by_whom_or_when_are_told(tmp_path, caplog):
    lines = table(FILES["exclusions.csv"], ",ACME LTD,,,,,r,a,d", "9,,,,,,r,,d", "8,,,,,,r,a,")
    bare = table("supplier_number,supplier,class", "7,,school")
    warn_of_unexplained(kept(tmp_path, exclusions=lines, supplier_classes=bare))
    assert caplog.messages == [
        "1 of 1 lines lack a reason, an author or a date (the first: data/reference/supplier_classes.csv, line 2).",
        "2 of 3 lines lack a reason, an author or a date (the first: data/reference/exclusions.csv, line 3).",
    ]


def test_a_category_is_mapped_whatever_its_case_and_letters(tmp_path):
    mapped = table(FILES["category_map.csv"], "STRAßE,Roads,", "ÉCOLES,Schools,")
    files = {"a.csv": r12({"category": "straße"}, {"category": "Écoles", "invoice": "2"})}
    figures = build(project(tmp_path, files, reference={"category_map.csv": mapped}))
    assert {group.group for group in figures.category[0].groups} == {"Roads", "Schools"}


@pytest.mark.parametrize(
    ("lines", "line"),
    [('1,,,,,,"r,a,d\n2,,,,,,r,a,d\n3,,,,,,r,a,d\n', 2), ('1,,,,,,r,a,d\n2,,,,,,"r"s,a,d\n3,,,,,,r,a,d\n', 3)],
)
def test_quotes_that_do_not_match_are_an_error_and_swallow_no_line(tmp_path, lines, line):
    told = fault(tmp_path, exclusions=f"{FILES['exclusions.csv']}\n{lines}")
    assert told.startswith(f"data/reference/exclusions.csv, line {line}: its quotes do not match")


def test_a_column_that_nothing_reads_is_told(tmp_path, caplog):
    kept(tmp_path, category_map=f"{FILES['category_map.csv']},Payment Date\n")
    assert caplog.messages == ["data/reference/category_map.csv: nothing reads these columns: payment date."]


def test_an_exclusion_may_name_the_system_that_a_number_belongs_to(tmp_path):
    lines = table(f"{FILES['exclusions.csv']},system", "1,,,,,,r,a,d,r12")
    files = {"r.csv": r12({"invoice": "1"}), "f.csv": fusion({"invoice": "2"})}
    books = build(project(tmp_path, files, reference={"exclusions.csv": lines})).books
    assert (books.counted.rows, books.excluded_by_rule["named_exclusion"].rows) == (1, 1)


def test_a_cell_may_hold_a_line_break_and_the_line_is_still_told(tmp_path):
    text = FILES["supplier_classes.csv"] + '\n1,,school,"two\nlines",AB,2024\n,,school,a,b,c\n'
    assert "line 4:" in fault(tmp_path, supplier_classes=text)


def test_an_override_that_is_no_postcode_is_a_fault_and_one_that_is_not_placed_yet_is_none(tmp_path):
    headings = FILES["postcode_overrides.csv"]
    wrong = table(headings, "1,,PR1 8XJ,r,a,d", "2,,not known,r,a,d")
    told = fault(tmp_path, postcode_overrides=wrong)
    assert told == "data/reference/postcode_overrides.csv, line 3: 'not known' is not a postcode"
    assert kept(tmp_path, postcode_overrides=table(headings, "1,,PRI 8XJ,r,a,d", "2,,PR99 1AA,r,a,d")).overrides


def test_a_fault_stops_the_build_and_publishes_nothing(tmp_path):
    made = project(tmp_path, {"a.csv": r12({})}, reference={"supplier_crosswalk.csv": "1,9\n"})
    with pytest.raises(SourceError):
        build(made)
    assert not (made.processed / "figures.json").exists()


def test_a_table_that_bears_no_known_name_is_told_for_nothing_reads_it(tmp_path, caplog):
    reference = {"supplier_alias.csv": "name,supplier\n", "waivers.xlsx": "", "read me.txt": "", "actions.csv": ""}
    warn_of_unread(project(tmp_path, {}, reference=reference).reference)
    assert caplog.messages == [
        "data/reference/supplier_alias.csv is not read: no reference file has this name."
        " Did you mean supplier_aliases.csv?",
        "data/reference/waivers.xlsx is not read: no reference file has this name. Did you mean waivers.csv?",
    ]


def test_a_class_that_is_nearly_a_known_one_is_told_and_a_councils_own_is_not(tmp_path, caplog):
    own = ("1,,Indvidual,r,a,d", "2,,public bodies,r,a,d", "3,,Individual,r,a,d", "4,,charity,r,a,d", "5,,kin,r,a,d")
    files = {"supplier_classes.csv": table(FILES["supplier_classes.csv"], *own)}
    warn_of_misspelt_classes(read_reference(project(tmp_path, {}, reference=files).reference), ["Public body", "kin"])
    assert caplog.messages == [
        "data/reference/supplier_classes.csv: nothing knows the class indvidual. Did you mean individual?",
        "data/reference/supplier_classes.csv: nothing knows the class public bodies. Did you mean public body?",
    ]


def test_entries_that_are_of_no_supplier_are_told_without_a_name(tmp_path, caplog):
    reference = {
        "supplier_places.csv": table("supplier,supplier_number,authority_code,evidence,date", *PLACES),
        "supplier_classes.csv": table(FILES["supplier_classes.csv"], "1,,public body,r,a,d", "77,,public body,r,a,d"),
        "postcode_overrides.csv": table(FILES["postcode_overrides.csv"], "88,,PR1 8XJ,r,a,d"),
    }
    build(project(tmp_path, {"a.csv": r12({})}, reference=reference))
    assert [message.split(" are of a supplier in no payment")[0] for message in caplog.messages] == [
        "data/reference/postcode_overrides.csv: 1 of 1 entries",
        "data/reference/supplier_classes.csv: 1 of 2 entries",
        "data/reference/supplier_places.csv: 2 of 3 entries",
    ]


def test_lines_of_exclusions_that_match_no_row_are_told_and_those_another_rule_forestalls_are_not(tmp_path, caplog):
    lines = (",ACME LTD,,,,,r,a,d", ",ACME LTD,I9,,,,r,a,d", ",NOBODY,,,,,r,a,d")
    rows = r12({"invoice": "I1", "supplier": "Acme Ltd", "kind": "EXPENSE REPORT"}, {"supplier": "DOE"})
    made = project(tmp_path, {"a.csv": rows}, reference={"exclusions.csv": table(FILES["exclusions.csv"], *lines)})
    build(made)
    assert caplog.messages == [
        "data/reference/exclusions.csv, line 3; data/reference/exclusions.csv, line 4: no row matches, so nothing is"
        " excluded. A row must hold every cell that the line fills."
    ]


def test_a_change_of_a_reference_file_changes_the_build(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"supplier": "NEWGAS"})})
    before = build(made)
    aliases = table(FILES["supplier_aliases.csv"], "Newgas,Gas Co,renamed,AB,2024-01-01")
    project(tmp_path, {}, reference={"supplier_aliases.csv": aliases})
    after = build(made)
    assert [s.supplier for s in ranked(before).suppliers + ranked(after).suppliers] == ["NEWGAS", "Gas Co"]
    assert before.build.settings != after.build.settings


def test_the_more_particular_override_and_class_come_first(tmp_path):
    overrides = f"supplier_number,supplier_site,postcode,{REASONED},system"
    classes = f"supplier_number,supplier,class,{REASONED},system"
    found = kept(
        tmp_path,
        postcode_overrides=table(
            overrides, "1,,PR1,r,a,d,", "1,HQ,PR2,r,a,d,", "1,YARD,PR5,r,a,d,", "1,,PR3,r,a,d,r12", "1,HQ,PR4,r,a,d,r12"
        ),
        supplier_classes=table(classes, "1,,either,r,a,d,", "1,,old,r,a,d,r12", ",ACME,named,r,a,d,"),
    )
    assert [found.override("r12", "1", s) for s in ("hq", "Depot", None)] == ["PR4", "PR3", "PR3"]
    assert found.override("r12", "1", "yard") == "PR5"
    assert [found.override("fusion", "1", s) for s in ("hq", "Depot", None)] == ["PR2", "PR1", "PR1"]
    assert found.override("r12", None, "HQ") is None
    assert found.class_of("r12", "1", "ACME") == "old"
    assert found.class_of("fusion", "1", "ACME") == "either"
    assert found.class_of("fusion", "2", "The Acme Ltd") == "named"
    assert found.class_of("fusion", "2", None) is None


def test_a_link_of_an_editor_is_passed_over_and_a_broken_one_in_the_place_of_a_file_refused(tmp_path):
    made = project(tmp_path, {"a.csv": r12({})}, reference={"category_map.csv": FILES["category_map.csv"] + "\n"})
    (made.reference / ".#category_map.csv").symlink_to("anna@pc7.1")
    build(made)
    (made.reference / "exclusions.csv").symlink_to("nowhere.csv")
    with pytest.raises(SourceError, match=r"exclusions\.csv is no file, or a link that leads to none"):
        build(made)


def test_a_crosswalk_whose_numbers_lost_their_zeros_is_told(tmp_path, caplog):
    lines = table(FILES["supplier_crosswalk.csv"], "400,900", "77,88")
    files = {"r.csv": r12({"number": "00400"}), "f.csv": fusion({"number": "900", "invoice": "2"})}
    build(project(tmp_path, files, reference={"supplier_crosswalk.csv": lines}))
    assert caplog.messages == [
        "data/reference/supplier_crosswalk.csv: 1 numbers are those of payments but for zeros before them"
        " (the first: 400, in payments 00400)."
    ]


def test_an_override_of_a_site_or_system_that_was_not_paid_is_told(tmp_path, caplog):
    headings = FILES["postcode_overrides.csv"] + ",system"
    lines = table(headings, "1,HQ,PR1 8XJ,r,a,d,", "1,NOSITE,PR1 8XJ,r,a,d,", "1,,PR1 8XJ,r,a,d,fusion")
    build(project(tmp_path, {"a.csv": r12({"site": "hq"})}, reference={"postcode_overrides.csv": lines}))
    assert caplog.messages == [
        "data/reference/postcode_overrides.csv: 2 entries are of a site or system at which their supplier was never"
        " paid, so they place nothing (the first: supplier 1)."
    ]


def test_an_override_whose_postcode_has_no_place_is_told_without_the_postcode(tmp_path, caplog):
    lines = table(FILES["postcode_overrides.csv"], "1,,PR99 1AA,r,a,d", "2,,PR1 8XJ,r,a,d")
    rows = r12({"zip": "PR1 8XJ"}, {"number": "2", "zip": ""}, {"number": "3", "zip": ""})
    build(project(tmp_path, {"a.csv": rows}, reference={"postcode_overrides.csv": lines}))
    assert caplog.messages == [
        "data/reference/postcode_overrides.csv: the postcodes given to 1 supplier numbers have no place, so their"
        " payments there are unknown (the first: supplier 1)."
    ]


def test_a_business_unit_of_the_settings_that_no_row_has_is_told(tmp_path, caplog):
    settings = '[exclusions]\nbusiness_units = ["Fire Authorty", " county "]\n'
    build(project(tmp_path, {"a.csv": r12({"unit": "Fire Authority"}, {"unit": "County"})}, settings))
    assert caplog.messages == [
        "[exclusions] names the business unit 'Fire Authorty', which no row has. Did you mean Fire Authority?"
    ]


def test_a_folder_of_decisions_that_is_a_broken_link_is_refused_and_not_taken_for_none(tmp_path):
    made = project(tmp_path, {"a.csv": r12({})})
    made.reference.parent.mkdir(exist_ok=True)
    made.reference.symlink_to("/nowhere/reference")
    with pytest.raises(SourceError, match="is no folder, or a link that leads to none"):
        build(made)
