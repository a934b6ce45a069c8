"""Home: three alliances in three sentences each, and the verdict on them."""

import streamlit as st

from alliance_core.catalogue import read
from alliance_core.scenarios import screens
from pages.widgets.brief_parts import brief_card
from pages.widgets.shell import open_page

MOST = 3

view = open_page("Alliances at a glance", "How healthy they are, which way they go, and what would hurt most.")
existing = [id_ for id_ in screens.existing(view.evidence, view.as_of) if id_ in view.alliances]
chosen = [id_ for id_ in view.alliances if id_ in existing][:MOST]
if not chosen:
    st.info("None of the alliances in focus existed at this date. Choose others, or a later date, in the sidebar.")
    st.stop()
with st.grid(len(chosen), min_column_width=300, gap="medium"):
    for alliance in chosen:
        brief_card(view, alliance)
if len(view.alliances) > MOST:
    st.caption(f"The first {MOST} alliances in focus are shown; Portfolio has all.")
part = st.expander("What the words mean", icon=":material/rule:", key="brief_words", on_change="rerun")
if part.open:
    rules = read("brief")
    part.markdown(f"{rules['direction']['reason']}\n\n{rules['risk']['reason']}")
st.page_link("pages/portfolio.py", label="All alliances", icon=":material/monitoring:")
