"""Weight controls: sliders with locks, presets, indicator weights, and the profile as a text in the address."""

import streamlit as st

from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.rules import aggregators, presets
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.paths import moved

HARDLY = 0.05  # per cent: half of what the widgets show
REMEMBERED = 20
CUSTOM = "These are weights of your own, neither the balanced reference nor a preset."


def profile_text(slot: str, label: str) -> WeightProfile:
    """The profile as the command line reads it, kept in the address under the name of the slot.

    The text is the only place where the profile is kept; sliders show it and write it. A page that is left drops its
    widgets, hence the copy under another key. Call it before the controls of the slot.
    """
    kept = f"{slot}_kept"
    _settle(slot)
    if kept in st.session_state and st.session_state.get(slot) != st.session_state[kept]:
        st.session_state[slot] = st.session_state[kept]
    st.text_input(
        label, key=slot, bind="query-params", placeholder="balanced", on_change=_note, args=(slot, slot),
        help="A preset, or DIMENSION=NUMBER and INDICATOR=NUMBER, parted by commas, as `--weights` on the command "
        "line. It is part of the address, so that a copied link opens the same profile.",
    )  # fmt: skip
    try:
        profile = WeightProfile.parse(st.session_state[slot].strip() or "balanced")
    except WorkbenchError as error:
        st.error(f"{error}. Until this is put right the balanced profile holds.", icon=":material/error:")
        st.session_state[kept] = st.session_state[slot]
        return WeightProfile.parse("balanced")
    st.session_state[kept] = st.session_state[slot]
    return profile


def current_profile(slot: str) -> WeightProfile:
    """The profile that holds; the balanced one if the text cannot be read."""
    try:
        return WeightProfile.parse(st.session_state.get(f"{slot}_kept", "").strip() or "balanced")
    except WorkbenchError:
        return WeightProfile.parse("balanced")


def mean_choice() -> str:
    """The mean under which the dimensions meet; in the address."""
    names = {id_: item.name for id_, item in aggregators().items()}
    return st.selectbox(
        "Mean of the dimensions", list(names), format_func=names.__getitem__, key="mean", bind="query-params",
        width=240, help="  \n".join(f"**{item.name}**: {item.reason}" for item in aggregators().values()),
    )  # fmt: skip


def weight_controls(slot: str, profile: WeightProfile) -> list[str]:
    """Presets, one slider and number for each dimension, locks, indicator weights, reset; gives the locked ones."""
    _preset_choice(slot, profile)
    locks = _locks(slot)
    for id_, item in dimensions().items():
        percent = 100 * profile.shares[id_]
        for kind in ("slide", "type"):
            _write(slot, f"{slot}_{kind}_{id_}", percent)
        locked = id_ in locks
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.slider(
                item.name, 0.0, 100.0, step=1.0, format="%.0f %%", key=f"{slot}_slide_{id_}", on_change=_note,
                args=(slot, f"{slot}_slide_{id_}"), help=item.question, disabled=locked,
            )  # fmt: skip
            st.number_input(
                f"{item.name}, per cent", 0.0, 100.0, step=1.0, format="%.1f", key=f"{slot}_type_{id_}", width=125,
                on_change=_note, args=(slot, f"{slot}_type_{id_}"), label_visibility="collapsed", disabled=locked,
            )  # fmt: skip
    shorts = {id_: item.short for id_, item in dimensions().items()}
    st.pills(
        ":material/lock: Locked", list(shorts), format_func=shorts.__getitem__, selection_mode="multi",
        key=f"{slot}_locks", persist_state="session", help="A locked weight stays while others move.",
    )  # fmt: skip
    st.button("Reset to balanced", key=f"{slot}_reset", icon=":material/restart_alt:", on_click=_take,
              args=(slot, "balanced"))  # fmt: skip
    _indicator_weights(slot, profile)
    return locks


def standpoint(profile: WeightProfile) -> str:
    """What the profile stands for, in a line."""
    name = profile.text()
    if name in presets():
        return f"**{presets()[name].name}.** {presets()[name].reason}"
    return f":orange-badge[:material/tune: custom weights] {CUSTOM}"


def _preset_choice(slot: str, profile: WeightProfile) -> None:
    names = {id_: item.name for id_, item in presets().items()}
    st.session_state[f"{slot}_preset"] = profile.text() if profile.text() in names else None
    st.selectbox(
        "Standpoint", list(names), format_func=names.__getitem__, key=f"{slot}_preset", on_change=_take_preset,
        args=(slot,), placeholder="Custom weights", help="Weights of readers who ask different questions.",
    )  # fmt: skip
    st.markdown(f":small[{standpoint(profile)}]")


