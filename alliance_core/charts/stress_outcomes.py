"""What becomes of a programme under a shock, and who goes, each probability with its 90 % interval."""

import textwrap
from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

BAR = 0.6
FILL = 0.3
ROW_HEIGHT = 28
LONGEST = 46
MOST_ROWS = 22
OUTCOME_MARKS = {"survived": (style.BLUE, "circle"), "restructured": (style.GOLD, "square"),
                 "fractured": (style.VERMILLION, "diamond")}  # fmt: skip
TIER_MARKS = {
    "anchor": (style.VERMILLION, "star"), "core": (style.BLUE, "circle"), "associate": (style.GREEN, "square"),
    "peripheral": (style.GOLD, "diamond"),
}  # fmt: skip
OTHER = (style.GREY, "x")
EXIT_COLUMNS = ("name", "tier", "stake", "p_leaves", "p_reduces", "p_silent", "low", "high", "mine")
Row = dict[str, Any]


def outcome_bars(outcomes: pl.DataFrame) -> Chart:
    """Probability of each outcome as a bar, its estimate as a mark on its 90 % interval.

    Takes  one row per outcome: outcome (survived, restructured, fractured), name str, mean, low, high float 0..1 or
           null
    Gives  rows in the order of the frame; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(outcomes, "outcome_bars", ["outcome", "name", "mean", "low", "high"])
    if not rows:
        return blank("There is no outcome to show.")
    data: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        if row["mean"] is None:
            continue
        color, symbol = OUTCOME_MARKS.get(row["outcome"], OTHER)
        told = style.hint(style.safe(row["name"]), style.chance(row["mean"]), _span(row))
        data.append(drawing.bars([0], [100 * row["mean"]], [place], [told], width=BAR, meta="bar",
                                 marker={"color": colors.tint(color, FILL), "line": {"width": 0}}))  # fmt: skip
        if row["low"] is not None and row["high"] is not None:
            data += drawing.segments([place], [100 * row["low"]], [100 * row["high"]], color, 3)
        data.append(drawing.dots([100 * row["mean"]], [place], [told],
                                 {"size": 12, "color": color, "symbol": symbol}))  # fmt: skip
    known = [place for place, row in enumerate(rows) if row["mean"] is not None]
    layout = {
        **style.base_layout(92 + 46 * len(rows), l=90, r=50, t=14),
        "barmode": "overlay",
        "xaxis": _percent_axis("Per cent of the draws<br>mark: estimate, line: 90 % interval"),
        "yaxis": style.row_axis([style.wrap(row["name"], 14) for row in rows]),
        "annotations": [
            *traces.side_notes(known, [style.chance(rows[place]["mean"]) for place in known]),
            *traces.missing_notes([place for place, row in enumerate(rows) if row["mean"] is None], at=0),
        ],
    }
    return Chart(drawing.figure(data, layout), _outcome_finding(rows))


def exit_probabilities(partners: pl.DataFrame) -> Chart:
    """Probability that each partner leaves, by tier; who has nothing at stake can only fall silent.

    Takes  one row per partner: name, tier str, stake bool, p_leaves, p_reduces, p_silent, low, high float 0..1 or null,
           mine bool (the reader's nation or its organisation)
    Gives  who leaves most often on top, at most so many rows; those with nothing at stake in one row for each tier, as
           open marks; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    every = records(partners, "exit_probabilities", EXIT_COLUMNS)
    if not every:
        return blank("There is no partner that could leave.")
    rows, left = _shown(every)
    data: list[dict[str, Any]] = []
    for tier in dict.fromkeys([*TIER_MARKS, *(row["tier"] for row in rows)]):
        color, symbol = TIER_MARKS.get(tier, OTHER)
        for stake, sign in ((True, symbol), (False, f"{symbol}-open")):
            own = [(p, r) for p, r in enumerate(rows) if (r["tier"], bool(r["stake"])) == (tier, stake)]
            own = [(place, row) for place, row in own if _chance(row) is not None]
            if not own:
                continue
            places = [place for place, _ in own]
            data += drawing.segments(
                places, [_times(row["low"]) for _, row in own], [_times(row["high"]) for _, row in own], color, 2
            )
            data.append(
                drawing.dots(
                    [_times(_chance(row)) for _, row in own], places, [_exit_hover(row) for _, row in own],
                    {"size": 11, "color": color, "symbol": sign, "line": {"width": 2 if not stake else 0}},
                    name=f"{tier}{'' if stake else ': falls silent'}", showlegend=True,
                )
            )  # fmt: skip
    known = [place for place, row in enumerate(rows) if _chance(row) is not None]
    rest = f"<br>{plural(left, 'other partner')} in the table" if left else ""
    reach = max([_times(row["high"]) or _times(_chance(row)) or 0 for row in rows] + [10])
    layout = {
        **style.base_layout(176 + ROW_HEIGHT * len(rows), legend=True, l=90, r=50, t=30, b=84),
        "xaxis": _percent_axis(f"Per cent of the draws, within 24 months{rest}", min(104, 1.06 * reach)),
        "yaxis": style.row_axis([_exit_label(row) for row in rows]),
        "annotations": [
            style.column_head("Partner"), style.column_head("Goes", right=True),
            *traces.side_notes(known, [style.chance(_chance(rows[place])) for place in known]),
            *traces.missing_notes([place for place, row in enumerate(rows) if _chance(row) is None], at=0),
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _exit_finding(every))


def _percent_axis(title: str, reach: float = 102) -> dict[str, Any]:
    return style.value_axis(title, range=[-1, reach], nticks=6)


def _times(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _span(row: Row) -> str:
    if row["low"] is None or row["high"] is None:
        return f"{style.INTERVAL} unknown"
    return f"{style.INTERVAL} {style.percent(row['low'])} to {style.percent(row['high'])}"


def _chance(row: Row) -> float | None:
    """Probability of leaving, or of falling silent where nothing is at stake."""
    found: float | None = row["p_leaves"] if row["stake"] else row["p_silent"]
    return found


def _shown(every: Sequence[Row]) -> tuple[list[Row], int]:
    """Rows to draw: partners with a stake, then the others in one row per tier; and how many were left out."""

    def order(row: Row) -> tuple:
        chance = _chance(row)
        return (chance is None, -(chance or 0), row["name"])

    staked = sorted((row for row in every if row["stake"]), key=order)
    rows = [row for place, row in enumerate(staked) if place < MOST_ROWS or row["mine"] or row["p_leaves"] is None]
    left = len(staked) - len(rows)
    silent = [row for row in every if not row["stake"]]
    alone = [row for row in silent if row["mine"] or row["p_silent"] is None]
    groups: dict[str, list[Row]] = {}
    for row in silent:
        if row not in alone:
            groups.setdefault(row["tier"], []).append(row)
    merged = []
    for tier, own in sorted(groups.items()):
        mean = sum(row["p_silent"] for row in own) / len(own)
        name = own[0]["name"] if len(own) == 1 else f"{len(own)} {tier} members with nothing at stake"
        merged.append({**own[0], "name": name, "p_silent": mean})
    return [*rows, *sorted(alone, key=order), *sorted(merged, key=order)], left


def _exit_label(row: Row) -> str:
    text = style.wrap(textwrap.shorten(row["name"], LONGEST, placeholder=" …"), 24)
    return f"<b>▸ {text}</b>" if row["mine"] else text


def _exit_hover(row: Row) -> str:
    name = style.safe(row["name"])
    if not row["stake"]:
        words = f"falls silent: {style.chance(row['p_silent'])} (nothing at stake that it could withdraw)"
        return style.hint(name, style.safe(row["tier"]), words, _span(row))
    reduces = f"reduces: {style.chance(row['p_reduces'])}"
    return style.hint(name, style.safe(row["tier"]), f"leaves: {style.chance(row['p_leaves'])}", _span(row), reduces)


def _outcome_finding(rows: Sequence[Row]) -> str:
    known = [row for row in rows if row["mean"] is not None]
    silent = [row["name"].lower() for row in rows if row["mean"] is None]
    if not known:
        return f"There is {style.NO_EVIDENCE} on what would become of the programme."
    told = listing([f"{row['name'].lower()} in {style.chance(row['mean'])}" for row in known], 5)
    text = f"The programme {told} of the draws"
    return text + (f"; {style.NO_EVIDENCE} on whether it {listing(silent)}" if silent else "") + "."


def _exit_finding(every: Sequence[Row]) -> str:
    staked = [row for row in every if row["stake"] and row["p_leaves"] is not None]
    staked.sort(key=lambda row: (-row["p_leaves"], row["name"]))
    idle = sum(not row["stake"] for row in every)
    silent = [row["name"] for row in every if _chance(row) is None]
    if not staked:
        text = f"None of {plural(len(every), 'partner')} has a known probability of leaving"
    else:
        text = f"{staked[0]['name']} is the likeliest to leave with {style.chance(staked[0]['p_leaves'])} of the draws"
        last = staked[-1]
        text += f", {last['name']} the least with {style.chance(last['p_leaves'])}" if len(staked) > 1 else ""
    text += f", and {plural(idle, 'partner')} with nothing at stake can only fall silent" if idle else ""
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
