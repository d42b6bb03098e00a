"""The council's own words on its framework and roles; the section stands empty, and unprinted, without them."""

from lccspend.report.model import Section
from lccspend.report.scope import Scope


def build(_scope: Scope) -> Section:
    return Section(id="framework", heading="Legislative framework and roles")
