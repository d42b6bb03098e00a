"""The recommendations of reviews and audits in, who does what by when and what is overdue out."""

from lccspend.governance import Action
from lccspend.report.filters import count, day, listed
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.scope import Scope

NONE = "(none)"


def build(scope: Scope) -> Section:
    section = Section(id="actions", heading="Recommendations and what became of them")
    kept = scope.figures.governance
    if kept is None or kept.actions is None:
        return section
    if not kept.actions:
        return Section(section.id, section.heading, statements=("The list of recommendations is empty.",))
    table = Table(
        name="actions",
        title="Recommendations by target date",
        columns=(
            Column("recommendation", "Recommendation", "name"),
            Column("source", "Source", "name"),
            Column("owner", "Owner", "name"),
            Column("target_date", "Target date"),
            Column("status", "Status"),
        ),
        rows=tuple(_row(one) for one in sorted(kept.actions, key=_order)),
        population=f"As the council keeps them; overdue as at {day(kept.as_at)}.",
    )
    said = _said(kept.actions, day(kept.as_at))
    return Section(section.id, section.heading, statements=(said,), tables=(table,))


def _order(one: Action) -> tuple[bool, bool, str, str]:
    """What is open before what is complete, the soonest first, what has no date last."""
    return (one.status == "complete", one.target_date is None, str(one.target_date), one.reference)


def _row(one: Action) -> Row:
    reference = f"{one.reference}: " if one.reference else ""
    target = day(one.target_date) if one.target_date else NONE
    return (f"{reference}{one.recommendation}", one.source or NONE, one.owner or NONE, target, _status(one))


def _status(one: Action) -> str:
    ended = f" on {day(one.completed_on)}" if one.completed_on else ""
    return f"{one.status.capitalize()}{ended}{', overdue' if one.is_overdue else ''}"


def _said(actions: tuple[Action, ...], today: str) -> str:
    complete = sum(one.status == "complete" for one in actions)
    overdue = sum(one.is_overdue for one in actions)
    undated = sum(one.target_date is None and one.status != "complete" for one in actions)
    whole = "The one recommendation" if len(actions) == 1 else f"Of {count(len(actions))} recommendations"
    parts = [f"{count(complete)} complete", f"{count(len(actions) - complete)} open"]
    also = [f"{count(overdue)} overdue on {today}"] if overdue else []
    also += [f"{count(undated)} without a target date"] if undated else []
    return f"{whole}: {listed(parts)}{f', of which {listed(also)}' if also else ''}."
