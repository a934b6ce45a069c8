"""Compare: two to five alliances side by side, and what explains the gap."""

import streamlit as st

from alliance_core import charts
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard import comparison, facts, portfolio
from pages.widgets import loading, show
from pages.widgets.shell import names, open_page

view = open_page("Compare", "Two to five alliances side by side: who is stronger, how surely, and why.")
titles = names(view.evidence)
assessment = loading.assessment(view.as_of)
existing = comparison.comparable(assessment, view.alliances)
if len(view.alliances) < 2:
    st.info("Choose two to five alliances in focus in the sidebar.")
    st.stop()
if left_out := [titles[name] for name in view.alliances if name not in existing]:
    st.warning(f"No score at this date for {', '.join(left_out)}: too little evidence, or not founded yet.")
if len(existing) < 2:
    st.info("Fewer than two of these alliances have a score at this date. Choose others, or a later date.")
    st.stop()

chosen = comparison.rows_of(assessment.dimensions, existing)
marks = charts.assign_marks([titles[name] for name in existing])
left, right = show.side_by_side()
with left:
    st.subheader("Profiles", anchor=False)
    form = st.segmented_control("Form", ["Radar", "Parallel"], default="Radar", key="form", bind="query-params",
                                required=True)  # fmt: skip
    draw = charts.profile_parallel if form == "Parallel" else charts.profile_radar
    show.chart("compare_profile", draw, chosen, marks=marks)
with right:
    st.subheader("Overall", anchor=False)
    show.chart("compare_ranking", charts.score_ranking, comparison.rows_of(assessment.overall, existing))
    pairs = comparison.pair_table(assessment.cards, existing, titles)
    st.dataframe(
        pairs,
        column_config={
            "a": "A", "b": "B",
            "gap": st.column_config.NumberColumn("A minus B", format="%+.1f"),
            "chance": st.column_config.TextColumn("P(A higher)"),
            "p_a_greater": None,
            "words": "In words",
        },
        hide_index=True, alt="Every pair with gap and probability",
    )  # fmt: skip
    show.take_away(pairs, "pairs")

st.subheader("What explains the gap", anchor=False)
with st.container(horizontal=True):
    a = st.selectbox("A", existing, format_func=titles.__getitem__, key="a", bind="query-params")
    b = st.selectbox(
        "B", [name for name in existing if name != a], format_func=titles.__getitem__, key="b", bind="query-params"
    )
try:
    pair = comparison.compare(assessment.cards, a, b)
except WorkbenchError as error:
    st.warning(str(error))
    st.stop()
st.markdown(comparison.sentence(pair, titles))
left, right = show.side_by_side()
with left:
    differences = comparison.dimension_differences(assessment.cards, a, b, titles)
    show.chart("compare_differences", charts.dimension_differences, differences)
    st.caption("Points on the dimension's own scale, 90 % interval, and the probability that A is higher.")
with right:
    level = st.segmented_control(
        "Level", ["Dimensions", "Indicators"], default="Dimensions", key="level", bind="query-params", required=True
    )
    parts = comparison.contribution_table(pair, by_indicator=level == "Indicators")
    show.chart("compare_waterfall", charts.gap_waterfall, parts, titles[a], titles[b], pair["gap"])
    st.caption("Points of the overall gap; the parts add up to it exactly.")
    show.table_of(parts, "contributions")

st.subheader("Facts side by side", anchor=False)
table = facts.facts(assessment, existing)
st.table(table, hide_index=True, alt="Facts of the alliances side by side")
show.take_away(table, "facts")

st.subheader("Trends", anchor=False)
history = loading.history(view.as_of)
lines = portfolio.named_trend(view.evidence, history.overall, existing)
show.chart("compare_trends", charts.trend_lines, lines, marks=marks)
show.table_of(lines.select("alliance", "as_of", "score", "low", "high", "band"), "trends")
st.page_link("pages/method.py", label="How the scores come about", icon=":material/menu_book:")
