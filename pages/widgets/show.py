"""Charts and tables with their accessible names, always with the data to take away."""

import io

import polars as pl
import streamlit as st

from alliance_core.charts import CONFIG, Chart


def chart(drawn: Chart, key: str) -> None:
    """A figure with its finding as the accessible name."""
    st.plotly_chart(drawn.figure, theme="streamlit", alt=drawn.alt, config=CONFIG, key=key)


def table_of(frame: pl.DataFrame, name: str, label: str = "These numbers as a table") -> None:
    """The numbers behind a chart, closed at first: a table with a download."""
    with st.expander(label, icon=":material/table:"):
        st.dataframe(frame, hide_index=True, alt=name.replace("_", " "))
        take_away(frame, name)


def take_away(frame: pl.DataFrame, name: str) -> None:
    """Download buttons for a frame as CSV and Parquet."""
    flat = frame.with_columns(pl.selectors.by_dtype(pl.List(pl.String)).list.join("; "))
    flat = flat.drop(pl.selectors.by_dtype(pl.List(pl.Float64)))
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
