"""The report as a workbook: a cover, weights to change with live formulas, one sheet for each section.

Numbers are numbers, dates are dates, and no text can become a formula or a link: only the sheet of weights has
formulas, and there are no links at all.
"""

import io
from typing import Any

from xlsxwriter import Workbook

from alliance_core.report import fit
from alliance_core.report.content import Report, shown
from alliance_core.report.office import midnight, text_only
from alliance_core.report.workbook_sheets import LETTER, SheetWriter, sheet_name
from alliance_core.report.workbook_styles import Styles
from alliance_core.report.workbook_weights import SHEET, write_weights

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
LONGEST_MARKING, LONGEST_TITLE = 80, 100  # a header of Excel holds 255 characters
COVER = "Cover"
HOW = (
    "Each sheet holds one section of the report: its texts, its tables with filters, its charts over their data.",
    f"On the sheet {SHEET} the yellow cells are weights to change: scores, ranks and the chart there follow. All other "
    "sheets keep the numbers of the report.",
    "An empty cell in a table is a missing value, never zero.",
)


def write_xlsx(report: Report) -> bytes:
    """The report as a workbook. The same report always gives the same bytes."""
    out = io.BytesIO()
    book = Workbook(out, SAFE)
    book.set_size(2400, 1600)
    book.set_properties({
        "title": text_only(report.title)[:255], "subject": text_only(report.subtitle)[:255], "author": "",
        "category": text_only(report.marking)[:255], "created": midnight(report.made),
    })  # fmt: skip
    styles, taken = Styles(book), {COVER.casefold(), SHEET.casefold()}
    cover = book.add_worksheet(COVER)
    sheets = [cover, write_weights(book, styles, report.weighing)]
    names = []
    for number, section in enumerate(report.sections, start=1):
        names.append(sheet_name(section.title, taken))
        sheet = book.add_worksheet(names[-1])
        SheetWriter(book, sheet, styles, section, number).write()
        sheets.append(sheet)
    _write_cover(cover, styles, report, names)
    for sheet in sheets:
        _set_up_print(sheet, report)
    cover.activate()
    book.close()
    return out.getvalue()


def _write_cover(sheet: Any, styles: Styles, report: Report, names: list[str]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    row = 0
    heads = ((report.marking, styles.warning, 18), (report.logo, styles.heading, 24), (report.title, styles.title, 32),
             (report.subtitle, styles.heading, 22))  # fmt: skip
    for text, style, height in heads:
        sheet.write_string(row, 0, text_only(text), style)
        sheet.set_row(row, height)
        row += 1
    facts = (
        ("As of", shown(report.as_of, "date")), ("Evidence", report.quality), ("Weights", report.custom),
        ("Data version", report.data_version), ("Made", shown(report.made, "date")),
        ("Alliances", ", ".join(report.alliances)),
        *(("How to use" if place == 0 else "", text) for place, text in enumerate(HOW)),
        ("Sheets", f"{SHEET}: change the weights, see the scores"),
        *(("", name if name == section.title else f"{name}: {section.title}")
          for name, section in zip(names, report.sections, strict=True)),
    )  # fmt: skip
    row += 1
    for label, text in facts:
        if text:
            style = styles.label if label == "Weights" else styles.wrapped
            sheet.write_string(row, 0, label, styles.wrapped)
            sheet.write_string(row, 1, text_only(text), style)
            sheet.set_row(row, 16.0 * fit.lines(text, 15.0, 96 * LETTER) + 3)
            row += 1


def _set_up_print(sheet: Any, report: Report) -> None:
    """Landscape, as wide as a page, the marking at top and bottom; "&" begins a code in headers and is doubled."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    marking = text_only(report.marking)[:LONGEST_MARKING].replace("&", "&&")[: 2 * LONGEST_MARKING]
    title = text_only(report.title)[:LONGEST_TITLE].replace("&", "&&")
    sheet.set_header(f"&C{marking}" if marking else "")
    sheet.set_footer(f"&L{title[:60]}&C{marking[:100]}&RPage &P of &N"[:255])
