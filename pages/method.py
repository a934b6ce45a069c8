"""Method: the catalogue as it is, with reasons, sources and known limits."""

import streamlit as st

from alliance_core.catalogue import all_dimensions, listing
from pages.widgets import show
from pages.widgets.shell import open_page

view = open_page("Method", "How the scores come about: every formula, goalpost, weight and rule, with its reason.")
st.markdown(
    "Facts are read **as of a date**, turned into **indicators** with a 90 % interval, scored between fixed "
    "**goalposts**, and averaged to **five dimensions** and one **health score**. Fixed goalposts make scores "
    "comparable over time and independent of who is compared. What is missing stays missing: its weight is shared "
    "out, and below half of the weight there is no score. Nothing here is typed into code: this page shows the "
    "catalogue that the formulas read."
)

st.subheader("Dimensions", anchor=False)
st.table(listing.dimension_table(), hide_index=True, alt="Dimensions with question and weight")

st.subheader("Indicators", anchor=False)
indicators = listing.indicator_table()
st.dataframe(
    indicators, hide_index=True, alt="All indicators with goalposts, weights and formulas",
    column_config={"formula": st.column_config.TextColumn("Formula", width="large")},
)  # fmt: skip
show.take_away(indicators, "indicators")
for dimension in all_dimensions().values():
    part = st.expander(f"{dimension.name}: formulas, sources, limits", key=f"method_{dimension.id}", on_change="rerun")
    if part.open:
        part.markdown(listing.dimension_text(dimension.id))

st.subheader("Bands and words", anchor=False)
st.table(listing.band_table(), hide_index=True, alt="Bands and the words of each dimension")
st.subheader("Means", anchor=False)
st.table(listing.aggregator_table(), hide_index=True, alt="Aggregators with reasons")
st.subheader("Flags", anchor=False)
st.table(listing.flag_table(), hide_index=True, alt="Flags with rules and reasons")
st.subheader("Weight presets", anchor=False)
st.table(listing.preset_table(), hide_index=True, alt="Weight presets with reasons")

st.subheader("What-if and robustness", anchor=False)
st.markdown(listing.what_if_text())
st.table(listing.support_table(), hide_index=True, alt="What is said of a share of all weightings")
st.table(listing.variant_table(), hide_index=True, alt="Choices of method that robustness tries, with reasons")

st.subheader("Rules shown where they are used", anchor=False)
with st.container(horizontal=True):
    for page, title in (("burden", "Burden"), ("capability", "Capability"), ("frictions", "Frictions"),
                        ("dissolution", "Dissolution test"), ("stress", "Stress test"),
                        ("track_record", "Fitted models")):  # fmt: skip
        st.page_link(f"pages/{page}.py", label=title, icon=":material/rule:")

st.subheader("Uncertainty and evidence", anchor=False)
st.markdown(listing.uncertainty_text())
st.subheader("Rubrics of the institutional ratings", anchor=False)
st.caption("Levels are coded judgements of the compilers against these rubrics.")
st.table(listing.rubric_table(), hide_index=True, alt="Rubrics of the seven institutional indicators")
st.subheader("As-of rule", anchor=False)
st.markdown(listing.AS_OF_RULE)
st.subheader("Known limits", anchor=False)
st.markdown(listing.limits_text())

with st.expander("Download the tables of this page", icon=":material/download:"):
    for name, table in listing.tables().items():
        st.markdown(f"**{name.replace('_', ' ').capitalize()}**")
        show.take_away(table, name)
