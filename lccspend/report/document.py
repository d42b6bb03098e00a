"""A report in, its JSON out: the figures as they are stored, in the shapes that the commands print."""

from typing import Any

import msgspec

from lccspend.figures import AwardsAnswer, GroupedAnswer, LocalityAnswer, SuppliersAnswer, TailAnswer
from lccspend.report.model import Report


def to_json(report: Report) -> bytes:
    """Indented JSON with money and percentages as strings with two decimals, ending in a line feed."""
    return msgspec.json.format(msgspec.json.encode(_document(report)), indent=2) + b"\n"


def _document(report: Report) -> dict[str, Any]:
    figures = report.figures
    return {
        "title": report.title,
        "authority": report.authority,
        "financial_year": report.financial_year,
        "sample": report.sample,
        "status": "final" if report.final else "draft",
        "approved_by": report.approved_by or None,
        "data": report.vintage,
        "written_on": report.written_on,
        "build": figures.build,
        "locality": LocalityAnswer(definition=figures.definition, years=figures.locality),
        "districts": GroupedAnswer(definition=figures.definition, years=figures.district),
        "categories": GroupedAnswer(definition=figures.definition, years=figures.category),
        "tail": TailAnswer(years=figures.tail),
        "suppliers": SuppliersAnswer(years=figures.suppliers),
        "awards": AwardsAnswer(years=figures.awards),
        "evidence": figures.evidence,
        "registers": figures.registers,
        "directories": figures.directories,
        "contracts": figures.contracts,
        "members": figures.members,
        "award_totals": figures.award_totals,
        "social_value": figures.social_value,
        "payees": figures.payees,
        "governance": figures.governance,
        "payments": figures.payments,
        "months": figures.months,
        "books": figures.books,
        "checks": figures.checks,
    }
