"""The charts of a report as vector graphics for print: SVG by Vega-Lite, without a browser and without a network.

Paper is white and often copied in grey. Hence series differ by lightness, pattern, dash and symbol as well as by
colour, values stand beside their bars, and text stays text. Texts of a report enter a specification only as values of
data, never as part of an expression that Vega would run.
"""

import json
import zlib
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

import vl_convert

from alliance_core.report import fonts
from alliance_core.report.content import Bars, Figure, Lines
from alliance_core.report.figures import look
from alliance_core.report.figures.bars import bars
from alliance_core.report.figures.lines import lines
from alliance_core.report.figures.matrix import matrix


def svg(figure: Figure, width: int, height: int | None = None) -> str:
    """A chart as an SVG text of a width (and height) in pixels.

    Takes  width: of the whole picture; height: None = as tall as the number of rows asks for
    Gives  an <svg> element with role, alt text and no title, link, script or reference to anything outside of itself
    """
    measure()
    key = f"{zlib.crc32(figure.id.encode()):08x}"
    if isinstance(figure, Bars):
        layers = bars(figure, key, width)
    elif isinstance(figure, Lines):
        layers = lines(figure, width)
    else:
        layers = matrix(figure)
    text = json.dumps(_specification(layers, width, height))
    drawn = vl_convert.vegalite_to_svg(text, vl_version="6.4", allowed_base_urls=[])
    head, rest = drawn.split(">", 1)
    label = quoteattr(figure.alt.translate({0: None}))
    return f'{head} role="img" aria-label={label}><defs>{look.definitions(key, rest)}</defs>{rest}'


@cache
def measure() -> None:
    """Makes the fonts of the report known to Vega, which measures texts with them."""
    for folder in fonts.folders():
        vl_convert.register_font_directory(str(folder))


def _specification(layers: dict[str, Any], width: int, height: int | None) -> dict[str, Any]:
    words = {"Color": look.INK, "FontSize": look.SIZE, "FontWeight": look.WEIGHT, "Font": fonts.STACK}
    plain = {f"{part}{name}": value for part in ("label", "title") for name, value in words.items()}
    plain["titleColor"] = look.QUIET
    # aria: the alt text tells the finding; a label on each mark would read the table to a listener twice.
    config = {
        "aria": False,
        "font": fonts.STACK,
        "view": {"stroke": None},
        "axis": plain | {"gridColor": look.GRID, "domain": False, "ticks": False, "labelPadding": 6, "labelLimit": 400},
        "legend": plain | {"orient": "bottom", "title": None, "labelLimit": 400, "symbolSize": 110, "columnPadding": 18,
                           "offset": 6, "rowPadding": 3},
        "text": {"font": fonts.STACK, "fontSize": look.SIZE - 1, "fontWeight": look.WEIGHT, "color": look.INK},
        "bar": {"cornerRadius": 0},
    }  # fmt: skip
    plot = layers.pop("plot_height")
    fit = "fit-x" if height is None else "fit"
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        "width": width,
        "height": plot if height is None else height,
        "autosize": {"type": fit, "contains": "padding"},
        "config": config,
    } | layers
