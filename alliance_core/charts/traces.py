"""The pieces that several charts draw: points with their intervals, rows without evidence, band zones."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from alliance_core.charts import style, wording

Values = Sequence[Any]  # numbers or dates, None where there is no evidence


def interval_bars(
    places: Sequence[float], lows: Values, highs: Values, color: str | Sequence[str], *, upright: bool = False
) -> list[go.Scatter]:
    """Thin bars from low to high, one trace per colour; a place with an end missing gets none.

    `upright` bars stand at x = place, the others lie at y = place. Draw them before the points.
    """
    colors = [color] * len(places) if isinstance(color, str) else list(color)
    traces = []
    for shade in dict.fromkeys(colors):
        along: list[float | None] = []
        across: list[float | None] = []
        for place, low, high, own in zip(places, lows, highs, colors, strict=True):
            if own == shade and low is not None and high is not None:
                along += [low, high, None]
                across += [place, place, None]
        x, y = (across, along) if upright else (along, across)
        traces.append(
            go.Scatter(
                x=x,
                y=y,
                mode="lines",
                line={"color": shade, "width": 3},
                name=style.INTERVAL,
                hoverinfo="skip",
                showlegend=False,
                meta="interval",
                cliponaxis=False,
            )
        )
    return traces


def point_trace(x: Values, y: Values, texts: Sequence[str], **settings: Any) -> go.Scatter:
    """Thick points with a text under the pointer each; a null has no point."""
    defaults = {"mode": "markers", "marker": {"size": 12, "color": style.BLUE}, "meta": "point", "cliponaxis": False}
    return go.Scatter(
        x=list(x),
        y=list(y),
        hovertext=list(texts),
        hovertemplate="%{hovertext}<extra></extra>",
        **(defaults | settings),
    )


def missing_notes(places: Sequence[float], at: float = 1) -> list[dict[str, Any]]:
    """The words "no evidence" in each of these rows, at the left of the plot."""
    return [
        style.note(f"<i>{style.NO_EVIDENCE}</i>", x=at, xref="x", y=place, yref="y", xanchor="left", yanchor="middle")
        for place in places
    ]


def side_notes(places: Sequence[float], texts: Sequence[str]) -> list[dict[str, Any]]:
    """A bold figure to the right of the plot in each of these rows."""
    return [
        style.note(f"<b>{text}</b>", x=1, xanchor="left", xshift=8, y=place, yref="y")
        for place, text in zip(places, texts, strict=True)
    ]


def rule(place: float) -> dict[str, Any]:
    """A thin line across the plot above this row, to set groups of rows apart."""
    line = {"width": 1, "color": style.GRID}
    edges = {"x0": 0, "x1": 1, "xref": "paper", "y0": place - 0.5, "y1": place - 0.5, "yref": "y"}
    return {"type": "line", "line": line} | edges


def band_zones() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Faint zones of the bands behind a horizontal score axis, and their names above: (shapes, annotations)."""
    shapes = [
        {
            "type": "rect",
            "x0": low,
            "x1": high,
            "xref": "x",
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "fillcolor": style.ZONES[band],
            "line": {"width": 0},
            "layer": "below",
        }
        for low, high, band in wording.bands()
    ]
    names = [
        style.note(
            style.wrap(wording.band_name(band), 9),
            x=(low + high) / 2,
            xref="x",
            y=1,
            yanchor="bottom",
            font={"size": 10},
        )
        for low, high, band in wording.bands()
    ]
    return shapes, names


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as possible to the wanted ones, at least `gap` apart, within low..high, order kept.

    Neighbours that come too close move together around their mean (the pool of adjacent violators), so a
    label never jumps over another. If there is no room for all, they share it evenly.

    >>> spread([50, 51, 90], gap=10, low=0, high=100)
    [45.5, 55.5, 90.0]
    >>> spread([99, 98], gap=10, low=0, high=100)
    [100.0, 90.0]
    """
    if not wanted:
        return []
    step = min(gap, (high - low) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    # Taking away i steps turns "at least a step apart" into "never falling", which pooling solves.
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([wanted[index] - rank * step, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, count = pools.pop()
            pools[-1] = [
                (pools[-1][0] * pools[-1][1] + mean * count) / (pools[-1][1] + count),
                pools[-1][1] + count,
            ]
    level = [mean for mean, count in pools for _ in range(int(count))]
    top = high - (len(wanted) - 1) * step
    places = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        places[index] = float(min(max(level[rank], low), top) + rank * step)
    return places
