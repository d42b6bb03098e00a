"""The sample's suppliers in, proposals out: the 24 that are entered twice, and nothing else."""

import pytest

from lccspend.metrics.duplicates import Payee, propose
from lccspend.names import normalised
from lccspend.privacy import PERSON
from lccspend.sample.identities import PERSONS, doubles, not_doubles, with_identities
from lccspend.sample.oddities import with_oddities
from lccspend.sample.ranks import rank_spend
from lccspend.sample.suppliers import all_suppliers


@pytest.fixture(scope="module")
def before():
    return with_oddities(all_suppliers(rank_spend()))


@pytest.fixture(scope="module")
def suppliers(before):
    return with_identities(before)


def _payee(supplier):
    names = (supplier.name, *([supplier.r12_name] if supplier.r12_name else []))
    places = frozenset(site.place.postcode for site in supplier.sites if site.place.postcode)
    return Payee(supplier.key, supplier.name, names, supplier.base, places)


def _names(pairs):
    return {frozenset((normalised(one), normalised(other))) for one, other in pairs}


def test_every_supplier_entered_twice_is_proposed_and_no_other(before, suppliers):
    named = [_payee(one) for one in suppliers if one.kind not in {PERSON, "redacted"}]
    found = _names((pair.supplier.supplier, pair.duplicate.supplier) for pair in propose(named))
    planted = _names((one.name, other.name) for one, other in doubles(before))
    assert (len(planted), found) == (24, planted)


def test_none_of_them_merges_by_itself(before):
    pairs = [*doubles(before), *not_doubles(before)]
    assert [one.name for one, other in pairs if normalised(one.name) == normalised(other.name)] == []


def test_names_that_only_look_alike_are_in_the_sample_too(before, suppliers):
    planted = {other.name for _, other in not_doubles(before)}
    assert len(planted) == 6
    assert planted <= {one.name for one in suppliers}


def test_who_is_entered_twice_was_not_paid_in_the_tail_year(before):
    assert {one.group for pair in doubles(before) for one in pair} == {"old"}


def test_the_sample_has_persons_each_of_a_name_of_its_own(suppliers):
    names = [one.name for one in suppliers if one.kind == PERSON]
    assert len(set(names)) == len(names) == PERSONS


def test_spend_reach_and_order_stay_as_they_were(before, suppliers):
    assert [(s.key, s.base, s.reach, s.group) for s in suppliers] == [(s.key, s.base, s.reach, s.group) for s in before]
