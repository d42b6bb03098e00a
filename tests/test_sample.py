"""The sample's files in, the published figures out, by the small reader of sample_books."""

import hashlib
import tomllib
from collections import Counter, defaultdict

import pytest
from sample_books import DISTRICTS, Books, pence_of, table, year_of

from lccspend.errors import SpendError
from lccspend.geography.places import place
from lccspend.sample import write_sample
from lccspend.sample.names import bare
from lccspend.sample.targets import AWARDS, PROCUREMENT, SMALL_SPEND, TOP_FORTY, TOP_TWENTY, YEARS

RULES_AT_WORK = (
    "business_unit not_supplier_spend converted_history repeated_amount repeated_extract r12_fusion_overlap "
    "void_unpaired"
)


@pytest.fixture(scope="session")
def books(sample_folder):
    return Books(sample_folder)


@pytest.mark.parametrize("year", YEARS, ids=lambda year: year.label)
def test_each_year_comes_to_its_published_total_and_lancashire_figure_over_its_months(books, year):
    rows = [row for row in books.counted if year_of(row["day"]) == year.label]
    home = sum(row["pence"] for row in rows if books.authority(row) in DISTRICTS)
    assert sum(row["pence"] for row in rows) == year.total
    assert home == (year.home or 0)
    assert {row["system"] for row in rows} == {year.system}
    by_month = Counter()
    for row in rows:
        by_month[f"{row['day']:%Y-%m}"] += row["pence"]
    assert sorted(by_month) == list(year.months)
    assert min(by_month.values()) * 2 > max(by_month.values())


@pytest.mark.parametrize("year", [year for year in YEARS if year.home], ids=lambda year: year.label)
def test_nearly_all_has_a_place_but_not_quite_and_every_district_appears(books, year):
    gross = defaultdict(int)
    for row in books.counted:
        if year_of(row["day"]) == year.label:
            gross[books.authority(row)] += abs(row["pence"])
    assert 0.95 < 1 - gross[""] / sum(gross.values()) < 0.999
    assert gross["overseas"]
    assert set(gross) >= DISTRICTS
    assert max(DISTRICTS, key=lambda code: gross[code]) == "E07000123"


def test_2021_22_has_no_address_but_nine_tenths_can_be_carried_over(books):
    rows = [row for row in books.counted if year_of(row["day"]) == "2021/22"]
    assert not any(row["Postal Code"] or row["Country"] or row["CITY"] or row["ADDRESS_LINE1"] for row in rows)
    year_before = [row for row in books.counted if year_of(row["day"]) == "2020/21" and books.authority(row)]
    known = {(row["Supplier Number"], row["Supplier Site"]) for row in year_before}
    gross = sum(abs(row["pence"]) for row in rows)
    carried = sum(abs(row["pence"]) for row in rows if (row["Supplier Number"], row["Supplier Site"]) in known)
    assert 0.85 < carried / gross < 0.95


def test_neither_the_sites_list_nor_an_override_reaches_a_payment_of_2021_22(books):
    rows = [row for row in books.rows if row["day"] and year_of(row["day"]) == "2021/22" and row["system"] == "r12"]
    names, numbers = {bare(row["Supplier"]) for row in rows}, {row["Supplier Number"] for row in rows}
    assert "" not in numbers
    for site in table(books.raw / "suppliers" / "supplier_sites.csv"):
        assert site["Supplier Number"] not in numbers
        assert bare(site["Supplier"]) not in names
    assert not numbers & {number for number, _ in books.overrides}


def test_the_sites_list_and_the_overrides_place_payments_of_2023_24(books):
    rows = [row for row in books.counted if year_of(row["day"]) == "2023/24"]
    listed = [row for row in rows if not row["Postal Code"] and row["Country"] == "" and books.authority(row)]
    assert len(listed) > 300
    assert any(not row["Supplier Number"] for row in listed)
    assert any((row["Supplier Number"], row["Supplier Site"]) in books.overrides for row in rows)


def test_the_top_twenty_of_procurement_are_the_published_ones_with_their_categories(books):
    categories = {row["Supplier"]: row["Category"] for row in books.counted}
    for (name, pounds, category), (found, pence) in zip(TOP_TWENTY, books.procurement.most_common(20), strict=True):
        assert found == bare(name)
        assert (pence + 5_000_000) // 10_000_000 * 100_000 == pounds
        assert pence % 100
        assert categories[name] == category
    assert sum(books.procurement.values()) == PROCUREMENT


