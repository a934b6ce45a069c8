"""The report as slides: a cover, contents, and the sections, with native tables and charts that can be edited.

Every slide has a real title, the classification marking at top and bottom, a page number; every chart and table has
a text alternative. What does not fit, and how to read it, stands in the speaker notes (see slide_plan).
"""

import copy
import io
import re
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from alliance_core.report import fit
from alliance_core.report.content import Report, shown
from alliance_core.report.office import (
    ACCENT,
    INK,
    LANGUAGE,
    MUTED,
    PALETTE,
    RULE,
    WARNING,
    midnight,
    repacked,
    text_only,
)
from alliance_core.report.slide_draw import add_piece, add_run, add_text, points
from alliance_core.report.slide_plan import (
    GAP,
    HIGH,
    LEFT,
    MESSAGE,
    ROOM,
    TITLE,
    TITLE_HIGH,
    TITLE_TOP,
    TOP,
    WIDE,
    Slide,
    message_height,
    plan,
    size_of,
)

COVER, TITLE_ONLY = 0, 5  # places of the two layouts in python-pptx's template
FOOT = 498.0
MARKING_SIZE = 11.0
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
FRAME = {"ftr": (LEFT, FOOT, 760.0, 18.0), "sldNum": (LEFT + ROOM - 80, FOOT, 80.0, 18.0), "dt": (0.0, HIGH, 1.0, 1.0)}


def write_pptx(report: Report) -> bytes:
    """The report as a presentation (16:9). The same report always gives the same bytes."""
    deck = _empty_deck(report)
    slides = plan(report)
    _add_cover(deck, report)
    _add_contents(deck, report, slides)
    for slide in slides:
        _add_slide(deck, report, slide)
    for place, made in enumerate(deck.slides):
        _frame(made, report, numbered=place > 0)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue())


