"""What each recommendation would change in the score, with its interval."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, plural, records

ROW_HEIGHT = 50
COLUMNS = ("priority", "name", "effect", "effect_low", "effect_high", "cost", "mine")
NOT_COMPUTED = "not computed"
LEAST = 0.05
Row = dict[str, Any]


def advice_effects(recommendations: pl.DataFrame) -> Chart:
    """Gain of the overall score by recommendation, in their order, the reader's own marked.

    Takes  one row per recommendation: priority int, name str, effect, effect_low, effect_high float (points of the
           overall score, 90 % interval of paired draws) or null, cost str, mine bool
    Gives  first recommendation on top; filled circle: gains, open diamond: no gain; null reads "not computed"
    Raises ChartError where a column is missing
    """
    rows = records(recommendations, "advice_effects", COLUMNS)
    if not rows:
        return blank("There is no recommendation to show.")
    rows.sort(key=lambda row: row["priority"])
    places = [place for place, row in enumerate(rows) if row["effect"] is not None]
    known = [rows[place] for place in places]
    lows, highs = [_end(row, "effect_low") for row in known], [_end(row, "effect_high") for row in known]
    reach = [min([*lows, 0.0]), max([*highs, 1.0])]
    room = 0.06 * (reach[1] - reach[0])
    data = [
        *drawing.segments(places, lows, highs, style.AXIS, 3),
        *_marks(rows, places, True, "gains", {"size": 12, "color": style.BLUE, "symbol": "circle"}),
        *_marks(rows, places, False, "no gain in the score", {"size": 12, "color": style.VERMILLION,
                                                              "symbol": "diamond-open", "line": {"width": 2}}),
    ]  # fmt: skip
    layout = {
        **style.base_layout(140 + ROW_HEIGHT * len(rows), legend=True, l=96, r=52, t=30, b=64),
        "xaxis": style.value_axis(f"Points of the overall score, {style.INTERVAL}",
                                  range=[reach[0] - room, reach[1] + room]),
        "yaxis": style.row_axis([_label(row) for row in rows]),
        "shapes": [{"type": "line", "x0": 0, "x1": 0, "xref": "x", "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": style.AXIS, "width": 1}}],
        "annotations": [
            style.column_head("Action"),
            style.column_head("Points", right=True),
            *traces.side_notes(places, [style.signed(row["effect"], 1) for row in known]),
            *[_not_computed(place) for place, row in enumerate(rows) if row["effect"] is None],
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _finding(rows, known))


def _marks(rows: list[Row], places: list[int], gains: bool, name: str, marker: dict[str, Any]) -> list[dict[str, Any]]:
    own = [place for place in places if (rows[place]["effect"] >= LEAST) is gains]
    if not own:
        return []
    hovers = [_hover(rows[place]) for place in own]
    return [drawing.dots([rows[place]["effect"] for place in own], own, hovers, marker, name=name, showlegend=True,
                         meta=name)]  # fmt: skip


def _end(row: Row, name: str) -> float:
    return float(row["effect"] if row[name] is None else row[name])


def _label(row: Row) -> str:
    name = style.wrap(f"{row['priority']}. {row['name']}", 26)
    return f"<b>▸ {name}</b>" if row["mine"] else name


def _not_computed(place: int) -> dict[str, Any]:
    return style.note(
        f"<i>{NOT_COMPUTED}</i>", x=0, xref="x", y=place, yref="y", xanchor="left", xshift=4, yanchor="middle"
    )


def _hover(row: Row) -> str:
    low, high = style.signed(_end(row, "effect_low"), 1), style.signed(_end(row, "effect_high"), 1)
    lines = [f"{style.signed(row['effect'], 1)} points ({low} to {high})", f"cost {style.safe(row['cost'])}"]
    return style.hint(style.safe(row["name"]), *lines, *(["yours to act on"] if row["mine"] else []))


def _finding(rows: list[Row], known: list[Row]) -> str:
    """What gains most, how many gain nothing, and how many cannot be computed."""
    silent = len(rows) - len(known)
    if not known:
        return f"The effect of {plural(silent, 'recommendation')} is {NOT_COMPUTED}."
    best = max(known, key=lambda row: (row["effect"], -row["priority"]))
    idle = sum(row["effect"] < LEAST for row in known)
    if best["effect"] < LEAST:
        text = f"None of {plural(len(known), 'recommendation')} gains anything in the score"
    else:
        text = f"Most would be gained by number {best['priority']}, {best['name'][:1].lower()}{best['name'][1:]}: "
        text += f"{style.signed(best['effect'], 1)} points of the overall score"
        text += f", while {idle} of {len(known)} gain{'s' if idle == 1 else ''} nothing in it" if idle else ""
    return text + (f"; {NOT_COMPUTED} for {silent}" if silent else "") + "."