def test_the_forty_largest_and_the_tail_of_all_are_the_published_ones(books):
    ranked = [pence for _, pence in books.spend.most_common()]
    small = [pence for pence in ranked if 0 < pence < 10_000_000]
    assert sum(ranked[:40]) == TOP_FORTY == 40_000_000_000
    assert 500_000_000 <= ranked[39] <= 570_000_000
    assert (len(small), sum(small)) == (6000, SMALL_SPEND)
    assert 2000 <= sum(10_000_000 <= pence < ranked[39] for pence in ranked) <= 2900
    assert any(pence == 0 for pence in ranked)
    assert any(pence < 0 for pence in ranked)


def test_the_awards_come_to_the_published_table(books):
    rows = table(books.raw / "awards" / "contract_awards_2023_24.csv")
    for month in AWARDS:
        mine = [row for row in rows if row["Award Date"].endswith(f"/{month.month[5:]}/{month.month[:4]}")]
        values = {}
        for row in reversed(mine):
            tender = row["Tender Reference"] or (row["Award Date"], row["Contract Title"])
            values[tender] = row["Contract Value"] or values.get(tender)
        homes = [books.authority_at(row["Postcode"]) in DISTRICTS for row in mine]
        notes = ["Living well at Home PDPS Award took place this month"] if month.month == "2023-08" else []
        assert sum(pence_of(value) for value in values.values()) == month.value * 100
        assert len({row["Supplier"] for row in mine}) == len(mine) == month.suppliers
        assert sum(homes) == month.home
        assert [sum(row[mark] == "Y" for row in mine) for mark in ("SME", "VCFS")] == [month.sme, month.vcfs]
        assert [row["Note"] for row in mine if row["Note"]] == notes


def test_every_rule_has_rows_to_work_on_and_few_are_refused(books):
    fates = Counter(row["fate"] for row in books.rows)
    assert fates["counted"] >= 150_000
    assert fates["rejected"] == 6
    assert fates["total_row"] == 1
    for rule in RULES_AT_WORK.split():
        assert fates[rule] >= 5, rule


def test_the_grand_total_is_the_sum_of_its_file(books):
    (total,) = [row for row in books.rows if row["fate"] == "total_row"]
    assert total["paid"] == sum(row["paid"] for row in books.rows if row["file"] == total["file"] and row is not total)


def test_a_void_crosses_the_end_of_march_2021(books):
    crossing = defaultdict(list)
    for row in books.counted:
        if row["Payment Status"] == "VOIDED":
            crossing[row["Supplier Number"], row["Invoice Number"]].append(row)
    assert ["2020/21", "2021/22"] in [[year_of(row["day"]) for row in pair] for pair in crossing.values()]
    assert all(sum(row["pence"] for row in pair) == 0 for pair in crossing.values())


def test_names_and_numbers_of_suppliers_are_distinct(books):
    names = defaultdict(set)
    for row in books.counted:
        if row["Supplier Number"] and not row["Supplier"].upper().startswith("REDACT"):
            names[row["system"], row["Supplier Number"]].add(bare(row["Supplier"]))
    assert all(len(found) == 1 for found in names.values())
    assert len(set().union(*names.values())) > 8_500
    fusion, r12 = ({number for system, number in names if system == wanted} for wanted in ("fusion", "r12"))
    assert not fusion & r12


def test_the_sectors_of_the_sample_lie_where_it_says(books):
    for sector, authority in books.authority_of_sector.items():
        if not sector.startswith("BT"):
            assert place(f"{sector}AA").authorities == (authority,), sector


def test_everything_printed_from_it_is_stamped(sample_folder):
    settings = tomllib.loads((sample_folder / "lccspend.toml").read_text(encoding="utf-8"))
    assert settings["report"]["sample"] is True


def test_the_same_bytes_are_written_twice(sample_folder, tmp_path):
    write_sample(tmp_path)
    assert _digests(tmp_path) == _digests(sample_folder)


def _digests(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SpendError, match="not an empty folder"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
