"""Dissolution test: what a nation would lose if the alliance dissolved tomorrow, and what it takes to rebuild it."""

from typing import Any

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution import sentences, units
from alliance_core.dissolution import view as tables
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import evidence_list
from pages.widgets.shell import open_page

FUNCTIONS: dict[str, Any] = {
    "function": st.column_config.TextColumn("Function", width=235),
    "criticality": st.column_config.NumberColumn(
        "Criticality", format="%.1f", width=75, help="1 to 5, shared among the parts of a function"
    ),
    "uses": st.column_config.TextColumn("Uses it", width=110, help="And how surely: shown, measured, by tier"),
    "alone": st.column_config.TextColumn("Alone", width=55),
    "through": st.column_config.TextColumn("Through", width=220, help="Another alliance (partner), or an organisation"),
    "lost_share": st.column_config.NumberColumn("Lost %", format="%.0f", width=60, help="Empty = not used"),
    "years": st.column_config.NumberColumn("Years", format="%.0f", width=55, help="Expert estimate to build it alone"),
    "seen": st.column_config.TextColumn("Took in this alliance", width=165, help="From promise to delivery, hardware"),
    "value": st.column_config.TextColumn("Value there", width=200, help="Nominal, as promised"),
    "lost": st.column_config.NumberColumn("Lost", format="%.1f", width=55, help="Criticality that goes"),
    "domain": st.column_config.TextColumn("Domain", width=100),
    "why_uses": st.column_config.TextColumn("Why it counts as used, or not", width=330),
    "rows": st.column_config.NumberColumn("Evidence", width=70),
}
NATIONS: dict[str, Any] = {
    "rank": st.column_config.NumberColumn("#", width=40),
    "name": "Nation",
    "tier": st.column_config.TextColumn("Tier", help="Empty = belongs through an organisation"),
    "acts_through": "Acts through",
    "loss": st.column_config.NumberColumn("Loss", format="%.1f", help="Points of criticality"),
    "loss_by_tier": st.column_config.NumberColumn("By tier alone", format="%.1f"),
    "per_cent": st.column_config.NumberColumn("Of its use %", format="%.0f", help="Empty = uses nothing"),
    "longest_years": st.column_config.NumberColumn("Longest, years", format="%.0f"),
    "reason": st.column_config.TextColumn("Why nothing", width=330),
}

view = open_page("Dissolution test", "What would a nation lose tomorrow that it cannot replicate independently?")
rules = dissolution_rules()
usual = rules["way"]["other_alliance"]["credit"]
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    alliance, title = choose_alliance(view)
    whose = st.empty()
    credit = st.slider(
        "Kept through another alliance", 0.0, 1.0, usual, 0.05, key="credit", bind="query-params", format="percent",
        help=f"{rules['way']['other_alliance']['reason']} {rules['reading']['credit']}",
    )  # fmt: skip
try:
    found = loading.dissolution(view.evidence.version, view.as_of, alliance, credit)
    usually = units.default_actor(found.snapshot, found.units, view.nation)
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()
members = tables.choices(found)
chosen = whose.selectbox(
    "Whose loss", list(members), index=None, format_func=members.__getitem__, key="actor", bind="query-params",
    placeholder=members[usually], help="Without a choice: the nation of the sidebar, or else the anchor.",
)  # fmt: skip
actor = chosen or usually
if view.nation and view.nation not in members:
    st.caption(f"{tables.name_of(found, view.nation)} does not belong to {title} at this date: its end takes nothing "
               f"from it. Shown is {members[actor]}.")  # fmt: skip

st.info(sentences.headline(found, actor), icon=":material/link_off:")
if credit != usual:
    st.caption(f":orange-badge[custom credit] {credit:.0%} is kept through another alliance instead of {usual:.0%}.")
st.markdown(sentences.rests_on(found, actor))
st.caption(f":material/psychology: {rules['reading']['text']}")

left, right = show.side_by_side()
with left:
    st.subheader("What goes, what stays", anchor=False)
    domains = tables.domain_table(found, actor)
    show.chart("dissolution_domains", charts.domain_losses, domains)
    show.table_of(domains, "losses_by_domain")
with right:
    st.subheader("Who would catch it", anchor=False)
    nets = tables.catchers(found, actor)
    st.markdown(sentences.caught(found, actor))
    if not nets.is_empty():
        st.dataframe(
            nets,
            column_config={
                "name": "Alliance or organisation",
                "kind": "Kind",
                "caught": st.column_config.NumberColumn("Caught", format="%.1f", help="Points of criticality"),
                "per_cent": st.column_config.NumberColumn("Share %", format="%.0f",
                                                          help="Of what the nation uses and cannot do alone"),
                "parts": st.column_config.NumberColumn("Parts", width=60),
            },
            column_order=["name", "kind", "caught", "per_cent", "parts"],
            hide_index=True, alt="Alliances and organisations that would catch part of the loss",
        )  # fmt: skip
        st.caption("Routes overlap: the same function may be caught by several, and counts once in the loss.")
        show.take_away(nets, "catchers")

st.subheader("Function by function", anchor=False)
functions = tables.function_table(found, actor)
picked = st.dataframe(
    functions, column_order=list(FUNCTIONS), column_config=FUNCTIONS, hide_index=True, placeholder="–",
    on_select="rerun", selection_mode="single-row", key=f"functions_{alliance}_{actor}",
    height=max(110, min(520, 38 + 35 * functions.height)), alt=f"Functions of {title}: used, kept, lost",
)  # fmt: skip
show.take_away(functions, f"dissolution_{alliance}_{actor}")
rows = picked["selection"]["rows"]
if rows and rows[0] < functions.height:
    part = functions.row(rows[0], named=True)
    with st.container(border=True):
        st.subheader(f"{part['function']}: {part['outcome']}", anchor=False)
        st.markdown(sentences.of_part(found, actor, part["function"]))
        told = loading.evidence_rows(view.evidence.version, view.as_of, tuple(part["ids"]))
        evidence_list(told, view.as_of, f"dissolution_{rows[0]}")
else:
    st.caption(":material/touch_app: Choose a row to open a function to its reasons, evidence and sources.")

left, right = show.side_by_side()
with left:
    st.subheader("Who needs this alliance most", anchor=False)
    ranked = tables.ranking(found)
    st.markdown(sentences.needs_most(found))
    show.chart("dissolution_ranking", charts.loss_ranking, ranked, marked=members[actor])
with right:
    st.subheader("Who depends on whom", anchor=False)
    st.markdown(sentences.one_sided(found))
    show.chart("dissolution_dependence", charts.dependence_matrix, tables.dependence_cells(found, actor))
    st.caption(rules["dependence"]["reason"])
    show.table_of(tables.dependence_table(found), "dependence", "All pairs with their leverage as a table")
with st.expander("All nations", icon=":material/table:"):
    st.dataframe(ranked, column_order=list(NATIONS), column_config=NATIONS, hide_index=True, placeholder="–",
                 alt=f"Nations by what they would lose without {title}")  # fmt: skip
    show.take_away(ranked, f"losses_{alliance}")
with st.expander("How it is read", icon=":material/rule:"):
    st.table(tables.rule_table(), hide_index=True, alt="Rules of the dissolution test with their reasons")
st.page_link("pages/capability.py", label="Who provides what in this alliance", icon=":material/lan:")
