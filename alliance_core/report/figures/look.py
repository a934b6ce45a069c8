"""How printed charts look: colours, patterns, dashes and symbols that also differ in grey, and how labels fit."""

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any

from alliance_core.report.content import Bars, Lines

# The palette of the screen charts (alliance_core/charts/style.py, a layer above this one) as print needs it: neighbours
# also differ in lightness. Pattern None is a plain fill; the last entry says whether text on the fill is white.
FILLS: tuple[tuple[str, str | None, bool], ...] = (
    ("#1F5D8C", None, True),
    ("#EDC27A", None, False),
    ("#1FA375", "lines", False),
    ("#C9CED6", None, False),
    ("#BA4A00", "dots", False),
    ("#5B5B5B", None, True),
    ("#B0628B", "bars", False),
    ("#9B9647", "grid", False),
)
STROKES = ("#1F5D8C", "#BA4A00", "#1FA375", "#5B5B5B", "#B0628B", "#CA8500", "#329DD2", "#9B9647")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3], [4, 2, 1, 2], [10, 2, 2, 2, 2, 2], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-left", "triangle-right")
# Zones of the risk matrix from the mildest to the gravest: fill, and the sign that says the same without colour.
ZONES = (("#DCEAF4", "○"), ("#F6DFAE", "△"), ("#E0926B", "■"))
INK = "#1A1A2E"
GRID = "#D9DCE1"
QUIET = "#5A5F69"
SIZE = 11
# Medium: a variable font drawn at its nominal weight falls back to its thinnest one in Typst's pictures.
WEIGHT = 500
NO_EVIDENCE = "no evidence"

ROW = 20
LONGEST_LABEL = 30
LONGEST_SERIES = 44
MOST_NAMED = 8
# Vega-Lite reads a place before each label, so that two equal labels stay two; the digits are cut off for display.
DIGITS = 4
LABELS = f"split(slice(datum.label, {DIGITS}), '\\n')"
LEGEND = f"slice(datum.label, {DIGITS})"


def value_axis(figure: Bars | Lines) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": cut(figure.unit[:1].upper() + figure.unit[1:], 60) or None, "tickCount": 5}
    return axis | ({"labelExpr": "format(100 * datum.value, '.0f') + ' %'"} if figure.share else {"format": ",~f"})


def legend_of(names: list[str], room: int) -> dict[str, Any]:
    """A legend under the plot, in as many columns as its longest name leaves room for (in pixels)."""
    column = 6 * max((columns(name) - DIGITS for name in names), default=1) + 44
    return {"labelExpr": LEGEND, "columns": max(1, min(len(names), (room - 60) // column))}


def fills_of(count: int, key: str) -> list[str]:
    looks = (FILLS[place % len(FILLS)] for place in range(count))
    return [f"url(#{key}-{pattern})" if pattern else color for color, pattern, _ in looks]


def definitions(key: str, drawn: str) -> str:
    """The definitions of the patterns that a picture uses; the key keeps them apart from those of other pictures."""
    made = {"hatch": '<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="#FFFFFF" stroke-width="1.8"/>'}  # fmt: skip
    lines = {
        "lines": "M0,1.5 h6 M0,4.5 h6",
        "bars": "M1.5,0 v6 M4.5,0 v6",
        "grid": "M0,3 h6 M3,0 v6",
        "dots": "M2,1.5 h0.01 M5,4.5 h0.01",
    }
    for color, pattern, _ in FILLS:
        if pattern:
            stroke = 1.0 if pattern != "dots" else 1.7
            made[pattern] = (
                f'<rect width="6" height="6" fill="#FFFFFF"/><rect width="6" height="6" fill="{color}" '
                f'fill-opacity="0.25"/><path d="{lines[pattern]}" stroke="{color}" stroke-width="{stroke}" '
                'stroke-linecap="round"/>'
            )
    return "".join(
        f'<pattern id="{key}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">{drawing}</pattern>'
        for name, drawing in made.items()
        if f"url(#{key}-{name})" in drawn
    )


def keyed(place: int, text: str) -> str:
    return f"{place:0{DIGITS}d}{text}"


def at(values: Sequence[float | None], place: int) -> float | None:
    return values[place] if place < len(values) else None


def columns(text: str) -> int:
    """How wide a text is in letters; East Asian signs take the room of two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def cut(text: str, longest: int) -> str:
    """A text of one line that is cut, with an ellipsis, where it is too long.

    >>> cut("Australia", 5), cut("宇宙航空", 5)
    ('Aust…', '宇宙…')
    """
    if columns(text) <= longest:
        return text
    while columns(text) >= longest:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: int) -> str:
    r"""A text in two lines at most, cut where it is longer.

    >>> wrapped("Hitherto unheard of agency of somewhere else", 20)
    'Hitherto unheard of\nagency of somewhere…'
    """
    if columns(text) <= width:
        return text
    first, *rest = textwrap.wrap(text, width, break_on_hyphens=False) or [""]
    if columns(first) > width:
        first, rest = cut(first, width), []
    return "\n".join([first, cut(" ".join(rest), width)] if rest else [first])
