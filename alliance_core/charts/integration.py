"""Paper against practice: formal commitment beside operational integration, and interoperability by layer."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import polars as pl

from alliance_core.charts import style, traces
from alliance_core.charts.chart import Chart, blank, has_or_have, listing, plural, records

ROW_HEIGHT = 40
PARTS = {"formal": "Formal commitment", "operational": "Operational integration"}
LEVELS = ("none", "on paper", "specified", "exercised", "routine")
LAYERS: Mapping[str, str] = {
    "data_format": "Data formats",
    "communications": "Communications",
    "mechanical_interface": "Mechanical interfaces",
    "operations": "Operations",
    "training_exercise": "Training and exercises",
    "information_security": "Information security",
}


def formal_operational(operational: pl.DataFrame) -> Chart:
    """Formal commitment and operational integration of each alliance, tied by a bar as long as the gap.

    Takes  one row per alliance: alliance str, formal, operational, gap float 0..100 or null (gap = formal
           minus operational), parchment_share float 0..1 or null
    Gives  widest gap first, alliances that cannot be judged last and read "no evidence"
    Raises ChartError where a column is missing
    """
    columns = ["alliance", "formal", "operational", "gap", "parchment_share"]
    rows = records(operational, "formal_operational", columns)
    if not rows:
        return blank("There is no alliance whose paper and practice can be compared.")
    rows.sort(key=lambda row: (row["gap"] is None, -(row["gap"] or 0), row["alliance"]))
    both = [row if None not in (row["formal"], row["operational"]) else dict.fromkeys(columns) for row in rows]
    every = list(range(len(rows)))
    figure = go.Figure(
        traces.interval_bars(every, [r["formal"] for r in both], [r["operational"] for r in both], style.MIDTONE)
    )
    figure.update_traces(meta="gap")
    texts = [_gap_hover(row) for row in rows]
    for part, symbol, color in (("formal", "square-open", style.GOLD), ("operational", "circle", style.BLUE)):
        marker = {"color": color, "symbol": symbol, "size": 13, "line": {"width": 3 if part == "formal" else 0}}
        scores = [row[part] for row in rows]
        shown = {"name": PARTS[part], "marker": marker, "showlegend": True, "meta": part}
        figure.add_trace(traces.point_trace(scores, every, texts, **shown))
    shared = [(place, row["parchment_share"]) for place, row in enumerate(rows) if row["parchment_share"] is not None]
    figure.update_layout(
        **style.base_layout(164 + ROW_HEIGHT * len(rows), legend=True, l=64, r=76, t=58),
        xaxis=style.score_axis("Level in points, 0 to 100"),
        yaxis=style.row_axis([style.wrap(row["alliance"]) for row in rows]),
        annotations=[
            style.column_head("Alliance"),
            style.column_head("Members<br>on paper<br>only", right=True),
            *traces.side_notes([place for place, _ in shared], [style.percent(share) for _, share in shared]),
            *_gaps(rows),
        ],
    )
    return Chart(figure, _gap_finding(rows))


def interoperability_bars(layers: pl.DataFrame, *, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """How well partners work together on each layer: mean level as a bar, best pair as a line across.

    Takes  one row per alliance and layer: alliance, layer str, level_mean, level_max float 0..4 or null
    Gives  one row per layer for one alliance, a group of rows per layer for several; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(layers, "interoperability_bars", ["alliance", "layer", "level_mean", "level_max"])
    if not rows:
        return blank("There is no interoperability layer to show.")
    alliances = list(dict.fromkeys(row["alliance"] for row in rows))
    marks = style.marks_for(alliances, marks)
    labels: list[str] = []
    heads: list[int] = []
    placed: list[tuple[int, dict[str, Any]]] = []
    for layer in dict.fromkeys(row["layer"] for row in rows):
        name = style.wrap(_layer_name(layer), 18 if len(alliances) == 1 else 24)
        if len(alliances) > 1:
            heads.append(len(labels))
            labels.append(f"<b>{name}</b>")
        for row in (row for row in rows if row["layer"] == layer):
            placed.append((len(labels), row))
            labels.append(style.wrap(row["alliance"], 18) if len(alliances) > 1 else name)
    key = style.MIDTONE if len(alliances) > 1 else marks[alliances[0]].color
    figure = go.Figure([_level_bars(placed, marks), _key_bar(key), _best_pairs(placed)])
    silent = [place for place, row in placed if row["level_mean"] is None]
    height = 36 if len(alliances) == 1 else 24
    figure.update_layout(
        **style.base_layout(120 + height * len(labels), legend=True, l=64, t=28, r=28),
        barmode="overlay",
        xaxis=style.value_axis(
            "Interoperability level, 0 to 4",
            range=[0, 4.1],
            tickvals=list(range(len(LEVELS))),
            ticktext=[f"{level}<br>{style.wrap(word, 6)}" for level, word in enumerate(LEVELS)],
        ),
        yaxis=style.row_axis(labels, tickfont={"size": style.SMALL, "color": style.INK}),
        shapes=[traces.rule(place) for place in heads[1:]],
        annotations=[style.column_head("Layer"), *traces.missing_notes(silent, at=0.05)],
    )
    return Chart(figure, _layer_finding(rows, alliances))


