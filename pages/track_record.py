"""Track record: how well the models would have told past shocks, against simple baselines."""

from typing import Any

import streamlit as st

from alliance_core import charts
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import hazard, record, screens
from alliance_core.scenarios.backtest import calibration_table, case_table, verdict
from pages.widgets import loading, show
from pages.widgets.drawer import case_list
from pages.widgets.shell import open_page

SCORES: dict[str, Any] = {
    "question": "Question",
    "predictor": st.column_config.TextColumn("Predictor", width=210),
    "log_score": st.column_config.NumberColumn("Log score", format="%.2f", help="Lower is better"),
    "brier": st.column_config.NumberColumn("Brier", format="%.2f", help="Lower is better, 0 to 2"),
    "auc": st.column_config.NumberColumn("AUC", format="%.2f", help="Of the worst outcome; a half is chance"),
    "gain": st.column_config.NumberColumn("Gain of the model", format="%.2f", help="In log score"),
    "span": st.column_config.TextColumn("90 % interval", width=120),
    "says": st.column_config.TextColumn("The model is", width=180),
}
SHARE: dict[str, Any] = {"format": "percent", "width": 95}
CASES: dict[str, Any] = {
    "year": st.column_config.NumberColumn("Year", format="%d", width=60),
    "programme": st.column_config.TextColumn("Programme", width=210, pinned=True),
    "shock": st.column_config.TextColumn("Shock", width=190),
    "size": st.column_config.NumberColumn("Size", help="Coded by the compilers", format="percent", width=60),
    "p_survived": st.column_config.NumberColumn("Survives", **SHARE),
    "p_restructured": st.column_config.NumberColumn("Restructured", **SHARE),
    "p_fractured": st.column_config.NumberColumn("Fractures", **SHARE),
    "happened": st.column_config.TextColumn("Happened", width=110),
    "chance": st.column_config.NumberColumn("Given to it", help="Probability that the model gave to what happened",
                                            **SHARE),
    "partners_gone": st.column_config.NumberColumn("Partners expected gone", format="%.1f", width=110),
    "partners_gone_really": st.column_config.NumberColumn("Partners gone", format="%d", width=90),
}  # fmt: skip

view = open_page("Track record", "How well the models of the stress tests would have told past shocks.")
version = view.evidence.version
cases = loading.shock_cases(version)
try:
    models = hazard.load()
    found = loading.looked_back(version)
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()
st.info(verdict(found), icon=":material/history_edu:")
st.caption(record.how(found, models))
st.caption(
    ":material/history: A stress test at a past date uses models fitted to the shocks that were known then; this page "
    "looks back on all of them."
)

st.subheader("Against simple baselines", anchor=False)
scores = record.score_lines(found)
st.dataframe(screens.rounded(scores), column_order=list(SCORES), column_config=SCORES, hide_index=True,
             placeholder="–", alt="Scores of the models and of three baselines")  # fmt: skip
for line in record.area_lines(found):
    st.markdown(line)
with st.expander("What the baselines say", icon=":material/rule:"):
    st.table(record.baseline_table(), hide_index=True, alt="Baselines in words")
    st.caption(scenario_rules()["backtest"]["reason"])
show.take_away(scores, "backtest_scores")

left, right = show.side_by_side()
with left:
    st.subheader("Predicted and happened", anchor=False)
    bins = calibration_table(found)
    show.chart("record_calibration", charts.calibration_curve, bins)
    show.table_of(bins, "calibration")
with right:
    st.subheader("When authors act, they leave", anchor=False)
    authors = record.author_table(models)
    st.markdown(record.author_sentence(models))
    st.dataframe(
        screens.rounded(authors), hide_index=True, alt="Share of authors that left, by kind of shock",
        column_config={"shock": st.column_config.TextColumn("Shock", width=190),
                       "share": st.column_config.NumberColumn("Leave", format="percent", width=55),
                       "low": st.column_config.NumberColumn("Low", format="percent", width=50, help="90 % interval"),
                       "high": st.column_config.NumberColumn("High", format="percent", width=50, help="90 % interval"),
                       "rows": st.column_config.NumberColumn("On record", format="%d", width=75, help="Authors")},
    )  # fmt: skip
    show.take_away(authors, "authors")

st.subheader("What moves the models", anchor=False)
coefficients = hazard.coefficient_table(models)
left, right = show.side_by_side()
with left:
    st.markdown("**What becomes of the programme**")
    show.chart("record_programme", charts.coefficient_dots, coefficients.filter(model="programme"))
with right:
    st.markdown("**What partners do**")
    show.chart("record_partner", charts.coefficient_dots, coefficients.filter(model="partner"))
show.table_of(coefficients, "coefficients", "Coefficients with their reasons as a table")

st.subheader("Case by case", anchor=False)
table = record.case_lines(case_table(found, cases), cases)
st.markdown(record.case_sentence(table))
case_list(table, CASES, view.as_of, "record", "Every case: predicted without it, and happened", height=420)
show.take_away(table, "cases")

st.subheader("Limits", anchor=False)
for limit in record.limits(found, models):
    st.markdown(f"- {limit}")
st.page_link("pages/frictions.py", label="Where it hurts already", icon=":material/warning:")
