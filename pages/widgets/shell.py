"""What every page does first: navigation, the shared date and alliances, title, evidence quality."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import streamlit as st

from alliance_core.errors import WorkbenchError
from alliance_core.evidence.store import Evidence
from alliance_core.paths import ROOT
from pages.widgets import loading

EARLIEST = dt.date(2000, 1, 1)
FIRST_FOCUS = ("artemis", "iss", "copernicus")
RUN_BY_APP, PAGE, ARRIVED = "_run_by_app", "_page", "_arrived"
PAST = "Only what was known at that date counts; names and texts were written in 2026 and may tell later facts."
ICON = ROOT / "assets" / "icon.png"
PAGES = {
    "": [
        ("home", "Home", ":material/home:", "Three alliances in three sentences each: state, direction, biggest risk."),
        ("portfolio", "Portfolio", ":material/monitoring:", "All alliances at a glance: scores with intervals, "
         "trends, flags and the top warning."),
        ("alliance", "Alliance", ":material/hub:", "The scorecard of one alliance, down to formula, evidence "
         "and sources."),
        ("compare", "Compare", ":material/compare_arrows:", "Two to five alliances side by side, and what explains "
         "the gap."),
    ],
    "Where it hurts": [
        ("burden", "Burden", ":material/balance:", "Who pays, who benefits, who decides, and what other keys would "
         "have each partner pay."),
        ("capability", "Capability", ":material/lan:", "Who provides what, what hangs on one partner, and how well "
         "the partners work together."),
        ("frictions", "Frictions", ":material/warning:", "Ranked friction points with their evidence, on the risk "
         "matrix and over time."),
        ("dissolution", "Dissolution test", ":material/link_off:", "What a nation would lose if the alliance "
         "dissolved tomorrow."),
    ],
    "What would break it": [
        ("stress", "Stress test", ":material/crisis_alert:", "Shocks on one alliance: what becomes of it, who goes, "
         "what is lost, what drives it."),
        ("resilience", "Resilience", ":material/shield:", "All alliances against all scenarios of the library."),
        ("track_record", "Track record", ":material/history_edu:", "How well the models would have told past shocks."),
    ],
    "What would change it": [
        ("what_if", "What if", ":material/tune:", "Move the weights: scores, ranks, break-even points, and how much "
         "of all weightings backs the ranking."),
        ("robustness", "Robustness", ":material/verified:", "Which choices of method the ranking depends on."),
    ],
    "What to do": [
        ("advice", "Advice", ":material/recommend:", "Verdict, what to do and what it would change, conditions of "
         "withdrawal, bias checks."),
        ("red_team", "Red team", ":material/gavel:", "The strongest case against the assessment, from the same data."),
        ("report", "Report", ":material/description:", "The Alliance Health Report as PDF, slides, workbook, page or "
         "data."),
    ],
    "Behind the scores": [
        ("evidence", "Evidence", ":material/fact_check:", "Data dictionary, coverage, verification, downloads."),
        ("method", "Method", ":material/menu_book:", "Dimensions, indicators, goalposts, rubrics and formulas."),
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """What the reader has chosen: the evidence, the date, the alliances in focus, whose view is taken.

    nation  actor id of the state whose view is taken, None for nobody's
    """

    evidence: Evidence
    as_of: dt.date
    alliances: list[str]
    nation: str | None = None


def navigation() -> Any:
    """Register all pages; the first one is the home page."""
    st.set_page_config(page_title="Alliance health workbench", page_icon=str(ICON), layout="wide")
    listed = {
        section: [
            st.Page(f"pages/{name}.py", title=title, icon=icon, help=text, default=name == "home")
            for name, title, icon, text in entries
        ]
        for section, entries in PAGES.items()
    }
    return st.navigation(listed, expanded=True)


def start() -> None:
    """Run the app: navigation, the choices that all pages share, and the chosen page.

    The choices are drawn here and not by the pages, because a widget of the entry script keeps its value
    when the page changes.
    """
    page = navigation()
    try:
        _choices(loading.evidence())
    except WorkbenchError as error:
        st.error(str(error), title="The evidence cannot be opened")
        st.stop()
    if st.session_state.get(PAGE) != page.url_path:
        st.session_state[ARRIVED], st.session_state[PAGE] = True, page.url_path
    st.session_state[RUN_BY_APP] = True
    page.run()


def open_page(title: str, subtitle: str) -> View:
    """Open a page: title, date and evidence quality; gives what the reader has chosen.

    While a folder called pages exists, Streamlit serves a direct link to a page without app.py until
    navigation was registered once. Then this call registers it and starts again through app.py.
    """
    if not st.session_state.pop(RUN_BY_APP, False):
        navigation()
        st.rerun()
    evidence = loading.evidence()
    today = dt.date.today()
    as_of = st.session_state.get("as_of") or today
    view = View(evidence, as_of, list(st.session_state.get("alliances", [])), st.session_state.get("nation"))
    st.title(title, anchor=False)
    st.caption(subtitle)
    past = "" if view.as_of == today else f" {PAST}"
    st.markdown(
        f":material/event: As of **{view.as_of:%d %B %Y}** · :material/fact_check: "
        f"{loading.quality(evidence.version, None)}.{past}"
    )
    return view


def _choices(evidence: Evidence) -> None:
    today = dt.date.today()
    titles = names(evidence)
    with st.sidebar:
        st.date_input(
            "As of", value=today, min_value=EARLIEST, max_value=today, key="as_of", bind="query-params",
            help="An assessment uses only what could be known at this date.",
        )  # fmt: skip
        st.multiselect(
            "Alliances in focus", list(titles), default=[name for name in FIRST_FOCUS if name in titles],
            format_func=titles.__getitem__, key="alliances", bind="query-params", max_selections=5,
            help="Shared by all pages: trends and comparisons show these.",
        )  # fmt: skip
        nations = loading.nations(evidence.version)
        st.selectbox(
            "Whose view", list(nations), index=None, format_func=nations.__getitem__, key="nation", bind="query-params",
            placeholder="Nobody's", help="A nation: pages mark its row, its frictions, its burden and its dependence.",
        )  # fmt: skip
        st.caption(f"Data {evidence.version} · runs on this machine only")


def names(evidence: Evidence) -> dict[str, str]:
    """Short names of the alliances by id, sorted by name."""
    table = evidence.alliances
    return dict(zip(table["alliance_id"], table["short_name"], strict=True))
