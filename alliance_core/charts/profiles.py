"""The shape of health: the five dimensions of a few alliances against each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import colors, style, traces, wording
from alliance_core.charts.chart import Chart, blank, listing, plural, records

AT_MOST = 5
COLUMNS = ("alliance", "dimension", "dimension_name", "score", "low", "high")
Cells = dict[str, dict[str, dict[str, Any]]]


def profile_radar(dimensions: pl.DataFrame, *, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Dimension profiles of up to five alliances as a radar, each axis 0..100 from the centre.

    The areas of a radar depend on the order of its axes; `profile_parallel` draws the same without that
    fault. Alliances stand a few degrees beside each other, so that their interval bars stay apart.

    Takes  one row per alliance and dimension: alliance, dimension, dimension_name str, score, low, high
           float 0..100 or null
    Gives  a dimension without a score is a gap in the outline and is named under the chart
    Raises ChartError where a column is missing
    """
    names, cells, refusal = _profiles(dimensions, "profile_radar")
    if refusal:
        return refusal
    marks = style.marks_for(cells, marks)
    figure = go.Figure()
    turn = 360 / len(names)
    for shift, alliance in zip(_shifts(len(cells), min(4.0, turn / 12)), cells, strict=True):
        angles = [place * turn + shift for place in range(len(names))]
        own = [cells[alliance][dimension] for dimension in names]
        figure.add_traces(_radar_traces(_legend_name(alliance, names, cells[alliance]), own, angles, marks[alliance]))
    figure.update_layout(
        **style.base_layout(480, legend=True, l=66, r=66, t=40, b=34),
        polar={
            "bgcolor": style.CLEAR,
            "radialaxis": {
                "range": [0, 100],
                "tickvals": [20, 40, 60, 80, 100],
                "tickfont": {"size": 10, "color": style.INK},
                "angle": 90 - turn / 2,
                "tickangle": 90 - turn / 2,
                "gridcolor": style.GRID,
                "linecolor": style.GRID,
                "ticks": "",
            },
            "angularaxis": {
                "tickvals": [place * turn for place in range(len(names))],
                "ticktext": [style.wrap(wording.short_dimension(*pair), 12) for pair in names.items()],
                "direction": "clockwise",
                "rotation": 90,
                "gridcolor": style.GRID,
                "linecolor": style.GRID,
                "ticks": "",
                "tickfont": {"size": style.FONT_SIZE, "color": style.INK},
            },
        },
    )
    return Chart(figure, _finding(names, cells))


