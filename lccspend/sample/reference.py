"""Suppliers in, the small files out that people keep: classes, overrides, crosswalk, the sites list, the settings."""

from collections.abc import Iterator

from lccspend.privacy import PERSON
from lccspend.sample.chance import stream
from lccspend.sample.places import Place, draw_place
from lccspend.sample.suppliers import Supplier
from lccspend.sample.traps import HOSTED_UNIT

Rows = Iterator[list[str]]

CLASS_COLUMNS = "supplier_number,supplier,class,reason,author,date,system"
OVERRIDE_COLUMNS = "supplier_number,supplier_site,postcode,reason,author,date,system"
CROSSWALK_COLUMNS = "r12_supplier_number,fusion_supplier_number"
SITE_COLUMNS = "Supplier Number,Supplier,Supplier Site,Address Line 1,City,Postal Code,Country,Inactive Date"

AUTHOR, DAY = "Procurement (sample)", "2024-04-30"
PROVIDER = "BLACKPOOL TEACHING HOSPITALS NHS FOUNDATION TRUST"

SETTINGS = f"""# SAMPLE DATA: a synthetic project folder, written by `lccspend sample`.
# No figure in it is a real payment.

[authority]
name = "Lancashire County Council"
home = "lancashire-12"
region = "North West"

[sources]
fusion_go_live = 2023-01-01

[exclusions]
# Another body's payments from the same system.
business_units = ["{HOSTED_UNIT}"]

[transparency]
# The council publishes payments of more than this.
threshold = 250

[report]
# Stamps everything that is printed.
sample = true
"""


def class_rows(suppliers: list[Supplier]) -> Rows:
    """What is no procurement, by name, every fifth body by its Fusion number; and a health body that is a supplier."""
    yield ["", PROVIDER, "supplier", "Provides public health services under contract", AUTHOR, DAY, ""]
    for supplier in suppliers:
        if supplier.kind and (supplier.key % 5 or supplier.kind == PERSON):
            yield ["", supplier.name, supplier.kind, "Not bought through procurement", AUTHOR, DAY, ""]
        elif supplier.kind:
            number = supplier.fusion_number
            yield [number, "", supplier.kind, "Not bought through procurement", AUTHOR, DAY, "fusion"]


def override_rows(suppliers: list[Supplier]) -> Rows:
    """The right postcode of suppliers whose rows carry a wrong one; every second for all sites."""
    for at, supplier in enumerate(one for one in suppliers if one.shown == "overridden"):
        for site in supplier.sites:
            code = f"{site.code}-01" if at % 2 or len(supplier.sites) > 1 else ""
            reason = "Rows carry the postcode of the factoring house"
            yield [supplier.fusion_number, code, site.place.postcode, reason, AUTHOR, DAY, "fusion"]


def crosswalk_rows(suppliers: list[Supplier]) -> Rows:
    """Those whom nothing else links, and some whom the name links too."""
    for supplier in suppliers:
        both = supplier.r12_number and supplier.fusion_number and supplier.link != "legacy"
        if both and supplier.group == "middle" and (supplier.link == "crosswalk" or supplier.key % 37 == 4):
            yield [supplier.r12_number, supplier.fusion_number]


def site_rows(suppliers: list[Supplier]) -> Rows:
    """Sites of suppliers set up in Fusion: those that place payments, and a hundred more; some closed ones.

    Every fifth stands under another site code than its payments, so that its number alone must place it.
    """
    rng = stream("sites")
    new = [
        one
        for one in suppliers
        if one.group in {"middle", "small"} and not one.r12_number and one.shown != "overridden"
    ]
    others = [one for one in new if one.shown == "own" and one.reach not in {"unknown", "overseas"}][:100]
    for supplier in [one for one in new if one.shown == "listed"] + others:
        for site in supplier.sites:
            code = "HEAD OFFICE" if supplier.shown == "listed" and supplier.key % 5 == 0 else f"{site.code}-01"
            yield _site(supplier, code, site.address, site.place, "")
        if supplier.shown == "own" and supplier.key % 4 == 0:
            yield _site(supplier, "OLD OFFICE", "1 OLD ROAD", draw_place("elsewhere", rng), "2023-06-30")


def _site(supplier: Supplier, code: str, address: str, place: Place, inactive: str) -> list[str]:
    return [supplier.fusion_number, supplier.name, code, address, place.town, place.postcode, place.country, inactive]
