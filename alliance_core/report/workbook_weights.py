"""The sheet on which the weights can be changed: every score follows by formula.

The rules are those of the scorecard (composite.engine): a mean weighted over the parts that are there, none where less
than the least share of the weight is covered, a part counting by the share of its evidence that is known. The values
are written beside the formulas, for readers that do not calculate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from alliance_core.report import fit
from alliance_core.report.content import Weighed, Weighing
from alliance_core.report.office import PALETTE, RULE, known
from alliance_core.report.workbook_styles import Styles

SHEET = "Weights"
ROUNDING = 1e-9  # weights that add up to just enough on paper do
SETUP = 5  # row of the least share; the table of dimensions begins three rows below
NAME, OWN, SHIPPED, PART = 0, 1, 2, 3  # columns of the tables of weights
FIRST = 6  # column of the first alliance in the tables of scores, after an empty one and one for names
HOW = (
    "Change a yellow cell: scores, ranks and chart follow at once. Weights need not add up to 100; only their "
    "proportions count. To go back, copy the shipped weight beside it."
)
ALL_ZERO = "All weights of the dimensions are 0: give at least one of them a weight."
NOT_ALLOWED = "A weight is below 0 or no number: use numbers from 0 to 100."


@dataclass(frozen=True, slots=True)
class Places:
    """Rows (from 0) of the tables on the sheet.

    dimensions, results, indicators, coverage   first rows below the headers; chart: its first row
    """

    dimensions: int
    results: int
    chart: int
    indicators: int
    coverage: int


def weighted(scores: Sequence[float | None], weights: Sequence[float], least: float,
             coverage: Sequence[float] | None = None) -> float | None:  # fmt: skip
    """Mean of the scores that are there; None where they cover less than the least share of the weight.

    >>> weighted([80.0, None], [50, 50], 0.5), weighted([80.0, None], [49, 51], 0.5), weighted([80.0, 40.0], [3, 1], 0)
    (80.0, None, 70.0)
    """
    parts = list(zip(scores, weights, coverage or [1.0] * len(weights), strict=True))
    there = [(score, weight, share) for score, weight, share in parts if known(score)]
    total, covered = sum(weights), sum(weight * share for _, weight, share in there)
    present = sum(weight for _, weight, _ in there)
    if present <= 0 or covered < (least - ROUNDING) * total:
        return None
    return sum(score * weight for score, weight, _ in there) / present


def places(weighing: Weighing) -> Places:
    """Where the tables stand: dimensions at the left, results beside them, the chart below, indicators under all."""
    top = SETUP + 3
    chart = top + len(weighing.dimensions) + 2
    indicators = max(chart + chart_rows(weighing) + 2, top + len(weighing.alliances) + 3) + 2
    return Places(top, top, chart, indicators, indicators + len(_ordered(weighing)) + 4)


def chart_rows(weighing: Weighing) -> int:
    """Rows of 20 pixels that the chart covers."""
    return max(14, 2 * len(weighing.alliances) + 6)


def write_weights(book: Any, styles: Styles, weighing: Weighing) -> Any:
    """Write the sheet of weights. Gives it."""
    sheet, at = book.add_worksheet(SHEET), places(weighing)
    sheet.hide_gridlines(2)
    sheet.set_column(NAME, NAME, 40)
    sheet.set_column(OWN, PART, 11)
    sheet.set_column(4, 4, 3)
    sheet.set_column(5, 5, 30)
    sheet.set_column(FIRST, FIRST + max(len(weighing.alliances), 4 + len(weighing.dimensions)), 15)
    sheet.write_string(0, 0, "Weights: what if other things counted?", styles.title)
    sheet.merge_range(1, 0, 1, FIRST + 3, "", styles.body)
    sheet.write_string(1, 0, HOW, styles.body)
    sheet.set_row(1, 32)
    _write_message(sheet, styles, weighing, at)
    sheet.write_string(SETUP, 0, "Least share of the weight that must be covered for a score", styles.wrapped)
    sheet.set_row(SETUP, 32)
    sheet.write_number(SETUP, OWN, weighing.least, styles.cell("share"))
    _write_dimensions(sheet, styles, weighing, at)
    _write_indicators(sheet, styles, weighing, at)
    _write_results(sheet, styles, weighing, at)
    _add_chart(book, sheet, weighing, at)
    sheet.freeze_panes(1, 1)
    return sheet


def _ordered(weighing: Weighing) -> list[tuple[str, str, float]]:
    """Indicator, dimension and weight of every indicator that is weighed, dimension by dimension."""
    weights = {cell.indicator: (cell.dimension, cell.weight) for cell in weighing.cells}
    return [(indicator, dimension, weights[indicator][1]) for dimension in weighing.dimensions
            for indicator in weighing.indicators
            if indicator in weights and weights[indicator][0] == dimension]  # fmt: skip


def _cells(weighing: Weighing) -> Mapping[tuple[str, str], Weighed]:
    return {(cell.alliance, cell.indicator): cell for cell in weighing.cells}


def _input(sheet: Any, styles: Styles, row: int, weight: float) -> None:
    """A yellow cell for a weight, and the shipped one beside it."""
    sheet.write_number(row, OWN, weight, styles.input)
    sheet.write_number(row, SHIPPED, weight, styles.cell("number"))
    sheet.data_validation(row, OWN, row, OWN, {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "ignore_blank": False,
        "input_title": "Weight", "input_message": "0 to 100; only proportions count.",
        "error_title": "Not a weight", "error_message": "A weight is a number from 0 to 100.",
    })  # fmt: skip


def _header(sheet: Any, styles: Styles, row: int, column: int, titles: Iterable[str]) -> None:
    for place, title in enumerate(titles, start=column):
        sheet.write_string(row, place, title, styles.header)
    sheet.set_row(row, 48)


def _write_message(sheet: Any, styles: Styles, weighing: Weighing, at: Places) -> None:
    """What is wrong with the weights, if anything is."""
    dimensions = xl_range_abs(at.dimensions, OWN, at.dimensions + len(weighing.dimensions) - 1, OWN)
    indicators = xl_range_abs(at.indicators, OWN, at.indicators + len(_ordered(weighing)) - 1, OWN)
    wrong = "+".join(f'COUNTIF({cells},"<0")+COUNTA({cells})-COUNT({cells})' for cells in (dimensions, indicators))
    formula = f'=IF({wrong}>0,"{NOT_ALLOWED}",IF(SUM({dimensions})=0,"{ALL_ZERO}",""))'
    empty = sum(weighing.shares.values()) == 0
    sheet.write_formula(3, 0, formula, styles.warning, ALL_ZERO if empty else "")


def _write_dimensions(sheet: Any, styles: Styles, weighing: Weighing, at: Places) -> None:
    _header(sheet, styles, at.dimensions - 1, 0, ("Dimension", "Your weight", "Shipped weight", "Share"))
    whole = sum(weighing.shares[id_] for id_ in weighing.dimensions)
    column = xl_range_abs(at.dimensions, OWN, at.dimensions + len(weighing.dimensions) - 1, OWN)
    for row, (id_, name) in enumerate(weighing.dimensions.items(), start=at.dimensions):
        sheet.write_string(row, NAME, name, styles.wrapped)
        _input(sheet, styles, row, weighing.shares[id_])
        share = weighing.shares[id_] / whole if whole else ""
        formula = f'=IF(SUM({column})=0,"",N({xl_rowcol_to_cell(row, OWN)})/SUM({column}))'
        sheet.write_formula(row, PART, formula, styles.cell("share"), share)


def _write_indicators(sheet: Any, styles: Styles, weighing: Weighing, at: Places) -> None:
    """Weights and scores of the indicators; below, how much of their evidence is known."""
    cells, ordered = _cells(weighing), _ordered(weighing)
    sheet.write_string(at.indicators - 2, 0, "Indicators: weights inside their dimension, and scores", styles.heading)
    _header(sheet, styles, at.indicators - 1, 0, ("Indicator", "Your weight", "Shipped weight", "Share of dimension"))
    _header(sheet, styles, at.indicators - 1, FIRST - 1, ("Dimension", *weighing.alliances))
    text = "Share of each indicator's evidence that is known; it counts towards the least share above"
    sheet.write_string(at.coverage - 2, 0, text, styles.heading)
    _header(sheet, styles, at.coverage - 1, 0, ("Indicator",))
    _header(sheet, styles, at.coverage - 1, FIRST, weighing.alliances)
    for place, (indicator, dimension, weight) in enumerate(ordered):
        row, name = at.indicators + place, weighing.indicators[indicator]
        sheet.write_string(row, NAME, name, styles.wrapped)
        sheet.set_row(row, 15 * fit.lines(name, 11, 230) + 1)
        _input(sheet, styles, row, weight)
        first, last = _rows_of(dimension, ordered)
        column = xl_range_abs(at.indicators + first, OWN, at.indicators + last, OWN)
        total = sum(other for _, where, other in ordered if where == dimension)
        formula = f'=IF(SUM({column})=0,"",N({xl_rowcol_to_cell(row, OWN)})/SUM({column}))'
        sheet.write_formula(row, PART, formula, styles.cell("share"), weight / total if total else "")
        sheet.write_string(row, FIRST - 1, weighing.dimensions[dimension], styles.wrapped)
        sheet.write_string(at.coverage + place, NAME, name, styles.wrapped)
        for column_number, alliance in enumerate(weighing.alliances, start=FIRST):
            cell = cells.get((alliance, indicator))
            if cell and known(cell.score):
                sheet.write_number(row, column_number, cell.score, styles.cell("number"))
            else:
                sheet.write_blank(row, column_number, None, styles.missing)
            share = cell.coverage if cell else 0.0
            sheet.write_number(at.coverage + place, column_number, share, styles.cell("share"))


def _rows_of(dimension: str, ordered: Sequence[tuple[str, str, float]]) -> tuple[int, int]:
    inside = [place for place, (_, where, _) in enumerate(ordered) if where == dimension]
    return inside[0], inside[-1]


def _mean(ranges: Sequence[str], least: str) -> str:
    """Formula of `weighted` over ranges of scores, weights and coverage; a text, as "" is, counts as missing."""
    scores, weights, coverage = ranges
    there = f"ISNUMBER({scores})*1"
    present = f"SUMPRODUCT({there},{weights})"
    covered = f"SUMPRODUCT({there},{coverage},{weights})"
    empty = f'COUNTIF({weights},"<0")>0,{present}<=0,{covered}<({least}-{ROUNDING:.0E})*SUM({weights})'
    return f'=IF(OR({empty}),"",SUMPRODUCT({scores},{weights})/{present})'


def _write_results(sheet: Any, styles: Styles, weighing: Weighing, at: Places) -> None:
    """Scores of every alliance by formula: dimensions from the indicators, the overall score from the dimensions."""
    titles = ("Alliance", "Overall", "Rank", "Overall, shipped weights", "Change", *weighing.dimensions.values())
    _header(sheet, styles, at.results - 1, FIRST - 1, titles)
    ordered, least, scores = _ordered(weighing), xl_rowcol_to_cell(SETUP, OWN, True, True), _scores(weighing)
    last = at.results + len(weighing.alliances) - 1
    overall = [row[0] for row in scores]
    for place, alliance in enumerate(weighing.alliances):
        row, column = at.results + place, FIRST + place
        sheet.write_string(row, FIRST - 1, alliance, styles.wrapped)
        total, shipped = xl_rowcol_to_cell(row, FIRST), xl_rowcol_to_cell(row, FIRST + 2)
        _score(sheet, styles, row, FIRST, _overall_formula(row, weighing, at, least), overall[place])
        everyone = xl_range_abs(at.results, FIRST, last, FIRST)
        own = overall[place]
        rank = 1 + sum(other > own for other in overall if known(other) and known(own))
        formula = f'=IF(ISNUMBER({total}),RANK({total},{everyone}),"")'
        shown = rank if known(overall[place]) else ""
        sheet.write_formula(row, FIRST + 1, formula, styles.cell("integer"), shown)
        if known(overall[place]):
            sheet.write_number(row, FIRST + 2, overall[place], styles.cell("number"))
        else:
            sheet.write_blank(row, FIRST + 2, None, styles.missing)
        formula = f'=IF(AND(ISNUMBER({total}),ISNUMBER({shipped})),{total}-{shipped},"")'
        sheet.write_formula(row, FIRST + 3, formula, styles.change, 0 if known(overall[place]) else "")
        for number, id_ in enumerate(weighing.dimensions):
            if not any(where == id_ for _, where, _ in ordered):
                sheet.write_blank(row, FIRST + 4 + number, None, styles.missing)
                continue
            first, end = _rows_of(id_, ordered)
            ranges = [xl_range_abs(start + first, where, start + end, where) for start, where in
                      ((at.indicators, column), (at.indicators, OWN), (at.coverage, column))]  # fmt: skip
            _score(sheet, styles, row, FIRST + 4 + number, _mean(ranges, least), scores[place][1 + number])


def _scores(weighing: Weighing) -> list[list[float | None]]:
    """What the formulas give with the shipped weights: overall and dimensions of every alliance."""
    cells, ordered, scores = _cells(weighing), _ordered(weighing), []
    for alliance in weighing.alliances:
        means = []
        for dimension in weighing.dimensions:
            inside = [(cells.get((alliance, one)), weight) for one, where, weight in ordered if where == dimension]
            means.append(
                weighted(
                    [cell.score if cell else None for cell, _ in inside],
                    [weight for _, weight in inside],
                    weighing.least,
                    [cell.coverage if cell else 0.0 for cell, _ in inside],
                )
            )
        shares = [weighing.shares[id_] for id_ in weighing.dimensions]
        scores.append([weighted(means, shares, weighing.least), *means])
    return scores


def _overall_formula(row: int, weighing: Weighing, at: Places, least: str) -> str:
    """The weights stand in a column and the dimensions of an alliance in a row: one term for each dimension."""
    pairs = [
        (
            xl_rowcol_to_cell(row, FIRST + 4 + place, True, True),
            xl_rowcol_to_cell(at.dimensions + place, OWN, True, True),
        )
        for place in range(len(weighing.dimensions))
    ]
    column = xl_range_abs(at.dimensions, OWN, at.dimensions + len(weighing.dimensions) - 1, OWN)
    present = "+".join(f"ISNUMBER({score})*N({weight})" for score, weight in pairs)
    sums = "+".join(f"N({score})*N({weight})" for score, weight in pairs)
    empty = f'COUNTIF({column},"<0")>0,{present}<=0,{present}<({least}-{ROUNDING:.0E})*SUM({column})'
    return f'=IF(OR({empty}),"",({sums})/({present}))'


def _score(sheet: Any, styles: Styles, row: int, column: int, formula: str, value: float | None) -> None:
    sheet.write_formula(row, column, formula, styles.cell("number"), value if known(value) else "")


def _add_chart(book: Any, sheet: Any, weighing: Weighing, at: Places) -> None:
    """Overall scores with the reader's weights beside those shipped."""
    chart, last = book.add_chart({"type": "bar"}), at.results + len(weighing.alliances) - 1
    names = [SHEET, at.results, FIRST - 1, last, FIRST - 1]
    for column, title, shade in ((FIRST, "Your weights", PALETTE[0]), (FIRST + 2, "Shipped weights", RULE)):
        chart.add_series({"name": title, "categories": names, "values": [SHEET, at.results, column, last, column],
                          "fill": {"color": f"#{shade}"}, "gap": 60})  # fmt: skip
    chart.set_title({"name": "Overall score", "name_font": {"size": 12}, "overlay": False})
    chart.set_x_axis({"min": 0, "max": 100, "num_format": "0", "label_position": "high",
                      "major_gridlines": {"visible": True, "line": {"color": f"#{RULE}"}}})  # fmt: skip
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 540, "height": 20 * chart_rows(weighing)})
    alt = "Overall score of each alliance with your weights and with those shipped; it follows the yellow cells."
    sheet.insert_chart(at.chart, 0, chart, {"description": alt, "object_position": 2})
