"""Red team: the strongest case against the assessment of an alliance, from the same data."""

from typing import Any

import polars as pl
import streamlit as st

from alliance_core import charts
from alliance_core.advice import bias_view
from alliance_core.advice.red_team import RedTeam, red_team_markdown
from alliance_core.advice.red_written import escaped
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import rows_behind
from pages.widgets.shell import View, open_page

VARIANTS: dict[str, Any] = {
    "flip": st.column_config.TextColumn("Verdict", width=90, pinned=True),
    "family_name": st.column_config.TextColumn("Varied", width=130),
    "name": st.column_config.TextColumn("How", width=310),
    "health": st.column_config.NumberColumn("Health", format="%.1f", width=65, help="Empty = too little evidence"),
    "verdict_name": st.column_config.TextColumn("It reads", width=190),
    "p_flip": st.column_config.NumberColumn("P(flip)", format="percent", width=70,
                                            help="Share of the draws of the health score; empty = no draws"),
    "by_place": st.column_config.CheckboxColumn("By place", width=70, help="Health of the same place on fixed "
                                                "goalposts: this scale has no marks of its own"),
    "note": st.column_config.TextColumn("Note", width=420),
}  # fmt: skip
MISSING: dict[str, Any] = {
    "indicator_name": st.column_config.TextColumn("Indicator", width=180),
    "why": st.column_config.TextColumn("Why", width=130),
    "low": st.column_config.NumberColumn("Worst", format="%.1f", width=65, help="Health score then"),
    "high": st.column_config.NumberColumn("Best", format="%.1f", width=65, help="Health score then"),
    "flips": st.column_config.CheckboxColumn("Flips", width=55),
}
WATCH: dict[str, Any] = {
    "date": st.column_config.DateColumn("Date", width=100),
    "kind": st.column_config.TextColumn("Kind", width=80),
    "what": st.column_config.TextColumn("What", width=420),
}


def argued(view: View, alliance: str, title: str) -> RedTeam:
    """The case in the view of the sidebar's nation, or in nobody's where it does not belong."""
    try:
        return loading.red_team(view.as_of, alliance, view.nation)
    except WorkbenchError:
        nation = loading.nations(view.evidence.version).get(view.nation or "", view.nation)
        st.caption(f":material/flag: {nation} does not belong to {title} at this date: shown is nobody's view.")
        return loading.red_team(view.as_of, alliance)


def arguments(view: View, listed: pl.DataFrame, name: str) -> None:
    """One side of the case, strongest first; an argument opens to its rows and sources."""
    if listed.is_empty():
        st.info("The tables hold no strong argument on this side.", icon=":material/info:")
        return
    for row in listed.to_dicts():
        part = st.expander(f"**{row['place']}.** {escaped(row['text'])}", key=f"argument_{name}_{row['place']}",
                           on_change="rerun")  # fmt: skip
        if part.open:
            with part:
                _opened(view, row, name)
    show.take_away(listed, f"arguments_{name}")


def _opened(view: View, row: dict[str, Any], name: str) -> None:
    st.caption(f"Weight: {row['weight']:.1f} points of health, by the rates of exchange below.")
    rows_behind(
        row["evidence"], view.as_of, f"argument_{name}_{row['place']}",
        "It rests on a model, on sums or on what is absent, not on rows of its own.",
    )  # fmt: skip


view = open_page("Red team", "The strongest case against the assessment, from the same data.")
rules = red_team_rules()
alliance, title = choose_alliance(view)
try:
    found = argued(view, alliance, title)
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()
st.info(escaped(found.headline()), icon=":material/gavel:")
if found.verdict is None:
    st.caption("A verdict needs a health score. Choose a later date in the sidebar, or see which evidence is missing.")
st.markdown(escaped(f"{found.yardstick} {found.nearest()}"))
st.download_button(
    "Red-team brief (Markdown)", lambda: red_team_markdown(found).encode("utf-8"),
    file_name=f"red_team_{alliance}_{view.as_of:%Y-%m-%d}.md", mime="text/markdown", icon=":material/download:",
    on_click="ignore", key="red_team_brief",
)  # fmt: skip

st.subheader("Every yardstick varied", anchor=False)
left, right = show.side_by_side()
with left:
    show.chart("verdict_variants", charts.verdict_variants, found.variants, found.zones, found.ground.health)
with right:
    st.markdown("**What is varied**")
    st.markdown("\n".join(f"- **{row['family_name']}.** {row['reason']}" for row in found.families.to_dicts()))
    st.caption(rules["variants"]["reason"])
st.dataframe(
    bias_view.variant_table(found.variants), column_order=list(VARIANTS), column_config=VARIANTS, hide_index=True,
    placeholder="–", height=330, alt=f"Variants of the assessment of {title}, those that flip the verdict first",
)  # fmt: skip
show.take_away(found.variants, f"variants_{alliance}")
with st.expander("The nearest weightings that flip the verdict", icon=":material/tune:"):
    names = {id_: item.name for id_, item in dimensions().items()}
    now = loading.assessment(view.as_of).cards.weights.shares
    if found.flips.is_empty():
        st.markdown(found.nearest())
    else:
        table = bias_view.flip_table(found.flips, names, now)
        st.dataframe(table, hide_index=True, alt="Weights in per cent: now, and where the verdict flips")
        show.take_away(table, f"nearest_weights_{alliance}")
    st.markdown("**One weight alone**, the others rescaled: where the verdict changes.")
    st.dataframe(
        found.break_even,
        column_order=["dimension_name", "weight", "at", "mark", "verdict_name"],
        column_config={
            "dimension_name": "Dimension", "weight": st.column_config.NumberColumn("Now", format="percent"),
            "at": st.column_config.NumberColumn("Changes at", format="percent", help="Empty = never"),
            "mark": st.column_config.NumberColumn("Mark of health", format="%.0f"), "verdict_name": "It reads then",
        },
        hide_index=True, placeholder="–", alt="Weight of each dimension at which the verdict changes",
    )  # fmt: skip

st.subheader(f"The case {found.side} the alliance", anchor=False)
st.caption(rules["sides"]["reason"])
arguments(view, found.counter, found.side)
st.markdown("**What backs the assessment**")
arguments(view, found.other_side, "for" if found.side == "against" else "against")
with st.expander("How arguments of different kinds are ranked", icon=":material/rule:"):
    st.markdown(rules["arguments"]["reason"])

st.subheader("What would change our mind", anchor=False)
left, right = show.side_by_side()
with left:
    st.markdown("**Tripwires**, one ground at a time")
    wires = "\n".join(f"- {escaped(text)}" for text in found.tripwires)
    st.markdown(wires or "No single ground would change the verdict.")
    st.markdown("**Dates to watch**")
    if found.watch.is_empty():
        st.markdown("The tables hold no promise that falls due.")
    else:
        st.dataframe(found.watch, column_order=list(WATCH), column_config=WATCH, hide_index=True,
                     alt="Promises that fall due next or are overdue")  # fmt: skip
        show.take_away(found.watch, f"watch_{alliance}")
with right:
    st.markdown("**Evidence worth having**: where the health score would stand if it came out at its worst or best")
    st.dataframe(found.missing, column_order=list(MISSING), column_config=MISSING, hide_index=True, placeholder="–",
                 alt="Indicators whose better knowledge could move the health score most")  # fmt: skip
    st.caption(rules["missing"]["reason"])
    show.take_away(found.missing, f"missing_evidence_{alliance}")
st.page_link("pages/report.py", label="Take it away as a report", icon=":material/description:")
