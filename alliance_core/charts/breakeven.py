"""How far the weight of one dimension can go before the ranking changes."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, records

HEIGHT = 480
TOP, BOTTOM = 66, 58
# The longest name beside a line's end; a longer one is cut.
LONGEST = 17
# A change of places this near to an end of the interval is what ends it.
SAME_WEIGHT = 0.06

Row = Mapping[str, Any]


def weight_lines(
    lines: pl.DataFrame,
    crossings: pl.DataFrame,
    dimension_name: str,
    current: float,
    low: float,
    high: float,
    marks: Mapping[str, style.Mark] | None = None,
) -> Chart:
    """Scores over the weight of one dimension, with today's weight and the range that keeps the ranking.

    Takes  lines: alliance str, weight float 0..100 per cent, score float 0..100 or null; crossings, perhaps
           none: weight, score float, a, b str, a null leaves the crossing out; current, low, high in per cent
    Gives  one line per alliance, named where it ends; an alliance without any score reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(lines, "weight_lines", ["alliance", "weight", "score"])
    if not rows:
        return blank("There is no alliance whose score could follow the weight.")
    rows = sorted((row for row in rows if row["weight"] is not None), key=lambda row: row["weight"])
    names = sorted(lines["alliance"].unique())
    series = {name: [row for row in rows if row["alliance"] == name] for name in names}
    known = {name: [row for row in own if row["score"] is not None] for name, own in series.items()}
    marks = style.marks_for(names, marks)
    limits = _limits([row["score"] for own in known.values() for row in own])
    met = _crossings(crossings)

    data = [_line(name, series[name], marks[name]) for name in names if known[name]]
    data += [_crossing_marks(met)] if met else []
    data.append(_now_marks(known, marks, current))
    labels = [
        (drawing.signed_name(_clip(name), marks[name]), own[-1]["score"], marks[name].color)
        if (own := known[name])
        else (f"{drawing.signed_name(_clip(name), marks[name])}: <i>{style.NO_EVIDENCE}</i>", limits[0], style.CLEAR)
        for name in names
    ]
    layout = {
        **style.base_layout(HEIGHT, r=_label_room(known), t=TOP, b=BOTTOM),
        "xaxis": style.value_axis(
            _axis_title(dimension_name, low, high), range=[0, 100], dtick=25, ticksuffix=" %", tickangle=0
        ),
        "yaxis": style.value_axis(range=list(limits), nticks=6),
        "shapes": _interval_shapes(current, low, high),
        "annotations": [
            *_interval_notes(current, low, high),
            *drawing.end_labels(labels, 100, limits, HEIGHT - TOP - BOTTOM),
        ],
    }
    if not any(known.values()):
        return Chart(drawing.figure(data, layout), f"No alliance has a score at any weight of {dimension_name}.")
    return Chart(drawing.figure(data, layout), _finding(dimension_name, current, low, high, met))


def _crossings(crossings: pl.DataFrame) -> list[dict[str, Any]]:
    """Every change of places with its place on the figure, by weight."""
    if crossings.is_empty():
        return []
    rows = records(crossings, "weight_lines", ["weight", "score", "a", "b"])
    whole = [row for row in rows if None not in row.values()]
    return sorted(whole, key=lambda row: (row["weight"], row["a"], row["b"]))


