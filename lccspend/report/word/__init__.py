"""A report in, a Word document out, for those who put committee papers together; an optional extra of the package."""

from lccspend.report.word.document import to_docx

__all__ = ["to_docx"]
