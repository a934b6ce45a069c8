"""Frictions: what strains an alliance, ranked, on the risk matrix and over time, each opened to its evidence."""

import polars as pl
import streamlit as st

from alliance_core import charts
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.friction_rules import friction_rule, friction_rules
from alliance_core.friction import answers, timeline
from alliance_core.friction import view as friction_view
from alliance_core.friction.strains import EVENT
from pages.widgets import loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import rows_behind
from pages.widgets.shell import open_page

OWN = ["mine"]
COLUMNS = ["place", "risk", "arrow", "title", "status", "dimension_name", "partners", "first_seen", "last_evidence"]

view = open_page("Frictions", "Where it hurts: open strains and what the rules find in the tables, ranked by severity.")
alliance, title = choose_alliance(view)
found = loading.frictions(view.evidence.version, view.as_of).filter(alliance_id=alliance)
st.info(answers.headline(found, title), icon=":material/warning:")
if found.is_empty():
    st.stop()

rules = friction_rules()
concerned = friction_view.stands_for(loading.assessment(view.as_of).snapshot, view.nation)
if concerned:
    st.markdown(answers.of_nation(found, view.evidence, concerned))
shorts = {id_: item.short for id_, item in dimensions().items()}
people = friction_view.partner_names(found, view.evidence)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen_dimensions = st.multiselect("Dimensions", list(shorts), format_func=shorts.__getitem__, key="friction_dims",
                                       bind="query-params", placeholder="all")  # fmt: skip
    partners = st.multiselect("Partners", list(people), format_func=people.__getitem__, key="partners",
                              bind="query-params", placeholder="all")  # fmt: skip
    statuses = st.multiselect(
        "Status", list(rules["status"]), default=["open", "eased"], key="status", bind="query-params",
        help="  \n".join(f"**{id_}**: {text}" for id_, text in rules["status"].items()), placeholder="all",
    )  # fmt: skip
    only_mine = bool(concerned) and st.toggle("Only the nation's own", key="only_mine", bind="query-params")


def filtered(cell: tuple[int, int] | None = None) -> pl.DataFrame:
    """The frictions that pass the filters, and lie in the cell."""
    return friction_view.shown(found, view.evidence, concerned, chosen_dimensions, partners, statuses, cell, only_mine)


left, right = show.side_by_side()
with left:
    st.subheader("Risk matrix", anchor=False)
    everything = filtered()
    point = show.clickable("friction_matrix", charts.risk_matrix, everything)
    st.caption(
        "Numbers are places in the ranking, small numbers the ranks of the cells. Choose a cell to see its frictions. "
        + rules["matrix"]["reason"]
    )
with right:
    cell = None if point is None else (int(point["y"]), int(point["x"]))
    here = filtered(cell)
    st.subheader("Ranked frictions" if cell is None else f"Likelihood {cell[0]}, consequence {cell[1]}", anchor=False)
    if here.is_empty():
        st.info("No friction passes these filters. Widen them, or choose another cell.")
    picked = st.dataframe(
        here,
        column_order=[*OWN, *COLUMNS] if concerned else COLUMNS,
        column_config={
            "place": st.column_config.NumberColumn("#", width=40),
            "mine": st.column_config.CheckboxColumn("Own", width=50),
            "risk": st.column_config.TextColumn("Risk", width=85, help="Zone, and rank 1 to 25 of the cell"),
            "title": st.column_config.TextColumn("Friction", width=330),
            "arrow": st.column_config.TextColumn("±", width=30, help="▲ worsening, ▼ easing, = stable"),
            "status": st.column_config.TextColumn("Status", width=65),
            "dimension_name": "Dimension",
            "partners": "Partners",
            "first_seen": st.column_config.DateColumn("First seen"),
            "last_evidence": st.column_config.DateColumn("Last evidence"),
        },
        hide_index=True, on_select="rerun", selection_mode="single-row", key="picked_friction",
        height=max(110, min(430, 38 + 35 * here.height)),
        alt="Frictions by rank",
    )  # fmt: skip
    show.take_away(here, "frictions")

rows = picked["selection"]["rows"]
if rows and rows[0] < here.height:
    friction = here.row(rows[0], named=True)
    with st.container(border=True):
        st.subheader(f"{friction['place']}. {friction['title']}", anchor=False)
        st.markdown(friction["statement"])
        since = f"{friction['first_seen']:%d %B %Y}" + (" or before" if friction["at_start"] else "")
        st.markdown(
            f"{answers.rating(friction)} First seen {since}; {friction['trend']}: {rules['trend'][friction['trend']]}."
        )
        for id_ in friction["rules"]:
            if id_ == EVENT:
                st.caption(f"Open strain: {rules['events']['reason']}")
            else:
                st.caption(f"Rule *{friction_rule(id_)['name']}*: {friction_rule(id_)['reason']}")
        rows_behind(
            friction["evidence"], view.as_of, f"friction_{friction['place']}",
            "This friction rests on what is absent from the tables, not on a row.", "newest",
        )  # fmt: skip
else:
    st.caption(":material/touch_app: Choose a row to open a friction to its statement, rule, evidence and sources.")

st.subheader("Strains and gains over time", anchor=False)
events = timeline.timeline(view.evidence, view.as_of, alliance)
show.chart("friction_timeline", charts.event_timeline, events)
show.table_of(events, "events_over_time")
with st.expander(f"The {len(rules['rules'])} rules that look for frictions", icon=":material/rule:"):
    st.table(answers.rule_table(), hide_index=True, alt="Rules with settings and reasons")
st.page_link("pages/dissolution.py", label="What would a nation lose?", icon=":material/link_off:")
