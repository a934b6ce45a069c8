"""The report as a printed document: a tagged PDF (PDF/UA-1) for A4 and US Letter, set by Typst.

Texts reach Typst as data beside the template report.typ, never as part of its source, so that nothing in them is read
as markup. The same report gives the same bytes on every machine: only shipped fonts are used, and the date in the
document is the report's.
"""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from alliance_core.errors import WorkbenchError
from alliance_core.report import figures, fonts, tables
from alliance_core.report.content import Block, Items, KeyFigures, Report, Table, Text, shown

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS: Any = ["ua-1", "a-2a"]
Paper = Literal["a4", "us-letter"]
# Width of the page and of the margins at its sides, in points.
WIDTHS: dict[str, float] = {"a4": 595.28, "us-letter": 612.0}
MARGIN = 62.0
PICTURE = 640
LONGEST_TITLE = 46.0
# Fields that are no words of the page: ids, kinds, and what only other formats use.
NO_WORDS = ("id", "style", "kind", "data_version", "weighing", "facts", "grounds")
# Runs over which Typst keeps what it has computed.
REMEMBERED = 10
NO_GLYPH = "could not be displayed with font"


class PrintError(WorkbenchError):
    """A report could not be set as a PDF."""


def write_pdf(report: Report, paper: Paper = "a4") -> bytes:
    """The report as a PDF file.

    Takes  paper: "a4" or "us-letter"
    Gives  a tagged PDF with title, language, bookmarks and embedded fonts; signs that no shipped font has read as
           [U+1F680]
    Raises PrintError where the paper is unknown
    """
    if paper not in WIDTHS:
        raise PrintError(f"There is no paper '{paper}' for a report. Choose one of: {', '.join(WIDTHS)}.")
    try:
        return _set(_changed(report, _printed), paper)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise PrintError(f"The report could not be set as a PDF: {error}") from error
        # Fonts combine signs by rules of their own; where that fails, only the main font's signs are left.
        return _set(_changed(report, lambda text: _printed(text, main_only=True)), paper)


def _printed(text: str, *, main_only: bool = False) -> str:
    """A text that can be shown, its per cent signs kept with their numbers."""
    return re.sub(r"(?<=\d) %", "\u00a0%", fonts.legible(text, main_only=main_only))


def _set(report: Report, paper: Paper) -> bytes:
    made = dt.datetime.combine(report.made, dt.time(), tzinfo=dt.UTC)
    compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=_fonts(), ignore_system_fonts=True)
    data = json.dumps(_content(report, paper), ensure_ascii=False)
    written = compiler.compile(format="pdf", sys_inputs={"report": data}, pdf_standards=STANDARDS, timestamp=made)
    assert isinstance(written, bytes)
    _forget()
    return written


def _forget() -> None:
    """Makes Typst drop what it remembers of the report: a server that writes many would hold 900 MB instead of 300."""
    compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    for _ in range(REMEMBERED + 1):
        compiler.compile(b"x", format="pdf")


@cache
def _fonts() -> typst.Fonts:
    """The shipped fonts, read once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts.folders()]
    )


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    """A report, or a part of one, with every text changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_changed(one, change) for one in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        names = [one.name for one in dataclasses.fields(part) if one.name not in NO_WORDS]
        return dataclasses.replace(part, **{name: _changed(getattr(part, name), change) for name in names})
    if hasattr(part, "items"):
        return {key: _changed(value, change) for key, value in part.items()}
    return part


# --- What the template is given -------------------------------------------------------------------


def _content(report: Report, paper: Paper) -> dict[str, Any]:
    page = WIDTHS[paper] - 2 * MARGIN
    facts = [
        ("As of", shown(report.as_of, "date")), ("Written", shown(report.made, "date")),
        ("Evidence", report.quality), ("Data version", report.data_version), ("Weights", report.custom),
    ]  # fmt: skip
    return {
        "paper": paper,
        "margin": MARGIN,
        "fonts": fonts.FAMILIES,
        "title": report.title,
        "short": _cut(report.title, LONGEST_TITLE),
        "subtitle": report.subtitle,
        "marking": tables.breakable(report.marking, 40),
        "logo": report.logo,
        "facts": [[label, text] for label, text in facts if text],
        "keywords": ["space alliance", "alliance health", *report.alliances],
        "made": [report.made.year, report.made.month, report.made.day],
        "sections": [
            {
                "title": _words(section.title, page, 17),
                "new_page": section.new_page,
                "blocks": [_block(block, page) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _block(block: Block, page: float) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "style": block.style, "text": _words(block.text, page, 12)}
    if isinstance(block, Items):
        return {"kind": "items", "ordered": block.ordered, "items": [_words(one, page - 20, 10) for one in block.items]}
    if isinstance(block, KeyFigures):
        return _tiles(block, page)
    if isinstance(block, Table):
        return _table(block, page)
    return {
        "kind": "figure",
        "title": _words(block.title, page, 10),
        "alt": block.alt,
        "svg": figures.svg(block, PICTURE),
    }


def _tiles(block: KeyFigures, page: float) -> dict[str, Any]:
    """Tiles side by side, four at most in a row; a value that is a word is set smaller."""
    count = len(block.items)
    across = max(1, count if count <= 4 else 3)
    room = (page - 10 * (across - 1)) / across - 20
    return {
        "kind": "tiles",
        "across": across,
        "items": [
            {
                "label": _words(one.label, room, 9),
                "value": _words(one.value, room, 11),
                "detail": _words(one.detail, room, 9),
                "size": max(11.0, min(22.0, room / max(0.1, fonts.width(one.value, bold=True)))),
            }
            for one in block.items
        ],
    }


def _table(block: Table, page: float) -> dict[str, Any]:
    layout = tables.lay_out(block, page)
    return {
        "kind": "table",
        "title": _words(block.title, page, 10),
        "note": _words(block.note, page, 9),
        "size": layout.size,
        "widths": layout.widths,
        "right": layout.right,
        "whole": layout.whole,
        "cramped": layout.cramped,
        "heads": layout.heads,
        "rows": layout.rows,
        "marked": block.marked,
    }


def _words(text: str, room: float, size: float) -> str:
    """A text whose words may be broken where they are longer than a room in points."""
    return tables.breakable(text, room / size)


def _cut(text: str, room: float) -> str:
    """A text cut, with an ellipsis, where it is wider than a room in em."""
    if fonts.width(text) <= room:
        return text
    while fonts.width(text) > room - 1:
        text = text[:-1]
    return re.sub(r"\W+$", "", text) + "…"
