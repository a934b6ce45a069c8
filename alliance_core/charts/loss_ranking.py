"""Who would lose most by the end of an alliance."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 27
BAR = 0.66
MOST_ROWS = 14
SHOWN, BY_TIER = "use shown or measured", "use by tier alone"
Row = dict[str, Any]


def loss_ranking(members: pl.DataFrame, marked: str | None = None) -> Chart:
    """Loss of each nation in points of criticality; what rests on the tier alone is hatched.

    Takes  one row per nation: name str, loss, loss_by_tier float (criticality) or null, share float 0..1 (of what it
           uses) or null; marked: name of the nation whose view is taken
    Gives  the largest losses first, nations with the same numbers in one row after the first of them; beyond that
           many rows only the marked one; nations that lose nothing are counted; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    every = records(members, "loss_ranking", ["name", "loss", "loss_by_tier", "share"])
    if not every:
        return blank("There is no nation in this alliance to rank.")
    every.sort(key=lambda row: (row["loss"] is None, -(row["loss"] or 0), row["name"]))
    rows, left = _shown(every, marked)
    known = [(place, row) for place, row in enumerate(rows) if row["loss"] is not None]
    longest = max([row["loss"] for _, row in known], default=1.0) or 1.0
    figures = [
        style.note(style.percent(row["share"]) if row["share"] is not None else "uses nothing", x=1, xanchor="left",
                   xshift=8, y=place, yref="y", font={"size": style.FONT_SIZE})
        for place, row in known
    ]  # fmt: skip
    missing = [
        style.note(f"<i>{style.NO_EVIDENCE}</i>", x=0, xref="x", y=place, yref="y", xanchor="left")
        for place, row in enumerate(rows) if row["loss"] is None
    ]  # fmt: skip
    layout = {
        **style.base_layout(132 + ROW_HEIGHT * len(rows), legend=True, l=90, r=74, t=44, b=54),
        "barmode": "overlay",
        "xaxis": style.value_axis(_axis_title(left), range=[0, longest * 1.02]),
        "yaxis": style.row_axis([_label(row, marked) for row in rows]),
        "annotations": [
            style.column_head("Nation"), style.column_head("of what<br>it uses", right=True), *figures, *missing,
        ],
    }  # fmt: skip
    return Chart(drawing.figure([_bars(known, shown=True), _bars(known, shown=False)], layout), _finding(every))


def _shown(every: Sequence[Row], marked: str | None) -> tuple[list[Row], int]:
    """Rows to draw, alike ones together, and how many nations they leave out."""
    groups: dict[tuple, list[Row]] = {}
    for place, row in enumerate(every):
        numbers = tuple(None if row[key] is None else round(row[key], 6) for key in ("loss", "loss_by_tier", "share"))
        alone = row["name"] == marked or row["loss"] is None
        groups.setdefault((place,) if alone else numbers, []).append(row)
    merged = [
        {**own[0], "label": own[0]["name"] + (f" and {len(own) - 1} alike" if len(own) > 1 else ""), "count": len(own)}
        for own in groups.values()
    ]
    kept = [row for place, row in enumerate(merged) if place < MOST_ROWS or row["name"] == marked]
    return kept, len(every) - sum(row["count"] for row in kept)


def _axis_title(left: int) -> str:
    rest = f"<br>{left} with smaller losses are in the table" if left else ""
    return f"Loss in points of criticality{rest}"


def _label(row: Row, marked: str | None) -> str:
    text = style.wrap(row["label"], 24)
    return f"<b>▶ {text}</b>" if row["name"] == marked else text


def _bars(known: Sequence[tuple[int, Row]], *, shown: bool) -> dict[str, Any]:
    firm = [row["loss"] - (row["loss_by_tier"] or 0.0) for _, row in known]
    weak = [row["loss_by_tier"] or 0.0 for _, row in known]
    hovers = [
        style.hint(
            style.safe(row["label"]),
            f"{row['loss']:.1f} points of criticality would go, {row['loss_by_tier'] or 0.0:.1f} by tier alone",
            "uses nothing that the tables know of"
            if row["share"] is None
            else f"{style.percent(row['share'])} of what it uses",
        )
        for _, row in known
    ]
    color = style.VERMILLION if shown else style.GOLD
    pattern = {"shape": ""} if shown else style.hatch("/", color)
    return drawing.bars(
        [0.0] * len(known) if shown else firm, firm if shown else weak, [place for place, _ in known], hovers,
        name=SHOWN if shown else BY_TIER, width=BAR, showlegend=True, meta="shown" if shown else "by tier",
        marker={"color": color, "pattern": pattern, "line": {"width": 0}},
    )  # fmt: skip


def _finding(every: Sequence[Row]) -> str:
    """Who loses most, who least, and how many lose nothing or are not known."""
    known = [row for row in every if row["loss"] is not None]
    silent = [row["name"] for row in every if row["loss"] is None]
    losers = [row for row in known if row["loss"] > 0]
    if not known:
        return f"There is {style.NO_EVIDENCE} for {listing(silent)}."
    if not losers:
        text = f"None of {plural(len(known), 'nation')} would lose anything that the tables know of"
    else:
        first, last = losers[0], losers[-1]
        text = f"{first['name']} would lose most with {first['loss']:.0f} points of criticality"
        text += f" ({style.percent(first['share'])} of what it uses)" if first["share"] is not None else ""
        text += f", {last['name']} least with {last['loss']:.1f}" if len(losers) > 1 else ""
        idle = len(known) - len(losers)
        text += f", and {plural(idle, 'nation')} nothing" if idle else ""
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
