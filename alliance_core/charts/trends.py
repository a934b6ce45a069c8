"""Which way it goes: overall scores of the alliances over the assessment dates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces
from alliance_core.charts.chart import Chart, blank, listing, records
from alliance_core.charts.timeline import date_axis, interval_band, largest_change, length_of, score_line

HEIGHT = 470
TOP, BOTTOM = 34, 72
LABEL_GAP = 17
SHADED_UP_TO = 3

Row = Mapping[str, Any]


def trend_lines(trend: pl.DataFrame, *, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Overall score over time, one line per alliance, named where the line ends.

    Up to three alliances show the 90 % interval as a band along the line; with more, bands would hide each
    other, so each alliance shows the interval of its latest score as a bar to the right of the lines.

    Takes  one row per alliance and date: alliance str, as_of Date, score, low, high float 0..100 or null
    Gives  a date without evidence is a gap in the line; an alliance without a latest score is still named
           and reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(trend, "trend_lines", ["alliance", "as_of", "score", "low", "high"])
    if not rows:
        return blank("There is no assessment date to draw a trend from.")
    rows.sort(key=lambda row: row["as_of"])
    names = sorted({row["alliance"] for row in rows})
    series = {name: [row for row in rows if row["alliance"] == name] for name in names}
    marks = style.marks_for(series, marks)
    dates = sorted({row["as_of"] for row in rows})
    ends = {name: own[-1] if own[-1]["as_of"] == dates[-1] else None for name, own in series.items()}
    ends = {name: end if end and end["score"] is not None else None for name, end in ends.items()}

    shaded = len(series) <= SHADED_UP_TO
    edge = dates[-1] + length_of(dates) * (0.02 if shaded else 0.06 + 0.015 * len(series))
    low, high = _score_range(rows)
    figure = go.Figure()
    for name, own in series.items():
        if shaded:
            figure.add_trace(interval_band(own, marks[name]))
        figure.add_trace(score_line(own, name, marks[name]))
    if not shaded:
        figure.add_traces(_end_bars(ends, marks, dates))
    drawn = "shade" if shaded else "bars at the right"
    figure.update_layout(
        **style.base_layout(HEIGHT, r=_label_room(ends), t=TOP, b=BOTTOM),
        xaxis=date_axis(dates, edge),
        yaxis=style.value_axis(range=[low, high], dtick=20, tick0=0),
        annotations=[
            style.note(f"<i>Overall score; {drawn}: 90 % interval</i>", x=0, xanchor="left", y=1, yanchor="bottom"),
            *_end_labels(ends, marks, edge, (low, high)),
        ],
    )
    return Chart(figure, _finding(series, ends, dates))


def _score_range(rows: Sequence[Row]) -> tuple[float, float]:
    """The bands that the drawn values reach, so that lines use the height and still end on a band's edge."""
    drawn = [row[part] for row in rows for part in ("score", "low", "high") if row[part] is not None]
    if not drawn:
        return 0, 100
    low, high = max(0, min(drawn) // 20 * 20), min(100, -(-max(drawn) // 20) * 20)
    return (low, high) if high > low else (max(0, low - 20), min(100, low + 20))


def _end_bars(ends: Mapping[str, Row | None], marks: Mapping[str, style.Mark], dates: Sequence[dt.date]) -> list:
    """The intervals of the latest scores, side by side to the right of the lines, best first.

    Each carries its alliance's symbol at the score, so that it is known without its colour.
    """
    scored = sorted(((n, e) for n, e in ends.items() if e), key=lambda pair: -pair[1]["score"])
    bars = []
    for place, (name, end) in enumerate(scored):
        mark, stand = marks[name], dates[-1] + length_of(dates) * (0.055 + 0.015 * place)
        (bar,) = traces.interval_bars([0], [end["low"]], [end["high"]], mark.color, upright=True)
        bar.update(x=[None if x is None else stand for x in bar.x], line={"width": 2}, name=style.safe(name))
        marker = {"color": mark.color, "symbol": mark.symbol, "size": 7}
        hover = style.hint(
            style.safe(name),
            f"Latest score: {style.points(end['score'])} of 100 points",
            style.span(end["low"], end["high"]),
        )
        bars += [bar, traces.point_trace([stand], [end["score"]], [hover], marker=marker, showlegend=False, meta="end")]
    return bars


def _clip(name: str) -> str:
    return name if len(name) <= 17 else name[:16] + "…"


def _label_room(ends: Mapping[str, Row | None]) -> int:
    """Pixels to the right of the plot for the longest label: tie, sign, name, figure."""
    widths = [len(_clip(name)) + (3 if end else 0) for name, end in ends.items()]
    return 34 + round(5.6 * max(*widths, len(style.NO_EVIDENCE) - 2))


def _end_labels(
    ends: Mapping[str, Row | None], marks: Mapping[str, style.Mark], edge: dt.date, limits: tuple[float, float]
) -> list[dict[str, Any]]:
    """Name and latest score beside each line's end, pushed apart until none overlaps, tied by a thin line.

    Alliances without a latest score stand at the bottom, on two lines, and are tied to nothing.
    """
    low, high = limits
    gap = LABEL_GAP / (HEIGHT - TOP - BOTTOM) * (high - low)
    slots: list[tuple[str, float]] = []
    for name, end in ends.items():
        slots += [(name, end["score"])] if end else [(name, low), (name, low)]
    places: dict[str, list[float]] = {}
    for (name, _), place in zip(slots, traces.spread([at for _, at in slots], gap, low, high), strict=True):
        places.setdefault(name, []).append(place)
    labels = []
    for name, end in ends.items():
        mark, at = marks[name], sum(places[name]) / len(places[name])
        sign = f"<span style='color:{mark.color}'>{mark.sign}</span> {style.safe(_clip(name))}"
        text = f"{sign} <b>{style.points(end['score'])}</b>" if end else f"{sign}<br><i>{style.NO_EVIDENCE}</i>"
        labels.append(
            {
                "text": text,
                "align": "left",
                "font": {"size": 12},
                "x": edge,
                "y": end["score"] if end else at,
                "xanchor": "left",
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": mark.color if end else style.CLEAR,
                "axref": "pixel",
                "ax": 14,
                "ayref": "y",
                "ay": at,
            }
        )
    return labels


def _finding(series: Mapping[str, Sequence[Row]], ends: Mapping[str, Row | None], dates: Sequence[dt.date]) -> str:
    """The leader at the latest date, the largest change since a first score, and who has no score."""
    scored = {name: end["score"] for name, end in ends.items() if end}
    silent = [name for name in series if name not in scored]
    when = style.day(dates[-1])
    if not scored:
        return f"On {when} there is not enough evidence for the score of {listing(silent)}."
    leader = max(scored, key=lambda name: scored[name])
    lead = f"leads the {len(scored)} scored alliances with" if len(scored) > 1 else "scores"
    text = f"On {when} {leader} {lead} {style.points(scored[leader])} of 100 points"
    mover, change = largest_change({name: series[name] for name in scored})
    if round(change):
        verb = "changed most," if len(scored) > 1 else "changed"
        who = "its score" if mover == leader else mover
        text += f", and {who} {verb} by {style.signed(change)} points since its first score"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
