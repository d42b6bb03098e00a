"""A folder of Fusion exports in, pounds by year and locality out, as a colleague would write it with pandas.

The same work as `with_duckdb.py`; pence are whole numbers, because pandas has no decimals that are fast.
"""

import sys
from pathlib import Path

import pandas as pd

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
DATES = ("Invoice Date", "Invoice Received Date", "Payment Date")
AMOUNTS = ("Invoice Amount", "Payment Amount", "Base Amount")
AMOUNT = r"\s*[-(<]?\s*£?\s*[-(<]?\s*(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d{1,2})?\s*(?:[-)>]|CR)?\s*"


def read_days(text: pd.Series) -> pd.Series:
    """A date in any of the styles that the exports use, day first; missing where it is none."""
    days = pd.Series(pd.NaT, index=text.index)
    for style in ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d/%m/%y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"):
        left = days.isna() & text.notna()
        if not left.any():
            break
        days = days.fillna(pd.to_datetime(text[left], format=style, errors="coerce"))
    return days


def read_pence(text: pd.Series) -> pd.Series:
    """An amount with marks for thousands, pounds and credits as pence; missing where it is no money."""
    good = text.str.fullmatch(AMOUNT).fillna(False) & text.str.contains(r"\d").fillna(False)
    size = text[good].str.replace(r"[^0-9.]", "", regex=True).astype(float).mul(100).round()
    sign = text[good].str.contains(r"[-(<]|CR").map({True: -1, False: 1})
    return (size * sign).astype("Int64").reindex(text.index)


parts = []
for path in sorted(folder.glob("*.csv")):
    table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    for name in table.columns:
        table[name] = table[name].str.strip()
    days = {name: read_days(table[name]) for name in DATES}
    pence = {name: read_pence(table[name]) for name in AMOUNTS}
    latest = pd.Timestamp.today() + pd.Timedelta(days=31)
    ok = pence["Payment Amount"].notna() & days["Payment Date"].between("2000-01-01", latest)
    table[~ok].to_csv(out / "rejected.csv", mode="a", header=not (out / "rejected.csv").exists())
    parts.append(table.assign(**days, **pence)[ok])
payments = pd.concat(parts, ignore_index=True).drop_duplicates("Invoice Payment ID", keep="last")
payments.to_parquet(out / "payments.parquet", compression="zstd")
places = pd.read_csv(folder.parent / "localities.csv")
placed = payments.merge(places, left_on="Postal Code", right_on="postcode", how="left")
start = placed["Payment Date"].dt.year - (placed["Payment Date"].dt.month < 4)
sums = placed.groupby([start, placed["locality"].fillna("unknown")])["Payment Amount"].sum()
for (year, locality), total in sums.items():
    print(f"{year}/{(year + 1) % 100:02d},{locality},{total // 100}.{total % 100:02d}")
