"""What a reader can see of a figure, so that tests assert on that and not on how it was drawn."""

import re

import plotly.graph_objects as go

from alliance_core.charts import Chart


def plain(text: str) -> str:
    """Text without tags, its lines joined as they were before they were wrapped."""
    joined = re.sub(r"-<br>", "-", text).replace("<br>", " ")
    return re.sub(r"<[^>]+>", "", joined).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def visible_texts(figure: go.Figure) -> list[str]:
    """Every text that stands on the figure without pointing at anything: labels, notes, legend, cells."""
    found = [note.text for note in figure.layout.annotations]
    layout = figure.layout.to_plotly_json()
    axes = [axis for name, axis in layout.items() if re.match(r"[xy]axis", name)]
    axes += [layout["polar"]["angularaxis"]] if "polar" in layout else []
    for axis in axes:
        found += list(axis.get("ticktext") or [])
        found.append(axis.get("title", {}).get("text") or "")
    for trace in figure.data:
        listed = figure.layout.showlegend if trace.showlegend is None else trace.showlegend
        found += [trace.name] if trace.name and listed else []
        found += [text for text in (getattr(trace, "text", None) or []) if text]
    return [plain(text) for text in found if text]


def page_text(chart: Chart) -> str:
    """All visible texts in one."""
    return " | ".join(visible_texts(chart.figure))


def with_meta(figure: go.Figure, meta: str) -> list:
    """The traces of one role: point, interval, scored, missing, step ..."""
    return [trace for trace in figure.data if trace.meta == meta]


def row_labels(figure: go.Figure) -> list[str]:
    """Labels of the rows, from the top."""
    return [plain(text) for text in figure.layout.yaxis.ticktext]


def intervals(figure: go.Figure) -> set[tuple[float, float, float]]:
    """Every lying interval bar as (row, low, high), rounded."""
    bars = set()
    for trace in with_meta(figure, "interval"):
        for start in range(0, len(trace.x), 3):
            bars.add((trace.y[start], round(trace.x[start], 6), round(trace.x[start + 1], 6)))
    return bars


def points(figure: go.Figure) -> dict[float, float]:
    """Row to place of every point."""
    return {y: x for trace in with_meta(figure, "point") for x, y in zip(trace.x, trace.y, strict=True)}
