"""Specialisation against resilience: what efficiency costs when a partner leaves."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, records

COLUMNS = ("alliance", "specialisation", "resilience", "worst", "worst_name")


def resilience_scatter(points: pl.DataFrame, chosen: str = "", marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Alliances by specialisation (across) and resilience (up): the mean of all exits as a mark, the worst as a bar.

    Takes  one row per alliance: alliance, worst_name str, specialisation, resilience, worst float 0..1 or null;
           `chosen` is the alliance that stands out; marks so that an alliance keeps its mark on all pages
    Gives  both axes in per cent; an alliance without a value is named below with "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(points, "resilience_scatter", COLUMNS)
    if not rows:
        return blank("There is no alliance to place between specialisation and resilience.")
    rows.sort(key=lambda row: row["alliance"])
    own = style.marks_for([row["alliance"] for row in rows], marks)
    known = [row for row in rows if None not in (row["specialisation"], row["resilience"], row["worst"])]
    silent = [row["alliance"] for row in rows if row not in known]
    data = [trace for row in known for trace in _alliance(row, own[row["alliance"]], row["alliance"] == chosen)]
    notes = [style.note("<i>Resilience, %</i>", x=0, xanchor="left", y=1, yanchor="bottom", yshift=4)]
    if silent:
        notes.append(style.note(f"<i>{style.NO_EVIDENCE}: {style.safe(listing(silent))}</i>", x=0.5, y=0.02))
    layout = {
        **style.base_layout(460, legend=True, t=34, b=150, l=30),
        "xaxis": style.value_axis("Specialisation: per cent of what is provided<br>that hangs on one provider<br>"
                                  "mark: mean of all exits, bar: worst exit", range=[-3, 106]),
        "yaxis": style.value_axis(range=[-6, 106]),
        "annotations": notes,
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _finding(known, silent, chosen))


def _alliance(row: dict[str, Any], mark: style.Mark, stands_out: bool) -> list[dict[str, Any]]:
    """The two marks of an alliance, tied by a thin line; the chosen one is larger and named."""
    x, mean, worst = (100 * row[name] for name in ("specialisation", "resilience", "worst"))
    hover = style.hint(
        style.safe(row["alliance"]),
        f"{style.percent(row['specialisation'])} of what is provided hangs on one provider",
        f"Keeps {style.percent(row['resilience'])} of the needed criticality on the mean exit",
        f"Keeps {style.percent(row['worst'])} when {style.safe(row['worst_name'] or 'a provider')} leaves",
    )
    size, width = (17, 3) if stands_out else (11, 1.5)
    named = {"mode": "markers+text", "text": [f"<b>{style.safe(row['alliance'])}</b>"], "textposition": "top center"}
    line = {"width": 2, "color": mark.color}
    bar = {"color": mark.color, "symbol": "line-ew", "size": size, "line": {"width": 3.5, "color": mark.color}}
    return [
        drawing.lines([x, x], [mean, worst], mark.color, width, line={"dash": "dot"}, meta="span"),
        drawing.dots([x], [mean], [hover], {"color": mark.color, "symbol": mark.symbol, "size": size, "line": line},
                     name=style.safe(row["alliance"]), showlegend=True, **(named if stands_out else {})),
        drawing.dots([x], [worst], [hover], bar, meta="worst"),
    ]  # fmt: skip


def _finding(known: list[dict[str, Any]], silent: list[str], chosen: str) -> str:
    """Where the chosen alliance stands, and the two ends of the field."""
    if not known:
        return f"There is {style.NO_EVIDENCE} of resilience for {listing(silent)}."
    best = max(known, key=lambda row: row["resilience"])
    worst = min(known, key=lambda row: row["worst"])
    text = (
        f"{best['alliance']} keeps most when a provider leaves ({style.percent(best['resilience'])} of the needed "
        f"criticality on the mean exit), {worst['alliance']} least in the worst case ({style.percent(worst['worst'])})"
    )
    for row in known:
        if row["alliance"] == chosen:
            text += f"; {chosen} keeps {style.percent(row['resilience'])} and at worst {style.percent(row['worst'])}"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent, 1)}" if silent else "") + "."
