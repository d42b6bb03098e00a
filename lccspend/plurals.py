"""A number and a noun in, what is counted in words out."""


def how_many(number: int, noun: str) -> str:
    """1 note; 2,000 notes."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
