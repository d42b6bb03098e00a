"""Files made to exhaust or to mislead the machine that reads them in; a refusal that names the limit out."""

import csv
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter
from ledger import build, payments, project, r12, warnings

from lccspend.errors import SourceError
from lccspend.limits import Limits
from lccspend.reading import Grid, read_grids
from lccspend.reading.parts import parts_of
from lccspend.registers.charities import read_charities
from lccspend.registers.companies import Wanted

SMALL = Limits(file_mb=1, unpacked_mb=2, members=3, cells=1000)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {b} '{f'&{a};' * 100}'>" for a, b in zip("abcdefg", "bcdefgh", strict=True))
)
"""A few hundred characters that stand for two hundred million million."""


def archive(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return target.getvalue()


def workbook() -> dict[str, bytes]:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Results").write_row(0, 0, ["Supplier", "Amount"])
    with zipfile.ZipFile(target) as container:
        return {name: container.read(name) for name in container.namelist()}


def read(folder: Path, data: bytes | str, limits: Limits = SMALL) -> list[Grid]:
    path = folder / "x.bin"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_grids(path, "x.bin", len, limits=limits)


def refused(folder: Path, data: bytes | str, limits: Limits = SMALL) -> str:
    with pytest.raises(SourceError) as error:
        read(folder, data, limits)
    assert error.value.fix
    return str(error.value)


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(3 * 1024**4)  # three terabytes that take no room
    with pytest.raises(SourceError, match=r"huge: has 3,145,728 MB, more than 4,096"):
        read_grids(tmp_path / "huge", "huge", len)


def test_a_build_hashes_no_file_beyond_the_limit(tmp_path: Path) -> None:
    made = project(tmp_path, {"a.csv": r12({})})
    with (made.raw / "huge.csv").open("wb") as file:
        file.truncate(3 * 1024**4)
    with pytest.raises(SourceError, match=r"huge\.csv: has 3,145,728 MB"):
        build(made)


@pytest.mark.parametrize(
    "files",
    [{f"{n}.csv": "a" for n in range(1001)}, {"bomb.csv": b"0" * 1000}],
    ids=["many parts", "packed without a bound"],
)
def test_no_part_of_an_archive_that_is_no_register_is_opened_to_see_whether_it_is_one(
    files: dict[str, str | bytes], tmp_path: Path
) -> None:
    method = zipfile.ZIP_DEFLATED if len(files) > 1 else zipfile.ZIP_BZIP2
    (tmp_path / "x.zip").write_bytes(archive(files, method))
    assert parts_of(tmp_path / "x.zip") == []


def test_archives_within_archives_share_one_limit(tmp_path: Path) -> None:
    part = archive({"a.csv": ("x" * 3999 + "\n") * 200})  # 0.8 MB each
    inner = {f"{n}.zip": part for n in range(3)}
    said = refused(tmp_path, archive(inner))
    assert "x.bin/2.zip: would unpack to 2 MB" in said
    assert "[limits] unpacked_mb" in said
    assert len(read(tmp_path, archive(inner), Limits())) == 3


def test_a_bomb_is_known_by_its_ratio(tmp_path: Path) -> None:
    bomb = archive({"a.csv": b"0" * 120_000_000})
    assert len(bomb) < 200_000
    assert "[limits] ratio" in refused(tmp_path, bomb, Limits())


def test_an_archive_that_lies_about_a_size_yields_no_more_than_it_says(tmp_path: Path) -> None:
    data = archive({"a.csv": b"0" * 10_000_000})
    lie = data.replace((10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != data
    assert "is broken or cut short" in refused(tmp_path, lie)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_of_packing_that_know_no_bound_are_refused(method: int, tmp_path: Path) -> None:
    assert "is packed in a way that is not read" in refused(tmp_path, archive({"a.csv": "a,b\n"}, method))


def test_an_archive_of_many_files_is_refused(tmp_path: Path) -> None:
    assert "holds 4 files, more than 3" in refused(tmp_path, archive({f"{n}.csv": "a" for n in range(4)}))


def test_a_member_whose_name_leads_out_is_read_under_a_name_that_does_not_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    names = ["../../up.csv", "/root.csv", "..\\..\\dos.csv", "a\n\x1b[31mb.csv"]
    grids = read(tmp_path, archive(dict.fromkeys(names, "a,b\n")), Limits())
    labels = [grid.label for grid in grids]
    assert labels == ["x.bin/up.csv", "x.bin/root.csv", "x.bin/dos.csv", "x.bin/a\\x0a\\x1b[31mb.csv"]
    assert [path.name for path in tmp_path.rglob("*")] == ["x.bin"]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_in_a_workbook_are_never_expanded(part: str, tmp_path: Path) -> None:
    parts = workbook()
    head, _, rest = parts[part].partition(b"?>")
    bomb = archive({**parts, part: head + b"?>" + LAUGHS.encode() + rest.replace(b"Supplier", b"&h;")})
    assert "is a broken workbook" in refused(tmp_path, bomb)


def test_entities_in_an_open_document_are_refused(tmp_path: Path) -> None:
    content = f"<?xml version='1.0'?>{LAUGHS}<x>&h;</x>"
    ods = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert "it declares entities" in refused(tmp_path, ods)


def test_entities_in_an_xml_spreadsheet_are_refused(tmp_path: Path) -> None:
    sheet = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&h;</Workbook>'
    assert "is a broken XML spreadsheet" in refused(tmp_path, f'<?xml version="1.0"?>{LAUGHS}{sheet}')


def test_entities_of_a_web_page_stay_as_they_are_written(tmp_path: Path) -> None:
    page = f"{LAUGHS}<html><table><tr><td>&h; &amp; &#65;</td></tr></table>"
    assert read(tmp_path, page)[0].rows[-1] == ["&h; & A"]


SPREADSHEET = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>{}'


@pytest.mark.parametrize(
    "text",
    [
        f"<table>{'<tr><td colspan=1000>x' * 3}</table>",
        f"<table><tr>{'<td rowspan=60000>x' * 100}{'<tr>' * 20}</table>",
        SPREADSHEET.format('<Row><Cell MergeAcross="600"/></Row>' * 3),
        "a" + "," * 2000,
    ],
    ids=["colspan", "rowspan", "merged", "commas"],
)
def test_a_few_characters_that_stand_for_many_cells_are_refused(text: str, tmp_path: Path) -> None:
    assert "x.bin: has more cells than [limits] cells" in refused(tmp_path, text)


def test_a_web_page_of_endless_columns_is_refused(tmp_path: Path) -> None:
    page = f"<table><tr>{'<td colspan=1000>x' * 20}</table>"
    assert "wider than 16,384 columns" in refused(tmp_path, page, Limits())


def test_a_payment_with_a_giant_cell_counts_and_the_cell_is_cut(tmp_path: Path) -> None:
    giant = "G" * 1_000_000
    rows = r12({}, {"supplier": giant, "invoice": "2"}, {"description": giant, "invoice": "3"})
    made = project(tmp_path, {"a.csv": rows})
    figures = build(made)
    assert (figures.books.counted.rows, str(figures.books.counted.pounds)) == (3, "300.00")
    said = warnings(figures, "a.csv").splitlines()
    assert said == [
        "row 3: the 1,000,000 characters under VENDOR_NAME were cut to 32,767 ([limits] cell_characters)",
        "row 4: the 1,000,000 characters under DESCRIPTION were cut to 32,767 ([limits] cell_characters)",
    ]
    assert payments(made)["supplier_name"].str.len_chars().max() == 32_767


def test_a_giant_amount_and_a_row_of_endless_cells_are_rejected_rows(tmp_path: Path) -> None:
    rows = r12({}, {"amount": "1" * 1_000_000, "invoice": "2"}) + "," * 300_000 + "x\n"
    made = project(tmp_path, {"a.csv": rows}, "[checks]\nmaximum_rejected_share = 1\n")
    assert build(made).books.rejected.rows == 2
    csv.field_size_limit(2**31 - 1)
    with (made.processed / "rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert max(map(len, json.loads(rejected[0]["raw"]))) == 32_767
    assert rejected[1]["reason"].startswith("the row has 300001 cells where the headings have 5")


def test_a_file_without_headings_does_not_fill_the_message(tmp_path: Path) -> None:
    row = ",".join(["JOHN SMITH", "PR1 8XJ", "30-APR-2023", "£1,234.56", *["x" * 10_000] * 200])
    made = project(tmp_path, {"a.csv": f"{row}\n{row}\n"})
    with pytest.raises(SourceError) as error:
        build(made)
    said = str(error.value)
    assert len(said) < 2000
    assert "text | text | 99-APR-9999" in said
    assert "SMITH" not in said


def test_a_register_of_endless_depth_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "charities.json"
    path.write_text("[" + '{"a":' * 200_000)
    with pytest.raises(SourceError, match="nested too deeply"):
        read_charities(path, Wanted(frozenset(), frozenset()))


def test_zip_and_workbook_of_noise_end_in_a_refusal(tmp_path: Path) -> None:
    noise = zlib.compress(b"x" * 100)
    for head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        assert "x.bin: is" in refused(tmp_path, head + noise)
