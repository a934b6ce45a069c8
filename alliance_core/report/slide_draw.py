"""Drawing of the pieces of a slide: texts, tiles, lists, tables, the risk matrix."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from alliance_core.report import fit
from alliance_core.report.content import Bars, KeyFigures, Lines, Report, RiskMatrix, Text
from alliance_core.report.office import (
    ACCENT,
    FAINT,
    INK,
    MARKED,
    MUTED,
    RULE,
    WARNING,
    WHITE,
    risks_at,
    text_only,
    zone_colours,
)
from alliance_core.report.slide_charts import add_chart
from alliance_core.report.slide_grid import EDGE, SIDE, Grid
from alliance_core.report.slide_plan import BODY, LEFT, ROOM, SMALL, Piece, Points

Box = tuple[float, float, float, float]
NUMBERS = ("integer", "points", "number", "share")


def colour(value: str) -> RGBColor:
    """A colour by its six hexadecimal digits."""
    return RGBColor.from_string(value)


def points(box: Box) -> tuple[Pt, Pt, Pt, Pt]:
    """Left, top, width and height in points as python-pptx wants them."""
    left, top, width, height = (Pt(length) for length in box)
    return left, top, width, height


def describe(shape: Any, name: str, alt: str) -> None:
    """Name a shape, and say in words what it shows (alternative text)."""
    shape.name = text_only(name)[:200]
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text_only(alt))


def write(frame: Any, text: str, size: float, shade: str = INK, bold: bool = False, align: Any = None) -> None:
    """Write one paragraph into a text frame without margins."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    add_run(frame.paragraphs[0], text, size, shade, bold)
    if align is not None:
        frame.paragraphs[0].alignment = align


def add_run(paragraph: Any, text: str, size: float, shade: str = INK, bold: bool = False) -> None:
    """Add words to a paragraph."""
    run = paragraph.add_run()
    run.text = text_only(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour(shade)


def add_text(slide: Any, text: str, box: Box, size: float, shade: str = INK, bold: bool = False, align: Any = None,
             name: str = "Text") -> Any:  # fmt: skip
    """A text in a box of its own."""
    shape = slide.shapes.add_textbox(*points(box))
    shape.name = name
    write(shape.text_frame, text, size, shade, bold, align)
    return shape


def add_piece(slide: Any, piece: Piece, top: float, report: Report) -> None:
    """Draw one piece, its caption above it."""
    what, start = piece.what, top + piece.caption_height
    if piece.title:
        caption = slide.shapes.add_textbox(*points((LEFT, top, ROOM, piece.caption_height)))
        caption.name = "Caption"
        write(caption.text_frame, f"{piece.title}. " if piece.finding else piece.title, SMALL, INK, bold=True)
        if piece.finding:
            add_run(caption.text_frame.paragraphs[0], piece.finding, SMALL, MUTED)
    box = (LEFT, start, ROOM, piece.height)
    if isinstance(what, Text):
        _add_paragraph(slide, what, box)
    elif isinstance(what, KeyFigures):
        _add_tiles(slide, what, box)
    elif isinstance(what, Points):
        _add_points(slide, what, box)
    elif isinstance(what, Grid):
        _add_grid(slide, what, box)
    elif isinstance(what, RiskMatrix):
        _add_matrix(slide, what, box)
    elif isinstance(what, Bars | Lines):
        frame = add_chart(slide.shapes, what, points(box), report.made)
        describe(frame, f"Chart: {what.title}", what.alt)


def _add_paragraph(slide: Any, text: Text, box: Box) -> None:
    if text.style == "label":
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *points(box))
        shape.name = "Label"
        fill(shape, MARKED, WARNING)
        write(shape.text_frame, text.text, SMALL, INK, bold=True, align=PP_ALIGN.LEFT)
        shape.text_frame.margin_left = shape.text_frame.margin_right = Pt(10)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    else:
        note = text.style == "note"
        add_text(slide, text.text, box, SMALL if note else BODY, MUTED if note else INK)


def fill(shape: Any, inside: str, edge: str | None = None) -> None:
    """Fill a shape with one colour, without a shadow; an edge if one is asked for."""
    style = shape._element.find(qn("p:style"))  # the theme's, with a shadow
    if style is not None:
        shape._element.remove(style)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(inside)
    if edge:
        shape.line.color.rgb = colour(edge)
        shape.line.width = Pt(1)
    else:
        shape.line.fill.background()


def _add_tiles(slide: Any, figures: KeyFigures, box: Box) -> None:
    left, top, width, height = box
    gap, count = 10.0, max(len(figures.items), 3)
    wide = (width - gap * (count - 1)) / count
    for place, figure in enumerate(figures.items):
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *points((left + place * (wide + gap), top, wide, height)))
        shape.name = "Key figure"
        fill(shape, FAINT)
        frame, inner = shape.text_frame, wide - 16
        size = next((size for size in (28.0, 24.0, 20.0, 16.0) if fit.lines(figure.value, size, inner) == 1), 12.0)
        small = 11.0 if fit.lines(figure.detail, 11.0, inner) == 1 else 10.0
        write(frame, fit.cut(figure.label, 11.0, inner, 1), 11.0, MUTED, align=PP_ALIGN.LEFT)
        frame.margin_left = frame.margin_right = Pt(8)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        for text, letters, shade, bold in ((figure.value, size, ACCENT, True), (figure.detail, small, INK, False)):
            paragraph = frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            add_run(paragraph, fit.cut(text, letters, inner, 2 if letters < 16 else 1), letters, shade, bold)


