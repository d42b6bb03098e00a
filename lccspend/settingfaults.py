"""What pydantic found amiss in the settings in, sentences for the person who wrote them out."""

import difflib
from typing import Any, get_args

from lccspend.nearest import did_you_mean

_WANTED = {
    "date": "a date, such as 2023-01-31",
    "decimal": "a number",
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "string": "a text in quotes",
    "list": 'a list, such as ["one", "two"]',
    "dict": "a table of its own",
    "model": "a table of its own",
    "path": "a path in quotes",
}
"""By the first word of pydantic's name for the fault."""


def sentence(fault: Any, settings: Any) -> str:
    """One fault: the key, the value that it has, and what it may be; the nearest known one where there is a list."""
    place = ".".join(str(part) for part in fault["loc"])
    kind = fault["type"].split("_")[0]
    if fault["type"] == "extra_forbidden":
        return f"unknown key {place}{_nearest(fault['loc'], settings)}"
    if fault["type"] == "literal_error":
        known = fault["ctx"]["expected"]
        meant = did_you_mean(str(fault["input"]), known.replace(" or ", ", ").replace("'", "").split(", "))
        return f"{place} is {_shown(fault['input'])}; it may be {known}.{meant}"
    if kind in _WANTED and fault["type"].endswith(("_type", "_parsing", "_inexact", "_from_float")):
        return f"{place} is {_shown(fault['input'])}; it must be {_WANTED[kind]}"
    return f"{place or 'settings'}: {fault['msg'].removeprefix('Value error, ')}"


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 60 else f"{text[:59]}…"


def _nearest(place: tuple[str | int, ...], settings: Any) -> str:
    model = settings
    for part in place[:-1]:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        model = next((a for a in get_args(annotation) if hasattr(a, "model_fields")), annotation)
    known = list(model.model_fields)
    near = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.0)
    return f"; did you mean {near[0]}?" if near else ""
