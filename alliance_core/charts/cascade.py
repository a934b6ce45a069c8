"""How a shock spreads from round to round, and which feature drives its outcome."""

from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, has_or_have, listing, plural, records

STEP_ROW, DRIVER_ROW = 30, 44
MOST_ROWS = 14
Row = dict[str, Any]


def cascade_steps(steps: pl.DataFrame) -> Chart:
    """Share of the draws in which each partner has gone by each round of the cascade.

    Takes  one row per partner and round: name str, round int (0 = the shock itself), share float 0..1 or null, stake
           bool (without one it falls silent), mine bool
    Gives  who goes most often on top, at most so many partners; an open sign marks who falls silent; null is hatched
    Raises ChartError where a column is missing
    """
    cells = records(steps, "cascade_steps", ["name", "round", "share", "stake", "mine"])
    if not cells:
        return blank("There is no partner that a cascade could reach.")
    cells.sort(key=lambda cell: (cell["name"], cell["round"]))
    rounds = sorted({cell["round"] for cell in cells})
    reach: dict[str, float] = {}
    for cell in cells:
        reach[cell["name"]] = max(reach.get(cell["name"], -1.0), -1.0 if cell["share"] is None else cell["share"])
    own = {cell["name"] for cell in cells if cell["mine"]}
    silent = {cell["name"] for cell in cells if not cell["stake"]}
    ranked = sorted(reach, key=lambda name: (name in silent, -reach[name], name))
    names = [name for place, name in enumerate(ranked) if place < MOST_ROWS or name in own or reach[name] < 0]
    row = {name: place for place, name in enumerate(names)}
    column = {round_: place for place, round_ in enumerate(rounds)}
    shown = [cell for cell in cells if cell["name"] in row]
    known = [cell for cell in shown if cell["share"] is not None]
    absent = [cell for cell in shown if cell["share"] is None]
    data = [
        drawing.cells(
            [(row[c["name"]], column[c["round"]], drawing.diverging(-c["share"]), _cell_text(c), _cell_hover(c))
             for c in known], "share",
        ),
        drawing.empty_cells([(row[c["name"]], column[c["round"]], style.NO_EVIDENCE) for c in absent]),
    ]  # fmt: skip
    labels = [f"<b>▸ {style.wrap(name, 20)}</b>" if name in own else
              (f"○ {style.wrap(name, 20)}" if name in silent else style.wrap(name, 22)) for name in names]  # fmt: skip
    left = len(reach) - len(names)
    below = [f"{plural(left, 'other partner')} in the table"] if left else []
    below += ["○ nothing at stake: falls silent"] if silent & set(names) else []
    layout = drawing.matrix_layout([""] * len(names), [_round(each) for each in rounds], row_height=STEP_ROW)
    layout["yaxis"] = style.row_axis(labels)
    layout["margin"] = layout["margin"] | {"b": 30}
    layout["annotations"] = [
        style.note(f"<i>{style.NO_EVIDENCE}</i>", x=column[c["round"]], xref="x", y=row[c["name"]], yref="y")
        for c in absent
    ]
    if below:
        layout["annotations"].append(
            style.note(f"<i>{'; '.join(below)}</i>", x=1, xanchor="right", y=0, yanchor="top", yshift=-6)
        )
    return Chart(drawing.figure(data, layout), _step_finding(known, absent, rounds))


