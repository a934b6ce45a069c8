"""What if: move the weights and see at once what changes, how far it would have to go, and what backs it."""

import polars as pl
import streamlit as st

from alliance_core import charts
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import Aggregator, aggregator
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif import sentences, tables
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.performance import Performance, standing
from alliance_core.whatif.what_if import WhatIf, what_if
from pages.widgets import loading, show
from pages.widgets.shell import open_page
from pages.widgets.weighing import current_profile, mean_choice, profile_text, standpoint, weight_controls

NARROWEST_CONTROLS = 270

view = open_page("What if", "Move a weight: what changes, how far it is to another ranking, and what backs this one.")
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    mean = aggregator(mean_choice())
    among = st.segmented_control("Rank", ["All alliances", "In focus"], default="All alliances", key="among",
                                 bind="query-params", required=True)  # fmt: skip
    two = st.toggle("Second profile", key="two", bind="query-params", help="Two profiles side by side")
try:
    table = loading.performance(view.as_of, tuple(view.alliances) if among == "In focus" else ())
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()


@st.fragment
def bench(table: Performance, mean: Aggregator, *, two: bool) -> None:
    """Controls and all that follows from them; a move leaves the rest of the page as it is."""
    told = st.container()
    controls = st.container()
    with st.expander("Share this view", icon=":material/link:"):
        profile = profile_text("weights", "Profile as text")
        second = profile_text("second", "Second profile as text") if two else None
        st.caption("The address in the browser holds the profile, the mean, the date and the alliances: copy it.")
    with controls:
        left, right = show.side_by_side() if second is None else show.side_by_side(NARROWEST_CONTROLS)
        with left:
            st.subheader("First profile" if second is not None else "Weights", anchor=False)
            locked = weight_controls("weights", profile)
        if second is not None:
            with right:
                st.subheader("Second profile", anchor=False)
                weight_controls("second", second)
            right = st.container()
    try:
        answer = what_if(table, profile, mean, locked)
    except WorkbenchError as error:
        told.warning(f"{error}.", icon=":material/info:")
        return
    columns = {"Balanced": answer.balanced, "Yours": answer.tuned}
    if second is not None:
        columns["Second"] = standing(table, second, mean)
    standings = tables.standings(table, columns)
    with right:
        st.subheader("Scores", anchor=False)
        show.chart("what_if_scores", charts.profile_scores, standings)
    with told:
        headline(answer, profile, second)
    ranks_and_distances(answer, standings)
    weigh_again(profile)


def weigh_again(profile: WeightProfile) -> None:
    """Other indicator weights are other scores of the dimensions: then all weightings are looked at again."""
    inner = tuple(profile.indicators.values())
    if st.session_state.setdefault("weighed", inner) != inner:
        st.session_state["weighed"] = inner
        st.rerun()


def headline(answer: WhatIf, profile: WeightProfile, second: WeightProfile | None) -> None:
    """The honest sentence first; an information box is announced to readers who do not see it change."""
    found = loading.backed(answer.table, answer.tuned, Importance(), with_evidence=False)
    lines = [sentences.headline(answer, found), sentences.dethroning(answer), sentences.changes(answer)]
    st.info("  \n".join(lines), icon=":material/balance:")
    if second is not None:
        st.markdown(f"First: {standpoint(profile)}  \nSecond: {standpoint(second)}")


def ranks_and_distances(answer: WhatIf, standings: pl.DataFrame) -> None:
    """Ranks against the balanced profile, and how far each weight is from another ranking."""
    left, right = show.side_by_side()
    with left:
        st.subheader("Ranks against the balanced profile", anchor=False)
        show.chart("what_if_ranks", charts.rank_bump, standings)
        show.take_away(standings, "standings")
    with right:
        st.subheader("How far is another ranking?", anchor=False)
        titles = {id_: item.name for id_, item in dimensions().items()}
        moved = st.selectbox("Weight that moves", list(titles), format_func=titles.__getitem__, key="moving",
                             bind="query-params")  # fmt: skip
        stable = tables.stability_table(answer)
        row = stable.filter(dimension=moved).row(0, named=True)
        if row["low"] is None:
            st.info("This weight cannot move: it is locked, or all others are.", icon=":material/lock:")
        else:
            show.chart(
                "what_if_lines", charts.weight_lines, tables.line_table(answer, moved),
                tables.break_even_table(answer, moved), row["dimension_name"], row["weight"], row["low"], row["high"],
            )  # fmt: skip
            st.caption(f"Downwards: {row['below']}. Upwards: {row['above']}. Crossings are solved exactly.")
    show.table_of(tables.break_even_table(answer), "break_even_points", "All break-even points as a table")
    show.table_of(stable, "stability", "How far every weight can move as a table")


@st.fragment
def all_weightings(table: Performance, mean: Aggregator) -> None:
    """What all possible weightings say, whatever the sliders stand at."""
    st.subheader("All weightings", anchor=False)
    st.caption(
        "What does not depend on the sliders: how often each alliance takes each rank over all possible weights."
    )
    shorts = {id_: item.short for id_, item in dimensions().items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ordered = st.multiselect(
            "Order of importance", list(shorts), format_func=shorts.__getitem__, key="order", bind="query-params",
            placeholder="any", help="Keep to weightings in which the first chosen weighs at least as much as the next.",
        )  # fmt: skip
        with_evidence = st.toggle("Vary the evidence, too", key="joint", bind="query-params",
                                  help="Scores vary within their intervals together with the weights.")  # fmt: skip
    order = Importance.of(ordered, list(shorts))
    found = loading.backed(table, standing(table, current_profile("weights"), mean), order, with_evidence=with_evidence)
    st.markdown(f"{sentences.contenders(table, found)} {sentences.method(found)}")
    left, right = show.side_by_side()
    with left:
        shares = tables.acceptability_table(table, found)
        show.chart("what_if_acceptability", charts.acceptability_bars, shares)
        show.table_of(shares, "rank_acceptability")
    with right:
        wins = tables.win_table(table, found)
        show.chart("what_if_wins", charts.win_matrix, wins)
        show.table_of(wins, "pairwise_wins")
    show.table_of(tables.central_table(table, found), "central_weights", "Which weights put each alliance first")


bench(table, mean, two=two)
all_weightings(table, mean)
