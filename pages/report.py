"""Report: the Alliance Health Report, or a comparison, with preview, options and six formats."""

from functools import partial

import streamlit as st

from alliance_core.catalogue import read
from alliance_core.catalogue.rules import presets
from alliance_core.errors import WorkbenchError
from alliance_core.report.build import LONGEST_MARK, MOST_ALLIANCES, Options, section_titles
from alliance_core.report.write import FORMATS, PAPERS, file_name
from pages.widgets import loading
from pages.widgets.chooser import choose_alliance
from pages.widgets.hand_over_parts import hand_over_files
from pages.widgets.shell import names, open_page

KINDS = {"health": "One alliance", "comparison": "Comparison of the alliances in focus"}
PREVIEW = 820

view = open_page("Report", "The Alliance Health Report: to print, to present, to archive.")
rules = read("report")
kind = st.segmented_control(
    "Report on", list(KINDS), format_func=KINDS.__getitem__, default="health", key="report_kind", bind="query-params",
    required=True,
)  # fmt: skip
alliances: tuple[str, ...]
if kind == "health":
    alliances = choose_alliance(view)[:1]
else:
    alliances = tuple(view.alliances[:MOST_ALLIANCES])
    if len(alliances) < 2:
        st.info("Choose two to five alliances in focus in the sidebar.")
        st.stop()
titles = section_titles(kind == "comparison")
with st.expander("Options", icon=":material/tune:", expanded=False), st.form("report_options", border=False):
    wanted = st.multiselect(
        "Sections", list(titles), format_func=titles.__getitem__, placeholder="All sections", key=f"sections_{kind}"
    )
    with st.grid(2, min_column_width=280):
        marking = st.selectbox(
            "Classification marking", rules["markings"]["suggested"], index=None, accept_new_options=True,
            placeholder="None", help=rules["markings"]["reason"], key="report_marking",
        )  # fmt: skip
        logo = st.text_input("Logo text", max_chars=LONGEST_MARK, key="report_logo", help="In the place of a logo")
        paper = st.selectbox("Paper of the PDF", list(PAPERS), format_func=PAPERS.__getitem__, key="report_paper")
        weights = st.selectbox(
            "Weights", list(presets()), format_func=lambda id_: presets()[id_].name, key="report_weights",
            help="Another profile than the balanced one is named on the cover.",
        )  # fmt: skip
    st.caption("The nation whose view is taken is chosen in the sidebar.")
    st.form_submit_button("Apply", icon=":material/check:")
options = Options(tuple(wanted), marking or "", logo)
try:
    report = loading.report(view.as_of, alliances, view.nation, options, weights)
except WorkbenchError as error:
    st.warning(f"{error}.", icon=":material/info:")
    st.stop()
st.markdown(f"**{report.title}** · {report.subtitle} · {len(report.sections)} sections")
if report.custom:
    st.warning(report.custom, icon=":material/tune:")
key = repr((report.data_version, view.as_of, alliances, view.nation, options, weights, report.made))
with st.container(horizontal=True):
    for form, told in FORMATS.items():
        st.download_button(
            told.name, partial(loading.written, report, key, form, paper), file_name(report, form), told.media,
            key=f"report_{form}", help=told.text, on_click="ignore", icon=":material/download:",
        )  # fmt: skip
st.iframe(loading.written(report, key, "html", paper).decode(), height=PREVIEW, alt=f"Preview of the {report.title}")
if kind == "health":
    part = st.expander(
        "Hand-over to neighbouring methods", icon=":material/output:", key="passed_on", on_change="rerun"
    )
    if part.open:
        with part:
            hand_over_files(view, alliances[0])
st.page_link("pages/red_team.py", label="The case against this assessment", icon=":material/gavel:",
             query_params={"alliance": names(view.evidence)[alliances[0]]})  # fmt: skip
