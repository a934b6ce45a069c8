"""The network of an alliance: partners and what links them, or partners and the functions that they serve."""

from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style
from alliance_core.charts.chart import Chart, blank, listing, plural, records

NODES = ("node", "label", "kind", "x", "y", "degree", "told")
EDGES = ("source", "target", "x0", "y0", "x1", "y1", "criticality", "single_sourced", "kind", "told")
ALONE = "no link"
ROW = 40
# Longer names of partners give way to their ids on the figure; the pointer shows them in full.
LONGEST_NAME = 13
MIDDLE = 0.01
# Widths of edges by criticality, in four steps: a trace for each edge would be slow.
STEPS = ((0.0, 1.0), (1.5, 2.0), (4.0, 3.2), (9.0, 5.0))
LOOSE = ("exercised", "partial")


def alliance_network(nodes: pl.DataFrame, edges: pl.DataFrame, own: tuple[str, ...] = ()) -> Chart:
    """Partners and links, placed by the core; single-sourced links stand out in colour and dash.

    Takes  nodes: node, label, kind (actor / function) str, x, y float, degree int, told str; edges: source, target,
           kind (exercised / served / full / partial), told str, x0, y0, x1, y1, criticality float or null,
           single_sourced bool; `own` are the nodes that count as the reader's nation
    Gives  width by criticality; partial and merely exercised links dotted; a node without a link reads "no link"
    Raises ChartError where a column is missing
    """
    points = records(nodes, "alliance_network", NODES)
    if not points:
        return blank("There is no partner that provides anything or has exercised a link.")
    lines = records(edges, "alliance_network", EDGES)
    by_function = any(point["kind"] == "function" for point in points)
    data = [*_edges(lines, own), *_middles(lines), *_nodes(points, own, by_function)]
    height = (
        110 + ROW * max(sum(p["kind"] == kind for p in points) for kind in ("actor", "function"))
        if by_function
        else 560
    )
    hidden = {"showgrid": False, "zeroline": False, "showline": False, "showticklabels": False, "fixedrange": True}
    layout = {
        **style.base_layout(height, legend=True, t=12, b=70),
        "xaxis": {**hidden, "range": [-0.55, 1.95] if by_function else [-1.45, 1.45]},
        "yaxis": {**hidden, "range": [-0.06, 1.06] if by_function else [-1.25, 1.25]},
        "annotations": _labels(points, own, by_function),
    }
    return Chart(drawing.figure(data, layout), _finding(points, lines, by_function))


def _step(criticality: float | None) -> int:
    return max(step for step, (least, _) in enumerate(STEPS) if (criticality or 0.0) >= least)


def _edges(lines: list[dict[str, Any]], own: tuple[str, ...]) -> list[dict[str, Any]]:
    """Edges as broken lines: one trace for each width, kind and emphasis; those of the nation stronger."""
    groups: dict[tuple[bool, bool, int, bool], list[dict[str, Any]]] = {}
    for line in lines:
        mine = not own or bool({line["source"], line["target"]} & set(own))
        key = (bool(line["single_sourced"]), line["kind"] in LOOSE, _step(line["criticality"]), mine)
        groups.setdefault(key, []).append(line)
    drawn, told = [], set()
    # The legend shows a name in its full colour wherever one of its lines has it.
    strong = {_name(single, loose) for single, loose, _, mine in groups if mine}
    for (single, loose, step, mine), members in sorted(groups.items()):
        color, name = style.VERMILLION if single else style.BLUE, _name(single, loose)
        listed = name not in told and (mine or name not in strong)
        drawn.append(drawing.lines(
            [x for line in members for x in (line["x0"], line["x1"], None)],
            [y for line in members for y in (line["y0"], line["y1"], None)],
            colors.tint(color, 0.85 if mine else 0.22), STEPS[step][1],
            line={"dash": "dot" if loose and not single else "longdash" if single and loose else "solid"},
            name=name, showlegend=listed, legendgroup=name, meta="edge",
        ))  # fmt: skip
        told |= {name} if listed else set()
    return drawn


def _name(single: bool, loose: bool) -> str:
    """What an edge says in the legend."""
    return "hangs on one full provider" if single else "partial or only exercised" if loose else "served in full"


