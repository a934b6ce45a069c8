"""Where the network is drawn: places that follow from the data alone, so that the same data look the same."""

import datetime as dt
import math

import polars as pl

from alliance_core.capability.network import degrees, links, partners
from alliance_core.capability.parts import AVAILABLE, cells, parts
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.capability_complementarity.provision import FULL

NODES = ["node", "label", "kind", "x", "y", "degree", "told"]
EDGES = ["source", "target", "x0", "y0", "x1", "y1", "criticality", "single_sourced", "kind", "told"]
Layout = tuple[pl.DataFrame, pl.DataFrame]


def members_network(snapshot: Snapshot, alliance: str) -> Layout:
    """Partners on a circle, the best linked inside of it where they are fewer than half.

    Gives  nodes: node, label, kind ("actor"), x, y (-1..1), degree, told; edges: source, target, x0, y0, x1, y1,
           criticality (points of the parts served together), single_sourced, kind (served / exercised), told
    """
    names = actor_names(snapshot.evidence)
    edges = links(snapshot).filter(alliance_id=alliance)
    nodes = degrees(partners(snapshot).filter(alliance_id=alliance), edges).with_columns(
        label=pl.col("actor_id").replace(names)
    )
    top = nodes.filter(pl.col("degree") == pl.col("degree").max(), pl.col("degree") > 0)["actor_id"].to_list()
    inside = top if 2 * len(top) < nodes.height else []
    placed = {
        **_ring(inside, 0.0 if len(inside) == 1 else 0.45),
        **_ring([actor for actor in nodes["actor_id"] if actor not in inside], 1.0),
    }
    titles = {
        f"{function}/{detail}": title
        for function, detail, title in parts(snapshot).filter(alliance_id=alliance)
        .select("function", "detail", "title").iter_rows()
    }  # fmt: skip
    drawn = [
        {
            "source": row["actor_a"], "target": row["actor_b"],
            "criticality": row["criticality"], "single_sourced": row["single_sourced"],
            "kind": "served" if row["shared"] else "exercised",
            "told": _link_words(row, titles),
        }
        for row in edges.to_dicts()
    ]  # fmt: skip
    points = [
        {"node": row["actor_id"], "label": row["label"], "kind": "actor", "x": placed[row["actor_id"]][0],
         "y": placed[row["actor_id"]][1], "degree": row["degree"],
         "told": f"linked with {row['degree']} of {nodes.height - 1} partners"}
        for row in nodes.to_dicts()
    ]  # fmt: skip
    return _frames(points, drawn)


def provision_network(snapshot: Snapshot, alliance: str) -> Layout:
    """Providers on the left, the functions that they serve on the right, each provider beside its functions.

    Gives  as members_network; kinds of nodes are actor and function, of edges full and partial; functions stand in
           the order of `parts` from the top (y 1) to the bottom (y 0)
    """
    needed = parts(snapshot).filter(alliance_id=alliance).with_columns(node=pl.format("{}/{}", "function", "detail"))
    served = (
        cells(snapshot, dt.date.max).filter(pl.col("alliance_id") == alliance, pl.col("mark").is_in(AVAILABLE))
        .with_columns(node=pl.format("{}/{}", "function", "detail"))
        .join(needed.select("node", "title", "weight", "full"), on="node")
    )  # fmt: skip
    rows = dict(zip(needed["node"], _even(needed.height), strict=True))
    mean = (
        served.with_columns(height=pl.col("node").replace_strict(rows, return_dtype=pl.Float64))
        .group_by("provider", "provider_name").agg(pl.col("height").mean(), degree=pl.len())
        .sort("height", "provider", descending=[True, False])
    )  # fmt: skip
    places = dict(zip(mean["provider"], _even(mean.height), strict=True))
    points = [
        {"node": row["provider"], "label": row["provider_name"], "kind": "actor", "x": 0.0,
         "y": places[row["provider"]], "degree": row["degree"],
         "told": f"serves {row['degree']} of {needed.height} parts"}
        for row in mean.to_dicts()
    ]  # fmt: skip
    counts = dict(served.group_by("node").len().iter_rows())
    points += [
        {"node": row["node"], "label": row["title"], "kind": "function", "x": 1.0, "y": rows[row["node"]],
         "degree": counts.get(row["node"], 0),
         "told": f"criticality {row['criticality']}, full providers: {row['full']}"}
        for row in needed.to_dicts()
    ]  # fmt: skip
    drawn = [
        {
            "source": row["provider"], "target": row["node"], "criticality": row["weight"],
            "single_sourced": row["mark"] in FULL and row["full"] == 1,
            "kind": "full" if row["mark"] in FULL else "partial",
            "told": f"{row['title']}: {'; '.join(row['told'])}",
        }
        for row in served.to_dicts()
    ]  # fmt: skip
    return _frames(points, drawn)


def _ring(actors: list[str], radius: float) -> dict[str, tuple[float, float]]:
    """Places evenly on a circle, clockwise from the top."""
    angles = [2 * math.pi * place / len(actors) for place in range(len(actors))]
    return {
        actor: (round(radius * math.sin(angle), 6), round(radius * math.cos(angle), 6))
        for actor, angle in zip(actors, angles, strict=True)
    }


def _even(count: int) -> list[float]:
    """Heights from 1 down to 0, evenly; one alone stands in the middle."""
    return [0.5] if count == 1 else [1 - place / (count - 1) for place in range(count)]


def _link_words(row: dict, titles: dict[str, str]) -> str:
    """Why two partners are linked."""
    reasons = []
    if row["shared"]:
        reasons.append("serve together: " + ", ".join(titles.get(part, part) for part in row["shared"]))
    if row["layers"]:
        reasons.append(f"level {row['level']} in " + ", ".join(layer.replace("_", " ") for layer in row["layers"]))
    return "; ".join(reasons)


def _frames(points: list[dict], drawn: list[dict]) -> Layout:
    """Nodes and edges as frames, each edge with the places of its ends."""
    kinds = {"x": pl.Float64, "y": pl.Float64, "degree": pl.Int64}
    nodes = pl.DataFrame(points, schema={name: kinds.get(name, pl.String) for name in NODES})
    place = {row["node"]: (row["x"], row["y"]) for row in points}
    for edge in drawn:
        (edge["x0"], edge["y0"]), (edge["x1"], edge["y1"]) = place[edge["source"]], place[edge["target"]]
    numbers = dict.fromkeys(["x0", "y0", "x1", "y1", "criticality"], pl.Float64)
    schema = {name: pl.Boolean if name == "single_sourced" else numbers.get(name, pl.String) for name in EDGES}
    return nodes, pl.DataFrame(drawn, schema=schema)
