"""Directories of postcodes that the council gives: where they are found, what they say, and which of several wins."""

import json

import pytest
from cli_project import lccspend
from directories import METADATA, NSPL_2025, ONSPD_2024, ONSPD_2026, archive, code_point, ons
from ledger import build, districts, fusion, project, silent, warnings

from lccspend.commands.build import run
from lccspend.errors import CheckFailedError, SettingsError, SourceError
from lccspend.etl import directories
from lccspend.geography.authorities import authorities, successors
from lccspend.geography.directory_files import recognise_directory
from lccspend.geography.directory_read import read_directory
from lccspend.geography.directory_store import stored
from lccspend.geography.places import place
from lccspend.geography.table import SHIPPED_EDITION, shipped_table, vintage, with_directories
from lccspend.store import DIRECTORIES

PRESTON, WYRE, BURY = "E07000123", "E07000128", "E08000002"
PAID = fusion(
    {"id": "1", "number": "1", "supplier": "ACME", "postcode": "PR1 8ZZ", "amount": "60.00"},
    {"id": "2", "number": "2", "supplier": "BETA", "postcode": "PR1 8XJ", "amount": "30.00"},
    {"id": "3", "number": "3", "supplier": "NOVA", "postcode": "PR99 1AA", "amount": "10.00"},
)


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(tmp_path, **files):
    """The shipped tables with these directories; a file's name may tell its edition."""
    read = [read_directory(written(tmp_path / f"{name}.csv", content)) for name, content in files.items()]
    return with_directories(shipped_table(), read)


def spent(figures):
    return {g.group: str(g.total) for g in districts(figures).groups if g.total}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (ons(ONSPD_2024, ("PR1 8ZZ", WYRE)), "onspd"),
        (ons(ONSPD_2026, ("PR1 8ZZ", WYRE)), "onspd"),
        (ons(ONSPD_2026, ("PR1 8ZZ", WYRE)).upper(), "onspd"),
        (ons(NSPL_2025, ("PR1 8ZZ", WYRE)), "nspl"),
        (code_point(("PR1 8ZZ", WYRE)), "code_point_open"),
        (code_point(("PR1  8ZZ", WYRE), ("PR1 8AA", "")), "code_point_open"),
        ("Postcode,Supplier Number\nPR1 8ZZ,1\n", None),
        ("PR1 8ZZ,10,ACME\n", None),
        ("", None),
    ],
)
def test_a_directory_is_known_by_its_content(tmp_path, content, kind):
    path = written(tmp_path / "x", content)
    assert recognise_directory(path) == kind
    if kind:
        assert read_directory(path).label("PR1 8ZZ") == WYRE


def test_a_directory_in_data_raw_places_payments_and_stands_outside_the_totals(tmp_path):
    held = archive(
        Data__ONSPD_AUG_2026_UK_csv=ons(
            ONSPD_2026,
            *(("PR1 8ZZ", WYRE), ("PR1 8XJ", ""), ("PR99 1AA", PRESTON), ("BT1 1AA", "N09000003")),
            ("PR1 8AB", "E07999999"),
        ),
        Data__multi_csv__ONSPD_AUG_2026_UK_PR_csv=ons(ONSPD_2026, ("PR1 8ZZ", WYRE)),
        Documents__names_csv="LAD26CD,LAD26NM\nE07000123,Preston\n",
        **{"User Guide__guide_pdf": "%PDF-"},
    )
    made = project(tmp_path, {"q.csv": PAID, "places/any name": held})
    figures = build(made)
    assert spent(figures) == {"Wyre": "60.00", "Preston": "40.00"}
    entry = next(f for f in figures.books.files if f.file == "places/any name")
    assert (entry.layout, entry.rows, entry.counted, str(entry.pounds)) == ("onspd", 5, 5, "0.00")
    assert (figures.books.read.rows, str(figures.books.read.pounds)) == (3, "100.00")
    assert [(d.directory, d.edition, d.rows) for d in figures.directories] == [("onspd", "2026-08", 5)]
    assert "1 postcodes lie in E07999999, an authority that this version" in warnings(figures, "places/any name")
    shown = lccspend("-C", str(tmp_path), "postcode", "pr18zz", "PR1 8XJ", "PR99 1AA", "BT1 1AA", "--format", "json")
    answers = json.loads(shown.stdout)
    assert [(a["local_authority"], a["locality"], a["method"]) for a in answers] == [
        (WYRE, "lancashire", "unit"),
        (PRESTON, "lancashire", "sector"),
        (PRESTON, "lancashire", "unit"),
        (None, "elsewhere", "area"),
    ]
    assert answers[0]["note"] == "By the ONS Postcode Directory of 2026-08."
    assert build(made) == figures
    (made.raw / "places/any name").unlink()
    project(tmp_path, {"wrong.csv": fusion({"id": "9", "amount": "N/A"})})
    with pytest.raises(CheckFailedError, match="rejected_share"):
        build(made)
    again = lccspend("-C", str(tmp_path), "postcode", "pr18zz", "--format", "json")
    assert json.loads(again.stdout)[0] == answers[0]
    (made.raw / "wrong.csv").unlink()
    assert spent(build(made)) == {"Preston": "90.00", "unknown": "10.00"}
    assert list((made.processed / DIRECTORIES).iterdir()) == []