def _gaps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is missing in a row, in words, at the end of the plot that is farther from the known part."""
    notes = []
    for place, row in enumerate(rows):
        missing = [part for part in ("formal", "operational") if row[part] is None]
        known = [row[part] for part in ("formal", "operational") if row[part] is not None]
        if missing:
            words = style.NO_EVIDENCE if len(missing) == 2 else f"{missing[0]}:<br>{style.NO_EVIDENCE}"
            side = {"x": 99, "xanchor": "right"} if known and known[0] < 50 else {"x": 1, "xanchor": "left"}
            notes.append(style.note(f"<i>{words}</i>", xref="x", y=place, yref="y", align="left", **side))
    return notes


def _layer_name(layer: str) -> str:
    return LAYERS.get(layer, layer.replace("_", " ").capitalize())


def _of_hundred(score: float | None) -> str:
    return style.NO_EVIDENCE if score is None else f"{style.points(score)} of 100 points"


def _gap_hover(row: dict[str, Any]) -> str:
    lines = [
        style.safe(row["alliance"]),
        *(f"{name}: {_of_hundred(row[part])}" for part, name in PARTS.items()),
    ]
    if row["gap"] is not None:
        lines.append(f"Gap, formal minus operational: {style.signed(row['gap'])} points")
    return style.hint(*lines, f"Members on paper only: {style.percent(row['parchment_share'])}")


def _level_bars(placed: list[tuple[int, dict[str, Any]]], marks: Mapping[str, style.Mark]) -> go.Bar:
    known = [(place, row) for place, row in placed if row["level_mean"] is not None]
    return go.Bar(
        orientation="h",
        x=[row["level_mean"] for _, row in known],
        y=[place for place, _ in known],
        width=0.6,
        marker={"color": [marks[row["alliance"]].color for _, row in known], "line": {"width": 0}},
        showlegend=False,
        hovertext=[_level_hover(row) for _, row in known],
        hovertemplate="%{hovertext}<extra></extra>",
        meta="mean",
    )


def _key_bar(color: str) -> go.Bar:
    """The legend's entry for the bars: grey where the bars have the colours of several alliances."""
    return go.Bar(x=[None], y=[None], name="Mean over pairs of members", marker={"color": color}, showlegend=True)


def _best_pairs(placed: list[tuple[int, dict[str, Any]]]) -> go.Scatter:
    known = [(place, row) for place, row in placed if row["level_max"] is not None]
    return traces.point_trace(
        [row["level_max"] for _, row in known],
        [place for place, _ in known],
        [_level_hover(row) for _, row in known],
        name="Best pair",
        showlegend=True,
        marker={"symbol": "line-ns-open", "size": 14, "color": style.MIDTONE, "line": {"width": 3}},
        cliponaxis=False,
        meta="max",
    )


def _level_hover(row: dict[str, Any]) -> str:
    def level(value: float | None) -> str:
        return style.NO_EVIDENCE if value is None else f"{value:.1f} of 4 ({LEVELS[round(value)]})"

    return style.hint(
        f"{style.safe(row['alliance'])}: {style.safe(_layer_name(row['layer']))}",
        f"Mean over pairs of members: {level(row['level_mean'])}",
        f"Best pair: {level(row['level_max'])}",
    )


def _lean(gap: float) -> str:
    higher, lower = ("formal commitment", "operational integration")[:: 1 if gap >= 0 else -1]
    return f"{higher} {plural(round(abs(gap)), 'point')} above its {lower}"


def _gap_finding(rows: list[dict[str, Any]]) -> str:
    """The widest gap, and the alliance that practises more than it has on paper, if any."""
    known = [row for row in rows if row["gap"] is not None]
    silent = [row["alliance"] for row in rows if row["gap"] is None]
    if not known:
        return f"There is not enough evidence to compare paper and practice of {listing(silent)}."
    widest, least = known[0], known[-1]
    if len(known) == 1:
        text = f"{widest['alliance']} has its {_lean(widest['gap'])}"
    else:
        text = f"Of {len(known)} alliances, {widest['alliance']} stands furthest on the side of paper, with its "
        text += f"{_lean(widest['gap'])}, and {least['alliance']} furthest on the side of practice, with its "
        text += _lean(least["gap"])
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."


def _layer_finding(rows: list[dict[str, Any]], alliances: list[str]) -> str:
    """The most and the least integrated layer, and how many have no evidence."""
    known = sorted((row for row in rows if row["level_mean"] is not None), key=lambda row: row["level_mean"])
    if not known:
        return f"There is {style.NO_EVIDENCE} on the interoperability of {listing(alliances)}."

    def place(row: dict[str, Any]) -> str:
        of = f"{row['alliance']} in " if len(alliances) > 1 else ""
        return f"{of}{_layer_name(row['layer']).lower()} ({row['level_mean']:.1f} of 4)"

    who = "" if len(alliances) > 1 else f" of {alliances[0]}"
    text = f"The highest mean interoperability level{who} is {place(known[-1])}, the lowest {place(known[0])}"
    silent = len(rows) - len(known)
    return text + (f", while {silent} of {len(rows)} {has_or_have(silent)} {style.NO_EVIDENCE}" if silent else "") + "."
