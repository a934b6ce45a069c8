"""The stress test that is timed: a made-up alliance of many partners, all shipped ones, and a peer in plain loops.

The made-up alliance is fragile, so that its cascade goes on for long; it is also timed as if it never came to rest, for
as many rounds as the rules allow. The peer loops over draws, partners, functions and rounds, given the same noise and
parameters; whether it comes to the same draw by draw is asked before anything is timed.
"""

import datetime as dt
import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import numpy as np

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios import simulate as simulation
from alliance_core.scenarios.cases import programme_terms, sunk
from alliance_core.scenarios.hazard import Hazard, load
from alliance_core.scenarios.library import resilience
from alliance_core.scenarios.setting import TIERS, Setting
from alliance_core.scenarios.shocks import Struck, parse_scenario, place
from alliance_core.scenarios.simulate import (
    AUTHOR_LEAVES,
    FRACTURED,
    LEAVES,
    REDUCES,
    REPLICATES,
    TURNS_AWAY,
    Drawn,
    Noise,
    Run,
    simulate,
)

DRAWS, PEER_DRAWS = 20_000, 1000
PARTNERS, PARTS = 60, 40
SCENARIO = ("geopolitical_rupture=0.5", "cost_overrun=0.5")
BASE = np.full(len(TIERS), 0.002)
# Single precision here, double in the loops: a push right at a threshold may tip over.
TIPPED = 1e-3
State = dict[str, Any]


def made_up(seed: int = 0) -> Setting:
    """An alliance whose partners are young, cheap to leave and each alone with some function."""
    generator = np.random.default_rng(seed)
    provides = generator.random((PARTS, PARTNERS)) < 0.01
    provides[np.arange(PARTS), generator.integers(0, PARTNERS, PARTS)] = True
    cost = generator.random(PARTNERS) + 0.2
    actors = tuple(f"P{number:02}" for number in range(PARTNERS))
    return Setting(
        alliance="made up", as_of=dt.date(2026, 11, 23), actors=actors, names=actors,
        tier=np.array([0] + [1] * 19 + [2] * 20 + [3] * 20), anchor=0, cost=cost / cost.sum(), anchor_share=1.0,
        years=np.full(PARTNERS, 3.0), alternative=np.full(PARTNERS, 0.3), stake=np.ones(PARTNERS, bool), exit_cost=0.25,
        parts=tuple((f"function {number}", "all") for number in range(PARTS)), provides=provides,
        weight=generator.integers(1, 5, PARTS).astype(float), criticality=generator.integers(1, 5, PARTS), hollow=0.0,
    )  # fmt: skip


def works(name: str, repeat: int, last_day: dt.date) -> list[Callable[[], object]]:
    """The work of one step, once for each run."""
    hazard = load()
    if name == "matrix":
        return [partial(matrix, hazard, last_day)] * repeat
    setting = made_up()
    struck = [place(blow, setting) for blow in parse_scenario(SCENARIO)]
    if name == "scenarios_agree":
        return [partial(require_agreement, setting, struck, hazard)]
    if name == "all_rounds":
        return [partial(all_rounds, setting, struck, hazard)] * repeat
    if name == "few_draws":
        return [partial(simulate, setting, struck, hazard, BASE, PEER_DRAWS, 0)] * repeat
    if name == "loops":
        return [partial(by_loops, setting, struck, hazard, PEER_DRAWS, 0)] * repeat
    return [partial(simulate, setting, struck, hazard, BASE, DRAWS, 0)] * repeat


def matrix(hazard: Hazard, last_day: dt.date) -> None:
    """All alliances against all scenarios of the library, from the tables on."""
    evidence = Evidence()
    resilience(Snapshot(evidence, last_day), sorted(evidence.alliances["alliance_id"]), hazard, DRAWS)


def all_rounds(setting: Setting, struck: list[Struck], hazard: Hazard) -> Run:
    """The same as if every round still changed something."""
    never = itertools.count()
    with mock.patch.object(simulation, "_grown", side_effect=lambda *_: next(never)):
        return simulate(setting, struck, hazard, BASE, DRAWS, 0)


def require_agreement(setting: Setting, struck: list[Struck], hazard: Hazard) -> None:
    """Stop the run if the loops come to something else."""
    apart = disagreement(
        simulate(setting, struck, hazard, BASE, PEER_DRAWS, 0), by_loops(setting, struck, hazard, PEER_DRAWS, 0)
    )
    if apart > TIPPED:
        raise SystemExit(f"loops and arrays differ in {apart:.1%} of the draws")


def disagreement(run: Run, states: list[State]) -> float:
    """Share of the draws in which the outcome, a response or a lost function differs."""
    same = [
        int(run.outcome[i]) == state["outcome"]
        and run.response[i].tolist() == state["response"]
        and run.lost[i].tolist() == state["lost"]
        for i, state in enumerate(states)
    ]
    return 1 - sum(same) / len(same)


# --- The peer -------------------------------------------------------------------------------------


