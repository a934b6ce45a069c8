"""Lines over dates, with bands around them and breaks at gaps."""

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from alliance_core.report.content import Lines
from alliance_core.report.figures import look


def lines(figure: Lines, width: int) -> dict[str, Any]:
    series = [look.keyed(place, look.cut(one.name, look.LONGEST_SERIES)) for place, one in enumerate(figure.series)]
    rows: list[dict[str, Any]] = [
        {"date": f"{date.isoformat()}T00:00:00Z", "series": series[place], "place": place,
         "value": look.at(one.values, i), "low": look.at(one.low, i), "high": look.at(one.high, i)}
        for place, one in enumerate(figure.series)
        for i, date in enumerate(figure.dates)
    ]  # fmt: skip
    known: list[float] = [row[name] for row in rows for name in ("value", "low", "high") if row[name] is not None]
    lowest = min([0.0, *known])
    highest = max([0.0, *known]) if figure.maximum is None else max([figure.maximum, *known])
    years = (max(figure.dates) - min(figure.dates)).days / 365 if figure.dates else 0
    axis = {
        "grid": False, "format": "%Y" if years > 4 else "%b %Y", "labelOverlap": True, "tickCount": 8, "ticks": True,
        "tickColor": look.GRID, "domain": True, "domainColor": look.GRID, "labelFlush": True,
    }  # fmt: skip
    x = {"field": "date", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": axis}
    scale = {"domain": [lowest, highest if highest > lowest else lowest + 1], "nice": figure.maximum is None}
    y = {"field": "value", "type": "quantitative", "axis": look.value_axis(figure), "scale": scale}
    points = {
        "transform": [{"filter": "isValid(datum.value)"}],
        "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
        "encoding": {"y": y, **_point_looks(series, width)},
    }
    return {
        "plot_height": 190,
        "padding": {"left": 4, "top": 8, "bottom": 4, "right": 14},
        "data": {"values": rows},
        "encoding": {"x": x, "detail": {"field": "series"}},
        "layer": [*_bands(figure, y), *_strokes(len(series), y), points],
    }


def _bands(figure: Lines, y: dict[str, Any]) -> list[dict[str, Any]]:
    """The intervals, each below all lines."""
    band = {"type": "area", "opacity": 0.16, "line": False, "invalid": "break-paths-show-path-domains"}
    return [
        {
            "transform": [{"filter": f"datum.place === {place}"}],
            "mark": band | {"fill": look.STROKES[place % len(look.STROKES)]},
            "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}},
        }
        for place, one in enumerate(figure.series)
        if one.low and one.high
    ]


def _strokes(count: int, y: dict[str, Any]) -> list[dict[str, Any]]:
    """A line of its own colour and dash for each series, broken at a gap."""
    line = {"type": "line", "strokeWidth": 1.8, "invalid": "break-paths-show-path-domains"}
    looks = zip(cycle(look.STROKES), cycle(look.DASHES), range(count), strict=False)
    return [
        {
            "transform": [{"filter": f"datum.place === {place}"}],
            "mark": line | {"color": color, "strokeDash": dash},
            "encoding": {"y": y},
        }
        for color, dash, place in looks
    ]


def _point_looks(series: list[str], width: int) -> dict[str, Any]:
    """Colour and symbol of the points, which the legend explains; the dash of a line follows its colour."""
    legend = look.legend_of(series, width) | {"symbolSize": 70} if len(series) > 1 else None

    def told(marks: Sequence[Any]) -> dict[str, Any]:
        marks_of = [marks[place % len(marks)] for place in range(len(series))]
        return {"field": "series", "type": "nominal", "scale": {"domain": series, "range": marks_of}, "legend": legend}

    return {"color": told(look.STROKES), "shape": told(look.SHAPES)}
