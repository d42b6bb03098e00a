"""One supplier, however many spellings and numbers (contract section 3.6), and the classes that people give."""

from decimal import Decimal

import pytest
from ledger import build, check, fusion, locality, names, project, published, r12, ranked, table, tail, warnings

from lccspend.names import is_redacted, normalised

ALIAS = "name,supplier,reason,author,date"
WALK = "r12_supplier_number,fusion_supplier_number"
CLASSES = "supplier_number,supplier,class,reason,author,date"
WITH_SYSTEM = "supplier_number,supplier,class,reason,author,date,system"


def payees(*who):
    """A payment to each (number, name): 1.00, 2.00, 4.00, so that sums tell who was put together."""
    return [
        {"number": number, "supplier": name, "amount": f"{2**n}.00", "invoice": f"INV-{n}"}
        for n, (number, name) in enumerate(who)
    ]


def spends(folder, files, **reference):
    """(supplier, pounds of 2023/24), ranked suppliers only, by name."""
    made = project(folder, files, reference={f"{name}.csv": text for name, text in reference.items()})
    return sorted((s.supplier, int(s.spend)) for s in ranked(build(made)).suppliers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME LTD", "Acme Limited"),
        ("THE ACME COMPANY", "ACME COMPANY"),
        ("ACME PLC", "ACME"),
        ("ACME LLP", "ACME CIC"),
        ("SMITH & SONS", "SMITH AND SONS"),
        ("SMITH&SONS", "SMITH AND SONS"),
        ("Café Rouge", "CAFE ROUGE"),
        ("A.C.M.E. LTD", "A C M E"),
        ("ACME  (NORTH)", "ACME NORTH"),
        ("ACME LTD.", " acme ltd "),
        ("ACME-NORTH", "ACME NORTH"),
        ("THE", " the."),
        ("LTD", " ltd."),
    ],
)
def test_names_that_are_one_after_normalising(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MERSEY CARE NHS", "MERSEYCARE NHS"),
        ("ACME", "ACME UK"),
        ("ACME LTD NORTH", "ACME NORTH"),
        ("LIMITED EDITIONS", "EDITIONS"),
        ("THEATRE CO", "ATRE CO"),
        ("ACME COMPANY", "ACME"),
        ("ACME INC", "ACME"),
        ("S MITH", "SMITH"),
    ],
)
def test_names_that_stay_two_after_normalising(one, other):
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("name", ["THE", "LTD", "The Ltd", "&", "***"])
def test_a_name_never_becomes_nothing(name):
    assert normalised(name)


def test_equal_normalised_names_are_one_supplier_whatever_their_numbers_and_systems(tmp_path):
    files = {
        "r.csv": r12(*payees(("1", "Acme & Co Ltd"), ("2", "ACME AND CO"))),
        "f.csv": fusion({"number": "9", "supplier": "The Acme & Co Limited", "amount": "8.00", "invoice": "F"}),
    }
    assert spends(tmp_path, files) == [("The Acme & Co Limited", 11)]


def test_words_are_never_joined(tmp_path):
    rows = r12(*payees(("1", "MERSEY CARE NHS"), ("2", "MERSEYCARE NHS")))
    assert spends(tmp_path, {"r.csv": rows}) == [("MERSEY CARE NHS", 1), ("MERSEYCARE NHS", 2)]


def test_one_number_is_one_supplier_whatever_its_spellings_and_is_printed_under_the_one_most_went_to(tmp_path):
    rows = r12(*payees(("77", "BEFORE LTD"), ("77", "AFTER LTD")))
    assert spends(tmp_path, {"r.csv": rows}) == [("AFTER LTD", 3)]


@pytest.mark.parametrize("word", ["N/A", "n/a", "Not yet available", "Nil", "NULL", "-"])
def test_a_word_for_no_number_makes_one_supplier_of_nobody(tmp_path, word):
    files = {
        "r.csv": r12(*payees((word, "ALPHA"), (word, "BETA"))),
        "f.csv": fusion({"number": "9", "supplier": "GAMMA", "legacy": word, "amount": "4.00"}),
    }
    made = project(tmp_path, files)
    suppliers = ranked(build(made)).suppliers
    assert sorted((s.supplier, int(s.spend), s.supplier_numbers) for s in suppliers) == [
        ("ALPHA", 1, ()),
        ("BETA", 2, ()),
        ("GAMMA", 4, ("9",)),
    ]


def test_a_number_belongs_to_its_system(tmp_path):
    files = {"r.csv": r12(*payees(("1", "ALPHA"))), "f.csv": fusion(*payees(("1", "BETA")))}
    assert spends(tmp_path, files) == [("ALPHA", 1), ("BETA", 1)]


