"""The dimensions of one alliance over time, a panel each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from plotly.subplots import make_subplots

from alliance_core.charts import style
from alliance_core.charts.chart import Chart, blank, listing, only_alliance, records
from alliance_core.charts.timeline import date_axis, interval_band, largest_change, length_of, score_line

PANEL = 128
Row = Mapping[str, Any]


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
    marks = [style.Mark(style.PALETTE[i % 8], *style.SYMBOLS[i % 8], "solid") for i in range(len(series))]

    figure = make_subplots(rows=len(series), cols=1, shared_xaxes=True, vertical_spacing=0.24 / len(series))
    notes = []
    for place, ((name, own), mark) in enumerate(zip(series.items(), marks, strict=True), start=1):
        figure.add_traces([interval_band(own, mark), score_line(own, name, mark)], rows=place, cols=1)
        axis = "" if place == 1 else str(place)
        frame = {"xref": f"x{axis} domain", "yref": f"y{axis} domain", "font": {"size": style.FONT_SIZE}}
        notes.append(style.note(_title(name, own), x=0, xanchor="left", y=1, yanchor="bottom") | frame)
        if all(row["score"] is None for row in own):
            notes.append(style.note(f"<i>{style.NO_EVIDENCE}</i>", x=0.5, y=0.3) | frame)
    edge = dates[-1] + length_of(dates) * 0.03
    time = date_axis(dates, edge)
    figure.update_layout(**style.base_layout(104 + PANEL * len(series), t=54), annotations=notes)
    figure.add_annotation(
        style.note(
            "<i>Score, 0 to 100; shade: 90 % interval</i>", x=0, xanchor="left", y=1, yanchor="bottom", yshift=20
        )
    )
    figure.update_xaxes({key: value for key, value in time.items() if key != "title"})
    figure.update_xaxes(title=time["title"], row=len(series), col=1)
    figure.update_yaxes(style.value_axis(range=[-3, 103], tickvals=[0, 50, 100]))
    return Chart(figure, _finding(alliance, series, dates))


def _title(name: str, own: Sequence[Row]) -> str:
    """Head of a panel: the dimension and where it stands at the latest date."""
    head, last = f"<b>{style.safe(name)}</b>", own[-1]
    if all(row["score"] is None for row in own):
        return head
    if last["score"] is None:
        return f"{head}  {style.NO_EVIDENCE} now"
    ends = "" if None in (last["low"], last["high"]) else f" ({last['low']:.0f}–{last['high']:.0f})"
    return f"{head}  {style.points(last['score'])}{ends}"


def _finding(alliance: str, series: Mapping[str, Sequence[Row]], dates: Sequence[dt.date]) -> str:
    """The strongest and the weakest dimension at the latest date, and the largest change."""
    last = {name: own[-1]["score"] for name, own in series.items() if own[-1]["score"] is not None}
    silent = [name for name in series if name not in last]
    when = style.day(dates[-1])
    if not last:
        return f"On {when} {alliance} has not enough evidence for a score on any dimension."
    best, worst = max(last, key=lambda name: last[name]), min(last, key=lambda name: last[name])
    text = f"On {when} {alliance} is strongest on {best} ({style.points(last[best])} of 100)"
    text += f" and weakest on {worst} ({style.points(last[worst])})" if len(last) > 1 else ""
    mover, change = largest_change({name: series[name] for name in last})
    if round(change):
        text += f", and {mover} changed most, by {style.signed(change)} points"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
