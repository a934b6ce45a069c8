"""Two alliances, a and b: what makes the gap between their scores, and how sure each difference is."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces
from alliance_core.charts.chart import Chart, blank, listing, records

ROW_HEIGHT = 42
MOST_ROWS = 12
# Contributions are sums of rounded products; less than this is not worth a row of its own.
ROUNDING = 0.05


def gap_waterfall(contributions: pl.DataFrame, a_name: str, b_name: str, gap: float) -> Chart:
    """What makes up the difference a minus b: each bar starts where the one above ended, the last is the gap.

    Takes  one row per dimension or indicator: dimension_name or indicator_name str, contribution float in
           points of the overall score or null; a_name and b_name for display; gap in points
    Gives  largest contributions first, beyond eleven of them the rest in one bar; what the rows leave of the
           gap is a bar "not attributed", so that the bars always end at the gap; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    label = "indicator_name" if "indicator_name" in contributions.columns else "dimension_name"
    rows = records(contributions, "gap_waterfall", [label, "contribution"])
    if not rows:
        return blank(f"There is nothing to compare between {a_name} and {b_name}.")
    steps = _steps([(row[label], row["contribution"]) for row in rows], gap)
    silent = [row[label] for row in rows if row["contribution"] is None]
    labels = [style.wrap(name, 18) for name, _ in steps] + ["<b>Gap</b>"] + [style.wrap(n, 18) for n in silent]
    starts = [sum(step for _, step in steps[:place]) for place in range(len(steps))] + [0.0]
    lengths = [step for _, step in steps] + [gap]

    figure = go.Figure(_bars(labels, starts, lengths, (a_name, b_name)))
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    room = max(high - low, 1.0) * 0.2
    figure.update_layout(
        **style.base_layout(124 + ROW_HEIGHT * len(labels), l=76, t=58),
        barmode="overlay",
        xaxis=style.value_axis("Points of the overall score", range=[low - room, high + room]),
        yaxis=style.row_axis(labels),
        shapes=[_zero_line(), *_connectors(ends[:-1])],
        annotations=[
            *_sides(a_name, b_name),
            *traces.missing_notes(list(range(len(lengths), len(labels))), at=low - room * 0.9),
        ],
    )
    return Chart(figure, _gap_finding([(row[label], row["contribution"]) for row in rows], a_name, b_name, gap))


