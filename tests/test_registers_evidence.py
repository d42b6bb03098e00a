"""What the registers' words say of size and sector: every category, status and class, each with its evidence."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from lccspend.names import words_of
from lccspend.registers.enrich import enrich, standing, unlisted
from lccspend.registers.records import Charity, Company, Evidence, Extract, SupplierFacts
from lccspend.registers.rules import load_rules
from lccspend.settings import Disputed

SMALL = ["SMALL", "TOTAL EXEMPTION SMALL", "TOTAL EXEMPTION FULL", "PARTIAL EXEMPTION", "UNAUDITED ABRIDGED",
         "AUDITED ABRIDGED"]  # fmt: skip
UNDECIDED = ["FULL", "GROUP", "AUDIT EXEMPTION SUBSIDIARY", "FILING EXEMPTION SUBSIDIARY", "DORMANT", "INITIAL",
             "NO ACCOUNTS FILED", "ACCOUNTS TYPE NOT AVAILABLE"]  # fmt: skip
BY_GUARANTEE = "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)"
CHARITY = Charity(name="ACME", number="1146792", status="Registered")


def extracts(company: Company | None = None, charity: Charity | None = None) -> list[Extract]:
    companies = Extract(
        register="companies_house",
        rows=1,
        rejected=0,
        as_of=date(2024, 5, 29),
        companies=(company,) if company else (),
    )
    charities = Extract(
        register="charity_commission",
        rows=1,
        rejected=0,
        as_of=date(2024, 5, 20),
        charities=(charity,) if charity else (),
    )
    return [companies, charities]


def company(**more: Any) -> Company:
    return Company(**({"name": "ACME LIMITED", "number": "01234567"} | more))


def evidence(
    company: Company | None = None,
    charity: Charity | None = None,
    left_out: tuple[str, ...] = (),
    **facts: Any,
) -> Evidence:
    supplier = SupplierFacts(**({"key": 7, "names": ("ACME LTD",)} | facts))
    return enrich([supplier], extracts(company, charity), left_out)[7]


@pytest.mark.parametrize(
    ("category", "size"), [("MICRO ENTITY", "micro"), ("MEDIUM", "medium"), *((c, "small") for c in SMALL)]
)
def test_the_filing_of_a_small_company_is_evidence_of_an_sme(category: str, size: str) -> None:
    found = evidence(company(accounts_category=category, accounts_made_up_to=date(2023, 3, 31)))
    assert (found.sme, found.sme_on) == ("yes", date(2023, 3, 31))
    assert f"accounts category {category}, a {size} company's filing under the Companies Act" in found.sme_evidence


@pytest.mark.parametrize("category", UNDECIDED)
def test_other_filings_decide_nothing_and_say_why(category: str) -> None:
    found = evidence(company(accounts_category=category))
    assert (found.sme, found.sme_on) == ("not determined", date(2024, 5, 29))
    assert found.sme_evidence.startswith(f"Companies House 01234567: accounts category {category}: ")


def test_the_table_of_accounts_holds_these_categories_and_no_other() -> None:
    assert set(load_rules().accounts) == {"MICRO ENTITY", "MEDIUM", *SMALL, *UNDECIDED}


def test_a_category_in_other_letters_is_the_same() -> None:
    assert evidence(company(accounts_category="Micro-entity")).sme == "yes"


def test_an_unlisted_category_decides_nothing_and_is_warned_of() -> None:
    found = evidence(company(accounts_category="NANO ENTITY", category="Guild", status="Asleep"))
    assert (found.sme, found.vcse) == ("not determined", "not determined")
    assert unlisted(extracts(), [found]) == [
        "the accounts category 'NANO ENTITY' is not listed, so nothing follows from it",
        "the company category 'Guild' is not listed, so nothing follows from it",
        "the company status 'Asleep' is not listed, so nothing follows from it",
    ]


@pytest.mark.parametrize("supplier_class", ["public body", "school", "internal", "tax", "pension and payroll"])
def test_what_is_no_enterprise_is_neither(supplier_class: str) -> None:
    found = evidence(company(accounts_category="MICRO ENTITY"), CHARITY, supplier_class=supplier_class)
    assert (found.sme, found.vcse) == ("no", "no")


@pytest.mark.parametrize("private", [{"supplier_class": "individual"}, {"ranked": False}])
def test_persons_and_withheld_names_are_never_looked_for(private: dict[str, Any]) -> None:
    found = evidence(company(accounts_category="MICRO ENTITY"), CHARITY, **private)
    assert (found.method, found.company, found.charity) == ("not looked for", None, None)
    assert (found.sme, found.vcse) == ("not determined", "not determined")


@pytest.mark.parametrize(("words", "finding"), sorted(load_rules().categories.items()))
def test_every_company_category_decides_as_the_table_says(words: str, finding: str) -> None:
    assert evidence(company(category=words)).vcse == (finding or "not determined")


def test_the_forms_of_the_voluntary_sector_are_these() -> None:
    yes = {words for words, finding in load_rules().categories.items() if finding == "yes"}
    assert yes == set(
        map(
            words_of,
            ["Community Interest Company", "Charitable Incorporated Organisation", "Registered Society",
             "Scottish Charitable Incorporated Organisation", "Industrial and Provident Society",
             "Industrial and Provident Company"],
        )
    )  # fmt: skip


def test_limited_by_guarantee_alone_is_no_evidence() -> None:
    found = evidence(company(category=BY_GUARANTEE))
    assert (found.vcse, found.vcse_evidence) == (
        "not determined",
        f"Companies House 01234567: {BY_GUARANTEE} alone is no evidence",
    )


def test_a_guarantee_company_that_is_a_registered_charity_is_one() -> None:
    linked = Charity(
        name="OTHER", number="2", status="Registered", company_number="01234567", income=Decimal("5000.00")
    )
    found = evidence(company(category=BY_GUARANTEE), linked)
    assert (found.vcse, found.vcse_evidence) == ("yes", "registered charity 2, income £5,000")
    assert found.vcse_on == date(2024, 5, 20)


def test_a_charity_that_was_removed_is_no_evidence() -> None:
    removed = Charity(name="ACME", number="1146792", status="Removed")
    found = evidence(None, removed)
    assert (found.vcse, found.vcse_evidence) == (
        "not determined",
        "charity 1146792 is no longer registered (Removed)",
    )


def test_a_charity_s_income_is_no_measure_of_size() -> None:
    found = evidence(None, CHARITY)
    assert (found.vcse, found.sme) == ("yes", "not determined")


@pytest.mark.parametrize("name", ["ACME CIC", "Acme C.I.C.", "Acme Community Interest Company"])
def test_the_protected_words_of_a_name_are_evidence_without_a_register(name: str) -> None:
    assert evidence(names=(name,)).vcse == "yes"


def test_letters_within_a_name_are_no_protected_words() -> None:
    assert evidence(names=("CIC ENGINEERING LTD",)).vcse == "not determined"


@pytest.mark.parametrize("number", ["IP27708R", "RS007661"])
def test_registered_societies_are_known_by_their_numbers(number: str) -> None:
    assert evidence(company(number=number)).vcse == "yes"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("academy trusts", "NORTHERN ACADEMIES TRUST"),
        ("universities", "UNIVERSITY OF NOWHERE"),
        ("housing associations", "NOWHERE HOUSING ASSOCIATION LIMITED"),
        ("nhs charities", "NOWHERE HOSPITALS CHARITY"),
    ],
)
def test_disputed_kinds_count_unless_the_settings_leave_them_out(kind: str, name: str) -> None:
    registered = Charity(name=name, number="1", status="Registered")
    assert evidence(None, registered, names=(name,)).vcse == "yes"
    found = evidence(None, registered, left_out=(kind,), names=(name,))
    assert (found.vcse, found.vcse_evidence) == ("no", f"{kind} are left out by the settings")


def test_the_settings_know_every_disputed_kind() -> None:
    assert set(get_args(Disputed)) == set(load_rules().disputed)


@pytest.mark.parametrize(
    "name",
    [
        "UNIVERSITY OF THE THIRD AGE NOWHERE",
        "TRUST BUILDING SUPPLIES",
        pytest.param("NHS " * 50_000 + "X", id="words whose every end would be looked for anew"),
    ],
)
def test_names_that_only_sound_disputed_are_not(name: str) -> None:
    registered = Charity(name=name, number="1", status="Registered")
    assert evidence(None, registered, left_out=get_args(Disputed), names=(name,)).vcse == "yes"


@pytest.mark.parametrize(("status", "expected"), sorted(load_rules().statuses.items()))
def test_every_status_is_open_insolvent_or_closed(status: str, expected: str) -> None:
    assert standing(company(status=status)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Active", "open"),
        ("Active - Proposal to Strike off", "open"),
        ("Liquidation", "insolvent"),
        ("RECEIVER MANAGER / ADMINISTRATIVE RECEIVER", "insolvent"),
        ("Dissolved", "closed"),
        ("Converted/Closed", "closed"),
    ],
)
def test_a_status_is_read_as_the_register_writes_it(status: str, expected: str) -> None:
    assert standing(company(status=status)) == expected


def test_a_day_of_dissolution_closes_a_company_whatever_its_status() -> None:
    assert standing(company(status="Active", dissolved_on=date(2024, 1, 1))) == "closed"


def test_an_ambiguous_name_says_how_many_bear_it() -> None:
    two = (company(number="00000001"), company(number="00000002"))
    edition = Extract(register="companies_house", rows=2, rejected=0, as_of=None, companies=two)
    found = enrich([SupplierFacts(key=1, names=("ACME",))], [edition], [])[1]
    assert found.method == "ambiguous"
    assert found.sme_evidence == "2 entries of the registers bear this name, and no postcode decides"


def test_of_two_editions_of_a_register_the_newer_counts() -> None:
    def edition(day: date, category: str) -> Extract:
        made = company(accounts_category=category)
        return Extract(register="companies_house", rows=1, rejected=0, as_of=day, companies=(made,))

    editions = [edition(date(2023, 1, 1), "FULL"), edition(date(2024, 1, 1), "SMALL")]
    suppliers = [SupplierFacts(key=1, names=("ACME",))]
    assert enrich(suppliers, editions, [])[1].sme == "yes"
    assert enrich(suppliers, editions[::-1], []) == enrich(suppliers, editions, [])
