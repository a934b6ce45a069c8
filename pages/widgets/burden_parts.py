"""Pieces of the burden page: tables of partners, the anchor's rules, the mixture of keys, opened evidence."""

import datetime as dt

import polars as pl
import streamlit as st

from alliance_core import charts
from alliance_core.burden import sentences
from alliance_core.burden.burden import Burden, evidence_ids
from alliance_core.burden.keys import in_money, key_names, mix
from alliance_core.burden.partners import marked, shown
from alliance_core.catalogue.burden import burden_rules
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.drawer import evidence_list, open_drawer

OWN = st.column_config.TextColumn("", width=30, pinned=True, help="▶ marks the nation whose view is taken")
INDICATORS = {
    "anchor_dependence": "Largest share",
    "proportionality": "Proportionality",
    "free_riding": "Free riding",
    "benefit_alignment": "Benefit",
    "authority_alignment": "Authority",
}


@st.dialog("Evidence", width="large", position="right", icon=":material/fact_check:")
def open_rows(title: str, ids: list[str], as_of: dt.date, name: str) -> None:
    """Show these rows of evidence; the one that is chosen opens to its sources."""
    st.subheader(title, anchor=False)
    if not ids:
        st.info("There is no row of evidence for this at this date: it is unknown, not zero.")
        return
    evidence_list(loading.evidence_rows(loading.evidence().version, as_of, tuple(ids)), as_of, name)


def evidence_button(found: Burden, part: str, title: str, label: str = "Open the rows") -> None:
    """A button that opens the rows of evidence behind a part of the page."""
    if st.button(label, icon=":material/fact_check:", key=f"open_{part}"):
        day = found.snapshot.dates["as_of"][0]
        open_rows(f"{found.name}: {title}", evidence_ids(found, part), day, f"{part}_{found.alliance}")


def indicator_buttons(found: Burden, as_of: dt.date) -> None:
    """The indicators of the scorecard that stand behind the sentence, each opened to formula and sources."""
    with st.container(horizontal=True, gap="small"):
        for indicator, label in INDICATORS.items():
            if st.button(label, icon=":material/fact_check:", key=f"indicator_{indicator}"):
                open_drawer(found.alliance, found.name, indicator, as_of)


def mark(table: pl.DataFrame) -> list[str]:
    """The column that marks the reader's row, where there is one."""
    return ["own"] if (table["own"] != "").any() else []


def fitting(columns: list[str], own: str | None, table: pl.DataFrame) -> pl.DataFrame:
    """The rows that a chart shows; what it leaves out is said below it."""
    most = burden_rules()["shown"]["rows"]
    chosen = shown(table, columns, most, own)
    if chosen.height < table.height:
        st.caption(f"{chosen.height} of {table.height} partners; the table below holds all, also those at nought.")
    return chosen


def partner_table(table: pl.DataFrame, name: str) -> None:
    """All partners with shares, burdens and net positions."""
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        column_order=[*mark(table), "name", "cost", "benefit", "decision", "benefit_net", "decision_net", "gdp_share",
                      "population_share", "relative_burden", "relative_per_head", "gdp", "population", "member",
                      "cost_verified", "benefit_verified", "decision_verified"],
        column_config={
            "own": OWN,
            "name": st.column_config.TextColumn("Partner", pinned=True),
            "cost": number("Cost %", format="%.1f"),
            "benefit": number("Benefit %", format="%.1f"),
            "decision": number("Decision %", format="%.1f"),
            "benefit_net": number("Benefit − cost", format="%+.1f", help="Points"),
            "decision_net": number("Decision − cost", format="%+.1f", help="Points"),
            "gdp_share": number("GDP %", format="%.1f", help="Of the member partners whose GDP is known"),
            "population_share": number("People %", format="%.1f"),
            "relative_burden": number("Cost per GDP", format="%.2f", help="Times the mean of the alliance"),
            "relative_per_head": number("Cost per head", format="%.2f", help="Times the mean of the alliance"),
            "gdp": number("GDP, bn $", format="%,.0f"),
            "population": number("People, m", format="%.1f"),
            "member": st.column_config.CheckboxColumn("Member"),
            "cost_verified": st.column_config.TextColumn("Cost verified", help="Weakest row; – = deduced, for the "
                                                         "others add up to 100 %"),
            "benefit_verified": st.column_config.TextColumn("Benefit verified"),
            "decision_verified": st.column_config.TextColumn("Decision verified"),
        },
        hide_index=True, placeholder="–", alt="Partners with shares, burden against GDP and people, verification",
    )  # fmt: skip
    show.take_away(table, name)


