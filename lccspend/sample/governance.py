"""Suppliers in, the small files out that people keep on waivers, procurement measures and recommendations.

All of it is made up; no figure of payments or awards rests on it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from lccspend.money import pounds
from lccspend.sample.chance import stream
from lccspend.sample.suppliers import Supplier

WAIVER_COLUMNS = "reference,kind,date,supplier,value,reason,approved_by"
KPI_COLUMNS = "financial_year,measure,target,actual,unit,better,status"
ACTION_COLUMNS = "reference,recommendation,source,owner,target_date,status,completed_on"

FIRST = date(2022, 4, 1)
ENTRIES = 64
"""Over the two years to March 2024."""

REASONS = (
    "Only one supplier can deliver",
    "Extreme urgency",
    "Bridge to a new procurement",
    "Continuity of care for a named service",
    "Late start of the procurement",
)

KPIS = (
    ("2022/23", "Spend under contract", "70", "58.4", "% of procurement spend", "higher", ""),
    ("2023/24", "Spend under contract", "70", "64.2", "% of procurement spend", "higher", ""),
    ("2023/24", "Procurements finished by their planned date", "85", "88", "% of procurements", "higher", ""),
    ("2023/24", "Waivers granted", "24", "31", "waivers", "lower", ""),
    ("2023/24", "Undisputed invoices paid in 30 days", "95", "95.6", "% of invoices", "higher", ""),
    ("2023/24", "Savings secured", "4500000", "4210000", "£", "higher", "amber"),
    ("2023/24", "Contracts let with social value measures", "60", "41.5", "% of contracts", "higher", ""),
    ("2023/24", "Bids for each competition", "4", "4.3", "bids", "higher", ""),
    ("2023/24", "Events to meet suppliers", "4", "1", "events", "higher", "red"),
    ("2023/24", "Suppliers who find bidding easy", "75", "", "% of those asked", "higher", ""),
)

ACTIONS = (
    (
        ("R1", "Publish a forward plan of procurements for the next two years", "External review"),
        ("Head of Procurement", "2024-03-31", "complete", "2024-03-18"),
    ),
    (
        ("R2", "Link the contract register to the payments system", "External review"),
        ("Head of Procurement", "2024-09-30", "in progress", ""),
    ),
    (
        ("R3", "Agree one list of categories for suppliers and purchases", "External review"),
        ("Head of Finance Systems", "2024-12-31", "in progress", ""),
    ),
    (("R4", "Train contract managers in every directorate", "External review"), ("", "", "not started", "")),
    (
        ("IA1", "Record the reason for each waiver in one log", "Internal audit"),
        ("Head of Procurement", "2023-12-31", "complete", "2024-01-12"),
    ),
    (
        ("IA2", "Review expired contracts that are still paid under", "Internal audit"),
        ("Category managers", "2027-03-31", "in progress", ""),
    ),
    (
        ("IA3", "Report payment times to the board each quarter", "Internal audit"),
        ("Head of Exchequer Services", "2024-06-30", "complete", "2024-06-28"),
    ),
)


def waiver_rows(suppliers: list[Supplier]) -> Iterator[list[str]]:
    """Waivers, every fifth entry a case of non-compliance, every sixteenth without a value."""
    rng = stream("waivers")
    named = [one for one in suppliers if one.group == "middle" and not one.kind]
    days = sorted(FIRST + timedelta(days=rng.randrange(731)) for _ in range(ENTRIES))
    for at, day in enumerate(days):
        supplier, reason = rng.choice(named), rng.choice(REASONS)
        value = "" if at % 16 == 9 else str(pounds(rng.randint(50, 6_000) * 100_00 + rng.choice((0, 0, 49_95))))
        kind, approver = ("non-compliance", "") if at % 5 == 3 else ("waiver", "Director of Finance")
        yield [f"W{day:%y}-{at + 1:03d}", kind, day.isoformat(), supplier.name, value, reason, approver]


def kpi_rows() -> Iterator[list[str]]:
    yield from map(list, KPIS)


def action_rows() -> Iterator[list[str]]:
    yield from ([*what, *who] for what, who in ACTIONS)
