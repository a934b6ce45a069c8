"""What stands on which slide: blocks in the order of the report, put on slides as long as there is room.

Lengths are in points. A figure takes at least the height that it needs to be read and grows into what stays free.
A table is split, its header repeated; after `MOST_TABLE_SLIDES` slides a line says how many rows are left to the
workbook. A text too long for its place is cut there and stands whole in the speaker notes, as notes do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from alliance_core.report import fit
from alliance_core.report.content import (
    Bars,
    Block,
    Figure,
    Items,
    KeyFigures,
    Lines,
    Report,
    RiskMatrix,
    Section,
    Table,
    Text,
)
from alliance_core.report.office import known
from alliance_core.report.slide_grid import Grid, lay_out

WIDE, HIGH = 960.0, 540.0
LEFT, ROOM = 40.0, 880.0
TITLE_TOP, TITLE_HIGH = 24.0, 46.0
TOP, BOTTOM = 80.0, 494.0
GAP = 9.0
BODY, SMALL = 15.0, 12.0
LINE = SMALL * fit.LINE
TITLE, MESSAGE = (26.0, 22.0, 18.0), (18.0, 16.0, 14.0)
MOST_ROWS = 12
MOST_TABLE_SLIDES = 4
MOST_NAME = 290.0  # width of a category beside its bar
MOST_BARS = 20  # categories of one chart; the rest follows on the next slide
LEAST_FIGURE, MOST_FIGURE = 215.0, 320.0
LEAST_ROWS = 3  # of a table at the foot of a slide
MORE = "{} more rows in the workbook."


@dataclass(frozen=True, slots=True)
class Points:
    """A list or a part of it; `first` is the number of the first item."""

    items: tuple[str, ...]
    ordered: bool
    first: int


@dataclass(slots=True)
class Piece:
    """Something on a slide, its height, and a caption above it (title and finding of a figure that is not alone)."""

    what: Text | KeyFigures | Points | Grid | Figure
    height: float
    title: str = ""
    finding: str = ""

    @property
    def caption_height(self) -> float:
        """Height of the caption, 0 without one."""
        words = f"{self.title}. {self.finding}" if self.finding else self.title
        return fit.lines(words, SMALL, ROOM) * SMALL * fit.LINE + 4 if words else 0.0


@dataclass(slots=True)
class Slide:
    """One slide: title, the message under it, pieces from top to bottom, texts for the speaker notes."""

    section: str
    title: str
    message: str = ""
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where the pieces begin."""
        return TOP + (message_height(self.message) + 6 if self.message else 0.0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the title and the message."""
        return not self.pieces

    @property
    def free(self) -> float:
        """Height that is not taken."""
        return BOTTOM - self.top - sum(piece.height + piece.caption_height + GAP for piece in self.pieces)


def plan(report: Report) -> list[Slide]:
    """The slides of all sections, without cover and contents, with titles that differ."""
    slides = [slide for section in report.sections for slide in _Planner(section).slides()]
    seen: dict[str, int] = {}
    for slide in slides:
        seen[slide.title] = seen.get(slide.title, 0) + 1
        if seen[slide.title] > 1:
            slide.title = f"{slide.title} ({seen[slide.title]})"
    for slide in slides:
        _shorten(slide)
        _stretch(slide)
    return slides


def size_of(text: str, sizes: tuple[float, ...], most: int) -> float:
    """The largest of the sizes at which a text takes no more than so many lines; else the smallest."""
    return next((size for size in sizes if fit.lines(text, size, ROOM) <= most), sizes[-1])


def message_height(message: str) -> float:
    """Height of the message under the title."""
    size = size_of(message, MESSAGE, 3)
    return min(fit.lines(message, size, ROOM), 4) * size * fit.LINE + 4


class _Planner:
    """Puts the blocks of one section on slides."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.done: list[Slide] = []
        self.labels: list[Piece] = []
        self.notes: list[str] = []

    def slides(self) -> list[Slide]:
        """The slides of the section; one at least, so that no section is lost."""
        for block in self.section.blocks:
            self._add(block)
        if self.labels:
            self._place(self.labels.pop())
        if self.notes or not self.done:
            slide = self.done[-1] if self.done else self._new()
            slide.notes.extend(self.notes)
        return self.done

    def _add(self, block: Block) -> None:
        if isinstance(block, Text):
            self._add_text(block)
        elif isinstance(block, KeyFigures):
            self._place(Piece(block, 84.0))
        elif isinstance(block, Items):
            self._add_items(block)
        elif isinstance(block, Table):
            self._add_table(block)
        else:
            for figure in _parts(block):
                drawn = _with_short_names(figure)
                self._place(Piece(drawn, least_height(drawn), drawn.title, drawn.alt))
                if isinstance(figure, Bars) and isinstance(drawn, Bars):
                    pairs = zip(figure.categories, drawn.categories, strict=True)
                    self.done[-1].notes.extend(whole for whole, short in pairs if whole != short)

    def _add_text(self, text: Text) -> None:
        if text.style == "note":
            (self.done[-1].notes if self.done else self.notes).append(text.text)
        elif text.style == "lead":
            slide = self._new() if not self.done or self.done[-1].pieces or self.done[-1].message else self.done[-1]
            slide.message = text.text
        elif text.style == "label":
            self.labels.append(Piece(text, text_height(text.text, SMALL, ROOM - 20) + 8))
        else:
            most = int((BOTTOM - TOP - 80) / (BODY * fit.LINE))
            words = fit.cut(text.text, BODY, ROOM, most)
            self._place(Piece(replace(text, text=words), text_height(words, BODY, ROOM)))
            self._note_if_cut(words, text.text)

    def _add_items(self, items: Items) -> None:
        kept: list[str] = []
        first, used = 1, 0.0
        for place, item in enumerate(items.items, start=1):
            words = fit.cut(item, BODY, ROOM - 28, 8)
            height = text_height(words, BODY, ROOM - 28) + 5
            room = self._free() - 2 * GAP
            if kept and used + height > room:
                self._place(Piece(Points(tuple(kept), items.ordered, first), used))
                kept, first, used = [], place, 0.0
                self._new()
            elif not kept and height > room:
                self._new()
            kept, used = [*kept, words], used + height
            self._note_if_cut(words, item)
        if kept:
            self._place(Piece(Points(tuple(kept), items.ordered, first), used))

    def _add_table(self, table: Table) -> None:
        whole, start, used = lay_out(table, ROOM), 0, 0
        if not table.rows:
            self._place(Piece(Text("No entries."), text_height("No entries.", BODY, ROOM), table.title))
        while start < len(whole.rows) and used < MOST_TABLE_SLIDES:
            room = self._free() - sum(label.height + GAP for label in self.labels) - 2 * LINE
            count = whole.fitting(start, room, MOST_ROWS)
            crowded = used or count < min(LEAST_ROWS, len(whole.rows) - start)
            if crowded and self.done and not self.done[-1].is_empty:
                self._new()
                room = self._free() - sum(label.height + GAP for label in self.labels)
                count = whole.fitting(start, room - LINE, MOST_ROWS)
            start, used = start + max(count, 1), used + 1
            grid = whole.part(start - max(count, 1), start)
            if used == MOST_TABLE_SLIDES and start < len(whole.rows):
                grid = replace(grid, after=MORE.format(len(whole.rows) - start))
            self._place(Piece(grid, grid.height, table.title))
            self.done[-1].notes.extend(grid.whole)
        if table.note:
            self._add_table_note(table.note)

    def _add_table_note(self, note: str) -> None:
        """Under the table where there is room, else in the notes."""
        height = text_height(note, SMALL, ROOM)
        if height <= self._free() and height < 4 * LINE:
            self._place(Piece(Text(note, "note"), height))
        else:
            self.done[-1].notes.append(note)

    def _note_if_cut(self, words: str, whole: str) -> None:
        if words != whole:
            (self.done[-1].notes if self.done else self.notes).append(whole)

    def _free(self) -> float:
        return self.done[-1].free if self.done else BOTTOM - TOP

    def _place(self, piece: Piece) -> None:
        """Put a piece on the slide, or on a new one where there is no room; labels stay with what they mark."""
        labels, self.labels = self.labels, []
        needed = sum(label.height + GAP for label in labels) + piece.height + piece.caption_height
        if not self.done or (self._free() < needed and not self.done[-1].is_empty):
            self._new()
        slide = self.done[-1]
        if slide.is_empty and not slide.message and piece.title:
            slide.title = f"{self.section.title}: {piece.title}" if piece.title != self.section.title else piece.title
            slide.message, piece.title, piece.finding = piece.finding, "", ""
        slide.pieces.extend([*labels, piece])

    def _new(self) -> Slide:
        slide = Slide(self.section.title, self.section.title, notes=self.notes)
        self.notes = []
        self.done.append(slide)
        return slide


def text_height(text: str, size: float, room: float) -> float:
    """Height of a text in a box of that width."""
    return fit.lines(text, size, room) * size * fit.LINE + 2


def least_height(figure: Figure) -> float:
    """The least height at which a figure can be read."""
    if isinstance(figure, RiskMatrix):
        return 290.0
    if isinstance(figure, Bars) and lying(figure):
        bars = 1 if figure.stacked else len(figure.series)
        return min(MOST_FIGURE, max(LEAST_FIGURE, 70 + len(figure.categories) * max(15.0, 11.0 * bars)))
    return LEAST_FIGURE


def lying(bars: Bars) -> bool:
    """Whether bars lie, so that long names can be read: many of them, or names that do not fit below a column."""
    return len(bars.categories) > 8 or any(len(category) > 14 for category in bars.categories)


def _with_short_names(figure: Figure) -> Figure:
    """A figure whose categories leave room for the bars."""
    if not isinstance(figure, Bars):
        return figure
    return replace(figure, categories=tuple(fit.cut(name, SMALL, MOST_NAME, 1) for name in figure.categories))


def _parts(figure: Figure) -> Iterator[Figure]:
    """A figure; bars of more categories than one slide holds in parts with one common axis."""
    if not isinstance(figure, Bars) or len(figure.categories) <= MOST_BARS:
        yield figure
        return
    ends = [end for series in figure.series for end in (*series.values, *series.high) if known(end)]
    highest = figure.maximum if figure.maximum is not None or figure.stacked else max(filter(None, ends), default=None)
    for start in range(0, len(figure.categories), MOST_BARS):
        some = slice(start, start + MOST_BARS)
        yield replace(
            figure,
            categories=figure.categories[some],
            series=tuple(
                replace(series, values=series.values[some], low=series.low[some], high=series.high[some])
                for series in figure.series
            ),
            maximum=highest,
            marked=tuple(place - start for place in figure.marked if start <= place < start + MOST_BARS),
        )


def _shorten(slide: Slide) -> None:
    """Cut title and message to their boxes; what was cut stands whole in the notes."""
    for part, sizes, most in (("title", TITLE, 2), ("message", MESSAGE, 4)):
        text = getattr(slide, part)
        words = fit.cut(text, sizes[-1], ROOM, most)
        if words != text:
            slide.notes.insert(0, text)
            setattr(slide, part, words)
    for piece in slide.pieces:
        for part in ("title", "finding"):
            text = getattr(piece, part)
            words = fit.cut(text, SMALL, ROOM, 2)
            if words != text:
                slide.notes.append(text)
                setattr(piece, part, words)


def _stretch(slide: Slide) -> None:
    """Let figures grow into the height that is free."""
    elastic = [piece for piece in slide.pieces if isinstance(piece.what, Bars | Lines | RiskMatrix)]
    spare = max(slide.free, 0.0)
    for piece in elastic:
        piece.height += spare / len(elastic)
