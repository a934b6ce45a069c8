"""The 5x5 matrix of likelihood and consequence, with the numbers of the risks in its cells."""

from typing import Any

from alliance_core.report.content import RiskMatrix
from alliance_core.report.figures import look


def matrix(figure: RiskMatrix) -> dict[str, Any]:
    zones = _zones(figure)
    legend = [look.keyed(place, f"{sign} {figure.zone_names.get(zone, zone)}")
              for place, (zone, (_, sign)) in enumerate(zones.items())]  # fmt: skip
    levels = range(1, 6)
    columns = [look.keyed(level, f"{level}\n{look.wrapped(figure.consequence[level - 1], 14)}") for level in levels]
    names = [look.keyed(level, look.wrapped(f"{level} {figure.likelihood[level - 1]}", 18)) for level in levels]
    cells = []
    for likelihood in levels:
        for consequence in levels:
            zone = figure.zones[likelihood - 1][consequence - 1]
            numbers = sorted(
                risk.number for risk in figure.risks if (risk.likelihood, risk.consequence) == (likelihood, consequence)
            )
            cells.append({
                "likelihood": names[likelihood - 1], "consequence": columns[consequence - 1],
                "zone": legend[list(zones).index(zone)],
                "rank": f"{zones[zone][1]} {figure.ranks[likelihood - 1][consequence - 1]}",
                "numbers": "\n".join(told := _numbers(numbers)), "lines": len(told),
            })  # fmt: skip
    axis = {"labelExpr": look.LABELS, "grid": False, "labelAngle": 0, "labelLineHeight": 13}
    x = {"field": "consequence", "type": "ordinal", "sort": None, "title": "Consequence", "axis": axis,
         "scale": {"domain": columns, "padding": 0.03}}  # fmt: skip
    y = {"field": "likelihood", "type": "ordinal", "sort": None, "title": "Likelihood", "axis": axis,
         "scale": {"domain": names[::-1], "padding": 0.03}}  # fmt: skip
    color = {"field": "zone", "type": "nominal", "legend": {"labelExpr": look.LEGEND, "symbolType": "square"},
             "scale": {"domain": legend, "range": [color for color, _ in zones.values()]}}  # fmt: skip
    rank = {"type": "text", "fontSize": 9, "color": look.INK, "align": "left", "baseline": "top"}
    number = {"type": "text", "fontSize": 12, "fontWeight": "bold", "lineBreak": "\n", "baseline": "middle",
              "lineHeight": 13}  # fmt: skip
    # Vega centres the first of several lines, not all of them.
    numbers_of = [
        {"transform": [{"filter": f"datum.lines === {lines}"}], "mark": number | {"dy": 4 - 6.5 * (lines - 1)},
         "encoding": {"text": {"field": "numbers"}}}
        for lines in (1, 2, 3)
    ]  # fmt: skip
    return {
        "plot_height": 250,
        "padding": 4,
        "data": {"values": cells},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#9AA0AA", "strokeWidth": 0.5}, "encoding": {"fill": color}},
            {"mark": rank, "encoding": {"x": x | {"bandPosition": 0.05}, "y": y | {"bandPosition": 0.08},
                                        "text": {"field": "rank"}}},
            *numbers_of,
        ],
    }  # fmt: skip


def _zones(figure: RiskMatrix) -> dict[str, tuple[str, str]]:
    """Fill and sign of each zone; a zone is graver the higher its lowest rank is."""
    lowest: dict[str, int] = {}
    for zones, ranks in zip(figure.zones, figure.ranks, strict=True):
        for zone, rank in zip(zones, ranks, strict=True):
            lowest[zone] = min(rank, lowest.get(zone, rank))
    ordered = sorted(lowest, key=lambda zone: lowest[zone])
    spread = max(1, len(ordered) - 1)
    return {zone: look.ZONES[round(place * (len(look.ZONES) - 1) / spread)] for place, zone in enumerate(ordered)}


def _numbers(numbers: list[int]) -> list[str]:
    """Lines of the numbers of the risks of a cell, four to a line; past eight the rest are counted."""
    told = [str(number) for number in numbers[: look.MOST_NAMED]]
    told += [f"+{len(numbers) - look.MOST_NAMED}"] if len(numbers) > look.MOST_NAMED else []
    return [", ".join(told[i : i + 4]) for i in range(0, len(told), 4)]
