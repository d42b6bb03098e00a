"""The sample's files in, its payment rows with their fates and places out: a reader of its own."""

import calendar
import csv
from collections import Counter
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import fastexcel

from lccspend.sample import write_sample
from lccspend.sample.names import bare

MONTHS = {name.upper(): at for at, name in enumerate(calendar.month_abbr)}
DISTRICTS = {f"E07000{number}" for number in range(117, 129)}
THE_SAME = {
    "OPERATING_UNIT": "Business Unit",
    "VENDOR_NAME": "Supplier",
    "VENDOR_NUM": "Supplier Number",
    "VENDOR_SITE_CODE": "Supplier Site",
    "ZIP": "Postal Code",
    "COUNTRY": "Country",
    "INVOICE_NUM": "Invoice Number",
    "INVOICE_TYPE_LOOKUP_CODE": "Invoice Type",
    "INVOICE_PAYMENT_ID": "Invoice Payment ID",
    "CHECK_NUMBER": "Payment Number",
    "CHECK_DATE": "Payment Date",
    "PAYMENT_AMOUNT": "Payment Amount",
    "CURRENCY": "Payment Currency",
    "BASE_AMOUNT": "Base Amount",
    "STATUS_LOOKUP_CODE": "Payment Status",
    "SOURCE": "Invoice Source",
    "PAYMENT_METHOD_CODE": "Payment Method",
    "CATEGORY": "Category",
}


def pence_of(text):
    """Pence of an amount as the sample writes it; None when it is none."""
    plain = text.replace(",", "") if "." in text[-3:] else text
    negative = plain.startswith(("-", "(")) or plain.endswith("-")
    whole, _, cents = plain.strip("()-").partition(".")
    if not (whole.isdigit() and (cents or "0").isdigit() and len(cents) <= 2):
        return None
    return (-1 if negative else 1) * (int(whole) * 100 + int(cents.ljust(2, "0")))


def day_of(text):
    """The London day of a date as the sample writes it; None when it is none."""
    try:
        if text[3:6] in MONTHS:
            return date(int(text[7:].rjust(4, "0")) % 2000 + 2000, MONTHS[text[3:6]], int(text[:2]))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment.astimezone(ZoneInfo("Europe/London")) if moment.tzinfo else moment).date()


def year_of(day):
    start = day.year - (day.month < 4)
    return f"{start}/{(start + 1) % 100:02d}"


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_r12(path):
    lines = path.read_bytes().decode("cp1252").split("\r\n")
    heading = lines[2].split("|")
    rows = [dict(zip(heading, line.split("|"), strict=True)) for line in lines[3:] if "|" in line and line != lines[2]]
    return [{THE_SAME.get(name, name): cell for name, cell in row.items()} for row in rows]


def read_workbook(path):
    sheet = fastexcel.read_excel(path).load_sheet("Results", header_row=2, dtypes="string")
    return [{name: cell or "" for name, cell in row.items()} for row in sheet.to_polars().to_dicts()]


