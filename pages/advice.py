"""Advice: the verdict with what would change it, what to do and what it would change, when to leave."""

import streamlit as st

from alliance_core import charts
from alliance_core.advice import view as tables
from alliance_core.advice.advise import conditions_sentence, headline
from alliance_core.catalogue.advice_rules import advice_settings
from alliance_core.catalogue.verdicts import verdict_rules
from alliance_core.evidence.actors import actor_names
from pages.widgets import loading, show
from pages.widgets.bias_parts import bias_checks
from pages.widgets.chooser import choose_alliance
from pages.widgets.drawer import rows_behind
from pages.widgets.shell import open_page

view = open_page("Advice", "What to do about an alliance, what it would change, and when to leave.")
alliance, title = choose_alliance(view)
assessed = loading.assessment(view.as_of)
nation = view.nation if tables.belongs(assessed, alliance, view.nation) else None
if view.nation and nation is None:
    st.caption(f":material/person_off: {actor_names(view.evidence)[view.nation]} does not belong to {title} at this "
               "date: shown is nobody's view.")  # fmt: skip
advice = loading.advice(view.as_of, alliance, nation)
verdict, rules, settings = advice.verdict, verdict_rules(), advice_settings()

st.info(headline(advice), icon=":material/recommend:")
if verdict.rule:
    st.markdown(f"**{verdict.name.capitalize()}.** {rules['verdicts'][verdict.verdict]['text']} {verdict.rule.reason}")
st.caption(":material/psychology: A judgement by rules over coded readings; their marks and reasons stand at the end.")

left, right = show.side_by_side()
with left:
    st.subheader("How surely", anchor=False)
    chances = tables.chance_table(verdict)
    if chances.is_empty():
        st.info("Without a health score there are no chances.")
    else:
        st.dataframe(
            chances,
            column_config={
                "verdict": st.column_config.TextColumn("Verdict", width=205),
                "per_cent": st.column_config.ProgressColumn(
                    "Draws", format="%.0f %%", min_value=0, max_value=100, width=100,
                    help="Share of the draws of the health score in which it holds, all else as it is",
                ),
                "text": st.column_config.TextColumn("What it means", width=420),
            },
            hide_index=True, alt="Verdicts by how surely they hold",
        )  # fmt: skip
        st.caption("Only the uncertainty of the health score is drawn; the other inputs stand as they are.")
with right:
    st.subheader("What would change it", anchor=False)
    trips = tables.tripwire_table(verdict)
    if trips.is_empty():
        st.info("No single number would change the verdict.")
    else:
        st.dataframe(
            trips, column_order=["input", "now", "would_be", "verdict"],
            column_config={
                "input": st.column_config.TextColumn("If this alone", width=145),
                "now": st.column_config.TextColumn("Now", width=55),
                "would_be": st.column_config.TextColumn("Moved", width=120),
                "verdict": st.column_config.TextColumn("The verdict", width=180),
            },
            hide_index=True, alt="Tripwires of the verdict",
        )  # fmt: skip
    levers = tables.lever_table(advice)
    if not levers.is_empty():
        with st.expander("Which single indicator would move health that far", icon=":material/straighten:"):
            st.dataframe(
                levers,
                column_config={
                    "health": "Health", "verdict": "The verdict", "indicator": "Indicator", "dimension": "Dimension",
                    **{name: st.column_config.NumberColumn(label, format="%.0f", width=60)
                       for name, label in (("now", "Score"), ("then", "Needed"), ("change", "Change"))},
                    **{name: st.column_config.NumberColumn(label, format="%.2f", width=70)
                       for name, label in (("value_now", "Value"), ("value_then", "Needed"))},
                    "unit": "Unit",
                },
                hide_index=True, alt="Indicators that alone would change the verdict",
            )  # fmt: skip
            show.take_away(levers, f"levers_{alliance}")

st.subheader("What may mislead us", anchor=False)
bias_checks(view, alliance, nation)

st.subheader("What to do", anchor=False)
reading = settings["reading"]
st.markdown(f"{reading['assumption']} {reading['overlap']} {reading['reason']}")
listed = tables.recommendation_table(advice.recommendations)
only_mine = nation is not None and st.toggle(
    "Only what this nation must do", key="only_mine", bind="query-params",
    help="Actions in which the nation whose view is taken, or an organisation that stands for it, takes part.",
)  # fmt: skip
chosen = advice.recommendations.filter("mine") if only_mine else advice.recommendations
shown = tables.recommendation_table(chosen)
if shown.is_empty():
    st.info("No rule finds anything to do here. See the frictions, or take nobody's view.")
