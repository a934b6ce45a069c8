"""Alliance: the scorecard of one alliance, from dimension to indicator to evidence row."""

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue import dimensions
from alliance_core.scorecard import facts, portfolio
from pages.widgets import loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.scorecard import alliance_head, dimension_part
from pages.widgets.shell import open_page

view = open_page("Alliance", "The scorecard of one alliance: open any number down to its evidence and sources.")
assessment = loading.assessment(view.as_of)
alliance, title = choose_alliance(view)
history = loading.history(view.as_of)

st.markdown(portfolio.alliance_sentence(assessment, history, alliance))
if told := facts.membership_sentence(assessment, alliance, view.nation):
    st.markdown(f":material/flag: {told}")
alliance_head(assessment, history, alliance)

st.subheader("Scorecard", anchor=False)
for dimension in dimensions():
    dimension_part(assessment, alliance, title, dimension)

left, right = show.side_by_side()
with left:
    st.subheader("All indicators", anchor=False)
    show.chart("alliance_ladder", charts.indicator_ladder, facts.scored_indicators(assessment, alliance))
with right:
    st.subheader("Trend since 2015", anchor=False)
    lines = portfolio.named_trend(view.evidence, history.overall, [alliance])
    show.chart("alliance_trend", charts.trend_lines, lines)
    parts = portfolio.named_trend(view.evidence, history.dimensions, [alliance])
    show.chart("alliance_dimension_trends", charts.dimension_trends, parts)
    st.caption("Each point is a full assessment with what was known then, by one edition of the method.")

st.subheader("Formal against operational", anchor=False)
dimension_part(assessment, alliance, title, "operational_integration")
left, right = show.side_by_side()
with left:
    show.chart("alliance_operational", charts.formal_operational, assessment.operational.filter(alliance_id=alliance))
with right:
    levels = facts.layers(assessment, [alliance])
    show.chart("alliance_layers", charts.interoperability_bars, levels)

st.subheader("Members by tier", anchor=False)
members = facts.member_table(assessment, alliance, view.nation)
show.chart("alliance_tiers", charts.tier_bar, facts.members_by_tier(assessment, [alliance]))
st.dataframe(
    members,
    column_config={
        "mark": st.column_config.TextColumn("", width=30, help="Whose view is taken"),
        "actor_id": st.column_config.TextColumn("Actor", width=80),
        "name": st.column_config.TextColumn("Name"),
        "tier": st.column_config.TextColumn("Tier"),
        "joined": st.column_config.TextColumn("Joined"),
        "functions": st.column_config.NumberColumn("Functions provided"),
        "delivered": st.column_config.NumberColumn("Commitments delivered"),
        "cost_share": st.column_config.NumberColumn(
            "Cost share %", format="%.1f", help="Latest ended year; empty = no figure"
        ),
        "verification": st.column_config.TextColumn("Verified"),
    },
    hide_index=True,
    placeholder="–",
    alt=f"Members of {title} with tier, accession, functions, deliveries and cost share",
)
show.take_away(members, f"members_{alliance}")
show.table_of(
    assessment.indicators.filter(alliance_id=alliance).drop("as_of", "alliance_id"),
    f"indicators_{alliance}",
    "All indicators as a table",
)
st.page_link("pages/compare.py", label="Compare with the alliances in focus", icon=":material/compare_arrows:")
