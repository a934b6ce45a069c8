"""What an alliance loses under a shock: functions, capability by quarter."""

from typing import Any

import polars as pl

from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 30
MOST_ROWS = 16
BAND = 0.22


def function_losses(functions: pl.DataFrame) -> Chart:
    """Probability that each function is left without a full provider; the vital ones are hatched.

    Takes  one row per function: part str, criticality int 1..5, p_lost float 0..1 or null, providers str
    Gives  the likeliest losses on top, at most so many; what is lost in no draw is counted below; null reads "no
           evidence"
    Raises ChartError where a column is missing
    """
    every = records(functions, "function_losses", ["part", "criticality", "p_lost", "providers"])
    if not every:
        return blank("There is no function that could be lost.")
    every.sort(key=lambda row: (row["p_lost"] is not None, -(row["p_lost"] or 0), -row["criticality"], row["part"]))
    threatened = [row for row in every if row["p_lost"] is None or row["p_lost"] > 0]
    if not threatened:
        return blank(f"There is no draw in which any of {plural(len(every), 'function')} is lost.")
    unknown = [row for row in threatened if row["p_lost"] is None]
    rows = [row for row in threatened if row["p_lost"] is not None][:MOST_ROWS] + unknown
    vital = scenario_rules()["cascade"]["critical"]
    places = [place for place, row in enumerate(rows) if row["p_lost"] is not None]
    data = []
    for name, color, shape, chosen in (
        (f"criticality {vital}: its loss fractures the programme", style.VERMILLION, "/", True),
        ("less critical", style.BLUE, "", False),
    ):
        own = [place for place in places if (rows[place]["criticality"] >= vital) == chosen]
        pattern = style.hatch(shape, color) if shape else {"shape": ""}
        data.append(
            drawing.bars(
                [0.0] * len(own), [100 * rows[place]["p_lost"] for place in own], own,
                [_hover(rows[place]) for place in own], name=name, showlegend=True, width=0.62, meta="loss",
                marker={"color": color, "pattern": pattern, "line": {"width": 0}},
            )
        )  # fmt: skip
    left, safe = len(threatened) - len(rows), len(every) - len(threatened)
    rest = [f"{left} less likely in the table" if left else "", f"{plural(safe, 'function')} lost in no draw"]
    below = "; ".join(part for part in rest if part and not part.startswith("0 "))
    reach = max([100 * rows[place]["p_lost"] for place in places] + [10])
    layout = {
        **style.base_layout(150 + ROW_HEIGHT * len(rows), legend=True, l=90, r=50, t=30, b=76),
        "barmode": "overlay",
        "xaxis": style.value_axis("Per cent of the draws" + (f"<br>{below}" if below else ""), range=[0, 1.03 * reach],
                                  nticks=6),
        "yaxis": style.row_axis([style.wrap(f"{_capital(row['part'])}  {row['criticality']}", 30) for row in rows]),
        "annotations": [
            style.column_head("Function, criticality"), style.column_head("Lost", right=True),
            *traces.side_notes(places, [style.chance(rows[place]["p_lost"]) for place in places]),
            *traces.missing_notes([place for place, row in enumerate(rows) if row["p_lost"] is None], at=0),
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _loss_finding(every))


def retained_capability(quarters: pl.DataFrame) -> Chart:
    """Capability that is left after each quarter, with the band that holds 90 % of the draws.

    Takes  one row per quarter: quarter int, mean, low, high float 0..1 (share of what was provided) or null
    Gives  a null breaks the line and is told as "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(quarters, "retained_capability", ["quarter", "mean", "low", "high"])
    if not rows:
        return blank("There is no quarter to look at.")
    rows.sort(key=lambda row: row["quarter"])
    at = [3 * row["quarter"] for row in rows]
    banded = [row for row in rows if None not in (row["low"], row["high"])]
    around = [3 * row["quarter"] for row in banded]
    edge = [100 * row["high"] for row in banded] + [100 * row["low"] for row in reversed(banded)]
    shade = drawing.lines(
        around + around[::-1], edge, style.CLEAR, 0, fill="toself", fillcolor=colors.tint(style.BLUE, BAND), meta="band"
    )
    told = [style.hint(f"after {month} months", f"{style.percent(row['mean'])} of the capability is left",
                       _ends(row)) for month, row in zip(at, rows, strict=True)]  # fmt: skip
    line = drawing.dots(
        at, [None if row["mean"] is None else 100 * row["mean"] for row in rows], told,
        {"size": 9, "color": style.BLUE}, mode="lines+markers", connectgaps=False,
        line={"color": style.BLUE, "width": 2.5, "dash": "solid"},
    )  # fmt: skip
    notes = [style.note("<i>Per cent left; shade: 90 % of the draws</i>", x=0, xanchor="left", y=1, yanchor="bottom",
                        yshift=4)]  # fmt: skip
    if any(row["mean"] is None for row in rows):
        notes.append(style.note(f"<i>gaps: {style.NO_EVIDENCE}</i>", x=1, xanchor="right", y=0, yanchor="bottom"))
    layout = {
        **style.base_layout(300, t=34, l=34, r=18),
        "xaxis": style.value_axis("Months after the shock", range=[min(at) - 0.6, max(at) + 0.6], tickvals=at),
        "yaxis": style.value_axis(range=[-2, 104], tickvals=[0, 25, 50, 75, 100]),
        "annotations": notes,
    }
    return Chart(drawing.figure([shade, line], layout), _retained_finding(rows))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _hover(row: dict[str, Any]) -> str:
    return style.hint(
        style.safe(_capital(row["part"])), f"criticality {row['criticality']} of 5",
        f"left without a full provider in {style.chance(row['p_lost'])} of the draws",
        style.wrap(f"provided by {row['providers'] or 'nobody known'}", 60),
    )  # fmt: skip


def _ends(row: dict[str, Any]) -> str:
    if None in (row["low"], row["high"]):
        return "90 % of the draws: unknown"
    return f"90 % of the draws: {style.percent(row['low'])} to {style.percent(row['high'])}"


def _loss_finding(every: list[dict[str, Any]]) -> str:
    known = [row for row in every if row["p_lost"] is not None]
    silent = [row["part"] for row in every if row["p_lost"] is None]
    if not known:
        return f"There is {style.NO_EVIDENCE} on the loss of {listing(silent)}."
    first = known[0]
    lost = sum(row["p_lost"] > 0 for row in known)
    if not lost:
        text = f"None of {plural(len(known), 'function')} is lost in any draw"
    else:
        text = f"{_capital(first['part'])} (criticality {first['criticality']}) is lost in "
        text += f"{style.chance(first['p_lost'])} of the draws, the likeliest loss among {lost} that can occur"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."


def _retained_finding(rows: list[dict[str, Any]]) -> str:
    known = [row for row in rows if row["mean"] is not None]
    if not known:
        return f"There is {style.NO_EVIDENCE} of the capability left in any of {plural(len(rows), 'quarter')}."
    last = known[-1]
    text = f"After {3 * last['quarter']} months {style.percent(last['mean'])} of the capability is left on average"
    if None not in (last["low"], last["high"]):
        text += f" ({style.percent(last['low'])} to {style.percent(last['high'])} in 90 % of the draws)"
    gaps = len(rows) - len(known)
    return text + (f"; {style.NO_EVIDENCE} in {gaps} of {len(rows)} quarters" if gaps else "") + "."