def test_an_export_in_the_zip_of_a_directory_is_refused_before_its_payments_are_lost(tmp_path):
    held = archive(Data__onspd_csv=ons(ONSPD_2026, ("PR1 8ZZ", WYRE)), more__paid_csv="Spend\n\n" + PAID)
    made = project(tmp_path, {"q.csv": PAID, "both.zip": held})
    with pytest.raises(SourceError, match=r"both\.zip: holds an export beside a directory .*\(more/paid\.csv\)"):
        build(made)
    left_out = project(tmp_path, {}, '[sources]\nignore = ["both.zip/more/*"]\n')
    assert spent(build(left_out))["Wyre"] == "60.00"


def test_force_reads_an_unchanged_directory_and_loses_nothing_of_it_when_that_fails(tmp_path, monkeypatch):
    made = project(tmp_path, {"q.csv": PAID, "places": archive(Data__onspd_csv=ons(ONSPD_2026, ("PR1 8ZZ", WYRE)))})
    build(made)
    monkeypatch.setattr(directories, "read_directory", lambda _path: pytest.fail("read again"))
    assert spent(build(made))["Wyre"] == "60.00"
    with pytest.raises(pytest.fail.Exception, match="read again"):
        run(type(made)(made.root), silent, None, force=True)
    (kept,) = (made.processed / DIRECTORIES).iterdir()
    assert stored(kept).label("PR1 8ZZ") == WYRE


def test_a_directory_named_in_the_settings_is_read_where_it_lies(tmp_path):
    folder = tmp_path / "kept" / "codepo_gb"
    for name, content in {"Doc/licence.txt": "©", "Data/CSV/pr.csv": code_point(("PR1 8ZZ", WYRE))}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="latin-1")
    figures = build(project(tmp_path, {"q.csv": PAID}, '[registers]\npostcodes = "kept"\n'))
    assert spent(figures)["Wyre"] == "60.00"
    assert [(d.file, d.directory) for d in figures.directories] == [
        ("kept/codepo_gb/Data/CSV/pr.csv", "code_point_open")
    ]
    with pytest.raises(SettingsError, match=r"registers\.postcodes: data/raw/q\.csv is not"):
        build(project(tmp_path, {"q.csv": PAID}, '[registers]\npostcodes = "data/raw/q.csv"\n'))


def test_code_point_open_tells_its_edition_in_its_metadata(tmp_path):
    members = {"codepo_gb__Data__CSV__pr_csv": code_point(("PR1 8ZZ", WYRE)), "Data__CSV__bb_csv": ""}
    held = archive(**members, codepo_gb__Doc__metadata_txt=METADATA.encode("latin-1"))
    found = read_directory(written(tmp_path / "codepo_gb.zip", held))
    assert (found.kind, found.edition, found.rows, found.label("PR1 8ZZ")) == ("code_point_open", "2026-08", 1, WYRE)


