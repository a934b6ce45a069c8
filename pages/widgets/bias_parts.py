"""The bias checks as a page shows them: status by word and icon, each opened to numbers, advice and evidence."""

from typing import Any

import streamlit as st

from alliance_core.advice import bias
from alliance_core.advice.bias_view import check_table, number_table
from alliance_core.advice.red_written import escaped
from alliance_core.errors import WorkbenchError
from pages.widgets import loading, show
from pages.widgets.drawer import rows_behind
from pages.widgets.shell import View

BADGES = {
    "raised": ":red-badge[:material/flag: raised]",
    "clear": ":green-badge[:material/check: clear]",
    "unknown": ":gray-badge[:material/help: not known]",
}
ICONS = {"raised": ":material/flag:", "clear": ":material/check:", "unknown": ":material/help:"}
COLUMNS: dict[str, Any] = {
    "check": st.column_config.TextColumn("Check", width=170, pinned=True),
    "status": st.column_config.TextColumn("Status", width=90),
    "finding": st.column_config.TextColumn("Finding", width=620),
    "tests": st.column_config.TextColumn("Raised by, or not known", width=300),
}


def bias_checks(view: View, alliance: str, actor: str | None = None) -> None:
    """The checks beside the verdict on one alliance, at the date of the view; actor: whose verdict is checked."""
    title = view.evidence.alliances.filter(alliance_id=alliance)["short_name"][0]
    try:
        checks = loading.bias_checks(view.as_of, alliance, actor)
    except WorkbenchError as error:
        st.warning(f"{error}.", icon=":material/info:")
        return
    st.markdown(escaped(bias.summary(checks, title)))
    for row in checks.to_dicts():
        part = st.expander(
            f"{row['name']}: {row['status_name']}", icon=ICONS[row["status"]], key=f"bias_{row['id']}_{alliance}",
            on_change="rerun",
        )  # fmt: skip
        if part.open:
            with part:
                _opened(view, row, alliance)
    show.table_of(check_table(checks), f"bias_checks_{alliance}", "All checks as a table")


def _opened(view: View, row: dict[str, Any], alliance: str) -> None:
    """One check: question, finding, what to do, numbers, the rows behind it."""
    st.markdown(f"*{row['question']}* {BADGES[row['status']]}")
    st.markdown(escaped(row["finding"]))
    for words in row["raised_by"]:
        st.markdown(f":material/flag: {words}")
    for words in row["not_known"]:
        st.markdown(f":material/help: Not known: {words[:1].lower()}{words[1:]}")
    st.markdown(f"**What to do.** {row['what_to_do']}")
    st.dataframe(
        number_table(row["numbers"]),
        column_config={"name": st.column_config.TextColumn("Number", width=320), "value": "Value"},
        hide_index=True, alt=f"Numbers of the check {row['name']}",
    )  # fmt: skip
    st.caption(f"How it is tested: {row['reason']}")
    rows_behind(
        row["evidence"], view.as_of, f"bias_{row['id']}_{alliance}",
        "It rests on all rows behind the scorecard, or on what is absent from the tables.",
    )  # fmt: skip
