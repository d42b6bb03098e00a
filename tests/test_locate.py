"""The place of a payment: override, own postcode, supplier sites, country, and the estimate (contract 4.1 to 4.3)."""

from decimal import Decimal

import pytest
from ledger import build, districts, fusion, locality, payments, project, published, r12, rejected, table, warnings

from lccspend.project import Project

PRESTON, LANCASTER, MANCHESTER, LONDON = "PR1 8XJ", "LA1 1PJ", "M2 5DB", "SW1A 1AA"
OVERRIDE = "supplier_number,supplier_site,postcode,reason,author,date"
WITH_SYSTEM = f"{OVERRIDE},system"
SITES = "VENDOR_NUM,VENDOR_NAME,VENDOR_SITE_CODE,ZIP"
LIST = "Supplier Number,Supplier,Site,Postcode"
WHERE = {
    "E07000123": "Preston",
    "E07000121": "Lancaster",
    "E08000003": "Manchester",
    "E09000033": "London",
    "N": "Northern Ireland",
    "": "unknown",
}


def places(folder, *rows, sites="", other="", overrides=""):
    """The place of each row of an R12 file (and of another file that begins after it in the alphabet)."""
    files = {"a.csv": r12(*rows)} if rows else {}
    files |= {"sites.csv": sites} if sites else {}
    files |= {"b.csv": other} if other else {}
    made = project(folder, files, reference={"postcode_overrides.csv": overrides} if overrides else {})
    build(made)
    return [WHERE.get(code, code) for code in payments(made)["place"]]


def overridden(*lines, headings=OVERRIDE):
    return table(headings, *(f"{line},moved,AB,2024-01-01" for line in lines))


def test_an_override_of_a_site_beats_the_rows_own_postcode_at_that_site_only(tmp_path):
    rows = [{"site": "HQ", "postcode": PRESTON}, {"site": "DEPOT", "postcode": PRESTON}]
    assert places(tmp_path, *rows, overrides=overridden(f"1, hq ,{LONDON}")) == ["London", "Preston"]


def test_an_override_without_a_site_is_of_every_site_and_date(tmp_path):
    rows = [{"site": "HQ", "day": "2015-04-01"}, {"site": "", "postcode": PRESTON}, {"number": "2"}]
    assert places(tmp_path, *rows, overrides=overridden(f"1,,{LONDON}")) == ["London", "London", "unknown"]


def test_an_override_of_a_site_beats_one_of_every_site(tmp_path):
    rows = [{"site": "HQ"}, {"site": "DEPOT"}]
    lines = overridden(f"1,,{LONDON}", f"1,HQ,{PRESTON}")
    assert places(tmp_path, *rows, overrides=lines) == ["Preston", "London"]


def test_an_override_is_of_the_system_it_names(tmp_path):
    lines = table(WITH_SYSTEM, f"1,,{LONDON},moved,AB,2024-01-01,Fusion")
    made = places(tmp_path, {}, other=fusion({"invoice": "INV-2"}), overrides=lines)
    assert made == ["unknown", "London"]


def test_an_override_without_a_system_is_of_either_number(tmp_path):
    other = fusion({"invoice": "INV-2"})
    assert places(tmp_path, {}, other=other, overrides=overridden(f"1,,{LONDON}")) == ["London", "London"]


def test_the_rows_own_postcode_beats_the_sites_list(tmp_path):
    assert places(tmp_path, {"postcode": PRESTON}, sites=table(SITES, f"1,ACME LTD,HQ,{LONDON}")) == ["Preston"]


def test_an_unreadable_postcode_stays_unknown_and_is_not_looked_up(tmp_path):
    rows = [{"postcode": "Various", "site": "HQ"}, {"postcode": " ", "site": "HQ"}]
    assert places(tmp_path, *rows, sites=table(SITES, f"1,ACME LTD,HQ,{LONDON}")) == ["unknown", "London"]


TWO_SITES = table(SITES, f"1,ACME LTD,HQ,{LONDON}", f"1,ACME LTD,DEPOT,{PRESTON}")


