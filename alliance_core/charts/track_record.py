"""How well the hazard models told past shocks: calibration, and what moves them."""

from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces
from alliance_core.charts.chart import Chart, blank, listing, plural, records

ROW_HEIGHT = 35
SIGNS = {"never negative": "triangle-right", "never positive": "triangle-left", "free": "circle"}


def calibration_curve(bins: pl.DataFrame) -> Chart:
    """Predicted probability against how often it happened, a line per question; on the diagonal they agree.

    Takes  one row per question and bin: question, bin str, n int, predicted, happened float 0..1 or null
    Gives  each mark with its number of cases beside it; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(bins, "calibration_curve", ["question", "bin", "n", "predicted", "happened"])
    if not rows:
        return blank("There is no prediction to compare with what happened.")
    marks = style.assign_marks(row["question"] for row in rows)
    diagonal = drawing.lines([0, 100], [0, 100], style.AXIS, 1.5, line={"dash": "dot"}, name="as predicted",
                             showlegend=True, meta="diagonal")  # fmt: skip
    data = [diagonal]
    for question, mark in marks.items():
        own = [r for r in rows if r["question"] == question and None not in (r["predicted"], r["happened"])]
        own.sort(key=lambda row: row["predicted"])
        data.append(
            drawing.dots(
                [100 * row["predicted"] for row in own], [100 * row["happened"] for row in own],
                [_bin_hover(row) for row in own], {"size": 11, "color": mark.color, "symbol": mark.symbol},
                mode="lines+markers+text", line={"color": mark.color, "width": 1.5, "dash": mark.dash},
                text=[str(row["n"]) for row in own], textposition="top center",
                textfont={"color": style.INK, "size": style.SMALL}, name=style.safe(question), showlegend=True,
            )
        )  # fmt: skip
    absent = [row for row in rows if None in (row["predicted"], row["happened"])]
    notes = [style.note("<i>Happened, per cent; figures: number of cases</i>", x=0, xanchor="left", y=1,
                        yanchor="bottom", yshift=6)]  # fmt: skip
    if absent:
        text = style.wrap(f"{style.NO_EVIDENCE}: {listing([row['bin'] for row in absent])}", 30)
        notes.append(style.note(f"<i>{text}</i>", x=1, xanchor="right", y=0, yanchor="bottom"))
    layout = {
        **style.base_layout(430, legend=True, t=36, l=34, r=18, b=100),
        "xaxis": style.value_axis("Predicted, per cent", range=[-3, 103], tickvals=[0, 25, 50, 75, 100]),
        "yaxis": style.value_axis(range=[-4, 108], tickvals=[0, 25, 50, 75, 100]),
        "annotations": notes,
    }
    return Chart(drawing.figure(data, layout), _calibration_finding(rows, absent))


def coefficient_dots(coefficients: pl.DataFrame) -> Chart:
    """What moves one model: each term with its 90 % interval; right of nought it makes the worse likelier.

    Takes  one row per term: name, sign (never negative, never positive, free) str, value, low, high float or null
           (log odds)
    Gives  terms in the order of the frame; a mark that points to a side is kept to it; null reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(coefficients, "coefficient_dots", ["name", "sign", "value", "low", "high"])
    if not rows:
        return blank("There is no term in this model.")
    places = [place for place, row in enumerate(rows) if row["value"] is not None]
    known = [rows[place] for place in places]
    data = drawing.segments(places, [row["low"] for row in known], [row["high"] for row in known], style.BLUE, 3)
    for sign, symbol in SIGNS.items():
        own = [place for place in places if rows[place]["sign"] == sign]
        if own:
            data.append(
                drawing.dots([rows[place]["value"] for place in own], own, [_term_hover(rows[place]) for place in own],
                             {"size": 12, "color": style.BLUE, "symbol": symbol}, name=sign, showlegend=True)
            )  # fmt: skip
    line = {"color": style.AXIS, "width": 1.5}
    zero = {"type": "line", "x0": 0, "x1": 0, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}
    layout = {
        **style.base_layout(136 + ROW_HEIGHT * len(rows), legend=True, l=90, r=50, t=30, b=64),
        "xaxis": style.value_axis("Log odds of the worse outcome<br>mark: estimate, line: 90 % interval"),
        "yaxis": style.row_axis([style.wrap(row["name"], 24) for row in rows]),
        "shapes": [zero],
        "annotations": [
            style.column_head("Term"), style.column_head("Value", right=True),
            *traces.side_notes(places, [style.signed(row["value"], 1) for row in known]),
            *traces.missing_notes([place for place, row in enumerate(rows) if row["value"] is None], at=0),
        ],
    }  # fmt: skip
    return Chart(drawing.figure(data, layout), _coefficient_finding(rows))


def _bin_hover(row: dict[str, Any]) -> str:
    return style.hint(
        style.safe(row["question"]),
        f"predicted {style.percent(row['predicted'])} on average ({style.safe(row['bin'])})",
        f"happened in {style.percent(row['happened'])} of {plural(row['n'], 'case')}",
    )  # fmt: skip


def _term_hover(row: dict[str, Any]) -> str:
    span = "unknown" if None in (row["low"], row["high"]) else (
        f"{style.signed(row['low'], 2)} to {style.signed(row['high'], 2)}"
    )  # fmt: skip
    return style.hint(style.safe(row["name"]), f"{style.signed(row['value'], 2)} ({row['sign']})",
                      f"{style.INTERVAL} {span}")  # fmt: skip


def _calibration_finding(rows: list[dict[str, Any]], absent: list[dict[str, Any]]) -> str:
    known = [row for row in rows if row not in absent]
    if not known:
        return f"There is {style.NO_EVIDENCE} of what happened after any prediction."
    worst = max(known, key=lambda row: (abs(row["happened"] - row["predicted"]), row["question"], row["bin"]))
    text = f"Over {plural(len(known), 'bin')} prediction and event differ most where "
    text += f"{style.percent(worst['predicted'])} was predicted on average and {style.percent(worst['happened'])} of "
    text += f"{plural(worst['n'], 'case')} happened"
    return text + (f"; {style.NO_EVIDENCE} in {plural(len(absent), 'bin')}" if absent else "") + "."


def _coefficient_finding(rows: list[dict[str, Any]]) -> str:
    known = [row for row in rows if row["value"] is not None]
    silent = [row["name"] for row in rows if row["value"] is None]
    if not known:
        return f"There is {style.NO_EVIDENCE} for {listing(silent)}."
    first = max(known, key=lambda row: (abs(row["value"]), row["name"]))
    sure = [row for row in known if None not in (row["low"], row["high"]) and (row["low"] > 0 or row["high"] < 0)]
    text = f"{first['name']} moves the model most ({style.signed(first['value'], 1)} log odds), and the interval of "
    text += f"{len(sure)} of {plural(len(known), 'term')} stays clear of nought"
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
