"""How every chart looks: palette, marks, layout and number formats, stated once.

Figures lie on a light or a dark page without knowing which. Hence backgrounds are transparent, text takes
the colour of the page's theme (`INK`), and each mark colour keeps a contrast of at least 3 to 1 (WCAG 1.4.11) with
white and with a near-black page. The palette is Okabe and Ito's (2008), moved as little as that contrast and
a distance of 15 in CIELAB between any two colours, also with simulated red or green blindness, allow.
Colour never stands alone: a `Mark` adds a symbol and a dash, filled bars add a pattern.
"""

import datetime as dt
import html
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alliance_core.catalogue.rules import score_text
from alliance_core.charts import colors, wording

BLUE = "#036FAD"
VERMILLION = "#BA4A00"
GREEN = "#1FA375"
GOLD = "#CA8500"
PURPLE = "#CC78A4"
SKY = "#329DD2"
OLIVE = "#9B9647"
GREY = "#696969"
PALETTE = (BLUE, VERMILLION, GREEN, GOLD, PURPLE, SKY, OLIVE, GREY)

MIDTONE = "#808080"
GRID = "rgba(128,128,128,0.28)"
AXIS = "rgba(128,128,128,0.8)"
CLEAR = "rgba(0,0,0,0)"

# Streamlit puts the text colour of the reader's theme in the place of this colour. Its default for charts is
# a lighter grey that falls short of the contrast of 4.5 to 1 that small text needs on a white page.
INK = "#000037"

NO_EVIDENCE = "no evidence"
INTERVAL = "90 % interval"

# Faint tints of the zones of the bands, warm below, cool above; edges and names are the catalogue's.
ZONES = {
    "critical": "rgba(186,74,0,0.15)",
    "weak": "rgba(186,74,0,0.07)",
    "moderate": "rgba(128,128,128,0.05)",
    "strong": "rgba(3,111,173,0.07)",
    "very_strong": "rgba(3,111,173,0.15)",
}

# Dark is low, bright is high, as in cividis (Nunez et al. 2018), which reads alike with and without colour
# blindness and in print. Its darkest end is left out: it would sink into a dark page.
SCORE_SCALE = ("#17376E", "#3A5A8C", "#6C8097", "#A2A387", "#D2BE63", "#F7DE4A")

# Marker symbols of Plotly, each with the sign that stands for it in a text.
SYMBOLS = (
    *(("circle", "●"), ("square", "■"), ("diamond", "◆"), ("triangle-up", "▲"), ("triangle-down", "▼")),
    *(("star", "★"), ("cross", "✚"), ("x", "✖"), ("circle-open", "○"), ("square-open", "□")),
    *(("diamond-open", "◇"), ("triangle-up-open", "△")),
)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")

# For `st.plotly_chart(..., config=CONFIG)`: no tool bar, the page has a table beside each chart.
CONFIG: Mapping[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True}

FONT_SIZE = 12
SMALL = 11


@dataclass(frozen=True, slots=True)
class Mark:
    """How one alliance is told from the others: by colour, symbol and dash at once."""

    color: str
    symbol: str
    sign: str
    dash: str


def assign_marks(names: Iterable[str]) -> dict[str, Mark]:
    """One mark per name, in the order of the alphabet, so that row order changes no mark.

    Give all alliances of the workbench and hand the result to each chart, and an alliance keeps its mark on
    every page. The first 24 marks differ; of the first eight not even two colours are alike.

    >>> marks = assign_marks(["ISS", "Artemis"])
    >>> marks["Artemis"].color, marks["Artemis"].symbol, marks["ISS"].symbol
    ('#036FAD', 'circle', 'square')
    """
    marks = {}
    for place, name in enumerate(sorted(set(names))):
        symbol, sign = SYMBOLS[place % len(SYMBOLS)]
        marks[name] = Mark(PALETTE[place % len(PALETTE)], symbol, sign, DASHES[place % len(DASHES)])
    return marks


def marks_for(names: Iterable[str], marks: Mapping[str, Mark] | None) -> Mapping[str, Mark]:
    """The marks handed in, if they know every name; otherwise marks made from these names alone."""
    wanted = set(names)
    return marks if marks is not None and wanted <= set(marks) else assign_marks(wanted)


def points(score: float | None) -> str:
    """A score in whole points, for the interval is never finer; null reads "no evidence".

    A score just below a band's edge keeps a decimal: "80" beside the word of the lower band would contradict.

    >>> points(54.4), points(79.97), points(80.2), points(None)
    ('54', '79.9', '80', 'no evidence')
    """
    return NO_EVIDENCE if score is None else score_text(score)


