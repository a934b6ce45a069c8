"""Portfolio: all alliances at a glance; a click opens one."""

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue import dimensions
from alliance_core.scorecard import portfolio
from pages.widgets import loading, show
from pages.widgets.shell import open_page

view = open_page("Portfolio", "How healthy are the alliances, how sure is that, and which way are they going?")
assessment = loading.assessment(view.as_of)
if assessment.overall.is_empty():
    st.info("None of the alliances existed at this date. Choose a later date in the sidebar.")
    st.stop()
history = loading.history(view.as_of)
table = portfolio.portfolio(assessment, history)

st.markdown(portfolio.headline(assessment))


def open_alliance() -> None:
    """Remember the alliance of the clicked row; the page switches below."""
    st.session_state["switch_to"] = table["alliance"][st.session_state["opened"].row]


st.dataframe(
    table,
    column_order=["alliance", "open", "score", "interval", "change", "trend", "flags", "warning"],
    column_config={
        "alliance": st.column_config.TextColumn("Alliance", pinned=True, width=118),
        "open": st.column_config.ButtonColumn("Card", on_click=open_alliance, key="opened", width=70),
        "score": st.column_config.ProgressColumn(
            "Health", min_value=0, max_value=100, format="%.0f", width=105, help="Overall score, balanced weights"
        ),
        "interval": st.column_config.TextColumn("90 %", width=70, help="90 % interval of the score"),
        "change": st.column_config.NumberColumn(
            "Change", format="%+.1f", width=65, help="Points since the last assessment at least 300 days before"
        ),
        "trend": st.column_config.LineChartColumn("Since 2015", y_min=0, y_max=100, width=85),
        "flags": st.column_config.MultiselectColumn("Flags", width=200),
        "warning": st.column_config.TextColumn("Top warning", width=300),
    },
    hide_index=True,
    row_height=42,
    height="content",
    alt="All alliances with score, interval, change, trend, flags and top warning",
)  # fmt: skip
if switch_to := st.session_state.pop("switch_to", None):
    st.switch_page("pages/alliance.py", query_params={"alliance": switch_to})
show.take_away(table, "portfolio")

st.subheader("Five dimensions", anchor=False)
st.caption(" · ".join(f"**{item.short}**: {item.question}" for item in dimensions().values()))
show.chart("portfolio_heat", charts.dimension_heat, assessment.dimensions)
left, right = show.side_by_side()
with left:
    st.subheader("Ranking with uncertainty", anchor=False)
    show.chart("portfolio_ranking", charts.score_ranking, assessment.overall)
    st.caption("Where the bars overlap, the order is not certain. Compare gives the probability for each pair.")
with right:
    st.subheader("Trend of the alliances in focus", anchor=False)
    if view.alliances:
        lines = portfolio.named_trend(view.evidence, history.overall, view.alliances)
        show.chart("portfolio_trend", charts.trend_lines, lines)
        st.caption("Each point is a full assessment with what was known then, by one edition of the method.")
    else:
        st.info("Choose alliances in focus in the sidebar to see their trends.")
show.table_of(
    assessment.dimensions.select(
        "alliance", "dimension_name", "score", "low", "high", "band", "label", "coverage", "flags"
    ),
    "dimensions",
)
st.page_link("pages/compare.py", label="Compare the alliances in focus", icon=":material/compare_arrows:")
