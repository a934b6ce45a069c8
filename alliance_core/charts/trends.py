"""Which way it goes: overall scores over the assessment dates, and the dimensions of one alliance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from alliance_core.charts import colors, style, traces
from alliance_core.charts.chart import Chart, blank, listing, only_alliance, plural, records

HEIGHT = 460
MARGINS = {"t": 34, "b": 64}
LABEL_GAP = 17
PANEL = 116
SHADED_UP_TO = 3


def trend_lines(trend: pl.DataFrame, *, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Overall score over time, one line per alliance, named where the line ends.

    Up to three alliances show the 90 % interval as a band along the line; with more, bands would hide each
    other, so each alliance shows the interval of its latest score as a bar to the right of the lines.

    Takes  one row per alliance and date: alliance str, as_of Date, score, low, high float 0..100 or null
    Gives  a date without evidence is a gap in the line; an alliance without any score keeps its label
    Raises ChartError where a column is missing
    """
    rows = records(trend, "trend_lines", ["alliance", "as_of", "score", "low", "high"])
    if not rows:
        return blank("There is no assessment date to draw a trend from.")
    rows.sort(key=lambda row: row["as_of"])
    series = {
        name: [r for r in rows if r["alliance"] == name] for name in sorted({r["alliance"] for r in rows})
    }
    marks = style.marks_for(series, marks)
    shaded = len(series) <= SHADED_UP_TO
    low, high = _score_range(rows, shaded=shaded)

    figure = go.Figure()
    for name, own in series.items():
        if shaded:
            figure.add_trace(_band(own, marks[name]))
        figure.add_trace(_line(own, style.safe(name), marks[name]))
    dates = sorted({row["as_of"] for row in rows})
    length = max(dates[-1] - dates[0], dt.timedelta(days=180))
    ends = {name: _latest(own, dates[-1]) for name, own in series.items()}
    edge = dates[-1] + length * (0.02 if shaded else 0.03 + 0.012 * len(series))
    if not shaded:
        figure.add_traces(_end_bars(ends, marks, dates[-1], length))
    figure.update_layout(
        **style.base_layout(HEIGHT, r=_label_room(series), **MARGINS),
        xaxis=_date_axis(dates, [dates[0] - length * 0.02, edge]),
        yaxis=style.value_axis("", range=[low, high], dtick=20, tick0=0),
        annotations=[
            style.note(
                "<i>Overall score in points, 0 to 100</i>", x=0, xanchor="left", y=1, yanchor="bottom"
            ),
            *_end_labels(ends, marks, edge, (low, high)),
        ],
    )
    return Chart(figure, _finding(series, ends, dates))


def dimension_trends(trend: pl.DataFrame) -> Chart:
    """The dimensions of one alliance over time, a panel each, with the 90 % interval as a band.

    Takes  one row per dimension and date of one alliance: alliance, dimension, dimension_name str, as_of
           Date, score, low, high float 0..100 or null
    Gives  panels in the order of the frame; a dimension without any score reads "no evidence"
    Raises ChartError where a column is missing or the frame holds several alliances
    """
    columns = ["alliance", "dimension", "dimension_name", "as_of", "score", "low", "high"]
    rows = records(trend, "dimension_trends", columns)
    if not rows:
        return blank("There is no assessment date to draw the dimensions from.")
    alliance = only_alliance(rows, "dimension_trends")
    names = {row["dimension"]: row["dimension_name"] for row in rows}
    rows.sort(key=lambda row: row["as_of"])
    series = {names[d]: [row for row in rows if row["dimension"] == d] for d in names}
    dates = sorted({row["as_of"] for row in rows})
    length = max(dates[-1] - dates[0], dt.timedelta(days=180))

    figure = make_subplots(rows=len(series), cols=1, shared_xaxes=True, vertical_spacing=0.28 / len(series))
    annotations = []
    for place, (name, own) in enumerate(series.items(), start=1):
        mark = style.Mark(style.PALETTE[(place - 1) % len(style.PALETTE)], *style.SYMBOLS[place - 1], "solid")
        figure.add_traces([_band(own, mark), _line(own, style.safe(name), mark)], rows=place, cols=1)
        axis = "" if place == 1 else str(place)
        annotations.append(
            _panel_note(_panel_title(name, own[-1]), axis, x=0, xanchor="left", y=1, yanchor="bottom")
        )
        if all(row["score"] is None for row in own):
            annotations.append(_panel_note(f"<i>{style.NO_EVIDENCE}</i>", axis, x=0.5, y=0.5))
    figure.update_layout(**style.base_layout(90 + PANEL * len(series), t=30), annotations=annotations)
    figure.update_xaxes(
        _date_axis(dates, [dates[0] - length * 0.02, dates[-1] + length * 0.02]) | {"title": {}}
    )
    figure.update_xaxes(
        title={"text": DATE_TITLE, "standoff": 8, "font": {"size": 12}}, row=len(series), col=1
    )
    figure.update_yaxes(style.value_axis("", range=[0, 100], tickvals=[0, 50, 100]))
    return Chart(figure, _dimension_finding(alliance, series, dates))