def signed(difference: float, digits: int = 0) -> str:
    """A difference with its sign, minus as a true minus, zero without a sign.

    >>> signed(7.24, 1), signed(-3.0), signed(-0.04)
    ('+7.2', '−3', '0')
    """
    rounded = round(difference, digits)
    return f"{abs(rounded):.{digits}f}" if rounded == 0 else f"{rounded:+.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """A share 0..1 in whole per cent; almost none and almost all stay visible as such.

    >>> percent(0.824), percent(0.003), percent(0.998), percent(0.0)
    ('82 %', '<1 %', '>99 %', '0 %')
    """
    if share is None:
        return NO_EVIDENCE
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 < share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def chance(probability: float | None) -> str:
    """A probability in per cent; no count of draws shows that something is impossible or certain.

    >>> chance(0.0), chance(0.71), chance(1.0)
    ('<1 %', '71 %', '>99 %')
    """
    return percent(None if probability is None else min(max(probability, 0.001), 0.999))


def span(low: float | None, high: float | None) -> str:
    """An interval in words.

    >>> span(47.2, 61.0), span(None, 61.0)
    ('90 % interval 47 to 61', '90 % interval unknown')
    """
    if low is None or high is None:
        return f"{INTERVAL} unknown"
    return f"{INTERVAL} {low:.0f} to {high:.0f}"


def day(date: dt.date) -> str:
    """A date as people write it.

    >>> day(dt.date(2025, 12, 31))
    '31 Dec 2025'
    """
    return f"{date.day} {date:%b %Y}"


def safe(text: str) -> str:
    """Text from the evidence, made harmless: Plotly would read tags and links in it.

    >>> safe("<a href='x'>Five & Eyes</a>")
    "&lt;a href='x'&gt;Five &amp; Eyes&lt;/a&gt;"
    """
    return html.escape(text, quote=False)


def wrap(text: str, width: int = 14) -> str:
    """Text in lines of about `width` characters, made harmless.

    >>> wrap("Five Eyes / CSpO", 10)
    'Five Eyes<br>/ CSpO'
    """
    lines = textwrap.wrap(text, width, break_long_words=False) or [""]
    return "<br>".join(safe(line) for line in lines)


def hatch(shape: str, color: str) -> dict[str, Any]:
    """A pattern over a fill that leaves a text on it legible: lines of the opposite tone to the text."""
    lines = "rgba(0,0,0,0.4)" if colors.text_on(color) == "#FFFFFF" else "rgba(255,255,255,0.55)"
    return {"shape": shape, "fillmode": "overlay", "fgcolor": lines, "fgopacity": 1, "size": 8, "solidity": 0.2}


def hint(*lines: str) -> str:
    """The text under the pointer: the first line bold, the others below it."""
    return "<br>".join([f"<b>{lines[0]}</b>", *lines[1:]])


def base_layout(height: float, *, legend: bool = False, **margin: float) -> dict[str, Any]:
    """Layout shared by all charts; `margin` overrides single sides in pixels.

    Margins grow with the labels by themselves. Zooming and dragging are off, so that a finger scrolls the
    page and not the chart.
    """
    return {
        "template": "none",
        "height": round(height),
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 8, "r": 12, "t": 28, "b": 8, "pad": 4} | margin,
        "font": {"size": FONT_SIZE, "color": INK},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "namelength": -1},
        "modebar": {"remove": ["zoom", "pan", "select", "lasso", "zoomIn", "zoomOut", "autoScale", "resetScale"]},
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "title": {"text": ""},
            "font": {"size": FONT_SIZE, "color": INK},
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }


def value_axis(title: str = "", **settings: Any) -> dict[str, Any]:
    """An axis that carries a measured value: mid-tone grid, fixed.

    An upright axis gets no title here (it would stand on its head and take room) but a note above it.
    """
    return {
        # An empty text would still be given room: no title is no text at all.
        "title": {"standoff": 8, "font": {"size": FONT_SIZE, "color": INK}} | ({"text": title} if title else {}),
        "gridcolor": GRID,
        "showgrid": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": FONT_SIZE, "color": INK},
        "fixedrange": True,
        "automargin": True,
    } | settings


def score_axis(title: str = "Score, 0 to 100", **settings: Any) -> dict[str, Any]:
    """The value axis of a score, ticked where the bands meet."""
    return value_axis(title, **({"range": [-2, 102], "tickvals": wording.band_edges()} | settings))


def row_axis(labels: list[str], **settings: Any) -> dict[str, Any]:
    """A vertical axis of named rows, the first on top; its title is a column head (`column_head`)."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [len(labels) - 0.5, -0.5],
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": FONT_SIZE, "color": INK},
        "ticklabelstandoff": 4,
        "fixedrange": True,
        "automargin": True,
    } | settings


def note(text: str, **place: Any) -> dict[str, Any]:
    """A text on the figure in the colour of the theme, without an arrow."""
    return {
        "text": text,
        "showarrow": False,
        "font": {"size": SMALL},
        "xref": "paper",
        "yref": "paper",
    } | place


def column_head(text: str, *, right: bool = False) -> dict[str, Any]:
    """Head above the row labels, or above the column of figures to the right of the plot."""
    side = {"x": 1, "xanchor": "left", "xshift": 8} if right else {"x": 0, "xanchor": "right", "xshift": -8}
    return note(f"<i>{text}</i>", y=1, yanchor="bottom", align="left" if right else "right", **side)
