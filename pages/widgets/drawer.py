"""The evidence drawer: one number opened to its formula, its rows and their sources."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from alliance_core.catalogue import evidence_rules
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import screens
from alliance_core.scorecard.explanation import evidence_frame
from pages.widgets import loading, show

MOST_ROWS = 200
VERIFIED = {"read": ":green-badge[read]", "recalled": ":orange-badge[recalled]", "estimated": ":red-badge[estimated]"}


@st.dialog("Evidence", width="large", position="right", icon=":material/fact_check:")
def open_drawer(alliance: str, title: str, indicator: str, as_of: dt.date) -> None:
    """Show everything behind one indicator of one alliance."""
    try:
        answer = loading.explanation(loading.evidence().version, as_of, alliance, indicator)
    except WorkbenchError as error:
        st.warning(str(error))
        return
    st.subheader(f"{title}: {answer['name']}", anchor=False)
    st.markdown(f"*{answer['question']}*")
    _value(answer)
    st.markdown(f"**In numbers.** {answer['words']}")
    st.markdown(f"**Formula.** {answer['formula']}")
    st.caption(
        f"Scores 0 at {answer['worst']:g} and 100 at {answer['best']:g} {answer['unit']}: {answer['goalposts']} "
        f"Formula after: {answer['source']}. Limits: {answer['limits']}"
    )
    if answer["coded"]:
        st.info("Coded judgement of the compilers, not a measurement.", icon=":material/psychology:")
    if not answer["evidence"]:
        st.info("No evidence at this date. The indicator is missing, not zero; its weight is shared out.")
        return
    evidence_list(answer["evidence"], as_of, f"{alliance}_{indicator}")


def evidence_list(told: list[dict[str, Any]], as_of: dt.date, name: str) -> None:
    """Evidence rows as a table; the one that is chosen opens to its sources.

    Takes  told: rows with their sources (explanation.rows_with_sources); name: unique on the page
    """
    rows = evidence_frame({"evidence": told})
    if as_of < dt.date.today():
        st.caption(f":material/history: {evidence_rules()['line_later']['text']}")
    st.markdown(f"**{rows.height} row{'s' if rows.height != 1 else ''} of evidence.** Choose one to see its sources.")
    chosen = st.dataframe(
        rows,
        column_order=["line", "verification", "sources", "table"],
        column_config={
            "line": st.column_config.TextColumn("Evidence", width=430),
            "verification": st.column_config.TextColumn("Verified", width=85),
            "sources": st.column_config.NumberColumn("Sources", width=65),
            "table": st.column_config.TextColumn("Table", width=110),
        },
        hide_index=True, on_select="rerun", selection_mode="single-row", key=f"rows_{name}",
        height=min(360, 38 + 35 * rows.height), alt=f"Evidence rows of {name.replace('_', ' ')}",
    )  # fmt: skip
    picked = chosen["selection"]["rows"]
    if picked:
        _row(told[picked[0]])
    show.take_away(rows, f"evidence_{name}")


def rows_behind(ids: Sequence[str], as_of: dt.date, name: str, nothing: str, order: str = "first") -> None:
    """The rows behind a finding, so many as a reader can look through; `nothing` says why there are none.

    Takes  name: unique on the page; order: how the ids are ordered, in a word
    """
    if len(ids) > MOST_ROWS:
        st.caption(f"The {order} {MOST_ROWS} of {len(ids)} rows are shown.")
    told = loading.evidence_rows(loading.evidence().version, as_of, tuple(ids[:MOST_ROWS]))
    if told:
        evidence_list(told, as_of, name)
    else:
        st.info(nothing)


def case_list(
    cases: pl.DataFrame, columns: dict[str, Any], as_of: dt.date, name: str, alt: str, **options: Any
) -> None:
    """Past shocks as a table; the one that is chosen opens to its rows and their sources.

    Takes  cases: the columns shown and `ids` (evidence rows of the case); columns: those shown, in order;
           name: unique on the page; options: of st.dataframe
    """
    picked = st.dataframe(
        screens.rounded(cases), column_order=list(columns), column_config=columns, hide_index=True, placeholder="–",
        on_select="rerun", selection_mode="single-row", key=f"cases_{name}", alt=alt, **options,
    )  # fmt: skip
    rows = picked["selection"]["rows"]
    if rows and rows[0] < cases.height:
        ids = tuple(cases.row(rows[0], named=True)["ids"])
        evidence_list(loading.evidence_rows(loading.evidence().version, as_of, ids), as_of, f"case_{rows[0]}")
    else:
        st.caption(":material/touch_app: Choose a case to open its rows and sources.")


def _value(answer: dict[str, Any]) -> None:
    cells = st.columns(3)
    score = "no score" if answer["score"] is None else f"{answer['score']:.0f} of 100"
    if answer["value"] is None:
        cells[0].metric("Value", "missing")
    else:
        cells[0].metric("Value", f"{answer['value']:.2f}", help=answer["unit"])
        cells[1].metric("90 % interval", f"{answer['low']:.2f} – {answer['high']:.2f}")
    cells[2].metric("Score", score, help=f"Coverage {answer['coverage']:.0%}")


def _row(row: dict[str, Any]) -> None:
    with st.container(border=True):
        st.markdown(f"{VERIFIED.get(row['verification'], '')} {row['line']}")
        if row["note"]:
            st.caption(f"Note: {row['note']}")
        for source in row["sources"]:
            date = f", {source['date']}" if source["date"] else ""
            title = (
                f"[{source['title']}]({source['url']})" if source["url"] else f"{source['title']} (no address known)"
            )
            st.markdown(f":material/link: {title} — {source['publisher']}{date} ({source['kind']})")
        st.caption(f"Row {row['evidence_id']}")