def test_the_crosswalk_links_an_r12_number_to_a_fusion_number_and_no_other(tmp_path):
    files = {
        "r.csv": r12(*payees(("1", "ALPHA"), ("2", "GAMMA"))),
        "f.csv": fusion(*({**row, "day": "2023-06-01"} for row in payees(("9", "BETA"), ("1", "DELTA")))),
    }
    made = spends(tmp_path, files, supplier_crosswalk=table(WALK, "1,9"))
    assert made == [("ALPHA", 2), ("DELTA", 2), ("GAMMA", 2)]


def test_a_legacy_number_is_an_r12_number(tmp_path):
    files = {
        "r.csv": r12(*payees(("1", "ALPHA"))),
        "f.csv": fusion({"number": "9", "supplier": "BETA", "legacy": "1", "amount": "2.00"}),
        "g.csv": fusion({"number": "1", "supplier": "GAMMA", "amount": "4.00"}),
    }
    assert spends(tmp_path, files) == [("BETA", 3), ("GAMMA", 4)]


def test_two_r12_suppliers_that_became_one_in_fusion_are_one(tmp_path):
    files = {
        "r.csv": r12(*payees(("1", "ALPHA"), ("2", "BETA"))),
        "f.csv": fusion({"number": "9", "supplier": "GAMMA", "amount": "4.00"}),
    }
    assert spends(tmp_path, files, supplier_crosswalk=table(WALK, "1,9", "2,9")) == [("GAMMA", 7)]


def test_an_alias_links_names_and_gives_the_name_that_is_printed(tmp_path):
    rows = r12(*payees(("1", "ACME GAS LTD"), ("2", "Newgas Holdings")))
    aliases = table(ALIAS, "acme gas,Newgas,renamed,AB,2024-01-01", "NEWGAS HOLDINGS,Newgas,renamed,AB,2024-01-01")
    assert spends(tmp_path, {"r.csv": rows}, supplier_aliases=aliases) == [("Newgas", 3)]


def test_two_individuals_of_one_name_stay_two(tmp_path):
    rows = r12(*payees(("1", "JANE DOE"), ("2", "JANE DOE")))
    two = [("Redacted", 1), ("Redacted", 2)]
    assert spends(tmp_path / "by_default", {"r.csv": rows}) == [("JANE DOE", 3)]
    by_number = table(CLASSES, "1,,individual,carer,AB,2024-01-01", "2,,individual,carer,AB,2024-01-01")
    assert spends(tmp_path / "number", {"r.csv": rows}, supplier_classes=by_number) == two
    by_name = table(CLASSES, ",Jane Doe,Individual,carer,AB,2024-01-01")
    assert spends(tmp_path / "name", {"r.csv": rows}, supplier_classes=by_name) == two


def test_an_individual_is_not_the_company_of_the_same_name(tmp_path):
    rows = r12(*payees(("1", "JOHN LEWIS"), ("2", "JOHN LEWIS PLC")))
    classes = table(CLASSES, "1,,individual,carer,AB,2024-01-01")
    assert spends(tmp_path, {"r.csv": rows}, supplier_classes=classes) == [("JOHN LEWIS PLC", 2), ("Redacted", 1)]


@pytest.mark.parametrize(
    "name",
    [
        "REDACTED",
        "redacted",
        "Redact",
        "REDACTED PERSONAL DATA",
        "Redacted - GDPR",
        "[Redacted]",
        "Name Redacted",
        "Supplier Name Redacted",
        "Personal data redacted",
        "REDACTED COMMERCIAL CONFIDENTIALITY",
        "Name withheld",
        "Individual - Redacted",
        "THIRD PARTY",
        "Third Party Supplier",
        "NDORS TRAINER",
    ],
)
def test_spellings_by_which_a_name_is_withheld(name):
    assert is_redacted(name)


@pytest.mark.parametrize(
    "name",
    [
        "THIRD PARTY FORENSIC SERVICES",
        "REDACTIVE PUBLISHING LTD",
        "REDACTIVE EVENTS LTD",
        "REDCENTRIC SOLUTIONS LIMITED",
        "Bt Redcare",
        "DRIVER TRAINER LTD",
    ],
)
def test_suppliers_whose_names_only_look_withheld(name):
    assert not is_redacted(name)


WITHHELD = payees(("1", "REDACTED"), ("2", "Redacted Personal Data"), ("", "REDACT"), ("4", "ACME LTD"))


def test_all_redacted_spellings_are_one_class_that_is_counted_but_never_ranked(tmp_path):
    figures = build(project(tmp_path, {"r.csv": r12(*WITHHELD)}))
    assert names(figures) == ["ACME LTD"]
    assert tail(figures).suppliers == 2
    assert tail(figures).spend == Decimal("15.00")
    assert [top.spend for top in tail(figures).top] == [Decimal("8.00"), Decimal("8.00")]


def test_redacted_payees_are_no_procurement_by_default(tmp_path):
    figures = build(project(tmp_path, {"r.csv": r12(*WITHHELD)}))
    assert tail(figures, "procurement").spend == Decimal("8.00")


