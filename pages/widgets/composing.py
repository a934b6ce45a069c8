"""Scenario controls: the library, kinds of shocks with sizes and targets, the text in the address, files."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from alliance_core.catalogue.scenario_rules import shocks
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import screens
from alliance_core.scenarios.library import as_file, from_file, library
from alliance_core.scenarios.setting import Setting
from alliance_core.scenarios.shocks import Blow

SLOT, KEPT = "shocks", "shocks_kept"
HARDLY = 0.05  # per cent: half of what the widgets show
MOST_BYTES = 20_000


def scenario_text() -> tuple[Blow, ...]:
    """The scenario that holds, kept as a text in the address; one that cannot be read is told, and the first holds.

    The text is the only place where the scenario is kept; the other controls show it and write it. A page that is left
    drops its widgets, hence the copy under another key.
    """
    if KEPT in st.session_state and st.session_state.get(SLOT) != st.session_state[KEPT]:
        st.session_state[SLOT] = st.session_state[KEPT]
    st.text_input(
        "Scenario as text", key=SLOT, bind="query-params", placeholder="the first scenario of the library",
        on_change=_typed, help="KIND=SIZE or KIND:TARGET=SIZE, parted by semicolons, sizes from 0 to 1; `none` is no "
        "shock at all. It is part of the address, so that a copied link opens the same scenario.",
    )  # fmt: skip
    st.session_state[KEPT] = st.session_state[SLOT]
    try:
        return screens.parse_text(st.session_state[SLOT])
    except WorkbenchError as error:
        first = next(iter(library().values()))
        st.error(f"{error}. Until this is put right “{first.name}” holds.", icon=":material/error:")
        return first.blows


def scenario_controls(blows: Sequence[Blow], setting: Setting) -> None:
    """The library's list, the kinds, and size and target of each shock."""
    names = {id_: scenario.name for id_, scenario in library().items()}
    st.session_state["stress_library"] = screens.named(blows)
    st.selectbox(
        "Scenario of the library", list(names), format_func=names.__getitem__, key="stress_library",
        on_change=_from_library, placeholder="Composed by yourself",
    )  # fmt: skip
    chosen = screens.named(blows)
    if chosen:
        st.caption(library()[chosen].text)
    kinds = {id_: rule.name for id_, rule in shocks().items()}
    st.session_state["stress_kinds"] = list(dict.fromkeys(blow.kind for blow in blows))
    st.multiselect(
        "Shocks that strike together", list(kinds), format_func=kinds.__getitem__, key="stress_kinds",
        on_change=_kinds_chosen, args=(tuple(blows),), placeholder="none: what happens anyway",
    )  # fmt: skip
    for place, blow in enumerate(blows):
        with st.container(border=True):
            _blow_controls(place, blow, tuple(blows), setting)


def file_controls(blows: Sequence[Blow], alliance: str, as_of: dt.date) -> None:
    """The scenario as a small file, and back."""
    chosen = screens.named(blows)
    name = library()[chosen].name if chosen else "Scenario of our own"
    st.download_button(
        "Scenario as a file", as_file(name, blows, alliance, f"{as_of}"), file_name="scenario.toml",
        key="scenario_file", mime="text/plain", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.file_uploader("Open a scenario file", type="toml", key="scenario_upload", on_change=_opened)
    told = st.session_state.pop("scenario_told", None)
    if told:
        (st.error if told[0] else st.success)(told[1], icon=":material/error:" if told[0] else ":material/check:")


def _blow_controls(place: int, blow: Blow, blows: tuple[Blow, ...], setting: Setting) -> None:
    rule = blow.rule
    keys = [f"stress_{kind}_{place}" for kind in ("slide", "type", "aim")]
    percent = round(100 * blow.size, 1)
    for key in keys[:2]:
        if key not in st.session_state or abs((st.session_state[key] or 0.0) - percent) > HARDLY:
            st.session_state[key] = percent
    low, high = 100 * rule.low, 100 * rule.high
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(
            f"{rule.name}: {rule.measures}", low, high, step=1.0, format="%.0f %%", key=keys[0], on_change=_sized,
            args=(blows, place, keys[0]), help=rule.text,
        )  # fmt: skip
        st.number_input(
            f"{rule.name}, per cent", low, high, step=1.0, format="%.1f", key=keys[1], width=120, on_change=_sized,
            args=(blows, place, keys[1]), label_visibility="collapsed",
        )  # fmt: skip
    aims = screens.targets(setting, blow.kind)
    if aims:
        st.session_state[keys[2]] = blow.target if blow.target in aims else None
        st.selectbox(
            "Hits", list(aims), index=None, format_func=aims.__getitem__, key=keys[2], on_change=_aimed,
            args=(blows, place, keys[2]), placeholder=f"{screens.usual_target(setting, blow.kind)} (by the rule)",
        )  # fmt: skip


def _keep(blows: Sequence[Blow]) -> None:
    st.session_state[KEPT] = screens.as_text(blows)


def _typed() -> None:
    st.session_state[KEPT] = st.session_state[SLOT]


def _from_library() -> None:
    chosen = st.session_state["stress_library"]
    if chosen is not None:
        _keep(library()[chosen].blows)


def _kinds_chosen(blows: tuple[Blow, ...]) -> None:
    _keep(screens.with_kinds(blows, st.session_state["stress_kinds"]))


def _sized(blows: tuple[Blow, ...], place: int, key: str) -> None:
    if st.session_state[key] is not None:
        changed = Blow(blows[place].kind, st.session_state[key] / 100, blows[place].target)
        _keep([*blows[:place], changed, *blows[place + 1 :]])


def _aimed(blows: tuple[Blow, ...], place: int, key: str) -> None:
    changed = Blow(blows[place].kind, blows[place].size, st.session_state[key])
    _keep([*blows[:place], changed, *blows[place + 1 :]])


def _opened() -> None:
    """Take the scenario of a file; what is wrong with it is told after the run."""
    file = st.session_state["scenario_upload"]
    if file is None:
        return
    try:
        if file.size > MOST_BYTES:
            raise WorkbenchError("the file is too large for a scenario, which is a few lines of text")
        name, blows, _ = from_file(file.getvalue().decode("utf-8"))
    except UnicodeDecodeError:
        st.session_state["scenario_told"] = (True, "The file is no text. Open one that this page has written.")
    except WorkbenchError as error:
        st.session_state["scenario_told"] = (True, f"{error}. The scenario stays as it was.")
    else:
        _keep(blows)
        st.session_state["scenario_told"] = (False, f"“{name}” is opened.")


def expert_control(blows: Sequence[Blow]) -> float | None:
    """The mean of an expert prior, where a shock of the scenario rests on one; None leaves the catalogue's."""
    priors = [blow.rule.expert for blow in blows if blow.rule.expert]
    if not priors:
        return None
    return st.slider(
        "Expert prior: how much worse or better than the mean of all shocks", -3.0, 3.0, float(priors[0]["shift"]),
        0.25, key="expert", bind="query-params",
        help=f"On the scale of the logit; above 0 is worse. {priors[0]['reason']}",
    )  # fmt: skip
