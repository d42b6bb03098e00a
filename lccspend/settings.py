"""lccspend.toml in, one frozen and checked Settings value out; unknown keys are refused, with the nearest known one."""

import tomllib
from datetime import date
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from lccspend.agreements.payments import LargePayment
from lccspend.errors import SettingsError
from lccspend.limits import Limits
from lccspend.settingfaults import sentence
from lccspend.settingvalues import BelowRaw, Colour, Pounds, ProjectPath, Share, Word
from lccspend.unattended import Notify, RunSettings

Layout = Literal[
    "r12",
    "fusion",
    "published",
    "sites",
    "awards",
    "contracts",
    "social_value",
    "control_totals",
]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Authority(Section):
    name: str = "Lancashire County Council"
    area: str = "Lancashire"
    """What the home area is called in print."""
    home: str = "lancashire-12"
    region: str = "North West"
    elsewhere: str = "Elsewhere in the UK"
    overseas: str = "Overseas"
    unknown: str = "Not known"
    """What the wider places are called in print."""


class LocalitySettings(Section):
    minimum_coverage: Share = Decimal("0.80")
    ring_centre: str = "E07000123"
    """The authority in the middle of the rings of spend; the home area and its region lie around it."""
    definitions: dict[str, list[str]] = {}
    areas: dict[str, list[str]] = {}
    """Areas to sum spend by, such as councils to come; no two share an authority."""


def is_named(label: str, name: str) -> bool:
    """Whether a name or glob is that of a file, of a sheet of it (file#sheet) or of a member of an archive.

    As elsewhere, `**/` stands for no folder too: `**/*.csv` is also what lies in data/raw itself.
    """
    names = (label, label.split("#")[0])
    globs = (name, name.replace("**/", ""))
    return name in names or any(fnmatch(own, glob) for own in names for glob in globs)


class SourceFile(Section):
    """A file without headings, or one whose layout must be told."""

    match: BelowRaw
    layout: Layout
    columns: list[str] = []


class LayoutColumns(Section):
    columns: dict[str, str | list[str]] = {}


class Sources(Section):
    fusion_go_live: date = date(2023, 1, 1)
    vat_basis: Literal["not stated", "gross", "net"] = "not stated"
    ignore: list[BelowRaw] = []
    linked_folders: list[Path] = []
    """Folders outside data/raw that links in it may lead to; relative to the project folder."""
    files: list[SourceFile] = []
    r12: LayoutColumns = LayoutColumns()
    fusion: LayoutColumns = LayoutColumns()
    published: LayoutColumns = LayoutColumns()
    sites: LayoutColumns = LayoutColumns()
    awards: LayoutColumns = LayoutColumns()
    contracts: LayoutColumns = LayoutColumns()
    social_value: LayoutColumns = LayoutColumns()
    control_totals: LayoutColumns = LayoutColumns()

    def ignores(self, label: str) -> bool:
        return any(is_named(label, name) for name in self.ignore)

    def own_headings(self, layout: str) -> dict[str, list[str]]:
        """The user's headings for the fields of a layout."""
        columns: dict[str, str | list[str]] = getattr(self, layout).columns
        return {field: [v] if isinstance(v, str) else v for field, v in columns.items()}


class Exclusions(Section):
    business_units: list[str] = []
    include_business_units: list[str] = []
    invoice_types: list[str] = ["EXPENSE REPORT", "INTEREST", "AWT"]
    conversion_sources: list[Word] = ["CONVERSION", "MIGRATION"]
    conversion_methods: list[str] = ["CLEARING", "CONVERSION"]


class Populations(Section):
    not_procurement: list[str] = [
        "public body",
        "school",
        "individual",
        "internal",
        "redacted",
        "pension and payroll",
        "tax",
    ]
    class_rules: bool = False
    """Whether names alone may tell a class where supplier_classes.csv is silent; that file beats every rule."""


class Categories(Section):
    other: list[str] = ["Other", "Miscellaneous", "Sundry"]
    maximum_other_share: Share = Decimal("0.10")


class Tail(Section):
    """Pounds; each band reaches from its limit up to, but not including, the next."""

    threshold: Annotated[Pounds, Field(gt=0)] = Decimal(100000)
    bands: list[Pounds] = [Decimal(n) for n in (50000, 100000, 250000, 500000, 1000000, 5000000)]

    @model_validator(mode="after")
    def _bands_partition(self) -> Self:
        if not self.bands or any(limit <= 0 for limit in self.bands):
            raise ValueError("bands needs at least one limit, all above zero")
        for lower, upper in zip(self.bands, self.bands[1:], strict=False):
            if lower >= upper:
                raise ValueError(f"bands overlap or leave a gap: {upper} follows {lower}; limits must rise")
        return self


