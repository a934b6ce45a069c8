"""What charts over time share: lines with gaps, bands of uncertainty, an axis of assessment dates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from alliance_core.charts import colors, style, traces

DATE_TITLE = "Assessment date (year = 31 December)"
Row = Mapping[str, Any]


def length_of(dates: Sequence[dt.date]) -> dt.timedelta:
    """How long the axis is: from the first to the last date, half a year at least."""
    return max(dates[-1] - dates[0], dt.timedelta(days=180))


def interval_band(own: Sequence[Row], mark: style.Mark) -> go.Scatter:
    """The interval along a line as one outline per unbroken stretch, there along high and back along low.

    `own` are rows of one line, sorted by date, with as_of, score, low, high.
    """
    x: list[dt.date | None] = []
    y: list[float | None] = []
    stretch: list[Row] = []
    for row in [*own, None]:
        if row is not None and None not in (row["score"], row["low"], row["high"]):
            stretch.append(row)
        elif stretch:
            x += [r["as_of"] for r in stretch] + [r["as_of"] for r in reversed(stretch)] + [None]
            y += [r["high"] for r in stretch] + [r["low"] for r in reversed(stretch)] + [None]
            stretch = []
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"width": 1, "color": colors.tint(mark.color, 0.45)},
        fill="toself",
        fillcolor=colors.tint(mark.color, 0.16),
        hoverinfo="skip",
        showlegend=False,
        meta="interval",
    )


def score_line(own: Sequence[Row], name: str, mark: style.Mark) -> go.Scatter:
    """The scores of one line; a date without a score breaks it."""
    texts = [
        style.hint(
            style.safe(name),
            f"{style.day(row['as_of'])}: {style.points(row['score'])} of 100 points",
            style.span(row["low"], row["high"]),
        )
        for row in own
    ]
    return traces.point_trace(
        [row["as_of"] for row in own],
        [row["score"] for row in own],
        texts,
        name=style.safe(name),
        mode="lines+markers",
        connectgaps=False,
        line={"color": mark.color, "dash": mark.dash, "width": 2.5},
        marker={"color": mark.color, "symbol": mark.symbol, "size": 8},
    )


def date_axis(dates: Sequence[dt.date], edge: dt.date) -> dict[str, Any]:
    """Ticks at assessment dates, not at turns of the year: 31 December 2024 must not read "2025".

    Counted back from the latest date; a date too near to the next tick keeps its point but no label.
    """
    start = dates[0] - length_of(dates) * 0.03
    room = (edge - start) * 0.21
    ticks: list[dt.date] = []
    for date in reversed(dates):
        if not ticks or ticks[-1] - date >= room:
            ticks.append(date)
    texts = [f"{d:%Y}" if (d.month, d.day) == (12, 31) else f"{d.day} {d:%b}<br>{d:%Y}" for d in ticks]
    minor = {"tickmode": "array", "tickvals": list(dates), "ticks": "outside", "ticklen": 4, "tickcolor": style.AXIS}
    return style.value_axis(
        DATE_TITLE,
        type="date",
        tickvals=ticks,
        ticktext=texts,
        range=[start, edge],
        showgrid=False,
        tickangle=0,
        minor=minor,
    )


def largest_change(series: Mapping[str, Sequence[Row]]) -> tuple[str, float]:
    """The line whose score differs most between its first and its last date with evidence, and by how much."""
    changes = {}
    for name, own in series.items():
        scores = [row["score"] for row in own if row["score"] is not None]
        changes[name] = scores[-1] - scores[0] if scores else 0.0
    mover = max(changes, key=lambda name: abs(changes[name]))
    return mover, changes[mover]
