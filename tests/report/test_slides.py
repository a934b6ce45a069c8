"""The slides, opened again: nothing lost, nothing changed, nothing that could do harm."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Emu, Pt

from alliance_core.charts import style
from alliance_core.report import office
from alliance_core.report.content import Bars, Column, Lines, Section, Series, Table, Text, shown
from alliance_core.report.slide_plan import MOST_ROWS, MOST_TABLE_SLIDES
from alliance_core.report.slides import write_pptx
from tests.report.made import hostile, report
from tests.report.packages import dates, days, documents, formulas, outside

FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of the dates of Excel


def opened(data: bytes):
    return Presentation(io.BytesIO(data))


def notes_of(slide) -> str:
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def shown_texts(slide) -> list[str]:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
        if shape.has_chart:
            chart = shape.chart
            texts += [str(category) for category in chart.plots[0].categories]
            texts += [series.name for series in chart.plots[0].series]
            texts.append(shape._element.xpath(".//p:cNvPr")[0].get("descr"))
    return texts


def everything(deck) -> str:
    return "\n".join(text for slide in deck.slides for text in (*shown_texts(slide), notes_of(slide)))


def charts_of(deck) -> list:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def beyond_the_slides(made) -> set[str]:
    """Texts in rows that are left to the workbook."""
    most = MOST_ROWS * MOST_TABLE_SLIDES
    tables = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    return {str(cell) for table in tables if len(table.rows) > 12 for row in table.rows[most - 12 :] for cell in row}


@pytest.mark.parametrize("make", [report, hostile])
def test_every_text_of_the_report_is_on_a_slide_or_in_the_notes(make):
    made = make()
    found = everything(opened(write_pptx(made)))
    left_out = beyond_the_slides(made)
    for text in made.texts():
        assert text in found or text in left_out, text


def test_the_numbers_of_the_charts_are_those_of_the_report():
    made = report()
    figures = [figure for figure in made.figures() if isinstance(figure, Bars | Lines)]
    for chart, figure in zip(charts_of(opened(write_pptx(made))), figures, strict=True):
        drawn = {series.name: tuple(series.values) for series in chart.plots[0].series}
        assert drawn == {series.name: series.values for series in figure.series}
        serials = [str(float((day - FIRST_DAY).days)) for day in figure.dates] if isinstance(figure, Lines) else []
        assert list(chart.plots[0].categories) == (serials or list(figure.categories))


def test_a_chart_carries_its_numbers_in_a_sheet_that_can_be_edited():
    chart = charts_of(opened(write_pptx(report())))[0]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[:2] for row in rows[1:]] == [("First", 70), ("Second", 10), ("Third", None)]
    assert [row[2:] for row in rows[1:]] == [(10, 10), (10, 5), (None, None)]


def test_intervals_are_error_bars_that_reach_from_the_low_to_the_high_end():
    xml = charts_of(opened(write_pptx(report())))[0]._chartSpace
    ends = {
        side: [float(value.text) for value in xml.xpath(f".//c:errBars/c:{side}//c:v")] for side in ("plus", "minus")
    }
    assert ends == {"plus": [10, 10], "minus": [10, 5]}
    assert [point.get("idx") for point in xml.xpath(".//c:errBars/c:plus//c:pt")] == ["0", "1"]


def test_gaps_stay_gaps():
    for chart in charts_of(opened(write_pptx(report()))):
        assert chart._chartSpace.xpath(".//c:dispBlanksAs")[0].get("val") == "gap"


def test_a_chart_with_more_bars_than_a_slide_holds_goes_on_without_a_loss():
    names = tuple(f"Partner {number}" for number in range(45))
    figure = Bars("many", "Many", "Many partners.", names, (Series("Cost", tuple(map(float, range(45)))),), "points")
    drawn = charts_of(opened(write_pptx(report(sections=(Section("s", "Many", (figure,)),)))))
    assert [value for chart in drawn for value in chart.plots[0].series[0].values] == list(range(45))
    assert len({chart.value_axis.maximum_scale for chart in drawn}) == 1


def test_tables_show_every_cell_as_people_read_it_and_repeat_their_header():
    made = report()
    tables = [shape.table for slide in opened(write_pptx(made)).slides for shape in slide.shapes if shape.has_table]
    rows = [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows]
    for table in (block for block in made.sections[0].blocks if isinstance(block, Table)):
        for row in table.rows:
            kinds = [column.kind for column in table.columns]
            assert tuple(shown(cell, kind) for cell, kind in zip(row, kinds, strict=True)) in rows
    long = [table for table in tables if table.cell(0, 0).text == "Name"]
    assert len(long) == MOST_TABLE_SLIDES
    assert all(len(table.rows) <= MOST_ROWS + 1 for table in long)
    told = sum(len(table.rows) - 1 for table in long)
    assert f"{120 - told} more rows in the workbook." in everything(opened(write_pptx(made)))


def test_small_letters_are_never_smaller_than_ten_points():
    for slide in opened(write_pptx(hostile())).slides:
        sizes = [int(size) for size in slide.element.xpath(".//a:rPr/@sz")]
        assert min(sizes) >= 1000


@pytest.mark.parametrize("make", [report, hostile])
def test_every_slide_has_a_title_of_its_own_the_marking_twice_and_a_page_number(make):
    made, titles = make(), []
    for number, slide in enumerate(opened(write_pptx(made)).slides):
        titles.append(slide.shapes.title.text_frame.text)
        marks = [shape for shape in slide.shapes if shape.name.startswith("Marking")]
        assert [mark.text_frame.text for mark in marks] == [made.marking] * 2
        assert bool(slide.element.xpath('.//a:fld[@type="slidenum"]')) == (number > 0)
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_no_marking_no_empty_box():
    made = report(marking="")
    for slide in opened(write_pptx(made)).slides:
        assert not [shape for shape in slide.shapes if shape.name.startswith("Marking")]


def test_every_chart_and_table_says_what_it_shows_to_those_who_cannot_see_it():
    made = report()
    frames = [shape for slide in opened(write_pptx(made)).slides for shape in slide.shapes if shape.has_chart
              or shape.has_table]  # fmt: skip
    described = [frame._element.xpath(".//p:cNvPr")[0].get("descr") for frame in frames]
    assert all(described)
    assert {figure.alt for figure in made.figures()} <= set(described)


@pytest.mark.parametrize("make", [report, hostile])
def test_nothing_reaches_beyond_the_slide(make):
    deck = opened(write_pptx(make()))
    assert (deck.slide_width, deck.slide_height) == (Pt(960), Pt(540))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height + Emu(1)


def test_the_risk_matrix_is_a_table_with_the_likely_on_top():
    tables = [shape.table for slide in opened(write_pptx(report())).slides for shape in slide.shapes
              if shape.has_table and shape.name.startswith("Risk matrix")]  # fmt: skip
    assert tables[0].cell(1, 0).text == "5 present"
    assert tables[0].cell(1, 5).text == "1, 2\nrank 25"
    assert tables[0].cell(4, 3).text == "3\nrank 11"
    assert tables[0].cell(5, 1).text == "rank 1"


def test_properties_name_the_report_and_nobody():
    made = report()
    properties = opened(write_pptx(made)).core_properties
    assert properties.title == made.title
    assert properties.language == "en-GB"
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created.date() == properties.modified.date() == made.made


def test_hostile_names_are_harmless():
    data = write_pptx(hostile())
    assert opened(data).slides
    assert outside(data) == []
    assert formulas(data) == []
    assert [name for name, _ in documents(data)]


def test_a_control_character_that_a_builder_let_through_does_no_harm():
    texts = (Text("\x00\x0bbell\x07 \ud800"), Text("lead\x1b", "lead"))
    made = report(title="a\x00b", marking="\x07X", sections=(Section("s", "S\x01", texts),))
    assert "bell" in everything(opened(write_pptx(made)))


def test_the_same_report_gives_the_same_bytes_without_a_clock():
    data = write_pptx(report())
    assert data == write_pptx(report())
    assert dates(data) == {office.FIRST_DATE}
    assert days(data) == {"2026-11-23"}


def test_a_report_without_sections_or_with_empty_ones_still_opens():
    assert len(opened(write_pptx(report(sections=()))).slides) == 2
    empty = Table("t", "Nothing", (Column("A"),), ())
    made = report(sections=(Section("a", "Empty", ()), Section("b", "Table", (empty,))))
    assert "No entries." in everything(opened(write_pptx(made)))


def test_a_text_too_long_for_its_place_is_whole_in_the_notes():
    long = "word " * 400 + "end"
    made = report(sections=(Section("a", "A", (Text(long, "lead"),)),))
    slide = opened(write_pptx(made)).slides[2]
    assert long in notes_of(slide)
    assert long not in "\n".join(shown_texts(slide))


def test_a_cell_too_long_for_its_row_is_whole_in_the_notes():
    long = "word " * 300 + "end"
    columns = (Column("A"), Column("B", "number"))
    made = report(sections=(Section("a", "A", (Table("t", "T", columns, ((long, 1.0),)),)),))
    slide = opened(write_pptx(made)).slides[2]
    assert long in notes_of(slide)
    assert long not in shown_texts(slide)


def test_the_colours_are_those_of_the_screen():
    assert tuple(f"#{shade}" for shade in office.PALETTE) == style.PALETTE


def test_another_title_gives_another_file():
    assert write_pptx(report()) != write_pptx(replace(report(), title="Another"))
