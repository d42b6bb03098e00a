"""Years of locality from rows: shares, bounds, coverage, marks and home areas (contract 3.1 and 4.3 to 4.5)."""

from decimal import Decimal

import pytest
from ledger import build, districts, fusion, locality, project, published, r12

from lccspend.errors import SettingsError
from lccspend.geography.locality import definition
from lccspend.metrics.locality import grouped_years
from lccspend.store import read_cells

PRESTON, MANCHESTER, LONDON, BLACKBURN = "PR1 8XJ", "M2 5DB", "SW1A 1AA", "BB1 7DY"
YEAR_OF_MONTHS = [f"{2023 + (m > 12)}-{(m - 1) % 12 + 1:02d}-10" for m in range(4, 16)]


def spent(*paid, settings=""):
    """An R12 project of (pounds, postcode): a payment each, to suppliers that share nothing."""
    rows = [
        {"amount": amount, "postcode": postcode, "supplier": f"S{n}", "number": str(n), "invoice": str(n)}
        for n, (amount, postcode) in enumerate(paid)
    ]
    return {"files": {"a.csv": r12(*rows)}, "settings": settings}


def year_of(folder, *paid, settings=""):
    return locality(build(project(folder, **spent(*paid, settings=settings))))


def full_year(row, days=YEAR_OF_MONTHS):
    return [{**row, "day": day, "invoice": f"{day}"} for day in days]


def test_a_year_runs_from_the_first_of_april_to_the_last_of_march(tmp_path):
    days = ["2023-03-31", "2023-04-01", "2024-03-31", "2024-04-01"]
    rows = [{"day": day, "amount": f"{n}.00", "invoice": day} for n, day in enumerate(days, start=1)]
    figures = build(project(tmp_path, {"a.csv": r12(*rows)}))
    assert {y.financial_year: y.total for y in figures.locality} == {"2022/23": 1, "2023/24": 5, "2024/25": 4}


def test_the_share_is_of_the_whole_with_the_unknown_in_it_and_bounds_say_what_it_could_be(tmp_path):
    year = year_of(tmp_path, ("50.00", PRESTON), ("30.00", LONDON), ("20.00", ""))
    assert (year.percent, year.percent_low, year.percent_high) == (50, 50, 70)
    assert year.coverage_percent == Decimal("80.00")


def test_a_share_is_rounded_half_up_from_exact_pence(tmp_path):
    year = year_of(tmp_path, ("1.01", PRESTON), ("158.99", LONDON))  # 0.63125 %
    assert year.percent == Decimal("0.63")
    half = year_of(tmp_path / "half", ("0.01", PRESTON), ("7.99", LONDON))  # 0.125 %
    assert half.percent == Decimal("0.13")


def test_with_a_negative_unknown_the_smaller_bound_comes_first(tmp_path):
    year = year_of(tmp_path, ("50.00", PRESTON), ("60.00", LONDON), ("-10.00", ""))
    assert (year.percent, year.percent_low, year.percent_high) == (50, 40, 50)


def test_coverage_is_of_gross_value_so_that_credits_do_not_hide_what_is_unknown(tmp_path):
    year = year_of(tmp_path, ("60.00", PRESTON), ("-20.00", ""), ("20.00", ""))
    assert year.coverage_percent == Decimal("60.00")
    assert "x" in year.marks


def test_coverage_of_exactly_the_minimum_is_enough(tmp_path):
    year = year_of(tmp_path, ("80.00", PRESTON), ("20.00", ""))
    assert (year.percent, "x" in year.marks) == (Decimal("80.00"), False)


def test_a_penny_below_the_minimum_no_percentage_is_given_and_the_money_stands(tmp_path):
    year = year_of(tmp_path, ("79.99", PRESTON), ("20.01", ""))
    assert (year.percent, year.percent_low, year.percent_high, year.percent_estimated) == (None, None, None, None)
    assert year.marks == ("x", "p")
    assert (year.lancashire, year.unknown) == (Decimal("79.99"), Decimal("20.01"))
    assert year.coverage_percent == Decimal("79.99")


