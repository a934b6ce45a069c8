"""Partners in rows, a few marks each: cost against benefit against decision, relative burden, shares under a key."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, records

ROW_HEIGHT = 34
MARK = 12
VERIFIED = ("read", "recalled")
OWN = "▶"
# Measure, its name in the legend, symbol and colour.
THREE = (
    ("cost", "Cost", "circle", style.BLUE),
    ("benefit", "Benefit", "square", style.GREEN),
    ("decision", "Decision", "diamond", style.VERMILLION),
)
TWO = (
    ("relative_burden", "Cost per GDP", "circle", style.BLUE),
    ("relative_per_head", "Cost per head", "square", style.VERMILLION),
)
TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
FINE_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
NARROW = 1.5  # powers of ten; within these there is room for finer ticks
Row = Mapping[str, Any]


def burden_dumbbell(partners: pl.DataFrame, own: str | None = None) -> Chart:
    """Cost, benefit and decision share of each partner on one line; hollow marks are estimated or deduced.

    Takes  one row per partner: actor_id, name str, cost, benefit, decision float in per cent or null, benefit_net
           float in points or null, cost_verified, benefit_verified, decision_verified str or null; own: actor id of
           the row to mark
    Gives  rows in the order of the frame, benefit minus cost at the right; a partner without any share reads "no
           evidence"
    Raises ChartError where a column is missing
    """
    columns = ["actor_id", "name", "benefit_net", *[f"{m}{end}" for m, *_ in THREE for end in ("", "_verified")]]
    rows = records(partners, "burden_dumbbell", columns)
    if not rows:
        return blank("There is no partner whose cost, benefit and decision could be compared.")
    places = range(len(rows))
    known = [[row[m] for m, *_ in THREE if row[m] is not None] for row in rows]
    data = drawing.segments(
        places, [min(k, default=None) for k in known], [max(k, default=None) for k in known], style.AXIS, 2, meta="link"
    )
    for measure, name, symbol, color in THREE:
        at = [place for place in places if rows[place][measure] is not None]
        hollow = [rows[place][f"{measure}_verified"] not in VERIFIED for place in at]
        marker = {"size": MARK, "color": color, "symbol": [symbol + ("-open" if h else "") for h in hollow]}
        hovers = [_share_hover(rows[place], measure, name) for place in at]
        values = [rows[place][measure] for place in at]
        data.append(drawing.dots(values, at, hovers, _rimmed(marker), name=name, showlegend=True, meta=measure))
    top = max([value for own_values in known for value in own_values] + [10.0])
    nets = [(place, rows[place]["benefit_net"]) for place in places if rows[place]["benefit_net"] is not None]
    layout = {
        **style.base_layout(132 + ROW_HEIGHT * len(rows), legend=True, l=76, r=64, t=44),
        "xaxis": style.value_axis("Share, per cent<br>hollow: estimated or deduced", range=[-top * 0.03, top * 1.04]),
        "yaxis": style.row_axis([_label(row, own) for row in rows]),
        "annotations": [
            style.column_head("Partner"),
            style.column_head("Benefit<br>− cost", right=True),
            *[_right(place, style.signed(net, 1)) for place, net in nets],
            *_silent([place for place in places if not known[place]], style.NO_EVIDENCE),
        ],
    }
    return Chart(drawing.figure(data, layout), _dumbbell_finding(rows))


def relative_burden_dots(partners: pl.DataFrame, own: str | None = None) -> Chart:
    """Cost of each partner per GDP and per head against the alliance's mean, on a scale of multiples.

    Takes  one row per partner: actor_id, name str, relative_burden, relative_per_head float (1 = mean, 0 = bears
           nothing) or null; own: actor id of the row to mark
    Gives  rows in the order of the frame; whoever bears nothing is said to, null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(partners, "relative_burden_dots", ["actor_id", "name", "relative_burden", "relative_per_head"])
    if not rows:
        return blank("There is no partner whose cost could be set against its economy.")
    data = []
    for measure, name, symbol, color in TWO:
        at = [place for place, row in enumerate(rows) if (row[measure] or 0) > 0]
        hovers = [
            style.hint(style.safe(rows[place]["name"]), f"{name}: {rows[place][measure]:.2g} times the mean")
            for place in at
        ]
        marker = {"size": MARK, "color": color, "symbol": symbol}
        values = [rows[place][measure] for place in at]
        data.append(drawing.dots(values, at, hovers, marker, name=name, showlegend=True, meta=measure))
    drawn = [row[m] for row in rows for m, *_ in TWO if (row[m] or 0) > 0] + [0.5, 2.0]
    ends = [math.log10(min(drawn)) - 0.15, math.log10(max(drawn)) + 0.15]
    scale = FINE_TICKS if ends[1] - ends[0] < NARROW else TICKS
    ticks = [tick for tick in scale if ends[0] <= math.log10(tick) <= ends[1]]
    idle = [place for place, row in enumerate(rows) if row["relative_burden"] == 0]
    unknown = [place for place, row in enumerate(rows) if row["relative_burden"] is None]
    told = [(place, rows[place]["relative_burden"]) for place in range(len(rows)) if place not in {*idle, *unknown}]
    layout = {
        **style.base_layout(132 + ROW_HEIGHT * len(rows), legend=True, l=76, r=64, t=44),
        "xaxis": style.value_axis(
            "Times the alliance's mean (scale of multiples)",
            type="log", range=ends, tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks],
        ),
        "yaxis": style.row_axis([_label(row, own) for row in rows]),
        "shapes": [_upright(1)],
        "annotations": [
            style.column_head("Partner"),
            style.column_head("Per GDP", right=True),
            *[_right(place, f"{value:.2f}" if value >= 0.01 else "<0.01") for place, value in told],
            *_silent(idle, "bears nothing"),
            *_silent(unknown, style.NO_EVIDENCE),
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _relative_finding(rows))


