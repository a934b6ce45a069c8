"""The choice of one alliance, shared by the pages that look at one at a time."""

import streamlit as st

from pages.widgets.shell import ARRIVED, View, names

KEY = "alliance"
LAST = "_last_alliance"


def choose_alliance(view: View) -> tuple[str, str]:
    """The alliance chosen and its short name; stops the page with the reason where it did not exist at the date.

    The one looked at last stays chosen on the next page: a bound widget of a page forgets its value on a page change,
    and a value equal to the default would not stand in the address.
    """
    titles = names(view.evidence)
    options = [*view.alliances, *(id_ for id_ in titles if id_ not in view.alliances)]
    last = st.session_state.get(LAST)
    if st.session_state.pop(ARRIVED, False) and last in titles and st.query_params.get(KEY) in (None, titles[last]):
        st.session_state[KEY] = last
    alliance = st.selectbox("Alliance", options, format_func=titles.__getitem__, key=KEY, bind="query-params")
    st.session_state[LAST] = alliance
    founded = view.evidence.alliances.filter(alliance_id=alliance)["founded"][0]
    if founded > view.as_of:
        st.info(f"{titles[alliance]} was founded on {founded:%d %B %Y}. Choose a later date in the sidebar.")
        st.stop()
    return alliance, titles[alliance]