def test_people_can_name_a_payee_redacted(tmp_path):
    classes = table(CLASSES, "4,,redacted,safe house,AB,2024-01-01")
    made = project(tmp_path, {"r.csv": r12(*WITHHELD)}, reference={"supplier_classes.csv": classes})
    assert ranked(build(made)).suppliers == ()


def test_a_published_row_whose_name_stands_as_withheld_in_another_column_is_redacted(tmp_path):
    rows = table("Supplier name,Date,Amount,Redact Name", ",2023-05-02,5.00,Redacted Supplier", "X,2023-05-02,1.00,")
    figures = build(project(tmp_path, {"p.csv": rows}))
    assert names(figures) == ["X"]
    assert "without a supplier name" not in warnings(figures, "p.csv")


def test_a_row_without_a_name_counts_but_is_never_ranked_and_is_warned_about(tmp_path):
    figures = build(project(tmp_path, {"r.csv": r12(*payees(("1", ""), ("2", ""), ("3", "ACME")))}))
    assert names(figures) == ["ACME"]
    assert locality(figures).total == Decimal("7.00")
    assert tail(figures).suppliers == 2
    assert "2 rows without a supplier name, counted under (no name) (the first: row 2)" in warnings(figures, "r.csv")
    assert "without a supplier name" in check(figures, "file_warnings").message


def procurement(folder, files, classes):
    made = project(folder, files, reference={"supplier_classes.csv": classes})
    return sorted(s.supplier for s in ranked(build(made), "procurement").suppliers)


NHS = {"r.csv": r12(*payees(("1", "NHS TRUST"))), "f.csv": fusion(*payees(("1", "ACME")))}


def test_a_class_by_number_with_its_system_leaves_the_other_system_alone(tmp_path):
    classes = table(WITH_SYSTEM, "1,,public body,NHS,AB,2024-01-01,R12")
    assert procurement(tmp_path, NHS, classes) == ["ACME"]


def test_a_class_by_number_without_a_system_is_of_either_number(tmp_path):
    assert procurement(tmp_path, NHS, table(CLASSES, "1,,School,x,AB,2024-01-01")) == []


def test_a_class_by_name_knows_the_name_in_every_spelling(tmp_path):
    files = {"p.csv": published({"supplier": "The N.H.S. Trust Limited"}, {"supplier": "ACME"})}
    assert procurement(tmp_path, files, table(CLASSES, ",N H S TRUST,public body,x,AB,2024-01-01")) == ["ACME"]


def test_a_class_covers_all_numbers_of_its_supplier(tmp_path):
    files = {"r.csv": r12(*payees(("1", "NHS TRUST"), ("2", "NHS TRUST"), ("3", "ACME")))}
    assert procurement(tmp_path, files, table(CLASSES, "2,,public body,x,AB,2024-01-01")) == ["ACME"]


def test_a_class_that_the_settings_do_not_list_stays_in_procurement(tmp_path):
    made = project(
        tmp_path,
        {"r.csv": r12(*payees(("1", "NHS TRUST"), ("2", "CHARITY"), ("3", "ACME")))},
        '[populations]\nnot_procurement = ["Charity"]\n',
        {"supplier_classes.csv": table(CLASSES, "1,,public body,x,AB,2024-01-01", "2,,charity,x,AB,2024-01-01")},
    )
    figures = build(made)
    assert tail(figures, "procurement").spend == Decimal("5.00")
    assert tail(figures).spend == Decimal("7.00")


def test_a_supplier_lists_all_its_numbers_once(tmp_path):
    figures = build(project(tmp_path, {"r.csv": r12(*payees(("2", "ACME"), ("1", "ACME"), ("2", "ACME LTD")))}))
    (supplier,) = ranked(figures).suppliers
    assert (supplier.supplier_numbers, supplier.payments) == (("1", "2"), 3)


def test_an_alias_that_means_a_withheld_name_makes_no_ranked_supplier(tmp_path):
    made = project(
        tmp_path,
        {"a.csv": r12({"supplier": "GAMMA", "number": "3"}, {"supplier": "Redacted", "number": "4", "invoice": "2"})},
        reference={"supplier_aliases.csv": table("name,supplier", "Gamma,Redacted")},
    )
    assert ranked(build(made)).suppliers == ()


def test_a_supplier_is_printed_under_the_last_of_its_aliases(tmp_path):
    aliases = table("name,supplier", "Delta,Gamma plc", "Gamma,Beta & Co")
    made = project(tmp_path, {"a.csv": r12({"supplier": "DELTA"})}, reference={"supplier_aliases.csv": aliases})
    assert [one.supplier for one in ranked(build(made)).suppliers] == ["Beta & Co"]


def test_aliases_that_go_round_make_one_supplier_under_the_name_most_was_paid_to(tmp_path):
    aliases = table("name,supplier", "Delta,Gamma", "Gamma,Delta")
    rows = r12(*payees(("1", "DELTA"), ("2", "GAMMA")))
    assert spends(tmp_path, {"a.csv": rows}, supplier_aliases=aliases) == [("Gamma", 3)]
