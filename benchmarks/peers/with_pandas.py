"""A folder of Fusion exports in, pounds by year and locality out, as a colleague would write it with pandas.

The same work as `with_duckdb.py`; pence are whole numbers, because pandas has no decimals that are fast.
"""

import sys
from pathlib import Path

import pandas as pd

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
DATES = ("Invoice Date", "Invoice Received Date", "Payment Date")
STYLES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d/%m/%y", "%d-%b-%y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")
AMOUNTS = ("Invoice Amount", "Payment Amount", "Base Amount")
NOISE = r"0+|0000\d*|00010*|9999\d*"
NUMBER = rf"£?\s*(?:\d{{1,3}}(?:,\d{{3}})+|\d+)?(?:\.\d{{1,2}}|\.\d\d(?:{NOISE}))?"
MINUS = rf"-\s*{NUMBER}|£\s*-\s*{NUMBER}|\(\s*{NUMBER}\s*\)|<\s*{NUMBER}\s*>|{NUMBER}\s*(?:-|(?i:CR))"
AMOUNT = rf"(?:{NUMBER}|{MINUS})\s*\*?"
STERLING = ("GBP", "£", "STERLING")


def read_days(text: pd.Series) -> pd.Series:
    """A date in any of the styles that the exports use, day first; missing where it is none."""
    days = pd.Series(pd.NaT, index=text.index)
    for style in (*STYLES, "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        left = days.isna() & text.notna()
        if not left.any():
            return days
        days = days.fillna(pd.to_datetime(text[left], format=style, errors="coerce").dt.normalize())
    left = text[days.isna() & text.notna()]
    moments = pd.to_datetime(left[left.str.contains("T")], format="ISO8601", utc=True, errors="coerce")
    days = days.fillna(moments.dt.tz_convert("Europe/London").dt.tz_localize(None).dt.normalize())
    serials = pd.to_numeric(left.where(left.str.fullmatch(r"\d{5}")), errors="coerce")
    return days.fillna(pd.Timestamp("1899-12-30") + pd.to_timedelta(serials, unit="D"))


def read_pence(text: pd.Series) -> pd.Series:
    """An amount with marks for thousands, pounds and credits as pence; missing where it is no money."""
    text = text.str.replace("\N{MINUS SIGN}", "-", regex=False)
    good = text.str.fullmatch(AMOUNT).fillna(False) & text.str.contains(r"\d").fillna(False)
    size = text[good].str.replace(r"[^0-9.]", "", regex=True).astype(float).mul(100).round()
    sign = text[good].str.contains(r"[-(<]|(?i:CR)").map({True: -1, False: 1})
    return (size * sign).astype("Int64").reindex(text.index)


def repeated(payments: pd.DataFrame, order: list[str]) -> pd.Index:
    """The rows that repeat another: its id and amount in one file, or its id in a file that ends later."""
    has_id = payments["Invoice Payment ID"].notna()
    twice = payments[has_id & payments.duplicated("Invoice Payment ID", keep=False)]
    again = twice.duplicated(["file", "Invoice Payment ID", "Payment Amount"])
    first = twice[~again]
    place = first["file"].map({name: place for place, name in enumerate(order)})
    latest = place.groupby(first["Invoice Payment ID"]).transform("max")
    return twice.index[again].union(first.index[place < latest])


parts, ends = [], []
for path in sorted(folder.glob("*.csv")):
    table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    for name in table.columns:
        table[name] = table[name].str.strip()
    days = {name: read_days(table[name]) for name in DATES}
    pence = {name: read_pence(table[name]) for name in AMOUNTS}
    is_sterling = table["Payment Currency"].str.upper().isin(STERLING) | table["Payment Currency"].isna()
    pence["Payment Amount"] = pence["Payment Amount"].where(is_sterling, pence["Base Amount"])
    latest = pd.Timestamp.today() + pd.Timedelta(days=31)
    ok = pence["Payment Amount"].notna() & days["Payment Date"].between("2000-01-01", latest)
    table[~ok].to_csv(out / "rejected.csv", mode="a", header=not (out / "rejected.csv").exists())
    parts.append(table.assign(**days, **pence, file=path.name)[ok])
    ends.append((parts[-1]["Payment Date"].max(), path.name))
payments = pd.concat(parts, ignore_index=True)
payments = payments.drop(repeated(payments, [name for _, name in sorted(ends)]))
payments.to_parquet(out / "payments.parquet", compression="zstd")
places = pd.read_csv(folder.parent / "localities.csv")
placed = payments.merge(places, left_on="Postal Code", right_on="postcode", how="left")
start = placed["Payment Date"].dt.year - (placed["Payment Date"].dt.month < 4)
sums = placed.groupby([start, placed["locality"].fillna("unknown")])["Payment Amount"].sum()
for (year, locality), total in sums.items():
    print(f"{year}/{(year + 1) % 100:02d},{locality},{total // 100}.{total % 100:02d}")
