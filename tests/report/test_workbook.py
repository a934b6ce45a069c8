"""The workbook, opened again; its formulas are calculated by another program (formulas) and checked by hand."""

import datetime as dt
import io
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from alliance_core.report import office
from alliance_core.report.content import Bars, Column, Lines, Section, Series, Table, Text, Weighed, Weighing
from alliance_core.report.workbook import write_xlsx
from alliance_core.report.workbook_weights import FIRST, OWN, SHEET, SHIPPED, places
from tests.report.made import hostile, report, weighing
from tests.report.packages import dates, days, documents, outside

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import formulas as calculator


def opened(data: bytes, values: bool = False):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def cells(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def calculated(data: bytes, weights: dict[int, object]) -> dict[tuple[int, int], object]:
    """Cells of the sheet of weights by row and column (from 0), with other weights by row, as calculated."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = opened(data)
        for name in book.sheetnames:
            if name != SHEET:
                del book[name]
        sheet = book[SHEET]
        for row, weight in weights.items():
            sheet.cell(row + 1, OWN + 1).value = weight
        path = Path(folder) / "weights.xlsx"
        book.save(path)
        model = calculator.ExcelModel().loads(str(path)).finish()
        found = {}
        for key, ranges in model.calculate().items():
            if ":" not in str(key).rpartition("!")[2] and hasattr(ranges, "value"):
                place = openpyxl.utils.cell.coordinate_from_string(str(key).rpartition("!")[2])
                column = openpyxl.utils.column_index_from_string(place[0]) - 1
                value = ranges.value[0, 0]
                found[place[1] - 1, column] = None if str(value) in ("", "empty") else value
        return found


def expected(sheet: Weighing, dimensions: dict[str, float], indicators: dict[str, float]):
    """The rules of the scorecard, worked out independently: overall and dimensions of every alliance."""
    answer = {}
    for alliance in sheet.alliances:
        own = {cell.indicator: cell for cell in sheet.cells if cell.alliance == alliance}
        means = {}
        for dimension in sheet.dimensions:
            inside = [cell for cell in own.values() if cell.dimension == dimension]
            total = sum(indicators[cell.indicator] for cell in inside)
            there = [(indicators[c.indicator], c.score, c.coverage) for c in inside if c.score is not None]
            weight = sum(part for part, _, _ in there)
            enough = sum(part * share for part, _, share in there) >= (sheet.least - 1e-9) * total
            means[dimension] = sum(p * s for p, s, _ in there) / weight if weight > 0 and enough else None
        present = {key: dimensions[key] for key, mean in means.items() if mean is not None}
        weight, total = sum(present.values()), sum(dimensions.values())
        enough = weight > 0 and weight >= (sheet.least - 1e-9) * total
        answer[alliance] = (sum(means[key] * part for key, part in present.items()) / weight if enough else None, means)
    return answer


def scores_of(sheet: Weighing, found: dict) -> dict:
    """Overall and dimension scores as they stand in the cells."""
    top = places(sheet).results
    return {
        alliance: (found.get((top + row, FIRST)),
                   {key: found.get((top + row, FIRST + 4 + at)) for at, key in enumerate(sheet.dimensions)})
        for row, alliance in enumerate(sheet.alliances)
    }  # fmt: skip


def agree(one: dict, other: dict) -> None:
    for alliance, (overall, means) in one.items():
        assert other[alliance][0] == (None if overall is None else pytest.approx(overall))
        for key, mean in means.items():
            assert other[alliance][1][key] == (None if mean is None else pytest.approx(mean)), (alliance, key)


def three() -> Weighing:
    """Three alliances, three dimensions: gaps, little evidence, one alliance with next to nothing."""
    scores = {
        "A": {"x1": (80.0, 1.0), "x2": (40.0, 0.6), "y1": (10.0, 1.0), "y2": (None, 0.0), "z1": (55.5, 1.0)},
        "B": {"x1": (30.0, 1.0), "x2": (None, 0.2), "y1": (90.0, 0.5), "y2": (20.0, 0.4), "z1": (None, 0.0)},
        "C": {"x1": (None, 0.0), "x2": (70.0, 1.0), "y1": (None, 0.0), "y2": (None, 0.0), "z1": (None, 0.0)},
    }
    weights = {"x1": 75.0, "x2": 25.0, "y1": 50.0, "y2": 50.0, "z1": 100.0}
    cells = tuple(Weighed(who, id_[0], id_, score, score, weights[id_], share)
                  for who, parts in scores.items() for id_, (score, share) in parts.items())  # fmt: skip
    names = {"x": "=X", "y": "Y & co", "z": "Z"}
    return Weighing(("A", "B", "C"), names, {"x": 40.0, "y": 40.0, "z": 20.0}, {id_: f"+{id_}" for id_ in weights},
                    cells, {}, {}, 0.5)  # fmt: skip


CASES = [
    pytest.param({}, {}, id="as shipped"),
    pytest.param({"x": 1, "y": 1, "z": 1}, {}, id="weights need not add up to 100"),
    pytest.param({"x": 0, "y": 100, "z": 0}, {}, id="one dimension alone"),
    pytest.param({"x": 0, "y": 0, "z": 0}, {}, id="all weights of dimensions are 0"),
    pytest.param({}, {"x1": 0, "x2": 0}, id="all weights in a dimension are 0"),
    pytest.param({}, {"y1": 20, "y2": 80}, id="a dimension falls under the least share"),
    pytest.param({}, {"y1": 100, "y2": 0}, id="evidence half known is just enough"),
    pytest.param({"x": 12.5, "z": 87.5}, {"x1": 10, "x2": 90}, id="odd weights"),
    pytest.param({"x": 80}, {"x1": 0}, id="only an indicator without evidence"),
]


@pytest.mark.parametrize(("dimensions", "indicators"), CASES)
def test_other_weights_give_the_scores_that_the_rules_give(dimensions, indicators):
    sheet = three()
    at = places(sheet)
    own = {cell.indicator: cell.weight for cell in sheet.cells}
    changed = {at.dimensions + list(sheet.dimensions).index(key): weight for key, weight in dimensions.items()}
    changed |= {at.indicators + list(own).index(key): weight for key, weight in indicators.items()}
    found = calculated(write_xlsx(report(weighing=sheet)), changed)
    answer = expected(sheet, {**sheet.shares, **dimensions}, own | indicators)
    agree(answer, scores_of(sheet, found))
    known = sorted((overall for overall, _ in answer.values() if overall is not None), reverse=True)
    for row, (overall, _) in enumerate(answer.values()):
        rank = None if overall is None else 1 + [abs(other - overall) < 1e-9 for other in known].index(True)
        assert found.get((at.results + row, FIRST + 1)) == rank


def test_wrong_weights_are_told_and_give_no_error():
    sheet = three()
    at = places(sheet)
    data = write_xlsx(report(weighing=sheet))
    zero = calculated(data, {at.dimensions + row: 0 for row in range(3)})
    assert "give at least one of them a weight" in zero[3, 0]
    for wrong in (-5, "many"):
        found = calculated(data, {at.dimensions: wrong})
        assert "use numbers from 0 to 100" in found[3, 0]
        assert not [value for value in found.values() if str(value).startswith("#")]
    assert calculated(data, {at.dimensions: -5}).get((at.results, FIRST)) is None


def test_readers_that_do_not_calculate_see_the_scores_of_the_scorecard():
    sheet = weighing(("Artemis", "ISS", "Third"))
    cells_ = opened(write_xlsx(report(weighing=sheet)), values=True)[SHEET]
    found = {(cell.row - 1, cell.column - 1): cell.value for row in cells_.iter_rows() for cell in row}
    for alliance, (overall, means) in scores_of(sheet, found).items():
        assert overall == pytest.approx(sheet.overall[alliance])
        assert means == pytest.approx(sheet.by_dimension[alliance])


def test_written_values_are_what_the_formulas_give():
    sheet = three()
    data = write_xlsx(report(weighing=sheet))
    live, kept = calculated(data, {}), opened(data, values=True)[SHEET]
    cells_with_formula = [cell for row in opened(data)[SHEET].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells_with_formula) > 20
    for cell in cells_with_formula:
        written = kept.cell(cell.row, cell.column).value
        answer = live[cell.row - 1, cell.column - 1]
        assert written == (pytest.approx(answer) if isinstance(written, int | float) else answer or None)


def test_inputs_are_validated_and_the_shipped_weights_stand_beside_them():
    sheet = three()
    at, book = places(sheet), opened(write_xlsx(report(weighing=sheet)))
    validated = {
        str(one.sqref): (one.type, one.formula1, one.formula2) for one in book[SHEET].data_validations.dataValidation
    }
    rows = [*range(at.dimensions, at.dimensions + 3), *range(at.indicators, at.indicators + 5)]
    assert validated == {f"B{row + 1}": ("decimal", "0", "100") for row in rows}
    for row in rows:
        own, shipped = (book[SHEET].cell(row + 1, column + 1).value for column in (OWN, SHIPPED))
        assert own == shipped


def test_the_chart_of_the_weights_reads_the_cells_with_formulas():
    sheet = three()
    book = opened(write_xlsx(report(weighing=sheet)))
    chart = book[SHEET]._charts[0]
    top = places(sheet).results + 1
    assert chart.series[0].val.numRef.f == f"{SHEET}!$G${top}:$G${top + 2}"


def test_every_text_of_the_report_is_in_a_cell():
    for made in (report(), hostile()):
        data = write_xlsx(made)
        found = {str(cell.value) for cell in cells(opened(data))}
        whole = "\n".join(found) + "\n".join(element.get("descr") or "" for _, root in documents(data)
                                             for element in root.iter())  # fmt: skip
        for text in made.texts():
            assert text in whole, text


def test_tables_hold_numbers_dates_and_gaps_as_such():
    book = opened(write_xlsx(report()))
    rows = list(book["Every kind of block"].iter_rows())
    row = next(row for row in rows if row[0].value == "United States" and row[1].value == 0.91)
    assert [cell.value for cell in row[:5]] == ["United States", 0.91, 1234.5, dt.datetime(2020, 10, 13), None]
    assert [cell.number_format for cell in row[1:4]] == ["0 %", "#,##0.0", "d mmm yyyy"]


def test_every_row_of_a_long_table_is_there_with_a_filter():
    sheet = opened(write_xlsx(report()))["A table over pages"]
    table = next(iter(sheet.tables.values()))
    assert table.autoFilter.ref == table.ref
    rows = sheet[table.ref]
    assert [cell.value for cell in rows[0]] == ["Name", "Score", "Share"]
    assert [row[1].value for row in rows[1:]] == list(range(120))
    assert sheet.freeze_panes == f"A{rows[0][0].row + 1}"


def test_the_numbers_of_the_charts_are_those_of_the_report():
    made = report()
    book = opened(write_xlsx(made))
    sheet = book["Every kind of block"]
    figures = [figure for figure in made.figures() if isinstance(figure, Bars | Lines)]
    for chart, figure in zip(sheet._charts, figures, strict=True):
        for drawn, series in zip(chart.series, figure.series, strict=True):
            name, reference = drawn.val.numRef.f.rsplit("!", 1)
            assert name.strip("'") == "Every kind of block"
            assert tuple(cell.value for (cell,) in sheet[reference]) == series.values
            assert bool(drawn.errBars) == bool(series.low)


def test_the_risk_matrix_is_a_coloured_grid_with_the_likely_on_top():
    rows = list(opened(write_xlsx(report()))["Every kind of block"].iter_rows())
    grid = [row[:6] for row in rows if str(row[1].value).startswith(("rank", "#"))]
    assert [row[0].value for row in grid] == ["5 present", "4 likely", "3 possible", "2 remote", "1 hardly"]
    assert grid[0][5].value == "#1, #2\nrank 25"
    assert grid[0][5].fill.fgColor.rgb != grid[4][1].fill.fgColor.rgb


def test_no_text_becomes_a_formula_or_a_link():
    data = write_xlsx(hostile())
    book = opened(data)
    assert {cell.parent.title for cell in cells(book) if cell.data_type == "f"} == {SHEET}
    written = [cell.value for cell in cells(book) if cell.data_type == "f"]
    assert not [formula for formula in written if "evil" in formula or "cmd" in formula or "HYPERLINK" in formula]
    assert outside(data) == []
    assert not [cell for cell in cells(book) if cell.hyperlink]


def test_names_of_sheets_are_allowed_and_differ():
    titles = ["a/b:c*d?[e]", "A B C D E", "'quoted'", "x" * 60, "x" * 61, "Cover", "weights", "History", "  ", "宇宙"]
    made = report(sections=tuple(Section(str(at), title, (Text("t"),)) for at, title in enumerate(titles)))
    names = opened(write_xlsx(made)).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == len(titles) + 2
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_columns_of_one_name_are_told_apart():
    twice = Table("t", "T", (Column("Score"), Column("score"), Column("")), (("a", "b", "c"),))
    sheet = opened(write_xlsx(report(sections=(Section("s", "S", (twice,)),))))["S"]
    assert [column.name for column in next(iter(sheet.tables.values())).tableColumns] == ["Score", "score (2)", " "]


def test_what_cannot_be_a_number_is_left_empty():
    bad = Table("t", "T", (Column("A"), Column("B", "number")), (("nan", float("nan")), ("inf", float("inf"))))
    figure = Bars("b", "B", "alt", ("x", "y"), (Series("S", (float("nan"), 1.0)),), "=1+1")
    sheet = opened(write_xlsx(report(sections=(Section("s", "S", (bad, figure)),))))["S"]
    assert [row[1].value for row in sheet.iter_rows() if row[0].value in ("nan", "inf", "x")] == [None] * 3


def test_every_sheet_prints_on_landscape_pages_with_the_marking():
    for marking, printed in (("OFFICIAL", "OFFICIAL"), ("R&D 5", "R&&D 5")):
        for sheet in opened(write_xlsx(report(marking=marking))):
            assert sheet.page_setup.orientation == "landscape"
            assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
            assert sheet.oddHeader.center.text in (printed, marking)
            assert "&P of &N" in (sheet.oddFooter.right.text or "").replace("&[Page]", "&P").replace("&[Pages]", "&N")


def test_the_same_report_gives_the_same_bytes_without_a_clock():
    data = write_xlsx(report())
    assert data == write_xlsx(report())
    assert dates(data) == {office.FIRST_DATE}
    assert days(data) == {"2026-11-23"}
    properties = opened(data).properties
    assert (properties.title, properties.creator or "") == (report().title, "")


def test_control_characters_do_no_harm():
    made = replace(report(), title="a\x00b\x0b", sections=(Section("s", "S\x01", (Text("\x07bell \ud800"),)),))
    assert "bell " in [cell.value for cell in cells(opened(write_xlsx(made)))]


def test_a_report_without_sections_still_opens():
    assert opened(write_xlsx(report(sections=()))).sheetnames == ["Cover", SHEET]
