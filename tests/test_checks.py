"""Each check on a ledger that passes and one that does not; a refused build leaves what is published untouched."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from ledger import LENIENT, build, check, fusion, project, r12, table, warnings
from msgspec.structs import replace

from lccspend.errors import CheckFailedError, SourceError
from lccspend.etl import checks
from lccspend.etl.checks import impossible
from lccspend.figures import Check
from lccspend.verdicts import summed_up

CONTROL = "File,Rows,Pounds"
MONTHS = [f"2023-{m:02d}-10" for m in range(4, 13)] + [f"2024-{m:02d}-10" for m in range(1, 4)]


def verdict(folder, name, files, settings=""):
    return check(build(project(folder, files, settings)), name)


def rows_of(*counts, kind=r12):
    """A file with so many payments in each month from April on."""
    return kind(
        *(
            {"day": day, "invoice": f"{day}-{n}", "postcode": "PR1 8XJ"}
            for day, count in zip(MONTHS, counts, strict=False)
            for n in range(count)
        )
    )


def test_a_sound_year_passes_every_check(tmp_path):
    answer = build(project(tmp_path, {"a.csv": rows_of(*[1] * 12)})).checks
    assert answer.verdict == "pass"
    assert {c.verdict for c in answer.checks} == {"pass"}


def test_the_worst_verdict_is_the_verdict_of_all(tmp_path):
    assert build(project(tmp_path, {"a.csv": r12({})})).checks.verdict == "warn"
    made = [Check(check=v, verdict=v, message="") for v in ("warn", "fail", "pass")]
    assert summed_up(made).verdict == "fail"


def test_books_that_do_not_balance_fail(tmp_path):
    books = build(project(tmp_path, {"a.csv": r12({})})).books
    assert checks.books_balance(books).verdict == "pass"
    assert checks.books_balance(replace(books, balanced=False)).verdict == "fail"


GOOD = [{"invoice": str(n)} for n in range(99)]


def test_rejected_rows_up_to_the_maximum_share_warn_and_above_it_fail(tmp_path):
    bad = {"amount": "n/a"}
    one = verdict(tmp_path / "one", "rejected_share", {"a.csv": r12(*GOOD, bad)})
    assert (one.verdict, "1 of 100 rows" in one.message) == ("warn", True)
    assert "data/processed/rejected.csv" in one.message
    dated = verdict(tmp_path / "dated", "rejected_share", {"a.csv": r12(*GOOD, {"day": "", "amount": "8265675.97"})})
    assert "1 of 100 rows were rejected (1.00%), with £8,265,675.97 that is in no figure." in dated.message
    none = verdict(tmp_path / "none", "rejected_share", {"a.csv": r12(*GOOD)})
    assert none.verdict == "pass"
    with pytest.raises(CheckFailedError, match=r"rejected_share: 2 of 101 rows were rejected \(1\.98%\)"):
        build(project(tmp_path / "two", {"a.csv": r12(*GOOD, bad, bad)}))


def test_a_few_rejected_rows_of_many_are_never_said_to_be_none(tmp_path):
    made = project(tmp_path, {"a.csv": r12(*GOOD)})
    books, settings = build(made).books, made.settings
    few = replace(books, read=replace(books.read, rows=20_001), rejected=replace(books.rejected, rows=1))
    assert checks.rejected_share(few, settings).message.startswith("1 of 20,001 rows were rejected (under 0.01%)")
    assert "(0.00%)" in checks.rejected_share(books, settings).message


def test_the_settings_say_how_many_rows_may_be_rejected(tmp_path):
    settings = "[checks]\nmaximum_rejected_share = 0\n"
    with pytest.raises(CheckFailedError):
        build(project(tmp_path, {"a.csv": r12(*GOOD, {"amount": "?"})}, settings))


def test_a_year_with_a_month_missing_is_named(tmp_path):
    found = verdict(tmp_path, "months_covered", {"a.csv": rows_of(1, 1, 0, *[1] * 9)})
    assert (found.verdict, found.message) == ("warn", "2023/24 lacks 2023-06.")


def test_three_missing_months_and_more_are_told_by_the_first_and_the_last(tmp_path):
    found = verdict(tmp_path, "months_covered", {"a.csv": rows_of(1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1)})
    assert found.message == "2023/24 lacks 2023-05, 2023-07 to 2023-09, 2023-11, 2023-12."


def test_of_many_years_with_a_gap_the_newest_are_named_and_the_others_counted(tmp_path):
    rows = r12(*({"invoice": f"{year}", "day": f"{year}-04-10"} for year in range(2016, 2024)))
    message = verdict(tmp_path, "months_covered", {"a.csv": rows}).message
    assert message.startswith("2023/24 lacks 2023-05 to 2024-03; 2022/23 lacks 2022-05 to 2023-03; 2021/22 ")
    assert message.endswith("2019/20 lacks 2019-05 to 2020-03; and 3 more years, listed by `lccspend locality`.")


def test_a_gap_of_one_system_is_named_even_where_another_system_has_the_month(tmp_path):
    other = fusion({"number": "9", "invoice": "F", "day": "2023-06-10"})
    gap = verdict(tmp_path / "gap", "months_by_system", {"a.csv": rows_of(1, 1, 0, 1), "b.csv": other})
    assert (gap.verdict, gap.message) == ("warn", "r12 lacks 2023-06, which another system has.")
    assert verdict(tmp_path / "none", "months_by_system", {"a.csv": rows_of(1, 1, 1)}).verdict == "pass"


def test_a_month_without_any_payment_is_told_once(tmp_path):
    made = build(project(tmp_path, {"a.csv": rows_of(1, 1, 0, 1)}))
    assert check(made, "months_covered").verdict == "warn"
    assert check(made, "months_by_system").verdict == "pass"


def test_a_month_far_below_both_its_neighbours_is_named(tmp_path):
    few = verdict(tmp_path / "few", "small_months", {"a.csv": rows_of(8, 1, 9)})
    assert few.verdict == "warn"
    assert "r12 2023-05 has 1 row; its neighbours 8, 9" in few.message
    assert verdict(tmp_path / "quarter", "small_months", {"a.csv": rows_of(8, 2, 9)}).verdict == "pass"
    assert verdict(tmp_path / "last", "small_months", {"a.csv": rows_of(8, 9, 1)}).verdict == "pass"


@pytest.mark.parametrize(("rows", "expected"), [(999, "warn"), (1000, "warn"), (998, "pass")])
def test_as_many_rows_as_a_known_export_limit_may_have_been_cut(tmp_path, rows, expected):
    assert verdict(tmp_path, "export_limits", {"a.csv": rows_of(rows)}).verdict == expected


def test_payments_found_twice_are_told(tmp_path):
    found = verdict(tmp_path, "overlap", {"a.csv": r12({}, {"invoice": "2"}), "b.csv": fusion({}), "c.csv": r12({})})
    assert found.verdict == "warn"
    assert "1 by repeated_extract, 1 by r12_fusion_overlap" in found.message
    assert verdict(tmp_path / "once", "overlap", {"a.csv": r12({})}).verdict == "pass"


def test_low_coverage_is_told_with_its_year(tmp_path):
    placed = {"postcode": "PR1 8XJ", "amount": "400.00", "invoice": "2"}
    found = verdict(tmp_path / "low", "coverage", {"a.csv": r12({}, placed | {"amount": "399.00"})})
    assert (found.verdict, "2023/24 (79.96%)" in found.message) == ("warn", True)
    assert verdict(tmp_path / "enough", "coverage", {"a.csv": r12({}, placed)}).verdict == "pass"


@pytest.mark.parametrize(
    ("amounts", "said"), [(("0.00", "0.00"), "nothing to place"), (("79998.00", "20002.00"), "just under 80.00%")]
)
def test_coverage_is_never_said_to_be_none_or_the_least_where_it_is_less(tmp_path, amounts, said):
    placed, open_place = amounts
    rows = r12({"postcode": "PR1 8XJ", "invoice": "B", "amount": placed}, {"amount": open_place, "supplier": "Other"})
    assert f"2023/24 ({said})" in verdict(tmp_path, "coverage", {"a.csv": rows}).message


def test_warnings_of_files_are_summed_up(tmp_path):
    assert verdict(tmp_path / "none", "file_warnings", {"a.csv": r12({})}).verdict == "pass"
    found = verdict(tmp_path / "one", "file_warnings", {"x/a.csv": r12({"supplier": ""})})
    assert (found.verdict, found.message.startswith("x/a.csv: 1 row without")) == ("warn", True)


def test_of_many_files_a_message_names_the_first_five_and_says_how_many_more_there_are(tmp_path):
    books = build(project(tmp_path, {"a.csv": r12({})})).books
    odd = "has 999 rows, a known export limit"
    files = [replace(books.files[0], file=f"{n}.csv", warnings=(odd,)) for n in range(1, 8)]
    five, seven = (replace(books, files=tuple(own)) for own in (files[:5], files))
    cut = "Row counts that equal an export limit: 1.csv, 2.csv, 3.csv, 4.csv, 5.csv"
    assert checks.export_limits(five).message == f"{cut}. Export in parts."
    assert checks.export_limits(seven).message == f"{cut}, and 2 more, listed with the books. Export in parts."
    assert checks.file_warnings(seven).message.endswith(f"; 5.csv: {odd}; and 2 more, listed with the books")


def rows_on(days):
    return r12(*({"invoice": str(n), "day": day.isoformat()} for n, day in enumerate(days)))


@pytest.mark.parametrize("last", [date(2023, 11, 30), date(2023, 12, 31)])
def test_no_day_of_an_export_of_twenty_months_or_twenty_one_is_astray(tmp_path, last):
    first = date(2022, 4, 1)
    rows = rows_on(first + timedelta(days=n) for n in range((last - first).days + 1))
    assert warnings(build(project(tmp_path, {"a.csv": rows})), "a.csv") == ""


def test_bands_that_do_not_add_up_fail(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({})}))
    assert checks.bands_add_up(figures.tail).verdict == "pass"
    off = [replace(t, spend=t.spend + Decimal("0.01")) for t in figures.tail]
    assert checks.bands_add_up(off).verdict == "fail"
    off = [replace(t, suppliers=t.suppliers + 1) for t in figures.tail]
    assert checks.bands_add_up(off).verdict == "fail"


def test_a_tail_of_other_payments_than_the_locality_table_fails(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({})}))
    assert checks.one_population(figures.tail, figures.locality).verdict == "pass"
    off = [replace(y, total=y.total + Decimal("0.01")) for y in figures.locality]
    assert checks.one_population(figures.tail, off).verdict == "fail"


MILLION = Decimal(1_000_000)
PRINTED = [Decimal(n) * 100_000 for n in (348, 208, 196, 169, 155, 152, 144, 107, 106, 102)]
PRINTED += [Decimal(n) * 100_000 for n in (101, 91, 88, 86, 81, 76, 75, 68, 61, 57)]


def test_the_councils_printed_top_twenty_and_four_hundred_million_for_forty_are_caught():
    (fault,) = impossible({20: sum(PRINTED), 40: 400 * MILLION}, PRINTED)
    assert "ranked 21 to 40 would come to £152,900,000.00" in fault
    assert "at most £114,000,000.00 is possible" in fault


def test_forty_suppliers_at_the_most_that_the_twentieth_allows_are_possible():
    top = sum(PRINTED)
    assert impossible({20: top, 40: top + 114 * MILLION}, PRINTED) == []
    assert len(impossible({20: top, 40: top + 114 * MILLION + Decimal("0.01")}, PRINTED)) == 1


def test_forty_cannot_come_to_less_than_twenty_unless_suppliers_are_in_credit():
    ranks = [Decimal(n) for n in range(40, 0, -1)]
    assert len(impossible({20: Decimal(610), 40: Decimal(600)}, ranks)) == 1
    assert impossible({20: Decimal(610), 40: Decimal(600)}, [*ranks[:20], *[Decimal(-1)] * 20]) == []


def test_printed_figures_that_disagree_with_their_ranks_fail_the_check(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12(*({"supplier": f"S{n}", "number": str(n)} for n in range(30)))}))
    assert checks.order(figures.tail, figures.suppliers).verdict == "pass"
    twenty, forty = figures.tail[0].top
    off = replace(figures.tail[0], top=(twenty, replace(forty, spend=twenty.spend + 20 * 100 + 1)))
    assert checks.order([off], figures.suppliers).verdict == "fail"


BOTH = {"x/a.csv": r12({}, {"invoice": "2"}), "b.csv": fusion({"invoice": "3"})}


@pytest.mark.parametrize("line", ["x/a.csv,2,200.00", "a.csv,2,£200", '"x/a.csv","2","200.00"'])
def test_control_totals_that_agree_pass(tmp_path, line):
    found = verdict(tmp_path, "control_totals", BOTH | {"counted.csv": f"{CONTROL}\n{line}\nb.csv,1,100.00\n"})
    assert (found.verdict, found.message) == ("pass", "2 files agree.")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x/a.csv,3,200.00", "2 rows and £200.00 were read; the control total is 3 and £200.00"),
        ("x/a.csv,2,199.99", "the control total is 2 and £199.99"),
        ("c.csv,1,1.00", "c.csv is named in the control totals but is not in data/raw"),
    ],
)
def test_control_totals_that_differ_or_name_a_missing_file_fail(tmp_path, line, words):
    with pytest.raises(CheckFailedError) as failed:
        build(project(tmp_path, BOTH | {"counted.csv": table(CONTROL, line)}))
    assert "control_totals" in failed.value.message
    assert words in failed.value.message
    assert failed.value.exit_code == 3


def test_control_totals_leave_furniture_and_totals_rows_out_and_rejected_rows_in(tmp_path):
    total = {"supplier": "Total", "number": "", "invoice": "", "day": "", "amount": "105.00"}
    rows = r12({}, {"amount": "n/a"}, {"day": "soon", "amount": "5.00"}, total)
    files = {"a.csv": "Paid invoices\n" + rows, "counted.csv": table(CONTROL, "a.csv,3,105.00")}
    assert verdict(tmp_path, "control_totals", files, LENIENT).verdict == "pass"


def test_a_control_total_whose_marks_for_thousands_make_a_cell_too_many_is_refused(tmp_path):
    files = BOTH | {"counted.csv": f"{CONTROL}\nx/a.csv,1,234,5.00\n"}
    with pytest.raises(SourceError, match=r"counted\.csv, row 2: the row has 4 cells where the headings have 3"):
        build(project(tmp_path, files))


def test_a_control_total_that_cannot_be_read_is_named_with_its_row(tmp_path):
    with pytest.raises(SourceError, match=r"counted\.csv, row 3"):
        build(project(tmp_path, BOTH | {"counted.csv": table(CONTROL, "b.csv,1,100.00", "x/a.csv,some,200.00")}))


def test_without_control_totals_the_check_passes(tmp_path):
    assert verdict(tmp_path, "control_totals", BOTH).message == "No control totals were given."


def published_bytes(made):
    """Hashes of what is published: everything in data/processed but what is kept to mend and what is read anew."""
    kept = [p for p in sorted(made.processed.iterdir()) if p.is_file()]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in kept}


BAD = {
    "failed check": (r12({"amount": "n/a"}), CheckFailedError, 1),
    "unknown file": ("Hello,World\n1,2\n", SourceError, 0),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_refused_build_leaves_what_is_published_untouched_and_keeps_what_is_needed_to_mend_it(tmp_path, kind):
    made = project(tmp_path, {"a.csv": r12({})})
    build(made)
    before = published_bytes(made)
    bad, error, rejected = BAD[kind]
    project(tmp_path, {"bad.csv": bad})
    with pytest.raises(error):
        build(made)
    assert published_bytes(made) == before
    refused = made.processed / "refused"
    assert {p.name for p in refused.iterdir()} == {"rejected.csv", "books.json", "checks.json"}
    assert json.loads((refused / "books.json").read_text("utf-8"))["rejected"]["rows"] == rejected
    assert json.loads((refused / "checks.json").read_text("utf-8"))["verdict"] == "fail"
    assert "bad.csv" in (refused / "rejected.csv").read_text("utf-8")
    (made.raw / "bad.csv").unlink()
    build(made)
    assert not refused.exists()


def test_the_first_build_of_a_project_that_is_refused_publishes_nothing(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"amount": "n/a"})})
    with pytest.raises(CheckFailedError):
        build(made)
    assert published_bytes(made) == {}
