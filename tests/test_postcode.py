"""How the text of a postcode cell is read, with three districts known unless a test says otherwise."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.geography.postcode import Reading, area_of, district_of, halves_joined, read_postcode, sector_of
from lccspend.geography.table import shipped_table

KNOWN = {"PR1", "BB1", "BB12"}
HARD = Path(__file__).parent / "data" / "postcodes" / "hard.csv"
POSTCODES = [row["postcode"] for row in csv.DictReader(HARD.read_text().splitlines())]
MISTYPED = {"0": "O", "1": "I", "O": "0", "I": "1"}


def test_the_levels_of_a_postcode_nest():
    assert (area_of("BB1 2AB"), district_of("BB1 2AB"), sector_of("BB1 2AB")) == ("BB", "BB1", "BB1 2")
    assert (area_of("W1A 1AA"), area_of("NPT 0VA"), area_of("L3"), area_of("PR1 8")) == ("W", "NP", "L", "PR")


@pytest.mark.parametrize(
    "text",
    [
        "PR1 8XJ",
        "pr18xj",
        "PR1  8XJ",
        "PR1\u00a08XJ",
        "\u200bPR1\t8XJ ",
        "P R 1 8 X J",
        "PR1-8XJ",
        "PR1\u20138XJ",
        "'PR1 8XJ'",
        "PR1, 8XJ.",
        "PR1_8XJ",
        "ＰＲ１ ８ＸＪ",
        "PR1 8XJ UK",
        "P R 1 8 X J, United Kingdom",
        "PRESTON PR1 8XJ",
        "PRESTON (PR1 8XJ) LANCS",
        "County Hall/PR18XJ",
        "formerly BB1 2AB, now PR1 8XJ",
    ],
)
def test_punctuation_spaces_and_words_around_a_postcode_do_not_matter(text):
    assert read_postcode(text, KNOWN) == Reading("full", "PR1 8XJ")


def test_letters_are_never_stripped_as_a_country():
    assert read_postcode("PR1 8GB", KNOWN) == Reading("full", "PR1 8GB")


def test_a_country_is_dropped_only_as_a_word_at_the_end():
    assert read_postcode("PR1 8XJUK", KNOWN).shape == "none"
    assert read_postcode("ENGLAND", KNOWN).shape == "none"


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("PRI 8XJ", "PR1 8XJ"), ("BBI2 IAA", "BB12 1AA"), ("PR1 OAA", "PR1 0AA"), ("PRI 8XJ UK", "PR1 8XJ")],
)
def test_o_for_nought_and_i_for_one_are_repaired_where_only_a_digit_can_stand(text, postcode):
    assert read_postcode(text, KNOWN) == Reading("full", postcode, repaired=True)


def test_nought_for_o_is_repaired_in_the_area_letters():
    assert read_postcode("0L10 1AA", {"OL10"}) == Reading("full", "OL10 1AA", repaired=True)
    assert read_postcode("P012 1AA", {"PO12"}) == Reading("full", "PO12 1AA", repaired=True)
    assert read_postcode("P01 1AA", {"PO1"}) == Reading("full", "PO1 1AA", repaired=True)


def test_a_repair_needs_a_known_district():
    assert read_postcode("PRI 8XJ", {"BB1"}).shape != "full"


def test_the_last_two_letters_are_never_repaired():
    assert read_postcode("PR1 8X0", KNOWN) == Reading("sector", "PR1 8")


@pytest.mark.parametrize("text", ["PR1 8", "PR1-8", "PR1 8X", "PR18X", "PR18", "PR1 8KK", "PR1 8A0", "PR1 8 UK"])
def test_part_of_a_unit_or_an_impossible_unit_counts_for_its_sector(text):
    assert read_postcode(text, KNOWN) == Reading("sector", "PR1 8")


def test_a_known_district_beats_the_sector_that_the_same_letters_could_mean():
    assert read_postcode("BB12", KNOWN) == Reading("district", "BB12", also="BB1 2")
    assert read_postcode("BB1 2", KNOWN) == Reading("sector", "BB1 2")
    assert read_postcode("PR1", KNOWN) == Reading("district", "PR1")


def test_a_partial_postcode_is_read_only_when_it_fills_the_cell():
    assert read_postcode("PRESTON PR1", KNOWN).shape == "none"


def test_a_full_postcode_of_no_known_district_is_left_for_the_caller_to_judge():
    assert read_postcode("PR99 9ZZ", KNOWN) == Reading("full", "PR99 9ZZ")


@pytest.mark.parametrize(
    "text",
    [
        "D02 AF30", "t12vp94", "D6W XY00", "KY1-1001", "GX11 1AA", "GX11", "Gibraltar GX11 1AA", "AI-2640", "VG1110",
        "MSR1110", "ASCN 1ZZ", "BBND 1ZZ", "BIQQ 1ZZ", "FIQQ 1ZZ", "PCRN 1ZZ", "SIQQ 1ZZ", "STHL 1ZZ", "TDCU 1ZZ",
        "TKCA 1ZZ",
    ],
)  # fmt: skip
def test_codes_of_ireland_and_the_overseas_territories_are_foreign(text):
    assert read_postcode(text, KNOWN | {"KY1", "KY11"}).shape == "foreign"


def test_a_forces_address_is_no_place():
    assert read_postcode("BFPO 801", KNOWN).shape == "forces"


@pytest.mark.parametrize("text", ["", "  ", "-", ".", "\u200b"])
def test_a_cell_without_a_letter_or_digit_is_blank(text):
    assert read_postcode(text, KNOWN).shape == "blank"


@pytest.mark.parametrize(
    "text",
    ["N/A", "TBC", "0", "Various", "10115", "90210", "ZZ99 3VZ", "XX1 1XX", "QC1 1AA", "PR", "PR1 800", "VG11101"],
)
def test_placeholders_and_impossible_codes_are_no_postcodes(text):
    assert read_postcode(text, KNOWN).shape == "none"


def test_halves_that_a_shell_took_apart_are_one_postcode():
    words = ["PR1", "8XJ", "bb1", "1aa", "PR1 8XJ", "PR2", "PR3", "8XJ", "8XJ", "x"]
    assert halves_joined(words) == ["PR1 8XJ", "bb1 1aa", "PR1 8XJ", "PR2", "PR3 8XJ", "8XJ", "x"]


@given(postcode=st.sampled_from(POSTCODES), data=st.data())
def test_any_spacing_and_case_reads_as_the_same_postcode(postcode, data):
    compact = postcode.replace(" ", "")
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "  ", "\u00a0", "-"]), min_size=len(compact)))
    text = "".join(letter + gap for letter, gap in zip(compact, gaps, strict=False))
    assert read_postcode(text.lower(), ()) == Reading("full", postcode)


@given(postcode=st.sampled_from([text for text in POSTCODES if MISTYPED.keys() & set(text)]), data=st.data())
def test_one_mistyped_character_is_repaired_to_the_true_postcode(postcode, data):
    at = data.draw(st.sampled_from([place for place, letter in enumerate(postcode) if letter in MISTYPED]))
    mistyped = postcode[:at] + MISTYPED[postcode[at]] + postcode[at + 1 :]
    reading = read_postcode(mistyped, shipped_table().districts)
    assert reading == Reading("full", postcode, repaired=True)


@given(st.text(alphabet="BPRSO01I2 8XAJKZ-.", max_size=9))
def test_a_repair_keeps_the_last_two_characters_and_gives_a_known_district(text):
    reading = read_postcode(text, shipped_table().districts)
    if reading.repaired:
        assert reading.postcode[-2:] == text.replace(" ", "").replace("-", "").replace(".", "")[-2:]
        assert district_of(reading.postcode) in shipped_table().districts
