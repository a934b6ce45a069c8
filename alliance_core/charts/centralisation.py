"""Hub or network: the degree centralisation of an alliance over the years."""

import polars as pl

from alliance_core.catalogue.capability import capability_rules
from alliance_core.charts import drawing, style
from alliance_core.charts.chart import Chart, blank, records
from alliance_core.charts.timeline import date_axis, length_of

COLUMNS = ("as_of", "centralisation", "reading", "partners", "hub_name")


def centralisation_line(history: pl.DataFrame) -> Chart:
    """Centralisation at each date, over the zones of its readings.

    Takes  one row per date: as_of Date, centralisation float 0..1 or null, reading (id), hub_name str or null,
           partners int
    Gives  a null breaks the line; with fewer partners than the catalogue asks for the mark is open; nothing known
           reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(history, "centralisation_line", COLUMNS)
    if not rows:
        return blank("There is no date at which this alliance existed.")
    rows.sort(key=lambda row: row["as_of"])
    dates = [row["as_of"] for row in rows]
    few = [row["reading"] == "too_few" for row in rows]
    values = [row["centralisation"] for row in rows]
    marker = {"size": 9, "color": style.BLUE, "symbol": ["circle-open" if each else "circle" for each in few]}
    told = [
        style.hint(
            style.day(row["as_of"]),
            f"centralisation {row['centralisation'] or 0:.2f} of {row['partners']} partners",
            *([f"best linked: {style.safe(row['hub_name'])}"] if row["hub_name"] else []),
            *(["too few partners to tell"] if row["reading"] == "too_few" else []),
        )
        for row in rows
    ]
    line = drawing.dots(dates, values, told, marker, mode="lines+markers", connectgaps=False,
                        line={"color": style.BLUE, "width": 2.5})  # fmt: skip
    edge = dates[-1] + length_of(dates) * 0.03
    shapes, notes = _zones()
    if any(value is None for value in values):
        notes.append(
            style.note(f"<i>gaps: {style.NO_EVIDENCE}</i>", x=1, xanchor="right", y=1, yanchor="bottom", yshift=4)
        )
    layout = {
        **style.base_layout(300, t=34, r=74),
        "xaxis": date_axis(dates, edge),
        "yaxis": style.value_axis(range=[-0.05, 1.06], tickvals=[0, 0.5, 1]),
        "shapes": shapes,
        "annotations": [
            *notes,
            style.note("<i>0 ring or complete, 1 star</i>", x=0, xanchor="left", y=1, yanchor="bottom", yshift=4),
        ],
    }
    return Chart(drawing.figure([line], layout), _finding(rows))


def _zones() -> tuple[list[dict], list[dict]]:
    """Faint zones of the readings and their words."""
    shapes, notes, low = [], [], 0.0
    fills = [style.ZONES["strong"], style.ZONES["moderate"], style.ZONES["weak"]]
    for entry, fill in zip(capability_rules()["network"]["reading"], fills, strict=True):
        high = min(entry["below"], 1.0)
        place = {"y0": low, "y1": high, "yref": "y", "x0": 0, "x1": 1, "xref": "paper"}
        shapes.append({"type": "rect", "fillcolor": fill, "line": {"width": 0}, "layer": "below"} | place)
        notes.append(
            style.note(
                style.wrap(entry["words"], 10),
                x=1,
                xanchor="left",
                xshift=6,
                align="left",
                y=(low + high) / 2,
                yref="y",
            )
        )
        low = high
    return shapes, notes


def _finding(rows: list[dict]) -> str:
    """Where it began and where it stands."""
    known = [row for row in rows if row["centralisation"] is not None]
    if not known:
        return f"There is {style.NO_EVIDENCE} of a network at any of {len(rows)} dates."
    first, last = known[0], known[-1]
    text = f"Centralisation was {last['centralisation']:.2f} on {style.day(last['as_of'])}"
    text += f" with {last['partners']} partners"
    if last is not first:
        change = last["centralisation"] - first["centralisation"]
        text += f", {style.signed(change, 2)} since {style.day(first['as_of'])}"
    gaps = len(rows) - len(known)
    return text + (f"; {style.NO_EVIDENCE} at {gaps} of {len(rows)} dates" if gaps else "") + "."
