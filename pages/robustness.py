"""Robustness: which choices of method the ranking depends on, and how far each place can move."""

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue.rules import aggregators
from alliance_core.errors import WorkbenchError
from alliance_core.whatif import robustness
from pages.widgets import loading, show
from pages.widgets.shell import names, open_page
from pages.widgets.weighing import mean_choice, profile_text, standpoint

view = open_page(
    "Robustness", "Would another sensible method rank the alliances otherwise? Every combination is tried."
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    mean = mean_choice()
    among = st.segmented_control("Rank", ["All alliances", "In focus"], default="All alliances", key="among",
                                 bind="query-params", required=True)  # fmt: skip
with st.expander("Weights looked at", icon=":material/tune:"):
    profile = profile_text("weights", "Profile as text")
    st.page_link("pages/what_if.py", label="Tune them with sliders", icon=":material/tune:")
st.caption(f"Around these weights: {standpoint(profile)} {aggregators()[mean].name}.")
try:
    chosen = tuple(view.alliances) if among == "In focus" else ()
    tested = loading.tested(view.evidence.version, view.as_of, chosen, profile.text(), mean)
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()

st.info(robustness.headline(tested), icon=":material/verified:")
if left_out := robustness.not_compared(tested):
    st.caption(f"Not compared, because some variants leave too little evidence for a score: {', '.join(left_out)}.")

left, right = show.side_by_side()
with left:
    st.subheader("Which choices matter", anchor=False)
    titles = {None: "All places together"} | {
        id_: title for id_, title in names(view.evidence).items() if id_ in tested.table.alliances
    }
    whose = st.selectbox("Whose place", list(titles), format_func=titles.__getitem__, key="whose", bind="query-params")
    indices = robustness.sobol_table(tested, whose)
    show.chart("robustness_sobol", charts.sobol_bars, indices)
    st.caption(
        "Share of the variance that a choice makes alone, and together with others. Exact: every combination counts."
    )
    show.table_of(indices, "sobol_indices")
with right:
    st.subheader("How far each place moves", anchor=False)
    ranges = robustness.range_table(tested)
    show.chart("robustness_ranges", charts.rank_ranges, ranges)
    show.take_away(ranges, "rank_ranges")

st.subheader("Leaving one out", anchor=False)
level = st.segmented_control("Leave out", ["Indicators", "Dimensions"], default="Indicators", key="left_out_level",
                             bind="query-params", required=True)  # fmt: skip
changes = robustness.left_out_table(tested)
shown = changes.filter(is_dimension=level == "Dimensions")
show.chart("robustness_left_out", charts.left_out_matrix, shown)
st.caption("Places gained (+) or lost (−) without it; its weight is shared out among the rest.")
show.table_of(shown, "leave_one_out")

st.subheader("The choices", anchor=False)
st.table(robustness.choice_table(tested), hide_index=True, alt="The choices of each factor, and why")