def test_the_settings_say_what_coverage_suffices(tmp_path):
    settings = "[locality]\nminimum_coverage = 0.10\n"
    assert year_of(tmp_path, ("10.00", PRESTON), ("90.00", ""), settings=settings).percent == 10


def test_the_estimate_is_given_below_the_minimum_when_its_own_coverage_suffices(tmp_path):
    rows = [{"postcode": PRESTON, "amount": "20.00"}, {"amount": "60.00"}]
    rows.append({"supplier": "DOE", "number": "2", "amount": "20.00"})
    year = locality(build(project(tmp_path, {"a.csv": r12(*rows)})))
    assert (year.percent, year.percent_estimated) == (None, Decimal("80.00"))
    assert year.marks == ("x", "p", "e")
    assert (year.lancashire, year.unknown) == (20, 80)


def test_no_mark_e_where_the_share_itself_is_given(tmp_path):
    year = locality(build(project(tmp_path, {"a.csv": r12({"postcode": PRESTON, "amount": "400.00"}, {})})))
    assert (year.percent, year.percent_estimated) == (Decimal("80.00"), Decimal("100.00"))
    assert "e" not in year.marks


def test_a_year_that_nets_to_nothing_has_no_share(tmp_path):
    year = year_of(tmp_path, ("10.00", PRESTON), ("-10.00", LONDON))
    assert (year.percent, year.total, year.coverage_percent) == (None, 0, 100)


def test_months_without_a_counted_payment_are_missing_and_mark_the_year(tmp_path):
    rows = full_year({"postcode": PRESTON})
    whole = locality(build(project(tmp_path / "whole", {"a.csv": r12(*rows)})))
    assert (whole.months, whole.months_missing, whole.marks) == (12, (), ())
    rows[3]["status"] = "VOIDED"
    part = locality(build(project(tmp_path / "part", {"a.csv": r12(*rows)})))
    assert (part.months, part.months_missing, part.marks) == (11, ("2023-07",), ("p",))


def shifted(years):
    return [f"{int(day[:4]) + years}{day[4:]}" for day in YEAR_OF_MONTHS]


def test_another_set_of_systems_than_in_the_latest_earlier_whole_year_is_a_break(tmp_path):
    row = {"postcode": PRESTON}
    r12_years = full_year(row, shifted(-3)) + full_year(row, shifted(-2))
    part_of_both = full_year(row, shifted(-1)[:2])
    files = {"r.csv": r12(*r12_years, *part_of_both), "f.csv": fusion(*full_year(row, shifted(-1)[9:] + shifted(0)))}
    years = build(project(tmp_path, files)).locality
    assert [(y.financial_year, y.sources, y.marks) for y in years] == [
        ("2020/21", ("r12",), ()),
        ("2021/22", ("r12",), ()),
        ("2022/23", ("r12", "fusion"), ("p", "b")),
        ("2023/24", ("fusion",), ("b",)),
    ]


def test_a_break_is_measured_from_the_latest_whole_year_not_from_a_part_year_after_it(tmp_path):
    row = {"postcode": PRESTON}
    files = {
        "r.csv": r12(*full_year(row, shifted(-2) + shifted(-1)[:3] + shifted(0))),
        "f.csv": fusion(*full_year(row, shifted(-1)[4:6])),
    }
    years = build(project(tmp_path, files)).locality
    assert [y.marks for y in years] == [(), ("p", "b"), ()]


def test_a_part_year_is_no_measure_of_a_break(tmp_path):
    row = {"postcode": PRESTON}
    files = {"r.csv": r12(*full_year(row, shifted(-1)[:5])), "f.csv": fusion(*full_year(row))}
    assert locality(build(project(tmp_path, files))).marks == ()


def test_all_marks_stand_in_their_order(tmp_path):
    files = {
        "r.csv": r12(*full_year({"postcode": PRESTON}, shifted(-1))),
        "f.csv": fusion({"postcode": PRESTON}, {"amount": "900.00"}),
    }
    assert locality(build(project(tmp_path, files))).marks == ("x", "p", "b", "e")


FOURTEEN = '[authority]\nhome = "lancashire-14"\n'


