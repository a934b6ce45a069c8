"""Bars, side by side or stacked, with intervals, gaps and hatched categories."""

from collections.abc import Iterator, Sequence
from typing import Any

from alliance_core.report.content import Bars, shown
from alliance_core.report.figures import look


def bars(figure: Bars, key: str, width: int) -> dict[str, Any]:
    names = [look.keyed(place, look.wrapped(text, look.LONGEST_LABEL)) for place, text in enumerate(figure.categories)]
    series = [look.keyed(place, look.cut(one.name, look.LONGEST_SERIES)) for place, one in enumerate(figure.series)]
    rows = list(_stacked_rows(figure) if figure.stacked else _rows(figure))
    for row in rows:
        row["category"], row["series"] = names[row["category"]], series[row["series"]]
    drawn = max(1, len(figure.series)) if not figure.stacked else 1
    lines = max((name.count("\n") + 1 for name in names), default=1)
    row_height = max(look.ROW if drawn == 1 else 15 * drawn + 7, 14 * lines + 5, 24)
    widest = max((look.columns(line) for name in names for line in name[look.DIGITS :].split("\n")), default=0)
    room = width - 6 * widest
    axis = {"labelExpr": look.LABELS, "title": None, "labelLineHeight": 13}
    y: dict[str, Any] = {"field": "category", "type": "ordinal", "sort": None, "axis": axis,
                         "scale": {"domain": names, "padding": 0.2}}  # fmt: skip
    scale = {"domain": _domain(figure, rows), "nice": figure.maximum is None, "zero": True}
    x = {"field": "from", "type": "quantitative", "scale": scale, "axis": look.value_axis(figure)}
    place = {"y": y if names else {"value": 0}, "x": x}
    if drawn > 1:
        place["yOffset"] = {"field": "series", "scale": {"domain": series, "padding": 0.08}}
    return {
        "plot_height": max(1, len(names)) * row_height,
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 42},
        "data": {"values": rows},
        "encoding": place,
        "layer": [
            *_bar_layers(figure, series, look.fills_of(len(series), key), f"url(#{key}-hatch)", room),
            *_whiskers(figure),
            *_bar_texts(figure),
        ],
    }


def _bar_layers(figure: Bars, series: list[str], fills: list[str], hatch: str, room: int) -> list[dict[str, Any]]:
    known = {"filter": "isValid(datum.value)"}
    color = {
        "field": "series", "type": "nominal", "scale": {"domain": series, "range": fills},
        "legend": look.legend_of(series, room) | {"symbolType": "square"} if len(series) > 1 else None,
    }  # fmt: skip
    bar = {
        "type": "bar",
        "stroke": "white" if figure.stacked else look.INK,
        "strokeWidth": 0.8 if figure.stacked else 0.4,
    }
    layers = [{"transform": [known], "mark": bar, "encoding": {"fill": color, "x2": {"field": "to"}}}]
    if figure.marked:
        hatched = bar | {"fill": hatch}
        only = {"filter": "isValid(datum.value) && datum.marked"}
        layers.append({"transform": [only], "mark": hatched, "encoding": {"x2": {"field": "to"}}})
    return layers


