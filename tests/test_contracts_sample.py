"""The sample's contract register and social value export: they fit its payments, and hold the cases that matter."""

from collections import Counter

import pytest

from lccspend.names import normalised
from lccspend.sample.contracts import COLUMNS, FRAMEWORK, NEVER_PAID, contract_rows, reference_of, register
from lccspend.sample.oddities import with_oddities
from lccspend.sample.ranks import rank_spend
from lccspend.sample.social_value import COLUMNS as SOCIAL_COLUMNS
from lccspend.sample.social_value import NOT_ON_REGISTER, social_value_rows
from lccspend.sample.suppliers import all_suppliers


@pytest.fixture(scope="module")
def suppliers():
    return with_oddities(all_suppliers(rank_spend()))


@pytest.fixture(scope="module")
def lines(suppliers):
    return register(suppliers)


def test_every_contract_that_a_payment_names_is_on_the_register_with_its_supplier(suppliers, lines):
    held = {line.reference: line.supplier for line in lines}
    named = {reference_of(one): one.name for one in suppliers if one.fusion_number and reference_of(one)}
    assert len(named) > 400
    assert {reference: held[reference] for reference in named} == named


def test_the_register_is_of_suppliers_that_are_paid_but_for_one(suppliers, lines):
    paid = {normalised(one.name) for one in suppliers}
    assert {line.supplier for line in lines if normalised(line.supplier) not in paid} == {NEVER_PAID}


def test_it_holds_several_suppliers_lots_a_repeated_row_and_gaps(lines):
    rows = Counter(line.reference for line in lines)
    assert rows[FRAMEWORK] == 6
    assert rows["LCC-2021-L001"] == 2
    assert len(lines) - len(set(lines)) == 1
    assert any(line.end is None for line in lines)
    assert any(line.total is None and line.annual is None for line in lines)


def test_no_published_supplier_is_said_to_have_ended_or_been_let_too_low(suppliers, lines):
    published = {one.name for one in suppliers if one.group == "published"}
    own = [line for line in lines if line.supplier in published]
    assert own
    assert all(line.total >= line.annual and line.end.year >= 2025 for line in own)


def test_rows_have_the_columns_of_their_layouts(suppliers, lines):
    assert {len(row) for row in contract_rows(suppliers)} == {len(COLUMNS.split(","))}
    assert {len(row) for row in social_value_rows(lines)} == {len(SOCIAL_COLUMNS.split(","))}


def test_measures_are_of_contracts_on_the_register_but_for_one(lines):
    named = {row[0] for row in social_value_rows(lines)}
    assert named - {line.reference for line in lines} == {NOT_ON_REGISTER}
    assert len({row[4] for row in social_value_rows(lines)}) == 8