def _middles(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a link rests on, under the pointer in its middle; a cross marks the single-sourced ones."""
    if not lines:
        return []
    marker = {
        "size": 9,
        "symbol": ["x" if line["single_sourced"] else "circle" for line in lines],
        "color": [style.VERMILLION if line["single_sourced"] else style.CLEAR for line in lines],
    }
    hovers = [
        style.hint(f"{style.safe(line['source'])} – {style.safe(line['target'].split('/')[-1].replace('_', ' '))}",
                   style.wrap(line["told"], 60))
        for line in lines
    ]  # fmt: skip
    share = [0.35 if line["kind"] in ("full", "partial") else 0.5 for line in lines]
    x = [line["x0"] + part * (line["x1"] - line["x0"]) for line, part in zip(lines, share, strict=True)]
    y = [line["y0"] + part * (line["y1"] - line["y0"]) for line, part in zip(lines, share, strict=True)]
    return [drawing.dots(x, y, hovers, marker, meta="link")]


def _nodes(points: list[dict[str, Any]], own: tuple[str, ...], by_function: bool) -> list[dict[str, Any]]:
    most = max(point["degree"] or 0 for point in points) or 1
    drawn = []
    for kind, symbol, color in (("actor", "circle", style.GREEN), ("function", "square", style.GREY)):
        members = [point for point in points if point["kind"] == kind]
        if not members:
            continue
        size = [12 if by_function else 14 + 18 * (point["degree"] or 0) / most for point in members]
        fill = [style.PURPLE if point["node"] in own else color for point in members]
        hovers = [style.hint(style.safe(point["label"]), style.safe(point["told"])) for point in members]
        outline = {"width": [3 if point["node"] in own else 0 for point in members], "color": style.INK}
        marker = {"size": size, "color": fill, "symbol": symbol, "line": outline, "opacity": 1}
        drawn.append(drawing.dots([p["x"] for p in members], [p["y"] for p in members], hovers, marker, meta=kind))
    return drawn


def _labels(points: list[dict[str, Any]], own: tuple[str, ...], by_function: bool) -> list[dict[str, Any]]:
    """Names beside the nodes: outwards on the circle, to the sides in two columns."""
    notes = []
    for point in points:
        whole = point["kind"] == "function" or len(point["label"]) <= LONGEST_NAME
        text = style.wrap(point["label"] if whole else point["node"], 22)
        inside = not by_function and abs(point["x"]) + abs(point["y"]) < MIDDLE
        text = f"<b>{text}</b>" if inside else text
        text = f"<b>▸ {text}</b>" if point["node"] in own else text
        text += f"<br><i>{ALONE}</i>" if not point["degree"] else ""
        place: dict[str, Any] = {"x": point["x"], "y": point["y"], "xref": "x", "yref": "y"}
        if by_function:
            right = point["kind"] == "function"
            place |= {"xanchor": "left" if right else "right", "xshift": 10 if right else -10,
                      "align": "left" if right else "right"}  # fmt: skip
        else:
            low = point["y"] < -0.1
            place |= {"yanchor": "top" if low else "bottom", "yshift": -16 if low else 16}
        notes.append(style.note(text, **place))
    return notes


def _finding(points: list[dict[str, Any]], lines: list[dict[str, Any]], by_function: bool) -> str:
    """How many partners and links, who has most, what hangs on one."""
    actors = sorted((p for p in points if p["kind"] == "actor"), key=lambda p: (-(p["degree"] or 0), p["label"]))
    single = [line for line in lines if line["single_sourced"]]
    if not actors:
        return f"There is no provider for any of {plural(len(points), 'needed part')} of functions."
    first, alone = actors[0], [p["label"] for p in points if not p["degree"]]
    what = plural(len(lines), "provision of a function", "provisions of functions") if by_function else ""
    text = f"There {'is' if len(lines) == 1 else 'are'} {what or plural(len(lines), 'link')} among "
    text += plural(len(actors), "partner")
    if len(actors) > 1 and (first["degree"] or 0) > (actors[1]["degree"] or 0):
        text += f", most of them with {first['label']} ({first['degree']})"
    if single:
        text += f"; {len(single)} of them {'hangs' if len(single) == 1 else 'hang'} on one full provider"
    return text + (f"; {ALONE} for {listing(alone, 2)}" if alone else "") + "."
