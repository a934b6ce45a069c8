"""Stress test: shocks on one alliance, what becomes of it, who goes, what is lost, what drives it."""

from typing import Any

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue.scenario_rules import intact_word, scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.friction.view import stands_for
from alliance_core.scenarios import screens, sentences
from alliance_core.scenarios.backtest import months_to_leave
from alliance_core.scenarios.steps import step_table
from alliance_core.scenarios.stress import Stress, retained_by_quarter
from pages.widgets import composing, loading, show
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import case_list
from pages.widgets.shell import open_page

WORDS = {"low": ":green-badge[low]", "moderate": ":orange-badge[moderate]", "high": ":red-badge[high]"}
SHARE: dict[str, Any] = {"format": "percent"}
PARTNERS: dict[str, Any] = {
    "mine": st.column_config.CheckboxColumn("Own", width=50),
    "name": st.column_config.TextColumn("Partner", pinned=True),
    "tier": "Tier",
    "stake": st.column_config.CheckboxColumn("Stake", help="Has a commitment, a contribution or a function"),
    "p_leaves": st.column_config.NumberColumn("Leaves", **SHARE),
    "low": st.column_config.NumberColumn("Low", help="90 % interval", **SHARE),
    "high": st.column_config.NumberColumn("High", help="90 % interval", **SHARE),
    "p_reduces": st.column_config.NumberColumn("Reduces", **SHARE),
    "p_silent": st.column_config.NumberColumn("Falls silent", **SHARE),
    "cost": st.column_config.NumberColumn("Of the cost", help="Empty = not known", **SHARE),
    "alternative": st.column_config.NumberColumn("Another way", help="Probability, by rule", **SHARE),
    "years": st.column_config.NumberColumn("Years invested", format="%.0f"),
}
CASES: dict[str, Any] = {
    "year": st.column_config.NumberColumn("Year", format="%d", width=60),
    "programme": st.column_config.TextColumn("Programme", width=200),
    "shock": "Shock",
    "size": st.column_config.NumberColumn("Size", help="Coded by the compilers", width=60, **SHARE),
    "happened": "The programme",
    "partners": st.column_config.NumberColumn("Had to respond", width=100),
    "went": st.column_config.TextColumn("Of these left or reduced", width=230),
    "what": st.column_config.TextColumn("What happened", width=420),
}

view = open_page("Stress test", "What would break this alliance: shocks, who goes, what is lost, what drives it.")
rules = scenario_rules()
alliance, title = choose_alliance(view)
version = view.evidence.version
try:
    setting = loading.stress_setting(version, view.as_of, alliance)
except WorkbenchError as error:
    st.info(f"{error}.".capitalize(), icon=":material/info:")
    st.stop()
told = st.container()
left, right = show.side_by_side()
share_part = st.expander("Share or keep this scenario", icon=":material/link:")
with share_part:
    blows = composing.scenario_text()
with left:
    st.subheader("Scenario", anchor=False)
    composing.scenario_controls(blows, setting)
with share_part:
    composing.file_controls(blows, alliance, view.as_of)
text = screens.as_text(blows)
try:
    shift = composing.expert_control(blows)
    found = loading.stressed(view.as_of, alliance, text, expert_shift=shift)
except WorkbenchError as error:
    told.warning(f"{error}. Change the scenario, or choose another alliance.", icon=":material/info:")
    st.stop()
concerned = stands_for(loading.assessment(view.as_of).snapshot, view.nation)
with told:
    lines = [sentences.headline(found, title), sentences.model_alone(found), sentences.who_goes(found),
             sentences.breaks_first(found)]  # fmt: skip
    st.info("  \n".join(filter(None, lines)), icon=":material/crisis_alert:")
    st.caption(f"Scenario: {screens.shock_words(blows, setting)}.")
    for note in screens.expert_notes(blows):
        st.markdown(f":violet-badge[:material/psychology: expert judgement] {note}")
    if concerned:
        st.markdown(f":material/flag: {screens.concerned_by(view.evidence, setting, view.nation, concerned)}")
with right:
    st.subheader("What becomes of it", anchor=False)
    word = intact_word(found.not_intact)
    st.markdown(f"Likelihood that it does not survive intact: {WORDS.get(word, word)}")
    outcomes = screens.outcome_table(found)
    show.chart("stress_outcomes", charts.outcome_bars, outcomes)
    show.table_of(outcomes, "outcomes")
    st.caption(
        f"Two models fitted to past shocks, run in {len(found.run.outcome):,} draws; sizes, exit costs and "
        "alternatives are coded judgements. The Track record shows how far the models can be trusted. "
        + screens.fitted_to(loading.models(view.as_of))
    )

