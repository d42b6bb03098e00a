"""Postcodes with their authorities in, directories in the real layouts of their publishers out."""

import csv
import io
from zipfile import ZipFile

ONSPD_2024 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,"
    "ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,"
    "msoa11,wz11,sicbl,bua24,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
)
ONSPD_2026 = (
    "pcd7,pcd8,pcds,dointr,doterm,cty26cd,ced25cd,lad26cd,wd26cd,parncp26cd,usrtypind,east1m,north1m,gridind,hlth19cd,"
    "nhser24cd,ctry26cd,rgn26cd,ssr95cd,pcon24cd,eer20cd,educ23cd,ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,"
    "npark16cd,lsoa01cd,msoa01cd,ruc01ind,oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl26cd,bua24cd,ruc11ind,"
    "oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,cal26cd,icb26cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind,oac21ind,"
    "imd25ind"
)
NSPL_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,nhser24cd,"
    "ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,oac11ind,"
    "lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd"
)
AUTHORITY = {ONSPD_2024: "oslaua", ONSPD_2026: "lad26cd", NSPL_2025: "lad25cd"}

METADATA = "PRODUCT NAME: Code-Point Open\nDATASET VERSION NUMBER: 2026.3.0\nCOPYRIGHT DATE: 20260801\n© Crown\n"


def ons(headings: str, *rows: tuple[str, ...]) -> str:
    """A directory of the ONS: (postcode, authority, month it ended or none) in rows, with the three spellings of it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings.split(","), restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for postcode, authority, *ended in rows:
        outward, inward = postcode.split(" ")
        seven, eight, single = headings.split(",")[:3]
        spelt = {seven: f"{outward:4}{inward}"[:7] if len(outward) < 4 else outward + inward, single: postcode}
        spelt |= {eight: f"{outward:4} {inward}", "dointr": "198001", "doterm": ended[0] if ended else ""}
        writer.writerow(spelt | {AUTHORITY[headings]: authority})
    return "\ufeff" + text.getvalue()


def code_point(*rows: tuple[str, str]) -> str:
    """A file of Code-Point Open: ten columns and no headings."""
    place = '10,353400,429600,"E92000001","E19000001","E18000002","E10000017"'
    return "".join(f'"{postcode}",{place},"{code}","E05005280"\r\n' for postcode, code in rows)


def archive(**members: str | bytes) -> bytes:
    """A ZIP; two underscores in a name are a slash, and one is a stop where an ending follows."""
    held = io.BytesIO()
    with ZipFile(held, "w") as file:
        for name, content in members.items():
            path = name.replace("__", "/")
            for ending in ("csv", "txt", "pdf"):
                path = path.removesuffix(f"_{ending}") + f".{ending}" if path.endswith(f"_{ending}") else path
            file.writestr(path, content)
    return held.getvalue()
