"""Kinds of change, one file for each field; `KINDS` names them all."""

from collections.abc import Callable

from alliance_core.advice.change import Change
from alliance_core.advice.kinds import alignment, burden, capability, institutions, trust
from alliance_core.advice.kinds.case import Case

KINDS: dict[str, Callable[[Case], Change]] = {
    "rating": institutions.rating,
    "none": institutions.none,
    "reweigh": institutions.reweigh,
    "fund": alignment.fund,
    "votes": alignment.votes,
    "second_provider": capability.second_provider,
    "first_provider": capability.first_provider,
    "specialise": capability.specialise,
    "launch": capability.launch,
    "exercise": capability.exercise,
    "engage": capability.engage,
    "shift": burden.shift,
    "lighten": burden.lighten,
    "let_pay": burden.let_pay,
    "deliver": trust.deliver,
    "resolve": trust.resolve,
    "gain": trust.gain,
    "win_back": trust.win_back,
}


def change_of(case: Case) -> Change:
    """What an action with these settings would change."""
    return KINDS[case.settings["kind"]](case)
