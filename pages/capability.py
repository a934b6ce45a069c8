"""Capability: who provides what, what hangs on one partner, and how well the partners work together."""

import datetime as dt

import polars as pl
import streamlit as st

from alliance_core import charts
from alliance_core.capability import sentences
from alliance_core.capability.audit import audit_cells
from alliance_core.capability.capability import INDICATORS, Capability, part_evidence
from alliance_core.capability.layout import members_network, provision_network
from alliance_core.capability.nation import standing
from alliance_core.capability.tables import function_table, part_titles
from alliance_core.catalogue import indicator
from alliance_core.catalogue.capability import capability_rules, capability_text
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import evidence_list, open_drawer
from pages.widgets.shell import names, open_page

view = open_page("Capability", "Who provides what, what hangs on one partner, and how well the partners work together.")
alliance, alliance_name = choose_alliance(view)
try:
    found = loading.capability(view.as_of, alliance)
except WorkbenchError as error:
    st.info(f"{error}.", icon=":material/info:")
    st.stop()
rules = capability_rules()
own = standing(found, view.nation) if view.nation else None
mine = tuple(own.actors) if own else ()


NARROWEST_CARD = 150
SCORED = {
    "coverage": "Functions covered", "redundancy": "With a substitute", "effective_providers": "Effective providers",
    "duplication": "Duplicated",
}  # fmt: skip


def key_figures(found: Capability) -> None:
    """Figures that open to their indicator, and those that are of this page alone."""
    figures = found.figures
    left, right = show.side_by_side()
    with left, st.grid(2, min_column_width=NARROWEST_CARD):
        for figure, title in SCORED.items():
            item = indicator(INDICATORS[figure])
            with st.container(border=True):
                show_figure(figures, figure, title, item.question)
                if st.button("Evidence", key=f"open_{item.id}", icon=":material/fact_check:", help=item.name):
                    open_drawer(alliance, alliance_name, item.id, view.as_of)
    with right, st.grid(2, min_column_width=NARROWEST_CARD):
        st.metric("Parts provided", f"{figures['functions_provided']} of {figures['functions_needed']}",
                  f"{figures['gaps']} without provider", delta_color="off", delta_arrow="off", border=True,
                  help=rules["gap"]["reason"])  # fmt: skip
        st.metric("On one provider", sentences.per_cent(figures["single_sourced"]),
                  f"{figures['critical_single']} critical parts", delta_color="off", delta_arrow="off", border=True,
                  help=f"Share of the needed criticality. {rules['single_source']['reason']}")  # fmt: skip
        st.metric("Mean exit keeps", sentences.per_cent(figures["resilience"]), "of needed criticality",
                  delta_color="off", delta_arrow="off", border=True, help=rules["resilience"]["reason"])  # fmt: skip
        st.metric("Worst exit keeps", sentences.per_cent(figures["worst_exit"]),
                  f"if {figures['worst_provider']} leaves" if figures["worst_name"] else "no full provider",
                  delta_color="off", delta_arrow="off", border=True, help=rules["exit_loss"]["reason"])  # fmt: skip


def show_figure(figures: dict, figure: str, title: str, question: str) -> None:
    """One figure with its interval; shares in per cent."""
    value, low, high = figures[figure], figures[f"{figure}_low"], figures[f"{figure}_high"]
    if value is None:
        st.metric(title, "no evidence", help=question)
    elif figure == "effective_providers":
        st.metric(title, f"{value:.1f}", f"90 %: {low:.1f} to {high:.1f}", delta_color="off",
                  delta_arrow="off", help=question)  # fmt: skip
    else:
        st.metric(title, sentences.per_cent(value), f"90 %: {100 * low:.0f} to {100 * high:.0f}",
                  delta_color="off", delta_arrow="off", help=question)  # fmt: skip


@st.fragment
def matrix_part(found: Capability) -> None:
    """Functions by partners, and the evidence rows of the chosen function."""
    st.subheader("Functions by partners", anchor=False)
    if found.matrix.is_empty():
        st.info("No row of the functions or commitments tables speaks of this alliance at this date.")
        return
    states = rules["states"]
    st.caption(
        f"**‼** {states['single_critical']} · **✕** {states['gap']} · **≡** {states['duplicated']} · "
        f"**◔** {states['in_part']}. The bold figure is the criticality (5 = the alliance stops without it), a coded "
        f"judgement like the role of a provider. {rules['plans']['reason']}"
    )
    show.chart("capability_matrix", charts.provision_matrix, found.matrix, own=mine)
    options = part_titles(found)
    chosen = st.selectbox(
        "Open a function", list(options), index=None, format_func=options.__getitem__, key="part", bind="query-params",
        placeholder="Choose a row to see its evidence", icon=":material/fact_check:",
    )  # fmt: skip
    if chosen:
        ids = part_evidence(found, *chosen.split("/"))
        told = loading.evidence_rows(view.evidence.version, view.as_of, tuple(ids))
        evidence_list(told, view.as_of, f"{alliance}_{chosen.replace('/', '_')}")
    show.take_away(function_table(found), f"functions_{alliance}")


