"""A random source in, suppliers out that meet every rule about names, numbers, links and places."""

from dataclasses import dataclass, field

COLOURS = (
    "Amber",
    "Bronze",
    "Crimson",
    "Denim",
    "Ebony",
    "Fawn",
    "Golden",
    "Hazel",
    "Indigo",
    "Jade",
    "Khaki",
    "Lilac",
)
GOODS = ("Fencing", "Joinery", "Lanterns", "Paving", "Ropes", "Saddles", "Tents", "Umbrellas", "Violins", "Wicker")
FORMS = ("Ltd", "Limited", "PLC", "LLP", "CIC", "")
POSTCODES = (
    *("PR1 8XJ", "BB11 1JG", "L40 8AH", "LA6 2QG", "OL14 8DD", "SW1A 1AA", "M1 1AE", "BT1 5GS", "FY1 1AP"),
    *("PR9 0TL", "BB1 7DY", "L39 2DF", "CA1 1AA", "EH1 1YZ", "CF10 1EP", "LA1 1PJ", "PR7 1DP", "WN8 6PN", "WA1 1AA"),
)
NOT_PLACED = ("", "", "Various", "ZZ99 9ZZ", "n/a")
OFFSHORE = ("IM1 1AE", "JE2 3QA", "GY1 1AA")
LINKS = ("name", "legacy", "crosswalk", "alias", "none", "r12", "fusion")
WITHHELD = ("REDACTED PERSONAL DATA", "Redacted", "Redacted - Personal Data", "REDACT")


@dataclass
class Firm:
    """A supplier as both systems hold it; link says how the two belong together."""

    names: dict
    numbers: dict
    sites: dict
    country: str = ""
    link: str = "name"
    own_postcode: float = 1.0
    credit: bool = False
    kind: str = ""
    listed: str = ""
    category: list = field(default_factory=list)

    @property
    def systems(self):
        return [system for system in ("r12", "fusion") if system in self.numbers]


def invent_firms(rng):
    pool = [f"{colour} {goods}" for colour in COLOURS for goods in GOODS]
    rng.shuffle(pool)
    firms = [_firm(rng, pool, at) for at in range(rng.randint(12, 30))]
    firms += _special(rng, pool, len(firms))
    return firms


def _firm(rng, pool, at):
    link = rng.choice(LINKS)
    name, other = pool.pop(), pool.pop()
    names = {"r12": name, "fusion": name if link == "name" else other}
    numbers = {"r12": str(10000 + at), "fusion": str(300000 + at)}
    if link in numbers:
        names, numbers = {link: names[link]}, {link: numbers[link]}
    sites = {f"SITE{n}": _postcode(rng) for n in range(rng.randint(1, 3))}
    firm = Firm(names, numbers, sites, link=link, own_postcode=rng.choice((1.0, 1.0, 0.8, 0.0)))
    firm.country = rng.choice(("", "", "GB", "United Kingdom", "gbr", "England", "IE", "France"))
    firm.listed = rng.choice(("", "site", "number", "one place"))
    firm.kind = rng.choice(("", "", "", "public body", "School", "business"))
    return firm


def _postcode(rng):
    return rng.choice(rng.choice((POSTCODES, POSTCODES, POSTCODES, NOT_PLACED, OFFSHORE)))


def _special(rng, pool, at):
    """Those that are no ordinary supplier: withheld, nameless, persons who share a name, credits, twins in number."""
    namesake, shared, credit, total = pool.pop(), pool.pop(), pool.pop(), "Total Energies"
    plain = {"S": rng.choice(POSTCODES)}
    return [
        Firm({"r12": rng.choice(WITHHELD), "fusion": rng.choice(WITHHELD)}, _numbers(at), {"": "PR1 8XJ", "X": ""}),
        Firm({"r12": "", "fusion": ""}, _numbers(at + 1), dict(plain)),
        Firm({"r12": namesake}, {"r12": str(10000 + at + 2)}, {"S": "PR1 8XJ"}, kind="individual"),
        Firm({"r12": namesake}, {"r12": str(10000 + at + 3)}, {"S": "SW1A 1AA"}, kind="individual"),
        Firm({"r12": shared, "fusion": pool.pop()}, {"r12": "77777", "fusion": "77777"}, dict(plain), link="none"),
        Firm({"r12": credit, "fusion": credit}, _numbers(at + 4), dict(plain), credit=True),
        Firm({"r12": total, "fusion": total}, _numbers(at + 5), dict(plain)),
        Firm({"r12": "Café Noir & Sons", "fusion": "CAFE NOIR AND SONS"}, _numbers(at + 6), dict(plain)),
        Firm({"r12": "Redactive Publishing", "fusion": "Redactive Publishing"}, _numbers(at + 7), dict(plain)),
    ]


def _numbers(at):
    return {"r12": str(10000 + at), "fusion": str(300000 + at)}


def spelt(rng, name):
    """The same name as somebody else might have typed it."""
    if not name or name.upper().startswith(("REDACT", "TOTAL")):
        return name
    return rng.choice(
        (
            name,
            name.upper(),
            f"The {name}",
            f"{name} {rng.choice(FORMS)}".strip(),
            f"{name.upper()} LTD.",
            name.replace(" ", "  ", 1),
            name.replace(" ", "-", 1),
        )
    )
