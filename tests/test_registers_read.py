"""The registers are known by their content, read in blocks, and give only the companies and charities that matter."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import HEADINGS, charities_json, charities_text, companies, written, zipped

from lccspend.errors import SourceError
from lccspend.names import normalised
from lccspend.reading import parts
from lccspend.reading.parts import Part, blocks
from lccspend.registers import charities
from lccspend.registers.charities import read_charities
from lccspend.registers.companies import Wanted, read_companies
from lccspend.registers.keys import coarse_key, padded, written_numbers
from lccspend.registers.recognise import recognise


def wanted(*names: str, numbers: tuple[str, ...] = ()) -> Wanted:
    return Wanted(frozenset(map(normalised, names)), frozenset(numbers))


def test_the_layout_has_the_real_file_s_55_headings() -> None:
    assert len(HEADINGS.split(",")) == 55


@pytest.mark.parametrize("name", ["x.csv", "r12_payments.txt", "no ending"])
def test_a_company_file_is_known_by_its_headings_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert recognise(written(tmp_path / name, companies({}))) == "companies_house"


def test_the_parts_of_a_company_file_are_known_in_a_zip(tmp_path: Path) -> None:
    assert recognise(zipped(tmp_path / "x", part1=companies({}), part2=companies({}))) == "companies_house"


@pytest.mark.parametrize("text", [charities_json({}), charities_text({})])
def test_a_charity_register_is_known_plain_and_zipped(tmp_path: Path, text: str) -> None:
    assert recognise(written(tmp_path / "a", text)) == "charity_commission"
    assert recognise(zipped(tmp_path / "b", any=text)) == "charity_commission"


@pytest.mark.parametrize(
    "text",
    [
        "CompanyName,CompanyNumber\nA,1\n",
        "VENDOR_NAME,VENDOR_NUM\nACME,1\n",
        '[{"registered_charity_number": 1, "charity_name": "A name besides the main one"}]',
        "",
    ],
)
def test_other_files_are_no_register(tmp_path: Path, text: str) -> None:
    assert recognise(written(tmp_path / "x", text)) is None
    assert recognise(zipped(tmp_path / "y", inner=text)) is None


def test_a_register_packed_beside_an_export_is_refused_by_name(tmp_path: Path) -> None:
    mixed = zipped(tmp_path / "mixed.zip", register=companies({}), payments="VENDOR_NAME\nACME\n")
    with pytest.raises(SourceError, match=r"payments\.csv"):
        recognise(mixed)


def test_a_broken_zip_is_left_to_the_reader_of_exports(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "x.zip", register=companies({})).read_bytes()
    (tmp_path / "x.zip").write_bytes(whole[:-40])
    assert recognise(tmp_path / "x.zip") is None


def test_only_companies_that_matter_are_kept(tmp_path: Path) -> None:
    text = companies(
        {"name": "ACME LIMITED", "number": "00000001"},
        {"name": "OTHER LIMITED", "number": "00000002"},
        {"name": "RENAMED LIMITED", "number": "00000003", "before": "OLD NAME PLC"},
        {"name": "RENAMED OFTEN LIMITED", "number": "00000004", "long_before": "OLDEST NAME LLP"},
        {"name": "BY NUMBER LIMITED", "number": "SC000005"},
    )
    found = read_companies(
        written(tmp_path / "x", text), wanted("Acme Ltd", "old name", "Oldest Name", numbers=("SC000005",))
    )
    assert [c.number for c in found.companies] == ["00000001", "00000003", "00000004", "SC000005"]
    assert (found.rows, found.rejected) == (5, 0)


def test_a_company_is_read_with_all_that_speaks_of_size_and_place(tmp_path: Path) -> None:
    row = {"number": "sc123456", "status": "Dissolved", "dissolved": "02/03/2024", "before": "ACNE LIMITED"}
    (company,) = read_companies(written(tmp_path / "x", companies(row)), wanted("ACME")).companies
    assert company.number == "SC123456"
    assert (company.status, company.dissolved_on) == ("Dissolved", date(2024, 3, 2))
    assert (company.accounts_category, company.accounts_made_up_to) == ("MICRO ENTITY", date(2023, 3, 31))
    assert (company.postcode, company.incorporated_on) == ("PR1 8XJ", date(2024, 5, 1))
    assert company.sic == ("43210 - Electrical installation",)
    assert company.previous_names == ("ACNE LIMITED",)


def test_the_newest_incorporation_dates_a_company_file(tmp_path: Path) -> None:
    text = companies({"incorporated": "30/04/2024"}, {"incorporated": "29/05/2024"}, {"incorporated": ""})
    assert read_companies(written(tmp_path / "x", text), wanted()).as_of == date(2024, 5, 29)


def test_all_parts_of_a_zip_are_one_register(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x", a=companies({"number": "00000001"}), b=companies({"number": "00000002"}))
    found = read_companies(path, wanted("ACME"))
    assert ([c.number for c in found.companies], found.rows) == (["00000001", "00000002"], 2)


def test_one_broken_row_costs_no_other_row(tmp_path: Path) -> None:
    text = companies({"number": "00000001"}) + '"TOO","MANY"' + ',"CELLS"' * 60 + "\r\n"
    text += companies({"number": "00000002"}).split("\r\n", 1)[1]
    found = read_companies(written(tmp_path / "x", text), wanted("ACME"))
    assert ([c.number for c in found.companies], found.rows, found.rejected) == (["00000001", "00000002"], 3, 1)


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    rows = companies(*({"number": f"0000000{n}"} for n in range(1, 5)))
    broken = rows.replace('"00000002",', '"00000002,')
    found = read_companies(written(tmp_path / "x", broken), wanted("ACME"))
    assert [c.number for c in found.companies] == ["00000001", "00000003", "00000004"]
    assert (found.rows, found.rejected) == (4, 1)


def test_names_outside_utf_8_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(companies({"name": "CAFÉ LIMITED"}).encode("cp1252"))
    assert [c.name for c in read_companies(path, wanted("Cafe Ltd")).companies] == ["CAFÉ LIMITED"]


def test_blocks_end_after_whole_records(tmp_path: Path) -> None:
    path = written(tmp_path / "x", '"a","1"\n"b\nc","2"\n"d","3"\n')
    cut = list(blocks(Part(path), size=10))
    assert b"".join(cut) == path.read_bytes()
    assert all(block.count(b'"') % 2 == 0 for block in cut)
    assert len(cut) == 3


def test_a_stray_quote_does_not_gather_the_register_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_LONGEST", 40)
    path = written(tmp_path / "x", '"stray\n' + "plain line\n" * 50)
    assert max(map(len, blocks(Part(path), size=10))) <= 60


def test_the_order_of_rows_and_the_size_of_blocks_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"name": f"FIRM {n % 7} LIMITED", "number": f"{n:08}"} for n in range(60)]
    look = wanted("Firm 3", "Firm 5 plc")
    first = read_companies(written(tmp_path / "a", companies(*rows)), look)
    rows.reverse()
    monkeypatch.setattr("lccspend.registers.companies.blocks", lambda part: blocks(part, size=700))
    assert read_companies(written(tmp_path / "b", companies(*rows)), look) == first
    assert len(first.companies) == 17


@given(st.text(max_size=30) | st.sampled_from(["THE LTD", "THE THE CO LTD LIMITED", "&", "Æ & Ø plc", "A.B.C."]))
def test_the_coarse_key_never_parts_names_that_are_equal(name: str) -> None:
    pair = pl.DataFrame({"name": [name, normalised(name)]}).select(coarse_key(pl.col("name")))["name"]
    assert pair[0] == pair[1]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("07661259", {"07661259"}),
        ("2535986", {"2535986"}),
        ("AIG 10737370\nQBE 02641728", {"10737370", "02641728"}),
        ("sc123456", {"SC123456"}),
        ("IP27708R", {"IP27708R"}),
        ("31552R", {"31552R"}),
        ("RC000666", {"RC000666"}),
        ("GBML4119704", set()),
        ("CHA1049226", set()),
        ("Various", set()),
        ("-", set()),
        ("Registered Charity", set()),
    ],
)
def test_numbers_are_read_as_they_come(cell: str, numbers: set[str]) -> None:
    assert written_numbers([cell]) == numbers


@pytest.mark.parametrize(
    ("short", "full"),
    [("172081", "00172081"), ("SC12345", "SC012345"), ("31552R", "0031552R"), ("07661259", "07661259"), ("x", "X")],
)
def test_lost_zeros_are_put_back(short: str, full: str) -> None:
    assert padded(short) == full


@pytest.mark.parametrize("form", [charities_json, charities_text])
def test_a_charity_is_read_from_both_forms(tmp_path: Path, form: object) -> None:
    text = form(  # type: ignore[operator]
        {"charity_company_registration_number": "2535986", "charity_is_cio": True},
        {"charity_name": "NOT A SUPPLIER", "registered_charity_number": 2, "charity_contact_postcode": None},
    )
    found = read_charities(written(tmp_path / "x", text), wanted("Good Cause"))
    (charity,) = found.charities
    assert (charity.number, charity.linked, charity.name) == ("1146792", "0", "THE GOOD CAUSE")
    assert (charity.income, charity.period_end) == (Decimal("250000.00"), date(2023, 3, 31))
    assert (charity.company_number, charity.is_cio, charity.is_registered) == ("02535986", True, True)
    assert (found.rows, found.rejected, found.as_of) == (2, 0, date(2024, 5, 20))


def test_a_line_break_in_a_charity_s_own_words_is_put_together(tmp_path: Path) -> None:
    broken = charities_text({"charity_activities": "HELPS\nAND FEEDS"}, {"registered_charity_number": 2})
    found = read_charities(written(tmp_path / "x", broken.replace("\r\n", "\n")), wanted("Good Cause"))
    assert ([c.number for c in found.charities], found.rejected) == (["1146792", "2"], 0)


def test_a_record_cut_short_is_counted_and_the_next_one_is_whole(tmp_path: Path) -> None:
    lines = charities_text({}, {"registered_charity_number": 2}).splitlines()
    text = "\n".join([lines[0], lines[1][:60], lines[2]])
    found = read_charities(written(tmp_path / "x", text), wanted("Good Cause"))
    assert ([c.number for c in found.charities], found.rows, found.rejected) == (["2"], 2, 1)


def test_json_cut_short_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.json", charities_json({}, {})[:-30])
    with pytest.raises(SourceError, match="cut short"):
        read_charities(path, wanted("Good Cause"))


def test_json_larger_than_a_chunk_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lccspend.registers.charities._CHUNK", 100)
    text = charities_json(*({"registered_charity_number": n} for n in range(20)))
    assert len(read_charities(written(tmp_path / "x", text), wanted("Good Cause")).charities) == 20


def test_a_company_file_with_old_line_ends_of_the_mac_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "x", companies({"name": "ACME LTD"}).replace("\r\n", "\r"))
    assert recognise(path) == "companies_house"
    assert [company.name for company in read_companies(path, wanted("ACME LTD")).companies] == ["ACME LTD"]


def test_a_cell_of_two_hundred_thousand_letters_loses_no_company(tmp_path: Path) -> None:
    """The csv module's own limit is 131,072; the row with a cell too many has the block read line by line."""
    text = companies({"name": "ACME LTD"}, {"name": "X" * 200_000}) + '"too",' * 60 + "\r\n"
    extract = read_companies(written(tmp_path / "x", text), wanted("ACME LTD"))
    assert ([c.name for c in extract.companies], extract.rows, extract.rejected) == (["ACME LTD"], 3, 1)


