"""The settings model in, a commented lccspend.toml with every setting and its default out."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from lccspend.settings import Settings

COMMENTS = {
    "authority.area": "What the home area is called in print.",
    "authority.home": "The home area: lancashire-12, lancashire-14, or a name under [locality.definitions].",
    "authority.region": "The region around the home area.",
    "locality.minimum_coverage": "Below this share of the spend with a place no percentage is given.",
    "locality.definitions": "More home areas, as lists of local authority codes.",
    "locality.ring_centre": "The authority in the middle of the rings of spend: centre, home area, region.",
    "locality.areas": "Areas to sum spend by, as lists of local authority codes; no two share one.",
    "sources.fusion_go_live": "Fusion's payments count from this day on where both systems hold them.",
    "sources.vat_basis": '"not stated", "gross" or "net"; printed with the method.',
    "sources.ignore": 'Files below data/raw to leave out, as patterns: ["old/*", "*.pdf"].',
    "sources.linked_folders": "Folders outside data/raw that links in it may lead to.",
    "sources.files": "A file without headings, or one whose layout must be told.",
    "sources.r12": "Headings of your exports beyond the known ones, field by field.",
    "exclusions.business_units": "Names of the business units to leave out.",
    "exclusions.include_business_units": "When not empty, only these business units count.",
    "exclusions.invoice_types": "Invoice types that are not spend with suppliers.",
    "exclusions.conversion_sources": "Converted history: contained in the invoice source.",
    "exclusions.conversion_methods": "Converted history: equal to the payment method.",
    "populations.not_procurement": "Classes of supplier that the population `procurement` leaves out.",
    "populations.class_rules": "true: names such as X COUNTY COUNCIL tell a class where supplier_classes.csv does not.",
    "categories.other": "Categories that say nothing of what was bought.",
    "categories.maximum_other_share": "Of a year's spend; above it those categories are warned of.",
    "tail.threshold": "Pounds: suppliers under it are counted apart.",
    "tail.bands": "Pounds, rising: a band reaches from its limit up to, but not including, the next.",
    "checks.maximum_rejected_share": "Of the rows read; above it the build is refused.",
    "limits.file_mb": "A larger file in data/raw is refused.",
    "limits.unpacked_mb": "So is an archive or a workbook that would unpack to more, with the archives in it;",
    "limits.ratio": "or to so many times its size, from 100 MB on;",
    "limits.members": "or an archive with more files;",
    "limits.cells": "or a file of text, HTML or XML with more cells.",
    "limits.cell_characters": "A longer text is cut, with a warning.",
    "registers.companies_house": "The register of companies (file, or folder of its parts), when not below data/raw.",
    "registers.charity_commission": "The register of charities, when not below data/raw.",
    "registers.postcodes": "A newer directory of postcodes: ONSPD, NSPL or Code-Point Open, when not below data/raw.",
    "registers.stale_after_days": "A register older than this is warned of.",
    "registers.vcse_leaves_out": "Kinds of body that some count as VCSE and that are left out here.",
    "payments.over_30000_fields": "The columns of `lccspend payments --over-30000`, in their order.",
    "transparency.threshold": "Pounds: larger payments and credits are published; the council itself uses 250.",
    "report.sample": "Stamps everything that is printed as SAMPLE DATA.",
    "authority.elsewhere": "What the wider places are called in print.",
    "report.templates": "A folder with templates of your own, in place of those of the same name.",
    "report.logo": "An SVG drawing for the front page.",
    "report.approved_by": "Who answers for the final report; build-report --final asks for it.",
    "report.narrative": "Your own words (Markdown) at the head of a section, by its name: locality, framework ...",
    "report.colour": "The colour of headings and charts.",
    "report.recommendation": "Follows the words: is asked to.",
    "report.background_papers": "The list of background papers.",
    "runs.keep": "So many of the latest runs are remembered; `lccspend runs` lists them.",
    "notify.on_success": "A command and its arguments, such as what copies the report to where it is read.",
    "notify.on_failure": "It gets the summary of the run as JSON on its standard input; see docs/scheduling.md.",
    "notify.timeout": "Seconds that a command or a mail server may take.",
    "notify.to": "Addresses that a mail goes to; without one no mail is sent.",
    "notify.sender": "The address that the mail comes from.",
    "notify.mail_on": 'After which runs: "success", "failure" or both.',
    "notify.attach": "true: the report goes with the mail; false: the mail says where it is.",
    "notify.sendmail": "Takes the mail where no smtp_host is named.",
    "notify.smtp_host": "A mail server; empty: the local sendmail.",
    "notify.smtp_security": '"starttls", "tls" or "none"; with smtp_user not "none".',
    "notify.smtp_user": "Its password comes from the environment (LCCSPEND_SMTP_PASSWORD) or from password_file.",
    "notify.password_file": "A file that only its owner can read; never in a project that others can see.",
}
"""For the settings that their names do not explain."""

EXAMPLES = {
    "locality.definitions": 'pendle-and-burnley = ["E07000122", "E07000117"]',
    "locality.areas": 'ribble = ["E07000123", "E07000126"]',
    "sources.files": '[[sources.files]]\nmatch = "april.csv"\nlayout = "published"\n'
    'columns = ["", "", "description", "", "supplier name", "date", "amount"]',
    "sources.r12": 'supplier_name = ["Payee"]',
    "registers.companies_house": 'companies_house = "registers/BasicCompanyDataAsOneFile.zip"',
    "registers.charity_commission": 'charity_commission = "registers/publicextract.charity.zip"',
    "registers.postcodes": 'postcodes = "registers/ONSPD_AUG_2026.zip"',
    "report.templates": 'templates = "our-templates"',
    "report.logo": 'logo = "logo.svg"',
    "report.narrative": 'framework = "Contracts are let under the rules of the council."',
    "report.meeting_date": "meeting_date = 2024-09-12",
    "notify.sender": 'sender = "spend@example.org"',
    "notify.password_file": 'password_file = "/etc/lccspend/smtp-password"',
    "report.background_papers": '[[report.background_papers]]\ntitle = "Procurement strategy"\ndate = "March 2024"',
}
"""Shown behind a # where the default is nothing, or an empty table."""


def commented_settings() -> str:
    """TOML that reads as the defaults, section by section in the order of the model."""
    sections = ["\n".join(_section(name, field.default)) for name, field in Settings.model_fields.items()]
    opening = "# Settings of lccspend. Every line shows the default: change what differs, leave out the rest.\n"
    return "\n".join([opening, *sections])


def _section(name: str, section: BaseModel) -> Iterator[str]:
    """Plain keys first: in TOML a key after a table's heading would belong to that table."""
    yield f"[{name}]"
    tables: list[str] = []
    for key in type(section).model_fields:
        place, value = f"{name}.{key}", getattr(section, key)
        if isinstance(value, BaseModel | dict):
            tables += _table(place, value)
        elif value is None:
            yield from [*_comment(place), *_example(place)]
        elif EXAMPLES.get(place, "").startswith("[["):
            tables += ["", *_comment(place), *_example(place)]
        else:
            yield from [*_comment(place), f"{key} = {_toml(value)}"]
    yield from [*tables, ""]


def _table(place: str, value: Any) -> list[str]:
    """An empty table; a layout's holds its columns."""
    heading = place if isinstance(value, dict) else f"{place}.columns"
    return ["", *_comment(place), f"[{heading}]", *_example(place)]


def _comment(place: str) -> list[str]:
    return [f"# {COMMENTS[place]}"] if place in COMMENTS else []


def _example(place: str) -> list[str]:
    return [f"# {line}" for line in EXAMPLES.get(place, "").splitlines()]


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
