"""Where each alliance is strong or weak: alliances by dimensions, number, word and interval in each cell."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import colors, style, wording
from alliance_core.charts.chart import Chart, blank, has_or_have, plural, records

ROW_HEIGHT = 60
CELL = 0.97
COLUMNS = ("alliance", "dimension", "dimension_name", "score", "low", "high", "band", "label", "coverage")


def dimension_heat(dimensions: pl.DataFrame) -> Chart:
    """Scores of all alliances on all dimensions as coloured cells.

    The cells are bars, not a heat map trace: only bars can be hatched and shrink their text to the width of
    a telephone.

    Takes  one row per alliance and dimension: alliance, dimension, dimension_name str, score, low, high
           float 0..100 or null, band, label str or null, coverage float 0..1 or null
    Gives  alliances best mean first; columns in the order of the frame; insufficient evidence is hatched
    Raises ChartError where a column is missing
    """
    cells = records(dimensions, "dimension_heat", COLUMNS)
    if not cells:
        return blank("There is no alliance with a dimension to show.")
    names = list({cell["dimension"]: cell["dimension_name"] for cell in cells}.items())
    alliances = sorted({cell["alliance"] for cell in cells}, key=lambda name: (-_mean(cells, name), name))
    column = {dimension: place for place, (dimension, _) in enumerate(names)}
    row = {alliance: place for place, alliance in enumerate(alliances)}
    cells = _completed(cells, alliances, names)

    figure = go.Figure([_scored(cells, row, column), _missing(cells, row, column)])
    figure.update_layout(
        **style.base_layout(70 + ROW_HEIGHT * len(alliances), l=64, t=46),
        barmode="overlay",
        uniformtext={"mode": "show", "minsize": 9},
        xaxis=style.value_axis(
            range=[-0.5, len(names) - 0.5],
            tickvals=list(range(len(names))),
            ticktext=[style.wrap(wording.short_dimension(*pair), 12) for pair in names],
            side="top",
            autotickangles=[0, 45, 90],
            showgrid=False,
        ),
        yaxis=style.row_axis([style.wrap(name, 12) for name in alliances]),
        annotations=[
            style.note(
                f"–<br><i>{style.wrap(style.NO_EVIDENCE, 5)}</i>",
                x=column[cell["dimension"]],
                xref="x",
                y=row[cell["alliance"]],
                yref="y",
            )
            for cell in cells
            if cell["score"] is None
        ],
    )
    return Chart(figure, _finding(cells, alliances, [name for _, name in names]))


def _completed(cells: list[dict[str, Any]], alliances: list[str], names: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The cells, and an empty one for each pair that the frame leaves out: it has no evidence either."""
    found = {(cell["alliance"], cell["dimension"]) for cell in cells}
    absent = [
        dict.fromkeys(COLUMNS) | {"alliance": alliance, "dimension": dimension, "dimension_name": name}
        for alliance in alliances
        for dimension, name in names
        if (alliance, dimension) not in found
    ]
    return cells + absent


def _mean(cells: list[dict[str, Any]], alliance: str) -> float:
    """Mean score of an alliance over its scored dimensions, only to sort the rows; -1 without any."""
    scores = [c["score"] for c in cells if c["alliance"] == alliance and c["score"] is not None]
    return sum(scores) / len(scores) if scores else -1.0


def _scored(cells: list[dict[str, Any]], row: dict[str, int], column: dict[str, int]) -> go.Bar:
    """The cells with a score, in its colour, with number, word and interval."""
    known = [cell for cell in cells if cell["score"] is not None]
    fills = [colors.along(style.SCORE_SCALE, cell["score"] / 100) for cell in known]
    return go.Bar(
        orientation="h",
        base=[column[cell["dimension"]] - CELL / 2 for cell in known],
        x=[CELL] * len(known),
        y=[row[cell["alliance"]] for cell in known],
        width=0.92,
        marker={"color": fills, "line": {"width": 0}},
        text=[_cell_text(cell) for cell in known],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="inside",
        insidetextfont={"color": [colors.text_on(fill) for fill in fills], "size": 13},
        hovertext=[_hover(cell) for cell in known],
        hovertemplate="%{hovertext}<extra></extra>",
        meta="scored",
    )


def _missing(cells: list[dict[str, Any]], row: dict[str, int], column: dict[str, int]) -> go.Bar:
    """The cells without a score, hatched; the words lie above them as notes in the theme's colour."""
    unknown = [cell for cell in cells if cell["score"] is None]
    return go.Bar(
        orientation="h",
        base=[column[cell["dimension"]] - CELL / 2 for cell in unknown],
        x=[CELL] * len(unknown),
        y=[row[cell["alliance"]] for cell in unknown],
        width=0.92,
        marker={
            "color": style.CLEAR,
            "line": {"width": 1, "color": style.GRID},
            "pattern": {
                "shape": "/",
                "fgcolor": style.GRID,
                "bgcolor": style.CLEAR,
                "size": 9,
                "solidity": 0.15,
            },
        },
        hovertext=[_hover(cell) for cell in unknown],
        hovertemplate="%{hovertext}<extra></extra>",
        meta="missing",
    )


def _word(cell: dict[str, Any]) -> str:
    return style.safe(str(cell["label"] or wording.band_name(cell["band"])).capitalize())


def _cell_text(cell: dict[str, Any]) -> str:
    lines = [f"<b>{style.points(cell['score'])}</b>", _word(cell)]
    if cell["low"] is not None and cell["high"] is not None:
        lines.append(f"{cell['low']:.0f}–{cell['high']:.0f}")
    return "<br>".join(lines)


def _hover(cell: dict[str, Any]) -> str:
    title = f"{style.safe(cell['alliance'])}: {style.safe(cell['dimension_name'])}"
    covered = f"{style.percent(cell['coverage'] or 0.0)} of the indicator weight has evidence"
    if cell["score"] is None:
        return style.hint(title, "No evidence, or too little for a score", covered)
    number = f"{style.points(cell['score'])} of 100 points ({_word(cell).lower()})"
    return style.hint(title, number, style.span(cell["low"], cell["high"]), covered)


def _finding(cells: list[dict[str, Any]], alliances: list[str], names: list[str]) -> str:
    """The strongest and the weakest cell, and how many have no evidence."""
    known = sorted((c for c in cells if c["score"] is not None), key=lambda c: c["score"])
    frame = f"{plural(len(alliances), 'alliance')} on {plural(len(names), 'dimension')}"
    if not known:
        return f"There is not enough evidence for a score in any cell of {frame}."
    best, worst = known[-1], known[0]
    text = (
        f"Of {frame}, the highest score is {best['alliance']} on {best['dimension_name']} "
        f"with {style.points(best['score'])} of 100 and the lowest {worst['alliance']} on "
        f"{worst['dimension_name']} with {style.points(worst['score'])}"
    )
    silent = len(cells) - len(known)
    return (
        text
        + (f", while {silent} of {len(cells)} cells {has_or_have(silent)} {style.NO_EVIDENCE}" if silent else "")
        + "."
    )
