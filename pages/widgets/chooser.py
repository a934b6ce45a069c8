"""The choice of one alliance, shared by the pages that look at one at a time."""

import streamlit as st

from pages.widgets.shell import View, names


def choose_alliance(view: View) -> tuple[str, str]:
    """The alliance chosen and its short name; stops the page with the reason where it did not exist at the date."""
    titles = names(view.evidence)
    first = list(titles).index(view.alliances[0]) if view.alliances else 0
    alliance = st.selectbox(
        "Alliance", list(titles), format_func=titles.__getitem__, key="alliance", bind="query-params", index=first
    )
    founded = view.evidence.alliances.filter(alliance_id=alliance)["founded"][0]
    if founded > view.as_of:
        st.info(f"{titles[alliance]} was founded on {founded:%d %B %Y}. Choose a later date in the sidebar.")
        st.stop()
    return alliance, titles[alliance]
