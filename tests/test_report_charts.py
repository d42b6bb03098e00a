"""What a chart says in its title and where it puts it, and that it is left out where the figures do not bear it."""

import re

import pytest
from msgspec import structs
from report_figures import TODAY, district_year, figures, group, locality_year, money, supplier, tail_year

from lccspend.figures import Figures
from lccspend.report.charts import draw
from lccspend.report.context import build_report
from lccspend.report.model import Chart
from lccspend.report.palette import palette
from lccspend.settings import Settings

YEAR = "2023/24"


def charts(of: Figures) -> dict[str, Chart]:
    return {chart.name: chart for chart in build_report(of, Settings(), YEAR, 5, TODAY).charts}


def paid(*spends: int, unranked: int = 0) -> Figures:
    """Ranked suppliers, in a year that may hold spend with payees who have no name of their own."""
    ranked = tuple(supplier(rank, spend=spend) for rank, spend in enumerate(spends, start=1))
    tail = tail_year(YEAR, "all", ranked)
    whole = structs.replace(tail, spend=tail.spend + unranked)
    return figures((locality_year(YEAR),), ranked, tail=(whole,))


@pytest.mark.parametrize(
    ("spends", "unranked", "title"),
    [
        ((50, 30, 20), 0, "1 of 3 suppliers received half of all spend"),
        ((40, 30, 20, 10), 0, "2 of 4 suppliers received at least half of all spend"),
        ((15, 10, 5), 70, "The 3 suppliers that can be ranked received 30% of all spend"),
    ],
)
def test_half_of_all_spend_is_told_of_suppliers_that_reach_it(
    spends: tuple[int, ...], unranked: int, title: str
) -> None:
    assert charts(paid(*spends, unranked=unranked))["concentration"].title == title


def by_district(elsewhere: int = 0, **districts: int) -> Figures:
    """A year of which the districts of the home area were paid so much, and the rest of the country so much."""
    year = locality_year(YEAR, sum(districts.values()), 0, elsewhere, 0, 0)
    groups = (*(group(name, "lancashire", money(spend)) for name, spend in districts.items()),)
    return figures((year,), district=(structs.replace(district_year(year), groups=groups),))


def test_a_district_is_compared_with_the_others_of_its_area_alone() -> None:
    """London, say, received more than Preston."""
    made = charts(by_district(700, Preston=200, Wyre=100))
    assert (
        made["pounds-by-place"].title == "Preston received 20% of all spend, more than any other district of Lancashire"
    )
    assert made["tile-map"].title == "Of the districts of Lancashire, suppliers in Preston were paid most"


@pytest.mark.parametrize(
    ("districts", "title"),
    [
        ({"Preston": 300}, "Lancashire received 30% of all spend"),
        ({"Preston": 150, "Wyre": 150}, "Lancashire received 30% of all spend"),
        ({"Preston": 2, "Wyre": 1}, "Lancashire received less than 1% of all spend"),
    ],
)
def test_no_district_leads_where_it_is_alone_or_tied_or_received_next_to_nothing(
    districts: dict[str, int], title: str
) -> None:
    assert charts(by_district(1000 - sum(districts.values()), **districts))["pounds-by-place"].title == title


def test_a_map_has_more_than_one_tile_and_names_no_district_of_a_tie() -> None:
    assert "tile-map" not in charts(by_district(Preston=300))
    tied = charts(by_district(Preston=150, Wyre=150))["tile-map"]
    assert tied.title == "What suppliers in each district of Lancashire were paid"


def test_districts_that_a_page_has_no_room_for_are_one_bar() -> None:
    many = {f"District {number:02d}": 100 - number for number in range(33)}
    rows = charts(by_district(**many))["pounds-by-place"].rows
    assert len(rows) == 31
    assert rows[29][0] == "District 29"
    assert rows[30][:2] == ("3 other districts", money(70 + 69 + 68))


def test_no_chart_sets_places_against_each_other_of_which_too_few_are_known() -> None:
    year = locality_year(YEAR, 30, 0, 0, 0, 70, percent=None, percent_low=None, percent_high=None, marks=("x",))
    assert not {"share-by-year", "pounds-by-place", "tile-map"} & charts(figures((year,))).keys()


def labels(chart: Chart) -> dict[str, tuple[float, float]]:
    """Each text of the drawn chart, and where it stands: from the left, and from the top."""
    drawing = draw((chart,), palette("#12436D"))[chart.name]
    found = re.findall(r'<text[^>]* transform="translate\(([^,]+),([^)]+)\)"[^>]*>([^<]+)</text>', drawing)
    return {text: (float(x), float(y)) for x, y, text in found}


MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


def by_month(**pounds: int) -> Chart:
    """A year that holds these months alone."""
    rows = tuple((name, money(pounds[name]), f"£{pounds[name]}") if name in pounds else (name, None, "[x]")
                 for name in MONTHS)  # fmt: skip
    return Chart("monthly-spend", "", "", "", ("month", "pounds", "label"), rows)


def test_the_months_of_a_chart_stand_in_the_order_of_the_year_whichever_are_held() -> None:
    placed = labels(by_month(May=5, Jan=9))
    assert sorted(MONTHS, key=lambda month: placed[month]) == MONTHS


def test_a_month_of_credits_hangs_from_the_line_of_nought_with_its_label_above_it() -> None:
    chart = by_month(**dict.fromkeys(MONTHS, 100) | {"Dec": -100})
    drawing = draw((chart,), palette("#12436D"))[chart.name]
    (line,) = re.findall(r'<line[^>]* transform="translate\(0,([^)]+)\)"', drawing)
    assert float(line) == 100, "halfway down, for what was paid most and credited most are alike"
    assert labels(chart)["£-100"][1] < float(line)


def test_the_label_of_a_place_that_credits_outweigh_does_not_stand_on_its_bar() -> None:
    rows = (("Preston", money(300), "£300", "home", 0), ("Wyre", money(-100), "-£100", "home", 1))
    placed = labels(Chart("pounds-by-place", "", "", "", ("place", "pounds", "label", "kind", "order"), rows))
    assert placed["-£100"][0] == 106, "right of nought, which stands a quarter along the 400 points"
    assert placed["Preston"][1] < placed["Wyre"][1]
