"""All alliances against all scenarios of the library, as cells and as dots with their intervals."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

CELL_ROW, DOT_ROW = 44, 15
SHORT = {"low": "low", "moderate": "mod.", "high": "high"}
HEAT_COLUMNS = ("alliance", "scenario_name", "not_intact", "low", "high", "word", "note")
Row = dict[str, Any]


def resilience_heat(cells: pl.DataFrame) -> Chart:
    """Probability that each alliance does not survive each scenario intact: number, word and colour (bright = holds).

    Takes  one row per alliance and scenario: alliance, scenario_name str, not_intact, low, high float 0..1 or null,
           word (low, moderate, high), note str or null (why there is no number)
    Gives  a row per scenario and a column per alliance in the order of the frame; a cell without a number is hatched
           and says why under the pointer
    Raises ChartError where a column is missing
    """
    found = records(cells, "resilience_heat", HEAT_COLUMNS)
    if not found:
        return blank("There is no alliance to put to the test.")
    # Scenarios have the longer names and stand at the left, where there is room for them on a telephone.
    row = {name: place for place, name in enumerate(dict.fromkeys(cell["scenario_name"] for cell in found))}
    column = {name: place for place, name in enumerate(dict.fromkeys(cell["alliance"] for cell in found))}
    known = [cell for cell in found if cell["not_intact"] is not None]
    absent = [cell for cell in found if cell["not_intact"] is None]
    fills = [colors.along(style.SCORE_SCALE, 1 - cell["not_intact"]) for cell in known]
    filled = drawing.cells(
        [(row[cell["scenario_name"]], column[cell["alliance"]], fill, _text(cell), _hover(cell))
         for cell, fill in zip(known, fills, strict=True)], "scored",
    )  # fmt: skip
    filled["insidetextfont"] = {"color": [colors.text_on(fill) for fill in fills], "size": style.FONT_SIZE}
    empty = drawing.empty_cells([(row[cell["scenario_name"]], column[cell["alliance"]], _hover(cell))
                                 for cell in absent])  # fmt: skip
    layout = drawing.matrix_layout(list(row), list(column), row_height=CELL_ROW)
    layout["yaxis"] = style.row_axis([style.wrap(name, 17) for name in row])
    layout["annotations"] = [
        style.note(f"–<br><i>{style.wrap(style.NO_EVIDENCE, 5)}</i>", x=column[cell["alliance"]], xref="x",
                   y=row[cell["scenario_name"]], yref="y") for cell in absent
    ]  # fmt: skip
    return Chart(drawing.figure([filled, empty], layout), _heat_finding(known, absent, len(column), len(row)))


def resilience_dots(cells: pl.DataFrame, marks: Mapping[str, style.Mark] | None = None) -> Chart:
    """A few alliances side by side: probability of not surviving each scenario intact, with 90 % intervals.

    Takes  as resilience_heat, without word and note; marks: of all alliances, so that each keeps its own
    Gives  one row per scenario, in it one mark per alliance below one another; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    found = records(cells, "resilience_dots", ["alliance", "scenario_name", "not_intact", "low", "high"])
    if not found:
        return blank("There is no alliance to set beside another.")
    names = list(dict.fromkeys(cell["alliance"] for cell in found))
    scenarios = list(dict.fromkeys(cell["scenario_name"] for cell in found))
    own_marks = style.marks_for(names, marks)
    step = 0.8 / len(names)
    places = {name: (place - (len(names) - 1) / 2) * step for place, name in enumerate(names)}
    data: list[dict[str, Any]] = []
    for name in names:
        own = [cell for cell in found if cell["alliance"] == name and cell["not_intact"] is not None]
        at = [scenarios.index(cell["scenario_name"]) + places[name] for cell in own]
        mark = own_marks[name]
        data += drawing.segments(at, [_times(c["low"]) for c in own], [_times(c["high"]) for c in own], mark.color, 2.5)
        data.append(
            drawing.dots([_times(cell["not_intact"]) for cell in own], at, [_hover(cell) for cell in own],
                         {"size": 10, "color": mark.color, "symbol": mark.symbol}, name=style.safe(name),
                         showlegend=True)
        )  # fmt: skip
    missing = [scenarios.index(c["scenario_name"]) + places[c["alliance"]] for c in found if c["not_intact"] is None]
    layout = {
        **style.base_layout(130 + (DOT_ROW * len(names) + 12) * len(scenarios), legend=True, l=90, t=14, b=64),
        "xaxis": style.value_axis("Does not survive intact, per cent of the draws<br>mark: estimate, line: 90 % "
                                  "interval", range=[-2, 102], tickvals=[0, 25, 50, 75, 100]),
        "yaxis": style.row_axis([style.wrap(name, 18) for name in scenarios]),
        "shapes": [traces.rule(place) for place in range(1, len(scenarios))],
        "annotations": traces.missing_notes(missing, at=0),
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _dot_finding(found, names, scenarios))


def _times(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _text(cell: Row) -> str:
    number = style.safe(style.chance(cell["not_intact"]).removesuffix(" %"))
    word = SHORT.get(cell["word"], style.safe(cell["word"] or ""))
    # Eleven columns stand on a telephone: only a small word fits below its number.
    return f"<b>{number}</b><br><span style='font-size:9px'>{word}</span>"


def _hover(cell: Row) -> str:
    title = style.hint(style.safe(f"{cell['alliance']}: {cell['scenario_name']}"))
    if cell["not_intact"] is None:
        return f"{title}<br>{style.wrap(cell.get('note') or style.NO_EVIDENCE, 60)}"
    word = f" ({cell['word']})" if cell.get("word") else ""
    lines = [f"does not survive intact: {style.chance(cell['not_intact'])}{word}"]
    if None not in (cell["low"], cell["high"]):
        lines.append(f"{style.INTERVAL} {style.percent(cell['low'])} to {style.percent(cell['high'])}")
    return "<br>".join([title, *lines])


def _heat_finding(known: list[Row], absent: list[Row], alliances: int, scenarios: int) -> str:
    frame = f"{plural(alliances, 'alliance')} under {plural(scenarios, 'scenario')}"
    if not known:
        return f"There is {style.NO_EVIDENCE} for {frame}."
    low, high = (pick(known, key=lambda cell: cell["not_intact"]) for pick in (min, max))
    text = f"Of {frame}, {low['alliance']} holds best under {low['scenario_name']} with a probability of "
    text += f"{style.chance(low['not_intact'])} of not surviving intact, {high['alliance']} worst under "
    text += f"{high['scenario_name']} with {style.chance(high['not_intact'])}"
    return text + (f"; {style.NO_EVIDENCE} in {plural(len(absent), 'cell')}" if absent else "") + "."


def _dot_finding(found: list[Row], names: list[str], scenarios: list[str]) -> str:
    means = {}
    for name in names:
        own = [c["not_intact"] for c in found if c["alliance"] == name and c["not_intact"] is not None]
        if own:
            means[name] = sum(own) / len(own)
    silent = [name for name in names if name not in means]
    if not means:
        return f"There is {style.NO_EVIDENCE} for {listing(silent)}."
    told = [f"{name} {style.chance(means[name])}" for name in sorted(means, key=lambda name: (means[name], name))]
    text = f"Mean probability of not surviving intact over {plural(len(scenarios), 'scenario')}: {listing(told, 5)}"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
