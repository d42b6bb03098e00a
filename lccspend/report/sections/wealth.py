"""Nothing of the figures in; the section holds its narrative alone: what community wealth building asks of spend."""

from lccspend.report.model import Section
from lccspend.report.scope import Scope


def build(_scope: Scope) -> Section:
    return Section(id="wealth", heading="Community wealth building")
