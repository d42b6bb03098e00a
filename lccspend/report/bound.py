"""A report's scope in, the values that a narrative text may print by name out, as the report prints them."""

from lccspend.law.dated import ThresholdKind, thresholds
from lccspend.report.filters import day, pounds
from lccspend.report.scope import Scope
from lccspend.report.sections.summary import key_figures

FIGURES = ("total", "share", "suppliers", "tail", "awards")
"""The five figures of the summary, in its order."""

THRESHOLDS: dict[str, ThresholdKind] = {
    "threshold_goods_and_services": "goods and services",
    "threshold_works": "works",
    "threshold_light_touch": "light touch",
    "threshold_concessions": "concessions",
}
"""The thresholds that are still in force by the newest rows of the dated table, VAT included."""

SINCE = "thresholds_from"

VALUES = ("authority", "area", "region", "year", *FIGURES, *THRESHOLDS, SINCE)


def bound_values(scope: Scope) -> dict[str, str]:
    """Name -> what is printed for it; [x] where a figure is not available."""
    held = {line.kind: line for line in thresholds() if line.valid_to is None}
    return {
        "authority": scope.settings.authority.name,
        "area": scope.places.area,
        "region": scope.places.region,
        "year": scope.year,
        **{name: figure.value for name, figure in zip(FIGURES, key_figures(scope), strict=True)},
        **{name: pounds(held[kind].pounds) for name, kind in THRESHOLDS.items()},
        SINCE: day(max(line.valid_from for line in held.values())),
    }
