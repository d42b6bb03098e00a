"""Thirty of the damages that `python -m faults.mutate` tries by the thousand."""

import pytest
from faults.bases import bases, joined, texts
from faults.mutate import Trial, planted_loss_is_found, run
from faults.mutations import Damaged


@pytest.mark.parametrize("first", [0, 10, 20])
def test_damaged_files_are_refused_in_words_or_balance(first):
    told, faults = run(first, 10, seed=11)
    assert faults == []
    assert sum(told.values()) == 10


def test_the_trials_find_a_reader_that_loses_a_row():
    assert planted_loss_is_found(seed=11)


@pytest.mark.parametrize("base", bases(), ids=lambda base: base.name)
def test_every_base_is_read_while_it_is_whole(base, tmp_path):
    rows = sum(kind == "row" for kind, _ in base.lines) or None
    assert Trial(tmp_path).verdict(base.name, Damaged(base.content, "nothing", rows)) == "published"


@pytest.mark.parametrize("base", texts(), ids=lambda base: base.name)
def test_a_row_that_was_sorted_above_the_headings_is_read(base, tmp_path):
    lines = sorted(base.lines, key=lambda line: line != base.lines[-3])
    content = joined(lines, base.encoding, base.ending)
    assert Trial(tmp_path).verdict(base.name, Damaged(content, "sorted", 11)) == "published"
