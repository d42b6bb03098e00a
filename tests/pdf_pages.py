"""A PDF in, the text of each of its pages out, in the order in which it is drawn, as Chromium's reader finds it."""

from pypdfium2 import PdfDocument


def text_of_pages(data: bytes) -> list[str]:
    with PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]
