"""Everything one alliance's score is made of: all its indicators, grouped by dimension."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces
from alliance_core.charts.chart import Chart, blank, has_or_have, listing, only_alliance, plural, records

ROW_HEIGHT = 30
COLUMNS = (
    "alliance",
    "dimension",
    "dimension_name",
    "indicator",
    "indicator_name",
    "score",
    "score_low",
    "score_high",
)


def indicator_ladder(indicators: pl.DataFrame) -> Chart:
    """All indicators of one alliance as dots on their 90 % intervals, under the name of their dimension.

    Takes  one row per indicator of one alliance: alliance, dimension, dimension_name, indicator,
           indicator_name str, score, score_low, score_high float 0..100 or null
    Gives  dimensions in the order of the frame, in each the best indicator first; null reads "no evidence"
    Raises ChartError where a column is missing or the frame holds several alliances
    """
    rows = records(indicators, "indicator_ladder", COLUMNS)
    if not rows:
        return blank("There is no indicator to show for this alliance.")
    alliance = only_alliance(rows, "indicator_ladder")
    labels, heads, placed = _ladder(rows)
    scored = [(place, row) for place, row in placed if row["score"] is not None]
    at = [place for place, _ in scored]
    lows, highs = [row["score_low"] for _, row in scored], [row["score_high"] for _, row in scored]
    figure = go.Figure(traces.interval_bars(at, lows, highs, style.BLUE))
    scores = [row["score"] for _, row in scored]
    figure.add_trace(traces.point_trace(scores, at, [_hover(row) for _, row in scored]))
    silent = [place for place, row in placed if row["score"] is None]
    shapes, bands = traces.band_zones()
    figure.update_layout(
        **style.base_layout(100 + ROW_HEIGHT * len(labels), t=36, l=64, r=30),
        xaxis=style.score_axis("Indicator score, 0 to 100<br>dot: estimate, bar: 90 % interval"),
        yaxis=style.row_axis(labels, tickfont={"size": style.SMALL, "color": style.INK}),
        shapes=shapes + [traces.rule(place) for place in heads[1:]],
        annotations=[
            *bands,
            style.column_head("Indicator"),
            *traces.missing_notes(silent),
            *traces.side_notes(at, [style.points(score) for score in scores]),
        ],
    )
    return Chart(figure, _finding(alliance, rows))


def _ladder(rows: list[dict[str, Any]]) -> tuple[list[str], list[int], list[tuple[int, dict[str, Any]]]]:
    """Labels of all lines, which of them are heads of a dimension, and the line of each indicator."""
    labels: list[str] = []
    heads: list[int] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for dimension, name in {row["dimension"]: row["dimension_name"] for row in rows}.items():
        heads.append(len(labels))
        labels.append(f"<b>{style.wrap(name, 19)}</b>")
        own = [row for row in rows if row["dimension"] == dimension]
        for row in sorted(own, key=lambda r: (r["score"] is None, -(r["score"] or 0), r["indicator_name"])):
            placed.append((len(labels), row))
            labels.append(style.wrap(row["indicator_name"], 19))
    return labels, heads, placed


def _hover(row: dict[str, Any]) -> str:
    return style.hint(
        style.safe(row["indicator_name"]),
        style.safe(row["dimension_name"]),
        f"{style.points(row['score'])} of 100 points",
        style.span(row["score_low"], row["score_high"]),
    )


def _finding(alliance: str, rows: list[dict[str, Any]]) -> str:
    """The strongest and the weakest indicator, and how many have no evidence."""
    scored = sorted((row for row in rows if row["score"] is not None), key=lambda row: row["score"])
    total = plural(len(rows), "indicator")
    if not scored:
        return f"{alliance} has {style.NO_EVIDENCE} for any of {total}."
    lowest, highest = scored[0]["score"], scored[-1]["score"]
    best = listing(row["indicator_name"] for row in scored if row["score"] == highest)
    worst = listing(row["indicator_name"] for row in scored if row["score"] == lowest)
    text = f"Of {total} of {alliance} the highest score is {style.points(highest)} of 100 ({best})"
    text += f" and the lowest {style.points(lowest)} ({worst})" if lowest < highest else ""
    silent = len(rows) - len(scored)
    return text + (f", while {silent} {has_or_have(silent)} {style.NO_EVIDENCE}" if silent else "") + "."
