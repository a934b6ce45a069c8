"""Who depends on whom inside an alliance."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style
from alliance_core.charts.chart import Chart, blank, records

ROW_HEIGHT = 36
Row = dict[str, Any]


def dependence_matrix(cells: pl.DataFrame) -> Chart:
    """Share of what the row uses that only the column provides and the row cannot do alone.

    Takes  one row per pair: a_name, b_name str, share float 0..1 or null
    Gives  rows and columns in the order of the frame; a pair that the frame leaves out stays empty; null is hatched
           and a note says "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(cells, "dependence_matrix", ["a_name", "b_name", "share"])
    if not rows:
        return blank("There is no member of this alliance that depends on one provider alone.")
    names = list(dict.fromkeys(row["a_name"] for row in rows))
    partners = list(dict.fromkeys(row["b_name"] for row in rows))
    known, unknown = [], []
    for row in rows:
        place = (names.index(row["a_name"]), partners.index(row["b_name"]))
        head = f"{style.safe(row['a_name'])} on {style.safe(row['b_name'])}"
        if row["share"] is None:
            unknown.append((*place, style.hint(head, style.NO_EVIDENCE)))
            continue
        told = style.hint(head, f"{style.percent(row['share'])} of what it uses")
        known.append((*place, _fill(row["share"]), _text(row["share"]), told))
    data = [drawing.cells(known, "share"), *([drawing.empty_cells(unknown)] if unknown else [])]
    layout = drawing.matrix_layout([style.wrap(name, 18) for name in names], partners, row_height=ROW_HEIGHT)
    text = "Per cent of what the row uses that only<br>the column provides; · does not depend"
    text += f"<br>hatched: {style.NO_EVIDENCE}" if unknown else ""
    layout["margin"] |= {"b": 62}
    layout["height"] += 48
    layout["annotations"] = [style.note(text, x=1, xanchor="right", y=0, yanchor="top", yshift=-8, align="right")]
    return Chart(drawing.figure(data, layout), _finding(rows))


def _fill(share: float) -> str:
    if share <= 0:
        return style.CLEAR
    strength = drawing.FAINTEST + (drawing.STRONGEST - drawing.FAINTEST) * min(share, 1.0)
    return colors.tint(style.VERMILLION, round(strength, 3))


def _text(share: float) -> str:
    return "·" if share <= 0 else style.percent(share).removesuffix(" %")


def _finding(rows: Sequence[Row]) -> str:
    """The heaviest dependence, and the partner on whom most rows depend."""
    known = [row for row in rows if row["share"] is not None]
    if not known:
        return f"There is {style.NO_EVIDENCE} for any pair."
    top = max(known, key=lambda row: row["share"])
    if top["share"] <= 0:
        return "Nobody depends on one provider alone."
    text = f"The heaviest dependence is that of {top['a_name']} on {top['b_name']}, "
    text += f"{style.percent(top['share'])} of what it uses"
    leaning: dict[str, int] = {}
    for row in known:
        leaning[row["b_name"]] = leaning.get(row["b_name"], 0) + (row["share"] > 0)
    hub = max(leaning, key=lambda name: leaning[name])
    if len(known) > 1:
        text += f"; {leaning[hub]} of {len({row['a_name'] for row in known})} rows depend on {hub}"
    silent = len(rows) - len(known)
    return text + (f"; {style.NO_EVIDENCE} for {silent} of {len(rows)} pairs" if silent else "") + "."
