"""Archives in, made here; the grids of their members out, or a refusal."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

CSV = "Date,Supplier,Amount\n01/04/2023,ACME LTD,12.00\n"


def archive(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Results").write(0, 0, "Supplier")
    return target.getvalue()


def read(folder: Path, data: bytes) -> list[Grid]:
    path = folder / "2019.zip"
    path.write_bytes(data)
    return read_grids(path, "2019.zip", len)


def labels(grids: list[Grid]) -> list[str]:
    return [grid.label for grid in grids]


def test_every_member_is_read_under_the_name_of_the_archive_and_its_own(tmp_path: Path) -> None:
    inner = archive({"july.csv": CSV})
    grids = read(tmp_path, archive({"april.csv": CSV, "q1/b.xlsx": workbook(), "q2.zip": inner}))
    assert labels(grids) == ["2019.zip/april.csv", "2019.zip/q1/b.xlsx#Results", "2019.zip/q2.zip/july.csv"]
    assert grids[0].rows[1] == ["01/04/2023", "ACME LTD", "12.00"]


def test_folders_and_hidden_files_are_no_exports(tmp_path: Path) -> None:
    clutter = dict.fromkeys(["q1/", "__MACOSX/._april.csv", ".DS_Store", "q1/.hidden/a.csv", "~$b.xlsx"], "")
    assert labels(read(tmp_path, archive({**clutter, "april.csv": CSV}))) == ["2019.zip/april.csv"]


def test_a_member_that_is_ignored_is_not_even_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "2019.zip"
    path.write_bytes(archive({"april.csv": CSV, "guide.pdf": "%PDF-1.7"}))
    grids = read_grids(path, "2019.zip", len, ignored=lambda label: label == "2019.zip/guide.pdf")
    assert labels(grids) == ["2019.zip/april.csv"]


def test_an_archive_whose_members_are_all_ignored_holds_nothing_to_read(tmp_path: Path) -> None:
    path = tmp_path / "2019.zip"
    path.write_bytes(archive({"april.csv": CSV}))
    assert read_grids(path, "2019.zip", len, ignored=lambda _: True) == []


def test_no_label_leads_out_of_the_archive(tmp_path: Path) -> None:
    grids = read(tmp_path, archive({"../../etc/april.csv": CSV, "/may.csv": CSV}))
    assert labels(grids) == ["2019.zip/etc/april.csv", "2019.zip/may.csv"]


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"april.csv": CSV, "guide.pdf": "%PDF-1.7"}, "2019.zip/guide.pdf: is a PDF, not an export"),
        ({"april.csv": CSV, "may.csv": ""}, "2019.zip/may.csv: is empty"),
        ({".hidden": "x"}, "2019.zip: is an archive without files"),
        ({}, "2019.zip: is an archive without files"),
        ({f"{n}.csv": CSV for n in range(1001)}, "2019.zip: holds 1001 files, more than 1000"),
        ({"a.zip": archive({"b.zip": archive({"c.csv": CSV})})}, "2019.zip/a.zip/b.zip: is an archive too deep"),
    ],
)
def test_what_cannot_be_read_in_an_archive_is_refused_by_its_own_name(
    tmp_path: Path, files: dict[str, str | bytes], what: str
) -> None:
    with pytest.raises(SourceError, match=what):
        read(tmp_path, archive(files))


def test_an_archive_that_would_unpack_without_end_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"2019\.zip: would unpack to 143 MB, which no export needs"):
        read(tmp_path, archive({"april.csv": b"," * 150_000_000}))


def test_an_archive_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"2019\.zip: is broken or cut short"):
        read(tmp_path, archive({"april.csv": CSV})[:-30])


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    data = archive({"april.csv": CSV}, zipfile.ZIP_STORED).replace(b"ACME", b"ACNE")
    with pytest.raises(SourceError, match=r"2019\.zip: is broken or cut short \(Bad CRC-32"):
        read(tmp_path, data)


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive({"april.csv": CSV}))
    data[6] |= 1  # the flag of encryption, in the member's own header and in the list of members
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match=r"2019\.zip/april\.csv: is protected with a password"):
        read(tmp_path, bytes(data))
