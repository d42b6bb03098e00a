"""The council's settings in, the form around the figures out: report to, contact, implications and so on."""

from lccspend.report.filters import day
from lccspend.report.model import Entry, Field, Form, Paper
from lccspend.report.scope import Scope
from lccspend.report.sections.summary import brief

OPEN = "To be confirmed"
"""What a draft says where the settings are silent; a final report leaves the line out."""


def build(scope: Scope, appendices: int) -> Form:
    report = scope.settings.report
    implications = (
        ("Financial", report.financial),
        ("Legal", report.legal),
        ("Equality and cohesion", report.equality),
        ("Risk management", report.risk_management or _risk(scope)),
    )
    return Form(
        fields=_fields(scope, appendices),
        summary=brief(scope),
        recommendation=f"{report.committee or 'The committee'} is asked to {report.recommendation.rstrip('.')}.",
        consultations=report.consultations,
        implications=tuple(Entry(heading, text) for heading, text in implications if text),
        papers=tuple(Paper(paper.title, paper.date, paper.contact) for paper in report.background_papers),
    )


def _fields(scope: Scope, appendices: int) -> tuple[Field, ...]:
    report = scope.settings.report
    fields = (
        ("Report to", report.committee),
        ("Meeting to be held on", day(report.meeting_date) if report.meeting_date else ""),
        ("Report of", report.report_of),
        ("Status", report.part),
        ("Electoral divisions affected", report.electoral_divisions),
        ("Corporate priorities", report.corporate_priorities),
        ("Appendices", f"Appendices 1 to {appendices} refer"),
        ("Contact for further information", report.contact),
        ("Approved by", report.approved_by),
    )
    silent = "" if scope.edition.final else OPEN
    return tuple(Field(label, value or silent) for label, value in fields if value or silent)


def _risk(scope: Scope) -> str:
    verdict = scope.figures.checks.verdict
    found = {
        "pass": "All checks on the figures passed.",
        "warn": "Some checks on the figures gave a warning; they are listed in the appendices.",
        "fail": "A check on the figures failed; it is listed in the appendices.",
    }[verdict]
    return f"Decisions that rest on these figures should take note of what they cannot say. {found}"