def dimension_differences(differences: pl.DataFrame) -> Chart:
    """Difference a minus b on each dimension with its 90 % interval, and the probability that a is ahead.

    Takes  one row per dimension of one pair: dimension_name, a_name, b_name str, difference, low, high float
           in points or null, p_a_greater float 0..1 or null
    Gives  dimensions in the order of the frame; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    columns = ["dimension_name", "a_name", "b_name", "difference", "low", "high", "p_a_greater"]
    rows = records(differences, "dimension_differences", columns)
    if not rows:
        return blank("There is no dimension on which the two can be compared.")
    a_name, b_name = rows[0]["a_name"], rows[0]["b_name"]
    known = [(place, row) for place, row in enumerate(rows) if row["difference"] is not None]
    at = [place for place, _ in known]
    hues = [_color(row["difference"]) for _, row in known]
    figure = go.Figure(
        traces.interval_bars(at, [row["low"] for _, row in known], [row["high"] for _, row in known], hues)
    )
    marker = {
        "size": 13,
        "color": hues,
        "symbol": ["circle" if row["difference"] >= 0 else "square" for _, row in known],
    }
    points = [row["difference"] for _, row in known]
    figure.add_trace(traces.point_trace(points, at, [_difference_hover(row) for _, row in known], marker=marker))
    reach = max([abs(row[part] or 0) for _, row in known for part in ("difference", "low", "high")] + [5]) * 1.08
    told = [(place, row["p_a_greater"]) for place, row in known if row["p_a_greater"] is not None]
    silent = [place for place, row in enumerate(rows) if row["difference"] is None]
    figure.update_layout(
        **style.base_layout(130 + 48 * len(rows), l=76, r=92, t=58),
        xaxis=style.value_axis("Difference in points<br>bar: 90 % interval", range=[-reach, reach]),
        yaxis=style.row_axis([style.wrap(row["dimension_name"], 16) for row in rows]),
        shapes=[_zero_line()],
        annotations=[
            *_sides(a_name, b_name),
            style.column_head(f"Chance that<br>{style.wrap(a_name, 12)}<br>is ahead", right=True),
            *traces.side_notes([place for place, _ in told], [style.chance(p) for _, p in told]),
            *traces.missing_notes(silent, at=-reach * 0.98),
        ],
    )
    return Chart(figure, _difference_finding(rows, a_name, b_name))


def _steps(parts: list[tuple[str, float | None]], gap: float) -> list[tuple[str, float]]:
    """The bars before the gap: known parts, largest first, the tail in one, then what they leave of it."""
    known = sorted(((n, float(c)) for n, c in parts if c is not None), key=lambda part: (-abs(part[1]), part[0]))
    if len(known) > MOST_ROWS:
        tail = known[MOST_ROWS - 1 :]
        known = [*known[: MOST_ROWS - 1], (f"{len(tail)} others", sum(value for _, value in tail))]
    rest = gap - sum(value for _, value in known)
    return [*known, ("not attributed", rest)] if abs(rest) > ROUNDING else known


def _color(difference: float) -> str:
    """Blue where a is ahead, vermillion where b is."""
    return style.BLUE if difference >= 0 else style.VERMILLION


def _bars(labels: list[str], starts: list[float], lengths: list[float], pair: tuple[str, str]) -> go.Bar:
    """Bars from start to end; hatched where b is ahead, so that colour is not alone."""
    ahead = [pair[0] if length >= 0 else pair[1] for length in lengths]
    return go.Bar(
        orientation="h",
        base=starts,
        x=lengths,
        y=list(range(len(lengths))),
        width=0.62,
        marker={
            "color": [_color(length) for length in lengths],
            "pattern": style.hatch("/", style.VERMILLION) | {"shape": ["" if part >= 0 else "/" for part in lengths]},
            "line": {"width": 0},
        },
        text=[f"<b>{style.signed(length, 1)}</b>" for length in lengths],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hovertext=[
            style.hint(
                label.replace("<br>", " "),
                f"{style.signed(length, 1)} points, in favour of {style.safe(who)}",
            )
            for label, length, who in zip(labels, lengths, ahead, strict=False)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        meta="step",
    )


def _zero_line() -> dict[str, Any]:
    line = {"width": 1.5, "color": style.AXIS}
    return {"type": "line", "x0": 0, "x1": 0, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _connectors(ends: list[float]) -> list[dict[str, Any]]:
    """Thin lines that carry the end of a bar to the next one."""
    line = {"width": 1, "color": style.AXIS, "dash": "dot"}
    return [
        {
            "type": "line",
            "x0": end,
            "x1": end,
            "xref": "x",
            "y0": row,
            "y1": row + 1,
            "yref": "y",
            "line": line,
        }
        for row, end in enumerate(ends)
    ]


def _sides(a_name: str, b_name: str) -> list[dict[str, Any]]:
    """Which way is whose, above the plot."""
    left = f"◀ {style.wrap(b_name, 12)}<br>ahead"
    right = f"{style.wrap(a_name, 12)} ▶<br>ahead"
    return [
        style.note(left, x=0, xanchor="left", y=1, yanchor="bottom", align="left"),
        style.note(right, x=1, xanchor="right", y=1, yanchor="bottom", align="right"),
    ]


def _difference_hover(row: dict[str, Any]) -> str:
    who, other = (row["a_name"], row["b_name"]) if row["difference"] >= 0 else (row["b_name"], row["a_name"])
    ends = style.span(None, None)
    if row["low"] is not None and row["high"] is not None:
        ends = f"{style.INTERVAL} {style.signed(row['low'])} to {style.signed(row['high'])}"
    return style.hint(
        style.safe(row["dimension_name"]),
        f"{style.safe(who)} is {abs(row['difference']):.0f} points ahead of {style.safe(other)}",
        ends,
        f"Chance that {style.safe(row['a_name'])} is ahead: {style.chance(row['p_a_greater'])}",
    )


def _gap_finding(parts: list[tuple[str, float | None]], a_name: str, b_name: str, gap: float) -> str:
    """Who is ahead, by how much, and the largest reason for and against."""
    if round(abs(gap), 1) == 0:
        text = f"{a_name} and {b_name} score alike"
    else:
        ahead, behind = (a_name, b_name) if gap > 0 else (b_name, a_name)
        text = f"{ahead} is {abs(gap):.1f} points ahead of {behind}"
    direction = 1 if gap >= 0 else -1
    steps = [(name, value) for name, value in parts if value is not None]
    pro = max(steps, key=lambda step: step[1] * direction, default=None)
    con = min(steps, key=lambda step: step[1] * direction, default=None)
    if pro and pro[1] * direction > ROUNDING:
        text += f", most of all through {pro[0]} ({style.signed(pro[1], 1)})"
    if con and con[1] * direction < -ROUNDING:
        text += f", against which {con[0]} counts most ({style.signed(con[1], 1)})"
    return text + "."


def _difference_finding(rows: list[dict[str, Any]], a_name: str, b_name: str) -> str:
    """On which dimensions the order is clear, and on which it is not."""
    sure = {a_name: [], b_name: []}  # type: dict[str, list[str]]
    unsure, silent = [], []
    for row in rows:
        if row["difference"] is None:
            silent.append(row["dimension_name"])
        elif None in (row["low"], row["high"]) or row["low"] <= 0 <= row["high"]:
            unsure.append(row["dimension_name"])
        else:
            sure[a_name if row["difference"] > 0 else b_name].append(row["dimension_name"])
    parts = [f"{name} is clearly ahead on {listing(won, 5)}" for name, won in sure.items() if won]
    parts += [f"the order of {a_name} and {b_name} is open on {listing(unsure, 5)}"] if unsure else []
    parts += [f"{style.NO_EVIDENCE} on {listing(silent, 5)}"] if silent else []
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."
