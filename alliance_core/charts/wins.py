"""Who ranks above whom, over all weightings."""

from collections.abc import Mapping, Sequence

import polars as pl

from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, records

ROW_HEIGHT = 34

Pairs = Mapping[tuple[str, str], float | None]


def win_matrix(pairs: pl.DataFrame) -> Chart:
    """Chance in per cent that the alliance of the row ranks above that of the column; blue above 50, vermillion below.

    Takes  one row per ordered pair: a, b str, p float 0..1 (a ranks above b) or null
    Gives  rows and columns in the same order, the alliance with the highest mean first; the diagonal is empty,
           null or absent is hatched and a note says "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(pairs, "win_matrix", ["a", "b", "p"])
    if not rows:
        return blank("There is no pair of alliances to compare.")
    chance: Pairs = {(row["a"], row["b"]): row["p"] for row in rows if row["a"] != row["b"]}
    every = {row[side] for row in rows for side in ("a", "b")}
    names = sorted(every, key=lambda name: (-_mean(chance, name), name))
    known, unknown = [], []
    for row, a in enumerate(names):
        for column, b in enumerate(names):
            p, head = chance.get((a, b)), f"{style.safe(a)} above {style.safe(b)}"
            if a == b:
                continue
            if p is None:
                unknown.append((row, column, style.hint(head, style.NO_EVIDENCE)))
                continue
            told = style.hint(head, f"in {style.chance(p)} of all weightings")
            known.append((row, column, drawing.diverging(2 * p - 1), style.chance(p).removesuffix(" %"), told))
    data = [drawing.cells(known, "chance"), *([drawing.empty_cells(unknown)] if unknown else [])]
    layout = drawing.matrix_layout([style.wrap(name) for name in names], names, row_height=ROW_HEIGHT)
    text = "Per cent of all weightings in which<br>the row ranks above the column"
    text += f"<br>hatched: {style.NO_EVIDENCE}" if unknown else ""
    layout["margin"] |= {"b": 62}
    layout["height"] += 48
    layout["annotations"] = [style.note(text, x=1, xanchor="right", y=0, yanchor="top", yshift=-8, align="right")]
    return Chart(drawing.figure(data, layout), _finding(chance, names))


def _mean(chance: Pairs, name: str) -> float:
    """Mean chance of an alliance against the others, only to sort; -1 without any."""
    own = sorted(p for (a, _), p in chance.items() if a == name and p is not None)
    return sum(own) / len(own) if own else -1.0


def _finding(chance: Pairs, names: Sequence[str]) -> str:
    """How safely the first stands above the others, and which two are closest."""
    known = {pair: p for pair, p in chance.items() if p is not None}
    if not known:
        return f"There is {style.NO_EVIDENCE} for any pair of {len(names)} alliances."
    first = names[0]
    own = {b: p for (a, b), p in known.items() if a == first}
    rival = min(sorted(own), key=lambda name: own[name])
    text = f"{first} ranks above "
    text += (
        f"each of the {len(own)} others in at least {style.chance(own[rival])} of all weightings, least often above "
    )
    text += rival
    if len(own) == 1:
        text = f"{first} ranks above {rival} in {style.chance(own[rival])} of all weightings"
    # Both orders of a pair are equally close; the one that is ahead is told.
    a, b = min(sorted(known), key=lambda pair: (round(abs(known[pair] - 0.5), 9), -known[pair]))
    if {a, b} != {first, rival}:
        text += f", and the closest call is {a} above {b} in {style.chance(known[a, b])}"
    silent = len(names) * (len(names) - 1) - len(known)
    if silent:
        text += f"; {style.NO_EVIDENCE} for {silent} of {len(names) * (len(names) - 1)} pairs"
    return text + "."
