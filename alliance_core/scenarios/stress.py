"""A stress test of one alliance: what becomes of it, who goes, what is lost, what breaks first, what drives it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.catalogue.scenario_rules import intact_word, scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios.hazard import Hazard
from alliance_core.scenarios.setting import TIERS, Setting
from alliance_core.scenarios.shocks import Blow, Struck, place
from alliance_core.scenarios.simulate import FRACTURED, LEAVES, REDUCES, SURVIVED, Run, simulate


@dataclass(frozen=True)
class Stress:
    """One scenario run on one alliance."""

    setting: Setting
    blows: tuple[Blow, ...]
    struck: tuple[Struck, ...]
    run: Run

    @property
    def outcomes(self) -> np.ndarray:
        """P(survives, restructured, fractured) with both ends of the 90 % interval: [outcome, (mean, low, high)]."""
        return np.stack([shares(self.run.outcome == k, self.run.replicates) for k in range(3)])

    @property
    def not_intact(self) -> float:
        """Probability that the programme does not survive intact."""
        return float((self.run.outcome != SURVIVED).mean())


def stress(
    setting: Setting, blows: Sequence[Blow], hazard: Hazard, base: np.ndarray, draws: int | None = None, seed: int = 0
) -> Stress:
    """Run a scenario. Raises WorkbenchError where a shock cannot hit the alliance, or draws are too few."""
    count = scenario_rules()["draws"]["count"] if draws is None else draws
    if count < 1000:
        raise WorkbenchError(f"{count} draws are too few to tell probabilities from chance; give 1000 or more")
    if seed < 0:
        raise WorkbenchError(f"the seed {seed} is negative; give 0 or more")
    struck = tuple(place(blow, setting) for blow in blows)
    return Stress(setting, tuple(blows), struck, simulate(setting, struck, hazard, base, count, seed))


def shares(happened: np.ndarray, replicates: int) -> np.ndarray:
    """Mean of a yes or no over all draws, and the 90 % interval of what it hangs on: mean, low, high.

    Draws of one group share parameters, features and sizes; the spread of the groups' means, less what the draws
    inside a group add by chance, is what we do not know.
    """
    groups = happened.reshape(-1, replicates).mean(axis=1)
    mean = float(groups.mean())
    by_chance = float((groups * (1 - groups)).mean()) / max(replicates - 1, 1)
    spread = float(groups.var())
    shrink = np.sqrt(max(spread - by_chance, 0.0) / spread) if spread > 0 else 0.0
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    low, high = np.quantile(groups, [tail, 1 - tail])
    return np.array([mean, mean + shrink * (low - mean), mean + shrink * (high - mean)]).clip(0, 1)


def partner_table(found: Stress) -> pl.DataFrame:
    """Partners by probability of going: actor_id, name, tier, stake, p_leaves, p_reduces, p_silent, cost, provides.

    Who has nothing to withdraw does not leave: it falls silent (p_silent).
    """
    setting, run = found.setting, found.run
    leaves = (run.response == LEAVES).mean(axis=0)
    reduces = (run.response == REDUCES).mean(axis=0)
    told = {
        "actor_id": setting.actors, "name": setting.names, "tier": [TIERS[tier] for tier in setting.tier],
        "stake": setting.stake, "p_leaves": np.where(setting.stake, leaves, 0.0),
        "p_reduces": np.where(setting.stake, reduces, 0.0), "p_silent": np.where(setting.stake, 0.0, leaves + reduces),
        "cost": setting.cost, "provides": (setting.weight @ setting.provides) / setting.weight.sum(),
        "alternative": setting.alternative, "years": setting.years,
    }  # fmt: skip
    order = ["p_leaves", "p_silent", "actor_id"]
    return pl.DataFrame(told).with_columns(pl.col("cost").fill_nan(None)).sort(order, descending=[True, True, False])


def function_table(found: Stress) -> pl.DataFrame:
    """Functions by probability of being lost: function, detail, criticality, p_lost, providers (names)."""
    setting = found.setting
    rows = [
        {
            "function": function, "detail": detail, "criticality": int(setting.criticality[i]),
            "p_lost": float(found.run.lost[:, i].mean()),
            "providers": ", ".join(name for j, name in enumerate(setting.names) if setting.provides[i, j]),
        }
        for i, (function, detail) in enumerate(setting.parts)
    ]  # fmt: skip
    return pl.DataFrame(rows).sort("p_lost", "criticality", "function", "detail", descending=[True, True, False, False])


def retained_by_quarter(found: Stress, months: Sequence[float]) -> pl.DataFrame:
    """Capability retained after each quarter: quarter, mean, low, high (share of what was provided, 90 % of draws).

    Who leaves in the first round goes after a time drawn from the months that leavers took in the cases; each further
    round comes a quarter later, but none after the horizon.
    """
    setting, run = found.setting, found.run
    quarters = scenario_rules()["horizon"]["quarters"]
    generator = np.random.default_rng([11, len(run.outcome)])
    took = np.ceil(np.clip(np.array(months or [12.0]), 0, quarters * 3) / 3)
    first = generator.choice(took, run.round_left.shape)
    later = np.minimum(first + run.round_left - 1, quarters)
    at = np.where(run.round_left < 0, quarters + 1, np.where(run.round_left == 0, 0, later)).astype(np.int8)
    # A part goes with its last provider.
    went = np.stack([at[:, providers].max(axis=1) for providers in setting.provides], axis=1)
    went[run.struck_parts] = 0
    total = setting.weight.sum()
    rows = []
    for quarter in range(quarters + 1):
        kept = 1 - (went <= quarter) @ setting.weight / total
        low, high = np.quantile(kept, [0.05, 0.95])
        rows.append({"quarter": quarter, "mean": float(kept.mean()), "low": float(low), "high": float(high)})
    return pl.DataFrame(rows)


def hollowing(found: Stress) -> float:
    """Share of partners in name only afterwards: those without a stake before, and those that left or fell silent."""
    gone = (found.run.response == LEAVES) | ~found.setting.stake
    return float(gone.mean())


def first_to_break(found: Stress) -> dict[str, Any] | None:
    """What most often goes first: the partner that leaves in the earliest round, or the function struck."""
    run, setting = found.run, found.setting
    if run.struck_parts.any():
        place_ = int(run.struck_parts.mean(axis=0).argmax())
        return {
            "kind": "function",
            "what": setting.parts[place_][0],
            "probability": float(run.struck_parts[:, place_].mean()),
        }
    # Who has nothing at stake falls silent and is not told as the first to leave.
    left = np.where(setting.stake, run.round_left, -1).astype(np.int64)
    rounds = np.where(left < 0, np.iinfo(np.int64).max, left)
    someone = np.asarray((left >= 0).any(axis=1))
    if not someone.any():
        return None
    earliest = rounds == rounds.min(axis=1, keepdims=True)
    chance = (earliest & someone[:, None]).mean(axis=0)
    place_ = int(chance.argmax())
    return {"kind": "partner", "what": setting.actors[place_], "probability": float(chance[place_])}


def drivers(found: Stress, hazard: Hazard, base: np.ndarray, draws: int = 4000, seed: int = 0) -> pl.DataFrame:
    """How much each feature moves the probability of not surviving intact: driver, low, high, swing (points of 1).

    One at a time from one end of its range to the other, all else as it is: sizes, exit cost, alternatives, years.
    """
    setting = found.setting
    rows = []

    def chance(changed: Setting, blows: Sequence[Blow]) -> float:
        return stress(changed, blows, hazard, base, draws, seed).not_intact

    for i, blow in enumerate(found.blows):
        ends = [
            chance(setting, [*found.blows[:i], Blow(blow.kind, size, blow.target), *found.blows[i + 1 :]])
            for size in (blow.rule.low, blow.rule.high)
        ]
        rows.append({"driver": f"Size: {blow.rule.name}", "low": ends[0], "high": ends[1]})
    extremes: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "Exit cost (all to none)": ({"exit_cost": 1.0}, {"exit_cost": 0.0}),
        "Alternatives (none to all)": (
            {"alternative": np.zeros_like(setting.alternative)}, {"alternative": np.ones_like(setting.alternative)},
        ),
        "Years invested (30 to none)": (
            {"years": np.full_like(setting.years, 30.0)}, {"years": np.zeros_like(setting.years)},
        ),
    }  # fmt: skip
    for name, changes in extremes.items():
        ends = [chance(_changed(setting, change), found.blows) for change in changes]
        rows.append({"driver": name, "low": ends[0], "high": ends[1]})
    frame = pl.DataFrame(rows, schema={"driver": pl.String, "low": pl.Float64, "high": pl.Float64})
    return frame.with_columns(swing=(pl.col("high") - pl.col("low")).abs()).sort(
        "swing", "driver", descending=[True, False]
    )


def stress_json(found: Stress, months: Sequence[float], driven: pl.DataFrame) -> dict[str, Any]:
    """The stress test as the command line prints it."""
    outcomes = found.outcomes
    names = ["p_survives", "p_restructured", "p_fractured"]
    partners = partner_table(found)
    return {
        "alliance": found.setting.alliance,
        "as_of": found.setting.as_of,
        "shocks": [blow.text() for blow in found.blows],
        **{name: float(outcomes[i, 0]) for i, name in enumerate(names)},
        "intervals": {
            name: {"low": float(outcomes[i, 1]), "high": float(outcomes[i, 2])} for i, name in enumerate(names)
        },
        "likelihood": intact_word(found.not_intact),
        "hollowing": hollowing(found),
        "hollow_before": _known(found.setting.hollow),
        "model_not_intact": float((found.run.model_outcome != SURVIVED).mean()),
        "structural": structural(found),
        "partners": partners.select(
            "actor_id", "name", "tier", "stake", "p_leaves", "p_reduces", "p_silent"
        ).to_dicts(),
        "functions": function_table(found).select("function", "detail", "criticality", "p_lost").to_dicts(),
        "first_to_break": first_to_break(found),
        "resilience": retained_by_quarter(found, months).to_dicts(),
        "drivers": driven.to_dicts(),
        "draws": len(found.run.outcome),
    }


def structural(found: Stress) -> float:
    """Probability that the cascade breaks what the programme model had let live."""
    run = found.run
    return float(((run.outcome == FRACTURED) & (run.model_outcome != FRACTURED)).mean())


def _changed(setting: Setting, change: dict[str, Any]) -> Setting:
    return replace(setting, **change)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