def anchor_part(found: Burden) -> None:
    """The anchor-state test and the reading of the largest payer, rule by rule, with the acts."""
    own = found.anchor
    st.markdown(sentences.anchor_sentence(found))
    st.markdown(f":violet-badge[coded reading] **{sentences.reading(found)}**")
    if own.share is None:
        return
    if not own.rules.is_empty():
        anchor_rules(found)
    if own.acts.is_empty():
        st.caption("No such act is on record for these years.")
        return
    label = "Open the act" if own.acts.height == 1 else f"Open the {own.acts.height} acts"
    evidence_button(found, "acts", f"acts that name {own.actor_name}", label)


def anchor_rules(found: Burden) -> None:
    """The rules of the reading, each with its numbers and whether it matched."""
    own = found.anchor
    st.dataframe(
        own.rules,
        column_order=["name", "side", "holds", "numbers", "test"],
        column_config={
            "name": st.column_config.TextColumn("Rule"),
            "side": st.column_config.TextColumn("Speaks for a"),
            "holds": st.column_config.CheckboxColumn("Matched"),
            "numbers": st.column_config.TextColumn("Numbers"),
            "test": st.column_config.TextColumn("Test"),
        },
        hide_index=True, placeholder="unknown", alt="Rules of the reading, whether each is matched, with its numbers",
    )  # fmt: skip
    st.caption(burden_rules()["anchor"]["reason"])


@st.fragment
def key_part(found: Burden, own: str | None) -> None:
    """Mix keys, set a ceiling and a floor, and see what each partner would bear."""
    told = burden_rules()["keys"]
    left, right = show.side_by_side()
    with left:
        st.caption("Weights of the keys; they always count as parts of 100 %.")
        with st.grid(2, min_column_width=180):
            weights = {
                key: st.slider(
                    name, 0.0, 100.0, value=100.0 if key == told["default"] else 0.0, step=5.0, format="%.0f",
                    key=f"key_{key}", bind="query-params",
                )
                for key, name in key_names().items()
            }  # fmt: skip
        with st.grid(2, min_column_width=130):
            ceiling = st.number_input("Ceiling, % of the cost", 0.0, 100.0, value=100.0, step=5.0, format="%.1f",
                                      key="ceiling", bind="query-params", help="No partner bears more.")  # fmt: skip
            floor = st.number_input("Floor, % of the cost", 0.0, 100.0, value=0.0, step=0.5, format="%.1f",
                                    key="floor", bind="query-params", help="Every partner bears as much.")  # fmt: skip
        st.caption(f"{told['gni']} {told['reason']}")
        st.markdown(sentences.total_sentence(found))
    try:
        mixed = mix(found.keys, weights, ceiling, floor)
    except WorkbenchError as error:
        right.warning(f"{error}.", icon=":material/info:")
        return
    with right:
        st.markdown(sentences.mixture(weights, ceiling, floor))
        rows = shown(mixed, ["share", "today"], burden_rules()["shown"]["rows"], own)
        show.chart("burden_keys", charts.key_shift, rows, own=own)
        if rows.height < mixed.height:
            st.caption(f"The chart shows {rows.height} of {mixed.height} partners; the table holds all.")
    table = marked(in_money(mixed, found.total["musd"] if found.total else None), own)
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        column_order=[*mark(table), "name", "today", "share", "change",
                      *(["today_musd", "musd", "change_musd"] if found.total else [])],
        column_config={
            "own": OWN,
            "name": st.column_config.TextColumn("Partner", pinned=True),
            "today": number("Today %", format="%.1f"),
            "share": number("Under the key %", format="%.1f"),
            "change": number("Change, points", format="%+.1f"),
            "today_musd": number("Today, m $", format="%,.1f"),
            "musd": number("Under the key, m $", format="%,.1f"),
            "change_musd": number("Change, m $", format="%+,.1f"),
        },
        hide_index=True, placeholder="–", alt="What each partner bears today and would bear under the key",
    )  # fmt: skip
    show.take_away(table, f"key_{found.alliance}")
    show.table_of(found.keys, f"keys_{found.alliance}", "Every key as a table")
