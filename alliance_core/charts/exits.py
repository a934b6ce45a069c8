"""Who is indispensable: what the exit of each provider would leave without a full provider."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 38
COLUMNS = ("provider", "provider_name", "loss", "thinner", "functions", "thinned")


def exit_bars(losses: pl.DataFrame, own: tuple[str, ...] = ()) -> Chart:
    """Share of the needed criticality lost with each provider, and hatched what would only grow thinner.

    Takes  one row per provider: provider, provider_name str, loss, thinner float 0..1 or null, functions, thinned
           list of str; `own` are the providers that count as the reader's nation
    Gives  largest loss on top; a provider whose exit changes nothing is left to a note; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(losses, "exit_bars", COLUMNS)
    if not rows:
        return blank("There is no provider whose exit could be looked at.")
    rows.sort(key=lambda row: (row["loss"] is None, -(row["loss"] or 0), -(row["thinner"] or 0), row["provider"]))
    shown = [row for row in rows if row["loss"] is None or row["loss"] or row["thinner"]]
    if not shown:
        return blank("There is no provider whose exit would leave a needed function without a full provider.")
    places = [place for place, row in enumerate(shown) if row["loss"] is not None]
    known = [shown[place] for place in places]
    labels = [_label(row, own) for row in shown]
    rest = len(rows) - len(shown)
    others = f"<br>exit of {plural(rest, 'other provider')}: nothing lost" if rest else ""
    data = [
        drawing.bars([0.0] * len(known), [100 * row["loss"] for row in known], places, [_hover(row) for row in known],
                     name="no full provider left", showlegend=True, width=0.62, meta="loss",
                     marker={"color": style.VERMILLION, "line": {"width": 0}}),
        drawing.bars([100 * row["loss"] for row in known], [100 * (row["thinner"] or 0) for row in known], places,
                     [_hover(row) for row in known], name="thinner: a primary fewer, no substitute", showlegend=True,
                     width=0.62, meta="thinner",
                     marker={"color": style.GOLD, "line": {"width": 0}, "pattern": style.hatch("/", style.GOLD)}),
    ]  # fmt: skip
    reach = max([100 * (row["loss"] + (row["thinner"] or 0)) for row in known] + [10])
    layout = {
        **style.base_layout(156 + ROW_HEIGHT * len(shown), legend=True, l=90, r=54, t=30, b=96),
        "barmode": "overlay",
        "xaxis": style.value_axis(f"Per cent of the needed criticality{others}", range=[0, reach * 1.04]),
        "yaxis": style.row_axis(labels),
        "annotations": [
            style.column_head("If it left"),
            style.column_head("Lost", right=True),
            *traces.side_notes(places, [style.percent(row["loss"]) for row in known]),
            *traces.missing_notes([place for place, row in enumerate(shown) if row["loss"] is None], at=0),
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(shown))


def _label(row: dict[str, Any], own: tuple[str, ...]) -> str:
    name = style.wrap(row["provider_name"] or row["provider"], 22)
    return f"<b>▸ {name}</b>" if row["provider"] in own else name


def _hover(row: dict[str, Any]) -> str:
    lines = [f"{style.percent(row['loss'])} lost, {style.percent(row['thinner'])} thinner"]
    if row["functions"]:
        lines.append(style.wrap("Lost: " + ", ".join(row["functions"]), 60))
    if row["thinned"]:
        lines.append(style.wrap("Thinner: " + ", ".join(row["thinned"]), 60))
    return style.hint(style.safe(row["provider_name"] or row["provider"]), *lines)


def _finding(rows: list[dict[str, Any]]) -> str:
    """Whose exit costs most, and who follows."""
    known = [row for row in rows if row["loss"] is not None]
    silent = [row["provider_name"] for row in rows if row["loss"] is None]
    if not known:
        return f"There is {style.NO_EVIDENCE} of what the exit of {listing(silent)} would cost."
    first = known[0]
    text = (
        f"The exit of {first['provider_name']} would leave {style.percent(first['loss'])} of the needed criticality "
        f"without a full provider and {style.percent(first['thinner'])} with a primary fewer"
    )
    if len(known) > 1:
        text += f", that of {known[1]['provider_name']} {style.percent(known[1]['loss'])} and "
        text += style.percent(known[1]["thinner"])
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
