"""Burden: who pays, who benefits, who decides, and what other keys would have each partner pay."""

import streamlit as st

from alliance_core import charts
from alliance_core.burden import contributions, partners, sentences
from alliance_core.catalogue.burden import burden_rules
from alliance_core.errors import WorkbenchError
from pages.widgets import burden_parts, loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.shell import open_page

view = open_page("Burden", "Who pays, who benefits, who decides, and what other keys would have each partner pay.")
alliance, title = choose_alliance(view)
try:
    found = loading.burden(view.evidence.version, view.as_of, alliance)
except WorkbenchError as error:
    st.info(f"{error}. Choose a later date in the sidebar.")
    st.stop()
formulas = burden_rules()["formulas"]
own, whose = partners.unit_of(found.snapshot, found.partners, alliance, view.nation)
table = partners.in_percent(found.partners, own)

st.info(sentences.headline(found), icon=":material/balance:")
st.caption(sentences.quality(found))
if whose:
    st.markdown(f":material/flag: {whose}")
burden_parts.indicator_buttons(found, view.as_of)

st.subheader("Contributions over the years", anchor=False)
left, right = show.side_by_side()
with left:
    bases = contributions.bases(found.contributions)
    if bases.is_empty():
        st.info("No contribution is on record for a year that has ended at this date.")
    else:
        basis = st.selectbox(
            "What is counted (one basis at a time)", bases["basis"].to_list(), format_func=sentences.plain,
            key="basis", bind="query-params", help="Sums of different bases would mean nothing.",
        )  # fmt: skip
        chosen = bases.filter(basis=basis).row(0, named=True)
        figures = contributions.of_basis(found.contributions, basis)
        show.chart("burden_basis", charts.contribution_bars, contributions.stacked(figures, own), chosen["unit"])
        st.caption(sentences.basis(chosen))
with right:
    st.markdown("**Cost shares, comparable over time**")
    stacked = contributions.stacked(found.cost_years, own)
    show.chart("burden_cost_years", charts.contribution_bars, stacked, "per cent of the cost")
    st.caption("From the table of shares, which add up to 100 % in each year; mostly estimated.")
    burden_parts.evidence_button(found, "shares", "shares of cost, benefit and decision")
part = st.expander("All contributions with currency and rate notes", icon=":material/table:", key="contributions_open",
                   on_change="rerun")  # fmt: skip
if part.open:
    with part:
        everything = partners.marked(found.contributions, own)
        st.dataframe(
            everything,
            column_order=[*burden_parts.mark(everything), "name", "year", "kind", "amount_musd", "share_pct", "basis",
                          "verification", "note"],
            column_config={
                "own": burden_parts.OWN,
                "name": st.column_config.TextColumn("Partner", pinned=True),
                "year": st.column_config.NumberColumn("Year", format="%d"),
                "kind": st.column_config.TextColumn("Kind"),
                "amount_musd": st.column_config.NumberColumn("Million $", format="%,.1f"),
                "share_pct": st.column_config.NumberColumn("Share %", format="%.2f"),
                "basis": st.column_config.TextColumn("Basis"),
                "verification": st.column_config.TextColumn("Verified"),
                "note": st.column_config.TextColumn("Note (of 2026)"),
            },
            hide_index=True, placeholder="–", alt=f"Every contribution to {title}",
        )  # fmt: skip
        show.take_away(everything, f"contributions_{alliance}")
        burden_parts.evidence_button(found, "contributions", "contributions")

st.subheader("Cost, benefit and decision", anchor=False)
left, right = show.side_by_side()
with left:
    st.markdown("**Who pays, who benefits, who decides**")
    rows = burden_parts.fitting(["cost", "benefit", "decision"], own, table)
    show.chart("burden_dumbbell", charts.burden_dumbbell, rows, own=own)
with right:
    st.markdown("**Against GDP and population**")
    rows = burden_parts.fitting(["relative_burden", "relative_per_head"], own, table)
    show.chart("burden_relative", charts.relative_burden_dots, rows, own=own)
    st.caption(formulas["relative_burden"])