def test_fourteen_authorities_take_blackburn_and_blackpool_in(tmp_path):
    paid = (("1.00", PRESTON), ("2.00", BLACKBURN), ("4.00", "FY1 1AD"), ("8.00", MANCHESTER))
    twelve = year_of(tmp_path / "12", *paid)
    assert (twelve.lancashire, twelve.north_west) == (1, 14)
    fourteen = year_of(tmp_path / "14", *paid, settings=FOURTEEN)
    assert (fourteen.lancashire, fourteen.north_west) == (7, 8)


LEEDS_AND_BRADFORD = """
[authority]
home = "two"
region = "Yorkshire and The Humber"
[locality.definitions]
two = ["E08000035", "E08000032"]
"""


def test_another_council_names_its_own_home_area_and_region(tmp_path):
    paid = (("1.00", "LS1 1UR"), ("2.00", "S1 2HE"), ("4.00", PRESTON), ("8.00", LONDON))
    year = year_of(tmp_path, *paid, settings=LEEDS_AND_BRADFORD)
    assert (year.lancashire, year.north_west, year.elsewhere) == (1, 2, 12)


@pytest.mark.parametrize(
    "settings",
    [
        '[authority]\nhome = "lancaster"\n',
        '[authority]\nregion = "North-East Lancashire"\n',
        '[locality.definitions]\nx = ["E99000001"]\n[authority]\nhome = "x"\n',
        "[locality.definitions]\nx = []\n[authority]\nhome = 'x'\n",
        '[locality.definitions]\nlancashire-12 = ["E07000117"]\n',
    ],
)
def test_a_home_area_that_is_not_known_stops_the_build(tmp_path, settings):
    with pytest.raises(SettingsError) as stopped:
        build(project(tmp_path, {"a.csv": r12({})}, settings))
    assert stopped.value.exit_code == 1
    assert stopped.value.fix


PLACED = (
    ("1.00", PRESTON),
    ("2.00", MANCHESTER),
    ("4.00", LONDON),
    ("8.00", "JE2 4WE"),
    ("16.00", ""),
    ("-3.00", "BB9"),
)


def test_districts_stand_by_name_with_the_rest_after_them_and_sum_to_the_year(tmp_path):
    year = districts(build(project(tmp_path, **spent(*PLACED))))
    assert [g.group for g in year.groups] == [
        *["Burnley", "Chorley", "Fylde", "Hyndburn", "Lancaster", "Pendle", "Preston", "Ribble Valley", "Rossendale"],
        *["South Ribble", "West Lancashire", "Wyre", "Pendle or Ribble Valley"],
        *["north_west", "elsewhere", "overseas", "unknown"],
    ]
    assert {g.group: g.total for g in year.groups if g.total} == {
        "Preston": 1,
        "Pendle or Ribble Valley": -3,
        "north_west": 2,
        "elsewhere": 4,
        "overseas": 8,
        "unknown": 16,
    }
    assert sum(g.total for g in year.groups) == year.total == 28


@pytest.mark.parametrize("by", ["month", "category", "business-unit"])
def test_every_set_of_groups_sums_to_its_year_in_every_locality(tmp_path, by):
    made = project(
        tmp_path,
        {
            "a.csv": r12(
                {"postcode": PRESTON, "category": "Roads", "unit": "County", "amount": "1.00"},
                {"postcode": LONDON, "day": "2023-06-01", "amount": "2.00"},
                {"category": "Roads", "amount": "-4.00"},
            )
        },
    )
    figures = build(made)
    home = definition("lancashire-12", {}, "North West")
    (year,) = grouped_years(read_cells(made, by), figures.locality, home, by)
    for name in ("total", "lancashire", "north_west", "elsewhere", "overseas", "unknown"):
        assert sum(getattr(g, name) for g in year.groups) == getattr(year, name)
    named = {"month": ["2023-05", "2023-06"], "category": ["(none)", "Roads"], "business-unit": ["(none)", "County"]}
    assert sorted(g.group for g in year.groups) == named[by]


def test_a_published_year_has_its_own_source(tmp_path):
    assert locality(build(project(tmp_path, {"p.csv": published({})}))).sources == ("published",)
