"""The parts of a scorecard that the alliance page is made of."""

import streamlit as st

from alliance_core.catalogue import all_dimensions, indicators
from alliance_core.catalogue.rules import score_text
from alliance_core.scorecard import portfolio
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.card import Scorecards
from pages.widgets.drawer import open_drawer

BAND_COLOUR = {"critical": "red", "weak": "orange", "moderate": "gray", "strong": "blue", "very_strong": "blue"}


def alliance_head(assessment: Assessment, history: Scorecards, alliance: str) -> None:
    """Score, change, formal against operational, flags and the top warning."""
    overall = assessment.overall.filter(alliance_id=alliance).row(0, named=True)
    integration = assessment.operational.filter(alliance_id=alliance).row(0, named=True)
    about = assessment.snapshot.evidence.alliances.filter(alliance_id=alliance).row(0, named=True)
    st.markdown(f"**{about['name']}** · {about['legal_form']}")
    moved = portfolio.change(history).filter(alliance_id=alliance).row(0, named=True)
    delta = None if moved["change"] is None else f"{moved['change']:+.1f} since {moved['since']:%d %b %Y}"
    with st.grid(4, min_column_width=200):
        if overall["score"] is None:
            st.metric("Health", "no score", border=True, help="Too little evidence for an overall score")
        else:
            st.metric("Health", f"{score_text(overall['score'])} of 100", delta, border=True, delta_color="normal")
        interval = "–" if overall["low"] is None else f"{overall['low']:.0f} – {overall['high']:.0f}"
        st.metric("90 % interval", interval, (overall["band"] or "no band").replace("_", " "), delta_color="off",
                  delta_arrow="off", border=True)  # fmt: skip
        formal, practice = integration["formal"], integration["operational"]
        st.metric(
            "Operational integration", "–" if practice is None else f"{practice:.0f} of 100",
            None if formal is None else f"formal commitment {formal:.0f}", delta_color="off", delta_arrow="off",
            border=True,
        )  # fmt: skip
        share = integration["parchment_share"]
        combined = {True: "combined operations: yes", False: "combined operations: never", None: "operations not known"}
        st.metric(
            "Members in name only", "–" if share is None else f"{share:.0%}",
            combined[integration["combined_operations"]], delta_color="off", delta_arrow="off", border=True,
        )  # fmt: skip
    st.markdown(f":material/warning: **Top warning.** {overall['warning']}")
    for flag in assessment.flags.filter(alliance_id=alliance).iter_rows(named=True):
        st.markdown(f":orange-badge[:material/flag: {flag['name']}] {flag['text']}")


def dimension_part(assessment: Assessment, alliance: str, title: str, dimension: str) -> None:
    """One dimension: its score and word, and its indicators behind an expander."""
    item = all_dimensions()[dimension]
    rows = assessment.dimensions.filter(alliance_id=alliance, dimension=dimension)
    heading = f"{item.name} :gray[beside the score]"
    if not rows.is_empty():
        row = rows.row(0, named=True)
        colour = BAND_COLOUR.get(row["band"], "gray")
        number = "no score" if row["score"] is None else f"{score_text(row['score'])} ({portfolio.range_text(row)})"
        heading = f"{item.name} :{colour}-badge[{row['label']}] **{number}** :gray[coverage {row['coverage']:.0%}]"
    part = st.expander(heading, key=f"part_{dimension}", on_change="rerun")
    if not part.open:
        return
    with part:
        st.markdown(f"*{item.question}*")
        for row in assessment.indicators.filter(alliance_id=alliance, dimension=dimension).iter_rows(named=True):
            _indicator_line(row, alliance, title, assessment)


def _indicator_line(row: dict, alliance: str, title: str, assessment: Assessment) -> None:
    item = indicators()[row["indicator"]]
    name, value, score, button = st.columns([5, 3, 3, 2], vertical_alignment="center")
    coded = " :gray-badge[coded judgement]" if item.coded else ""
    name.markdown(f"**{item.name}**{coded}  \n:small[{item.question}]")
    if row["value"] is None:
        value.markdown(":gray[missing: no evidence]")
    else:
        value.markdown(f"**{row['value']:.2f}** ({row['low']:.2f} to {row['high']:.2f})  \n:small[{item.unit}]")
    if row["score"] is not None:
        score.progress(min(1.0, row["score"] / 100), text=f"{row['score']:.0f} of 100 · weight {item.weight:.0%}")
    elif row["value"] is not None:
        score.markdown(f":gray[no score: coverage {row['coverage']:.0%}]")
    if button.button(
        f"Evidence ({row['n']})", key=f"open_{row['indicator']}", icon=":material/fact_check:", width="stretch",
        help=f"Open formula, rows and sources of {item.name}",
    ):  # fmt: skip
        open_drawer(alliance, title, row["indicator"], assessment.as_of)
