"""How the verdict stands up to other yardsticks: the health score of every variant over the zones of the verdict."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, plural, records

ROW_HEIGHT = 44
LANES = (0.0, -0.24, 0.24, -0.12, 0.12)
COLUMNS = ("family_name", "name", "health", "verdict_name", "flips")
ZONE_FILLS = ("rgba(128,128,128,0.05)", "rgba(3,111,173,0.08)")
STAYS = {"size": 9, "color": style.BLUE, "symbol": "circle"}
FLIPS = {"size": 12, "color": style.VERMILLION, "symbol": "diamond"}
# A zone under this share of the axis has no room for its name.
NARROW_ZONE = 0.18
ROOM, LEAST_SPAN = 6.0, 40.0
Row = dict[str, Any]


def verdict_variants(variants: pl.DataFrame, zones: pl.DataFrame | None = None, now: float | None = None) -> Chart:
    """Health score of every variant, one row per family; a flipped verdict by colour and symbol.

    Takes  one row per variant: family_name, name str, health float 0..100 or null, verdict_name str, flips bool or
           null; zones: low, high, verdict_name: which verdict a health score gives, all else as it stands; now: the
           health score under attack
    Gives  families in the order of the frame, the number that flips at the right; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(variants, "verdict_variants", COLUMNS)
    if not rows:
        return blank("There is no variant to show.")
    families = list(dict.fromkeys(row["family_name"] for row in rows))
    known = [row for row in rows if row["health"] is not None]
    places = {id(row): place for row, place in zip(known, _places(known, families), strict=True)}
    data = []
    for name, marker, flips in (("same verdict", STAYS, False), ("another verdict", FLIPS, True)):
        own = [row for row in known if bool(row["flips"]) == flips]
        data.append(drawing.dots([row["health"] for row in own], [places[id(row)] for row in own],
                                 [_hover(row) for row in own], marker, name=name, showlegend=True,
                                 meta="flips" if flips else "point"))  # fmt: skip
    limits = _limits([row["health"] for row in known], now)
    shapes, heads = _zones(zones, limits)
    if now is not None:
        shapes.append({"type": "line", "x0": now, "x1": now, "xref": "x", "y0": 0, "y1": 1, "yref": "paper",
                       "line": {"width": 1.5, "dash": "dash", "color": style.MIDTONE}})  # fmt: skip
    silent = [place for place, family in enumerate(families) if not any(row["family_name"] == family for row in known)]
    told = "Health score, points of 100; shaded: the verdict that a score gives, all else as it stands"
    layout = {
        **style.base_layout(168 + ROW_HEIGHT * len(families), legend=True, l=90, r=58, t=58, b=92),
        "xaxis": style.value_axis(
            "<br>".join([style.wrap(told, 46), *(["dashed: under attack"] if now is not None else [])]),
            range=list(limits),
            nticks=6,
        ),
        "yaxis": style.row_axis([style.wrap(family, 14) for family in families]),
        "shapes": shapes,
        "annotations": [
            *heads,
            style.column_head("Varied"),
            style.column_head("Flip", right=True),
            *traces.side_notes(list(range(len(families))), [_count(rows, family) for family in families]),
            *traces.missing_notes(silent, at=0),
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(rows, known, families))


def _places(known: list[Row], families: list[str]) -> list[float]:
    """Where each variant stands: its family's row, in lanes by health so that neighbours do not cover one another."""
    ranks: dict[int, int] = {}
    for family in families:
        own = sorted((i for i, row in enumerate(known) if row["family_name"] == family),
                     key=lambda i: (known[i]["health"], known[i]["name"]))  # fmt: skip
        ranks |= {i: rank for rank, i in enumerate(own)}
    return [families.index(row["family_name"]) + LANES[ranks[i] % len(LANES)] for i, row in enumerate(known)]


def _limits(scores: list[float], now: float | None) -> tuple[float, float]:
    """The part of the scale that holds all scores with room beside them, and never so little that specks look wide."""
    every = [*scores, *([] if now is None else [now])]
    if not every:
        return (0.0, 100.0)
    low, high = min(every) - ROOM, max(every) + ROOM
    missing = max(0.0, LEAST_SPAN - (high - low)) / 2
    return (max(low - missing, 0.0), min(high + missing, 100.0))


def _zones(
    zones: pl.DataFrame | None, limits: tuple[float, float]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Faint zones of the verdicts and their names above; a narrow one is named under the pointer of its marks only."""
    shapes, heads = [], []
    told = [] if zones is None else records(zones, "verdict_variants", ["low", "high", "verdict_name"])
    for place, row in enumerate(told):
        low, high = max(row["low"], limits[0]), min(row["high"], limits[1])
        if low >= high:
            continue
        across = {"x0": low, "x1": high, "xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
        fill = ZONE_FILLS[place % len(ZONE_FILLS)]
        shapes.append({"type": "rect", **across, "fillcolor": fill, "line": {"width": 0}, "layer": "below"})
        if high - low >= NARROW_ZONE * (limits[1] - limits[0]):
            heads.append(style.note(style.wrap(row["verdict_name"], 11), x=(low + high) / 2, xref="x",
                                    y=1, yanchor="bottom", font={"size": 10}))  # fmt: skip
    return shapes, heads


def _count(rows: list[Row], family: str) -> str:
    own = [row["flips"] for row in rows if row["family_name"] == family and row["flips"] is not None]
    return f"{sum(own)} of {len(own)}" if own else "–"


def _hover(row: Row) -> str:
    verdict = f"{'another verdict' if row['flips'] else 'same verdict'}: {row['verdict_name']}"
    return style.hint(style.safe(row["name"]), f"health {style.points(row['health'])}", style.safe(verdict))


def _finding(rows: list[Row], known: list[Row], families: list[str]) -> str:
    compared = [row for row in rows if row["flips"] is not None]
    missing = len(rows) - len(known)
    gap = f"; {style.NO_EVIDENCE} for {plural(missing, 'variant')}" if missing else ""
    if not compared:
        return f"None of {plural(len(rows), 'variant')} has a verdict to compare{gap}."
    flipped = [row for row in compared if row["flips"]]
    text = f"The verdict flips under {len(flipped) or 'none'} of {plural(len(compared), 'variant')}"
    if flipped:
        most = max(families, key=lambda family: sum(row["family_name"] == family for row in flipped))
        text += f", most of them by “{most}” ({_count(rows, most)})"
    if known:
        low, high = (pick(row["health"] for row in known) for pick in (min, max))
        text += f", and the health score lies between {style.points(low)} and {style.points(high)}"
    return f"{text}{gap}."
