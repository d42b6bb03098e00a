"""The commands by name: each takes its arguments, calls one function, and its answer is printed."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from lccspend.cli.completion import Shell, script
from lccspend.cli.declare import Argument, Commands, Option
from lccspend.cli.modes import Modes, mode_of
from lccspend.cli.options import Basis, By, Definition, Force, Population, Session, Years
from lccspend.cli.run import command, explain, query
from lccspend.cli.statutory import payments, publish_transparency
from lccspend.cli.unattended import runs, schedule
from lccspend.errors import CheckFailedError, SpendError

app = Commands()


@app.command("build-report")
@command
def build_report(
    session: Session,
    year: Annotated[
        str | None, Option(metavar="YEAR", help="The financial year. [default: the newest complete]")
    ] = None,
    years: Annotated[int, Option(metavar="N", least=1, help="Years of history.")] = 5,
    formats: Annotated[
        str,
        Option(metavar="LIST", help="What to write, of these: pdf,html,xlsx,csv,json,docx. [default: all but docx]"),
    ] = "pdf,html,xlsx,csv,json",
    final: Annotated[bool, Option("--final", help="Not a draft: approved, and kept as published.")] = False,
    force: Force = False,
) -> tuple[Path, ...]:
    """Read the exports, check them and write the report.

    Prints the paths of what was written: PDF, HTML, XLSX, JSON and a CSV file for each table; nothing with --quiet.
    """
    from lccspend.commands.build import read_formats
    from lccspend.commands.recorded import build_report
    from lccspend.output.progress import progress_bar
    from lccspend.runs.record import Asked

    asked = Asked(year=year, years=years, formats=read_formats(formats), final=final)
    with progress_bar(quiet=session.shows_no_bar) as progress:
        written = build_report(session.project, progress, asked, explain, force=force)
    return () if session.quiet else written


@app.command()
@query
def ingest(session: Session, force: Force = False) -> Any:
    """Read the exports and check them; print the books.

    The books say for each file how many rows were counted, excluded and rejected.
    """
    from lccspend.commands.recorded import ingest
    from lccspend.output.progress import progress_bar

    with progress_bar(quiet=session.shows_no_bar) as progress:
        return ingest(session.project, progress, explain, force=force)


@app.command()
@query
def locality(
    session: Session, year: Years = None, definition: Definition = None, by: By = None, basis: Basis = "site"
) -> Any:
    """Spend by locality for each year.

    The money by where the suppliers are, the share that stays in the home area, and what is not known.
    """
    from lccspend.commands.queries import locality

    return locality(session.project, year, definition, by, basis)


@app.command()
@query
def tail(session: Session, year: Years = None, population: Population = "all") -> Any:
    """Suppliers and spend by band of spend.

    With those under the threshold, those with nothing or a credit, and the largest.
    """
    from lccspend.commands.queries import tail

    return tail(session.project, year, population)


SUPPLIERS: Modes = {
    "": ("--year", "--population", "--top", "--band", "--search"),
    "--show": (),
    "--size": ("--year", "--population"),
    "--duplicates": ("--accept", "--author", "--reason"),
}


@app.command()
@query
def suppliers(  # noqa: PLR0913 (each is an option of the command)
    session: Session,
    *,
    year: Years = None,
    population: Population = "all",
    top: Annotated[
        int | None,
        Option(metavar="N", least=1, help="How many. [default: 20; every match with --band or --search]"),
    ] = None,
    band: Annotated[str | None, Option(metavar="LABEL", help='Only a band of `lccspend tail`: "£5m and over".')] = None,
    search: Annotated[
        str | None, Option(metavar="TEXT", help="Only names that hold this text, whatever the case.")
    ] = None,
    show: Annotated[str | None, Option(metavar="NAME", help="All that is known of one supplier.")] = None,
    size: Annotated[
        bool, Option("--size", help="Size and sector: SME and VCSE by the evidence, with its share of spend.")
    ] = False,
    duplicates: Annotated[
        bool, Option("--duplicates", help="Pairs that may be one supplier, with the evidence.")
    ] = False,
    accept: Annotated[
        list[int] | None,
        Option(metavar="N", help="With --duplicates: this pair is one supplier; may be given again."),
    ] = None,
    author: Annotated[str | None, Option(metavar="NAME", help="With --accept: who decides.")] = None,
    reason: Annotated[str | None, Option(metavar="TEXT", help="With --accept. [default: the evidence]")] = None,
) -> Any:
    """The largest suppliers of each year.

    With --show one of them, with --size what is known of their size and sector, with --duplicates those that may be
    one; --accept writes chosen pairs to the aliases.
    """
    listing = {"--year": year, "--population": population != "all", "--top": top, "--band": band, "--search": search}
    deciding = {"--accept": accept, "--author": author, "--reason": reason}
    mode = mode_of({**listing, **deciding, "--show": show, "--size": size, "--duplicates": duplicates}, SUPPLIERS)
    if mode == "--duplicates":
        from lccspend.commands.duplicates import Accepting
        from lccspend.commands.duplicates import duplicates as likely_duplicates

        return likely_duplicates(session.project, Accepting(accept or (), author or "", reason or ""))
    if show is not None:
        from lccspend.commands.supplier import one_supplier

        return one_supplier(session.project, show)
    if mode == "--size":
        from lccspend.commands.queries import size as by_size

        return by_size(session.project, year, population)
    from lccspend.commands.queries import Wanted, suppliers

    return suppliers(session.project, year, Wanted(population=population, top=top, band=band, search=search))


@app.command()
@query
def awards(session: Session, year: Years = None) -> Any:
    """Contract awards by month.

    Their value, the suppliers appointed and where they are, SMEs, and VCFS organisations.
    """
    from lccspend.commands.queries import awards

    return awards(session.project, year)


@app.command()
@query
def contracts(
    session: Session,
    year: Years = None,
    population: Population = "all",
    by: Annotated[Literal["supplier", "category"] | None, Option("--by", help="Groups of each year.")] = None,
    expiring: Annotated[
        str | None, Option(metavar="MONTHS", help="Instead: contracts that end within so many months: 18m.")
    ] = None,
) -> Any:
    """Spend on and off contract, by the contract register.

    With how payments were linked to contracts; or the contracts that end or may be extended soon.
    """
    from lccspend.commands.contracts import contracts
    from lccspend.commands.contracts import expiring as soon

    listing = {"--year": year, "--population": population != "all", "--by": by}
    mode_of({**listing, "--expiring": expiring}, {"": tuple(listing), "--expiring": ()})
    if expiring is None:
        return contracts(session.project, year, population, by)
    return soon(session.project, expiring)


@app.command("social-value")
@query
def social_value(session: Session) -> Any:
    """Social value committed and delivered, by measure.

    And by theme, outcome, contract and supplier. It is never part of spend.
    """
    from lccspend.commands.contracts import social_value

    return social_value(session.project)


@app.command()
@partial(query, failing=CheckFailedError)
def check(session: Session) -> Any:
    """Every check of the last build, with its verdict.

    Pass, warn or fail; the exit code is 3 when one fails.
    """
    from lccspend.commands.queries import check

    return check(session.project)


@app.command()
@query
def trace(
    session: Session,
    figure: Annotated[
        list[str],
        Argument(
            metavar="FIGURE",
            help='Its name as the report gives it: "2023/24 lancashire", "2023/24 band £1m-£5m", '
            '"all excluded total_row" (every year, and rows without a date).',
        ),
    ],
) -> Any:
    """The rows behind a printed figure."""
    from lccspend.commands.trace import trace

    return trace(session.project, " ".join(figure))


@app.command()
@query
def postcode(
    session: Session, code: Annotated[list[str], Argument(metavar="CODE...", help="As it was written.")]
) -> Any:
    """What the program makes of postcodes."""
    from lccspend.commands.places import postcodes

    return postcodes(session.project, code)


@app.command()
@command
def sample(
    session: Session,
    target: Annotated[Path, Argument(metavar="DIR", help="A new or empty folder.")],
) -> tuple[Path, ...]:
    """Write a synthetic project folder to try."""
    from lccspend.commands.start import sample

    session.refuse_raw(target)
    return sample(target)


@app.command("init")
@command
def init(session: Session) -> tuple[Path, ...]:
    """Write commented settings and the folders."""
    from lccspend.commands.start import init

    return init(session.folder)


@app.command()
@partial(query, failing=SpendError)
def doctor(session: Session) -> Any:
    """Is this machine ready to build a report?

    Python, Pango, fonts, folders, disk and settings; the exit code is 1 when one of them fails.
    """
    from lccspend.commands.doctor import examine

    return examine(session.project)


@app.command()
@command
def completion(
    _session: Session, shell: Annotated[Shell, Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]
) -> tuple[str, ...]:
    """Print the script that completes commands and options.

    bash: eval "$(lccspend completion bash)" in ~/.bashrc; docs/commands.md has the other shells.
    """
    return (script(shell),)


for later in (payments, publish_transparency, runs, schedule):
    app.command()(later)