def key_shift(mixed: pl.DataFrame, own: str | None = None) -> Chart:
    """What each partner bears today and would bear under the chosen mixture of keys.

    Takes  one row per partner: actor_id, name str, today float in per cent or null, share float in per cent, change
           float in points or null; own: actor id of the row to mark
    Gives  rows in the order of the frame, the change at the right; without a cost share today only the new mark, and
           the change reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(mixed, "key_shift", ["actor_id", "name", "today", "share", "change"])
    if not rows:
        return blank("There is no partner whose share could be computed under a key.")
    data = []
    for color, sign in ((style.VERMILLION, 1), (style.BLUE, -1)):
        moved = [place for place, row in enumerate(rows) if sign * (row["change"] or 0) > 0]
        data += drawing.segments(
            moved, [rows[p]["today"] for p in moved], [rows[p]["share"] for p in moved], color, 3, meta="link"
        )
    for column, name, symbol, color in (
        ("today", "Today", "circle-open", style.GREY),
        ("share", "Under the key", "diamond", style.PURPLE),
    ):
        at = [place for place, row in enumerate(rows) if row[column] is not None]
        hovers = [style.hint(style.safe(rows[p]["name"]), f"{name}: {rows[p][column]:.1f} %") for p in at]
        marker = _rimmed({"size": MARK, "color": color, "symbol": symbol})
        data.append(
            drawing.dots([rows[p][column] for p in at], at, hovers, marker, name=name, showlegend=True, meta=column)
        )
    top = max([row[column] for row in rows for column in ("today", "share") if row[column] is not None] + [10.0])
    layout = {
        **style.base_layout(132 + ROW_HEIGHT * len(rows), legend=True, l=76, r=76, t=44),
        "xaxis": style.value_axis("Share of the cost, per cent", range=[-top * 0.03, top * 1.04]),
        "yaxis": style.row_axis([_label(row, own) for row in rows]),
        "annotations": [
            style.column_head("Partner"),
            style.column_head("Change,<br>points", right=True),
            *[
                _right(place, style.NO_EVIDENCE if row["change"] is None else style.signed(row["change"], 1))
                for place, row in enumerate(rows)
            ],
        ],
    }
    return Chart(drawing.figure(data, layout), _shift_finding(rows))


def _label(row: Row, own: str | None) -> str:
    label = style.wrap(row["name"], 16)
    return f"<b>{OWN} {label}</b>" if own is not None and row["actor_id"] == own else label


def _rimmed(marker: dict[str, Any]) -> dict[str, Any]:
    """Hollow marks need a rim to be seen."""
    return marker | {"line": {"width": 2, "color": marker["color"]}}


def _right(place: int, text: str) -> dict[str, Any]:
    return style.note(f"<b>{text}</b>", x=1, xanchor="left", xshift=8, y=place, yref="y")


def _silent(places: Sequence[int], text: str) -> list[dict[str, Any]]:
    return [
        style.note(f"<i>{text}</i>", x=0, xanchor="left", xshift=6, y=place, yref="y", yanchor="middle")
        for place in places
    ]


def _upright(at: float) -> dict[str, Any]:
    line = {"width": 1.5, "color": style.AXIS}
    return {"type": "line", "x0": at, "x1": at, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _share_hover(row: Row, measure: str, name: str) -> str:
    verified = row[f"{measure}_verified"] or "deduced: the others add up to 100 %"
    return style.hint(style.safe(row["name"]), f"{name}: {row[measure]:.1f} %", verified)


def _dumbbell_finding(rows: list[dict[str, Any]]) -> str:
    """Who gains most and who gives most, in points of benefit minus cost."""
    silent = [row["name"] for row in rows if all(row[m] is None for m, *_ in THREE)]
    nets = sorted((row["benefit_net"], row["name"]) for row in rows if row["benefit_net"] is not None)
    if not nets:
        text = "Benefit cannot be set against cost for any partner"
    elif len(nets) == 1 or round(nets[-1][0] - nets[0][0], 1) == 0:
        text = f"{nets[0][1]} gets {style.signed(nets[0][0], 1)} points of benefit beyond its cost"
    else:
        text = (
            f"{nets[-1][1]} gets most beyond its cost, {style.signed(nets[-1][0], 1)} points, and {nets[0][1]} least, "
            f"{style.signed(nets[0][0], 1)}"
        )
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."


def _relative_finding(rows: list[dict[str, Any]]) -> str:
    """Who bears most and least against its economy, and how many bear nothing."""
    bearing = sorted((row["relative_burden"], row["name"]) for row in rows if (row["relative_burden"] or 0) > 0)
    idle = sum(row["relative_burden"] == 0 for row in rows)
    unknown = [row["name"] for row in rows if row["relative_burden"] is None]
    if not bearing:
        text = "No partner shown bears a cost that could be set against its GDP"
    else:
        text = f"Against its GDP, {bearing[-1][1]} bears most, {bearing[-1][0]:.2g} times the mean"
        text += f", and of the payers {bearing[0][1]} least, {bearing[0][0]:.2g} times" if len(bearing) > 1 else ""
    text += f"; {idle} of {len(rows)} shown bear nothing" if idle else ""
    return text + (f"; {style.NO_EVIDENCE} for {listing(unknown)}" if unknown else "") + "."


def _shift_finding(rows: list[dict[str, Any]]) -> str:
    """Who would pay more and who less."""
    changes = sorted((row["change"], row["name"]) for row in rows if row["change"] is not None)
    if not changes:
        first = max(rows, key=lambda row: row["share"] if row["share"] is not None else -1.0)
        share = "an unknown part" if first["share"] is None else f"{first['share']:.1f} %"
        return f"Under this key {first['name']} would bear most, {share}; {style.NO_EVIDENCE} for the cost today."
    more, less = changes[-1], changes[0]
    parts = [f"{more[1]} would bear {style.signed(more[0], 1)} points"] if more[0] > 0 else []
    parts += [f"{less[1]} {'' if parts else 'would bear '}{style.signed(less[0], 1)}"] if less[0] < 0 else []
    if not parts:
        return "Under this key nobody shown would bear more or less than today."
    silent = [row["name"] for row in rows if row["change"] is None]
    text = f"Under this key {' and '.join(parts)}"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
