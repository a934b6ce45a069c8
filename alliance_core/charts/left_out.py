"""Whether a place hangs on one indicator: what leaving out each of them does to the ranks."""

from collections import defaultdict
from typing import Any

import polars as pl

from alliance_core.catalogue import all_dimensions
from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, listing, plural, records

LINE_HEIGHT = 15
COLUMNS = ("left_out", "left_out_name", "dimension_name", "alliance", "rank_change")


def left_out_matrix(changes: pl.DataFrame) -> Chart:
    """Places gained and lost by each alliance when one indicator is left out, for those that change any.

    Takes  one row per indicator and alliance: left_out, left_out_name, dimension_name, alliance str,
           rank_change int (positive = gains places) or null
    Gives  the indicator that moves most places on top, alliances in the order of the alphabet; a note counts
           the indicators that change nothing; null is hatched and the note says "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(changes, "left_out_matrix", COLUMNS)
    if not rows:
        return blank("There is no indicator to leave out.")
    own: dict[str, dict[str, Any]] = defaultdict(dict)
    words = {row["left_out"]: (row["left_out_name"], row["dimension_name"]) for row in rows}
    for row in rows:
        own[row["left_out"]][row["alliance"]] = row["rank_change"]
    alliances = sorted({row["alliance"] for row in rows})
    moved = {key: sum(abs(change or 0) for change in found.values()) for key, found in own.items()}
    shown = sorted((key for key in own if moved[key]), key=lambda key: (-moved[key], words[key][0], key))
    if not shown:
        return blank(_nothing_moves(own))
    labels = [_label(*words[key]) for key in shown]
    data = _cells(own, shown, alliances, {key: words[key][0] for key in shown})
    tallest = max(label.count("<br>") + 1 for label in labels)
    layout = drawing.matrix_layout(labels, alliances, row_height=8 + LINE_HEIGHT * tallest)
    says = [_others(len(own) - len(shown))] if len(own) > len(shown) else []
    says += [f"hatched: {style.NO_EVIDENCE}"] if len(data) > 1 else []
    layout["margin"] |= {"b": 14 + 32 * len(says)}
    layout["height"] += 32 * len(says)
    layout["annotations"] = [_below("<br>".join(style.wrap(line, 36) for line in says))] if says else []
    layout["annotations"] += [style.column_head("Left out")]
    return Chart(drawing.figure(data, layout), _finding(own, shown, words))


def _label(name: str, dimension_name: str) -> str:
    """The indicator and, smaller, the catalogue's short heading of its dimension."""
    short = next((each.short for each in all_dimensions().values() if each.name == dimension_name), dimension_name)
    return f"{style.wrap(name, 18)}<br><i>{style.safe(short)}</i>"


def _cells(
    own: dict[str, dict[str, Any]], shown: list[str], alliances: list[str], names: dict[str, str]
) -> list[dict[str, Any]]:
    """Signed numbers on blue or vermillion; nought is an empty cell, null a hatched one."""
    reach = max(abs(change or 0) for key in shown for change in own[key].values())
    known, unknown = [], []
    for row, key in enumerate(shown):
        for column, alliance in enumerate(alliances):
            change = own[key].get(alliance)
            head = f"{style.safe(alliance)} without {style.safe(names[key])}"
            if change is None:
                unknown.append((row, column, style.hint(head, style.NO_EVIDENCE)))
                continue
            fill = drawing.diverging(change / reach) if change else style.ZONES["moderate"]
            text = f"<b>{style.signed(change)}</b>" if change else ""
            known.append((row, column, fill, text, style.hint(head, _words(change))))
    return [drawing.cells(known, "change"), *([drawing.empty_cells(unknown)] if unknown else [])]


def _words(change: float) -> str:
    if not change:
        return "keeps its place"
    return f"{'gains' if change > 0 else 'loses'} {plural(round(abs(change)), 'place')}"


def _below(text: str) -> dict[str, Any]:
    """A note under the matrix, flush right, where a telephone has room for it."""
    return style.note(text, x=1, xanchor="right", y=0, yanchor="top", yshift=-8, align="right")


def _others(count: int) -> str:
    who = "the other indicator" if count == 1 else f"any of the other {count}"
    return f"leaving out {who} changes no place"


def _nothing_moves(own: dict[str, dict[str, Any]]) -> str:
    if all(change is None for found in own.values() for change in found.values()):
        return f"There is {style.NO_EVIDENCE} of what leaving out an indicator changes."
    who = "the indicator" if len(own) == 1 else f"any of the {len(own)} indicators"
    return f"Leaving out {who} changes no place."


def _finding(own: dict[str, dict[str, Any]], shown: list[str], words: dict[str, tuple[str, str]]) -> str:
    """The indicator that moves most places, whom it moves, and how many move nobody."""
    first = shown[0]
    moves = sorted(
        ((name, change) for name, change in own[first].items() if change),
        key=lambda move: (-abs(move[1]), -move[1], move[0]),
    )
    told = [f"{name} {_words(change)}" for name, change in moves[:2]]
    told += [f"{plural(len(moves) - 2, 'other')} {'moves' if len(moves) == 3 else 'move'} too"] if moves[2:] else []
    text = f"Leaving out {words[first][0]} moves most: {listing(told, 3)}"
    text += (
        f"; {plural(len(shown) - 1, 'other')} {'moves' if len(shown) == 2 else 'move'} some place" if shown[1:] else ""
    )
    rest = len(own) - len(shown)
    return text + (f"; {_others(rest)}" if rest else "") + "."