def test_a_register_with_an_endless_line_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "x", charities_text().rstrip() + "\tx" * 5000)
    monkeypatch.setattr(parts, "_LONGEST", 1000)
    with pytest.raises(SourceError, match="x: has a line of more than"):
        list(blocks(Part(path), size=100))
    monkeypatch.setattr(charities, "_LONGEST_RECORD", 1000)
    monkeypatch.setattr(charities, "_CHUNK", 600)
    with pytest.raises(SourceError, match="x: has an endless line"):
        read_charities(path, wanted("ACME"))


def test_what_is_no_record_of_a_charity_is_counted_as_broken(tmp_path: Path) -> None:
    text = charities_json({"charity_name": "ACME", "latest_income": None})[:-1] + ', "word", 5, [1]]'
    extract = read_charities(written(tmp_path / "x", text), wanted("ACME"))
    assert ([c.name for c in extract.charities], extract.rows, extract.rejected) == (["ACME"], 4, 3)


def test_lines_that_never_make_a_record_are_counted_and_not_gathered(tmp_path: Path) -> None:
    later = charities_text({"charity_name": "BETA"}).split("\n")[1]
    text = charities_text({"charity_name": "ACME"}) + "x\n" * 2500 + later
    extract = read_charities(written(tmp_path / "x", text), wanted("ACME", "BETA"))
    assert [c.name for c in extract.charities] == ["ACME", "BETA"]
    assert (extract.rows, extract.rejected) == (5, 3)


def test_an_income_that_is_no_number_is_not_known(tmp_path: Path) -> None:
    text = charities_json({"charity_name": "ACME", "latest_income": float("nan")})
    assert read_charities(written(tmp_path / "x", text), wanted("ACME")).charities[0].income is None
