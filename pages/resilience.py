"""Resilience: all alliances against all scenarios of the library."""

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios import screens
from pages.widgets import loading, show
from pages.widgets.shell import names, open_page

view = open_page("Resilience", "Which alliance bends under which shock: every alliance under every scenario.")
evidence: Evidence = view.evidence
titles = names(evidence)
existing = screens.existing(evidence, view.as_of)
if not existing:
    st.info("None of the alliances existed at this date. Choose a later one in the sidebar.")
    st.stop()
try:
    cells = loading.resilience(view.as_of, tuple(existing), scenario_rules()["draws"]["count"])
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()
told = st.container()
order = st.segmented_control("Order", screens.ORDERS, default=screens.ORDERS[0], key="order_of", bind="query-params",
                             required=True)  # fmt: skip
table = screens.ordered(cells, order, titles)
told.info(screens.resilience_sentence(table), icon=":material/shield:")
told.caption(
    "Probability within 24 months that the programme does not survive intact, were the shock to come; how likely the "
    "shock itself is, nobody has estimated here. " + screens.fitted_to(loading.models(view.as_of))
)

st.subheader("Alliances by scenarios", anchor=False)
show.chart("resilience_heat", charts.resilience_heat, table)
words = scenario_rules()["intact"]
st.caption(
    "Per cent of the draws, and a word: "
    + ", ".join(f"{entry['word']} below {min(entry['below'], 1):.0%}" for entry in words)
    + ". mod. = moderate. Bright holds, dark breaks. The interval is under the pointer and in the table."
)
without = screens.unscored(table)
if not without.is_empty():
    st.markdown("**Hatched: too little evidence for a number**")
    st.dataframe(without, hide_index=True, alt="Cells without a number, with the reason",
                 column_config={"alliance": "Alliance", "scenario_name": "Scenario",
                                "note": st.column_config.TextColumn("Why", width=600)})  # fmt: skip
show.take_away(table, "resilience")
show.table_of(screens.rounded(table), "resilience_table")

st.subheader("In focus, side by side", anchor=False)
focus = [alliance for alliance in view.alliances if alliance in existing]
if focus:
    dots = table.filter(table["alliance_id"].is_in(focus))
    show.chart("resilience_dots", charts.resilience_dots, dots, marks=charts.assign_marks(titles.values()))
    show.table_of(dots, "resilience_in_focus")
else:
    st.info("No alliance in focus existed at this date. Choose others in the sidebar.")
with st.expander("The scenarios of the library", icon=":material/library_books:"):
    st.table(screens.library_table(), hide_index=True, alt="Scenarios with their shocks")
st.page_link("pages/stress.py", label="Take one scenario apart", icon=":material/crisis_alert:")
st.page_link("pages/track_record.py", label="How far can these models be trusted?", icon=":material/history_edu:")
