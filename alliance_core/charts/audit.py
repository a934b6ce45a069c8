"""How well each pair of partners works together, layer by layer."""

from typing import Any

import polars as pl

from alliance_core.catalogue.capability import capability_rules, level_words
from alliance_core.charts import colors, drawing, style
from alliance_core.charts.chart import Chart, blank, listing, plural, records

LINE_HEIGHT = 15
NEVER = "never looked at"
COLUMNS = ("pair", "layer_name", "level", "since", "actors", "for_all")


def interoperability_audit(cells: pl.DataFrame, own: tuple[str, ...] = ()) -> Chart:
    """Pairs by layer with the level 0 to 4; below the exercised level in vermillion, from it on in blue.

    Takes  one row per pair and layer: pair, layer_name str, level int or null, since str or null, actors list of str,
           for_all bool (the level is that of a row for all partners);
           `own` are the actors that count as the reader's nation
    Gives  pairs and layers in the order of the frame; null is hatched and reads "never looked at"
    Raises ChartError where a column is missing
    """
    rows = records(cells, "interoperability_audit", COLUMNS)
    if not rows:
        return blank("There is no row that says how well the partners work together.")
    pairs = list({_key(row): (row["pair"], row["actors"]) for row in rows}.values())
    place = {key: number for number, key in enumerate(dict.fromkeys(_key(row) for row in rows))}
    layers = list(dict.fromkeys(row["layer_name"] for row in rows))
    known, unknown = [], []
    for row in rows:
        at = place[_key(row)], layers.index(row["layer_name"])
        head = f"{style.safe(row['pair'])}: {style.safe(row['layer_name'].lower())}"
        if row["level"] is None:
            unknown.append((*at, style.hint(head, f"{NEVER}: unknown, not zero")))
            continue
        whose = ["by a row for all partners"] if row["for_all"] else []
        told = style.hint(
            head, f"level {row['level']:.0f}: {level_words(row['level'])}", f"since {row['since']}", *whose
        )
        text = f"({row['level']:.0f})" if row["for_all"] else f"<b>{row['level']:.0f}</b>"
        known.append((*at, _fill(row["level"]), text, told))
    data = [drawing.cells(known, "level"), *([drawing.empty_cells(unknown)] if unknown else [])]
    labels = [_label(pair, actors, own) for pair, actors in pairs]
    tallest = max(label.count("<br>") + 1 for label in labels)
    layout = drawing.matrix_layout(labels, layers, row_height=7 + LINE_HEIGHT * tallest)
    meanings = ", ".join(f"{level} {words}" for level, words in capability_rules()["audit"]["levels"].items())
    text = style.wrap(meanings, 44) + "<br>in brackets: by a row for all partners" * any(row["for_all"] for row in rows)
    text += f"<br>hatched: {NEVER}" if unknown else ""
    layout["margin"] |= {"b": 20 + 16 * (text.count("<br>") + 1)}
    layout["height"] += 70
    layout["annotations"] = [
        style.note(text, x=1, xanchor="right", y=0, yanchor="top", yshift=-8, align="right"),
        style.column_head("Pair"),
    ]
    return Chart(drawing.figure(data, layout), _finding(rows))


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    """What tells a pair from another: its actors, for two of them may share a name."""
    return tuple(row["actors"] or [row["pair"]])


def _fill(level: int) -> str:
    """Vermillion below the exercised level, blue from it on; the ends of the scale are strongest."""
    least, top = capability_rules()["audit"]["exercised_level"], 4
    if level >= least:
        return colors.tint(style.BLUE, 0.5 if level == top else 0.28)
    return colors.tint(style.VERMILLION, round(0.5 - 0.14 * level, 2))


def _label(pair: str, actors: list[str] | None, own: tuple[str, ...]) -> str:
    text = style.wrap(pair, 24)
    return f"<b>▸ {text}</b>" if set(actors or []) & set(own) else text


def _finding(rows: list[dict[str, Any]]) -> str:
    """How many links were never exercised, and which stand lowest."""
    least = capability_rules()["audit"]["exercised_level"]
    known = [row for row in rows if row["level"] is not None and not row["for_all"]]
    silent = sum(row["level"] is None for row in rows)
    text = f"No pair was looked at in any of {plural(len(rows), 'cell')}"
    if known:
        idle = sorted((row for row in known if row["level"] < least), key=lambda row: row["level"])
        text = f"Of {plural(len(known), 'link')} {len(idle)} {'was' if len(idle) == 1 else 'were'} never exercised"
        lowest = [f"{row['pair']} in {row['layer_name'].lower()}" for row in idle]
        if idle:
            text += f", lowest {listing(lowest, 2)}"
    return text + (f"; {silent} of {len(rows)} cells {NEVER}" if silent else "") + "."