def profile_parallel(dimensions: pl.DataFrame, *, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Dimension profiles of up to five alliances as parallel lines, one place per dimension.

    Takes, Gives, Raises as `profile_radar`.
    """
    names, cells, refusal = _profiles(dimensions, "profile_parallel")
    if refusal:
        return refusal
    marks = style.marks_for(cells, marks)
    figure = go.Figure()
    for shift, (alliance, scores) in zip(_shifts(len(cells), 0.09), cells.items(), strict=True):
        places = [place + shift for place in range(len(names))]
        own = [scores[dimension] for dimension in names]
        mark = marks[alliance]
        figure.add_traces(
            traces.interval_bars(places, *_drawn_ends(own), mark.color, upright=True),
        )
        figure.add_trace(
            traces.point_trace(
                places,
                [cell["score"] for cell in own],
                [_hover(cell) for cell in own],
                name=_legend_name(alliance, names, scores),
                showlegend=True,
                mode="lines+markers",
                line={"color": mark.color, "dash": mark.dash, "width": 1.5},
                marker={"color": mark.color, "symbol": mark.symbol, "size": 12},
            )
        )
    figure.update_layout(
        **style.base_layout(440, legend=True, t=34),
        xaxis=style.value_axis(
            "",
            range=[-0.4, len(names) - 0.6],
            tickvals=list(range(len(names))),
            ticktext=[style.wrap(wording.short_dimension(*pair), 12) for pair in names.items()],
            autotickangles=[0, 45, 90],
        ),
        yaxis=style.score_axis(""),
        annotations=[
            style.note("<i>Score, 0 to 100; bar: 90 % interval</i>", x=0, xanchor="left", y=1, yanchor="bottom"),
        ],
    )
    return Chart(figure, _finding(names, cells))


def _profiles(frame: pl.DataFrame, chart: str) -> tuple[dict[str, str], Cells, Chart | None]:
    """Names of the dimensions, cell by alliance and dimension, and a blank chart if these cannot be drawn."""
    rows = records(frame, chart, COLUMNS)
    names = {row["dimension"]: row["dimension_name"] for row in rows}
    alliances = list(dict.fromkeys(row["alliance"] for row in rows))
    if not rows:
        return names, {}, blank("There is no alliance with a profile to show.")
    if len(alliances) > AT_MOST:
        return (
            names,
            {},
            blank(f"A profile chart holds five alliances; choose at most five of the {len(alliances)}."),
        )
    cells: Cells = {
        alliance: {
            dimension: dict.fromkeys(COLUMNS) | {"alliance": alliance, "dimension_name": name}
            for dimension, name in names.items()
        }
        for alliance in alliances
    }
    for row in rows:
        cells[row["alliance"]][row["dimension"]] = row
    return names, cells, None


def _shifts(count: int, step: float) -> list[float]:
    """Small offsets around zero that put several marks beside each other.

    >>> _shifts(3, 4)
    [-4.0, 0.0, 4.0]
    """
    return [step * (place - (count - 1) / 2) for place in range(count)]


def _drawn_ends(own: Sequence[Mapping[str, Any]]) -> tuple[list[float | None], list[float | None]]:
    """Ends of the intervals; a cell without a score has none."""
    drawn = [cell if cell["score"] is not None else {"low": None, "high": None} for cell in own]
    return [cell["low"] for cell in drawn], [cell["high"] for cell in drawn]


def _radar_traces(
    name: str, own: Sequence[Mapping[str, Any]], angles: Sequence[float], mark: style.Mark
) -> list[go.Scatterpolar]:
    """Interval bars along the axes, then the closed outline; it is filled only where nothing is missing."""
    radii: list[float | None] = []
    thetas: list[float | None] = []
    for angle, low, high in zip(angles, *_drawn_ends(own), strict=True):
        if low is not None and high is not None:
            radii += [low, high, None]
            thetas += [angle, angle, None]
    bars = go.Scatterpolar(
        r=radii,
        theta=thetas,
        mode="lines",
        line={"color": mark.color, "width": 3},
        hoverinfo="skip",
        showlegend=False,
        meta="interval",
    )
    whole = all(cell["score"] is not None for cell in own)
    outline = go.Scatterpolar(
        r=[cell["score"] for cell in [*own, own[0]]],
        theta=[*angles, angles[0]],
        name=name,
        showlegend=True,
        mode="lines+markers",
        connectgaps=False,
        line={"color": mark.color, "dash": mark.dash, "width": 2},
        marker={"color": mark.color, "symbol": mark.symbol, "size": 10},
        fill="toself" if whole else "none",
        fillcolor=colors.tint(mark.color, 0.06),
        hovertext=[_hover(cell) for cell in [*own, own[0]]],
        hovertemplate="%{hovertext}<extra></extra>",
        meta="point",
    )
    return [bars, outline]


def _hover(cell: Mapping[str, Any]) -> str:
    return style.hint(
        f"{style.safe(cell['alliance'])}: {style.safe(cell['dimension_name'])}",
        f"{style.points(cell['score'])} of 100 points",
        style.span(cell["low"], cell["high"]),
    )


def _legend_name(alliance: str, names: Mapping[str, str], own: Mapping[str, Mapping[str, Any]]) -> str:
    """The alliance, and below it the dimensions that have no place in its outline."""
    silent = [wording.short_dimension(d, names[d]) for d in names if own[d]["score"] is None]
    if not silent:
        return style.safe(alliance)
    where = "all" if len(silent) == len(names) else ", ".join(silent)
    return f"{style.safe(alliance)}<br><i>{style.wrap(f'{style.NO_EVIDENCE}: {where}', 26)}</i>"


def _finding(names: Mapping[str, str], cells: Cells) -> str:
    """Who leads on how many dimensions and where the profiles differ most."""
    lead: dict[str, int] = dict.fromkeys(cells, 0)
    ranges: dict[str, float] = {}
    for dimension in names:
        scores = {a: own[dimension]["score"] for a, own in cells.items() if own[dimension]["score"] is not None}
        if scores:
            lead[max(scores, key=lambda name: scores[name])] += 1
            ranges[dimension] = max(scores.values()) - min(scores.values())
    if not ranges:
        return f"There is not enough evidence for a profile of {listing(cells)}."
    best = max(lead, key=lambda name: lead[name])
    if len(cells) == 1:
        own = {d: cells[best][d]["score"] for d in ranges}
        high, low = max(own, key=lambda d: own[d]), min(own, key=lambda d: own[d])
        text = f"{best} scores highest on {names[high]} ({style.points(own[high])} of 100)"
        text += f" and lowest on {names[low]} ({style.points(own[low])})"
    else:
        wide = max(ranges, key=lambda d: ranges[d])
        text = f"{best} leads {listing(a for a in cells if a != best)} on {lead[best]} of "
        text += f"{plural(len(ranges), 'dimension')}, and they differ most on {names[wide]}, "
        text += f"by {style.points(ranges[wide])} points"
    silent = [a for a in cells if any(cells[a][d]["score"] is None for d in names)]
    return text + (f"; some dimensions have {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
