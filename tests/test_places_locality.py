"""Home areas, their regions, and the five localities."""

import pytest

from lccspend.errors import SettingsError
from lccspend.geography.authorities import Authority, authorities
from lccspend.geography.locality import (
    authority_name,
    definition,
    home_names,
    is_uk_country,
    locality_of,
)

PRESTON, BLACKPOOL, BURNLEY, SEFTON, LEEDS = "E07000123", "E06000009", "E07000117", "E08000014", "E08000035"
FIFE, GLASGOW = "S12000047", "S12000049"


def twelve():
    return definition("lancashire-12", {}, "North West")


@pytest.mark.parametrize("text", ["", "  ", "GB", "gbr", " uk ", "United  Kingdom", "ENGLAND", "scotland", "Wales"])
def test_a_blank_country_and_the_names_of_the_uk_stay_in_it(text):
    assert is_uk_country(text)


def test_northern_ireland_is_in_the_uk_and_ireland_is_not():
    assert is_uk_country("Northern Ireland")
    assert not is_uk_country("Ireland")
    assert not is_uk_country("IE")
    assert not is_uk_country("Jersey")


@pytest.mark.parametrize(
    ("code", "locality"),
    [
        (PRESTON, "lancashire"),
        (BLACKPOOL, "north_west"),
        (SEFTON, "north_west"),
        (LEEDS, "elsewhere"),
        (FIFE, "elsewhere"),
        ("N", "elsewhere"),
        ("overseas", "overseas"),
        ("", "unknown"),
        ("E07000026", "unknown"),
        (f"{BURNLEY}+{PRESTON}", "lancashire"),
        (f"{BLACKPOOL}+{SEFTON}", "north_west"),
        (f"{FIFE}+{LEEDS}", "elsewhere"),
        (f"{PRESTON}+{SEFTON}", "unknown"),
        (f"{LEEDS}+{SEFTON}", "unknown"),
    ],
)
def test_the_locality_of_a_place_seen_from_the_twelve_districts(code, locality):
    assert locality_of(code, twelve()) == locality


def test_lancashire_14_brings_the_two_unitaries_home():
    fourteen = definition("lancashire-14", {}, "North West")
    assert locality_of(BLACKPOOL, fourteen) == "lancashire"
    assert len(fourteen.authorities) == 14
    assert len(fourteen.region_authorities) == 35 - 14


def test_the_home_area_comes_before_its_region():
    assert locality_of(PRESTON, twelve()) == "lancashire"
    assert not twelve().authorities & twelve().region_authorities


def test_a_council_elsewhere_can_be_home():
    fife = definition("fife", {"fife": [FIFE]}, " scotland ")
    assert [locality_of(code, fife) for code in (FIFE, GLASGOW, PRESTON)] == ["lancashire", "north_west", "elsewhere"]


def test_home_names_stand_in_alphabetical_order():
    names = home_names(definition("mine", {"mine": [PRESTON, BLACKPOOL, BURNLEY]}, "North West"))
    assert names == ("Blackpool", "Burnley", "Preston")


def test_an_unknown_home_area_names_the_nearest_and_all_known_ones():
    with pytest.raises(SettingsError) as error:
        definition("lancashire-13", {"pendle": ["E07000122"]}, "North West")
    assert error.value.message == "There is no home area 'lancashire-13'."
    assert error.value.fix == "Use one of: lancashire-12, lancashire-14, pendle. Did you mean lancashire-14?"


def test_an_unknown_region_names_the_regions():
    with pytest.raises(SettingsError) as error:
        definition("lancashire-12", {}, "North Wst")
    assert "Did you mean North West?" in error.value.fix
    assert "Yorkshire and The Humber" in error.value.fix


def test_an_unknown_authority_code_in_an_own_list_is_refused_by_name():
    with pytest.raises(SettingsError, match="mine holds E07000999: no such authority"):
        definition("mine", {"mine": [PRESTON, "E07000999"]}, "North West")


def test_an_empty_own_list_is_refused():
    with pytest.raises(SettingsError, match="mine is empty"):
        definition("mine", {"mine": []}, "North West")


def test_an_own_list_cannot_take_the_name_of_a_shipped_one():
    with pytest.raises(SettingsError, match="names lancashire-12"):
        definition("lancashire-14", {"lancashire-12": [PRESTON]}, "North West")


def test_an_authority_has_a_name_and_a_region():
    assert authorities()[PRESTON] == Authority("Preston", "North West")
    assert authorities()["E06000058"].name == "Bournemouth, Christchurch and Poole"
    assert authority_name(PRESTON) == "Preston"
    assert authority_name("E07000026") == "E07000026"
    assert len(authorities()) == 350
