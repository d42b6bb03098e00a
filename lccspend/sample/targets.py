"""Nothing in, the council's published figures out, in pence, counts and months: what the sample must reproduce.

Source: the council's review of its procurement service (five-year locality table, top twenty suppliers, tail,
contract awards). Top-twenty figures are printed to £100,000, all others to the pound. This is their only place.
"""

from dataclasses import dataclass

from lccspend.dates import months_of

POUND = 100
PRINTED_STEP = 100_000 * POUND


@dataclass(frozen=True)
class Year:
    """A printed line of the locality table: pence, and the months and the ledger it covers; home None was not given."""

    label: str
    system: str
    months: tuple[str, ...]
    total: int
    home: int | None


YEARS = (
    Year("2019/20", "r12", tuple(months_of("2019/20")[:8]), 660_870_122 * POUND, 313_796_035 * POUND),
    Year("2020/21", "r12", tuple(months_of("2020/21")), 979_255_643 * POUND, 466_656_416 * POUND),
    Year("2021/22", "r12", tuple(months_of("2021/22")), 1_093_299_978 * POUND, None),
    Year("2022/23", "fusion", tuple(months_of("2022/23")[9:]), 415_883_403 * POUND, 179_425_017 * POUND),
    Year("2023/24", "fusion", tuple(months_of("2023/24")), 1_643_247_174 * POUND, 849_618_863 * POUND),
)
TAIL_YEAR = YEARS[-1]

TOP_TWENTY = (
    ("SUEZ RECYCLING & RECOVERY UK LTD", 34_800_000, "Waste"),
    ("NPOWER COMMERCIAL GAS LTD", 20_800_000, "Energy"),
    ("HCRG CARE SERVICES LTD (FORMALLY VIRGIN CARE SERVICES)", 19_600_000, "Public Health"),
    ("CGL SERVICES LTD", 16_900_000, "Public Health"),
    ("MATRIX SCM LTD", 15_500_000, "Agency Staff"),
    ("GUARDIAN HOMECARE", 15_200_000, "Adult Social Care"),
    ("COSTAIN LTD", 14_400_000, "Construction"),
    ("REED SPECIALIST RECRUITMENT LTD", 10_700_000, "Agency Teaching Staff"),
    ("ALTERNATIVE FUTURES GROUP LTD", 10_600_000, "Adult Social Care"),
    ("ACORN CARE & EDUCATION- SALES LEDGER", 10_200_000, "Children & Young People"),
    ("RALPH LIVESEY LTD", 10_100_000, "Food"),
    ("DISABILITY EQUALITY (NW) LTD", 9_100_000, "Adult Social Care"),
    ("SOFTCAT PLC", 8_800_000, "Digital"),
    ("BROTHERS OF CHARITY SERVICES", 8_600_000, "Adult Social Care"),
    ("TOTALENERGIES", 8_100_000, "Energy"),
    ("ONE FYLDE LTD", 7_600_000, "Adult Social Care"),
    ("LANCASHIRE WASTE RECYCLING", 7_500_000, "Waste"),
    ("DOVEHAVEN CARE HOMES LTD", 6_800_000, "Adult Social Care"),
    ("BLACKPOOL TEACHING HOSPITALS NHS FOUNDATION TRUST", 6_100_000, "Public Health"),
    ("GLENVALE TRANSPORT LTD", 5_700_000, "Transport"),
)
"""Supplier, spend in 2023/24 in pounds to the nearest £100,000, category: of the population `procurement`."""

PROCUREMENT = 1_070_000_000 * POUND
"""The spend that procurement can address."""

TOP_FORTY = 400_000_000 * POUND
SMALL_SUPPLIERS = 6_000
SMALL_SPEND = 75_000_000 * POUND
THRESHOLD = 100_000 * POUND
"""The tail, of the population `all`: the forty largest, and the suppliers above zero and under the threshold."""


@dataclass(frozen=True)
class AwardMonth:
    """A column of the awards table: pounds, and counts of the suppliers appointed."""

    month: str
    value: int
    suppliers: int
    home: int
    north_west: int
    elsewhere: int
    sme: int
    vcfs: int


AWARDS = (
    AwardMonth("2023-04", 5_507_000, 9, 2, 4, 3, 6, 0),
    AwardMonth("2023-05", 5_846_000, 7, 2, 2, 3, 4, 0),
    AwardMonth("2023-06", 13_650_000, 14, 4, 2, 8, 5, 3),
    AwardMonth("2023-07", 324_429_000, 21, 12, 6, 3, 3, 0),
    AwardMonth("2023-08", 3_525_950_000, 129, 84, 17, 28, 82, 2),
    AwardMonth("2023-09", 17_646_000, 17, 7, 4, 6, 5, 0),
    AwardMonth("2023-10", 7_109_000, 13, 5, 4, 4, 5, 0),
    AwardMonth("2023-11", 309_000, 5, 2, 2, 1, 5, 0),
    AwardMonth("2023-12", 2_929_000, 8, 3, 3, 2, 6, 0),
    AwardMonth("2024-01", 6_522_000, 18, 8, 0, 10, 9, 7),
    AwardMonth("2024-02", 28_106_000, 26, 12, 3, 11, 11, 2),
    AwardMonth("2024-03", 5_546_000, 15, 1, 2, 12, 5, 0),
)
FRAMEWORK_MONTH = "2023-08"
FRAMEWORK_NOTE = "Living well at Home PDPS Award took place this month"