@st.fragment
def network_part(found: Capability) -> None:
    """Members, or members and functions; how much hangs on a hub, today and over the years."""
    st.subheader("Hub or network", anchor=False)
    st.markdown(sentences.network_sentence(found))
    left, right = show.side_by_side()
    with left:
        form = st.segmented_control("Network of", ["Partners", "Partners and functions"], default="Partners",
                                    key="network", bind="query-params", required=True)  # fmt: skip
        lay_out = members_network if form == "Partners" else provision_network
        nodes, edges = lay_out(found.snapshot, alliance)
        actors = dict(nodes.filter(kind="actor").select("node", "label").iter_rows())
        partner = st.selectbox("Highlight", list(actors), index=None, format_func=actors.__getitem__, key="partner",
                               bind="query-params", placeholder="Nobody, or whose view is taken")  # fmt: skip
        shown = (partner,) if partner else mine
        show.chart("capability_network", charts.alliance_network, nodes, edges, own=shown)
        show.table_of(edges.drop("x0", "y0", "x1", "y1"), f"links_{alliance}", "All links as a table")
    with right:
        show.chart("capability_centralisation", charts.centralisation_line, found.history)
        st.caption(f"{rules['network']['source']}. {rules['network']['thresholds']['reason']} "
                   f"{rules['network']['least_reason']}")  # fmt: skip
        with st.expander("What counts as a link", icon=":material/lan:"):
            st.markdown(f"{rules['network']['reason']} {rules['network']['all_partners']}")
        show.table_of(found.history, f"centralisation_{alliance}")


st.info(sentences.headline(found), icon=":material/lan:")
if own:
    st.markdown(f":material/flag: {sentences.nation_sentence(found, own)}")
key_figures(found)
matrix_part(found)

left, right = show.side_by_side()
with left:
    st.subheader("Who is indispensable", anchor=False)
    show.chart("capability_exits", charts.exit_bars, found.losses, own=mine)
    st.caption(f"{rules['exit_loss']['reason']} Thinner: {rules['exit_loss']['thinner']}")
    show.table_of(found.losses.drop("alliance_id", "as_of"), f"exits_{alliance}")
with right:
    st.subheader("Efficient or safe", anchor=False)
    marks = charts.assign_marks(list(names(view.evidence).values()))
    show.chart("capability_tradeoff", charts.resilience_scatter, found.tradeoff, alliance_name, marks=marks)
    st.caption(f"{rules['specialisation']['reason']} {rules['resilience']['reason']}")
    show.table_of(found.tradeoff.drop("as_of"), "specialisation_and_resilience")

network_part(found)

st.subheader("How well they work together", anchor=False)
st.markdown(sentences.audit_sentence(found))
if not found.audit.is_empty():
    show.chart("capability_audit", charts.interoperability_audit, audit_cells(found.snapshot, alliance), own=mine)
    st.caption(
        f"{rules['audit']['reason']} Levels are coded judgements; since is the date on which a level was reached."
    )
    ids = found.audit.filter(~pl.col("exercised"))["evidence_id"].to_list()
    part = st.expander(f"Links never exercised ({len(ids)}): evidence", icon=":material/fact_check:", key="idle",
                       on_change="rerun")  # fmt: skip
    if part.open and ids:
        with part:
            told = loading.evidence_rows(view.evidence.version, view.as_of, tuple(ids))
            evidence_list(told, view.as_of, f"{alliance}_never_exercised")
    show.table_of(found.audit.drop("alliance_id", "as_of"), f"audit_{alliance}", "All links by layer as a table")
if not found.silent.is_empty():
    show.table_of(found.silent.drop("alliance_id", "as_of"), f"silent_{alliance}", "Pairs that were never looked at")
with st.expander("How all this is counted, and why", icon=":material/menu_book:"):
    st.markdown(capability_text())
if view.as_of < dt.date.today():
    st.caption(":material/history: Plans are left out: what was planned at a past date is not in the tables.")
st.page_link("pages/dissolution.py", label="What a nation would lose without it", icon=":material/link_off:")
