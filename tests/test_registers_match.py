"""A supplier is found by its number or its exact name, with the postcode as evidence, and never by likeness."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.registers.match import Found, find, index_of
from lccspend.registers.records import Charity, Company, SupplierFacts


def supplier(*names: str, numbers: tuple[str, ...] = (), postcodes: tuple[str, ...] = ()) -> SupplierFacts:
    return SupplierFacts(key=1, names=names or ("ACME LTD",), numbers=numbers, postcodes=postcodes)


def company(number: str = "01234567", name: str = "ACME LIMITED", **more: Any) -> Company:
    return Company(number=number, name=name, **more)


def charity(number: str = "1146792", name: str = "ACME", **more: Any) -> Charity:
    return Charity(**({"number": number, "name": name, "status": "Registered"} | more))


def found(facts: SupplierFacts, *entries: Company | Charity) -> tuple[str, str, str]:
    """The method, the company's number and the charity's."""
    result = result_of(facts, *entries)
    return (
        result.method,
        result.company.number if result.company else "",
        result.charity.number if result.charity else "",
    )


def result_of(facts: SupplierFacts, *entries: Company | Charity) -> Found:
    companies = [e for e in entries if isinstance(e, Company)]
    return find(facts, index_of(companies, [e for e in entries if isinstance(e, Charity)]))


def test_a_full_number_needs_no_name() -> None:
    assert found(supplier("TRADES AS OTHER", numbers=("01234567",)), company()) == ("number", "01234567", "")


def test_lost_zeros_are_mended_where_the_name_agrees() -> None:
    assert found(supplier(numbers=("1234567",)), company()) == ("number", "01234567", "")
    assert found(supplier(numbers=("SC12345",)), company("SC012345")) == ("number", "SC012345", "")


def test_lost_zeros_are_mended_where_a_previous_name_agrees() -> None:
    renamed = company(name="NEW NAME LIMITED", previous_names=("ACME LIMITED",))
    assert found(supplier(numbers=("1234567",)), renamed) == ("number", "01234567", "")


def test_lost_zeros_are_not_mended_without_the_name() -> None:
    assert found(supplier("OTHER LTD", numbers=("1234567",)), company()) == ("none", "", "")


def test_seven_digits_are_the_company_s_or_the_charity_s_as_the_name_says() -> None:
    registers = (company("01146792", "BRICKS LIMITED"), charity("1146792", "THE GOOD CAUSE"))
    assert found(supplier("BRICKS LTD", numbers=("1146792",)), *registers) == ("number", "01146792", "")
    assert found(supplier("Good Cause", numbers=("1146792",)), *registers) == ("number", "", "1146792")
    assert found(supplier("NEITHER", numbers=("1146792",)), *registers) == ("none", "", "")


def test_of_two_numbers_in_one_cell_the_name_decides() -> None:
    registers = (company("10737370", "AIG LIMITED"), company("02641728", "QBE LIMITED"))
    cell = ("AIG 10737370\nQBE 02641728",)
    assert found(supplier("QBE LTD", numbers=cell), *registers) == ("number", "02641728", "")
    assert found(supplier("INSURERS", numbers=cell), *registers) == ("none", "", "")


def test_the_only_bearer_of_a_name_is_the_supplier() -> None:
    assert found(supplier("The Acme Ltd."), company(postcode="BB1 1AA")) == ("name", "01234567", "")


def test_an_agreeing_postcode_is_told_apart() -> None:
    facts = supplier(postcodes=("pr18xj",))
    assert found(facts, company(postcode="PR1 8XJ.")) == ("name and postcode", "01234567", "")


def test_a_previous_name_finds_the_company() -> None:
    assert found(supplier("OLD NAME"), company(previous_names=("OLD NAME PLC",))) == ("name", "01234567", "")


def test_of_several_bearers_only_the_one_at_the_postcode_is_the_supplier() -> None:
    both = (company("00000001", postcode="PR1 8XJ"), company("00000002", "ACME LLP", postcode="BB1 1AA"))
    assert found(supplier(postcodes=("BB1 1AA",)), *both) == ("name and postcode", "00000002", "")


@pytest.mark.parametrize("postcodes", [(), ("M1 1AA",), ("PR1 8XJ", "BB1 1AA")])
def test_several_bearers_without_one_postcode_are_ambiguous(postcodes: tuple[str, ...]) -> None:
    both = (company("00000001", postcode="PR1 8XJ"), company("00000002", "ACME LLP", postcode="BB1 1AA"))
    result = result_of(supplier(postcodes=postcodes), *both)
    assert (result.method, result.company, result.bearers) == ("ambiguous", None, 2)


def test_a_former_bearer_makes_a_name_ambiguous() -> None:
    former = company("00000002", "OTHER LIMITED", previous_names=("ACME LIMITED",))
    assert found(supplier(), company(), former) == ("ambiguous", "", "")


def test_companies_without_a_postcode_do_not_agree_with_suppliers_without_one() -> None:
    assert found(supplier(postcodes=("",)), company("00000001"), company("00000002"))[0] == "ambiguous"


@pytest.mark.parametrize(
    ("paid", "registered"),
    [
        ("MERSEY CARE NHS", "MERSEYCARE NHS LIMITED"),
        ("ACME LTD", "ACMEE LIMITED"),
        ("ACME NORTH LTD", "ACME LIMITED"),
        ("J SMITH", "JOHN SMITH LIMITED"),
    ],
)
def test_likeness_is_no_match_even_at_the_same_address(paid: str, registered: str) -> None:
    facts = supplier(paid, postcodes=("PR1 8XJ",))
    assert found(facts, company(name=registered, postcode="PR1 8XJ")) == ("none", "", "")


def test_a_company_s_charity_is_found_by_the_number_that_the_charity_gives() -> None:
    linked = charity(name="ANOTHER NAME", company_number="01234567")
    assert found(supplier(), company(), linked) == ("name", "01234567", "1146792")


def test_a_charity_s_company_is_found_by_that_number_too() -> None:
    linked = charity(company_number="01234567")
    assert found(supplier("ACME"), company(name="ANOTHER NAME"), linked) == ("name", "01234567", "1146792")


def test_a_company_and_a_charity_of_one_name_are_one_only_at_one_postcode() -> None:
    at_home = supplier(postcodes=("PR1 8XJ",))
    registers = (company(postcode="BB1 1AA"), charity(postcode="PR1 8XJ"))
    assert found(at_home, *registers) == ("name", "01234567", "1146792")
    assert found(supplier(), *registers) == ("name", "01234567", "")


def test_a_charity_with_another_company_is_not_this_company_s() -> None:
    other = charity(postcode="PR1 8XJ", company_number="07654321")
    assert found(supplier(postcodes=("PR1 8XJ",)), company(), other) == ("name", "01234567", "")


def test_a_main_charity_and_its_linked_ones_are_one() -> None:
    assert found(supplier("ACME"), charity(), charity(linked="1")) == ("name", "", "1146792")
    assert found(supplier("ACME FUND"), charity(), charity(linked="1", name="ACME FUND")) == ("name", "", "1146792")


def test_two_charities_of_one_name_are_told_apart_by_the_postcode() -> None:
    both = (charity("1", postcode="PR1 8XJ"), charity("2", postcode="BB1 1AA"))
    assert found(supplier("ACME"), *both) == ("ambiguous", "", "")
    assert found(supplier("ACME", postcodes=("BB1 1AA",)), *both) == ("name and postcode", "", "2")


NAMES = st.sampled_from(["ACME LTD", "ACME PLC", "BRICKS LTD", "The Good Cause"])
POSTCODES = st.sampled_from(["PR1 8XJ", "BB1 1AA", ""])
COMPANIES = st.builds(
    company,
    st.sampled_from(["00000001", "00000002", "00000003", "01146792"]),
    NAMES,
    postcode=POSTCODES,
    previous_names=st.lists(NAMES, max_size=2).map(tuple),
)
CHARITIES = st.builds(
    charity,
    st.sampled_from(["1", "2", "1146792"]),
    NAMES,
    linked=st.sampled_from(["0", "1"]),
    postcode=POSTCODES,
    company_number=st.sampled_from(["", "00000001", "00000003"]),
)


@given(st.lists(COMPANIES | CHARITIES, max_size=8).flatmap(lambda e: st.tuples(st.just(e), st.permutations(e))), NAMES)
def test_the_order_of_the_registers_does_not_matter(
    orders: tuple[list[Company | Charity], list[Company | Charity]], name: str
) -> None:
    facts = supplier(name, numbers=("1146792",), postcodes=("PR1 8XJ",))
    first, second = orders
    assert result_of(facts, *first) == result_of(facts, *second)
