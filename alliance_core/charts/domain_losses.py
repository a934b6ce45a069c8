"""What a nation keeps and loses of an alliance, by domain of its functions."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, records

ROW_HEIGHT = 40
BAR = 0.62
# Part of a bar: colour and pattern, so that colour is not alone.
PARTS = {
    "alone": ("kept, alone or its own piece", style.BLUE, ""),
    "through_others": ("kept through others", style.SKY, "."),
    "lost": ("lost", style.VERMILLION, "/"),
}


def domain_losses(domains: pl.DataFrame) -> Chart:
    """Criticality that one nation keeps alone, keeps through others, and loses, stacked by domain.

    Takes  one row per domain: domain str, alone, through_others, lost float (criticality) or null
    Gives  the largest loss first; a domain with a null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(domains, "domain_losses", ["domain", *PARTS])
    if not rows:
        return blank("There is nothing that this nation uses of the alliance, as far as the tables know.")
    rows.sort(key=lambda row: (row["lost"] is None, -(row["lost"] or 0), row["domain"]))
    silent = [place for place, row in enumerate(rows) if None in [row[part] for part in PARTS]]
    known = [(place, row) for place, row in enumerate(rows) if place not in silent]
    data = []
    for position, part in enumerate(PARTS):
        before = list(PARTS)[:position]
        starts = [sum(row[name] for name in before) for _, row in known]
        data.append(_bars(part, known, starts))
    longest = max([sum(row[part] for part in PARTS) for _, row in known], default=1.0)
    layout = {
        **style.base_layout(112 + ROW_HEIGHT * len(rows), legend=True, l=64, t=30, b=54),
        "barmode": "overlay",
        "xaxis": style.value_axis("Criticality of what it uses", range=[0, longest * 1.02]),
        "yaxis": style.row_axis([style.wrap(row["domain"].replace("_", " ")) for row in rows]),
        "annotations": [style.column_head("Domain"), *_missing(silent)],
    }
    return Chart(drawing.figure(data, layout), _finding(rows, [row for _, row in known]))


def _bars(part: str, known: Sequence[tuple[int, dict[str, Any]]], starts: list[float]) -> dict[str, Any]:
    name, color, shape = PARTS[part]
    pattern = style.hatch(shape, color) if shape else {"shape": ""}
    hovers = [
        style.hint(
            style.safe(row["domain"].replace("_", " ").capitalize()),
            f"{row[part]:.1f} of {sum(row[other] for other in PARTS):.1f} points of criticality {name}",
        )
        for _, row in known
    ]
    return drawing.bars(
        starts, [row[part] for _, row in known], [place for place, _ in known], hovers,
        name=name, width=BAR, marker={"color": color, "pattern": pattern, "line": {"width": 0}}, meta=part,
        showlegend=True,
    )  # fmt: skip


def _missing(silent: Sequence[int]) -> list[dict[str, Any]]:
    return [
        style.note(f"<i>{style.NO_EVIDENCE}</i>", x=0, xref="x", y=place, yref="y", xanchor="left") for place in silent
    ]


def _finding(rows: Sequence[dict[str, Any]], known: Sequence[dict[str, Any]]) -> str:
    """The domain with the largest loss, and the domains that stay whole."""
    names = [row["domain"].replace("_", " ") for row in rows]
    if not known:
        return f"There is {style.NO_EVIDENCE} for {listing(names)}."
    lost, whole = sum(row["lost"] for row in known), sum(row[part] for row in known for part in PARTS)
    if lost == 0:
        text = "Nothing of what it uses would be lost"
    else:
        text = f"Of {whole:.0f} points of criticality {lost:.0f} would be lost, most in {names[0]} "
        text += f"({known[0]['lost']:.0f} of {sum(known[0][part] for part in PARTS):.0f})"
        intact = [row["domain"].replace("_", " ") for row in known if row["lost"] == 0]
        text += f", nothing in {listing(intact)}" if intact else ""
    silent = names[len(known) :]
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
