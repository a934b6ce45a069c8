"""What something is made of: evidence by how far it was verified, members by tier."""

from collections import defaultdict
from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import colors, style
from alliance_core.charts.chart import Chart, ChartError, blank, listing, plural, records

ROW_HEIGHT = 36

# Verification levels, surest first: colour, pattern and plain meaning.
LEVELS = {
    "read": (style.BLUE, "", "read in the source"),
    "recalled": (style.GOLD, "/", "known, source not read again"),
    "estimated": (style.GREY, "x", "a judgement"),
}
TIERS = {
    "anchor": (style.BLUE, "", "dominant payer or hub"),
    "core": (style.GREEN, "\\", "delivers critical functions"),
    "associate": (style.GOLD, "/", "delivers something"),
    "peripheral": (style.GREY, "x", "political support or dues only"),
}


def verification_bars(verification: pl.DataFrame) -> Chart:
    """How far the evidence was verified: one bar of 100 % per table or alliance.

    Takes  rows of evidence counted by level: alliance or table str (the alliance, where both are there),
           verification str (read, recalled, estimated), rows int; several rows of a kind add up
    Gives  the best verified first; without any row of evidence it reads "no evidence"
    Raises ChartError where a column is missing or a level is unknown
    """
    label = "alliance" if "alliance" in verification.columns else "table"
    rows = records(verification, "verification_bars", [label, "verification", "rows"])
    if not rows:
        return blank("There is no row of evidence to count.")
    _refuse_unknown({row["verification"] for row in rows}, LEVELS, "verification")
    count: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        count[row[label], row["verification"]] += row["rows"] or 0
    total = {name: sum(count[name, level] for level in LEVELS) for name in {row[label] for row in rows}}
    share = {(n, level): count[n, level] / every for n, every in total.items() if every for level in LEVELS}
    names = sorted(total, key=lambda n: (not total[n], -share.get((n, "read"), 0.0), n))
    shown = [name.replace("_", " ") if label == "table" else name for name in names]
    figure = go.Figure()
    for level, (color, pattern, meaning) in LEVELS.items():
        own = [share.get((name, level)) for name in names]
        hovers = [
            style.hint(
                style.safe(text),
                f"{style.percent(part)} {level} ({meaning})",
                plural(count[name, level], "row of evidence", "rows of evidence"),
            )
            for name, text, part in zip(names, shown, own, strict=True)
        ]
        figure.add_trace(_segment(level, own, list(range(len(names))), color, pattern, hovers))
    silent = [place for place, name in enumerate(names) if not total[name]]
    figure.update_layout(
        **style.base_layout(120 + ROW_HEIGHT * len(names), legend=True, l=72, r=20),
        barmode="stack",
        xaxis=style.value_axis("Share of evidence rows, per cent", range=[0, 100], ticksuffix=""),
        yaxis=style.row_axis([style.wrap(text, 15) for text in shown]),
        annotations=[
            style.column_head(label.capitalize()),
            *[
                style.note(f"<i>{style.NO_EVIDENCE}</i>", x=1, xref="x", y=place, yref="y", xanchor="left")
                for place in silent
            ],
        ],
    )
    return Chart(figure, _verification_finding(names, shown, share))


def tier_bar(members: pl.DataFrame) -> Chart:
    """Members by tier as one stacked bar; the legend carries the counts.

    Takes  one row per tier: tier str (anchor, core, associate, peripheral), members int or null
    Gives  tiers from the anchor outwards; a tier with null members is named "no evidence" in the legend
    Raises ChartError where a column is missing or a tier is unknown
    """
    rows = records(members, "tier_bar", ["tier", "members"])
    if not any(row["members"] for row in rows):
        return blank("There is no member to show.")
    _refuse_unknown({row["tier"] for row in rows}, TIERS, "tier")
    count = {row["tier"]: row["members"] for row in rows}
    total = sum(number or 0 for number in count.values())
    figure = go.Figure()
    for tier, (color, pattern, meaning) in TIERS.items():
        if tier in count:
            number = count[tier]
            name = f"{tier} ({style.NO_EVIDENCE if number is None else number})"
            hovers = [style.hint(f"{tier.capitalize()} members: {number}", meaning.capitalize())]
            trace = _segment(name, [number], [0], color, pattern, hovers, scale=1)
            trace.text = [f"<b>{number}</b>" if number and number >= 0.06 * total else ""]
            figure.add_trace(trace)
    figure.update_layout(
        **style.base_layout(180, legend=True, t=8, l=12, r=20),
        barmode="stack",
        xaxis=style.value_axis("Members", range=[0, total], showgrid=False),
        yaxis={"visible": False, "range": [-0.5, 0.5], "fixedrange": True},
    )
    return Chart(figure, _tier_finding(count, total))


def _refuse_unknown(found: set[str], allowed: dict[str, Any], what: str) -> None:
    unknown = sorted(str(value) for value in found - set(allowed))
    if unknown:
        raise ChartError(f"unknown {what} {', '.join(unknown)}; allowed: {', '.join(allowed)}")


def _segment(
    name: str,
    parts: list[float | None],
    places: list[int],
    color: str,
    pattern: str,
    hovers: list[str],
    scale: float = 100,
) -> go.Bar:
    """One level of a stacked bar: colour and pattern, with its share written where there is room."""
    return go.Bar(
        orientation="h",
        name=name,
        x=[None if part is None else part * scale for part in parts],
        y=places,
        width=0.7,
        marker={
            "color": color,
            "line": {"width": 0},
            "pattern": style.hatch(pattern, color),
        },
        text=[f"<b>{style.percent(part)}</b>" if part and part * scale >= 12 else "" for part in parts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="inside",
        insidetextfont={"color": colors.text_on(color), "size": 12},
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _verification_finding(names: list[str], shown: list[str], share: dict[tuple[str, str], float]) -> str:
    """The best and the least verified, by the share that was read."""
    known = [(name, text) for name, text in zip(names, shown, strict=True) if any(n == name for n, _ in share)]
    silent = [text for name, text in zip(names, shown, strict=True) if (name, text) not in known]
    if not known:
        return f"There is {style.NO_EVIDENCE} for {listing(silent)}."
    (best, best_text), (worst, worst_text) = known[0], known[-1]
    text = f"{best_text} has {style.percent(share[best, 'read'])} of its rows read in the source"
    if len(known) > 1:
        text += (
            f", the largest share of {len(known)}, and {worst_text} {style.percent(share[worst, 'read'])}, the smallest"
        )
    text += f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else ""
    return text[0].upper() + text[1:] + "."


def _tier_finding(count: dict[str, int | None], total: int) -> str:
    """How many members stand in which tier, largest first."""
    known = {tier: number for tier, number in count.items() if number}
    order = sorted(known, key=lambda tier: -(known[tier] or 0))
    parts = listing((f"{known[tier]} {tier}" for tier in order), 4)
    return (
        f"Of {plural(total, 'member')}, the tiers hold {parts}."
        if len(order) > 1
        else f"All {plural(total, 'member')} are {order[0]}."
    )