def test_the_newest_directory_that_holds_a_postcode_wins(tmp_path):
    places = table(
        tmp_path,
        ONSPD_AUG_2026=ons(ONSPD_2026, ("PR1 8ZZ", WYRE), ("PR1 8AB", "")),
        NSPL_AUG_2026=ons(NSPL_2025, ("PR1 8ZZ", PRESTON), ("PR1 8AB", BURY)),
        ONSPD_FEB_2026=ons(ONSPD_2024, ("PR1 8ZZ", BURY), ("PR1 8AB", PRESTON)),
        unnamed=code_point(("PR1 8DE", BURY), ("PR1 8AB", PRESTON)),
    )
    assert {code: place(code, places).code for code in ("PR1 8ZZ", "PR1 8AB", "PR1 8DE")} == {
        "PR1 8ZZ": WYRE,
        "PR1 8AB": BURY,
        "PR1 8DE": BURY,
    }


def test_an_edition_older_than_the_shipped_tables_only_fills_what_they_do_not_know(tmp_path):
    places = table(tmp_path, ONSPD_AUG_2024=ons(ONSPD_2024, ("PR1 8ZZ", WYRE), ("M35 5AS", BURY)))
    assert (place("PR1 8ZZ", places).code, place("PR1 8ZZ", places).method) == (PRESTON, "unit")
    assert (place("M35 5AS").code, place("M35 5AS", places).code) == ("", BURY)
    months = {"November": "11"}
    name, year = vintage().edition.split(", ")[1].split(" ")
    assert f"{year}-{months[name]}" == SHIPPED_EDITION


def test_a_postcode_that_has_ended_is_placed_and_said_to_have_ended(tmp_path):
    places = table(tmp_path, ONSPD_AUG_2026=ons(ONSPD_2026, ("PR1 8ZZ", WYRE, "201905"), ("PR1 8AB", WYRE)))
    assert place("PR1 8ZZ", places).note == "By the ONS Postcode Directory of 2026-08, where it has ended."
    assert (place("PR1 8ZZ", places).code, "ended" in place("PR1 8AB", places).note) == (WYRE, False)


def test_codes_of_earlier_years_mean_the_authority_of_today(tmp_path):
    places = table(tmp_path, x=ons(ONSPD_2024, ("PR1 8ZZ", "E07000029"), ("IM1 1ZZ", "M99999999")))
    assert (place("PR1 8ZZ", places).code, place("IM1 1ZZ", places).code) == ("E06000063", "overseas")
    assert {*successors().values()} <= {*authorities()}
    assert not {*successors()} & {*authorities()}


def test_a_sector_that_only_a_directory_knows_places_its_other_postcodes(tmp_path):
    places = table(tmp_path, x=ons(ONSPD_2026, ("PR99 1AA", WYRE), ("PR99 1AB", WYRE), ("PR99 1AD", BURY)))
    found = place("PR99 1ZZ", places)
    assert (found.code, found.method, found.note) == (WYRE, "sector", "Sector PR99 1 is shared: Wyre 67%, Bury 33%.")
    assert place("PR99", places).authorities == (WYRE, BURY)
    assert place("PR99 1ZZ").code == ""


def test_broken_lines_are_counted_and_lost_alone(tmp_path):
    lines = ons(ONSPD_2026, ("PR1 8ZZ", WYRE), ("PR1 8AB", WYRE)).splitlines(keepends=True)
    broken = "".join([*lines, '"NOT A POSTCODE"' + ',""' * 54 + "\r\n", lines[1].replace("\r\n", ',"one more"\r\n')])
    found = read_directory(written(tmp_path / "x", broken))
    assert (found.rows, found.rejected, found.label("PR1 8AB"), found.newest) == (4, 2, WYRE, "1980-01")


def test_a_directory_without_an_authority_is_refused_with_its_headings(tmp_path):
    text = ons(ONSPD_2026, ("PR1 8ZZ", WYRE)).replace("lad26cd", "council")
    with pytest.raises(SourceError, match=r"has postcodes, but no local authority; its headings are .*council"):
        recognise_directory(written(tmp_path / "x", text))