left, right = show.side_by_side()
with left:
    st.subheader("Who goes", anchor=False)
    partners = screens.exit_table(found, concerned)
    show.chart("stress_exits", charts.exit_probabilities, partners)
    show.take_away(partners, f"partners_going_{alliance}")
with right:
    st.subheader("What is lost", anchor=False)
    functions = screens.lost_table(found)
    show.chart("stress_losses", charts.function_losses, functions)
    show.table_of(functions, "functions_lost")
part = st.expander("All partners as a table", icon=":material/table:", key="partners_open", on_change="rerun")
if part.open:
    with part:
        st.dataframe(
            screens.rounded(partners), column_order=list(PARTNERS), column_config=PARTNERS, hide_index=True,
            placeholder="–", alt=f"Partners of {title} by the probability of going",
        )  # fmt: skip
        st.caption(rules["features"]["reason"])

left, right = show.side_by_side()
with left:
    st.subheader("How it spreads", anchor=False)
    steps = step_table(found)
    show.chart("stress_steps", charts.cascade_steps, screens.marked(steps, concerned))
    st.caption(f"Per cent of the draws in which a partner has gone by each round. {rules['cascade']['reason']}")
    show.table_of(steps, "cascade")
with right:
    st.subheader("What is left, quarter by quarter", anchor=False)
    months = months_to_leave(screens.known_cases(loading.shock_cases(version), view.as_of))
    quarters = retained_by_quarter(found, months)
    show.chart("stress_quarters", charts.retained_capability, quarters)
    st.caption(f"Partners go after as many months as the {len(months)} that left or reduced in past cases took.")
    show.table_of(quarters, "capability_by_quarter")


@st.fragment
def what_drives() -> None:
    """The tornado, worked out when it is asked for."""
    st.subheader("What drives it", anchor=False)
    if not st.toggle("Move each feature from end to end", key="tornado", bind="query-params"):
        st.caption("Sizes, exit cost, alternatives, years: one at a time, all else as it is. It takes a few seconds.")
        return
    driven = loading.stress_drivers(view.as_of, alliance, text)
    show.chart("stress_drivers", charts.driver_tornado, driven, now=found.not_intact)
    st.caption("Both ends stand in brackets, for a size its smallest and its largest: open mark the first, filled the "
               "second. Dashed: as it stands.")  # fmt: skip
    show.table_of(screens.rounded(driven), "drivers")


@st.fragment
def other_features(found: Stress) -> None:
    """What if one partner had another way, or other years behind it?"""
    st.subheader("What if a partner stood otherwise", anchor=False)
    people = dict(zip(setting.actors, setting.names, strict=True))
    actor = st.selectbox("Partner", list(people), format_func=people.__getitem__, key=f"features_of_{alliance}")
    usual = screens.features_of(setting, actor)
    key = f"{alliance}_{actor}"
    alternative = st.slider(
        "Probability of another way", 0.0, 1.0, usual["alternative"], 0.05, key=f"alternative_{key}", format="percent",
        help=rules["features"]["reason"],
    )  # fmt: skip
    years = st.slider("Years invested", 0.0, 100.0, usual["years"], 1.0, key=f"years_{key}", format="%.0f")
    if (alternative, years) == (usual["alternative"], usual["years"]):
        st.caption("As the tables have it. Move a slider to see what it changes.")
        return
    after = loading.stressed(view.as_of, alliance, text, screens.only_changed(usual, actor, alternative, years))
    st.info(screens.changed_sentence(found, after, actor), icon=":material/compare_arrows:")
    st.dataframe(
        screens.rounded(screens.changed_table(found, after, actor)),
        column_config={
            "what": st.column_config.TextColumn("", width=260),
            "before": st.column_config.NumberColumn("Before", **SHARE),
            "after": st.column_config.NumberColumn("After", **SHARE),
            "change": st.column_config.NumberColumn("Change", format="percent"),
        },
        hide_index=True, alt="Probabilities before and after the change",
    )  # fmt: skip


left, right = show.side_by_side()
with left:
    what_drives()
with right:
    other_features(found)

alike = screens.cases_alike(
    loading.shock_cases(version), [blow.kind for blow in blows], view.as_of, actor_names(view.evidence)
)
part = st.expander(
    f"What happened before: {alike.height} past shocks of these kinds", icon=":material/history_edu:", key="alike_open",
    on_change="rerun",
)  # fmt: skip
if part.open:
    with part:
        st.markdown(screens.alike_sentence(alike))
        if not alike.is_empty():
            case_list(alike, CASES, view.as_of, text, "Past shocks of these kinds")
        show.take_away(alike, "cases_alike")
st.page_link("pages/resilience.py", label="All alliances under all scenarios", icon=":material/shield:")