DATE_TITLE = "Assessment date (a year alone: its 31 December)"


def _score_range(rows: Sequence[Mapping[str, Any]], *, shaded: bool) -> tuple[float, float]:
    """The bands that the drawn values reach, so that lines use the height without hiding the scale."""
    drawn = [row[part] for row in rows for part in ("score", "low", "high") if row[part] is not None]
    if not drawn or shaded is None:
        return 0, 100
    return max(0, min(drawn) // 20 * 20), min(100, -(-max(drawn) // 20) * 20)


def _band(own: Sequence[Mapping[str, Any]], mark: style.Mark) -> go.Scatter:
    """The interval along a line as one outline per unbroken stretch, there along high and back along low."""
    x: list[dt.date | None] = []
    y: list[float | None] = []
    stretch: list[Mapping[str, Any]] = []
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


def _line(own: Sequence[Mapping[str, Any]], name: str, mark: style.Mark) -> go.Scatter:
    texts = [
        style.hint(
            name,
            f"{style.day(row['as_of'])}: {style.points(row['score'])} of 100 points",
            style.span(row["low"], row["high"]),
        )
        for row in own
    ]
    return traces.point_trace(
        [row["as_of"] for row in own],
        [row["score"] for row in own],
        texts,
        name=name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": mark.color, "dash": mark.dash, "width": 2.5},
        marker={"color": mark.color, "symbol": mark.symbol, "size": 8},
    )


def _latest(own: Sequence[Mapping[str, Any]], date: dt.date) -> Mapping[str, Any] | None:
    """The row of the latest date, if it holds a score."""
    return own[-1] if own[-1]["as_of"] == date and own[-1]["score"] is not None else None


def _end_bars(
    ends: Mapping[str, Mapping[str, Any] | None],
    marks: Mapping[str, style.Mark],
    last: dt.date,
    length: dt.timedelta,
) -> list[go.Scatter]:
    """The intervals of the latest scores, side by side to the right of the lines, best first."""
    scored = sorted(((n, e) for n, e in ends.items() if e), key=lambda pair: -pair[1]["score"])
    bars = []
    for place, (name, end) in enumerate(scored):
        stand = last + length * (0.025 + 0.012 * place)
        bars += traces.interval_bars([0], [end["low"]], [end["high"]], marks[name].color, upright=True)
        bars[-1].update(x=[None if x is None else stand for x in bars[-1].x], line={"width": 2})
    return bars


def _label_room(series: Mapping[str, Any]) -> int:
    """Pixels to the right of the plot for the longest label."""
    return 46 + round(6.6 * max(len(_clip(name)) for name in series))


def _clip(name: str) -> str:
    return name if len(name) <= 17 else name[:16] + "…"


def _end_labels(
    ends: Mapping[str, Mapping[str, Any] | None],
    marks: Mapping[str, style.Mark],
    edge: dt.date,
    limits: tuple[float, float],
) -> list[dict[str, Any]]:
    """Name and latest score beside each line's end, pushed apart until none overlaps, tied by a thin line."""
    low, high = limits
    gap = LABEL_GAP / (HEIGHT - MARGINS["t"] - MARGINS["b"]) * (high - low)
    names = list(ends)
    wanted = [end["score"] if (end := ends[name]) else low for name in names]
    labels = []
    for name, place, score in zip(names, traces.spread(wanted, gap, low, high), wanted, strict=True):
        end, mark = ends[name], marks[name]
        sign = f"<span style='color:{mark.color}'>{mark.sign}</span>"
        text = f"{sign} {style.safe(_clip(name))} " + (f"<b>{style.points(end['score'])}</b>" if end else "–")
        tie = {
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": mark.color if end else style.CLEAR,
            "ax": 14,
            "axref": "pixel",
            "ay": place,
            "ayref": "y",
        }
        labels.append(
            style.note(text, x=edge, xref="x", y=score, yref="y", xanchor="left", font={"size": 12}) | tie
        )
        if end is None:
            labels[-1]["hovertext"] = f"{style.safe(name)}: {style.NO_EVIDENCE} at the latest date"
    return labels


def _date_axis(dates: Sequence[dt.date], limits: Sequence[dt.date]) -> dict[str, Any]:
    """Ticks at assessment dates, not at turns of the year: 31 December 2024 must not read "2025".

    Counted back from the latest date; a date too near to the next tick keeps its point but no label.
    """
    room = (limits[1] - limits[0]) * 0.17
    ticks: list[dt.date] = []
    for date in reversed(dates):
        if not ticks or ticks[-1] - date >= room:
            ticks.append(date)
    texts = [f"{d:%Y}" if (d.month, d.day) == (12, 31) else f"{d.day} {d:%b}<br>{d:%Y}" for d in ticks]
    return style.value_axis(
        DATE_TITLE,
        type="date",
        tickvals=ticks,
        ticktext=texts,
        range=list(limits),
        showgrid=False,
        tickangle=0,
    )


def _panel_title(name: str, last: Mapping[str, Any]) -> str:
    if last["score"] is None:
        return f"<b>{style.safe(name)}</b>  {style.NO_EVIDENCE} at the latest date"
    ends = (
        ""
        if None in (last["low"], last["high"])
        else f" ({style.points(last['low'])}–{style.points(last['high'])})"
    )
    return f"<b>{style.safe(name)}</b>  {style.points(last['score'])}{ends}"


def _panel_note(text: str, axis: str, **place: Any) -> dict[str, Any]:
    return style.note(text, **place) | {
        "xref": f"x{axis} domain",
        "yref": f"y{axis} domain",
        "font": {"size": 12},
    }


def _finding(
    series: Mapping[str, Sequence[Mapping[str, Any]]],
    ends: Mapping[str, Mapping[str, Any] | None],
    dates: Sequence[dt.date],
) -> str:
    """The leader at the latest date, the largest change since each first score, and who has no score."""
    scored = {name: end for name, end in ends.items() if end}
    silent = [name for name in series if name not in scored]
    if not scored:
        return f"On {style.day(dates[-1])} there is {style.NO_EVIDENCE} enough for the score of {listing(silent)}."
    leader = max(scored, key=lambda name: scored[name]["score"])
    text = f"On {style.day(dates[-1])} {leader} "
    text += f"leads {plural(len(scored), 'scored alliance')} with" if len(scored) > 1 else "scores"
    text += f" {style.points(scored[leader]['score'])} of 100 points"
    moves = {name: _change(series[name]) for name in scored}
    mover = max(moves, key=lambda name: abs(moves[name]))
    if round(moves[mover]):
        who = "its score" if mover == leader else mover
        text += f", and {who} moved most, by {style.signed(moves[mover])} points since its first score"
        if len(scored) == 1:
            text = text.replace("moved most,", "moved")
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."


def _change(own: Sequence[Mapping[str, Any]]) -> float:
    scores = [row["score"] for row in own if row["score"] is not None]
    return sum(after - before for before, after in pairwise(scores))


def _dimension_finding(
    alliance: str, series: Mapping[str, Sequence[Mapping[str, Any]]], dates: Sequence[dt.date]
) -> str:
    """The strongest and the weakest dimension at the latest date, and the largest change."""
    last = {name: own[-1]["score"] for name, own in series.items() if own[-1]["score"] is not None}
    silent = [name for name in series if name not in last]
    if not last:
        return f"On {style.day(dates[-1])} {alliance} has {style.NO_EVIDENCE} enough for any dimension."
    best, worst = max(last, key=lambda n: last[n]), min(last, key=lambda n: last[n])
    text = f"On {style.day(dates[-1])} {alliance} is strongest on {best} ({style.points(last[best])} of 100)"
    text += f" and weakest on {worst} ({style.points(last[worst])})" if len(last) > 1 else ""
    moves = {name: _change(series[name]) for name in last}
    mover = max(moves, key=lambda name: abs(moves[name]))
    if round(moves[mover]):
        text += f"; {mover} moved most, by {style.signed(moves[mover])} points"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
