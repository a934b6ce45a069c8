"""An alliance in three sentences, as a card."""

import streamlit as st

from alliance_core.advice.brief import Brief
from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue.rules import score_text, scorecard_rules
from alliance_core.errors import WorkbenchError
from pages.widgets import loading
from pages.widgets.shell import View

# A number and its per cent sign stay on one line.
NARROW = "\u00a0%"
DIRECTION = {"rising": ":material/trending_up:", "falling": ":material/trending_down:",
             "steady": ":material/trending_flat:"}  # fmt: skip


def brief_card(view: View, alliance: str) -> None:
    """Health, direction, verdict, three sentences, and where to read on."""
    told = loading.brief(view.as_of, alliance)
    with st.container(border=True):
        st.subheader(told.name, anchor=False)
        _figures(told, _verdict(view, alliance))
        for icon, statement in ((":material/favorite:", told.state),
                                (DIRECTION.get(told.direction.grounds.get("word", ""), ":material/question_mark:"),
                                 told.direction), (":material/warning:", told.risk)):  # fmt: skip
            st.markdown(f"{icon} {_safe(statement.text)}")
        with st.container(horizontal=True):
            for page, label, icon in (("alliance", "Scorecard", ":material/hub:"),
                                      ("frictions", "Frictions", ":material/warning:"),
                                      ("stress", "Stress test", ":material/crisis_alert:"),
                                      ("advice", "Advice", ":material/recommend:"),
                                      ("report", "Report", ":material/description:")):  # fmt: skip
                st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params={"alliance": told.name})


def _figures(told: Brief, judged: Verdict) -> None:
    grounds = told.state.grounds
    if grounds.get("score") is None:
        st.metric("Health", "no score", border=True)
    else:
        moved = told.direction.grounds.get("change")
        st.metric(
            f"Health, 90 % interval {grounds['low']:.0f} – {grounds['high']:.0f}",
            f"{score_text(grounds['score'])} of 100", None if moved is None else f"{moved:+.1f} in a year",
            border=True, help=f"Overall score. {scorecard_rules()['uncertainty']['reason']}",
        )  # fmt: skip
    surely = judged.chances.get(judged.verdict or "")
    share = "" if surely is None else f" :gray[in {surely:.0%} of the draws]"
    st.markdown(f":material/recommend: Verdict: **{judged.name}**{share}",
                help=judged.rule.reason if judged.rule else "Too little evidence for a verdict")  # fmt: skip


def _verdict(view: View, alliance: str) -> Verdict:
    """The verdict of the nation whose view is taken, or nobody's where it is no member."""
    try:
        return loading.verdict(view.as_of, alliance, view.nation)
    except WorkbenchError:
        return loading.verdict(view.as_of, alliance)


def _safe(text: str) -> str:
    """Text of the evidence without what Markdown would read as more."""
    return (
        text.replace("[", "\\[").replace("*", "\\*").replace("$", "\\$").replace(":material", "").replace(" %", NARROW)
    )
