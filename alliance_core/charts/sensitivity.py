"""Which choice of the method moves the ranking most: Sobol' indices, alone and together with other choices."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, records

ROW_HEIGHT = 42
NOTHING_VARIES = "nothing varies"


def sobol_bars(indices: pl.DataFrame) -> Chart:
    """Share of the shifts in rank that each choice decides: solid alone, hatched together with other choices.

    Takes  one row per choice: factor, factor_name str, first, interaction, total float (shares, total is the
           sum of the other two) or null where nothing varies
    Gives  largest total first, with the total at the right; null reads "nothing varies"
    Raises ChartError where a column is missing
    """
    rows = records(indices, "sobol_bars", ["factor", "factor_name", "first", "interaction", "total"])
    if not rows:
        return blank("There is no choice of the method to compare.")
    rows.sort(key=lambda row: (row["total"] is None, -(row["total"] or 0), row["factor_name"], row["factor"]))
    known = [row for row in rows if row["total"] is not None]
    # Estimates scatter a little below nought; a bar cannot.
    alone = [100 * max(row["first"] or 0.0, 0.0) for row in known]
    together = [100 * max(row["interaction"] or 0.0, 0.0) for row in known]
    hovers = [_hover(row) for row in known]
    places = list(range(len(known)))
    reach = max([one + other for one, other in zip(alone, together, strict=True)] + [10])
    hatched = {"color": style.SKY, "pattern": style.hatch("/", style.SKY), "line": {"width": 0}}
    data = [
        _part("alone", [0.0] * len(known), alone, hovers, {"color": style.BLUE, "line": {"width": 0}}),
        _part("together with other choices", alone, together, hovers, hatched),
    ]
    layout = {
        **style.base_layout(122 + ROW_HEIGHT * len(rows), legend=True, l=76, r=60, t=30),
        "barmode": "overlay",
        "xaxis": style.value_axis("Share of the shifts in rank, per cent", range=[0, min(reach * 1.04, 104)]),
        "yaxis": style.row_axis([style.wrap(row["factor_name"], 16) for row in rows]),
        "annotations": [
            style.column_head("Choice"),
            style.column_head("In all", right=True),
            *traces.side_notes(places, [style.percent(row["total"]) for row in known]),
            *[_still(place) for place in range(len(known), len(rows))],
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(rows))


def _part(
    name: str, starts: list[float], lengths: list[float], hovers: list[str], marker: dict[str, Any]
) -> dict[str, Any]:
    """One kind of influence in all rows, named in the legend."""
    rows = list(range(len(lengths)))
    return drawing.bars(starts, lengths, rows, hovers, width=0.6, marker=marker, name=name, showlegend=True, meta=name)


def _still(place: int) -> dict[str, Any]:
    """The words for a choice that nothing depends on, or that had only one way to be made."""
    return style.note(
        f"<i>{NOTHING_VARIES}</i>", x=0, xref="x", y=place, yref="y", xanchor="left", xshift=4, yanchor="middle"
    )


def _hover(row: dict[str, Any]) -> str:
    return style.hint(
        style.safe(row["factor_name"]),
        f"{style.percent(max(row['first'] or 0.0, 0.0))} of the shifts in rank alone",
        f"{style.percent(max(row['interaction'] or 0.0, 0.0))} together with other choices",
    )


def _finding(rows: list[dict[str, Any]]) -> str:
    """The choices by their share of the shifts in rank."""
    known = [(row["factor_name"], row["total"]) for row in rows if row["total"] is not None]
    silent = [row["factor_name"] for row in rows if row["total"] is None]
    if not known:
        return f"{NOTHING_VARIES.capitalize()}: none of these choices moves a rank, {listing(silent)}."
    (first, most), *others = known
    text = f"{first} moves the ranking most, with {style.percent(most)} of the shifts in rank"
    text += f", then {listing(f'{name} ({style.percent(share)})' for name, share in others[:2])}" if others else ""
    text += ", each together with its interactions" if any(row["interaction"] for row in rows) else ""
    return text + (f"; {NOTHING_VARIES} with {listing(silent)}" if silent else "") + "."
