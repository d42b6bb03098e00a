"""Nothing in, the vocabulary of the sample out: made-up stems, trades by category, streets. No person's name."""

STEM_BEGINNINGS = (
    "ALDER ASH ASPEN BECK BERRY BIRCH BLEA BRAM BRIAR BROAD BURN CALDER CARR CLOUGH COPP CRAG CRANE CROSS DEEP DOVE "
    "EDGE ELM FAIR FELL FERN FOX GORSE GRAY GREEN HALE HART HAZEL HEATHER HIGH HOLLIN HOLM KELD KING LANG LARK LIME "
    "LINDEN LONG LOW MARL MERE MILL MOOR MOSS NETHER NORTH OAK OVER PEEL PIKE RAVEN RED RIDGE ROUGH ROWAN RUSH SALT "
    "SAND SCAR SHAW SILVER SOUTH STAIN STONE SWIFT THORN TIDE UPPER WARD WATER WEST WHIN WHITE WILLOW WIND WOLF YEW"
)
"""First halves of made-up names, space-separated, as are the second halves below."""
STEM_ENDINGS = (
    "BANK BRIDGE BROOK CLIFFE CROFT DALE DEN EDGE END FIELD FOLD FORD GARTH GATE GILL GROVE HEAD HEY HILL HOLT HURST "
    "LAND LEACH LEIGH MERE MOUNT RIDGE RIGG SIDE STEAD THWAITE TON TOP WELL WICK WITH WORTH"
)

TRADES = {
    "Adult Social Care": "HOMECARE,RESIDENTIAL CARE,CARE HOMES,SUPPORTED LIVING,NURSING HOMES,CARE AT HOME",
    "Children & Young People": "CHILDRENS HOMES,FOSTERING SERVICES,YOUNG PEOPLES CARE,FAMILY SUPPORT,NURSERIES",
    "Transport": "TAXIS,COACHES,PRIVATE HIRE,MINIBUS HIRE,TRAVEL,PASSENGER TRANSPORT,CARS",
    "Construction": "CONSTRUCTION,BUILDERS,CIVIL ENGINEERING,ROOFING,JOINERY,GROUNDWORKS",
    "Highways": "SURFACING,HIGHWAYS,TRAFFIC MANAGEMENT,AGGREGATES,STREET LIGHTING",
    "Facilities": "CLEANING,FACILITIES,SECURITY,CATERING EQUIPMENT,GROUNDS MAINTENANCE,LIFTS",
    "Digital": "SOFTWARE,SYSTEMS,NETWORKS,DATA SERVICES,TELECOMS",
    "Professional Services": "CONSULTING,SURVEYORS,LEGAL SERVICES,ARCHITECTS,ENGINEERING CONSULTANTS",
    "Agency Staff": "RECRUITMENT,STAFFING,RESOURCING",
    "Public Health": "HEALTH SERVICES,RECOVERY SERVICES,WELLBEING,PHARMACY SERVICES",
    "Food": "FOODS,BAKERY,DAIRIES,FRESH PRODUCE,BUTCHERS",
    "Energy": "GAS SUPPLIES,POWER,HEATING OILS",
    "Waste": "WASTE MANAGEMENT,SKIP HIRE,RECYCLING,COMPOSTING",
    "Property": "PROPERTIES,ESTATES,LETTINGS,FURNITURE",
    "Education Supplies": "EDUCATIONAL SUPPLIES,BOOKS,PLAY EQUIPMENT,SPORTS EQUIPMENT,MUSIC TUITION",
    "Fleet": "VEHICLE HIRE,TYRES,COMMERCIALS,VEHICLE REPAIRS",
    "Environment": "TREE SERVICES,ECOLOGY,FENCING,LANDSCAPES,DRAINAGE",
}
"""Spend category to what its suppliers do, comma-separated; the first are the larger markets."""

CATEGORY_WEIGHTS = (26, 9, 12, 9, 6, 6, 5, 6, 3, 4, 4, 2, 2, 4, 4, 2, 2)

LEGAL_FORMS = ("LTD",) * 12 + ("LIMITED",) * 4 + ("CIC", "LLP", "PLC", "GROUP LTD", "SERVICES", "UK LTD")

PUBLIC_ENDINGS = (
    ("PRIMARY SCHOOL", "school"),
    ("COMMUNITY PRIMARY SCHOOL", "school"),
    ("HIGH SCHOOL", "school"),
    ("NURSERY SCHOOL", "school"),
    ("PARISH COUNCIL", "public body"),
    ("TOWN COUNCIL", "public body"),
    ("NHS COMMUNITY TRUST", "public body"),
    ("BOROUGH COUNCIL", "public body"),
)

LARGE_BODIES = (
    ("RIBBLE AND LUNE INTEGRATED CARE BOARD", "public body", "lancashire"),
    ("COUNTY PENSION FUND", "pension and payroll", "lancashire"),
    ("PAYE AND NATIONAL INSURANCE REMITTANCE", "tax", "elsewhere"),
    ("LUNESIDE HOSPITALS NHS FOUNDATION TRUST", "public body", "lancashire"),
    ("TEACHERS PENSIONS REMITTANCE", "pension and payroll", "elsewhere"),
    ("PENNINE EDGE HOSPITALS NHS TRUST", "public body", "split"),
    ("FOSTER CARER PAYMENT RUN", "pension and payroll", "split"),
    ("HOLLINBANK ACADEMIES TRUST", "school", "lancashire"),
    ("SHIRE POLICE AND CRIME COMMISSIONER", "public body", "lancashire"),
    ("WEST MOSS MENTAL HEALTH NHS FOUNDATION TRUST", "public body", "north_west"),
    ("COUNTY CARE SERVICES (INTERNAL)", "internal", "lancashire"),
    ("NORTH SHORE UNITARY COUNCIL", "public body", "north_west"),
    ("ASHMERE DISTRICT COUNCIL", "public body", "lancashire"),
    ("DIRECT PAYMENTS BATCH", "pension and payroll", "split"),
    ("ROSEDALE VALLEY ACADEMIES TRUST", "school", "lancashire"),
    ("TRANSPORT FOR THE NORTHERN SHIRES", "public body", "north_west"),
    ("BECKSIDE CITY COUNCIL", "public body", "lancashire"),
    ("HIGH FELLS COLLEGE CORPORATION", "school", "lancashire"),
    ("COUNTY HIGHWAYS DIRECT LABOUR (INTERNAL)", "internal", "lancashire"),
    ("EAST MOORS UNITARY COUNCIL", "public body", "elsewhere"),
)
"""Name, class and reach of the bodies that stand among the forty largest of `all` and are no procurement; invented."""

TOP_TWENTY_REACH = (
    "split elsewhere split elsewhere elsewhere lancashire elsewhere elsewhere north_west split "
    "lancashire lancashire elsewhere lancashire elsewhere lancashire lancashire split north_west north_west"
)
"""Where the sample puts the twenty published suppliers, in their order; made up, like every site here."""

WITHHELD = ("REDACTED", "Redacted", "REDACT")

STREETS = ("MILL LANE", "STATION ROAD", "HOLLIN WAY", "BRIDGE STREET", "QUAY SIDE", "ENTERPRISE COURT", "CHURCH BROW")

DESCRIPTIONS = (
    "Monthly invoice",
    "Services to period end",
    "Call-off order",
    "Placement weeks 1-4",
    "Materials as ordered",
    "Final account",
    "Vouchers at £50 each",
    "Works under £5,000",
    "Café supplies – week 12",
)
