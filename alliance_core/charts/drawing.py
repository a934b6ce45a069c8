"""Traces as plain dictionaries, for figures that are drawn anew at each move of a slider.

Plotly checks every property of every object, which takes four fifths of the time of a figure. `figure` leaves
the checks out; the tests put each figure through them instead and require the same figure back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from alliance_core.charts import colors, style, traces

Values = Sequence[Any]  # numbers, None where there is nothing to draw

HOVER = "%{hovertext}<extra></extra>"
# What Plotly makes of the template's name "none" when it checks a layout.
NO_TEMPLATE: Mapping[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}

CELL_WIDTH, CELL_HEIGHT = 0.94, 0.9
# A tint this strong still leaves the theme's text legible, on a light page and on a dark one.
FAINTEST, STRONGEST = 0.18, 0.55
LABEL_GAP = 17
# Column heads may stand on end and then take this much of the height.
HEAD_ROOM = 90


def figure(data: list[dict[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure of these traces, not checked property by property."""
    return go.Figure(data=data, layout={**layout, "template": dict(NO_TEMPLATE)}, _validate=False)


def lines(x: Values, y: Values, color: str, width: float, **settings: Any) -> dict[str, Any]:
    """A line through these points, broken at None."""
    line = {"color": color, "width": width} | settings.pop("line", {})
    base = {"type": "scatter", "mode": "lines", "line": line, "hoverinfo": "skip"}
    return base | {"x": list(x), "y": list(y), "showlegend": False, "cliponaxis": False} | settings


def segments(
    places: Values, lows: Values, highs: Values, color: str, width: float, **settings: Any
) -> list[dict[str, Any]]:
    """Lying bars from low to high in these rows as one trace; none where an end is missing."""
    along: list[float | None] = []
    across: list[float | None] = []
    for place, low, high in zip(places, lows, highs, strict=True):
        if low is not None and high is not None:
            along += [low, high, None]
            across += [place, place, None]
    return [lines(along, across, color, width, **({"meta": "interval"} | settings))] if along else []


def dots(x: Values, y: Values, hovers: Sequence[str], marker: Mapping[str, Any], **settings: Any) -> dict[str, Any]:
    """Marks with a text under the pointer each."""
    base = {"type": "scatter", "mode": "markers", "marker": dict(marker), "meta": "point", "cliponaxis": False}
    told = {"hovertext": list(hovers), "hovertemplate": HOVER}
    return base | {"x": list(x), "y": list(y), "showlegend": False} | told | settings


def bars(starts: Values, lengths: Values, rows: Values, hovers: Sequence[str], **settings: Any) -> dict[str, Any]:
    """Lying bars that begin at `starts`, one per entry; texts stand upright inside them."""
    base = {"type": "bar", "orientation": "h", "base": list(starts), "x": list(lengths), "y": list(rows)}
    inside = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "inside"}
    told = {"hovertext": list(hovers), "hovertemplate": HOVER, "showlegend": False}
    return base | inside | told | settings


def cells(found: Sequence[tuple[int, int, str, str, str]], meta: str) -> dict[str, Any]:
    """Cells of a matrix: row, column, fill, text, text under the pointer. Bars, for only they shrink their text."""
    return bars(
        [column - CELL_WIDTH / 2 for _, column, _, _, _ in found],
        [CELL_WIDTH] * len(found),
        [row for row, _, _, _, _ in found],
        [hover for _, _, _, _, hover in found],
        width=CELL_HEIGHT,
        marker={"color": [fill for _, _, fill, _, _ in found], "line": {"width": 0}},
        text=[text for _, _, _, text, _ in found],
        insidetextfont={"color": style.INK, "size": style.FONT_SIZE},
        meta=meta,
    )


def empty_cells(found: Sequence[tuple[int, int, str]]) -> dict[str, Any]:
    """Hatched cells without a value: row, column, text under the pointer."""
    pattern = {"shape": "/", "fgcolor": style.GRID, "bgcolor": style.CLEAR, "size": 9, "solidity": 0.15}
    blank = cells([(row, column, style.CLEAR, "", hover) for row, column, hover in found], "missing")
    return blank | {"marker": {"color": style.CLEAR, "line": {"width": 1, "color": style.GRID}, "pattern": pattern}}


def diverging(share: float) -> str:
    """Fill for a share -1..1: blue above nought, vermillion below, the stronger the further away.

    >>> diverging(1), diverging(-1), diverging(0)
    ('rgba(3,111,173,0.55)', 'rgba(186,74,0,0.55)', 'rgba(0,0,0,0)')
    """
    if share == 0:
        return style.CLEAR
    strength = FAINTEST + (STRONGEST - FAINTEST) * min(abs(share), 1.0)
    return colors.tint(style.BLUE if share > 0 else style.VERMILLION, round(strength, 3))


def matrix_layout(rows: Sequence[str], columns: Sequence[str], *, row_height: float) -> dict[str, Any]:
    """Layout of a matrix: its rows named at the left, its columns above, on end where they are narrow."""
    return {
        **style.base_layout(HEAD_ROOM + 24 + row_height * len(rows), l=64, t=30),
        "barmode": "overlay",
        "uniformtext": {"mode": "show", "minsize": 8},
        "xaxis": style.value_axis(
            range=[-0.5, len(columns) - 0.5],
            tickvals=list(range(len(columns))),
            ticktext=[style.safe(name) for name in columns],
            tickfont={"size": style.SMALL, "color": style.INK},
            side="top",
            autotickangles=[0, -90],
            showgrid=False,
        ),
        "yaxis": style.row_axis(list(rows)),
    }


def end_labels(
    found: Sequence[tuple[str, float, str]], edge: float, limits: tuple[float, float], height: float
) -> list[dict[str, Any]]:
    """Texts beside the ends of lines (text, place, colour), pushed apart until none overlaps, each tied to its end.

    `limits` are the ends of the axis, `height` its length in pixels; a label in the colour CLEAR is not tied.
    """
    low, high = limits
    gap = LABEL_GAP / height * (high - low)
    places = traces.spread([at for _, at, _ in found], gap, low, high)
    fixed = {"x": edge, "xanchor": "left", "align": "left", "font": {"size": style.FONT_SIZE}}
    tie = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "axref": "pixel", "ax": 14, "ayref": "y"}
    return [
        {"text": text, "y": at, "ay": place, "arrowcolor": color, **fixed, **tie}
        for (text, at, color), place in zip(found, places, strict=True)
    ]


def signed_name(name: str, mark: style.Mark) -> str:
    """An alliance's sign in its colour, then its name."""
    return f"<span style='color:{mark.color}'>{mark.sign}</span> {style.safe(name)}"
