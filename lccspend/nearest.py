"""A word that is not known and those that are in, the question "Did you mean ...?" out."""

from collections.abc import Iterable

ALIKE = 0.5
"""Share of the letters that two words must have in common, in their order."""


MISSPELT = 0.8
"""As `ALIKE`, of a word that may well be meant as it stands."""


def did_you_mean(word: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """The nearest of the known words as a question with a space before it, or nothing when none is near."""
    import difflib

    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.strip().casefold(), list(folded), n=1, cutoff=alike)
    return f" Did you mean {folded[near[0]]}?" if near else ""