def by_loops(setting: Setting, struck: list[Struck], hazard: Hazard, draws: int, seed: int) -> list[State]:
    """The stress test draw by draw; of each draw its outcome, response [actor] and lost [part]."""
    generator = np.random.default_rng([seed, 7])
    noise = Noise.draw(generator, draws, len(setting.actors))
    drawn = Drawn(setting, struck, hazard, generator, draws // REPLICATES)
    return [_draw(setting, struck, drawn, noise, draw) for draw in range(draws)]


def _draw(setting: Setting, struck: list[Struck], drawn: Drawn, noise: Noise, draw: int) -> State:
    group = draw // REPLICATES
    kinds = list(shocks())
    outcome = max(_programme(setting, drawn, noise, draw, j) for j in range(len(struck)))
    left = [False] * len(setting.actors)
    gone = [False] * len(setting.parts)
    for j, one in enumerate(struck):
        size = float(drawn.sizes[group, j])
        if one.parts.any() and noise.parts[draw] < size:
            gone = [was or bool(hit) for was, hit in zip(gone, one.parts, strict=True)]
        if one.partner is not None and one.blow.kind in AUTHOR_LEAVES:
            left[one.partner] = True
        elif one.partner is not None and one.blow.kind in TURNS_AWAY:
            leaves = drawn.author_leaves[group, kinds.index(one.blow.kind)] * size
            left[one.partner] = left[one.partner] or bool(noise.authors[draw] < leaves)
    state: State = {"outcome": outcome, "left": left, "less": list(left), "lost": _lost(setting, left, gone)}
    leaning = [_leaning(setting, drawn, noise, draw, actor) for actor in range(len(left))]
    anyway = [bool(noise.partner[draw, i] > np.float32(1 - BASE[tier])) for i, tier in enumerate(setting.tier)]
    for _ in range(scenario_rules()["cascade"]["rounds"]):
        before = (state["outcome"], list(state["left"]), list(state["less"]), state["lost"])
        _round(setting, drawn, group, state, leaning, anyway, gone)
        if before == (state["outcome"], state["left"], state["less"], state["lost"]):
            break
    response = [LEAVES if left else int(less) for left, less in zip(state["left"], state["less"], strict=True)]
    for one in struck:
        if one.blow.kind == "anchor_funding_cut" and one.partner is not None:
            response[one.partner] = max(response[one.partner], REDUCES)
    return {"outcome": state["outcome"], "response": response, "lost": state["lost"]}


def _programme(setting: Setting, drawn: Drawn, noise: Noise, draw: int, j: int) -> int:
    one, group = drawn.struck[j], draw // REPLICATES
    leading = [bool(drawn.has_alternative[group, i]) for i, tier in enumerate(setting.tier) if tier <= 1]
    features = [
        float(drawn.sizes[group, j]), float(one.blow.rule.author == "anchor" and one.partner == setting.anchor),
        float(drawn.exit_cost[group]), sum(leading) / max(len(leading), 1), float(max(sunk(setting.years))),
    ]  # fmt: skip
    latent = sum(value * float(by) for value, by in zip(features, drawn.beta[group], strict=False))
    expert = one.blow.rule.expert
    if expert:
        latent += expert["shift"] + expert["sd"] * float(drawn.expert[group])
    else:
        latent += float(drawn.beta[group, programme_terms().index(f"kind_{one.blow.kind}")])
    chance = float(noise.programme[draw, list(shocks()).index(one.blow.kind)])
    latent += math.log(chance / (1 - chance))
    return int(sum(latent > float(cut) for cut in drawn.cuts[group]))


def _leaning(setting: Setting, drawn: Drawn, noise: Noise, draw: int, actor: int) -> float:
    if actor in drawn.acting:
        return -math.inf
    group, tier = draw // REPLICATES, int(setting.tier[actor])
    features = [
        tier == 1, tier == 0, tier == 3, drawn.has_alternative[group, actor], drawn.exit_cost[group],
        sunk(setting.years[actor]), drawn.parties[actor],
    ]  # fmt: skip
    leaning = sum(float(value) * float(by) for value, by in zip(features, drawn.partner_beta[group], strict=False))
    chance = float(noise.partner[draw, actor])
    return leaning + math.log((chance + 1e-7) / (1 - chance + 1e-7))


def _round(
    setting: Setting, drawn: Drawn, group: int, state: State, leaning: list[float], anyway: list[bool], gone: list[bool]
) -> None:
    rules = scenario_rules()["cascade"]
    borne = lost = 0.0
    for actor, cost in enumerate(setting.cost):
        if state["left"][actor]:
            borne += 0.0 if math.isnan(cost) else float(cost)
        elif state["less"][actor]:
            borne += 0.0 if math.isnan(cost) else rules["reduction"] * float(cost)
    for part, weight in enumerate(setting.weight):
        if state["lost"][part]:
            lost += float(weight)
    lost /= float(sum(setting.weight))
    calm = 1.0
    for size in drawn.sizes[group]:
        calm *= 1 - float(size)
    strain = 1 - calm * (1 - min(borne, 1)) * (1 - rules["function_weight"] * lost)
    by_size, by_restructured, by_fractured = (float(by) for by in drawn.partner_beta[group, 7:10])
    push = by_size * strain + by_restructured * (state["outcome"] >= 1) + by_fractured * (state["outcome"] >= 2)
    least, most = (float(cut) for cut in drawn.partner_cuts[group])
    for actor, steady in enumerate(leaning):
        if steady + push > most or anyway[actor]:
            state["left"][actor] = True
        if steady + push > least or state["left"][actor]:
            state["less"][actor] = True
    state["lost"] = _lost(setting, state["left"], gone)
    if _broken(setting, state):
        state["outcome"] = FRACTURED


def _lost(setting: Setting, left: list[bool], gone: list[bool]) -> list[bool]:
    lost = []
    for part, struck in enumerate(gone):
        providers = [actor for actor, provides in enumerate(setting.provides[part]) if provides]
        lost.append(struck or (bool(providers) and all(left[actor] for actor in providers)))
    return lost


def _broken(setting: Setting, state: State) -> bool:
    rules = scenario_rules()["cascade"]
    if setting.anchor is not None and state["left"][setting.anchor]:
        return True
    core = [left for left, tier in zip(state["left"], setting.tier, strict=True) if tier == 1]
    if core and sum(core) / len(core) >= rules["core_share"]:
        return True
    return any(
        lost and critical >= rules["critical"]
        for lost, critical in zip(state["lost"], setting.criticality, strict=True)
    )
