"""Files for neighbouring methods, with the rules by which they were made."""

import streamlit as st

from alliance_core.advice.hand_over.view import FILES, rule_table
from alliance_core.catalogue.hand_over_rules import hand_over_rules
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.shell import View


def hand_over_files(view: View, alliance: str) -> None:
    """One button for each file, what each is for, and the weights and marks behind them."""
    try:
        found = loading.hand_over(view.evidence.version, view.as_of, alliance)
    except WorkbenchError as error:
        st.warning(f"{error}.", icon=":material/info:")
        return
    st.markdown(f":violet-badge[:material/psychology: coded judgement] {hand_over_rules()['label']}")
    for name, content in found.files().items():
        kind = name.removeprefix(f"{alliance}-")
        left, right = st.columns([1, 2], vertical_alignment="center")
        left.download_button(
            kind, content, name, key=f"hand_over_{kind}", on_click="ignore", icon=":material/download:"
        )
        right.markdown(FILES[kind])
    st.caption("docs/hand-over.md describes every column and key.")
    rules = rule_table()
    st.dataframe(rules, hide_index=True, alt="Weights and marks of the hand-over, with reasons")
    show.take_away(rules, "hand_over_rules")