def _whiskers(figure: Bars) -> list[dict[str, Any]]:
    """The interval over the bar, on a white ground, so that it is seen on a dark bar too."""
    if figure.stacked or not any(one.low and one.high for one in figure.series):
        return []
    known = [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
    ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    tick = {"type": "tick", "color": look.INK, "thickness": 1.4, "height": 8}
    return [
        {"transform": known, "mark": {"type": "rule", "color": "white", "strokeWidth": 4}, "encoding": ends},
        {"transform": known, "mark": {"type": "rule", "color": look.INK, "strokeWidth": 1.4}, "encoding": ends},
        {"transform": known, "mark": tick, "encoding": {"x": ends["x"]}},
        {"transform": known, "mark": tick, "encoding": {"x": {"field": "high", "type": "quantitative"}}},
    ]


def _bar_texts(figure: Bars) -> list[dict[str, Any]]:
    middle = {"type": "text", "baseline": "middle"}
    missing = {
        "transform": [{"filter": "!isValid(datum.value)"}],
        "mark": middle | {"align": "left", "dx": 4, "fontStyle": "italic", "color": look.QUIET},
        "encoding": {"x": {"datum": 0}, "text": {"field": "text"}},
    }
    text = {"text": {"field": "text"}, "x": {"field": "at", "type": "quantitative"}}
    if figure.stacked:
        inside = [{"filter": "isValid(datum.value) && datum.wide"}]
        tone = {"color": {"condition": {"test": "datum.dark", "value": "white"}, "value": look.INK}}
        covered = [{"filter": "isValid(datum.value) && datum.wide && datum.covered"}]
        ground = {"type": "point", "shape": "M-1,-0.42H1V0.42H-1Z", "filled": True, "size": 700, "color": "white",
                  "opacity": 0.9}  # fmt: skip
        return [
            {"transform": covered, "mark": ground, "encoding": {"x": text["x"]}},
            {"transform": inside, "mark": middle | {"align": "center"}, "encoding": text | tone},
            missing,
        ]
    sides: list[dict[str, Any]] = [
        {
            "transform": [{"filter": f"isValid(datum.value) && datum.value {sign} 0"}],
            "mark": middle | {"align": align, "dx": shift},
            "encoding": text,
        }
        for sign, align, shift in ((">=", "left", 5), ("<", "right", -5))
    ]
    return [*sides, missing]


def _rows(figure: Bars) -> Iterator[dict[str, Any]]:
    kind = _kind(figure.share, [value for one in figure.series for value in one.values])
    for place, one in enumerate(figure.series):
        for category in range(len(figure.categories)):
            value, low, high = (look.at(values, category) for values in (one.values, one.low, one.high))
            ends = [end for end in (value, low, high) if end is not None]
            yield {
                "category": category, "series": place, "value": value, "from": 0, "to": value, "low": low, "high": high,
                "at": None if value is None else max(ends) if value >= 0 else min(ends),
                "text": look.NO_EVIDENCE if value is None else _value_text(value, kind),
                "marked": category in figure.marked,
            }  # fmt: skip


def _stacked_rows(figure: Bars) -> Iterator[dict[str, Any]]:
    kind = _kind(figure.share, [value for one in figure.series for value in one.values])
    totals = [sum(look.at(one.values, i) or 0 for one in figure.series) for i in range(len(figure.categories))]
    whole = figure.maximum or max(totals, default=1) or 1
    for category in range(len(figure.categories)):
        values = [look.at(one.values, category) for one in figure.series]
        if all(value is None for value in values):
            yield {"category": category, "series": 0, "value": None, "text": look.NO_EVIDENCE, "marked": False}
            continue
        start = 0.0
        for place, value in enumerate(values):
            if value is not None:
                _, pattern, dark = look.FILLS[place % len(look.FILLS)]
                marked = category in figure.marked
                yield {
                    "category": category, "series": place, "value": value, "from": start, "to": start + value,
                    "at": start + value / 2, "text": _value_text(value, kind), "wide": value / whole >= 0.08,
                    "covered": marked or pattern is not None, "dark": dark and not marked, "marked": marked,
                }  # fmt: skip
                start += value


def _domain(figure: Bars, rows: Sequence[dict[str, Any]]) -> list[float]:
    """From zero, or below it where a value is, to the maximum, or to where the data end."""
    ends = [row[name] for row in rows for name in ("to", "low", "high") if row.get(name) is not None]
    lowest, highest = min([0.0, *ends]), max([0.0, *ends])
    top = max(highest, figure.maximum or 0.0)
    if figure.maximum is None and figure.share and figure.stacked:
        top = max(highest, 1.0)
    return [lowest, top if top > lowest else lowest + 1]


def _kind(share: bool, values: Sequence[float | None]) -> Any:
    """How the values of a chart read: whole where they are large or whole, else with one decimal."""
    known = [abs(value) for value in values if value is not None]
    if share:
        return "share"
    return "points" if max(known, default=0) >= 10 or all(value == int(value) for value in known) else "number"


def _value_text(value: float, kind: Any) -> str:
    return shown(value, kind).replace("-", "−")
