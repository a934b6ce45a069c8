"""Who provides which part of a function: functions by partners, with what is thin marked."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from alliance_core.catalogue.capability import capability_rules
from alliance_core.charts import colors, drawing, style
from alliance_core.charts.chart import Chart, blank, has_or_have, listing, plural, records

LINE_HEIGHT = 13
COLUMNS = ("function", "detail", "title", "criticality", "state", "provider", "provider_name", "mark", "year", "told")
# Mark of a provider: colour, symbol, size, sign in the legend's words.
MARKS: Mapping[str, tuple[str, str, int]] = {
    "primary": (style.BLUE, "circle", 12),
    "alternate": (style.GREEN, "diamond", 12),
    "partial": (style.GOLD, "triangle-up", 11),
    "planned": (style.MIDTONE, "circle-open", 10),
    "former": (style.MIDTONE, "x-thin", 8),
}
# Sign before the label of a row, so that colour is not alone.
SIGNS = {
    "single_critical": "‼",
    "single": "",
    "duplicated": "≡",
    "gap": "✕",
    "in_part": "◔",
    "planned": "",
    "several": "",
}
SHADES = {
    "single_critical": colors.tint(style.VERMILLION, 0.2),
    "gap": colors.tint(style.VERMILLION, 0.34),
    "duplicated": colors.tint(style.PURPLE, 0.2),
}


def provision_matrix(cells: pl.DataFrame, own: tuple[str, ...] = ()) -> Chart:
    """Functions in rows, providers in columns, the kind of provision as a mark where they meet.

    Takes  one row per part of a function and provider: function, detail, title str, criticality int, state (of the
           catalogue) str, provider, provider_name, mark str or null (nobody ever provided it), year int or null (of
           a plan), told list of str or null; `own` are the providers that count as the reader's nation
    Gives  parts in the order of the frame; columns of those who carry most first; critical single sources, gaps and
           three or more full providers shaded and signed; a part without a provider reads "no provider"
    Raises ChartError where a column is missing
    """
    rows = records(cells, "provision_matrix", COLUMNS)
    if not rows:
        return blank("There is no function in the evidence that this alliance needed or provided.")
    parts = list({(row["function"], row["detail"]): row for row in rows}.values())
    place = {(row["function"], row["detail"]): number for number, row in enumerate(parts)}
    providers = _columns(rows)
    column = {provider: number for number, provider in enumerate(providers)}
    labels = [_label(row) for row in parts]
    tallest = max(label.count("<br>") + 1 for label in labels)
    heads = [f"▸ {each}" if each in own else each for each in providers] or [" "]
    layout = drawing.matrix_layout(labels, heads, row_height=9 + LINE_HEIGHT * tallest)
    layout["showlegend"] = True
    layout["height"] += 66
    layout["margin"] |= {"b": 66}
    layout["shapes"] = [
        _shade(number, SHADES[row["state"]]) for number, row in enumerate(parts) if row["state"] in SHADES
    ]
    layout["shapes"] += [_outline(column[each]) for each in own if each in column]
    layout["annotations"] = [style.column_head("Function, criticality"), *_gaps(parts)]
    data = [_marks(name, rows, place, column) for name in MARKS]
    return Chart(drawing.figure([trace for trace in data if trace["x"]], layout), _finding(parts))


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    """Providers, those with most primaries first, then alternates, partials, plans."""
    order = list(MARKS)
    weight: dict[str, list[int]] = {}
    for row in rows:
        if row["provider"]:
            weight.setdefault(row["provider"], [0] * len(order))[order.index(row["mark"])] -= 1
    return sorted(weight, key=lambda provider: (weight[provider], provider))


def _label(row: dict[str, Any]) -> str:
    """Sign, title and criticality."""
    sign = SIGNS.get(row["state"], "")
    head = f"<b>{sign}</b> " if sign else ""
    return f"{head}{style.wrap(row['title'], 26)} <b>{row['criticality']}</b>"


def _marks(name: str, rows: list[dict[str, Any]], place: dict, column: dict[str, int]) -> dict[str, Any]:
    """All cells of one mark as one trace, with its entry in the legend."""
    own = [row for row in rows if row["mark"] == name]
    color, symbol, size = MARKS[name]
    years = [f"’{row['year'] % 100:02d}" if row["year"] else "" for row in own]
    return drawing.dots(
        [column[row["provider"]] for row in own],
        [place[row["function"], row["detail"]] for row in own],
        [_hover(row) for row in own],
        {"color": color, "symbol": symbol, "size": size, "line": {"width": 2, "color": color}},
        name=name,
        showlegend=True,
        meta=name,
        **({"mode": "markers+text", "text": years, "textposition": "bottom center", "textfont": {"size": 9}}
           if name == "planned" else {}),
    )  # fmt: skip


def _hover(row: dict[str, Any]) -> str:
    head = f"{style.safe(row['provider_name'] or row['provider'])}: {style.safe(row['title'])}"
    return style.hint(head, *(style.wrap(text, 60) for text in row["told"] or []))


def _gaps(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words in the rows of parts that nobody ever provided or plans to."""
    text = f"<i>{capability_rules()['words']['gap']}</i>"
    return [
        style.note(text, x=0, xanchor="left", xshift=4, y=number, yref="y")
        for number, row in enumerate(parts)
        if row["provider"] is None
    ]


def _shade(row: int, color: str) -> dict[str, Any]:
    edges = {"x0": 0, "x1": 1, "xref": "paper", "y0": row - 0.5, "y1": row + 0.5, "yref": "y"}
    return {"type": "rect", "fillcolor": color, "line": {"width": 0}, "layer": "below"} | edges


def _outline(column: int) -> dict[str, Any]:
    line = {"width": 1.5, "color": style.AXIS, "dash": "dot"}
    edges = {"x0": column - 0.5, "x1": column + 0.5, "xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "line": line, "layer": "below"} | edges


def _finding(parts: list[dict[str, Any]]) -> str:
    """How many parts are provided, which critical ones hang on one partner, which have nobody."""
    of = {state: [row["title"] for row in parts if row["state"] == state] for state in SIGNS}
    needed = len(parts) - len(of["planned"])
    provided = needed - len(of["gap"])
    text = f"Of {plural(needed, 'needed part')} of functions {provided} {has_or_have(provided)} a provider"
    if of["single_critical"]:
        text += f"; critical and on one partner alone: {listing(of['single_critical'], 2)}"
    if of["gap"]:
        text += f"; {capability_rules()['words']['gap']} for {listing(of['gap'], 2)}"
    if of["duplicated"]:
        text += f"; three or more full providers for {listing(of['duplicated'], 1)}"
    return text + "."