def test_a_row_of_the_sites_list_that_does_not_fit_its_headings_places_nothing_and_is_listed(tmp_path):
    sites = table(SITES, f"1,ACME LTD,Unit 4,HQ,{LONDON}")
    assert places(tmp_path, {"site": "HQ"}, sites=sites) == ["unknown"]
    (one,) = rejected(Project(tmp_path))
    assert (one.row, one.reason) == ("2", "the row has 5 cells where the headings have 4")
    assert one.raw == ["1", "ACME LTD", "Unit 4", "HQ", LONDON]


def test_the_sites_list_places_by_number_and_site(tmp_path):
    rows = [{"site": "hq"}, {"site": "DEPOT"}]
    assert places(tmp_path, *rows, sites=TWO_SITES) == ["London", "Preston"]


def test_a_site_that_is_not_listed_is_not_placed_while_the_number_has_sites_in_two_authorities(tmp_path):
    assert places(tmp_path, {"site": "WORKS"}, {"site": ""}, sites=TWO_SITES) == ["unknown", "unknown"]


def test_a_number_with_all_its_sites_in_one_authority_places_any_site(tmp_path):
    sites = table(SITES, "1,ACME LTD,HQ,PR1 8XJ", "1,ACME LTD,DEPOT,PR1 2AB", "V2,OTHER,Hq,M2 5DB")
    rows = [{"site": "WORKS"}, {"site": ""}, {"number": "V2", "site": "hQ"}, {"number": "v2"}, {"number": "3"}]
    assert places(tmp_path, *rows, sites=sites) == ["Preston", "Preston", "Manchester", "Manchester", "unknown"]


def test_a_number_with_a_site_that_cannot_be_placed_does_not_place_the_others(tmp_path):
    sites = table(SITES, "1,ACME LTD,HQ,PR1 8XJ", "1,ACME LTD,DEPOT,n/k")
    assert places(tmp_path, {"site": "WORKS"}, {"site": "HQ"}, sites=sites) == ["unknown", "Preston"]


def test_a_list_under_r12_headings_is_of_r12_numbers(tmp_path):
    other = fusion({"invoice": "INV-2"})
    sites = table(SITES, f"1,ACME LTD,HQ,{LONDON}")
    assert places(tmp_path, {}, other=other, sites=sites) == ["London", "unknown"]


def test_a_site_of_a_list_without_a_system_beats_the_number_of_a_list_with_one(tmp_path):
    files = {
        "a.csv": r12({"site": "DEPOT"}),
        "s1.csv": table(SITES, f"1,ACME LTD,HQ,{LONDON}"),
        "s2.csv": table(LIST, f"1,ACME LTD,DEPOT,{PRESTON}"),
    }
    made = project(tmp_path, files)
    build(made)
    assert payments(made)["place"].to_list() == ["E07000123"]


def test_a_payment_without_a_number_is_placed_by_a_name_that_one_supplier_bears(tmp_path):
    other = published({"supplier": "The Acme Limited"}, {"supplier": "DOE LTD"})
    sites = table("payee_name,postcode", f"ACME,{PRESTON}", f"ROE,{LONDON}")
    assert places(tmp_path, other=other, sites=sites) == ["Preston", "unknown"]


def test_a_name_that_two_suppliers_bear_places_nothing(tmp_path):
    sites = table(LIST, f"1,ACME LTD,HQ,{PRESTON}", f"2,ACME,HQ,{PRESTON}")
    assert places(tmp_path, other=published({}), sites=sites) == ["unknown"]


def test_a_name_does_not_place_a_payment_that_has_a_number(tmp_path):
    assert places(tmp_path, {"number": "5"}, sites=table(LIST, f"1,ACME LTD,HQ,{PRESTON}")) == ["unknown"]


@pytest.mark.parametrize(
    "country", ["", "GB", "gbr", "UK", "United Kingdom", "ENGLAND", "Scotland", "wales", "Northern Ireland"]
)
def test_a_country_of_the_united_kingdom_leaves_the_postcode_to_say(tmp_path, country):
    rows = [{"country": country, "postcode": PRESTON}, {"country": country}]
    assert places(tmp_path, *rows) == ["Preston", "unknown"]


