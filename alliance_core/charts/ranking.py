"""Which alliance scores how much overall, best first, each score with its uncertainty."""

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces, wording
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 38


def score_ranking(overall: pl.DataFrame) -> Chart:
    """Overall scores as dots on their 90 % intervals, over the faint zones of the bands.

    Takes  one row per alliance: alliance str, score, low, high float 0..100 or null, band str or null
    Gives  rows sorted best first; an alliance without a score comes last and reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(overall, "score_ranking", ["alliance", "score", "low", "high", "band"])
    if not rows:
        return blank("There is no alliance to rank.")
    rows.sort(key=lambda row: (row["score"] is None, -(row["score"] or 0), row["alliance"]))
    scored = [(place, row) for place, row in enumerate(rows) if row["score"] is not None]
    places = [place for place, _ in scored]

    figure = go.Figure()
    figure.add_traces(
        traces.interval_bars(places, [r["low"] for _, r in scored], [r["high"] for _, r in scored], style.BLUE)
    )
    figure.add_trace(
        traces.point_trace(
            [row["score"] for _, row in scored],
            places,
            [
                style.hint(
                    style.safe(row["alliance"]),
                    f"{style.points(row['score'])} of 100 points ({wording.band_name(row['band'])})",
                    style.span(row["low"], row["high"]),
                )
                for _, row in scored
            ],
        )
    )
    shapes, heads = traces.band_zones()
    figures = traces.side_notes(places, [style.points(row["score"]) for _, row in scored])
    missing = traces.missing_notes([place for place, row in enumerate(rows) if row["score"] is None])
    figure.update_layout(
        **style.base_layout(110 + ROW_HEIGHT * len(rows), t=36, l=64, r=36),
        xaxis=style.score_axis("Overall score, 0 to 100<br>dot: estimate, bar: 90 % interval"),
        yaxis=style.row_axis([style.wrap(row["alliance"]) for row in rows]),
        shapes=shapes,
        annotations=[*heads, style.column_head("Alliance"), *figures, *missing],
    )
    return Chart(figure, _finding(rows))


def _finding(rows: list[dict]) -> str:
    """The leader, how sure its lead is, and who has no score."""
    scored = [row for row in rows if row["score"] is not None]
    silent = [row["alliance"] for row in rows if row["score"] is None]
    if not scored:
        return f"None of {plural(len(rows), 'alliance')} has enough evidence for an overall score."
    first, last = scored[0], scored[-1]
    lead = f"leads the {len(scored)} scored alliances with" if len(scored) > 1 else "scores"
    text = f"{first['alliance']} {lead} {style.points(first['score'])} of 100 points "
    text += f"({style.span(first['low'], first['high'])})"
    if len(scored) > 1:
        rivals = [
            row["alliance"]
            for row in scored[1:]
            if None not in (row["high"], first["low"]) and row["high"] >= first["low"]
        ]
        text += f", {last['alliance']} is last with {style.points(last['score'])}"
        text += f", and the interval of {listing(rivals)} reaches into the leader's" if rivals else ""
    text += f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else ""
    return text + "."
