"""Sheets of the sections: texts as rows, tables that can be sorted and filtered, native charts over their data.

Every text is written as a string: nothing from the evidence can become a formula or a link.
"""

import datetime as dt
import itertools
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from alliance_core.report import fit
from alliance_core.report.content import (
    Bars,
    Cell,
    Column,
    Items,
    KeyFigures,
    Lines,
    RiskMatrix,
    Section,
    Series,
    Table,
    Text,
)
from alliance_core.report.office import (
    INK,
    PALETTE,
    RULE,
    WHITE,
    known,
    midnight,
    number_format,
    risks_at,
    text_only,
    tint,
    zone_colours,
)
from alliance_core.report.slide_charts import spans_of
from alliance_core.report.slide_plan import lying
from alliance_core.report.workbook_styles import Styles

LETTER = 7.0  # pixels of a column for each unit of its width
LEAST, WIDEST, FIRST_WIDTH = 11.0, 46.0, 30.0  # widths of columns
TEXT_ROOM = 118.0  # width over which texts are spread, in the same unit
ROW = 15.0
LONGEST_CELL = 32_767  # characters, a limit of Excel
LONGEST_NAME = 31
FORBIDDEN = frozenset("[]:*?/\\'")
CHART_ROWS, MOST_CHART_ROWS = 18, 40
LABELLED = 24


