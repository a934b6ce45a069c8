"""Who changes places when the weights change: ranks from profile to profile."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, records

NO_SCORE = "no score"
ROW_HEIGHT = 34
# Names at the same place need this much of a row each, of one line or of two.
LABEL_ROOM = (0.55, 0.95)

Path = Sequence[float | None]


def rank_bump(ranks: pl.DataFrame, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """Ranks as lines from profile to profile, first place on top; who changes places stands out.

    Takes  one row per profile and alliance: profile, alliance str, rank (1 = best), score float or null
    Gives  profiles in the order of the frame, names at both ends; without a rank an alliance has no line
           there and reads "no score" below the others
    Raises ChartError where a column is missing
    """
    rows = records(ranks, "rank_bump", ["profile", "alliance", "rank", "score"])
    if not rows:
        return blank("There is no alliance to rank.")
    profiles = list(dict.fromkeys(row["profile"] for row in rows))
    names = sorted({row["alliance"] for row in rows})
    cell = {(row["profile"], row["alliance"]): row for row in rows}
    paths = {name: [cell.get((profile, name), {}).get("rank") for profile in profiles] for name in names}
    marks = style.marks_for(names, marks)
    movers = [name for name in names if len(set(paths[name])) > 1]
    ends = [_end_places(paths, 0), _end_places(paths, -1)]
    bottom = max([*ends[0].values(), *ends[1].values()])
    rooms = [_room(names, extra) for extra in (24, 62)]
    heads = [style.wrap(profile, 12) for profile in profiles]
    top = 30 + 15 * max(head.count("<br>") for head in heads)

    still = [name for name in names if name not in movers]
    data = [_still_lines([paths[name] for name in still])]
    data += [_mover_line(paths[name], marks[name]) for name in movers]
    data.append(_points(profiles, paths, cell, {name: marks[name] for name in movers}))
    layout = {
        **style.base_layout(ROW_HEIGHT * (bottom + 0.2) + top + 8, t=top, b=8, l=rooms[0], r=rooms[1]),
        "xaxis": _bare_axis([-0.04, max(len(profiles) - 1, 1) + 0.04]),
        "yaxis": _bare_axis([bottom + 0.6, 0.4]),
        "shapes": [_column_line(place) for place in range(len(profiles))],
        "annotations": [
            *[_head(head, place) for place, head in enumerate(heads)],
            *[_left_label(name, ends[0][name], paths[name], marks, name in movers) for name in names],
            *[_right_label(name, ends[1][name], paths[name], marks, len(profiles) - 1) for name in names],
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(profiles, paths))


def _end_places(paths: Mapping[str, Path], end: int) -> dict[str, float]:
    """Where each name stands beside the first or last column: at its rank, or below all ranks in the alphabet's order.

    Names of equal rank move apart.
    """
    ranked = [name for name, path in paths.items() if path[end] is not None]
    ranks = [float(paths[name][end] or 0) for name in ranked]
    room = LABEL_ROOM[any("<br>" in style.wrap(name) for name in ranked)]
    # Without a shared last place the highest rank is the count of the ranked.
    floor = max([len(ranked), *(rank for path in paths.values() for rank in path if rank is not None)])
    places = dict(zip(ranked, traces.spread(ranks, room, 1, max(floor, 1)), strict=True))
    silent = [name for name in paths if name not in places]
    return places | {name: float(floor + 1 + place) for place, name in enumerate(silent)}


def _room(names: Sequence[str], extra: float) -> int:
    """Pixels beside the plot for the longest line of a name, its rank and its sign."""
    longest = max(len(line) for name in names for line in style.wrap(name).split("<br>"))
    return round(6.3 * max(longest, len(NO_SCORE)) + extra)


def _bare_axis(ends: list[float]) -> dict[str, Any]:
    """An axis without ticks: the names at both ends say what stands where."""
    bare = {"showgrid": False, "zeroline": False, "showline": False, "showticklabels": False, "ticks": ""}
    return bare | {"range": ends, "fixedrange": True}


def _column_line(place: float) -> dict[str, Any]:
    line = {"width": 1, "color": style.GRID}
    edges = {"x0": place, "x1": place, "xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "line": line, "layer": "below"} | edges


def _head(text: str, place: int) -> dict[str, Any]:
    return style.note(f"<b>{text}</b>", x=place, xref="x", y=1, yanchor="bottom", yshift=2)


def _still_lines(paths: Sequence[Path]) -> dict[str, Any]:
    """All lines of those who stay, thin and grey, in one trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for path in paths:
        x += [*range(len(path)), None]
        y += [*path, None]
    return drawing.lines(x, y, style.MIDTONE, 1.2, meta="still")


def _mover_line(path: Path, mark: style.Mark) -> dict[str, Any]:
    return drawing.lines(range(len(path)), path, mark.color, 3, line={"dash": mark.dash}, meta="mover")