class Books:
    """Every payment row of the sample with its system, day, pence and fate."""

    def __init__(self, folder):
        self.folder = folder
        self.raw = folder / "data" / "raw"
        self.rows = []
        for path in sorted(self.raw.glob("r12/*")) + sorted(self.raw.glob("fusion/*"), reverse=True):
            read = {".txt": read_r12, ".csv": table, ".xlsx": read_workbook}[path.suffix]
            self.rows += [row | {"file": path.name, "system": path.parent.name} for row in read(path)]
        for row in self.rows:
            row["day"] = day_of(row["Payment Date"])
            row["paid"] = pence_of(row["Payment Amount"])
            row["pence"] = row["paid"] if row["Payment Currency"] in {"GBP", ""} else pence_of(row["Base Amount"])
        self._seen = set()
        self._pairs = Counter(self._void_key(row, -1) for row in self.rows if row["pence"] and row["pence"] < 0)
        self._r12 = {self._twin_key(row) for row in self.rows if row["system"] == "r12"}
        for row in self.rows:
            row["fate"] = self._fate(row)
        self.counted = [row for row in self.rows if row["fate"] == "counted"]

    def _void_key(self, row, sign):
        return row["system"], row["Supplier Number"], row["Invoice Number"], row["Payment Number"], sign * row["pence"]

    def _twin_key(self, row):
        return bare(row["Supplier"]), row["Invoice Number"], row["pence"], row["day"]

    def _fate(self, row):
        """The rules of the contract in their order, as far as the sample needs them."""
        if row["Business Unit"] == "Grand Total":
            return "total_row"
        if row["day"] is None or row["pence"] is None:
            return "rejected"
        if row["Business Unit"].startswith("Hosted"):
            return "business_unit"
        if row["Invoice Type"].upper() in {"EXPENSE REPORT", "AWT"}:
            return "not_supplier_spend"
        if "CONVERSION" in row["Invoice Source"] or row["Payment Method"] == "CLEARING":
            return "converted_history"
        return self._fate_beside_others(row)

    def _fate_beside_others(self, row):
        """Repeats, twins and voids; of two Fusion exports the later was read first."""
        payment = row["system"], row["Invoice Payment ID"], row["pence"]
        if payment in self._seen:
            return "repeated_amount" if (*payment, row["file"]) in self._seen else "repeated_extract"
        self._seen |= {payment, (*payment, row["file"])}
        if row["system"] == "fusion" and row["day"] < date(2023, 1, 1) and self._twin_key(row) in self._r12:
            return "r12_fusion_overlap"
        void = row["Payment Status"].upper() == "VOIDED" and row["pence"] > 0
        return "void_unpaired" if void and not self._pairs[self._void_key(row, 1)] else "counted"

    @cached_property
    def authority_of_sector(self):
        with (Path(write_sample.__code__.co_filename).parent / "sectors.csv").open() as file:
            return {row["sector"].replace(" ", ""): row["authority"] for row in csv.DictReader(file)}

    @cached_property
    def sites(self):
        found = {}
        for row in table(self.raw / "suppliers" / "supplier_sites.csv"):
            for key in ((row["Supplier Number"], row["Supplier Site"]), (row["Supplier Number"], ""), row["Supplier"]):
                found.setdefault(key, row["Postal Code"])
        return found

    @cached_property
    def overrides(self):
        kept = table(self.folder / "data" / "reference" / "postcode_overrides.csv")
        return {(row["supplier_number"], row["supplier_site"]): row["postcode"] for row in kept}

    def authority(self, row):
        """The authority code of a payment, overseas, or "" when it is unknown."""
        if row["Country"] not in {"", "GB", "United Kingdom"}:
            return "overseas"
        number, site = row["Supplier Number"], row["Supplier Site"]
        override = self.overrides.get((number, site)) or self.overrides.get((number, ""))
        listed = (
            self.sites.get((number, site)) or self.sites.get((number, ""))
            if number
            else self.sites.get(row["Supplier"])
        )
        postcode = override or row["Postal Code"] or listed or ""
        return self.authority_at(postcode)

    def authority_at(self, postcode):
        return self.authority_of_sector.get(postcode.replace(" ", "")[:-2], "")

    @cached_property
    def spend(self):
        """Pence of each supplier in 2023/24, withheld names left out."""
        found = Counter()
        for row in self.counted:
            if year_of(row["day"]) == "2023/24" and not row["Supplier"].upper().startswith("REDACT"):
                found[bare(row["Supplier"])] += row["pence"]
        return found

    @cached_property
    def procurement(self):
        classes = table(self.folder / "data" / "reference" / "supplier_classes.csv")
        out = {row["supplier_number"] or bare(row["supplier"]) for row in classes if row["class"] != "supplier"}
        named = {bare(row["Supplier"]) for row in self.counted if row["Supplier Number"] in out} | out
        return Counter({name: pence for name, pence in self.spend.items() if name not in named})
