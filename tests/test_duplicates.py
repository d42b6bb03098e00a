"""Names of suppliers in, proposals out: what is one supplier is proposed, what only looks like one is not."""

import csv
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from cli_project import lccspend
from hypothesis import given
from hypothesis import strategies as st
from ledger import build, names, project, r12, table

from lccspend.commands.duplicates import Accepting, duplicates
from lccspend.errors import SpendError
from lccspend.etl.registers import EVIDENCE
from lccspend.metrics.duplicates import CROWD, Payee, propose
from lccspend.metrics.likeness import likeness, take_apart
from lccspend.names import normalised

PAIRS = Path(__file__).parent / "data" / "pairs.csv"
CLASSES = "supplier_number,supplier,class,reason,author,date"


def payee(key, name, *postcodes, **more):
    return Payee(key, name, (name,), pence=1000 - key, postcodes=frozenset(filter(None, postcodes)), **more)


def proposed(*suppliers):
    """(supplier, duplicate, score) of each pair."""
    return [(pair.supplier.supplier, pair.duplicate.supplier, pair.score) for pair in propose(suppliers)]


def test_of_many_accounts_of_one_name_each_is_paired_with_the_first_alone():
    accounts = [payee(n, f"Acme Energy - 904403164{n} Site {n}") for n in range(1, 5)]
    assert proposed(*accounts) == [(accounts[0].supplier, account.supplier, 94) for account in accounts[1:]]
    plain = payee(9, "Acme Energy Ltd")
    assert proposed(*accounts, plain) == [(plain.supplier, account.supplier, 94) for account in accounts]


def test_a_pair_that_is_merely_alike_is_proposed_beside_those_of_a_third():
    spellings = ("East Lancashire Chamber", "Chamber East Lancashire", "Lancashire Chamber East")
    assert len(proposed(*(payee(n, name) for n, name in enumerate(spellings)))) == 3


@pytest.mark.parametrize(
    ("name", "bare", "others"),
    [
        ("ACME CARE LTD (INACTIVE)", "ACME CARE", ()),
        ("ACME CARE & EDUCATION- SALES LEDGER", "ACME CARE AND EDUCATION", ()),
        ("(DD ONLY) Acme Valley Council", "ACME VALLEY COUNCIL", ()),
        ("ACME LTD (FORMALLY BETA CARE LTD)", "ACME", ("BETA CARE",)),
        ("ACME T/A BETA TAXIS", "ACME", ("BETA TAXIS",)),
        ("ACME LTD (WAS BETA & GAMMA) INACTIVE", "ACME", ("BETA AND GAMMA",)),
        ("ACME BUSINESS LTD [BETA LEASING LTD]", "ACME BUSINESS", ("BETA LEASING",)),
        ("Acme Energy - 9044031649 Consolidated Invoice", "ACME ENERGY", ()),
        ("ACME COUNCIL (200398)", "ACME COUNCIL", ()),
        ("the acme group ltd 01", "ACME GROUP", ()),
        ("ACME (NW) LTD", "ACME NW", ()),
        ("ACME CO LTD", "ACME COMPANY", ()),
        ("ACADEMY 21", "ACADEMY 21", ()),
        ("WAS HERE LTD", "WAS HERE", ()),
    ],
)
def test_a_name_is_taken_apart(name, bare, others):
    parts = take_apart(name)
    assert (parts.bare, parts.others) == (bare, others)


@given(st.text(max_size=40))
def test_any_text_can_be_taken_apart_and_compared(text):
    bare = take_apart(text).bare
    assert likeness(bare, f"{bare} ACME") is None or bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MERSEY CARE NHS", "MERSEYCARE"),
        ("MERSEY CARE NHS", "MERSEYCARE NHS"),
        ("THIRD PARTY FORENSIC SERVICES", "THIRD PARTY LTD"),
        ("REDACTIVE PUBLISHING LTD", "REDACTIVE EVENTS LTD"),
        ("REDACTIVE PUBLISHING LTD", "REDACTA LIMITED"),
    ],
)
def test_names_that_must_not_merge_are_not_proposed(one, other):
    assert proposed(payee(1, one), payee(2, other)) == []
    assert normalised(one) != normalised(other)


def test_names_that_are_merely_alike_are_one_only_at_one_place():
    one, other = "HOLLINBANK HOME CARE", "HOLLINBANK HOMECARE"
    assert proposed(payee(1, one, "PR1 8XJ"), payee(2, other, "PR1 8XJ")) == [(one, other, 94)]
    assert proposed(payee(1, one, "PR1 8XJ"), payee(2, other, "LA1 1PJ")) == []


