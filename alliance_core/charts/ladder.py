"""Everything one alliance's score is made of: all its indicators, grouped by dimension."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces
from alliance_core.charts.chart import Chart, blank, only_alliance, plural, records

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
    labels: list[str] = []
    heads: list[int] = []
    places: list[int] = []
    ordered: list[dict[str, Any]] = []
    for dimension, name in {row["dimension"]: row["dimension_name"] for row in rows}.items():
        heads.append(len(labels))
        labels.append(f"<b>{style.wrap(name, 22)}</b>")
        own = [row for row in rows if row["dimension"] == dimension]
        for row in sorted(own, key=lambda r: (r["score"] is None, -(r["score"] or 0), r["indicator_name"])):
            places.append(len(labels))
            labels.append(style.wrap(row["indicator_name"], 22))
            ordered.append(row)

    scored = [(place, row) for place, row in zip(places, ordered, strict=True) if row["score"] is not None]
    at = [place for place, _ in scored]
    lows, highs = [row["score_low"] for _, row in scored], [row["score_high"] for _, row in scored]
    figure = go.Figure(traces.interval_bars(at, lows, highs, style.BLUE))
    scores = [row["score"] for _, row in scored]
    figure.add_trace(traces.point_trace(scores, at, [_hover(row) for _, row in scored]))
    silent = [place for place, row in zip(places, ordered, strict=True) if row["score"] is None]
    shapes, bands = traces.band_zones()
    figure.update_layout(
        **style.base_layout(100 + ROW_HEIGHT * len(labels), t=36, l=64, r=30),
        xaxis=style.score_axis("Indicator score in points, 0 to 100", range=[0, 100]),
        yaxis=style.row_axis(labels, tickfont={"size": style.SMALL}),
        shapes=shapes + [_rule(place) for place in heads[1:]],
        annotations=[
            *bands,
            style.column_head("Indicator"),
            *traces.missing_notes(silent),
            *[
                style.note(
                    f"<b>{style.points(row['score'])}</b>", x=1, xanchor="left", xshift=6, y=place, yref="y"
                )
                for place, row in scored
            ],
        ],
    )
    return Chart(figure, _finding(alliance, ordered))


def _rule(place: float) -> dict[str, Any]:
    """A thin line above the head of a dimension."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": place - 0.5,
        "y1": place - 0.5,
        "yref": "y",
        "line": {"width": 1, "color": style.GRID},
    }


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
    best, worst = scored[-1], scored[0]
    text = (
        f"Of {total} of {alliance} the strongest is {best['indicator_name']} "
        f"({style.points(best['score'])} of 100) and the weakest {worst['indicator_name']} "
        f"({style.points(worst['score'])})"
    )
    silent = len(rows) - len(scored)
    return text + (f", while {silent} have {style.NO_EVIDENCE}" if silent else "") + "."
