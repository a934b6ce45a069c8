"""Small alliances and models made by hand, so that a test shows all that its answer depends on."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np

from alliance_core.catalogue.scenario_rules import shocks
from alliance_core.scenarios.cases import partner_terms, programme_terms
from alliance_core.scenarios.hazard import Hazard
from alliance_core.scenarios.ordered import OrderedLogit
from alliance_core.scenarios.setting import TIERS, Setting
from alliance_core.scenarios.shocks import parse_scenario, place
from alliance_core.scenarios.simulate import Run, simulate

NEVER = np.zeros(len(TIERS))
SELDOM = np.full(len(TIERS), 0.01)


def made_up(tiers: str = "anchor core core associate", provides: Any = None, **changes: Any) -> Setting:
    """An alliance of AAA, BBB, CCC ...; by default each partner alone provides a function of its own, none vital."""
    names = tiers.split()
    count = len(names)
    provided = np.eye(count, dtype=bool) if provides is None else np.array(provides, bool)
    actors = tuple(3 * chr(ord("A") + number) for number in range(count))
    setting = Setting(
        alliance="made up", as_of=dt.date(2024, 12, 31), actors=actors, names=actors,
        tier=np.array([TIERS.index(name) for name in names]),
        anchor=names.index("anchor") if "anchor" in names else None,
        cost=np.full(count, 1 / count), anchor_share=1.0, years=np.full(count, 10.0), alternative=np.full(count, 0.5),
        stake=np.ones(count, bool), exit_cost=0.5,
        parts=tuple((f"function_{number}", "all") for number in range(len(provided))), provides=provided,
        weight=np.ones(len(provided)), criticality=np.full(len(provided), 3), hollow=0.0,
    )  # fmt: skip
    return replace(setting, **changes)


def fragile(partners: int = 12) -> Setting:
    """An alliance whose cascade takes several rounds: one function each, much to pay for those who stay."""
    tiers = ["anchor", *["core"] * (partners // 3), *["associate"] * (partners - 1 - partners // 3)]
    return made_up(" ".join(tiers), years=np.full(partners, 2.0), exit_cost=0.25)


def model(terms: tuple[str, ...], cuts: tuple[float, float], variance: float = 0.0, **beta: float) -> OrderedLogit:
    """Coefficients that are known, by default exactly."""
    assert set(beta) <= set(terms), beta
    return OrderedLogit(
        terms, np.array(cuts), np.array([beta.get(term, 0.0) for term in terms]),
        variance * np.eye(len(terms) + 2), np.zeros(len(terms)),
    )  # fmt: skip


def certain(programme: dict[str, float], partner: dict[str, float], cuts=(0.0, 2.0), partner_cuts=(3.0, 4.0)) -> Hazard:
    """Both models without any doubt about their coefficients; authors leave for sure."""
    return Hazard(
        model(programme_terms(), cuts, **programme), model(partner_terms(), partner_cuts, **partner),
        dict.fromkeys(shocks(), (1e9, 1e-9)), 0, 0, "made",
    )  # fmt: skip


def run(
    setting: Setting, hazard: Hazard, *texts: str, base: np.ndarray = SELDOM, draws: int = 4000, seed: int = 0
) -> Run:
    """A scenario on an alliance."""
    return simulate(setting, [place(blow, setting) for blow in parse_scenario(texts)], hazard, base, draws, seed)
