"""Names and what people decided in, classes out: rules take only names that can be nothing else, and the file wins."""

import re
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import build, payments, project, r12, ranked, table

from lccspend.etl.classes import class_rules, rule_for
from lccspend.sample.names import company_names
from lccspend.sample.targets import TOP_TWENTY
from lccspend.sample.words import TRADES

CLASSES = "supplier_number,supplier,class,reason,author,date"
BY_RULES = "[populations]\nclass_rules = true\n"
CARE_BY_CONTRACT = "BLACKPOOL TEACHING HOSPITALS NHS FOUNDATION TRUST"
ROWS = r12(
    {"number": "1", "supplier": "Ashmere District Council", "amount": "1.00", "invoice": "A"},
    {"number": "2", "supplier": "LUNESIDE NHS FOUNDATION TRUST", "amount": "2.00", "invoice": "B"},
    {"number": "3", "supplier": "ACME COUNCIL SERVICES LTD", "amount": "4.00", "invoice": "C"},
)


def told(name):
    rule = rule_for(name)
    return rule.supplier_class if rule else None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ashmere District Council", "public body"),
        ("ASHMERE COUNTY COUNCIL", "public body"),
        ("The Beckside City Council", "public body"),
        ("LUNESIDE HOSPITALS NHS FOUNDATION TRUST", "public body"),
        ("Ribble and Lune Integrated Care Board", "public body"),
        ("Shire Police & Crime Commissioner", "public body"),
        ("DEPARTMENT FOR EDUCATION", "public body"),
        ("HMRC", "tax"),
        ("HM Revenue & Customs", "tax"),
        ("SHIRE COUNTY PENSION FUND", "pension and payroll"),
        ("TEACHERS PENSIONS", "pension and payroll"),
        ("Hollinbank C. of E. Primary School", "school"),
        ("ROSEDALE ACADEMIES TRUST", "school"),
        ("PETTY CASH", "internal"),
        ("MR A HOLLINBANK", "individual"),
        ("Mrs. K. A. Hollinbank", "individual"),
        ("Hollinbank A Mr", "individual"),
        ("MR & MRS HOLLINBANK", "individual"),
        ("FOSTER CARER K HOLLINBANK", "individual"),
    ],
)
def test_a_name_that_can_be_nothing_else_tells_its_class(name, kind):
    assert told(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "COUNTY COUNCIL SUPPLIES",
        "ASHMERE BOROUGH COUNCIL LTD",
        "CITY COUNCILLORS NETWORK",
        "NHS SUPPLIES DIRECT",
        "TRUST IN CARE",
        "ACADEMY OF DANCE",
        "SCHOOL MEALS",
        "ASHMERE SCHOOL",
        "ASHMERE NURSERY SCHOOL",
        "ASHMERE INDEPENDENT GRAMMAR SCHOOL",
        "SMITHS PENSION FUND",
        "PENSION FUND ADVISERS",
        "HMRC SOFTWARE HOUSE",
        "MR CLUTCH AUTOCENTRES",
        "MR A HOLLINBANK T/A HOLLINBANK TAXIS",
        "MR TYRE LTD",
        "MISS MILLIES",
        "MS SOCIETY",
        "DR A HOLLINBANK AND PARTNERS",
        "FOSTER CARERS ASSOCIATION",
        "FOSTER CARE LINK",
        "A HOLLINBANK",
        "JANE HOLLINBANK",
    ],
)
def test_a_name_that_may_be_a_suppliers_tells_nothing(name):
    assert told(name) is None


def test_no_invented_company_meets_a_rule():
    assert [name for name, _ in islice(company_names(set()), 5_000) if rule_for(name)] == []


trades = st.sampled_from([trade for line in TRADES.values() for trade in line.split(",")])


@given(st.from_regex(r"[A-Z]{3,12}( (AND|OF|NW|UK|[A-Z]{3,9}))?", fullmatch=True), trades)
def test_a_word_or_two_before_a_trade_are_never_told_by_a_rule(words, trade):
    assert rule_for(f"{words} {trade}") is None


def test_of_the_published_twenty_only_the_health_body_that_the_file_names_a_supplier_meets_a_rule():
    assert [name for name, _, _ in TOP_TWENTY if rule_for(name)] == [CARE_BY_CONTRACT]


def test_every_rule_has_a_class_that_the_settings_know_and_a_reason():
    known = {"public body", "school", "individual", "internal", "redacted", "pension and payroll", "tax"}
    assert {rule.supplier_class for rule in class_rules()} <= known
    assert all(re.fullmatch(r"[a-z].{5,60}", rule.reason) for rule in class_rules())


def procurement(folder, settings="", classes=None):
    reference = {"supplier_classes.csv": classes} if classes else None
    figures = build(project(folder, {"r.csv": ROWS}, settings, reference))
    return sorted((s.supplier, s.spend) for s in ranked(figures, "procurement").suppliers)


def test_without_the_setting_only_the_file_gives_a_class(tmp_path):
    assert [spend for _, spend in procurement(tmp_path)] == [Decimal("4.00"), Decimal("1.00"), Decimal("2.00")]


def test_with_the_setting_the_rules_give_one_where_the_file_is_silent(tmp_path):
    assert procurement(tmp_path, BY_RULES) == [("ACME COUNCIL SERVICES LTD", Decimal("4.00"))]


def test_the_file_beats_every_rule(tmp_path):
    classes = table(CLASSES, "2,,supplier,contract,AB,2024-01-01", "3,,school,odd,AB,2024-01-01")
    assert procurement(tmp_path, BY_RULES, classes) == [("LUNESIDE NHS FOUNDATION TRUST", Decimal("2.00"))]


def test_each_class_knows_where_it_comes_from(tmp_path):
    classes = table(CLASSES, "2,,supplier,contract,AB,2024-01-01")
    made = project(tmp_path, {"r.csv": ROWS}, BY_RULES, {"supplier_classes.csv": classes})
    build(made)
    assert payments(made).select("supplier_class", "class_source").rows() == [
        ("public body", "rule: a local authority"),
        ("supplier", "supplier_classes.csv"),
        ("supplier", ""),
    ]


def test_what_the_rules_would_say_is_kept_beside_the_class_that_counts(tmp_path):
    made = project(tmp_path, {"r.csv": ROWS})
    build(made)
    assert payments(made).select("supplier_class", "rule_class").rows() == [
        ("supplier", "public body"),
        ("supplier", "public body"),
        ("supplier", None),
    ]


def test_with_the_rules_two_persons_of_one_name_stay_two(tmp_path):
    rows = r12(
        {"number": "1", "supplier": "MR A HOLLINBANK", "amount": "1.00", "invoice": "A"},
        {"number": "2", "supplier": "MR A HOLLINBANK", "amount": "2.00", "invoice": "B"},
    )
    suppliers = ranked(build(project(tmp_path, {"r.csv": rows}, BY_RULES))).suppliers
    assert [(s.supplier, s.spend) for s in suppliers] == [("Redacted", Decimal("2.00")), ("Redacted", Decimal("1.00"))]
