"""Charts of a slide: native ones, whose numbers open in a sheet of their own and can be changed there.

python-pptx writes that sheet so that a name that begins with "=" becomes a formula and an address a link; here every
text stays text. It has no error bars either: intervals are added to the chart's XML (ECMA-376 part 1, 21.2.2.55).
"""

import io
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from alliance_core.report.content import Bars, Lines, Series
from alliance_core.report.office import (
    FORMATS,
    INK,
    PALETTE,
    RULE,
    WHITE,
    known,
    midnight,
    number_format,
    text_only,
    tint,
)
from alliance_core.report.slide_plan import lying

TEXT_SIZE = 11
MOST_LABELS = 24  # values written at the bars; more would be in each other's way
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)
DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
MANY_DATES = 30
FOOT_OF_BAR = 0.1  # share of the axis that a value at the foot of its bar takes
DARK = ("1FA375", "CA8500", "CC78A4", "329DD2", "9B9647")  # light enough for dark letters
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Sheet(CategoryWorkbookWriter):
    """The sheet behind a chart: categories, one column for each series, then the lengths of the error bars."""

    @property
    def xlsx_blob(self) -> bytes:
        """The sheet as a file, always the same bytes for the same figure."""
        figure, out = self._chart_data.figure, io.BytesIO()
        book = Workbook(out, SAFE)
        book.set_properties({"created": self._chart_data.created})
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": FORMATS["date"]})
        values = book.add_format({"num_format": number_format(figure)})
        sheet.set_column(0, 0, 30)
        for row, category in enumerate(_categories(figure), start=1):
            if isinstance(category, str):
                sheet.write_string(row, 0, category)
            else:
                sheet.write_datetime(row, 0, category, day)
        for column, (name, numbers) in enumerate(_columns(figure), start=1):
            sheet.write_string(0, column, name)
            for row, number in enumerate(numbers, start=1):
                if known(number):
                    sheet.write_number(row, column, number, values)
        book.close()
        return out.getvalue()


class _Data(CategoryChartData):
    """A figure as python-pptx wants it, with the sheet above in the place of its own."""

    def __init__(self, figure: Bars | Lines, created: Any) -> None:
        super().__init__(number_format=number_format(figure))
        self.figure, self.created = figure, created
        self.categories = _categories(figure)
        for series in figure.series:
            values = [value if known(value) else None for value in series.values]
            self.add_series(text_only(series.name), values)

    @property
    def _workbook_writer(self) -> _Sheet:
        return _Sheet(self)


