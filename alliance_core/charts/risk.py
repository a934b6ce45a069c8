"""The 5x5 matrix of likelihood and consequence, in the style of the risk matrices of space programmes."""

from typing import Any

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.charts import colors, drawing, style
from alliance_core.charts.chart import Chart, blank, plural, records

SIDE = 72
MOST_NAMED = 4
ZONE_COLORS = {"watch": style.BLUE, "concern": style.GOLD, "critical": style.VERMILLION}
ZONE_SIGNS = {"watch": "○", "concern": "△", "critical": "■"}
LEVELS = range(1, 6)


def risk_matrix(frictions: pl.DataFrame) -> Chart:
    """Every cell with its rank, and the places of the frictions that lie in it; each cell can be chosen.

    Takes  one row per friction: place int, title str, likelihood, consequence int 1..5, severity int (rank
           1..25), zone str
    Gives  points at x = consequence, y = likelihood; zones told by colour and sign; the small number is the cell's rank
    Raises ChartError where a column is missing
    """
    rows = records(frictions, "risk_matrix", ["place", "title", "likelihood", "consequence", "severity", "zone"])
    if not rows:
        return blank("There is no friction to place on the matrix.")
    inside: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: row["place"]):
        inside.setdefault((row["likelihood"], row["consequence"]), []).append(row)
    layout = {
        **style.base_layout(SIDE * 5 + 110, t=12, l=30, b=24),
        "clickmode": "event+select",
        "xaxis": _axis("Consequence: 1 nuisance to 5 the alliance in doubt", side="bottom"),
        "yaxis": _axis("Likelihood: 1 hardly to 5 present"),
        "shapes": [_cell(likelihood, consequence) for likelihood in LEVELS for consequence in LEVELS],
        "annotations": [_rank(likelihood, consequence) for likelihood in LEVELS for consequence in LEVELS],
    }
    return Chart(drawing.figure([_points(inside)], layout), _finding(rows, inside))


def _zone_of(likelihood: int, consequence: int) -> tuple[int, str]:
    rules = friction_rules()
    rank = rules["matrix"]["ranks"][likelihood - 1][consequence - 1]
    return rank, next(zone for zone, mark in rules["zones"].items() if rank < mark)


def _axis(title: str, **settings: Any) -> dict[str, Any]:
    return style.value_axis(
        title, range=[0.48, 5.52], tickvals=list(LEVELS), ticktext=[str(level) for level in LEVELS], showgrid=False,
        **settings,
    )  # fmt: skip


def _cell(likelihood: int, consequence: int) -> dict[str, Any]:
    _, zone = _zone_of(likelihood, consequence)
    fill = colors.tint(ZONE_COLORS[zone], 0.28 if zone == "critical" else 0.2)
    return {
        "type": "rect", "layer": "below", "x0": consequence - 0.48, "x1": consequence + 0.48, "y0": likelihood - 0.48,
        "y1": likelihood + 0.48, "fillcolor": fill, "line": {"width": 0},
    }  # fmt: skip


def _rank(likelihood: int, consequence: int) -> dict[str, Any]:
    rank, zone = _zone_of(likelihood, consequence)
    return style.note(
        f"{ZONE_SIGNS[zone]} {rank}", x=consequence - 0.45, y=likelihood + 0.45, xref="x", yref="y", xanchor="left",
        yanchor="top", font={"size": 9},
    )  # fmt: skip


def _points(inside: dict[tuple[int, int], list[dict[str, Any]]]) -> dict[str, Any]:
    """One point in each cell, also in an empty one, so that each can be chosen."""
    names = friction_rules()["zone_names"]
    x, y, texts, hovers = [], [], [], []
    for likelihood in LEVELS:
        for consequence in LEVELS:
            here = inside.get((likelihood, consequence), [])
            rank, zone = _zone_of(likelihood, consequence)
            head = f"Likelihood {likelihood}, consequence {consequence}: {names[zone]}, rank {rank} of 25"
            told = [f"{row['place']}. {style.safe(row['title'])}" for row in here[:8]]
            told += [f"and {len(here) - 8} more"] if len(here) > 8 else []
            x.append(consequence)
            y.append(likelihood)
            texts.append(_places(here))
            hovers.append(style.hint(head, *(told or ["no friction here"])))
    return {
        "type": "scatter", "mode": "markers+text", "x": x, "y": y, "text": texts, "hovertext": hovers,
        "hovertemplate": drawing.HOVER, "textposition": "middle center", "showlegend": False, "meta": "cell",
        "textfont": {"size": style.FONT_SIZE, "color": style.INK},
        "marker": {"size": SIDE * 0.62, "symbol": "square", "color": "rgba(128,128,128,0.01)"},
        "selected": {"marker": {"color": "rgba(128,128,128,0.4)", "opacity": 1}, "textfont": {"color": style.INK}},
        # Plotly would fade the texts of all other cells until nobody can read them.
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": style.INK}},
    }  # fmt: skip


def _places(here: list[dict[str, Any]]) -> str:
    """Places in the ranking; more than four are counted."""
    if not here:
        return ""
    if len(here) > MOST_NAMED:
        return f"<b>{len(here)}</b>"
    pairs = [f"#{row['place']}" for row in here]
    return "<br>".join(" ".join(pairs[i : i + 2]) for i in range(0, len(pairs), 2))


def _finding(rows: list[dict[str, Any]], inside: dict[tuple[int, int], list[dict[str, Any]]]) -> str:
    names = friction_rules()["zone_names"]
    counts = {zone: sum(row["zone"] == zone for row in rows) for zone in ZONE_COLORS}
    told = ", ".join(f"{count} in zone {names[zone]}" for zone, count in reversed(counts.items()) if count)
    (likelihood, consequence), worst = max(inside.items(), key=lambda cell: cell[1][0]["severity"])
    return (
        f"Placed are {plural(len(rows), 'friction')}: {told}; the gravest cell is likelihood {likelihood} and "
        f"consequence {consequence} with {worst[0]['title']}."
    )