else:
    picked = st.dataframe(
        shown,
        column_order=[*(["own"] if nation else []), "priority", "name", "gain", "interval", "cost", "time", "who",
                      "then_verdict", "dimension", "action"],
        column_config={
            "own": st.column_config.TextColumn("", width=25, help="▸ the nation whose view is taken must act"),
            "priority": st.column_config.NumberColumn("#", width=35),
            "name": st.column_config.TextColumn("Action", width=290),
            "gain": st.column_config.TextColumn("Gain", width=145, help="Points of the overall score"),
            "interval": st.column_config.TextColumn("90 %", width=95, help="Of the paired draws"),
            "cost": st.column_config.TextColumn("Cost", width=65),
            "time": st.column_config.TextColumn("Until it shows", width=145),
            "who": st.column_config.TextColumn("Who must act", width=260),
            "then_verdict": st.column_config.TextColumn("Verdict then", width=130, help="Empty = it stays"),
            "dimension": "Dimension",
            "action": st.column_config.TextColumn("In words", width=500),
        },
        hide_index=True, placeholder="", on_select="rerun", selection_mode="single-row",
        key=f"picked_advice_{alliance}", height=min(460, 38 + 35 * shown.height), alt="Recommendations by priority",
    )  # fmt: skip
    st.caption(settings["order"]["reason"])
    show.take_away(shown, f"advice_{alliance}")
    rows = picked["selection"]["rows"]
    if rows and rows[0] < chosen.height:
        action = chosen.row(rows[0], named=True)
        with st.container(border=True):
            st.subheader(f"{action['priority']}. {action['name']}", anchor=False)
            st.markdown(action["action"])
            st.markdown(f"**Why.** {action['reason']} {action['trigger']}")
            st.markdown(f"**What it would change.** {action['effect_words']} {action['told']}")
            steps = tables.step_table(action)
            if not steps.is_empty():
                st.dataframe(
                    steps,
                    column_config={"indicator": st.column_config.TextColumn("Indicator", width=220),
                                   "before": st.column_config.TextColumn("Score", width=70),
                                   "after": st.column_config.TextColumn("Then", width=70)},
                    hide_index=True, alt=f"Scores that change: {action['name']}",
                )  # fmt: skip
            if action["verdict_after"]:
                st.markdown(f"**The verdict would then be: {action['verdict_after_name']}.**")
            st.markdown(
                f"**Who must act.** {action['who']}.  \n**Cost.** {settings['cost'][action['cost']]['name']}: "
                f"{settings['cost'][action['cost']]['text']}.  \n**Until it shows.** {action['time_name']}.  \n"
                f"**Obstacle.** {action['obstacle']}"
            )
            st.caption(f"Practice: {action['source']}.")
            rows_behind(
                action["evidence"], view.as_of, f"advice_{action['rule']}",
                "This rests on what is absent from the tables, not on a row.",
            )  # fmt: skip
    else:
        st.caption(":material/touch_app: Choose a row to open an action to its trigger, evidence and sources.")
    st.subheader("What each would gain", anchor=False)
    show.chart("advice_effects", charts.advice_effects, chosen)
    show.table_of(listed, "all_recommendations")

st.subheader("When to leave", anchor=False)
st.markdown(f"{conditions_sentence(advice)} {advice.way_out}")
conditions = tables.condition_table(advice)
opened = st.dataframe(
    conditions, column_order=["status", "name", "now", "mark", "words"],
    column_config={
        "status": st.column_config.TextColumn("Status", width=95),
        "name": st.column_config.TextColumn("Condition", width=220),
        "now": st.column_config.TextColumn("Now", width=130),
        "mark": st.column_config.TextColumn("Mark", width=160),
        "words": st.column_config.TextColumn("In words", width=560),
    },
    hide_index=True, on_select="rerun", selection_mode="single-row", key=f"picked_condition_{alliance}",
    height=38 + 35 * conditions.height, alt="Conditions of withdrawal and where they stand",
)  # fmt: skip
st.caption("Notice, forum and the texts of the way out are those of today.")
rows = opened["selection"]["rows"]
if rows and rows[0] < conditions.height:
    condition = conditions.row(rows[0], named=True)
    with st.container(border=True):
        st.markdown(f"**{condition['name']}.** {condition['words']} {condition['reason']}")
        rows_behind(
            condition["ids"], view.as_of, f"condition_{rows[0]}",
            "This number is computed from the whole scorecard: open it on the Alliance page.",
        )  # fmt: skip
with st.expander(f"The {len(settings['rules'])} rules, classes of cost and time", icon=":material/rule:"):
    st.markdown(f"{rules['value']['reason']} {rules['marks']['reason']}")
    st.markdown(tables.classes())
    st.table(tables.rule_table(), hide_index=True, alt="Rules of the recommendations with reasons and sources")
st.page_link("pages/red_team.py", label="The strongest case against it", icon=":material/gavel:")