def _add_points(slide: Any, items: Points, box: Box) -> None:
    left, top, width, height = box
    shape = slide.shapes.add_textbox(*points((left, top, width, height)))
    shape.name = "List"
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, item in enumerate(items.items):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        add_run(paragraph, item, BODY)
        paragraph.space_after = Pt(5)
        bullet(paragraph, items.first + place if items.ordered else None)


def bullet(paragraph: Any, number: int | None) -> None:
    """Give a paragraph a bullet, or its number, hanging at the left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(22)))
    properties.set("indent", str(-Pt(22)))
    kind = properties.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}" + ("buChar" if number is None else "buAutoNum"), {}
    )
    if number is None:
        kind.set("char", "•")
    else:
        kind.set("type", "arabicPeriod")
        kind.set("startAt", str(number))
    properties.append(kind)


def _add_grid(slide: Any, grid: Grid, box: Box) -> None:
    left, top, _, _ = box
    rows, width, height = [grid.header, *grid.rows], sum(grid.widths), sum(grid.heights)
    frame = slide.shapes.add_table(len(rows), len(grid.widths), *points((left, top, width, height)))
    more = f" {grid.after}" if grid.after else ""
    alt = f"{grid.table.title}: table of {len(grid.rows)} rows by {', '.join(grid.header)}.{more}"
    describe(frame, f"Table: {grid.table.title}", alt)
    table = frame.table
    table.horz_banding = False
    right = [column.kind in NUMBERS for column in grid.table.columns]
    for place, wide in enumerate(grid.widths):
        table.columns[place].width = Pt(wide)
    for number, (texts, high) in enumerate(zip(rows, grid.heights, strict=True)):
        table.rows[number].height = Pt(high)
        own = number - 1 in grid.marked
        shade = INK if number == 0 else MARKED if own else FAINT if number % 2 == 0 else WHITE
        for place, text in enumerate(texts):
            cell = table.cell(number, place)
            align = PP_ALIGN.RIGHT if right[place] else PP_ALIGN.LEFT
            write_cell(cell, text, grid.size, shade, WHITE if number == 0 else INK, number == 0 or own, align)
    if grid.after:
        add_text(slide, grid.after, (left, top + height + 3, width, 15), SMALL, MUTED, name="Rows left out")


def write_cell(cell: Any, text: str, size: float, shade: str, ink: str = INK, bold: bool = False,
               align: Any = PP_ALIGN.LEFT) -> None:  # fmt: skip
    """Write a cell of a table."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(shade)
    cell.margin_left = cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(EDGE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    add_run(paragraph, text, size, ink, bold)


def _add_matrix(slide: Any, matrix: RiskMatrix, box: Box) -> None:
    """The matrix as a table, likelihood upwards, and beside it the zones with the risks in them."""
    left, top, width, height = box
    shades = zone_colours(matrix)
    levels = len(matrix.ranks)
    wide, first, head = 0.72 * width, 128.0, 40.0
    frame = slide.shapes.add_table(levels + 1, levels + 1, *points((left, top, wide, height)))
    describe(frame, f"Risk matrix: {matrix.title}", matrix.alt)
    table = frame.table
    table.horz_banding = table.first_row = False
    table.columns[0].width = Pt(first)
    table.rows[0].height = Pt(head)
    write_cell(table.cell(0, 0), "Likelihood ↑ Consequence →", 10, WHITE, MUTED)
    for column, word in enumerate(matrix.consequence, start=1):
        table.columns[column].width = Pt((wide - first) / levels)
        write_cell(table.cell(0, column), f"{column} {word}", 11, WHITE, INK, True, PP_ALIGN.CENTER)
    for row in range(1, levels + 1):
        likelihood = levels + 1 - row
        table.rows[row].height = Pt((height - head) / levels)
        write_cell(table.cell(row, 0), f"{likelihood} {matrix.likelihood[likelihood - 1]}", 11, WHITE, INK, True)
        for column in range(1, levels + 1):
            cell, here = table.cell(row, column), risks_at(matrix, likelihood, column)
            zone, rank = matrix.zones[likelihood - 1][column - 1], matrix.ranks[likelihood - 1][column - 1]
            numbers = ", ".join(str(number) for number in here)
            room = (wide - first) / levels - 2 * SIDE
            size = next((size for size in (20.0, 16.0, 13.0) if fit.lines(numbers, size, room) == 1), 10.0)
            write_cell(cell, numbers, size, shades[zone], INK, True, PP_ALIGN.CENTER)
            rank_line = cell.text_frame.add_paragraph() if here else cell.text_frame.paragraphs[0]
            rank_line.alignment = PP_ALIGN.CENTER
            add_run(rank_line, f"rank {rank}", 10, INK)
    _add_zones(slide, matrix, shades, (left + wide + 24, top + head, width - wide - 24, height - head))


def _add_zones(slide: Any, matrix: RiskMatrix, shades: dict[str, str], box: Box) -> None:
    left, top, width, _ = box
    for zone, shade in reversed(shades.items()):
        inside = sorted(
            risk.number for risk in matrix.risks if matrix.zones[risk.likelihood - 1][risk.consequence - 1] == zone
        )
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *points((left, top, 16, 16)))
        fill(shape, shade, RULE)
        describe(shape, "Zone", f"Colour of the zone {matrix.zone_names[zone]}")
        numbers = ", ".join(str(number) for number in inside) or "none"
        words = fit.cut(f"{matrix.zone_names[zone]}: {numbers}", SMALL, width - 24, 4)
        high = fit.lines(words, SMALL, width - 24) * SMALL * fit.LINE + 2
        add_text(slide, words, (left + 24, top, width - 24, high), SMALL, INK, name="Zone")
        top += high + 10
    words = "Bold numbers are those of the table of risks; ranks run from 1, mildest, to 25, gravest."
    add_text(slide, words, (left, top + 6, width, 60), 11, MUTED, name="How to read")
