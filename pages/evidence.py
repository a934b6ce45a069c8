"""Evidence: what the tables hold, how far it is verified, and all of it to take away."""

import streamlit as st

from alliance_core import charts
from alliance_core.evidence import dictionary
from pages.widgets import loading, show
from pages.widgets.shell import open_page

view = open_page("Evidence", "What the numbers rest on: every table, how far it was verified, what is missing.")

st.subheader("How far verified", anchor=False)
st.markdown(
    "**Read**: the figure was seen in a stored source. **Recalled**: known, the official text is named, not read "
    "again. **Estimated**: a judgement, the row says how. Weaker verification widens every interval."
)
scope = st.segmented_control(
    "Rows of", ["All alliances", "Alliances in focus"], default="All alliances", key="scope", bind="query-params",
    required=True,
)  # fmt: skip
chosen = tuple(view.alliances) if scope == "Alliances in focus" and view.alliances else None
verification = loading.verification(view.evidence.version, chosen)
overview = loading.overview(view.evidence.version)
show.chart("evidence_verification", charts.verification_bars, verification)
show.table_of(verification, "verification")

st.subheader("Coverage by table and alliance", anchor=False)
coverage = overview["coverage"]
st.dataframe(coverage, hide_index=True, height="content", alt="Number of rows by table and alliance")
show.take_away(coverage, "coverage")
st.subheader("Oldest and newest evidence", anchor=False)
oldest = overview["oldest"]
st.dataframe(oldest, hide_index=True, alt="Oldest and newest dated row by table and alliance")
show.take_away(oldest, "oldest_evidence")

st.subheader("Data dictionary", anchor=False)
tables = overview["tables"]
st.dataframe(
    tables, hide_index=True, alt="All tables with question, rows and file",
    column_config={"question": st.column_config.TextColumn("Question", width="large")},
)  # fmt: skip
show.take_away(tables, "data_dictionary")
table = st.selectbox(
    "Table",
    tables["table"].to_list(),
    index=tables["table"].to_list().index("events"),
    key="table",
    bind="query-params",
)
columns = dictionary.columns(table)
st.dataframe(
    columns, hide_index=True, alt=f"Columns of {table}",
    column_config={
        "allowed": st.column_config.TextColumn("Allowed", width="large"),
        "meaning": st.column_config.TextColumn("Meaning", width="large"),
        "may_be_empty": st.column_config.CheckboxColumn("May be empty"),
    },
)  # fmt: skip
only = st.toggle("Only the alliances in focus", key="only_focus", bind="query-params")
rows = loading.readable_table(view.evidence.version, table, tuple(view.alliances) if only and view.alliances else None)
if rows.is_empty():
    st.info(f"The table {table} holds no rows yet. Add them in data/sources and run `python -m alliance_core build`.")
else:
    st.markdown(f"**{rows.height:,} rows** of {table}")
    st.dataframe(rows, hide_index=True, height=420, placeholder="–", alt=f"Rows of {table}")
    st.caption("Texts were written in 2026 and may tell later facts than the as-of date.")
show.take_away(rows, table)
st.page_link("pages/method.py", label="How the rows become scores", icon=":material/menu_book:")
