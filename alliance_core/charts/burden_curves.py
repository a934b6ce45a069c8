"""Contributions over the years, the Lorenz curve of cost, and the indices of concentration year by year."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, plural, records

PATTERNS = ("", "/", "x", "\\", "-", "|", "+", ".")
OTHERS = "others"
# Index, its name in the legend, symbol, dash and colour.
INDICES = (
    ("gini", "Gini over GDP", "circle", "solid", style.BLUE),
    ("dissimilarity", "Dissimilarity", "square", "dash", style.VERMILLION),
    ("hhi", "Concentration (HHI)", "diamond", "dot", style.GREEN),
    ("progressivity", "Progressivity", "triangle-up", "dashdot", style.PURPLE),
)
OVER = (("GDP", "circle", "solid", style.BLUE), ("people", "square", "dash", style.VERMILLION))


def contribution_bars(figures: pl.DataFrame, unit: str) -> Chart:
    """Figures of one basis as stacked bars, a bar each year, a part each partner.

    Takes  one row per year and partner: year int, actor_id, name str, value float (one unit) or null, verification
           str; partners stand in the order of the frame, `actor_id` "others" last and grey; unit for the axis
    Gives  colour and pattern tell the partners apart; a year without any figure reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(figures, "contribution_bars", ["year", "actor_id", "name", "value", "verification"])
    if not rows:
        return blank("There is no figure of this basis for a year that has ended.")
    totals: dict[str, float] = {}
    for row in rows:
        totals[row["actor_id"]] = totals.get(row["actor_id"], 0.0) + (row["value"] or 0.0)
    order = sorted(totals, key=lambda actor: (actor == OTHERS, -totals[actor], actor))
    years = list(range(min(row["year"] for row in rows), max(row["year"] for row in rows) + 1))
    data = [
        _part([row for row in rows if row["actor_id"] == actor and row["value"] is not None], actor, place, unit)
        for place, actor in enumerate(order)
        if any(row["actor_id"] == actor and row["value"] is not None for row in rows)
    ]
    silent = [year for year in years if not any(row["year"] == year and row["value"] is not None for row in rows)]
    step = max(1, -(-len(years) // 8))
    layout = {
        **style.base_layout(430, legend=True, t=48, l=16),
        "barmode": "stack",
        "xaxis": style.value_axis(
            tickvals=years[::-1][::step][::-1], range=[years[0] - 0.6, years[-1] + 0.6], showgrid=False
        ),
        "yaxis": style.value_axis(rangemode="tozero"),
        "annotations": [
            style.note(f"<i>{style.safe(unit.capitalize())}</i>", x=0, xanchor="left", y=1, yanchor="bottom"),
            *[
                style.note(
                    f"<i>{style.wrap(style.NO_EVIDENCE, 3)}</i>", x=year, xref="x", y=0, yanchor="bottom",
                    font={"size": 10},
                )
                for year in silent
            ],
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _bars_finding(rows, unit))


def _part(rows: list[dict[str, Any]], actor: str, place: int, unit: str) -> dict[str, Any]:
    """The parts of one partner in all years."""
    color = style.GREY if actor == OTHERS else style.PALETTE[place % len(style.PALETTE)]
    return {
        "type": "bar",
        "x": [row["year"] for row in rows],
        "y": [row["value"] for row in rows],
        "name": style.safe(rows[0]["name"]),
        "showlegend": True,
        "marker": {
            "color": color,
            "line": {"width": 0.5, "color": style.AXIS},
            "pattern": style.hatch(PATTERNS[place % len(PATTERNS)], color),
        },
        "hovertext": [
            style.hint(f"{style.safe(row['name'])}, {row['year']}", f"{row['value']:,.1f} {unit}", row["verification"])
            for row in rows
        ],
        "hovertemplate": drawing.HOVER,
        "meta": "part",
    }


def lorenz_curves(curves: pl.DataFrame) -> Chart:
    """Lorenz curves of cost: running share of GDP or people against running share of cost, lightest bearers first.

    Takes  one row per partner and curve: over (GDP or people), name str or null (the origin), weight_share,
           cost_share float 0..1 or null, in the order of the curve
    Gives  the diagonal is an equal burden; a curve without figures reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(curves, "lorenz_curves", ["over", "name", "weight_share", "cost_share"])
    if not rows:
        return blank("There is no cost whose distribution could be drawn.")
    data = [drawing.lines([0, 100], [0, 100], style.AXIS, 1.5, line={"dash": "dot"}, meta="equal")]
    found: dict[str, float] = {}
    silent = []
    for over, symbol, dash, color in OVER:
        own = [row for row in rows if row["over"] == over]
        drawn = [row for row in own if None not in (row["weight_share"], row["cost_share"])]
        if own and len(drawn) < 2:
            silent.append(over)
        if len(drawn) < 2:
            continue
        x, y = [100 * row["weight_share"] for row in drawn], [100 * row["cost_share"] for row in drawn]
        hovers = [
            style.hint(
                style.safe(row["name"] or "Origin"),
                f"up to here {style.percent(row['weight_share'])} of {over}",
                f"and {style.percent(row['cost_share'])} of the cost",
            )
            for row in drawn
        ]
        found[over] = _cost_of_half(x, y)
        data.append(
            drawing.dots(
                x, y, hovers, {"size": 7, "color": color, "symbol": symbol}, mode="lines+markers", name=f"Over {over}",
                line={"color": color, "width": 2.5, "dash": dash}, showlegend=True, meta="curve",
            )
        )  # fmt: skip
    axis: dict[str, Any] = {"range": [-2, 102], "dtick": 25}
    words = "; ".join(f"{over}: {style.NO_EVIDENCE}" for over in silent)
    layout = {
        **style.base_layout(430, legend=True, t=48, l=16),
        "xaxis": style.value_axis("Share of GDP or people, per cent<br>lightest bearers first", **axis),
        "yaxis": style.value_axis(**axis),
        "annotations": [
            style.note("<i>Share of the cost, per cent</i>", x=0, xanchor="left", y=1, yanchor="bottom"),
            style.note("equal burden", x=26, xref="x", y=30, yref="y", textangle=0, xanchor="right"),
            *([style.note(f"<i>{words}</i>", x=0.02, xanchor="left", y=0.98, yanchor="top")] if words else []),
        ],
    }
    return Chart(drawing.figure(data, layout), _lorenz_finding(found, silent))


def concentration_lines(years: pl.DataFrame) -> Chart:
    """Gini, dissimilarity, Herfindahl index and progressivity of each year.

    Takes  one row per year: year int, gini, dissimilarity, hhi, progressivity float or null
    Gives  a line each, broken where a year is null; an index without any year reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = sorted(
        records(years, "concentration_lines", ["year", *[index for index, *_ in INDICES]]), key=lambda row: row["year"]
    )
    if not rows:
        return blank("There is no year of cost shares whose concentration could be drawn.")
    data, silent = [], []
    for index, name, symbol, dash, color in INDICES:
        if all(row[index] is None for row in rows):
            silent.append(name)
            continue
        hovers = [
            style.hint(f"{name}, {row['year']}", style.NO_EVIDENCE if row[index] is None else f"{row[index]:.2f}")
            for row in rows
        ]
        data.append(
            drawing.dots(
                [row["year"] for row in rows], [row[index] for row in rows], hovers,
                {"size": 8, "color": color, "symbol": symbol}, mode="lines+markers", name=name, connectgaps=False,
                line={"color": color, "width": 2.5, "dash": dash}, showlegend=True, meta=index,
            )
        )  # fmt: skip
    listed = [row["year"] for row in rows]
    step = max(1, -(-len(listed) // 6))
    low = min([row["progressivity"] or 0 for row in rows] + [0.0])
    words = "; ".join(f"{name}: {style.NO_EVIDENCE}" for name in silent)
    layout = {
        **style.base_layout(430, legend=True, t=48, l=16),
        "xaxis": style.value_axis(tickvals=listed[::-1][::step][::-1], range=[listed[0] - 0.5, listed[-1] + 0.5]),
        "yaxis": style.value_axis(range=[min(low * 1.15, 0) - 0.02, 1.02], zeroline=True, zerolinecolor=style.AXIS),
        "annotations": [
            style.note("<i>Index, 0 to 1 (progressivity −1 to 1)</i>", x=0, xanchor="left", y=1, yanchor="bottom"),
            *([style.note(f"<i>{words}</i>", x=0.02, xanchor="left", y=0.98, yanchor="top")] if words else []),
        ],
    }
    return Chart(drawing.figure(data, layout), _years_finding(rows, silent))


def _cost_of_half(x: list[float], y: list[float]) -> float:
    """Share of the cost borne by the half of the weight that bears least, read off the curve."""
    right = next(place for place, value in enumerate(x) if value >= 50)
    if right == 0:
        return y[0]
    width = x[right] - x[right - 1]
    return y[right - 1] + (y[right] - y[right - 1]) * ((50 - x[right - 1]) / width if width else 0)


def _bars_finding(rows: list[dict[str, Any]], unit: str) -> str:
    """The latest year with figures: its sum, the largest partner, how it was verified."""
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return f"No year of this basis has a figure: {style.NO_EVIDENCE}."
    year = max(row["year"] for row in known)
    latest = [row for row in known if row["year"] == year]
    first = max(latest, key=lambda row: (row["value"], row["name"]))
    total = sum(row["value"] for row in latest)
    part = f"{100 * first['value'] / total:.0f} %" if total else style.NO_EVIDENCE
    levels = listing(sorted({row["verification"] for row in latest}))
    return (
        f"In {year} {plural(len(latest), 'part')} add up to {total:,.0f} {unit}, most of it from {first['name']} "
        f"({part}), verification {levels}."
    )


def _lorenz_finding(found: dict[str, float], silent: list[str]) -> str:
    told = [f"the half of {over} that bears least carries {share:.0f} % of the cost" for over, share in found.items()]
    text = " and ".join(told) if told else "No curve can be drawn"
    text = text[0].upper() + text[1:]
    return text + (f"; {style.NO_EVIDENCE} over {listing(silent)}" if silent else "") + "."


def _years_finding(rows: list[dict[str, Any]], silent: list[str]) -> str:
    """What each index was in its first and its last year."""
    told = []
    for index, name, *_ in INDICES:
        known = [(row["year"], row[index]) for row in rows if row[index] is not None]
        if known:
            (first, was), (last, now) = known[0], known[-1]
            told.append(f"{name} went from {was:.2f} in {first} to {now:.2f} in {last}" if first != last else
                        f"{name} was {now:.2f} in {last}")  # fmt: skip
    text = "; ".join(told[:2]) if told else "No index is known for any year"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
