"""The formats of a report: one function turns the same content into each of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from alliance_core.errors import UnknownNameError
from alliance_core.report.content import Report
from alliance_core.report.data import write_json
from alliance_core.report.pdf import write_pdf
from alliance_core.report.slides import write_pptx
from alliance_core.report.text import write_markdown
from alliance_core.report.web import write_html
from alliance_core.report.workbook import write_xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"
PAPERS = {"a4": "A4", "us-letter": "US Letter"}


@dataclass(frozen=True, slots=True)
class Format:
    """A format: name for people, suffix of the file, media type, writer (report and paper to bytes), what it is for."""

    name: str
    suffix: str
    media: str
    write: Callable[[Report, str], bytes]
    text: str


def _pdf(report: Report, paper: str) -> bytes:
    return write_pdf(report, "us-letter" if paper == "us-letter" else "a4")


FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "pdf", "application/pdf", _pdf, "Typeset and tagged, to print and to archive."),
    "pptx": Format("Slides", "pptx", f"{OFFICE}.presentationml.presentation", lambda report, _: write_pptx(report),
                   "Native charts that can be edited."),
    "xlsx": Format("Workbook", "xlsx", f"{OFFICE}.spreadsheetml.sheet", lambda report, _: write_xlsx(report),
                   "All tables; weights to change, with live formulas."),
    "html": Format("Page", "html", "text/html", lambda report, _: write_html(report),
                   "One file for a browser; asks for nothing."),
    "md": Format("Markdown", "md", "text/markdown", lambda report, _: write_markdown(report), "Text with tables."),
    "json": Format("JSON", "json", "application/json", lambda report, _: write_json(report),
                   "The numbers behind every sentence."),
}  # fmt: skip


def write(report: Report, form: str, paper: str = "a4") -> bytes:
    """The report in a format. Raises UnknownNameError for the format or the paper."""
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS)
    if paper not in PAPERS:
        raise UnknownNameError("paper", paper, PAPERS)
    return FORMATS[form].write(report, paper)


def file_name(report: Report, form: str) -> str:
    """A harmless name for the file: kind, alliances, date.

    >>> from alliance_core.report.write import plain_name
    >>> plain_name("Five Eyes / CSpO")
    'five-eyes-cspo'
    """
    names = "-".join(plain_name(alliance) for alliance in report.alliances)
    return f"alliance-{report.kind}-{names}-{report.as_of}.{FORMATS[form].suffix}"[-120:]


def plain_name(text: str) -> str:
    """Letters, digits and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "alliance"