def _indicator_weights(slot: str, profile: WeightProfile) -> None:
    part = st.expander("Weights of the indicators", icon=":material/account_tree:", key=f"{slot}_inner",
                       on_change="rerun")  # fmt: skip
    if not part.open:
        return
    with part:
        shown = st.selectbox(
            "Dimension", list(dimensions()), format_func=lambda id_: dimensions()[id_].name, key=f"{slot}_inner_of"
        )
        st.caption("Per cent inside the dimension; the others are rescaled.")
        own = [id_ for id_, item in scored_indicators().items() if item.dimension == shown]
        with st.grid(2, min_column_width=180):
            for id_ in own:
                _write(slot, f"{slot}_inner_{id_}", 100 * profile.indicators[id_])
                st.number_input(
                    indicators()[id_].name, 0.0, 100.0, step=1.0, format="%.1f", key=f"{slot}_inner_{id_}",
                    on_change=_note, args=(slot, f"{slot}_inner_{id_}"), help=indicators()[id_].question,
                )  # fmt: skip


def _locks(slot: str) -> list[str]:
    return list(st.session_state.get(f"{slot}_locks") or [])


def _take(slot: str, text: str) -> None:
    """Keep a profile; the balanced one leaves the address clean."""
    st.session_state[f"{slot}_kept"] = "" if text == "balanced" else text


def _take_preset(slot: str) -> None:
    chosen = st.session_state[f"{slot}_preset"]
    if chosen is not None:
        _take(slot, WeightProfile.of(presets()[chosen].weights, indicators=current_profile(slot).indicators).text())


def _write(slot: str, key: str, percent: float) -> None:
    """Show a weight in a widget that shows another; and remember what was shown, for `_settle`.

    A widget that already shows it is left alone: writing would pull a slider back under a hand that still moves it.
    """
    value = round(percent, 1)
    if key not in st.session_state or abs((st.session_state[key] or 0.0) - value) > HARDLY:
        st.session_state[key] = value
    shown = st.session_state.setdefault(f"{slot}_shown", {}).setdefault(key, [])
    if not shown or shown[-1] != value:
        shown.append(value)
        del shown[:-REMEMBERED]


def _note(slot: str, key: str) -> None:
    """Note that a widget says it was changed; callbacks come before any widget is drawn."""
    st.session_state.setdefault(f"{slot}_noted", []).append(key)


def _settle(slot: str) -> None:
    """Apply what the reader moved.

    A quick hand sends the next move before the browser has heard what the last one did to the other
    weights. Then these report their old values as if they had been moved back. What reports a value that was shown
    to it before, beside others that changed, is such an echo, unless it is the widget that moved last.
    """
    noted = list(dict.fromkeys(st.session_state.pop(f"{slot}_noted", [])))
    moves = [key for key in noted if key != slot and st.session_state.get(key) is not None]
    if slot in noted and not moves:
        st.session_state[f"{slot}_kept"] = st.session_state[slot]
    shown = st.session_state.get(f"{slot}_shown", {})
    fresh = [key for key in moves if all(abs(st.session_state[key] - old) > HARDLY for old in shown.get(key, []))]
    last = st.session_state.get(f"{slot}_last")
    for key in fresh or (moves if len(moves) == 1 else [key for key in moves if key == last]):
        _move(slot, key)
        st.session_state[f"{slot}_last"] = key


def _move(slot: str, key: str) -> None:
    """Move one weight to what its widget shows; the others of its kind are rescaled."""
    kind, _, name = key.removeprefix(f"{slot}_").partition("_")
    share = min(max(st.session_state[key] / 100, 0.0), 1.0)
    profile = current_profile(slot)
    if kind == "inner":
        home = scored_indicators()[name].dimension
        own = {id_: w for id_, w in profile.indicators.items() if scored_indicators()[id_].dimension == home}
        inner, shares = {**profile.indicators, **moved(own, name, share)}, profile.shares
    else:
        locked = [id_ for id_ in _locks(slot) if id_ != name]
        inner, shares = profile.indicators, moved(profile.shares, name, share, locked)
    _take(slot, WeightProfile.of(shares, indicators=inner).text())