def test_a_postcode_of_many_suppliers_is_no_evidence():
    crowd = [payee(10 + n, f"TENANT NUMBER {n}", "PR1 8XJ") for n in range(CROWD)]
    alike = [payee(1, "HOLLINBANK HOME CARE", "PR1 8XJ"), payee(2, "HOLLINBANK HOMECARE", "PR1 8XJ")]
    assert proposed(*alike, *crowd[2:])
    assert proposed(*alike, *crowd) == []


def test_one_company_is_one_supplier_whatever_its_names():
    assert proposed(payee(1, "ACME", company="01234567"), payee(2, "BETA", company="01234567")) == [
        ("ACME", "BETA", 100)
    ]


def test_a_previous_name_in_the_register_tells_a_renaming():
    renamed = payee(1, "ACME LTD", company="01234567", previous=frozenset({"BETA CARE LIMITED"}))
    assert proposed(renamed, payee(2, "Beta Care")) == [("ACME LTD", "Beta Care", 97)]
    assert proposed(renamed, payee(2, "Beta Care", company="07654321")) == []


def test_two_companies_speak_against_a_pair():
    (pair,) = propose([payee(1, "ACME", company="01234567"), payee(2, "ACME (INACTIVE)", company="07654321")])
    assert (pair.score, pair.evidence[-1]) == (84, "against it: the companies 01234567 and 07654321 differ")


def test_the_plain_name_stands_first_and_else_the_one_with_more_spend():
    assert proposed(payee(1, "ACME LTD (INACTIVE)"), payee(2, "ACME LTD")) == [("ACME LTD", "ACME LTD (INACTIVE)", 94)]
    assert proposed(payee(2, "ACME T/A BETA"), payee(1, "BETA")) == [("BETA", "ACME T/A BETA", 92)]


@given(st.permutations(range(5)))
def test_the_order_of_the_suppliers_does_not_matter(order):
    all_names = ("ACME CARE LTD", "ACME CARE (INACTIVE)", "BETA T/A ACME CARE", "GAMMA HOMES", "GAMMA HOMES 01")
    payees = [payee(n, name) for n, name in enumerate(all_names)]
    assert propose([payees[n] for n in order]) == propose(payees)


def test_precision_and_recall_on_two_hundred_labelled_pairs(capsys):
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    assert len(pairs) == 200
    merged = [_is_merged(pair) for pair in pairs]
    found = [m or bool(proposed(*_sides(pair))) for m, pair in zip(merged, pairs, strict=True)]
    truth = [pair["same"] == "yes" for pair in pairs]
    lines = [_quality(what, told, truth) for what, told in (("merged by name", merged), ("merged or proposed", found))]
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{line}" for line, *_ in lines))
    (_, merged_precision, _), (_, precision, recall) = lines
    assert merged_precision == 1
    assert precision >= Decimal("0.97")
    assert recall >= Decimal("0.90")


def _sides(pair):
    return (payee(n, pair[side], pair[f"{side}_postcode"]) for n, side in enumerate(("first", "second")))


def _is_merged(pair):
    return normalised(pair["first"]) == normalised(pair["second"])


def _quality(what, told, truth):
    right = sum(a and b for a, b in zip(told, truth, strict=True))
    precision, recall = (Decimal(right) / sum(of) for of in (told, truth))
    return f"{what}: {sum(told)} of {sum(truth)}, precision {precision:.3f}, recall {recall:.3f}", precision, recall


ROWS = r12(
    {"number": "1", "supplier": "ACME CARE LTD", "amount": "4.00", "invoice": "A"},
    {"number": "2", "supplier": "ACME CARE LTD (INACTIVE)", "amount": "2.00", "invoice": "B"},
    {"number": "3", "supplier": "GAMMA HOMES LTD", "amount": "8.00", "invoice": "C"},
    {"number": "4", "supplier": "(DD ONLY) GAMMA HOMES LTD", "amount": "1.00", "invoice": "D"},
    {"number": "5", "supplier": "J HOLLINBANK", "amount": "1.00", "invoice": "E"},
    {"number": "6", "supplier": "J HOLLINBANK (INACTIVE)", "amount": "1.00", "invoice": "F"},
    {"number": "7", "supplier": "REDACTED", "amount": "1.00", "invoice": "G"},
    {"number": "8", "supplier": "REDACTED (INACTIVE)", "amount": "1.00", "invoice": "H"},
)
PERSONS = table(CLASSES, *(f"{n},,individual,carer,AB,2024-01-01" for n in (5, 6)))