def driver_tornado(drivers: pl.DataFrame, now: float | None = None) -> Chart:
    """How far each feature, taken from one end of its range to the other, moves the probability of not surviving.

    Takes  one row per driver: driver str, low, high float 0..1 or null (probability at either end); now: as it stands
    Gives  the widest swing on top; open mark: first end named, filled mark: second; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(drivers, "driver_tornado", ["driver", "low", "high"])
    if not rows:
        return blank("There is no driver to move.")
    rows.sort(key=lambda row: (_swing(row) is None, -(_swing(row) or 0), row["driver"]))
    places = [place for place, row in enumerate(rows) if _swing(row) is not None]
    known = [rows[place] for place in places]
    hovers = [style.hint(style.safe(row["driver"]), f"from {style.chance(row['low'])} to {style.chance(row['high'])}",
                         f"a swing of {100 * (_swing(row) or 0):.0f} points") for row in known]  # fmt: skip
    low, high = [100 * row["low"] for row in known], [100 * row["high"] for row in known]
    data = [
        drawing.bars([min(pair) for pair in zip(low, high, strict=True)],
                     [abs(b - a) for a, b in zip(low, high, strict=True)], places, hovers, width=0.5, meta="swing",
                     marker={"color": colors.tint(style.BLUE, 0.3), "line": {"width": 0}}),
        drawing.dots(low, places, hovers, {"size": 11, "color": style.BLUE, "symbol": "circle-open",
                                           "line": {"width": 2}}, name="first end", showlegend=True, meta="low"),
        drawing.dots(high, places, hovers, {"size": 11, "color": style.VERMILLION, "symbol": "diamond"},
                     name="second end", showlegend=True, meta="high"),
    ]  # fmt: skip
    notes = [
        style.column_head("Driver"), style.column_head("Swing", right=True),
        *traces.side_notes(places, [f"{100 * (_swing(row) or 0):.0f}" for row in known]),
        *traces.missing_notes([place for place, row in enumerate(rows) if _swing(row) is None], at=0),
    ]  # fmt: skip
    shapes = []
    if now is not None:
        line = {"color": style.AXIS, "width": 1.5, "dash": "dash"}
        shapes.append({"type": "line", "x0": 100 * now, "x1": 100 * now, "xref": "x", "y0": 0, "y1": 1,
                       "yref": "paper", "line": line})  # fmt: skip
        notes.append(style.note(f"now {style.chance(now)}", x=100 * now, xref="x", y=1, yanchor="bottom"))
    layout = {
        **style.base_layout(142 + DRIVER_ROW * len(rows), legend=True, l=90, r=50, t=32, b=64),
        "barmode": "overlay",
        "xaxis": style.value_axis("Does not survive intact, per cent of the draws", range=[-1, 102],
                                  tickvals=[0, 25, 50, 75, 100]),
        "yaxis": style.row_axis([style.wrap(row["driver"], 20) for row in rows]),
        "shapes": shapes,
        "annotations": notes,
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _driver_finding(rows))


def _swing(row: Row) -> float | None:
    return None if None in (row["low"], row["high"]) else abs(row["high"] - row["low"])


def _round(number: int) -> str:
    return "Shock" if number == 0 else f"{number}"


def _cell_text(cell: Row) -> str:
    return "0" if cell["share"] == 0 else style.percent(cell["share"]).removesuffix(" %")


def _cell_hover(cell: Row) -> str:
    when = "by the shock itself" if cell["round"] == 0 else f"by round {cell['round']}"
    went = "has left" if cell["stake"] else "has fallen silent"
    return style.hint(style.safe(cell["name"]), f"{went} {when} in {style.percent(cell['share'])} of the draws")


def _step_finding(known: list[Row], absent: list[Row], rounds: list[int]) -> str:
    names = listing(dict.fromkeys(cell["name"] for cell in absent))
    if not known:
        return f"There is {style.NO_EVIDENCE} of how the shock spreads to {names}."
    first = max(known, key=lambda cell: (cell["stake"], cell["share"], -cell["round"], cell["name"]))
    when = "by the shock itself" if first["round"] == 0 else f"by round {first['round']}"
    text = f"Over {plural(len(rounds), 'step')} {first['name']} goes most often, in {style.percent(first['share'])} of "
    text += f"the draws {when}"
    return text + (f"; {style.NO_EVIDENCE} for {names}" if absent else "") + "."


def _driver_finding(rows: list[Row]) -> str:
    known = [row for row in rows if _swing(row) is not None]
    silent = [row["driver"] for row in rows if _swing(row) is None]
    if not known:
        return f"There is {style.NO_EVIDENCE} on what drives the outcome."
    first = known[0]
    text = f"{first['driver']} moves the probability of not surviving intact most, from {style.chance(first['low'])}"
    text += f" to {style.chance(first['high'])}"
    if silent:
        text += f", while {listing(silent)} {has_or_have(len(silent))} {style.NO_EVIDENCE}"
    return text + "."
