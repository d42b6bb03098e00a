"""A supplier's name in, all that the last build knows of it out: names, class, places, evidence, spend by year."""

import difflib
from typing import TYPE_CHECKING

from lccspend.commands.queries import summary
from lccspend.errors import SpendError
from lccspend.geography.locality import Definition, as_built, authority_name, locality_of
from lccspend.money import pounds
from lccspend.names import normalised
from lccspend.payees import SupplierAnswer, SupplierDetail, SupplierYearSpend
from lccspend.privacy import WITHHELD_AS
from lccspend.project import Project
from lccspend.store import of_one_build

if TYPE_CHECKING:
    import polars as pl

    from lccspend.registers.records import Evidence


@of_one_build
def one_supplier(project: Project, name: str) -> SupplierAnswer:
    """The suppliers that bear the name, in any of its spellings; SpendError with near names when there is none.

    Persons are not found by name, and of payees whose names are withheld nothing is shown but their spend.
    """
    import polars as pl

    from lccspend.etl.published_rows import payments
    from lccspend.etl.registers import read_evidence

    home = as_built(summary(project))
    rows = payments(project).filter(pl.col("fate") == "counted")
    keys = _keys(rows, name)
    own = rows.filter(pl.col("supplier_key").is_in(keys)).collect()
    evidence = read_evidence(project)
    return SupplierAnswer(
        suppliers=tuple(_detail(own.filter(supplier_key=key), evidence.get(key), home) for key in keys)
    )


def _keys(rows: "pl.LazyFrame", name: str) -> list[int]:
    import polars as pl

    named = rows.select("supplier_key", "supplier", "supplier_name", "private").unique().collect()
    open_names = [(key, n) for key, *both, private in named.iter_rows() for n in both if n and not private]
    wanted = normalised(name)
    keys = sorted({key for key, known in open_names if normalised(known) == wanted and known != WITHHELD_AS})
    if keys:
        return keys
    printed = sorted(set(named.filter(pl.col("supplier") != WITHHELD_AS)["supplier"]))
    near = difflib.get_close_matches(name.upper(), printed, n=5, cutoff=0.4)
    raise SpendError(
        f"There is no supplier '{name}'.",
        fix=f"Nearest: {', '.join(near)}." if near else "Try `lccspend suppliers --search TEXT`.",
    )


def _detail(own: "pl.DataFrame", evidence: "Evidence | None", home: Definition) -> SupplierDetail:
    company = evidence.company if evidence else None
    first = own.row(0, named=True)
    return SupplierDetail(
        supplier=first["supplier"],
        supplier_class=first["supplier_class"],
        class_source=first["class_source"],
        names=_distinct(own, "supplier_name"),
        supplier_numbers=_distinct(own, "supplier_number"),
        postcodes=_distinct(own, "postcode"),
        company=f"{company.name} ({company.number}, {company.status})" if company else "",
        registered_office=company.postcode if company else "",
        operations=tuple(authority_name(code) for code in (first["operations"] or "").split()),
        sme=evidence.sme if evidence else "",
        sme_evidence=evidence.sme_evidence if evidence else "",
        vcse=evidence.vcse if evidence else "",
        vcse_evidence=evidence.vcse_evidence if evidence else "",
        years=tuple(_year(str(label), part, home) for (label,), part in _by_year(own)),
    )


def _distinct(own: "pl.DataFrame", column: str) -> tuple[str, ...]:
    return tuple(own[column].drop_nulls().unique().sort())


def _by_year(own: "pl.DataFrame") -> "list[tuple[tuple[object, ...], pl.DataFrame]]":
    return list(own.sort("financial_year").group_by("financial_year", maintain_order=True))


def _year(label: str, part: "pl.DataFrame", home: Definition) -> SupplierYearSpend:
    pence = dict.fromkeys(("lancashire", "north_west", "elsewhere", "overseas", "unknown"), 0)
    for place, amount in part.select("place", "pence").iter_rows():
        pence[locality_of(place, home)] += amount
    return SupplierYearSpend(
        financial_year=label,
        payments=part.height,
        spend=pounds(sum(pence.values())),
        **{where: pounds(amount) for where, amount in pence.items()},
    )