@pytest.fixture
def made(tmp_path):
    made = project(tmp_path, {"r.csv": ROWS}, reference={"supplier_classes.csv": PERSONS})
    build(made)
    return made


def listed(answer):
    return [(p.number, p.supplier, p.duplicate, p.accepted) for p in answer.proposals]


def test_proposals_are_listed_and_nothing_is_written(made):
    assert listed(duplicates(made, Accepting())) == [
        (1, "GAMMA HOMES LTD", "(DD ONLY) GAMMA HOMES LTD", False),
        (2, "ACME CARE LTD", "ACME CARE LTD (INACTIVE)", False),
    ]
    assert [path.name for path in made.reference.iterdir()] == ["supplier_classes.csv"]


def test_what_is_accepted_becomes_an_alias_and_one_supplier_with_the_next_build(made, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1719748800")
    answer = duplicates(made, Accepting([2], "A Reviewer", ""))
    assert [p.accepted for p in answer.proposals] == [False, True]
    assert (made.reference / "supplier_aliases.csv").read_text().splitlines() == [
        "name,supplier,reason,author,date",
        "ACME CARE LTD (INACTIVE),ACME CARE LTD,"
        "Likely duplicate (94): the same name but for a closed record in brackets,A Reviewer,2024-06-30",
    ]
    assert names(build(made)) == ["GAMMA HOMES LTD", "ACME CARE LTD", "(DD ONLY) GAMMA HOMES LTD", *["Redacted"] * 2]
    assert [p.duplicate for p in duplicates(made, Accepting()).proposals] == ["(DD ONLY) GAMMA HOMES LTD"]


def test_evidence_that_is_not_as_it_was_written_is_not_answered_from(made):
    (made.processed / EVIDENCE).write_bytes(b"{}")
    with pytest.raises(SpendError, match=r"supplier_evidence\.json cannot be read"):
        duplicates(made, Accepting())


def test_an_alias_is_added_behind_those_there_are_in_their_columns(made):
    path = made.reference / "supplier_aliases.csv"
    path.write_text("supplier,name,author,date,reason,checked by\nX,Y,AB,2024-01-01,why,CD", encoding="utf-8")
    duplicates(made, Accepting([1], "A Reviewer", "same bank account"))
    lines = path.read_text().splitlines()
    assert lines[1] == "X,Y,AB,2024-01-01,why,CD"
    assert lines[2].startswith("GAMMA HOMES LTD,(DD ONLY) GAMMA HOMES LTD,A Reviewer,")
    assert lines[2].endswith(",same bank account,")


@pytest.mark.parametrize(
    ("accepting", "fault"),
    [
        (Accepting([1]), "who decided"),
        (Accepting([3], "AB"), "no proposal 3"),
        (Accepting([0], "AB"), "no proposal 0"),
        (Accepting([1, 9], "AB"), "no proposal 9"),
    ],
)
def test_what_cannot_be_accepted_writes_nothing(made, accepting, fault):
    with pytest.raises(SpendError, match=fault):
        duplicates(made, accepting)
    assert not (made.reference / "supplier_aliases.csv").exists()


def test_a_pair_is_accepted_once(made):
    duplicates(made, Accepting([1], "AB"))
    with pytest.raises(SpendError, match="accepted already"):
        duplicates(made, Accepting([1], "AB"))


def test_one_name_is_not_made_an_alias_of_two_suppliers(made):
    text = "name,supplier,reason,author,date\n(DD ONLY) GAMMA HOMES LTD,OTHER LTD,x,AB,2024-01-01\n"
    made.reference.mkdir(exist_ok=True)
    (made.reference / "supplier_aliases.csv").write_text(text)
    with pytest.raises(SpendError, match=r"GAMMA HOMES LTD is an alias of another supplier already"):
        duplicates(made, Accepting([1], "AB"))
    assert (made.reference / "supplier_aliases.csv").read_text() == text


def test_the_command_lists_accepts_and_refuses(made):
    folder = str(made.root)
    listing = lccspend("-C", folder, "suppliers", "--duplicates", "--format", "csv")
    assert listing.stdout.splitlines()[1].startswith("1,94,GAMMA HOMES LTD,8.00,(DD ONLY) GAMMA HOMES LTD,1.00,")
    accepted = lccspend("-C", folder, "suppliers", "--duplicates", "--accept", "1", "--author", "AB")
    assert (accepted.exit_code, (made.reference / "supplier_aliases.csv").is_file()) == (0, True)
    assert lccspend("-C", folder, "suppliers", "--accept", "1").exit_code == 2
    assert "HOLLINBANK" not in listing.stdout + accepted.stdout + accepted.stderr