class Checks(Section):
    maximum_rejected_share: Share = Decimal("0.01")


def _field_of_large_payments(name: str) -> str:
    known = LargePayment.__struct_fields__
    if name not in known:
        raise ValueError(f"{name} is no field of it; there are {', '.join(known)}")
    return name


class PaymentSettings(Section):
    over_30000_fields: list[Annotated[str, AfterValidator(_field_of_large_payments)]] = [
        *("contract_reference", "contract_title", "supplier", "payment_date", "amount", "payment_reference"),
        *("quarter_start", "quarter_end"),
    ]
    """The columns of the payments of more than £30,000, in their order."""


class Transparency(Section):
    threshold: Annotated[Pounds, Field(ge=0)] = Decimal(500)
    """Pounds: larger amounts are published, whatever their sign."""


Disputed = Literal["academy trusts", "universities", "housing associations", "nhs charities"]


class Registers(Section):
    """Where registers of companies, charities and postcodes lie, when not below data/raw, and what counts as VCSE."""

    companies_house: Path | None = None
    charity_commission: Path | None = None
    """A file, or a folder that holds the parts of the register; relative to the project folder."""
    postcodes: Path | None = None
    """ONSPD, NSPL or Code-Point Open, likewise."""
    stale_after_days: Annotated[int, Field(gt=0)] = 365
    vcse_leaves_out: list[Disputed] = list(get_args(Disputed))


class Paper(Section):
    """A background paper."""

    title: str
    date: str = "Not dated"
    contact: str = "Not given"


class ReportSettings(Section):
    """The council's form around the figures; a text that is empty is left out of the report."""

    sample: bool = False
    """Stamps everything that is printed as SAMPLE DATA."""
    templates: ProjectPath | None = None
    """A folder with templates of the council's own; what it lacks is taken from the package."""
    logo: ProjectPath | None = None
    """An SVG drawing for the front page."""
    colour: Colour = "#12436D"
    title: str = "Procurement spend"
    committee: str = ""
    meeting_date: date | None = None
    report_of: str = ""
    part: str = "Part I"
    electoral_divisions: str = "(All Divisions)"
    corporate_priorities: str = ""
    contact: str = ""
    recommendation: str = "note the spend, its locality and the limits of the figures set out in this report"
    """Follows the words: is asked to."""
    consultations: str = "None."
    financial: str = ""
    legal: str = ""
    equality: str = ""
    risk_management: str = ""
    background_papers: list[Paper] = []
    approved_by: str = ""
    """Who answers for a final report."""
    narrative: dict[str, str] = {}
    """The council's own words, as Markdown, by the section they open; checked as `report.narrative` says."""


class Settings(Section):
    """Every setting of a project; the defaults suit Lancashire County Council."""

    authority: Authority = Authority()
    locality: LocalitySettings = LocalitySettings()
    sources: Sources = Sources()
    exclusions: Exclusions = Exclusions()
    populations: Populations = Populations()
    categories: Categories = Categories()
    tail: Tail = Tail()
    checks: Checks = Checks()
    limits: Limits = Limits()
    registers: Registers = Registers()
    payments: PaymentSettings = PaymentSettings()
    transparency: Transparency = Transparency()
    report: ReportSettings = ReportSettings()
    runs: RunSettings = RunSettings()
    notify: Notify = Notify()


def read_settings(path: Path) -> Settings:
    """The settings of a file, or the defaults when there is none; SettingsError names every fault at once."""
    if not (path.exists() or path.is_symlink()):
        return Settings()
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise SettingsError(f"{path.name} is not TOML: {fault}", fix="Mend that line.") from fault
    except OSError as fault:
        raise SettingsError(
            f"{path} cannot be read: {fault.strerror}.", fix="Put a file there that you may read."
        ) from fault
    try:
        return Settings.model_validate(raw, context=path.parent.absolute())
    except ValidationError as fault:
        lines = [sentence(error, Settings) for error in fault.errors()]
        raise SettingsError(
            f"{path.name}: " + "\n".join(lines),
            fix="See the commented file that `lccspend init` writes.",
        ) from fault
