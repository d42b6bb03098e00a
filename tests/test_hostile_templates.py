"""Templates of a project folder that reach for what they may not have, or are broken; the template and line out."""

from functools import cache
from pathlib import Path

import pytest
from report_figures import TODAY, five_years
from report_odd import SAMPLE, YEAR

from lccspend.errors import SpendError
from lccspend.report.context import build_report
from lccspend.report.model import Report
from lccspend.report.pdf import AssetFetcher
from lccspend.report.templates import template_folders, to_html


@cache
def report() -> Report:
    return build_report(five_years(), SAMPLE, YEAR, 5, TODAY)


def printed(folder: Path, template: str | bytes) -> str:
    folder.mkdir(exist_ok=True)
    data = template if isinstance(template, bytes) else template.encode()
    (folder / "report.html").write_bytes(data)
    return to_html(report(), {}, "pdf", template_folders(folder))


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ report.__class__.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.system('id') }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ report.tables.append(1) }}",
        "{{ range(1000000000)|list }}",
    ],
)
def test_a_template_that_reaches_into_the_program_ends_in_its_name_and_line(escape: str, tmp_path: Path) -> None:
    with pytest.raises(SpendError) as error:
        printed(tmp_path / "own", f"<p>\n{escape}\n</p>")
    assert error.value.message.startswith("report.html, line 2: ")
    assert error.value.fix == "Mend that template."


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("\n\n{% for x in %}", 3),
        ("\n{{ 1 / 0 }}", 2),
        ("\n{{ report.no_such_thing }}", 2),
        ("\n{{ 'x'.nothing() }}", 2),
        ("\n{{ report() }}", 2),
        ("\n{% include 'none.html' %}", 2),
        ("\n{% include 'report.html' %}", 2),
        ("\n{{ 'a' + 1 }}", 2),
    ],
)
def test_a_broken_template_ends_in_its_name_and_line(broken: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(SpendError, match=rf"^report\.html, line {line}: "):
        printed(tmp_path / "own", broken)


@pytest.mark.parametrize("broken", ["\n{{ report.no_such_thing }}", "\n{% for x in %}", "\n{% include 'none.html' %}"])
def test_a_fault_of_an_included_template_is_blamed_on_that_one(broken: str, tmp_path: Path) -> None:
    sections = tmp_path / "own" / "sections"
    sections.mkdir(parents=True)
    (sections / "glance.html").write_text(broken)
    with pytest.raises(SpendError, match=r"^sections/glance\.html, line 2: "):
        printed(tmp_path / "own", "{% include 'sections/glance.html' %}")


def test_a_template_that_is_no_text_ends_in_words(tmp_path: Path) -> None:
    with pytest.raises(SpendError, match=r"report\.html is not UTF-8 text"):
        printed(tmp_path / "own", b"\xff\xfe<p>")


@pytest.mark.parametrize("name", ["../secret.html", "/etc/hostname", "link.html"])
def test_a_template_includes_nothing_from_outside_its_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("THE-SECRET")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(SpendError, match=r"^report\.html, line 1: "):
        printed(tmp_path / "own", f"{{% include '{name}' %}}")


def test_what_a_template_prints_is_escaped_unless_it_is_its_own_markup(tmp_path: Path) -> None:
    made = printed(tmp_path / "own", "<b>{{ '<i>' }}{{ report.authority }}</b>")
    assert made.startswith("<b>&lt;i&gt;")


@pytest.mark.pango
def test_the_pdf_may_use_files_of_its_folders_and_no_link_out_of_them(tmp_path: Path) -> None:
    inside, secret = tmp_path / "own", tmp_path / "secret.txt"
    inside.mkdir()
    secret.write_text("THE-SECRET")
    (inside / "crest.svg").write_text("<svg/>")
    (inside / "link.svg").symlink_to(secret)
    fetcher = AssetFetcher(inside.resolve())
    assert fetcher.fetch((inside / "crest.svg").as_uri()).read() == b"<svg/>"
    for address in (
        (inside / "link.svg").as_uri(),
        secret.as_uri(),
        f"{inside.as_uri()}/../secret.txt",
        f"{inside.as_uri()}/%2e%2e/secret.txt",
        f"file://localhost{inside}/../secret.txt",
        "http://127.0.0.1:9/",
        "data:text/plain,x",
        "ftp://127.0.0.1/x",
    ):
        with pytest.raises(ValueError, match="may not read"):
            fetcher.fetch(address)
