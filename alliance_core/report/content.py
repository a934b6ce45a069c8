"""What a report says, whatever it is written as: sections of texts, key figures, lists, tables and charts.

Writers take a Report and nothing else, so that all formats say the same. All texts are plain: no markup, no control
characters (see `clean`); a writer escapes what its own format would read as more than text.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from alliance_core.catalogue.rules import score_text

Cell = str | int | float | dt.date | None
Kind = Literal["text", "integer", "points", "number", "share", "date"]
LONGEST_NAME = 120
NOT_KNOWN = "–"
# Unicode categories of characters that are no text: control, format (direction), surrogate, private, unassigned.
NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. style: lead (the finding), body, note (how to read it, smaller), label (a mark such as EXPERT
    JUDGEMENT that must not be missed). grounds: the numbers and names behind a generated sentence, by what they are."""

    text: str
    style: Literal["lead", "body", "note", "label"] = "body"
    grounds: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number that stands out: label "Health", value "54", detail "47 to 61, moderate"."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Key figures side by side, six at most."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    kind says how a number reads: points 0..100 whole (with a decimal just below the edge of a band, so that number and
    word agree), number with one decimal, share 0..1 as per cent. width: share of the page, 0 = as the writer sees fit.
    """

    title: str
    kind: Kind = "text"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; None is a missing value and reads as a dash. marked: rows (by place) that stand out, such as one's own
    nation."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name, one per category; None is a gap. low and high: ends of the interval, if there is one."""

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each category and series; stacked, or side by side. share: values 0..1 read as per cent. Without a
    maximum the axis ends where the data do. pattern: words for categories whose bars are hatched (as estimates are)."""

    id: str
    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    stacked: bool = False
    share: bool = False
    maximum: float | None = None
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A line for each series over dates; low and high of a series are a band around it."""

    id: str
    title: str
    alt: str
    dates: tuple[dt.date, ...]
    series: tuple[Series, ...]
    unit: str
    share: bool = False
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """One friction on the matrix: number as in the table beside it."""

    number: int
    likelihood: int
    consequence: int


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """The 5x5 matrix: rows likelihood 1..5, columns consequence 1..5. zones: id of the zone of each cell
    [likelihood - 1][consequence - 1]; words of the levels and names of the zones are the catalogue's."""

    id: str
    title: str
    alt: str
    risks: tuple[Risk, ...]
    ranks: tuple[tuple[int, ...], ...]
    zones: tuple[tuple[str, ...], ...]
    zone_names: Mapping[str, str]
    likelihood: tuple[str, ...]
    consequence: tuple[str, ...]


Figure = Bars | Lines | RiskMatrix
Block = Text | KeyFigures | Items | Table | Bars | Lines | RiskMatrix


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; id as in the options (scorecard, burden, ...). new_page: starts on a page of its own."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the workbook computes again: the score of one indicator of one alliance, and its weight in per cent.

    score None = missing or too little evidence: its weight is shared out. dimension and indicator are ids.
    coverage: share 0..1 of what the indicator should rest on that is known; it counts towards `Weighing.least`.
    """

    alliance: str
    dimension: str
    indicator: str
    value: float | None
    score: float | None
    weight: float
    coverage: float = 1.0


@dataclass(frozen=True, slots=True)
class Weighing:
    """The scores behind the overall scores, for live formulas.

    dimensions   names by id, in order; shares: their weights in per cent; indicators: names by id
    overall      the scorecard's overall score by alliance, None = too little evidence
    by_dimension the scorecard's scores by alliance and dimension
    least        share of the weight that must be covered for a score
    """

    alliances: tuple[str, ...]
    dimensions: Mapping[str, str]
    shares: Mapping[str, float]
    indicators: Mapping[str, str]
    cells: tuple[Weighed, ...]
    overall: Mapping[str, float | None]
    by_dimension: Mapping[str, Mapping[str, float | None]]
    least: float


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    kind       "health" for one alliance, "comparison" for several
    marking    classification marking, printed on every page ("" = none); logo: text in the place of a logo
    custom     a sentence that says that the weights are the reader's own, "" for the balanced profile
    quality    the sentence on evidence quality for the cover
    facts      the numbers behind all sentences, as plain data (JSON)
    """

    kind: Literal["health", "comparison"]
    title: str
    subtitle: str
    alliances: tuple[str, ...]
    as_of: dt.date
    made: dt.date
    data_version: str
    marking: str
    logo: str
    custom: str
    quality: str
    sections: tuple[Section, ...]
    weighing: Weighing
    facts: Mapping[str, Any] = field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        """Every text of the report, in order."""
        yield from (self.title, self.subtitle, self.marking, self.logo, self.custom, self.quality)
        for section in self.sections:
            yield section.title
            for block in section.blocks:
                yield from texts_of(block)

    def figures(self) -> Iterator[Figure]:
        """Every chart of the report, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Bars | Lines | RiskMatrix))


def texts_of(block: Block) -> Iterator[str]:
    """The texts of one block."""
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, KeyFigures):
        for figure in block.items:
            yield from (figure.label, figure.value, figure.detail)
    elif isinstance(block, Items):
        yield from block.items
    elif isinstance(block, Table):
        yield from (block.title, block.note, *(column.title for column in block.columns))
        yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
    else:
        yield from (block.title, block.alt)
        if isinstance(block, Bars):
            yield from block.categories
        if isinstance(block, Bars | Lines):
            yield from (series.name for series in block.series)


def clean(text: str, longest: int | None = None) -> str:
    """A text from the evidence as plain text: no control or direction characters, no line breaks, no bold marks.

    Takes  longest: letters after which it is cut, with an ellipsis (names have LONGEST_NAME)

    >>> clean("**Artemis**\\nAccords \\u202edrocca\\x00"), clean("abcdef", 4)
    ('Artemis Accords drocca', 'abc…')
    """
    spaced = "".join(" " if character.isspace() else character for character in text.replace("**", ""))
    kept = "".join(one for one in spaced if unicodedata.category(one) not in NO_TEXT)
    plain = " ".join(kept.split())
    return plain if longest is None or len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def name(text: str) -> str:
    """The name of somebody or something from the evidence, cleaned and cut where it is too long for a page."""
    return clean(text, LONGEST_NAME)


def shown(value: Cell, kind: Kind) -> str:
    """A cell as people read it.

    >>> shown(0.826, "share"), shown(54.4, "points"), shown(59.58, "points"), shown(1234.56, "number")
    ('83 %', '54', '59.5', '1,234.6')
    """
    if value is None:
        return NOT_KNOWN
    if isinstance(value, dt.date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, str):
        return value
    if kind == "share":
        return _share(value)
    if kind == "number":
        return f"{value:z,.1f}"
    if kind == "points":
        return score_text(value)
    return f"{value:z,.0f}"


def _share(value: float) -> str:
    if 0 < value < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 < value < 1 else f"{100 * value:z.0f} %"


def table(id: str, title: str, columns: Iterable[Column], rows: Iterable[Iterable[Cell]], **more: Any) -> Table:
    """A table with its texts cleaned."""
    cleaned = tuple(tuple(clean(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(id=id, title=title, columns=tuple(columns), rows=cleaned, **more)
