"""How wide the columns of a printed table are, so that it never leaves the page."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from alliance_core.report import fonts
from alliance_core.report.content import Cell, Kind, Table, shown

ANY = math.inf
# Sizes of type in points and how wide a word of a head may be in em before it is hyphenated, the best first. A smaller
# type could not be read.
SIZES = ((9.0, ANY), (8.5, ANY), (8.0, ANY), (8.0, 6.0), (7.5, 6.0), (7.0, 5.5), (6.5, 5.0))
# A table of very many rows is looked up, not read, and set small.
MANY, SMALL = 60, 7.5
INSET = 5.0
LONGEST_WORD = 12.0
# A long text needs a column of this many em, or it becomes a ribbon.
TEXT_COLUMN = 13.0
LINE = 1.45
# Numbers are wider in some weights than measured.
SLACK = 0.2
# Points up to which a table stays on one page.
WHOLE = 260.0
MOST_WANTED = 34.0
LONGEST_PLAIN = 20
MARK = "▸\u00a0"
# Lines break by themselves after these, before a letter.
PARTS = re.compile(r"(?<=[/?-])(?=[A-Za-z])")
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it is set: size of type and widths of the columns in points, texts of heads and cells.

    right: columns set flush right; whole: so short that it should not be torn over two pages; cramped: words need
    hyphens.
    """

    size: float
    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    whole: bool
    cramped: bool


def lay_out(table: Table, page: float) -> Layout:
    """Widths of the columns of a table on a page of so many points, in the largest type in which all words stand whole.

    Numbers and dates never wrap; texts share what is left by their lengths. A word that is longer than its column even
    in the smallest type is broken.
    """
    right = tuple(column.kind not in ("text", "date") for column in table.columns)
    whole = tuple(column.kind != "text" for column in table.columns)
    marked, named = set(table.marked), next((at for at, fixed in enumerate(whole) if not fixed), 0)
    rows = [
        [(MARK if place in marked and at == named else "") + printed(cell, column.kind)
         for at, (cell, column) in enumerate(zip(row, table.columns, strict=True))]
        for place, row in enumerate(table.rows)
    ]  # fmt: skip
    heads = [column.title for column in table.columns]
    given = [column.width * page for column in table.columns]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(heads)
    for size, longest in SIZES if len(rows) <= MANY else [step for step in SIZES if step[0] <= SMALL]:
        least = [_least(head, cells, fixed, size, longest)
                 for head, cells, fixed in zip(heads, columns, whole, strict=True)]  # fmt: skip
        if sum(least) <= page:
            break
    wanted = [max(width, _wanted(head, cells, size)) for width, head, cells in zip(given, heads, columns, strict=True)]
    widths = _shared(least, wanted, page)
    room = [(width - 2 * INSET) / size for width in widths]
    return Layout(
        size=size,
        widths=tuple(widths),
        heads=tuple(breakable(head, space, hyphens=True) for head, space in zip(heads, room, strict=True)),
        rows=tuple(
            tuple(breakable(cell, space, hyphens=True) for cell, space in zip(row, room, strict=True)) for row in rows
        ),
        right=right,
        whole=_height(rows, room, size) <= WHOLE,
        cramped=longest < ANY,
    )


def _height(rows: Sequence[Sequence[str]], room: Sequence[float], size: float) -> float:
    """About how high a table is in points."""
    lines = (
        max((math.ceil(fonts.width(cell) / space) for cell, space in zip(row, room, strict=True)), default=1)
        for row in rows
    )
    return sum(max(1, count) * LINE * size + 4 for count in lines)


def printed(cell: Cell, kind: Kind) -> str:
    """A cell as it is printed: as everywhere, with a true minus.

    >>> printed(-1.25, "number"), printed(-0.04, "number"), printed("-1", "text")
    ('−1.2', '0.0', '-1')
    """
    text = shown(cell, kind)
    if not isinstance(cell, int | float):
        return text
    return text.replace("-", "−" if re.search("[1-9]", text) else "")


def breakable(text: str, room: float, *, hyphens: bool = False) -> str:
    """A text whose words longer than the room (in em) may be broken anywhere.

    Takes  hyphens: plain words are left as they are, for Typst to hyphenate
    """
    if fonts.width(text, bold=True) <= room:
        return text
    return " ".join(_broken(word, room, hyphens) for word in text.split(" "))


def _broken(word: str, room: float, hyphens: bool) -> str:
    """A word broken as little as it needs: where addresses and compounds break by themselves it stays as it is."""
    parts = PARTS.split(word)
    if len(parts) > 1:
        return "".join(_broken(part, room, hyphens) for part in parts)
    plain = hyphens and len(word) <= LONGEST_PLAIN and word.isalpha() and max(word) < "\u0250"
    return word if plain or fonts.width(word, bold=True) <= room else ZERO_WIDTH_SPACE.join(word)


def _least(head: str, cells: Sequence[str], whole: bool, size: float, longest: float) -> float:
    """Points below which a column does not go: its longest word, or its longest cell where cells do not wrap."""
    words = [min(longest, fonts.width(word, bold=True)) for word in head.split()]
    if whole:
        words += [fonts.width(cell, bold=True) + SLACK for cell in cells]
    else:
        words += [min(LONGEST_WORD, fonts.width(word, bold=True)) for cell in cells for word in cell.split()]
        words += [min(TEXT_COLUMN, fonts.width(cell) / 4) for cell in cells]
    return max(words, default=1.0) * size + 2 * INSET


def _wanted(head: str, cells: Sequence[str], size: float) -> float:
    """Points at which a column needs no second line, within reason."""
    longest = max([fonts.width(head, bold=True) / 2, *(fonts.width(cell) for cell in cells)])
    return min(MOST_WANTED, longest) * size + 2 * INSET


def _shared(least: list[float], wanted: list[float], page: float) -> list[float]:
    """Widths that fill the page: what is over goes to the columns that want more, then to all alike."""
    spare = page - sum(least)
    if spare < 0:
        return [width * page / sum(least) for width in least]
    lacking = [max(0.0, want - width) for want, width in zip(wanted, least, strict=True)]
    given = min(spare, sum(lacking))
    widths = [width + (given * lack / sum(lacking) if lack else 0) for width, lack in zip(least, lacking, strict=True)]
    over = page - sum(widths)
    return [width + over / len(widths) for width in widths]