burden_parts.partner_table(table, f"partners_{alliance}")
burden_parts.evidence_button(found, "economy", "GDP, population and membership", "Open GDP and membership")

st.subheader("Concentration", anchor=False)
st.markdown(sentences.indices(found))
left, right = show.side_by_side()
with left:
    st.markdown("**How unequally the cost is borne**")
    show.chart("burden_lorenz", charts.lorenz_curves, found.curves)
    show.table_of(found.curves, f"lorenz_{alliance}")
with right:
    st.markdown("**The same over the years**")
    show.chart("burden_years", charts.concentration_lines, found.years)
    show.table_of(found.years, f"concentration_{alliance}")
st.caption("Each year since the founding is looked at from its end: its own shares, members and GDP as known then.")
st.table(sentences.index_table(found), hide_index=True, alt="Indices of concentration with value and formula")

st.subheader("Do the small exploit the large?", anchor=False)
st.markdown(sentences.tests(found))
st.dataframe(
    found.tests,
    column_order=["name", "among", "partners", "statistic", "p", "method", "reading"],
    column_config={
        "name": st.column_config.TextColumn("Test"),
        "among": st.column_config.TextColumn("Among"),
        "partners": st.column_config.NumberColumn("Partners"),
        "statistic": st.column_config.NumberColumn("Statistic", format="%.2f", help="Rho; for benefit, the part of "
                                                   "the ranks with benefit above cost."),
        "p": st.column_config.NumberColumn("p", format="%.3f"),
        "method": st.column_config.TextColumn("Method"),
        "reading": st.column_config.TextColumn("Reading"),
    },
    hide_index=True, placeholder="–", alt="Rank tests with statistic, p and reading",
)  # fmt: skip
st.caption(f"{formulas['exploitation']} {formulas['concordance']} {burden_rules()['tests']['reason']}")
if not found.proxies.is_empty():
    st.markdown("**Other measures of benefit, latest known year of each**")
    st.dataframe(
        found.proxies,
        column_order=["name", "year", "partners", "total", "p", "reading", "verification"],
        column_config={
            "name": st.column_config.TextColumn("Measure"),
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "partners": st.column_config.NumberColumn("Partners"),
            "total": st.column_config.NumberColumn("Adds up to %", format="%.0f"),
            "p": st.column_config.NumberColumn("p", format="%.3f"),
            "reading": st.column_config.TextColumn("Against cost"),
            "verification": st.column_config.TextColumn("Verified"),
        },
        hide_index=True, placeholder="–", alt="Measures of benefit and their test against cost",
    )  # fmt: skip
    st.caption(burden_rules()["benefit_proxies"]["reason"])
    burden_parts.evidence_button(found, "benefits", "benefits by measure")

st.subheader("Anchor state: leader or hegemon?", anchor=False)
burden_parts.anchor_part(found)

st.subheader("Free riders", anchor=False)
st.markdown(sentences.riding(found))
if not found.riders.is_empty():
    riders = partners.marked(found.riders.select("actor_id", "name", "gdp", "gdp_share", "population"), own)
    st.dataframe(
        riders,
        column_order=[*burden_parts.mark(riders), "name", "gdp", "gdp_share", "population"],
        column_config={
            "own": burden_parts.OWN,
            "name": st.column_config.TextColumn("Member partner without cost"),
            "gdp": st.column_config.NumberColumn("GDP, bn $", format="%,.0f"),
            "gdp_share": st.column_config.NumberColumn("Of the members' GDP", format="percent"),
            "population": st.column_config.NumberColumn("People, m", format="%.1f"),
        },
        hide_index=True, placeholder="–", alt="Member partners that bear no cost, by GDP",
    )  # fmt: skip
    st.caption("Nothing in the table of shares stands for them although the shares add up to 100 %. Some were never "
               "asked to pay: a signature of principles costs nothing.")  # fmt: skip
    show.take_away(riders, f"free_riders_{alliance}")

st.subheader("Who would pay how much under which key?", anchor=False)
burden_parts.key_part(found, own)
st.page_link("pages/capability.py", label="What the partners bring besides money", icon=":material/lan:")
