"""Nothing in, a Markdown row for each form of the file out: time and peak memory of reading a whole directory.

Writes a synthetic ONS Postcode Directory with as many postcodes in each sector as the shipped tables count (2.6 million
rows, over a gigabyte) into a temporary folder, as CSV and as ZIP, and reads each in a process of its own:

    .venv/bin/python benchmarks/directory.py
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from lccspend.geography.directory_read import read_directory
from lccspend.geography.table import NO_AUTHORITY, shipped_table

HEADINGS = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,north1m,gridind,hlth19cd,"
    "nhser24cd,ctry25cd,rgn25cd,ssr95cd,pcon24cd,eer20cd,educ23cd,ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,"
    "npark16cd,lsoa01cd,msoa01cd,ruc01ind,oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl24cd,bua24cd,ruc11ind,oac11ind,"
    "lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,cal24cd,icb23cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind"
)
REST = (
    '"E05009947","E04005283","0","0353400","0429600",1,"E18000002","E40000010","E92000001","E12000002","E99999999",'
    '"E14001449","E15000002","E23000015","E30000256","E16000197","E05009947","30UKGG","E00127700","30UKFT",'
    '"E65000001","E01025285","E02005260","5","4B1","E00127700","E01025285","E02005260","E33012345","E38000227",'
    '"E63000001","A1","4b1",53.760000,-2.700000,"E37000040","","E23000006",12345,"E56000021","E54000048",'
    '"E00127700","E01025285","E02005260","UN1"'
)
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def rows() -> Iterator[str]:
    pairs = [a + b for a in LETTERS for b in LETTERS]
    for sector, counts in shipped_table().sectors.items():
        outward, digit = sector.split(" ")
        units = iter(pairs)
        for label, count in counts.items():
            code = "" if label == NO_AUTHORITY else label
            for _, unit in zip(range(count), units, strict=False):
                inward = digit + unit
                spelt = f'"{outward:4}{inward}","{outward:4} {inward}","{outward} {inward}"'
                yield f'{spelt},"198001","","E10000017","E58000740","{code}",{REST}\r\n'


def write(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS + "\r\n")
        file.writelines(rows())


def read(path: Path) -> None:
    """The measured work, in a process of its own: seconds, megabytes, rows, and megabytes once packed, as JSON."""
    start = time.perf_counter()
    directory = read_directory(path)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    packed = len(msgspec.json.encode(directory)) / 1e6
    sys.stdout.write(json.dumps([seconds, peak, directory.rows, directory.rejected, packed]))


def main() -> None:
    sys.stdout.write(
        "| file | rows | size, MB | packed, MB | seconds | peak, MB |\n| --- | ---: | ---: | ---: | ---: | ---: |\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        plain, archived = Path(folder, "ONSPD_NOV_2025_UK.csv"), Path(folder, "ONSPD_NOV_2025.zip")
        write(plain)
        with zipfile.ZipFile(archived, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(plain, f"Data/{plain.name}")
        for path in (plain, archived):
            call = [sys.executable, __file__, str(path)]
            measured = subprocess.run(call, check=True, capture_output=True, text=True).stdout
            seconds, peak, held, rejected, packed = json.loads(measured)
            if rejected:
                raise SystemExit(f"{rejected} rows were not read.")
            size = path.stat().st_size / 1e6
            sys.stdout.write(
                f"| {path.suffix[1:].upper()} | {held:,} | {size:,.0f} | {packed:.1f} | {seconds:.1f} | {peak:.0f} |\n"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]))
    else:
        main()