@pytest.mark.parametrize("postcode", ["", "D02 X285", "75008", "n/a"])
def test_another_country_is_overseas_with_or_without_a_readable_postcode(tmp_path, postcode):
    assert places(tmp_path, {"country": "FR", "postcode": postcode}) == ["overseas"]


def test_a_known_uk_postcode_beats_the_country_with_a_warning(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({"country": "IE", "postcode": PRESTON}, {"country": "IE"})}))
    assert locality(figures).lancashire == Decimal("100.00")
    assert locality(figures).overseas == Decimal("100.00")
    assert "1 row whose country and postcode disagree" in warnings(figures, "a.csv")


@pytest.mark.parametrize("postcode", ["JE2 4WE", "IM1 1AA", "GY1 1AA"])
def test_crown_dependencies_are_overseas_whatever_the_country(tmp_path, postcode):
    assert places(tmp_path, {"postcode": postcode}, {"postcode": postcode, "country": "GB"}) == ["overseas"] * 2


def test_a_foreign_country_and_a_postcode_or_a_listed_site_abroad_do_not_disagree(tmp_path):
    rows = r12({"postcode": "JE2 4WE", "country": "JE"}, {"number": "5", "supplier": "OTHER", "country": "JE"})
    files = {"a.csv": rows, "s.csv": table(LIST, "5,OTHER,HQ,JE2 4WE")}
    figures = build(project(tmp_path, files))
    assert (locality(figures).overseas, "disagree" in warnings(figures, "a.csv")) == (200, False)


def test_localities_of_the_home_area_its_region_the_country_and_the_rest(tmp_path):
    codes = [PRESTON, MANCHESTER, LONDON, "BT1 5GS", "CF10 1EP", "JE2 4WE", "", "XX1 1XX"]
    rows = [{"postcode": c, "amount": f"{2**n}.00", "invoice": str(n)} for n, c in enumerate(codes)]
    year = locality(build(project(tmp_path, {"a.csv": r12(*rows)})))
    assert (year.lancashire, year.north_west, year.elsewhere) == (1, 2, 4 + 8 + 16)
    assert (year.overseas, year.unknown, year.total) == (32, 64 + 128, 255)


def estimates(folder, *rows):
    made = project(folder, {"a.csv": r12(*rows)})
    build(made)
    return [WHERE[code] for code in payments(made)["estimated"]]


def test_an_estimate_takes_the_place_of_the_same_supplier_and_site(tmp_path):
    rows = [{"site": "HQ", "postcode": PRESTON}, {"site": "DEPOT", "postcode": LONDON}, {"site": "HQ"}, {"site": "X"}]
    assert estimates(tmp_path, *rows) == ["Preston", "London", "Preston", "unknown"]


def test_an_estimate_takes_a_suppliers_only_place(tmp_path):
    rows = [{"site": "HQ", "postcode": PRESTON}, {"site": "DEPOT"}, {"postcode": "n/k"}, {"supplier": "DOE"}]
    rows[3] |= {"number": "2"}
    assert estimates(tmp_path, *rows) == ["Preston", "Preston", "Preston", "unknown"]


def test_an_estimate_is_learnt_from_counted_rows_only(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"postcode": PRESTON, "kind": "AWT"}, {})})
    build(made)
    assert payments(made)["estimated"].to_list() == [None, ""]


def test_redacted_and_nameless_payees_lend_each_other_no_place(tmp_path):
    rows = [
        {"supplier": s, "number": n, "postcode": p} for n, p in (("1", PRESTON), ("2", "")) for s in ("REDACTED", "")
    ]
    assert estimates(tmp_path, *rows) == ["Preston", "Preston", "unknown", "unknown"]


def test_the_record_stays_unknown_beside_its_estimate(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({"postcode": PRESTON}, {})}))
    assert locality(figures).unknown == Decimal("100.00")
    assert [g.total for g in districts(figures).groups if g.group in ("Preston", "unknown")] == [100, 100]
