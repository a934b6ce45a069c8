"""How firm each place is: the ranks that an alliance takes when the choices of the method vary."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 38
COLUMNS = ("alliance", "nominal", "best", "worst", "low", "high", "median")


def rank_ranges(ranges: pl.DataFrame) -> Chart:
    """Ranks over all runs: thin from best to worst, thick where nine of ten runs lie, with median and baseline.

    Takes  one row per alliance: alliance str, nominal (the baseline rank), best, worst, low, high (5th and
           95th percentile) and median float, ranks from 1 = best, or null
    Gives  rows sorted by baseline rank, first place at the left; an alliance without a rank reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(ranges, "rank_ranges", COLUMNS)
    if not rows:
        return blank("There is no alliance to rank.")
    rows.sort(key=lambda row: (*_order(row["nominal"]), *_order(row["median"]), row["alliance"]))
    places = list(range(len(rows)))
    silent = [place for place in places if rows[place]["nominal"] is None and rows[place]["best"] is None]
    firm = [place for place in places if None not in (rows[place]["low"], rows[place]["high"])]
    last = max([row[part] for row in rows for part in COLUMNS[1:] if row[part] is not None] + [len(rows), 2])
    layout = {
        **style.base_layout(134 + ROW_HEIGHT * len(rows), legend=True, l=72, r=64, t=38),
        "xaxis": style.value_axis(
            "Rank, first place at the left", range=[0.5, last + 0.5], tick0=1, dtick=1 if last <= 15 else 5, tickangle=0
        ),
        "yaxis": style.row_axis([style.wrap(row["alliance"]) for row in rows]),
        "annotations": [
            style.column_head("Alliance"),
            style.column_head("9 of 10<br>runs", right=True),
            *traces.side_notes(firm, [_reach(rows[place]) for place in firm]),
            *traces.missing_notes(silent),
        ],
    }
    return Chart(drawing.figure(_traces(rows, places), layout), _finding(rows))


def _order(rank: float | None) -> tuple[bool, float]:
    return rank is None, rank or 0.0


def _traces(rows: Sequence[dict[str, Any]], places: Sequence[int]) -> list[dict[str, Any]]:
    """Thin line, thick bar, median tick and baseline dot, each a trace of its own with its word in the legend."""
    best, worst, low, high = ([row[part] for row in rows] for part in ("best", "worst", "low", "high"))
    thick = colors.tint(style.BLUE, 0.45)
    data = drawing.segments(places, best, worst, style.BLUE, 2, name="best to worst", showlegend=True, meta="extremes")
    data += drawing.segments(places, low, high, thick, 11, name="9 of 10 runs", showlegend=True)
    tick = {"symbol": "line-ns", "size": 15, "color": style.INK, "line": {"width": 2.5, "color": style.INK}}
    dot = {"symbol": "circle", "size": 10, "color": style.VERMILLION}
    for part, name, marker in (("median", "median", tick), ("nominal", "baseline rank", dot)):
        own = [(place, row) for place, row in zip(places, rows, strict=True) if row[part] is not None]
        hovers = [_hover(row) for _, row in own]
        at = [row[part] for _, row in own]
        meta = "point" if part == "nominal" else part
        data.append(drawing.dots(at, [p for p, _ in own], hovers, marker, name=name, showlegend=True, meta=meta))
    return data


def _reach(row: dict[str, Any]) -> str:
    """The ranks of nine of ten runs, in figures.

    >>> _reach({"low": 2.0, "high": 4.0}), _reach({"low": 1.0, "high": 1.0})
    ('2–4', '1')
    """
    return f"{row['low']:.3g}" if row["low"] == row["high"] else f"{row['low']:.3g}–{row['high']:.3g}"


def _hover(row: dict[str, Any]) -> str:
    """Every figure of a row that is known."""
    told = [
        f"{word} {row[part]:.3g}" for part, word in (("nominal", "baseline rank"), ("median", "median")) if row[part]
    ]
    if None not in (row["low"], row["high"]):
        told.append(f"9 of 10 runs: {_reach(row)}")
    if None not in (row["best"], row["worst"]):
        told.append(f"best {row['best']:.3g}, worst {row['worst']:.3g}")
    return style.hint(style.safe(row["alliance"]), *told)


def _finding(rows: list[dict[str, Any]]) -> str:
    """Whose place is firm and whose is most open, by the span of nine of ten runs."""
    spans = {row["alliance"]: row for row in rows if None not in (row["low"], row["high"])}
    silent = [row["alliance"] for row in rows if row["alliance"] not in spans]
    if not spans:
        return f"There is no range of ranks for any of {plural(len(rows), 'alliance')}."
    width = {name: row["high"] - row["low"] for name, row in spans.items()}
    narrowest, widest = min(width.values()), max(width.values())
    firm = [name for name in spans if width[name] == narrowest]
    open_ = [name for name in spans if width[name] == widest]
    told = f"rank {_reach(spans[firm[0]])}" if len(firm) == 1 else f"within {plural(round(narrowest) + 1, 'rank')}"
    text = f"Over nine of ten runs the place of {listing(firm)} is firmest ({told})"
    if widest > narrowest:
        told = f"rank {_reach(spans[open_[0]])}" if len(open_) == 1 else f"over {plural(round(widest) + 1, 'rank')}"
        text += f" and that of {listing(open_)} most open ({told})"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
