"""Tables as they stand on slides: texts as shown, widths by what the columns hold, heights by the lines of the rows."""

from dataclasses import dataclass, replace

from alliance_core.report import fit
from alliance_core.report.content import Table, shown

SIZES = (14.0, 12.0, 11.0, 10.0)  # of letters, tried in this order
MOST_LINES = 5  # of a cell; a longer text is cut and stands whole in the notes
SIDE, EDGE = 6.0, 3.0  # margins of a cell
WIDEST, LEAST = 330.0, 38.0
AIR = 1.5  # a table grows to the width of the slide, but not beyond so many times what it needs
BREAKABLE = 110.0  # no column is wider only because of one long word


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or a part of it; heights begin with that of the header.

    whole  full texts of cells that were cut; after: a line under the table
    """

    table: Table
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    whole: tuple[str, ...] = ()
    after: str = ""

    @property
    def height(self) -> float:
        """Height on the slide."""
        return sum(self.heights) + (18.0 if self.after else 0.0)

    def fitting(self, start: int, room: float, most: int) -> int:
        """How many rows from `start` on fit under the header into a height."""
        left, count = room - self.heights[0], 0
        for height in self.heights[1 + start :][:most]:
            if height > left:
                break
            left, count = left - height, count + 1
        return count

    def part(self, start: int, end: int) -> "Grid":
        """The rows from start to before end, under the same header."""
        cells = zip(self.table.rows[start:end], self.rows[start:end], strict=True)
        texts = [
            str(cell)
            for row, words in cells
            for cell, word in zip(row, words, strict=True)
            if isinstance(cell, str) and cell != word
        ]
        return replace(
            self,
            rows=self.rows[start:end],
            heights=(self.heights[0], *self.heights[1 + start : 1 + end]),
            marked=frozenset(place - start for place in self.marked if start <= place < end),
            whole=tuple(texts),
        )


def lay_out(table: Table, room: float) -> Grid:
    """The whole table in the largest letters in which no word of its columns must be broken."""
    kinds = [column.kind for column in table.columns]
    header = tuple(column.title for column in table.columns)
    texts = [tuple(shown(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in table.rows]
    for size in SIZES:
        widths, easy = _widths(table, [header, *texts], size, room)
        if easy:
            break
    inner = [width - 2 * SIDE for width in widths]
    header = tuple(fit.cut(text, size, wide, MOST_LINES) for text, wide in zip(header, inner, strict=True))
    rows = tuple(
        tuple(fit.cut(text, size, wide, MOST_LINES) for text, wide in zip(row, inner, strict=True)) for row in texts
    )
    heights = tuple(
        max(fit.lines(text, size, wide) for text, wide in zip(row, inner, strict=True)) * size * fit.LINE + 2 * EDGE
        for row in (header, *rows)
    )
    return Grid(table, header, rows, frozenset(table.marked), widths, heights, size)


def _widths(table: Table, rows: list[tuple[str, ...]], size: float, room: float) -> tuple[tuple[float, ...], bool]:
    """Widths of the columns, and whether all words and numbers fit into them unbroken."""
    natural: list[float] = []
    floor: list[float] = []
    for column, texts in zip(table.columns, zip(*rows, strict=True), strict=True):
        words = [word for text in texts for word in (text.split(" ") if column.kind == "text" else [text])]
        words += rows[0][len(natural)].split(" ")
        longest = max(fit.width(word, size) for word in words)
        body = texts[1:] if column.kind != "text" else texts
        needed = max((fit.width(text, size) for text in body), default=longest)
        floor.append(max(LEAST, min(longest, BREAKABLE) + 2 * SIDE))
        wanted = column.width * room if column.width else min(max(needed, longest) + 2 * SIDE, WIDEST)
        natural.append(max(wanted, floor[-1]))
    total = sum(natural)
    if total <= room:
        grown = min(room / total, AIR)
        return tuple(width * grown for width in natural), True
    if sum(floor) >= room:
        return tuple(width * room / sum(floor) for width in floor), False
    over = (total - room) / (total - sum(floor))
    return tuple(wide - over * (wide - least) for wide, least in zip(natural, floor, strict=True)), over < 0.75
