"""Where postcodes lie by the shipped tables of November 2025."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.geography.answer import postcode_answer
from lccspend.geography.locality import definition
from lccspend.geography.places import Place, place
from lccspend.geography.table import CROWN_DEPENDENCIES, NO_AUTHORITY

LANCASHIRE = definition("lancashire-12", {}, "North West")
HARD = Path(__file__).parent / "data" / "postcodes" / "hard.csv"
PRESTON, BLACKBURN, BURNLEY = "E07000123", "E06000008", "E07000117"


def hard_rows():
    return [(row["postcode"], row["authority"]) for row in csv.DictReader(HARD.read_text().splitlines())]


def ledger_code(label):
    if label in CROWN_DEPENDENCIES:
        return "overseas"
    return "" if label == NO_AUTHORITY else label


def test_the_hard_postcodes_lie_where_the_directory_says():
    wrong = {postcode: label for postcode, label in hard_rows() if place(postcode).code != ledger_code(label)}
    assert wrong == {}


def test_the_hard_postcodes_cover_every_country_and_the_known_traps():
    rows = hard_rows()
    assert {label[0] for _, label in rows} == {"E", "W", "S", "L", "M", NO_AUTHORITY[0]}
    assert {"PR2 5BN", "PR2 5DA", "M35 5AS", "GIR 0AA", "NPT 0VA"} <= {postcode for postcode, _ in rows}
    assert len([1 for _, label in rows if label.startswith("E070001")]) > 60


# Input, what is read, the ledger's code, the level that is known, and whether it was repaired.
INPUTS = [
    ("pr18xj", "PR1 8XJ", PRESTON, "sector", False),
    ("PR1  8XJ", "PR1 8XJ", PRESTON, "sector", False),
    ("PR1\u00a08XJ", "PR1 8XJ", PRESTON, "sector", False),
    ("P R 1 8 X J", "PR1 8XJ", PRESTON, "sector", False),
    ("PR1-8XJ", "PR1 8XJ", PRESTON, "sector", False),
    ("PR1 8XJ UK", "PR1 8XJ", PRESTON, "sector", False),
    ("PRESTON PR1 8XJ", "PR1 8XJ", PRESTON, "sector", False),
    ("BB11 1JG.", "BB11 1JG", BURNLEY, "sector", False),
    ("PRI 8XJ", "PR1 8XJ", PRESTON, "sector", True),
    ("OLI 3JA", "OL1 3JA", "E08000004", "sector", True),
    ("LAI 1AA", "LA1 1AA", "E07000121", "sector", True),
    ("BB11 IAA", "BB11 1AA", BURNLEY, "sector", True),
    ("BB1O 2AA", "BB10 2AA", BURNLEY, "sector", True),
    ("0L10 1AA", "OL10 1AA", "E08000005", "sector", True),
    ("PR1 8ZZ", "PR1 8ZZ", PRESTON, "sector", False),
    ("BB11 8SW", "BB11 8SW", BURNLEY, "district", False),
    ("PR2 5BN", "PR2 5BN", "E06000065", "unit", False),
    ("FY1 1A0", "FY1 1", "E06000009", "sector", False),
    ("LN1 1KK", "LN1 1", "E07000138", "sector", False),
    ("PR99 9ZZ", "PR99 9ZZ", "", "none", False),
    ("A1 1AA", "A1 1AA", "", "none", False),
    ("AA1 1AA", "AA1 1AA", "", "none", False),
    ("L0 1AA", "L0 1AA", "", "none", False),
    ("TW98 7AT", "TW98 7AT", "", "none", False),
    ("M35 5AS", "M35 5AS", "", "none", False),
    ("GIR 0AA", "GIR 0AA", "", "none", False),
    ("N1P 2AB", "N1P 2AB", "E09000019", "sector", False),
    ("NPT 0VA", "NPT 0VA", "W06000022", "sector", False),
    ("W1M 8AA", "W1M 8AA", "E09000033", "sector", False),
    ("BX1 1LT", "BX1 1LT", "", "none", False),
    ("BFPO 801", None, "", "none", False),
    ("BF1 0AA", "BF1 0AA", "", "none", False),
    ("BT1 1AA", "BT1 1AA", "N", "area", False),
    ("BT1O 1AA", "BT10 1AA", "N", "area", True),
    ("BT1", "BT1", "N", "area", False),
    ("JE2 3AB", "JE2 3AB", "overseas", "sector", False),
    ("GY1 1AA", "GY1 1AA", "overseas", "sector", False),
    ("IM1", "IM1", "overseas", "district", False),
    ("D02 AF30", None, "overseas", "none", False),
    ("T12 VP94", None, "overseas", "none", False),
    ("KY1-1001", None, "overseas", "none", False),
    ("KY1 1AA", "KY1 1AA", "S12000047", "sector", False),
    ("GX11 1AA", None, "overseas", "none", False),
    ("10115", None, "", "none", False),
    ("N/A", None, "", "none", False),
    ("", None, "", "none", False),
]


@pytest.mark.parametrize(("text", "postcode", "code", "method", "repaired"), INPUTS)
def test_a_cell_names_this_place(text, postcode, code, method, repaired):
    found = place(text)
    assert (found.postcode, found.code, found.method, found.repaired) == (postcode, code, method, repaired)


def test_a_partial_postcode_has_every_authority_under_it_as_a_candidate():
    found = place("PR8")
    assert found.authorities == ("E07000127", "E08000014")
    assert found.code == "E07000127+E08000014"
    assert found.note == "Known only to the district PR8: Sefton 97%, West Lancashire 3%."


def test_an_inherited_answer_in_a_shared_sector_says_so():
    assert place("BB1 9ZZ") == Place(
        "BB1 9ZZ",
        (BLACKBURN,),
        "gb",
        "sector",
        False,
        "Sector BB1 9 is shared: Blackburn with Darwen 56%, Ribble Valley 44%.",
    )


def test_an_entry_of_its_own_in_a_shared_sector_is_exact_and_needs_no_note():
    exact = [place(postcode) for postcode, _ in hard_rows() if place(postcode).method == "unit"]
    assert {found.note for found in exact} == {""}


def test_a_sector_that_only_lacks_some_authorities_is_not_shared():
    # Five of the 46 postcodes of PR3 8 have no authority, the others all have Ribble Valley.
    found = place("PR3 8ZZ")
    assert (found.authorities, found.note) == (("E07000124",), "")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "No postcode is given."),
        ("TBC", "This is not a postcode."),
        ("PR99 9ZZ", "There is no postcode district PR99."),
        ("GIR 0AA", "No authority is recorded for GIR 0AA."),
        ("TW98", "No authority is recorded for TW98."),
        ("BX1 1LT", "A non-geographic postcode, used by banks and tax offices."),
        ("BFPO 801", "A postcode of the British forces."),
        ("PRI 8XJ", "Read as PR1 8XJ."),
        ("BB11 8SW", "Sector BB11 8 is not in the directory; placed by its district."),
        ("BT1 1AA", "Northern Ireland: the authority is not given."),
        ("JE2 3AB", "A crown dependency."),
        ("PR1 8XJ", ""),
    ],
)
def test_the_note_says_why_a_place_is_unknown_or_not_exact(text, note):
    assert place(text).note == note


def test_a_district_that_could_have_been_a_sector_says_so():
    assert place("BB12").note.endswith("; it could also mean the sector BB1 2.")
    assert "could also" not in place("BB1 2").note


def test_the_answer_is_the_object_of_the_contract():
    assert postcode_answer("pr18xj", LANCASHIRE) == {
        "input": "pr18xj",
        "postcode": "PR1 8XJ",
        "local_authority": PRESTON,
        "local_authority_name": "Preston",
        "locality": "lancashire",
        "method": "sector",
        "repaired": False,
        "note": "",
    }


@pytest.mark.parametrize(
    ("text", "authority", "locality"),
    [
        ("BB12", None, "lancashire"),
        ("PR8", None, "unknown"),
        ("BT1 1AA", None, "elsewhere"),
        ("KY1-1001", None, "overseas"),
        ("TBC", None, "unknown"),
        ("BB1 1AA", "Blackburn with Darwen", "north_west"),
        ("KY1 1AA", "Fife", "elsewhere"),
    ],
)
def test_an_answer_names_an_authority_only_when_it_is_exactly_one(text, authority, locality):
    answer = postcode_answer(text, LANCASHIRE)
    assert (answer["local_authority_name"], answer["locality"]) == (authority, locality)


@given(st.one_of(st.text(), st.from_regex(r"[A-Z]{1,2}[0-9OI]{1,2}[A-Z]? ?[0-9OI]?[A-Z]{0,2}", fullmatch=True)))
def test_any_text_has_a_place_that_agrees_with_itself(text):
    found = place(text)
    assert (found.kind == "gb") == bool(found.authorities)
    assert list(found.authorities) == sorted(set(found.authorities))
    assert found.kind != "unknown" or (found.method == "none" and found.code == "" and found.note != "")


def test_asking_for_a_place_loads_no_data_frames():
    code = "import sys, lccspend.geography.answer; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
