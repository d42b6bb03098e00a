"""Nothing of the figures in; the section holds its narrative alone: who does what, and to whom they answer."""

from lccspend.report.model import Section
from lccspend.report.scope import Scope


def build(_scope: Scope) -> Section:
    return Section(id="framework", heading="Roles and governance")
