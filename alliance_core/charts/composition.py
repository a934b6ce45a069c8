"""What something is made of: evidence by how far it was verified, members by tier."""

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
    "estimated": (style.MAUVE, "x", "a judgement"),
}
TIERS = {
    "anchor": (style.BLUE, "", "dominant payer or hub"),
    "core": (style.GREEN, "\\", "delivers critical functions"),
    "associate": (style.GOLD, "/", "delivers something"),
    "peripheral": (style.MAUVE, "x", "political support or dues only"),
}


def verification_bars(verification: pl.DataFrame) -> Chart:
    """How far the evidence was verified: one bar of 100 % per table or alliance.

    Takes  one row per table (or alliance) and level: table or alliance str, verification str (read, recalled,
           estimated), rows int, share float 0..1 or null
    Gives  the best verified first; without any row of evidence it reads "no evidence"
    Raises ChartError where a column is missing or a level is unknown
    """
    label = "alliance" if "alliance" in verification.columns else "table"
    rows = records(verification, "verification_bars", [label, "verification", "rows", "share"])
    if not rows:
        return blank("There is no row of evidence to count.")
    _refuse_unknown({row["verification"] for row in rows}, LEVELS, "verification")
    share = {(row[label], row["verification"]): row["share"] for row in rows if row["rows"]}
    count = {(row[label], row["verification"]): row["rows"] or 0 for row in rows}
    names = sorted({row[label] for row in rows}, key=lambda n: (-(share.get((n, "read")) or 0), n))
    shown = [name.replace("_", " ") if label == "table" else name for name in names]
    figure = go.Figure()
    for level, (color, pattern, meaning) in LEVELS.items():
        own = [share.get((name, level)) for name in names]
        hovers = [
            style.hint(
                style.safe(text),
                f"{style.percent(part)} {level} ({meaning})",
                plural(count.get((name, level), 0), "row of evidence", "rows of evidence"),
            )
            for name, text, part in zip(names, shown, own, strict=True)
        ]
        figure.add_trace(_segment(level, own, list(range(len(names))), color, pattern, hovers))
    silent = [
        place for place, name in enumerate(names) if not any(share.get((name, level)) for level in LEVELS)
    ]
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
            trace.text = [f"<b>{number}</b>" if number else ""]
            figure.add_trace(trace)
    figure.update_layout(
        **style.base_layout(170, legend=True, t=8, l=12, r=20),
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
    known = [
        (name, text) for name, text in zip(names, shown, strict=True) if any(n == name for n, _ in share)
    ]
    silent = [text for name, text in zip(names, shown, strict=True) if (name, text) not in known]
    if not known:
        return f"There is {style.NO_EVIDENCE} for {listing(silent)}."
    first, last = known[0], known[-1]
    text = f"{first[1]} is verified best, with {style.percent(share.get((first[0], 'read')) or 0.0)} of its rows read"
    if len(known) > 1:
        text += (
            f" in the source, and {last[1]} least, with {style.percent(share.get((last[0], 'read')) or 0.0)}"
        )
    else:
        text = text.replace("is verified best, with", "has") + " in the source"
    text += f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else ""
    return text[0].upper() + text[1:] + "."


def _tier_finding(count: dict[str, int | None], total: int) -> str:
    """How many members stand in which tier, largest first."""
    known = {tier: number for tier, number in count.items() if number}
    order = sorted(known, key=lambda tier: -(known[tier] or 0))
    parts = listing((f"{known[tier]} {tier}" for tier in order), 4)
    return (
        f"Of {plural(total, 'member')} most are {order[0]}: {parts}."
        if len(order) > 1
        else (f"All {plural(total, 'member')} are {order[0]}.")
    )
