"""Invented answers about earlier runs, small enough to read: two runs, one of them refused, and what lies between."""

from datetime import UTC, date, datetime
from decimal import Decimal

from output_answers import checks

from lccspend.runs.answers import Change, FigureChange, Rebuilt, RebuiltFile, RunDiff, RunLine, RunsAnswer
from lccspend.runs.record import Asked, Input, Run

STARTED = datetime(2024, 6, 30, 6, 30, tzinfo=UTC)
ENDED = datetime(2024, 6, 30, 6, 31, 30, tzinfo=UTC)
LAST, BEFORE = "20240630-063000-0000", "20240629-063000-ab12"

LIST = RunsAnswer(
    runs=(
        RunLine(
            id=LAST,
            started=STARTED,
            ended=ENDED,
            command="ingest",
            result="refused",
            exit_code=3,
            inputs=2,
            version="0.1.0",
            message="=12 of 100 rows were rejected.",
        ),
        RunLine(
            id=BEFORE,
            started=STARTED,
            ended=None,
            command="build-report",
            result="interrupted",
            exit_code=None,
            inputs=0,
            version="0.1.0",
            message="",
        ),
    )
)
RUN = Run(
    id=BEFORE,
    command="build-report",
    version="0.1.0",
    day=date(2024, 6, 30),
    started=STARTED,
    settings="5" * 64,
    decided={"lccspend.toml": "1" * 64, "data/reference/supplier_aliases.csv": "2" * 64},
    asked=Asked(year=None, years=5, formats=("pdf", "csv"), final=False),
    ended=ENDED,
    result="published",
    exit_code=0,
    build="b1",
    inputs={"r12/ap.txt": Input(sha256="a" * 64, size=1234, changed=1)},
    figures={"2023/24 total": Decimal("1000.00"), "2023/24 percent": Decimal("51.71"), "2023/24 suppliers": 12},
    checks=checks().checks,
    warnings=("coverage: Look | at this.",),
    reports={"procurement-spend-2023-24.pdf": "f" * 64},
)
DIFF = RunDiff(
    before=BEFORE,
    after=LAST,
    version=(Change(name="lccspend", change="changed", before="0.1.0", after="0.2.0"),),
    inputs=(
        Change(name="r12/new.txt", change="renamed", before="r12/old.txt", after="r12/new.txt"),
        Change(name="fusion.csv", change="added", before=None, after="b" * 64),
    ),
    settings=(Change(name="tail.threshold", change="changed", before="100000", after="50000"),),
    reference=(Change(name="data/reference/supplier_aliases.csv", change="removed", before="2" * 64, after=None),),
    figures=(
        FigureChange(
            figure="2023/24 total",
            change="changed",
            before=Decimal("1000.00"),
            after=Decimal("999.50"),
            difference=Decimal("-0.50"),
        ),
        FigureChange(
            figure="2023/24 percent",
            change="changed",
            before=Decimal("51.71"),
            after=Decimal("51.70"),
            difference=Decimal("-0.01"),
        ),
        FigureChange(figure="2023/24 suppliers", change="changed", before=12, after=14, difference=2),
        FigureChange(
            figure="2023/24 supplier ACME", change="added", before=None, after=Decimal("5.00"), difference=None
        ),
    ),
    without_figures=(),
)
REBUILT = Rebuilt(
    run=BEFORE,
    folder="/again",
    version="0.1.0",
    rebuilt_by="0.2.0",
    files=(
        RebuiltFile(file="tables/bands.csv", sha256="a" * 64, published="a" * 64, same=True),
        RebuiltFile(file="report.pdf", sha256="b" * 64, published="c" * 64, same=False),
    ),
)
ANSWERS = {"runs": LIST, "run": RUN, "run_diff": DIFF, "rebuilt": REBUILT}
