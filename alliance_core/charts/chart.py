"""What a chart function gives back, and what it does with a frame that it cannot draw.

WorkbenchError
└── ChartError   the frame lacks a column, or holds what this chart cannot show
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl
import polars.selectors as cs

from alliance_core.charts import style
from alliance_core.errors import WorkbenchError


class ChartError(WorkbenchError):
    """A frame cannot be drawn; the text names the chart, the fault and the cure."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure and its finding: one plain sentence for readers who do not see the figure."""

    figure: go.Figure
    alt: str


def records(frame: pl.DataFrame, chart: str, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of the named columns as dictionaries; NaN becomes None, so that nothing missing gets a place.

    Raises ChartError that names the first missing column.
    """
    wanted = list(columns)
    for column in wanted:
        if column not in frame.columns:
            near = difflib.get_close_matches(column, frame.columns, n=1)
            hint = f" Did you mean to rename '{near[0]}'?" if near else ""
            raise ChartError(f"{chart} needs a column '{column}'; there are: {', '.join(frame.columns)}.{hint}")
    return frame.select(wanted).with_columns(cs.float().fill_nan(None)).to_dicts()


def only_alliance(rows: list[dict[str, Any]], chart: str) -> str:
    """The one alliance of these rows. Raises ChartError where there are several."""
    names = sorted({str(row["alliance"]) for row in rows})
    if len(names) > 1:
        raise ChartError(f"{chart} shows one alliance at a time, but got {', '.join(names)}: filter the frame")
    return names[0]


def blank(reason: str) -> Chart:
    """A chart that says why there is nothing to show; the reason is also its finding."""
    figure = go.Figure()
    figure.update_layout(**style.base_layout(140))
    figure.update_layout(
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
        annotations=[
            style.note(style.wrap(reason, 40), x=0.5, y=0.5, font={"size": 14}),
        ],
    )
    return Chart(figure, reason)


def listing(names: Iterable[str], most: int = 3) -> str:
    """Names in a sentence; a long list ends in a count.

    >>> listing(["ISS"]), listing(["ISS", "ESA"]), listing(["a", "b", "c", "d", "e"])
    ('ISS', 'ISS and ESA', 'a, b, c and 2 others')
    """
    every = list(names)
    if len(every) > most + 1:
        return f"{', '.join(every[:most])} and {len(every) - most} others"
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""


def plural(count: int, singular: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "alliance"), plural(3, "row of evidence", "rows of evidence")
    ('1 alliance', '3 rows of evidence')
    """
    return f"{count} {singular if count == 1 else many or singular + 's'}"


def has_or_have(count: int) -> str:
    """The verb that goes with a count."""
    return "has" if count == 1 else "have"
