"""Charts and tables with their accessible names, always with the data to take away."""

import io
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alliance_core.charts import CONFIG, Chart
from alliance_core.evidence import dictionary

NARROWEST_CHART = 440


def side_by_side(narrowest: int = NARROWEST_CHART) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two cells beside each other where there is room for two charts (or what is given), else below each other."""
    grid = st.grid(2, min_column_width=narrowest, gap="large")
    return grid.cell(), grid.cell()


def chart(key: str, draw: Callable[..., Chart], *data: Any, **options: Any) -> None:
    """A figure with its finding as the accessible name; drawn once for the same data."""
    drawn = _drawn(draw.__name__, draw, data, options)
    st.plotly_chart(drawn.figure, theme="streamlit", alt=drawn.alt, config=dict(CONFIG), key=key)


def clickable(key: str, draw: Callable[..., Chart], *data: Any, **options: Any) -> dict[str, Any] | None:
    """A figure of which a point can be chosen; gives the point, None while none is."""
    drawn = _drawn(draw.__name__, draw, data, options)
    chosen = st.plotly_chart(
        drawn.figure, theme="streamlit", alt=drawn.alt, config=dict(CONFIG), key=key, on_select="rerun",
        selection_mode="points",
    )  # fmt: skip
    points = chosen["selection"]["points"]
    return points[0] if points else None


@st.cache_resource(max_entries=256, show_spinner=False)
def _drawn(name: str, _draw: Callable[..., Chart], data: tuple, options: dict[str, Any]) -> Chart:  # noqa: ARG001
    return _draw(*data, **options)


def table_of(frame: pl.DataFrame, name: str, label: str = "These numbers as a table") -> None:
    """The numbers behind a chart, closed at first: a table with a download; closed it costs nothing."""
    part = st.expander(label, icon=":material/table:", key=f"table_{name}", on_change="rerun")
    if part.open:
        with part:
            st.dataframe(frame, hide_index=True, alt=name.replace("_", " "))
            take_away(frame, name)


def take_away(frame: pl.DataFrame, name: str) -> None:
    """Download buttons for a frame as CSV and Parquet."""
    flat = dictionary.flat(frame)
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: flat.write_csv().encode("utf-8-sig"), file_name=f"{name}.csv", mime="text/csv",
            key=f"csv_{name}", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Parquet", lambda: _parquet(frame), file_name=f"{name}.parquet", key=f"parquet_{name}",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
