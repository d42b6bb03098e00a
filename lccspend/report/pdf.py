"""HTML text in, a tagged PDF/UA-1 file out; nothing is read but the files of the templates and the fonts."""

import hashlib
import logging
import mimetypes
from html import escape
from pathlib import Path

from weasyprint import HTML, LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lccspend.errors import SpendError
from lccspend.report.fonts import characters_held, fonts_folder


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Hands out the files that lie below the folders it is given; every other address is refused, however written."""

    def __init__(self, *roots: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        inside = (path for root in roots for path in root.rglob("*") if path.is_file())
        self._known = {
            path.as_uri(): path for path in inside if any(path.resolve().is_relative_to(root) for root in roots)
        }

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        path = self._known.get(url.split("?")[0].split("#")[0])
        if path is None:
            raise ValueError(f"the report may not read {url}")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Unprintable(logging.Filter):
    """Collects the characters that no font on this machine holds; a PDF/UA file may not have a glyph for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        missing = str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple)
        if missing and isinstance(record.args, tuple):
            self.characters.add(str(record.args[0]))
        return not missing

    def marked(self, text: str) -> str:
        """The text with a question mark for each of them."""
        return text.translate(dict.fromkeys(map(ord, self.characters), "?"))


def to_pdf(html: str, folders: tuple[Path, ...], identity: str) -> bytes:
    """The PDF of a report; the same text and identity give the same bytes. SpendError when a template reads too far.

    A character that no font holds is printed as a question mark; the HTML and the data files keep it.
    """
    unprintable = Unprintable()
    LOGGER.addFilter(unprintable)
    try:
        unusual = "".join(sorted(set(html) - characters_held()))
        if unusual:
            _written(_page_of(unusual), folders, identity)
        known = None
        while known != unprintable.characters:
            known = set(unprintable.characters)
            data = _written(unprintable.marked(html), folders, identity)
    except FatalURLFetchingError as fault:
        raise SpendError(
            f"A report template asks for a file it may not read: {fault.__cause__}.",
            fix="Templates may use files in their own folder only.",
        ) from fault
    finally:
        LOGGER.removeFilter(unprintable)
    return data


def _page_of(characters: str) -> str:
    """A page that is laid out only to learn which of the characters no font holds: the report is laid out once."""
    return f'<html lang="en-GB"><title>Characters</title><p>{escape(" ".join(characters))}</p></html>'


def _written(html: str, folders: tuple[Path, ...], identity: str) -> bytes:
    roots = (*folders, fonts_folder().resolve())
    document = HTML(string=html, base_url=f"{folders[0].as_uri()}/", url_fetcher=AssetFetcher(*roots))
    data = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(identity.encode()).hexdigest()[:32].encode(),
        font_config=FontConfiguration(),
        custom_metadata=True,
    )
    return bytes(data)