def _points(
    profiles: Sequence[str],
    paths: Mapping[str, Path],
    cell: Mapping[tuple[str, str], Mapping[str, Any]],
    movers: Mapping[str, style.Mark],
) -> dict[str, Any]:
    """A mark at each rank: the alliance's own where it moves, a small grey dot where it stays."""
    found = [
        (place, rank, profile, name)
        for name, path in paths.items()
        for place, (profile, rank) in enumerate(zip(profiles, path, strict=True))
        if rank is not None
    ]
    own = [movers.get(name) for _, _, _, name in found]
    hovers = [
        style.hint(
            style.safe(name), f"{style.safe(profile)}: rank {rank:g}", _score_words(cell[profile, name]["score"])
        )
        for _, rank, profile, name in found
    ]
    marker = {
        "color": [mark.color if mark else style.MIDTONE for mark in own],
        "symbol": [mark.symbol if mark else "circle" for mark in own],
        "size": [11 if mark else 6 for mark in own],
        # Sizes that differ would make Plotly draw the marks half transparent, as it does bubbles.
        "opacity": 1,
        "line": {"width": [2 if mark and "open" in mark.symbol else 0 for mark in own]},
    }
    return drawing.dots([place for place, _, _, _ in found], [rank for _, rank, _, _ in found], hovers, marker)


def _score_words(score: float | None) -> str:
    return style.NO_EVIDENCE if score is None else f"{style.points(score)} of 100 points"


def _left_label(name: str, at: float, path: Path, marks: Mapping[str, style.Mark], moves: bool) -> dict[str, Any]:
    end = f"<b>{path[0]:g}</b>" if path[0] is not None else f"<i>{NO_SCORE}</i>"
    text = f"{style.wrap(name)}{' ' if path[0] is not None else '<br>'}{end}"
    text += f" <span style='color:{marks[name].color}'>{marks[name].sign}</span>" if moves else ""
    place = {"x": 0, "xref": "x", "y": at, "yref": "y", "xanchor": "right", "xshift": -10, "align": "right"}
    return style.note(text, **place, font={"size": style.FONT_SIZE})


def _right_label(name: str, at: float, path: Path, marks: Mapping[str, style.Mark], column: int) -> dict[str, Any]:
    """Rank, sign, name and the places gained or lost since the first column."""
    place = {"x": column, "xref": "x", "y": at, "yref": "y", "xanchor": "left", "xshift": 10, "align": "left"}
    sign = f"<span style='color:{marks[name].color}'>{marks[name].sign}</span> " if len(set(path)) > 1 else ""
    if path[-1] is None:
        text = f"{sign}{style.wrap(name)}<br><i>{NO_SCORE}</i>"
    else:
        gain = None if path[0] is None else path[0] - path[-1]
        text = f"{sign}<b>{path[-1]:g}</b> {style.wrap(name)}" + (f" <b>{_places(gain)}</b>" if gain else "")
    return style.note(text, **place, font={"size": style.FONT_SIZE})


def _places(gain: float) -> str:
    """Places gained with a sign; half places, from shared ranks, keep their half."""
    return style.signed(gain, 0 if gain == round(gain) else 1)


def _finding(profiles: Sequence[str], paths: Mapping[str, Path]) -> str:
    """Who gains and who loses places against the first profile, the largest moves first."""
    silent = [name for name, path in paths.items() if None in path]
    ending = f"; {NO_SCORE} in some profile for {listing(silent)}" if silent else ""
    if len(profiles) == 1:
        return f"Only one set of weights is shown, {profiles[0]}, so no alliance changes its place{ending}."
    most = 2 if len(profiles) == 2 else 1
    parts = [f"with {profile} {_moves(paths, place, most)}" for place, profile in enumerate(profiles) if place]
    return f"Against {profiles[0]}, {'; '.join(parts)}{ending}."


def _moves(paths: Mapping[str, Path], column: int, most: int) -> str:
    """Who gains and who loses places from the first column to this one; beyond `most` names there is a count."""
    pairs = [(name, path[0], path[column]) for name, path in paths.items()]
    gains = [(name, before - now) for name, before, now in pairs if before is not None and now is not None]
    moved = sorted((gain for gain in gains if gain[1]), key=lambda gain: (-abs(gain[1]), gain[0]))
    up = [f"{name} ({_places(gain)})" for name, gain in moved if gain > 0]
    down = [f"{name} ({_places(gain)})" for name, gain in moved if gain < 0]
    told = [f"{listing(up, most)} {'gains' if len(up) == 1 else 'gain'} places"] if up else []
    told += [f"{listing(down, most)} {'loses' if len(down) == 1 else 'lose'} places"] if down else []
    return " and ".join(told) or "no alliance changes its place"
