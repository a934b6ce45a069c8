"""What a tuned profile changes: scores, ranks, break-even points, and how much of all weightings is behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import Aggregator, scorecard_rules
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.composite.aggregation import power_mean
from alliance_core.errors import WorkbenchError, require_known
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.acceptability import Support, acceptability, draw_weights
from alliance_core.whatif.break_even import BreakEven, Stability, break_evens, stability
from alliance_core.whatif.dethrone import Dethroned, dethrone
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.linear import linear_scores
from alliance_core.whatif.pairwise import win_matrix
from alliance_core.whatif.performance import Performance, Standing, common_ranks, standing

ANY_ORDER = Importance()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A tuned profile beside the balanced one, under the same mean.

    locked     [dimension] weights that stay while others move
    dethroned  the smallest change of weights that costs the first its place; None if none does
    """

    table: Performance
    tuned: Standing
    balanced: Standing
    locked: np.ndarray
    break_evens: list[BreakEven]
    stability: list[Stability]
    dethroned: Dethroned | None

    @property
    def first(self) -> list[int]:
        """The alliances that are first, more than one if they are level."""
        return np.flatnonzero(self.tuned.ranks == np.nanmin(self.tuned.ranks)).tolist()

    @property
    def changes(self) -> np.ndarray:
        """Places gained against the balanced profile; NaN where either gives no score.

        Counted among the alliances with a score under both: who drops out for want of evidence makes nobody better.
        """
        before, now = common_ranks([self.balanced.point.overall, self.tuned.point.overall])
        return before - now


@dataclass(frozen=True, slots=True)
class Backing:
    """What all weightings say, whatever the profile.

    wins        [a, b] share of weightings in which a is ahead: exact where `exact`, drawn elsewhere
    confidence  [alliance] probability of being first at its central weights when scores vary within their
                intervals; NaN for one that is never first
    with_evidence  whether scores varied together with the weights
    """

    support: Support
    wins: np.ndarray
    exact: np.ndarray
    confidence: np.ndarray
    order: Importance
    with_evidence: bool


def what_if(table: Performance, profile: WeightProfile, mean: Aggregator, locked: Iterable[str] = ()) -> WhatIf:
    """Everything that a move of a weight changes; a few milliseconds.

    Raises WorkbenchError where fewer than two alliances have a score, UnknownNameError for a lock on no dimension
    """
    kept = set(locked)
    require_known("dimension", kept, dimensions())
    fixed = np.array([dimension in kept for dimension in dimensions()])
    tuned, balanced = (standing(table, one, mean) for one in (profile, WeightProfile.parse("balanced")))
    if np.isfinite(tuned.point.overall).sum() < 2:
        names = [name for name, score in zip(table.names, tuned.point.overall, strict=True) if np.isnan(score)]
        raise WorkbenchError(
            f"too little evidence under these weights to score {', '.join(names)}: fewer than two alliances are left. "
            "Give weight to dimensions with evidence, choose other alliances or a later date"
        )
    scores, weights, least = tuned.point.dimensions, profile.array, least_coverage()
    points = break_evens(scores, weights, mean, least, fixed)
    return WhatIf(
        table=table, tuned=tuned, balanced=balanced, locked=fixed, break_evens=points,
        stability=stability(scores, weights, mean, points, least, fixed),
        dethroned=dethrone(scores, weights, mean, least, fixed),
    )  # fmt: skip


def backing(
    tuned: Standing, order: Importance = ANY_ORDER, weightings: np.ndarray | None = None, with_evidence: bool = False
) -> Backing:
    """Rank acceptability, winning probabilities and confidence over all weightings of the dimensions.

    The weights of the profile do not matter here, but those of its indicators do, and its mean.

    Takes  weightings: draw_weights, if they are at hand; with_evidence: each run of weightings meets another draw of
           the scores, so that both uncertainties count together
    """
    mean = tuned.mean
    drawn = all_weightings(order) if weightings is None else weightings
    linear = linear_scores(tuned.point.dimensions, mean)
    scores = linear
    if with_evidence:
        runs = whatif_rules()["acceptability"]["evidence_draws"]
        scores = np.moveaxis(linear_scores(tuned.dimension_draws[:, :runs], mean), 0, 1)
    support = acceptability(scores, drawn, least_coverage())
    wins = np.full(support.wins.shape, np.nan) if with_evidence else win_matrix(linear, order)
    exact = ~np.isnan(wins)
    return Backing(
        support=support, wins=np.where(exact, wins, support.wins), exact=exact,
        confidence=_confidence(tuned, support.central), order=order, with_evidence=with_evidence,
    )  # fmt: skip


@lru_cache(maxsize=4)
def all_weightings(order: Importance = ANY_ORDER) -> np.ndarray:
    """Weightings of the dimensions as the catalogue asks for them, drawn once and read-only: [draw, dimension]."""
    rules = whatif_rules()["acceptability"]
    drawn = draw_weights(rules["draws"], len(dimensions()), rules["seed"], order)
    drawn.setflags(write=False)
    return drawn


def _confidence(tuned: Standing, central: np.ndarray) -> np.ndarray:
    """Share of the draws of scores in which an alliance is first at its own central weights."""
    found = np.full(len(central), np.nan)
    known = ~np.isnan(tuned.point.dimensions)
    for unit in np.flatnonzero(np.isfinite(central).all(axis=1)):
        overall = power_mean(tuned.dimension_draws, central[unit], tuned.mean)
        overall[known @ central[unit] < least_coverage() - 1e-6] = np.nan
        best = np.fmax.reduce(overall, axis=0)
        level = (overall >= best).sum(axis=0)
        found[unit] = float(np.where(overall[unit] >= best, 1 / np.maximum(level, 1), 0.0).mean())
    return found


def least_coverage() -> float:
    """The share of weight that must be covered for a score."""
    return float(scorecard_rules()["coverage"]["least"])
