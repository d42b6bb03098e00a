"""Amounts as text in, whole pence out; pence in, pounds and percentages out. Never a float; only here is money divided.

polars is imported where an expression is made, because queries print money without it.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

HUNDREDTH = Decimal("0.01")

_AMOUNT = (
    r"(?i)^([-(<]?)\s*[£œ]?\s*([-(<]?)\s*"
    r"(\d{1,3}(?:,\d{3})+|\d+|)(?:\.(\d+))?"
    r"\s*([-)>]|CR|)\s*\*?$"
)
"""A mark for negative, a pound sign (œ is £ in another code page), digits, a mark; the star hints at a void."""

_NOISE = r"^(0+|0000\d*|00010*|9999\d*)$"
"""Decimals after the pence that are a spreadsheet's binary noise: within 0.000001 pounds of whole pence."""

MOST_DIGITS = 12
"""Digits of whole pounds: beyond a trillion it is no payment, and sums of pence must fit 64 bits."""


def read_pence(text: "pl.Expr") -> "pl.Expr":
    """Text of an amount as whole pence (Int64); null where it is not money by contract section 3.3.

    `1,234.56`, `-£12.00`, `12.00-`, `(12.00)`, `<12.00>` and `12.00 CR` are read; `1e3`, `1,23.45` and blanks are not.
    """
    import polars as pl

    part = tidy(text).str.replace_all("−", "-").str.extract_groups(_AMOUNT)
    open_, inner, whole, decimals, close = (part.struct[i].fill_null("") for i in range(5))
    lead, tail = open_ + inner, close.str.to_uppercase()
    plain = (lead == "") & (tail == "")
    negative = (
        ((lead == "") & tail.is_in(["-", "CR"]))
        | ((lead == "-") & (tail == ""))
        | ((lead == "(") & (tail == ")"))
        | ((lead == "<") & (tail == ">"))
    )
    digits = whole.str.replace_all(",", "").str.strip_chars_start("0")
    rest = decimals.str.slice(2)
    readable = (
        part.struct[2].is_not_null()
        & (plain | negative)
        & ((whole != "") | (decimals != ""))
        & ((rest == "") | rest.str.contains(_NOISE))
        & (digits.str.len_chars() <= MOST_DIGITS)
    )
    pence_part = pl.concat_str([digits, decimals.str.slice(0, 2).str.pad_end(2, "0")]).cast(pl.Int64, strict=False)
    up = rest.str.starts_with("9999").cast(pl.Int64)
    sign = pl.when(negative).then(-1).otherwise(1)
    return pl.when(readable).then(sign * (pence_part + up))


_PLAIN = r"^-?[0-9]{1,12}\.[0-9]{2}$"
_WITH_MARKS = r"([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})\.[0-9]{2}"
_USUAL = rf"^(-?{_WITH_MARKS}|\({_WITH_MARKS}\))$"
"""Amounts as nearly every export writes them, and with marks for thousands or in brackets."""


def read_all_pence(text: "pl.Series") -> "pl.Series":
    """As `read_pence`, for long columns: usual amounts are read at once, of the others each spelling once."""
    import polars as pl

    if text.null_count() == len(text):
        return text.cast(pl.Int64)
    is_plain = text.str.contains(_PLAIN) | (text == "")
    pence = text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
    others = (~is_plain.fill_null(value=True)).arg_true()
    return pence if others.is_empty() else pence.scatter(others, _unusual_pence(text.gather(others)))


def read_like_pence(text: "pl.Series", other: "pl.Series", pence: "pl.Series") -> "pl.Series":
    """As `read_all_pence`, where most amounts are spelt as in another column, whose pence are known."""
    changed = text.ne_missing(other).arg_true()
    if changed.is_empty():
        return pence
    read = read_all_pence(text.gather(changed))
    return read if len(read) == len(text) else pence.alias(text.name).scatter(changed, read)


def _unusual_pence(text: "pl.Series") -> "pl.Series":
    import polars as pl

    pence = text.str.replace("(", "-", literal=True).str.replace_all("[.,)]", "").cast(pl.Int64, strict=False)
    has_digit = text.str.contains("[0-9]")  # without one, as in N/A, it is no amount, and the cast has said so
    odd = (has_digit & ~text.str.contains(_USUAL)).arg_true()
    if odd.is_empty():
        return pence
    spellings = text.gather(odd).unique().rename("text").to_frame()
    read = spellings.select("text", pence=read_pence(pl.col("text")))
    spelt = text.gather(odd).replace_strict(read["text"], read["pence"], default=None, return_dtype=pl.Int64())
    return pence.scatter(odd, spelt)


def hints_at_void(text: "pl.Expr") -> "pl.Expr":
    """Whether an amount bears the star that Oracle prints beside a voided payment."""
    return text.str.contains("*", literal=True)


def tidy(text: "pl.Expr") -> "pl.Expr":
    """Text without the spaces around it; a no-break space is a space, a line ends in one way, and a blank is null."""
    import polars as pl

    lines = text.str.replace_all("\r\n", "\n", literal=True)
    bare = lines.str.replace_all("[\u00a0\u2007\u202f\ufeff]", " ").str.strip_chars()
    return pl.when(bare != "").then(bare)


def pounds(pence: int) -> Decimal:
    """Pence as pounds with two decimals: 123456 is 1234.56."""
    return HUNDREDTH * pence


def pounds_of(pence: "pl.Series") -> Decimal:
    """A column of pence added up, as pounds."""
    return pounds(int(pence.sum()))


def sterling(amount: Decimal) -> str:
    """Pounds as they stand in messages and on a terminal: £1,234.56, and -£1,234.56."""
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def pence(amount: Decimal | str) -> int:
    """Pounds as whole pence; raises ValueError when the amount is not a whole number of pence."""
    scaled = Decimal(amount).scaleb(2)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of pence")
    return int(scaled)


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """Part of whole in percent, two decimals, rounded half up from the exact ratio; None when the whole is nothing."""
    if whole == 0:
        return None
    if isinstance(part, Decimal) or isinstance(whole, Decimal):
        part, whole = (Fraction(part) / Fraction(whole)).as_integer_ratio()
    return Decimal(_nearest(part * 100_00, whole)).scaleb(-2)


def mean(total: int, count: int) -> Decimal | None:
    """The arithmetic mean of whole numbers, two decimals, rounded half up; None when there is nothing to average."""
    return round_half_up(Fraction(total, count), HUNDREDTH) if count else None


def reaches(part: int, whole: int, share: Decimal) -> bool:
    """Whether part / whole is at least the share (0.80 is four fifths), compared without rounding."""
    return whole != 0 and Fraction(part, whole) >= Fraction(share)


def round_half_up(value: Decimal | Fraction, step: Decimal) -> Decimal:
    """The multiple of step (0.01, 1, 100000) nearest to the value; halves go away from zero."""
    return step * _nearest(*(Fraction(value) / Fraction(step)).as_integer_ratio())


def _nearest(numerator: int, denominator: int) -> int:
    """The whole number nearest to a ratio; halves go away from zero."""
    whole, rest = divmod(abs(numerator), abs(denominator))
    rounded = whole + (1 if 2 * rest >= abs(denominator) else 0)
    return -rounded if (numerator < 0) != (denominator < 0) else rounded


def whole_percent(value: Decimal) -> int:
    """A percentage with two decimals as it is printed in the report: whole, rounded half up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
