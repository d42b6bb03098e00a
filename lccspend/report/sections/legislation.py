"""Nothing of the figures in; the section holds its narrative alone: the law on procurement, with dates and sources."""

from lccspend.report.model import Section
from lccspend.report.scope import Scope


def build(_scope: Scope) -> Section:
    return Section(id="legislation", heading="Legislation and policy")