class SheetWriter:
    """Writes the blocks of a section one below the other."""

    def __init__(self, book: Any, sheet: Any, styles: Styles, section: Section, number: int) -> None:
        self.book, self.sheet, self.styles, self.section, self.number = book, sheet, styles, section, number
        self.widths = _widths(section)
        self.span = _span(self.widths)
        self.row = 0
        self.tables = 0
        self.headers: list[int] = []

    def write(self) -> None:
        """Write the whole section."""
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.write_string(0, 0, text_only(self.section.title), self.styles.title)
        self.sheet.set_row(0, 26)
        self.row = 2
        for block in self.section.blocks:
            if isinstance(block, Text):
                self._text(block.text, getattr(self.styles, block.style))
            elif isinstance(block, KeyFigures):
                self._key_figures(block)
            elif isinstance(block, Items):
                for place, item in enumerate(block.items, start=1):
                    self._text(f"{place}. {item}" if block.ordered else f"• {item}", self.styles.body)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, RiskMatrix):
                self._matrix(block)
            else:
                self._figure(block)
            self.row += 1
        alone = len(self.headers) == 1 and self.headers[0] <= 10
        self.sheet.freeze_panes(self.headers[0] + 1 if alone else 1, 0)
        if alone:
            self.sheet.repeat_rows(self.headers[0])

    def _text(self, text: str, style: Any) -> None:
        """One row over several columns, as high as its lines."""
        room = sum(self.widths[: self.span]) * LETTER
        size = 14.5 if style is self.styles.lead else 13.5
        self.sheet.set_row(self.row, max(1, fit.lines(text, size, room)) * (ROW + 1) + 3)
        if self.span > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.span - 1, "", style)
        self.sheet.write_string(self.row, 0, text_only(text)[:LONGEST_CELL], style)
        self.row += 1

    def _heading(self, text: str) -> None:
        self.sheet.write_string(self.row, 0, text_only(text), self.styles.heading)
        self.sheet.set_row(self.row, 20)
        self.row += 1

    def _key_figures(self, figures: KeyFigures) -> None:
        for figure in figures.items:
            self.sheet.write_string(self.row, 0, text_only(figure.label), self.styles.wrapped)
            self.sheet.write_string(self.row, 1, text_only(figure.value), self.styles.figure)
            self.sheet.write_string(self.row, 2, text_only(figure.detail))
            self.sheet.set_row(self.row, 22)
            self.row += 1

    def _table(self, table: Table) -> None:
        self._heading(table.title)
        if table.note:
            self._text(table.note, self.styles.note)
        self._grid(table.id, table.columns, table.rows, table.marked)

    def _grid(self, id_: str, columns: tuple[Column, ...], rows: Any, marked: tuple[int, ...] = ()) -> None:
        """A table of Excel: its header, its rows, a filter."""
        titles = unlike([text_only(column.title) or " " for column in columns])
        first, last = self.row, self.row + max(len(rows), 1)
        self.tables += 1
        self.sheet.add_table(first, 0, last, len(columns) - 1, {
            "name": f"table_{self.number}_{self.tables}", "style": None, "banded_rows": False,
            "title": text_only(id_), "columns": [{"header": title} for title in titles],
        })  # fmt: skip
        for place, title in enumerate(titles):
            self.sheet.write_string(first, place, title, self.styles.header)
        wide = [self.widths[place] * LETTER - 24 for place in range(len(columns))]
        self.sheet.set_row(first, ROW * max(map(_lines, titles, wide)) + 4)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._cell(first + place, column, cell, columns[column].kind, place - 1 in marked)
            texts = [(cell, self.widths[at] * LETTER) for at, cell in enumerate(row) if isinstance(cell, str)]
            lines = max((fit.lines(text, 14.0, room) for text, room in texts), default=1)
            if lines > 1:
                self.sheet.set_row(first + place, min(ROW * lines + 2, 400))
        self.headers.append(first)
        self.row = last + 1

    def _cell(self, row: int, column: int, cell: Cell, kind: str, marked: bool = False) -> None:
        style = self.styles.cell(kind, marked)
        if isinstance(cell, str):
            self.sheet.write_string(row, column, text_only(cell)[:LONGEST_CELL], self.styles.cell("text", marked))
        elif isinstance(cell, dt.date):
            self.sheet.write_datetime(row, column, midnight(cell), self.styles.cell("date", marked))
        elif known(cell):
            self.sheet.write_number(row, column, cell, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def _figure(self, figure: Bars | Lines) -> None:
        """Title, finding, the chart, and below it the numbers it draws."""
        self._heading(figure.title)
        self._text(figure.alt, self.styles.body)
        top, count = self.row, len(figure.categories if isinstance(figure, Bars) else figure.dates)
        high = CHART_ROWS
        if isinstance(figure, Bars) and lying(figure):
            high = min(MOST_CHART_ROWS, max(CHART_ROWS, 5 + count * (1 if figure.stacked else len(figure.series))))
        self.row = top + high + 1
        kind = "share" if figure.share else "points" if figure.unit == "points" else "number"
        first = [Column("Date", "date") if isinstance(figure, Lines) else Column("Category")]
        columns = [*first, *(Column(title, kind) for title, _ in columns_of(figure))]  # type: ignore[arg-type]
        names = figure.dates if isinstance(figure, Lines) else figure.categories
        values = [numbers for _, numbers in columns_of(figure)]
        self._grid(figure.id, tuple(columns), list(itertools.zip_longest(names, *values)))
        chart = _chart(self.book, self.sheet.get_name(), figure, self.headers.pop(), count)
        width = int(sum(self.widths[: self.span]) * LETTER)
        chart.set_size({"width": min(width, 900), "height": 20 * high})
        self.sheet.insert_chart(top, 0, chart, {"description": text_only(figure.alt), "object_position": 2})

    def _matrix(self, matrix: RiskMatrix) -> None:
        """The matrix as a coloured grid, likelihood upwards; a cell names its risks and its rank."""
        self._heading(matrix.title)
        self._text(matrix.alt, self.styles.body)
        shades, levels = zone_colours(matrix), len(matrix.ranks)
        corner = "Likelihood (upwards) and consequence (to the right); # = number in the table of risks"
        self.sheet.write_string(self.row, 0, corner, self.styles.note)
        self.sheet.set_row(self.row, 3 * ROW)
        for column, word in enumerate(matrix.consequence, start=1):
            self.sheet.write_string(self.row, column, text_only(f"{column} {word}"), self.styles.header)
        for likelihood in range(levels, 0, -1):
            self.row += 1
            self.sheet.set_row(self.row, 2.4 * ROW)
            word = text_only(f"{likelihood} {matrix.likelihood[likelihood - 1]}")
            self.sheet.write_string(self.row, 0, word, self.styles.header)
            for consequence in range(1, levels + 1):
                numbers = ", ".join(f"#{number}" for number in risks_at(matrix, likelihood, consequence))
                rank = f"rank {matrix.ranks[likelihood - 1][consequence - 1]}"
                shade = shades[matrix.zones[likelihood - 1][consequence - 1]]
                words = f"{numbers}\n{rank}" if numbers else rank
                self.sheet.write_string(self.row, consequence, words, self.styles.zone(shade))
        self.row += 1
        for zone, shade in reversed(shades.items()):
            self.sheet.write_string(self.row, 0, text_only(matrix.zone_names[zone]), self.styles.zone(shade))
            self.row += 1


def _lines(text: str, room: float) -> int:
    return fit.lines(text, 14.0, room)


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes, not yet taken (in whatever case), which is added to the taken ones.

    >>> taken = set(); sheet_name("Burden: who pays?", taken), sheet_name("burden  who pays", taken)
    ('Burden who pays', 'burden who pays 2')
    """
    plain = " ".join("".join(" " if one in FORBIDDEN else one for one in text_only(title)).split()) or "Section"
    found, number = plain[:LONGEST_NAME].strip(), 1
    while found.casefold() in taken or found.casefold() == "history":
        number += 1
        found = f"{plain[: LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
    taken.add(found.casefold())
    return found


def unlike(titles: list[str]) -> list[str]:
    """Titles that differ also in small letters, as columns of a table of Excel must.

    >>> unlike(["Score", "score", "Share"])
    ['Score', 'score (2)', 'Share']
    """
    given: list[str] = []
    for title in titles:
        number, new = 1, title[:250]
        while new.casefold() in (other.casefold() for other in given):
            number += 1
            new = f"{title[:240]} ({number})"
        given.append(new)
    return given


def columns_of(figure: Bars | Lines) -> list[tuple[str, tuple[float | None, ...]]]:
    """Titles and numbers of the data below a chart: the values of every series, the ends of the intervals, and how far
    they lie from the values, as error bars are drawn."""
    columns = [(series.name or " ", series.values) for series in figure.series]
    for series in (series for series in figure.series if series.low and series.high):
        words = ("low end", "high end", "up to high end", "down to low end")
        numbers = (series.low, series.high, *spans_of(series))
        columns += [(f"{series.name}, {word}", ends) for word, ends in zip(words, numbers, strict=True)]
    return columns


def _chart(book: Any, sheet: str, figure: Bars | Lines, header: int, count: int) -> Any:
    """The native chart over the data whose header stands in that row."""
    line = isinstance(figure, Lines)
    kind = {"type": "line"} if line else {"type": "bar" if lying(figure) else "column"}  # type: ignore[arg-type]
    if isinstance(figure, Bars) and figure.stacked:
        kind["subtype"] = "stacked"
    chart = book.add_chart(kind)
    for place, series in enumerate(figure.series):
        colour = PALETTE[place % len(PALETTE)]
        looks = _line_looks(place) if line else _bar_looks(figure, series, colour)  # type: ignore[arg-type]
        ends = {}
        if series.low and series.high:
            before = sum(1 for other in figure.series[:place] if other.low and other.high)
            first = 1 + len(figure.series) + 4 * before + 2
            ends = _error_bars(sheet, (header + 1, header + count), first, bool(line), colour)
        name = [sheet, header, place + 1]
        chart.add_series({
            "name": name, "categories": [sheet, header + 1, 0, header + count, 0],
            "values": [sheet, header + 1, place + 1, header + count, place + 1], **looks, **ends,
        })  # fmt: skip
    chart.set_title({"none": True})
    chart.show_blanks_as("gap")
    chart.set_legend({"position": "bottom"} if len(figure.series) > 1 else {"none": True})
    values: dict[str, Any] = {"num_format": number_format(figure), "line": {"none": True},
                              "major_gridlines": {"visible": True, "line": {"color": f"#{RULE}"}}}  # fmt: skip
    if all(end >= 0 for series in figure.series for end in (*series.values, *series.low) if known(end)):
        values["min"] = 0
    if figure.maximum is not None:
        values["max"] = figure.maximum
    if figure.unit and not figure.unit.startswith("=") and not figure.share:
        values["name"] = text_only(figure.unit)
    names: dict[str, Any] = {"label_position": "low"}
    if line:
        names |= {"date_axis": True, "num_format": "mmm yyyy"}
    elif lying(figure):  # type: ignore[arg-type]
        names |= {"reverse": True, "interval_unit": 1}
    along, across = chart.set_x_axis, chart.set_y_axis
    if not line and lying(figure):  # type: ignore[arg-type]
        along, across = across, along  # lying bars have their categories on the y axis
        values["label_position"] = "high"  # at the foot, as the categories run downwards
    along(names)
    across(values)
    return chart


def _line_looks(place: int) -> dict[str, Any]:
    colour = f"#{PALETTE[place % len(PALETTE)]}"
    marks = ("circle", "square", "diamond", "triangle")
    return {"line": {"color": colour, "width": 2.25},
            "marker": {"type": marks[place % len(marks)], "size": 6, "fill": {"color": colour},
                       "border": {"color": colour}}}  # fmt: skip


def _bar_looks(figure: Bars, series: Series, colour: str) -> dict[str, Any]:
    """Filled bars, hatched where marked, with their values where there is room."""
    hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": f"#{colour}", "bg_color": f"#{WHITE}"}}
    inside = tint(colour) if series.low and series.high else colour
    looks: dict[str, Any] = {"fill": {"color": f"#{inside}"}, "border": {"color": f"#{colour}"}, "gap": 45}
    if figure.marked:
        looks["points"] = [hatched if place in figure.marked else None for place in range(len(figure.categories))]
    if len(figure.categories) * len(figure.series) <= LABELLED and not (series.low and series.high):
        where = {} if figure.stacked else {"position": "outside_end"}
        font = {"color": f"#{WHITE}"} if figure.stacked else {}
        looks["data_labels"] = {"value": True, "num_format": number_format(figure), "font": font, **where}
    return looks


def _error_bars(sheet: str, rows: tuple[int, int], column: int, line: bool, colour: str) -> dict[str, Any]:
    """Intervals whose lengths stand in that column and the next."""
    up, down = (f"={quote_sheetname(sheet)}!{xl_range_abs(rows[0], at, rows[1], at)}" for at in (column, column + 1))
    shade = tint(colour, 0.35) if line else INK
    return {"y_error_bars": {"type": "custom", "plus_values": up, "minus_values": down, "end_style": 0 if line else 1,
                             "line": {"color": f"#{shade}", "width": 1.25}}}  # fmt: skip


def _widths(section: Section) -> list[float]:
    """Widths of the columns: wide enough for every table of the section, within limits."""
    widths = [FIRST_WIDTH, *[LEAST + 4] * 6]
    for block in section.blocks:
        if isinstance(block, Table):
            for place, column in enumerate(block.columns):
                texts = [row[place] for row in block.rows if isinstance(row[place], str)]
                longest = max((fit.width(str(text), 1.0) * 1.9 for text in texts), default=0.0)
                title = max((fit.width(word, 1.0) * 2.1 for word in column.title.split()), default=0.0) + 4
                width = min(max(longest, title, LEAST), WIDEST)
                widths += [LEAST] * (place + 1 - len(widths))
                widths[place] = max(widths[place], width)
    return widths


def _span(widths: list[float]) -> int:
    """Columns over which texts are spread."""
    used, total = 0, 0.0
    while used < len(widths) and total < TEXT_ROOM:
        total, used = total + widths[used], used + 1
    return used