def _empty_deck(report: Report) -> Any:
    """A presentation without slides: two layouts in our size and colours, properties without a person or a clock."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    others = [layout for place, layout in enumerate(deck.slide_layouts) if place not in (COVER, TITLE_ONLY)]
    for layout in others:
        deck.slide_layouts.remove(layout)
    for page in (deck.slide_master, *deck.slide_layouts):
        for holder in page.placeholders:
            _place_holder(holder)
    _add_band(deck.slide_layouts[0], (0, 0, 14, HIGH), ACCENT)
    _add_band(deck.slide_layouts[1], (LEFT, FOOT - 2, ROOM, 0.75), RULE)
    _colour_theme(deck)
    _forget_machine(deck)
    properties = deck.core_properties
    properties.title, properties.subject = text_only(report.title)[:255], text_only(report.subtitle)[:255]
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    properties.category = text_only(report.marking)[:255]
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = midnight(report.made)
    return deck


def _place_holder(holder: Any) -> None:
    """Move a placeholder of the master or of a layout (made for 4:3) to its place."""
    kind = holder.element.xpath(".//p:nvPr/p:ph")[0].get("type")
    boxes = FRAME | {
        "title": (LEFT, TITLE_TOP, ROOM, TITLE_HIGH), "body": (LEFT, TOP, ROOM, FOOT - TOP),
        "ctrTitle": (70.0, 150.0, 820.0, 110.0), "subTitle": (70.0, 268.0, 820.0, 48.0),
    }  # fmt: skip
    holder.left, holder.top, holder.width, holder.height = points(boxes[kind])


def _add_band(layout: Any, box: tuple[float, float, float, float], shade: str) -> None:
    """A coloured rectangle on a layout, behind everything: no content, so no reader meets it."""
    left, top, width, height = points(box)
    band = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{shade}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    layout.shapes._spTree.insert(2, band)


def _colour_theme(deck: Any) -> None:
    """Give the theme the colours of the charts, for what is added to the slides by hand."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode("utf-8")
    for number, shade in enumerate(PALETTE[:6], start=1):
        theme = re.sub(rf'(<a:accent{number}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{shade}", theme)
    part._blob = theme.encode("utf-8")


def _forget_machine(deck: Any) -> None:
    """Drop what the template remembers of the machine that made it: a picture of a slide, settings of a printer."""
    package = deck.part.package
    for holder in (package, deck.part):
        relations = holder._rels
        for id_, relation in list(relations.items()):
            if relation.reltype in (THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS):
                relations.pop(id_)


def _add_cover(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    sizes = (40.0, 34.0, 28.0, 22.0)
    size = next((size for size in sizes if fit.lines(report.title, size, 800) <= 2), sizes[-1])
    words = fit.cut(report.title, size, 800, 4)
    _fill_holder(title, words, size, INK, MSO_ANCHOR.BOTTOM)
    lesser = 20.0 if fit.lines(report.subtitle, 20.0, 800) == 1 else 16.0
    _fill_holder(subtitle, fit.cut(report.subtitle, lesser, 800, 2), lesser, MUTED, MSO_ANCHOR.TOP)
    if report.logo:
        add_text(slide, fit.cut(report.logo, 18.0, 820, 2), (70, 48, 820, 50), 18, ACCENT, bold=True, name="Logo")
    top = 330.0
    facts = (("As of", shown(report.as_of, "date")), ("Evidence", report.quality),
             ("Data version", f"{report.data_version}, report made {shown(report.made, 'date')}"),
             ("Weights", report.custom))  # fmt: skip
    for label, text in facts:
        if text:
            words = fit.cut(text, 14.0, 700, 3)
            height = fit.lines(words, 14.0, 700) * 14 * fit.LINE + 2
            add_text(slide, label, (70, top, 110, 20), 14, MUTED, name="Label")
            shade = WARNING if label == "Weights" else INK
            add_text(slide, words, (185, top, 705, height), 14, shade, bold=label == "Weights", name=label)
            top += height + 5
    _write_notes(slide, [text for text in (report.title, report.subtitle, report.quality, report.custom, report.logo)
                         if text and text not in _words(slide)])  # fmt: skip


def _add_contents(deck: Any, report: Report, slides: list[Slide]) -> None:
    """Sections with the numbers of their first slides, in two columns if there are many."""
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    _fill_holder(slide.shapes.title, "Contents", TITLE[0], INK, MSO_ANCHOR.MIDDLE)
    first: dict[str, int] = {}
    for number, planned in enumerate(slides, start=3):
        first.setdefault(planned.section, number)
    half = len(report.sections) if len(report.sections) <= 9 else (len(report.sections) + 1) // 2
    wide = ROOM if half == len(report.sections) else ROOM / 2 - 15
    step = min(34.0, (FOOT - TOP - 20) / max(half, 1))
    size = 16.0 if step > 22 else 11.0
    for place, section in enumerate(report.sections):
        column, row = divmod(place, half)
        left, top = LEFT + column * (wide + 30), TOP + 8 + row * step
        words = fit.cut(section.title, size, wide - 60, 1)
        add_text(slide, str(first[section.title]), (left, top, 36, step), size, ACCENT, True, PP_ALIGN.RIGHT, "Number")
        add_text(slide, words, (left + 50, top, wide - 50, step), size, name="Section")


def _add_slide(deck: Any, report: Report, planned: Slide) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    size = size_of(planned.title, TITLE, 1)
    _fill_holder(slide.shapes.title, planned.title, size, INK, MSO_ANCHOR.MIDDLE)
    if planned.message:
        size, height = size_of(planned.message, MESSAGE, 3), message_height(planned.message)
        add_text(slide, planned.message, (LEFT, TOP - 4, ROOM, height), size, ACCENT, bold=True, name="Message")
    top = planned.top
    for piece in planned.pieces:
        add_piece(slide, piece, top, report)
        top += piece.height + piece.caption_height + GAP
    _write_notes(slide, planned.notes)


def _frame(slide: Any, report: Report, numbered: bool) -> None:
    """Marking at top and bottom, the report's title and the page number at the foot, the language of all texts."""
    marking = fit.cut(report.marking, MARKING_SIZE, ROOM, 1)
    if marking:
        for place, top in (("top", 6.0), ("bottom", HIGH - 20.0)):
            box = (LEFT, top, ROOM, 16.0)
            add_text(slide, marking, box, MARKING_SIZE, WARNING, True, PP_ALIGN.CENTER, f"Marking at the {place}")
    if numbered:
        for holder in slide.slide_layout.placeholders:
            kind = holder.element.xpath(".//p:nvPr/p:ph")[0].get("type")
            if kind in ("ftr", "sldNum"):
                _add_foot(slide, holder, fit.cut(report.title, 10.0, 740, 1) if kind == "ftr" else "")
    pages = [slide, slide.notes_slide] if slide.has_notes_slide else [slide]
    for run in (run for page in pages for run in page.element.iter(qn("a:r"), qn("a:fld"))):
        run.get_or_add_rPr().set("lang", LANGUAGE)


def _add_foot(slide: Any, holder: Any, text: str) -> None:
    """The slide's own copy of a placeholder at the foot: python-pptx leaves them out."""
    element = copy.deepcopy(holder.element)
    element.xpath(".//p:cNvPr")[0].set("id", str(max(int(id_) for id_ in slide.element.xpath("//p:cNvPr/@id")) + 1))
    properties = element.find(qn("p:spPr"))
    for child in list(properties):
        properties.remove(child)
    slide.shapes._spTree.append(element)
    shape = slide.shapes[-1]
    paragraph = shape.text_frame.paragraphs[0]
    shape.text_frame.margin_left = shape.text_frame.margin_right = 0
    if text:
        paragraph.alignment = PP_ALIGN.LEFT
        add_run(paragraph, text, 10, MUTED)
    else:
        paragraph.alignment = PP_ALIGN.RIGHT


def _fill_holder(holder: Any, text: str, size: float, shade: str, anchor: Any) -> None:
    frame = holder.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    add_run(frame.paragraphs[0], text, size, shade, bold=shade == INK)


def _write_notes(slide: Any, texts: list[str]) -> None:
    if texts:
        slide.notes_slide.notes_text_frame.text = text_only("\n".join(texts))


def _words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
