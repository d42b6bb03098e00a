"""A folder of Fusion exports in, nothing of use out: the floor, a bare polars scan of the needed columns as text."""

import sys

import polars as pl

needed = ("Supplier Number", "Postal Code", "Invoice Payment ID", "Payment Date", "Payment Amount")
text = pl.scan_csv(f"{sys.argv[1]}/*.csv", infer_schema=False).select(needed)
print(text.select(pl.all().str.len_bytes().sum()).collect(engine="streaming").row(0))
