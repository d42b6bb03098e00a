"""The contract register in, rows of the social value export out: some contracts with a few measures each.

Measures, units and prices are made up; quantities are whole, so that every value is a whole number of pence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lccspend.money import pounds
from lccspend.sample.chance import stream
from lccspend.sample.contracts import Line

COLUMNS = (
    "Contract Reference,Supplier,Theme,Outcome,Measure Reference,Measure,Unit,Committed Quantity,Delivered Quantity,"
    "Proxy Value,Committed Value,Delivered Value"
)
"""In the order of contract section 2."""

EVERY = 11
NOT_ON_REGISTER = "LCC-2018-0999"


@dataclass(frozen=True)
class Measure:
    """A measure: pence for each unit, and the most that one contract promises."""

    theme: str
    outcome: str
    reference: str
    text: str
    unit: str
    price: int
    most: int


MEASURES = (
    Measure("Jobs", "More local people in work", "SV01", "Local people employed on the contract", "FTE", 2_850_000, 12),
    Measure("Jobs", "More local people in work", "SV02", "People long out of work taken on", "FTE", 1_975_000, 4),
    Measure("Jobs", "Better skills", "SV03", "Weeks of apprenticeship", "weeks", 24_150, 104),
    Measure("Jobs", "Better skills", "SV04", "Hours of careers support in schools", "hours", 1_725, 60),
    Measure("Growth", "Stronger local firms", "SV05", "Spend in the local supply chain", "£", 100, 250_000),
    Measure("Growth", "Stronger local firms", "SV06", "Equipment given to voluntary groups", "£", 100, 8_000),
    Measure("Social", "Stronger communities", "SV07", "Hours volunteered by staff", "hours", 1_810, 240),
    Measure("Environment", "Less carbon", "SV08", "Carbon emissions saved", "tonnes", 25_200, 90),
)


def social_value_rows(register: list[Line]) -> Iterator[list[str]]:
    """Every so manieth contract with a reference, and one that the register does not hold."""
    rng = stream("social value")
    held = [line for line in register if line.reference and line.number][::EVERY]
    for at, line in enumerate(held):
        chosen = sorted(rng.sample(range(len(MEASURES)), 3 + at % 3))
        for measure in (MEASURES[place] for place in chosen):
            reference = NOT_ON_REGISTER if at == len(held) - 1 else line.reference
            committed = rng.randint(1, measure.most)
            yield _row(reference, line.supplier, measure, committed, committed * rng.randint(35, 110) // 100)


def _row(reference: str, supplier: str, measure: Measure, committed: int, delivered: int) -> list[str]:
    return [
        *(reference, supplier, measure.theme, measure.outcome, measure.reference, measure.text, measure.unit),
        *(str(committed), str(delivered), str(pounds(measure.price))),
        *(str(pounds(quantity * measure.price)) for quantity in (committed, delivered)),
    ]