def _limits(scores: Sequence[float]) -> tuple[float, float]:
    """The tens around the drawn scores: lines use the height of the figure."""
    if not scores:
        return 0.0, 100.0
    low, high = max(0.0, min(scores) // 10 * 10), min(100.0, -(-max(scores) // 10) * 10)
    return (low, high) if high > low else (max(0.0, low - 10), min(100.0, low + 10))


def _clip(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _label_room(known: Mapping[str, Sequence[Row]]) -> int:
    """Pixels to the right of the plot for the longest label."""
    return 34 + round(6.1 * max(len(_clip(name)) + (0 if own else 11) for name, own in known.items()))


def _line(name: str, own: Sequence[Row], mark: style.Mark) -> dict[str, Any]:
    hover = style.hint(style.safe(name), "%{y:.1f} of 100 points", "at a weight of %{x:.1f} %") + "<extra></extra>"
    return drawing.lines(
        [row["weight"] for row in own],
        [row["score"] for row in own],
        mark.color,
        2,
        line={"dash": mark.dash},
        name=style.safe(name),
        hoverinfo="all",
        hovertemplate=hover,
        meta="line",
    )


def _crossing_marks(met: Sequence[Row]) -> dict[str, Any]:
    """Small hollow marks where two alliances change places."""
    hovers = [
        style.hint(f"{style.safe(row['a'])} and {style.safe(row['b'])}", f"change places at {_weight(row['weight'])}")
        for row in met
    ]
    marker = {"symbol": "circle-open", "size": 8, "color": style.INK, "line": {"width": 1.5}}
    return drawing.dots([row["weight"] for row in met], [row["score"] for row in met], hovers, marker, meta="crossing")


def _now_marks(known: Mapping[str, Sequence[Row]], marks: Mapping[str, style.Mark], current: float) -> dict[str, Any]:
    """Each alliance's symbol on its line at today's weight, so that a line is known without its colour."""
    here = {name: score for name, own in known.items() if (score := _score_at(own, current)) is not None}
    marker = {
        "color": [marks[name].color for name in here],
        "symbol": [marks[name].symbol for name in here],
        "size": 10,
        "opacity": 1,
    }
    hovers = [
        style.hint(style.safe(name), f"now {score:.1f} of 100 points", f"at a weight of {_weight(current)}")
        for name, score in here.items()
    ]
    return drawing.dots([current] * len(here), list(here.values()), hovers, marker)


def _score_at(own: Sequence[Row], weight: float) -> float | None:
    """The score at a weight, between the two nearest points; None beyond the ends of the line."""
    for row in own:
        if row["weight"] == weight:
            return float(row["score"])
    for left, right in pairwise(own):
        if left["weight"] < weight < right["weight"]:
            share = (weight - left["weight"]) / (right["weight"] - left["weight"])
            return float(left["score"] + share * (right["score"] - left["score"]))
    return None


def _weight(value: float) -> str:
    """A weight in per cent with at most one decimal.

    >>> _weight(37.52), _weight(20.0)
    ('37.5 %', '20 %')
    """
    return f"{round(value, 1):g} %"


def _always(low: float, high: float) -> bool:
    return low <= 0 and high >= 100


def _axis_title(dimension_name: str, low: float, high: float) -> str:
    says = "the ranking stays at any weight" if _always(low, high) else "shaded: the ranking stays as it is"
    return f"{style.wrap(f'Weight of {dimension_name}', 38)}<br>{says}"


def _interval_shapes(current: float, low: float, high: float) -> list[dict[str, Any]]:
    """The range of weights that keeps the ranking, and today's weight in it."""
    upright = {"xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
    edge = {"width": 1, "color": style.AXIS, "dash": "dot"}
    zone = {"fillcolor": style.ZONES["very_strong"], "line": {"width": 0}, "layer": "below"}
    ends = [{"type": "line", "x0": end, "x1": end, "line": edge, **upright} for end in (low, high)]
    now = {
        "type": "line",
        "x0": current,
        "x1": current,
        "line": {"width": 2, "color": style.INK},
        "layer": "below",
    } | upright
    return [{"type": "rect", "x0": low, "x1": high, **zone, **upright}, *ends, now | {"y1": 1.03}]


def _interval_notes(current: float, low: float, high: float) -> list[dict[str, Any]]:
    """Today's weight on an upper line, the ends of the range on a lower one, written outwards so as not to meet."""
    side = "left" if current < 8 else "right" if current > 92 else "center"
    return [
        style.note("<i>Score, 0 to 100</i>", x=0, xanchor="left", y=1, yanchor="bottom", yshift=42),
        style.note(
            f"<b>now {_weight(current)}</b>", x=current, xref="x", xanchor=side, y=1, yanchor="bottom", yshift=24
        ),
        style.note(_weight(low), x=low, xref="x", xanchor="right", y=1, yanchor="bottom", yshift=6),
        style.note(_weight(high), x=high, xref="x", xanchor="left", y=1, yanchor="bottom", yshift=6),
    ]


def _finding(dimension_name: str, current: float, low: float, high: float, met: Sequence[Row]) -> str:
    """The range that keeps the ranking, and who changes places at its ends."""
    if _always(low, high):
        return f"The ranking stays as it is whatever {dimension_name} weighs (now {_weight(current)})."
    text = f"The ranking stays as it is while {dimension_name} weighs between {_weight(low)} and {_weight(high)} "
    text += f"(now {_weight(current)})"
    changes = []
    for end in (low, high):
        pairs = [f"{row['a']} and {row['b']}" for row in met if abs(row["weight"] - end) <= SAME_WEIGHT]
        if pairs and 0 < end < 100:
            changes.append(f"at {_weight(end)} {listing(pairs, 1)} change places")
    return text + (f"; {listing(changes)}" if changes else "") + "."
