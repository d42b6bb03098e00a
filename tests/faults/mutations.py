"""A random source and a file in, the file with one damage out; of damaged lines the rows that must still be read."""

import io
import zipfile
from dataclasses import dataclass

from faults.bases import joined

SPECIAL = (
    b"\x00",
    b'"',
    b"'",
    b"\r",
    b"\n",
    b",",
    b"|",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1a",
    b"\xa3",
    b"=",
    b"<",
    b"\x80",
)


@dataclass(frozen=True)
class Damaged:
    """The bytes, what was done, and how many rows stand in them where that can be known without the program."""

    content: bytes
    how: str
    rows: int | None = None


def damage(rng, base, others):
    """One damage of any kind to a base."""
    kinds = [flip, bits, cut, lose, double, insert, splice, swap]
    kinds += [lines] * 4 if base.lines else []
    kinds += [inside] * 6 if base.content[:2] == b"PK" else []
    return rng.choice(kinds)(rng, base, others)


def flip(rng, base, _):
    content = bytearray(base.content)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return Damaged(bytes(content), "bytes replaced")


def bits(rng, base, _):
    content = bytearray(base.content)
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return Damaged(bytes(content), "a bit flipped")


def cut(rng, base, _):
    return Damaged(base.content[: rng.randrange(len(base.content))], "cut off")


def lose(rng, base, _):
    start = rng.randrange(len(base.content))
    end = start + rng.randint(1, 200)
    return Damaged(base.content[:start] + base.content[end:], "a piece lost")


def double(rng, base, _):
    if rng.random() < 0.3:
        return Damaged(base.content * 2, "the whole doubled")
    start = rng.randrange(len(base.content))
    end = start + rng.randint(1, 400)
    return Damaged(base.content[:end] + base.content[start:], "a piece doubled")


def insert(rng, base, _):
    at = rng.randrange(len(base.content) + 1)
    piece = rng.choice(SPECIAL) * rng.choice((1, 1, 2, 50))
    return Damaged(base.content[:at] + piece + base.content[at:], "something inserted")


def splice(rng, base, others):
    """The head of one file and the tail of another."""
    other = rng.choice(others)
    head, tail = rng.randrange(len(base.content)), rng.randrange(len(other.content))
    return Damaged(base.content[:head] + other.content[tail:], f"joined to {other.name}")


def swap(rng, base, _):
    """Two neighbouring pieces change places."""
    one, two, three = sorted(rng.randrange(len(base.content)) for _ in range(3))
    content = base.content
    return Damaged(content[:one] + content[two:three] + content[one:two] + content[three:], "pieces swapped")


def inside(rng, base, others):
    """A member of an archive is damaged, and the archive is packed again without a fault of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base.content)) as packed, zipfile.ZipFile(made, "w") as again:
        names = packed.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = packed.read(name)
            if name == chosen and content:
                member = type(base)(name, content)
                content = rng.choice((flip, bits, cut, lose, double, insert))(rng, member, others).content
            again.writestr(name, content)
    return Damaged(made.getvalue(), f"{chosen} damaged within")


def lines(rng, base, _):
    """Lines are lost, doubled or change places; as long as the headings stand first, every row must be read."""
    held = list(base.lines)
    done = []
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, to = rng.randrange(len(held)), rng.randrange(len(held))
        done.append(rng.choice(("lost", "doubled", "swapped")))
        if done[-1] == "lost" and len(held) > 2:
            del held[at]
        elif done[-1] == "doubled":
            held.insert(to, held[at])
        else:
            held[at], held[to] = held[to], held[at]
    content = joined(held, base.encoding, base.ending)
    return Damaged(content, f"lines {', '.join(done)}", _rows_that_stand(held))


def _rows_that_stand(held):
    """How many rows there are; not known where a title has left its place, so that it may be no title any more."""
    kinds = [kind for kind, _ in held]
    if "heading" not in kinds or "row" not in kinds:
        return None
    first = kinds.index("heading")
    if first == len(kinds) - 1:
        first = kinds.index("row")  # of headings that stand last only the lines on top are titles
    titles = {line for kind, line in held[:first] if kind == "title"}
    strays = any(kind == "title" and line not in titles for kind, line in held[first:])
    return None if strays else kinds.count("row")
