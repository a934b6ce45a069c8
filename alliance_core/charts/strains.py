"""Strains and gains over time: how grave, how long, and which still stand."""

import datetime as dt
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, plural, records

HEIGHT = 400
LANES = 5
COLUMNS = ["date", "until", "open", "gain", "severity", "kind", "title", "dimension_name"]


def event_timeline(events: pl.DataFrame) -> Chart:
    """Strains above the line, gains below it, each from its date to its end; what stands is filled, what ended hollow.

    Takes  one row per chain of events: date, until date, open, gain bool, severity int 1..5, kind, title,
           dimension_name str
    Raises ChartError where a column is missing
    """
    rows = sorted(
        records(events, "event_timeline", COLUMNS), key=lambda row: (row["date"], row["severity"], row["title"])
    )
    if not rows:
        return blank("There is no event known at this date, and silence is no proof of calm.")
    for lane, row in enumerate(rows):
        row["lane"] = lane
    strains, gains = ([row for row in rows if row["gain"] is side] for side in (False, True))
    data = [*_spans(strains, style.VERMILLION), *_spans(gains, style.BLUE)]
    data += [
        _marks(strains, style.VERMILLION, "circle", "strain"),
        _marks(gains, style.BLUE, "square", "gain"),
    ]
    layout = {
        **style.base_layout(HEIGHT, legend=True, l=40, t=30, b=70),
        "xaxis": style.value_axis(type="date"),
        "yaxis": style.value_axis(
            range=[-5.8, 5.8], tickvals=[-5, -3, -1, 1, 3, 5], ticktext=["5", "3", "1", "1", "3", "5"]
        ),
        "shapes": [_middle()],
        "annotations": [
            style.note("Severity of strains, upwards; of gains, downwards", x=0, xanchor="left", y=1, yanchor="bottom"),
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(strains, gains))


def _height(row: dict[str, Any]) -> float:
    """Severity up or down; neighbours of one severity are set a little apart, so that their spans stay visible."""
    height = row["severity"] + (row["lane"] % LANES - LANES // 2) * 0.13
    return -height if row["gain"] else height


def _spans(rows: list[dict[str, Any]], color: str) -> list[dict[str, Any]]:
    """Lines of strains from their start to their end; a gain is a point in time."""
    along: list[dt.date | None] = []
    across: list[float | None] = []
    for row in rows:
        if not row["gain"]:
            along += [row["date"], row["until"], None]
            across += [_height(row), _height(row), None]
    return [drawing.lines(along, across, color, 2, opacity=0.5, meta="span")] if along else []


def _marks(rows: list[dict[str, Any]], color: str, symbol: str, name: str) -> dict[str, Any]:
    marker = {
        "size": [7 + 1.6 * row["severity"] for row in rows],
        "color": color,
        "symbol": [symbol if row["open"] else f"{symbol}-open" for row in rows],
        "line": {"width": 1.6},
    }
    return drawing.dots(
        [row["date"] for row in rows], [_height(row) for row in rows], [_hover(row) for row in rows], marker,
        name=f"{name} (hollow: {'resolved' if name == 'strain' else 'undone'})", showlegend=True, meta=name,
    )  # fmt: skip


def _hover(row: dict[str, Any]) -> str:
    ended = "stands" if row["open"] else f"until {style.day(row['until'])}"
    lines = [style.safe(row["title"]), f"{style.day(row['date'])}, {ended}"]
    lines += [f"{style.safe(row['kind'])}, severity {row['severity']}", style.safe(row["dimension_name"])]
    return style.hint(*dict.fromkeys(lines))


def _middle() -> dict[str, Any]:
    line = {"width": 1.5, "color": style.AXIS}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": 0, "y1": 0, "line": line}


def _finding(strains: list[dict[str, Any]], gains: list[dict[str, Any]]) -> str:
    standing = [row for row in strains if row["open"]]
    text = f"Known are {plural(len(strains), 'strain')} and {plural(len(gains), 'gain')}; "
    text += f"{len(standing)} of the strains still open"
    if standing:
        worst = max(standing, key=lambda row: (row["severity"], row["date"]))
        text += f", the gravest since {style.day(worst['date'])}: {worst['title']} (severity {worst['severity']})"
    return text + "."
