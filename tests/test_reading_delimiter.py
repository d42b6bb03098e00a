"""To tell a delimiter, no more of a text is split than is looked at; the answer is that of splitting all of it."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from lccspend.reading import delimiter
from lccspend.reading.records import each_record, split_records

KNOWN = {"date", "supplier", "amount"}
LINES = st.sampled_from(
    [
        "Date,Supplier,Amount\r\n",
        "Date;Supplier;Amount\n",
        '"a, b",c,d\n',
        '"two\nlines;",b,c\r\n',
        'rope 12" wide,b,c\r',
        ",,,\n",
        "\n",
        "a|b:c\n",
    ]
)
MANY = st.integers(90, 130).map(lambda count: 'a;"b, ""c"", d";1:2\n' * count)
LEFT_OPEN = st.integers(100, 260).map(lambda count: '"open\n' + "x,y\n" * count)
TEXTS = st.lists(st.one_of(LINES, st.text('a,"\n\r;', max_size=8), MANY, LEFT_OPEN), max_size=12).map("".join)


def headings(cells):
    return sum(cell.strip().lower() in KNOWN for cell in cells)


def from_all_records(text):
    """What `choose_delimiter` answers, from every record of the same lines."""
    first, last = delimiter._first_lines(text), delimiter._last_lines(text)

    def filled(lines, candidate):
        return [row for row in split_records(lines, candidate).rows if any(cell.strip() for cell in row)]

    def shape(candidate):
        widths = Counter(map(len, filled(first, candidate)[:100]))
        return widths.most_common(1)[0] if widths else (0, 0)

    def score(candidate):
        looked_at = filled(first, candidate)[:100] + filled(last, candidate)[-1:]
        width, count = shape(candidate)
        steady = round(count / len(filled(first, candidate)[:100]), 1) if width > 1 else 0
        return max(map(headings, looked_at), default=0), steady, width

    best = max(",\t|;:", key=score)
    return best, shape(best)[0]


@settings(max_examples=60)
@given(TEXTS)
def test_the_delimiter_is_that_which_all_records_of_a_text_would_tell(text):
    assert delimiter.choose_delimiter(text, headings) == from_all_records(text)


def test_of_a_text_of_many_records_only_the_first_hundred_are_split(monkeypatch):
    split = Counter()

    def counted(text, candidate):
        for record in each_record(text, candidate):
            split[candidate] += 1
            yield record

    monkeypatch.setattr(delimiter, "each_record", counted)
    assert delimiter.choose_delimiter('"a",b\n' * 2000, headings) == (",", 2)
    assert max(split.values()) < 250  # twice the first hundred, and the last lines
