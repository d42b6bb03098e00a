"""What is published of single payments, how it adds up to the books, and how it compares with a published file.

Pounds are Decimals with two decimals; a month is written 2023-04.
"""

from decimal import Decimal

from lccspend.agreements.figure import Figure


class TransparencyMonth(Figure, frozen=True):
    """One month's file: counted = exported + below_threshold + published_before, in rows and in pounds.

    below_threshold are amounts of the threshold or less, whatever their sign; published_before are payments known only
    from a published file. credits and withheld are parts of exported: credit notes, and payees whose name is withheld.
    """

    month: str
    file: str
    counted_rows: int
    counted: Decimal
    exported_rows: int
    exported: Decimal
    below_threshold_rows: int
    below_threshold: Decimal
    published_before_rows: int
    published_before: Decimal
    credits_rows: int
    credits: Decimal
    withheld_rows: int


class TransparencyAnswer(Figure, frozen=True):
    """threshold in pounds; vat_basis as the settings state it."""

    threshold: Decimal
    vat_basis: str
    months: tuple[TransparencyMonth, ...]


class ComparedMonth(Figure, frozen=True):
    """Payments of one month in our export and in a published file, matched one to one.

    matched agree in date, amount, supplier and reference; other_reference in all but the reference.
    """

    month: str
    matched_rows: int
    matched: Decimal
    other_reference_rows: int
    other_reference: Decimal
    only_ours_rows: int
    only_ours: Decimal
    only_theirs_rows: int
    only_theirs: Decimal


class ComparisonAnswer(Figure, frozen=True):
    """not_read counts rows of the published file whose date or amount cannot be read; they are in no month."""

    file: str
    not_read: int
    months: tuple[ComparedMonth, ...]