def add_chart(shapes: Any, figure: Bars | Lines, box: tuple[Any, Any, Any, Any], made: Any) -> Any:
    """Add a figure to the shapes of a slide. Gives its graphic frame."""
    frame = shapes.add_chart(_type(figure), *box, _Data(figure, midnight(made)))
    chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(TEXT_SIZE)
    chart.font.color.rgb = RGBColor.from_string(INK)
    chart.has_legend = len(figure.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _draw_axes(chart, figure)
    for place, (series, drawn) in enumerate(zip(figure.series, chart.plots[0].series, strict=True)):
        if isinstance(figure, Lines):
            _draw_line(drawn, place, len(figure.dates))
        else:
            _draw_bar(drawn, place, figure, series)
        if series.low and series.high:
            _add_error_bars(drawn, figure, place)
    return frame


def _type(figure: Bars | Lines) -> Any:
    if isinstance(figure, Lines):
        return XL_CHART_TYPE.LINE_MARKERS
    if lying(figure):
        return XL_CHART_TYPE.BAR_STACKED if figure.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    return XL_CHART_TYPE.COLUMN_STACKED if figure.stacked else XL_CHART_TYPE.COLUMN_CLUSTERED


def _categories(figure: Bars | Lines) -> list[Any]:
    return list(figure.dates) if isinstance(figure, Lines) else [text_only(category) for category in figure.categories]


def _columns(figure: Bars | Lines) -> list[tuple[str, tuple[float | None, ...]]]:
    """Name and values of every column of the sheet: the series, then the lengths of their error bars."""
    values = [(text_only(series.name), series.values) for series in figure.series]
    spans = [
        (f"{text_only(series.name)}, {side}", lengths)
        for series in figure.series
        if series.low and series.high
        for side, lengths in zip(("up to high end", "down to low end"), spans_of(series), strict=True)
    ]
    return values + spans


def spans_of(series: Series) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Lengths of the error bars above and below the values; None where value or end is missing."""
    ends = list(zip(series.values, series.low, series.high, strict=True))
    up = tuple(max(high - value, 0.0) if known(value) and known(high) else None for value, _, high in ends)
    down = tuple(max(value - low, 0.0) if known(value) and known(low) else None for value, low, _ in ends)
    return up, down


def _draw_axes(chart: Chart, figure: Bars | Lines) -> None:
    names, values = chart.category_axis, chart.value_axis
    values.tick_labels.number_format = number_format(figure)
    values.tick_labels.number_format_is_linked = False
    ends = [end for series in figure.series for end in (*series.values, *series.low) if known(end)]
    if all(end >= 0 for end in ends if end is not None):
        values.minimum_scale = 0
    top = 1.0 if isinstance(figure, Bars) and figure.stacked and figure.share else figure.maximum
    if top is not None:
        values.maximum_scale = top
    if figure.unit and not figure.share:
        values.has_title = True
        values.axis_title.text_frame.text = text_only(figure.unit)
        run = values.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(TEXT_SIZE), False
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    values.format.line.fill.background()
    names.format.line.color.rgb = RGBColor.from_string(INK)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    if isinstance(figure, Lines):
        years = (max(figure.dates) - min(figure.dates)).days / 365 if figure.dates else 0
        names.tick_labels.number_format = "yyyy" if years > 6 else "mmm yyyy"
        names.tick_labels.number_format_is_linked = False
        _set_steps(names, years)
    else:
        chart.plots[0].gap_width = 45
        chart.plots[0].overlap = 100 if figure.stacked else 0
        if lying(figure):
            names.reverse_order = True
            values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
            _show_all_names(names)


def _set_steps(axis: Any, years: float) -> None:
    """Marks of a date axis at whole months or years: some eight in all."""
    months = next((step for step in (1, 2, 3, 6) if years * 12 / step <= 9), 12)
    unit, step = ("months", months) if months < 12 else ("years", max(1, round(years / 9)))
    element = axis._element
    before = element.find(qn("c:baseTimeUnit"))
    for name, value in (("majorUnit", str(step)), ("majorTimeUnit", unit)):
        for old in element.findall(qn(f"c:{name}")):
            element.remove(old)
        new = _child(element, f"c:{name}")
        new.set("val", value)
        before.addnext(new)
        before = new


def _show_all_names(axis: Any) -> None:
    """Write every category's name, also where they stand close."""
    element = axis._element
    skip = _child(element, "c:tickLblSkip")
    skip.set("val", "1")
    element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _draw_bar(drawn: Any, place: int, figure: Bars, series: Series) -> None:
    colour = PALETTE[place % len(PALETTE)]
    with_ends = bool(series.low and series.high)
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = RGBColor.from_string(tint(colour) if with_ends else colour)
    drawn.format.line.color.rgb = RGBColor.from_string(colour)
    for point in figure.marked:
        if point < len(series.values) and known(series.values[point]):
            fill = drawn.points[point].format.fill
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb = RGBColor.from_string(colour)
            fill.back_color.rgb = RGBColor.from_string(WHITE)
    if len(figure.categories) * (1 if figure.stacked else len(figure.series)) <= MOST_LABELS:
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format_is_linked = False
        labels.number_format = number_format(figure)
        labels.font.size = Pt(TEXT_SIZE)
        dark = not figure.stacked or colour in DARK
        labels.font.color.rgb = RGBColor.from_string(INK if dark else WHITE)
        if figure.stacked:
            labels.position = XL_LABEL_POSITION.CENTER
            if figure.share:
                labels.number_format = '[>=0.045]0 %;""'
        else:
            labels.position = XL_LABEL_POSITION.INSIDE_BASE if with_ends else XL_LABEL_POSITION.OUTSIDE_END
            if with_ends:
                _drop_crossed_labels(labels._element, figure, series)


def _drop_crossed_labels(labels: Any, figure: Bars, series: Series) -> None:
    """Leave out the values at the foot of bars that an error bar would cross."""
    tops = [end for one in figure.series for end in (*one.values, *one.high) if known(end)]
    room = FOOT_OF_BAR * (figure.maximum or max((end for end in tops if end is not None), default=0.0))
    for place, low in reversed(list(enumerate(series.low))):
        if low is not None and low < room:
            label = OxmlElement("c:dLbl")
            _child(label, "c:idx").set("val", str(place))
            _child(label, "c:delete").set("val", "1")
            labels.insert(0, label)


def _draw_line(drawn: Any, place: int, dates: int) -> None:
    colour = RGBColor.from_string(PALETTE[place % len(PALETTE)])
    drawn.smooth = False
    drawn.format.line.color.rgb = colour
    drawn.format.line.width = Pt(2.25)
    drawn.format.line.dash_style = DASHES[place // len(MARKERS) % len(DASHES)]
    drawn.marker.style = MARKERS[place % len(MARKERS)]
    drawn.marker.size = 4 if dates > MANY_DATES else 7
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour
    drawn.marker.format.line.color.rgb = colour


def _child(parent: Any, name: str) -> Any:
    """A new last child of an element of the XML."""
    element = OxmlElement(name)
    parent.append(element)
    return element


def _add_error_bars(drawn: Any, figure: Bars | Lines, place: int) -> None:
    """Intervals as error bars that read their lengths from the chart's sheet."""
    series = figure.series[place]
    with_ends = [one.name for one in figure.series[:place] if one.low and one.high]
    first = 1 + len(figure.series) + 2 * len(with_ends)
    bars = OxmlElement("c:errBars")
    line = isinstance(figure, Lines)
    settings = [("errDir", "y")] if line else []
    settings += [("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1" if line else "0")]
    for name, value in settings:
        _child(bars, f"c:{name}").set("val", value)
    for column, (side, lengths) in enumerate(zip(("plus", "minus"), spans_of(series), strict=True), start=first):
        reference = _child(_child(bars, f"c:{side}"), "c:numRef")
        letter = xl_col_to_name(column, True)
        _child(reference, "c:f").text = f"Sheet1!{letter}$2:{letter}${len(lengths) + 1}"
        cache = _child(reference, "c:numCache")
        _child(cache, "c:formatCode").text = "General"
        _child(cache, "c:ptCount").set("val", str(len(lengths)))
        for index, length in enumerate(lengths):
            if length is not None:
                point = _child(cache, "c:pt")
                point.set("idx", str(index))
                _child(point, "c:v").text = repr(float(length))
    stroke = _child(_child(bars, "c:spPr"), "a:ln")
    stroke.set("w", str(Pt(1.25)))
    fill = _child(_child(stroke, "a:solidFill"), "a:srgbClr")
    fill.set("val", tint(PALETTE[place % len(PALETTE)], 0.35) if line else INK)
    drawn._element.find(qn("c:cat")).addprevious(bars)
