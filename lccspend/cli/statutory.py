"""The commands of what the law has councils publish of their payments."""

from pathlib import Path
from typing import Annotated, Any

from lccspend.cli.declare import Option
from lccspend.cli.options import Session, Years
from lccspend.cli.run import query
from lccspend.errors import UsageError


@query
def payments(
    session: Session,
    year: Years = None,
    notice: Annotated[
        bool, Option("--notice", help="Instead: the figures of the payments compliance notice, by period.")
    ] = False,
    over_30000: Annotated[
        bool, Option("--over-30000", help="Instead: payments of more than £30,000 under public contracts.")
    ] = False,
) -> Any:
    """How promptly invoices are paid.

    The share paid within 30 days of receipt by year, as regulation 113 asks; or what sections 69 and 70 of the
    Procurement Act ask for.
    """
    from lccspend.commands import payments

    if notice and over_30000:
        raise UsageError("--notice and --over-30000 are two answers.", fix="Ask for one of them.")
    if notice:
        return payments.notice(session.project, year)
    if over_30000:
        return payments.over_30000(session.project, year)
    return payments.paid_promptly(session.project, year)


@query
def publish_transparency(
    session: Session,
    year: Years = None,
    month: Annotated[
        list[str] | None,
        Option(metavar="MONTH", help="A month, 2023-04; may be given again. [default: all held]"),
    ] = None,
    compare: Annotated[
        Path | None,
        Option(metavar="FILE", is_file=True, help="Instead: how a published file of the council differs."),
    ] = None,
) -> Any:
    """Write the payments over the threshold for publication.

    One CSV file a month in reports/output/transparency, persons withheld; prints how they add up to the books.
    """
    from lccspend.commands import transparency

    if compare is not None:
        return transparency.compare(session.project, compare, year, month)
    return transparency.publish_transparency(session.project, year, month)
