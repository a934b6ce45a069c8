"""The scorecard's means written out once more, plainly, and random tables to try them on."""

import numpy as np
import pytest

from alliance_core.catalogue.rules import Aggregator, aggregators

MEANS = list(aggregators())
GATE = 0.5
GAPS = [pytest.param(0.0, id="complete"), pytest.param(0.25, id="with gaps")]


def overall(scores: np.ndarray, weights: np.ndarray, mean: Aggregator, least: float = 0.0) -> np.ndarray:
    """Overall scores [..., unit] of scores [unit, part] under weights [..., part]; NaN = too little is covered."""
    known = ~np.isnan(scores)
    given = np.where(known, weights[..., None, :], 0.0)
    covered = given.sum(axis=-1)
    x = np.where(known, np.maximum(scores, mean.floor), 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = given / covered[..., None]
        told = {
            "arithmetic": lambda: (share * x).sum(axis=-1),
            "geometric": lambda: (x**share).prod(axis=-1),
            "harmonic": lambda: 1 / (share / x).sum(axis=-1),
            "weakest_link": lambda: np.where(given > 0, x, np.inf).min(axis=-1),
        }[mean.id]()
    return np.where((covered >= least - 1e-9) & (covered > 0), told, np.nan)


def after_move(weights: np.ndarray, part: int, new: float, locked: np.ndarray) -> np.ndarray:
    """Weights after one has moved: what is left for the others is shared out in their old proportions."""
    told = weights.copy()
    told[part] = new
    free = [i for i in range(len(weights)) if i != part and not locked[i]]
    kept = sum(weights[i] for i in range(len(weights)) if i != part and locked[i])
    left, before = max(0.0, round(1 - kept - new, 12)), sum(weights[i] for i in free)
    for i in free:
        told[i] = left * weights[i] / before if before > 0 else left / len(free)
    return told


def random_scores(chance: np.random.Generator, units: int, parts: int, gaps: float = 0.0) -> np.ndarray:
    """Scores between 5 and 95, a share of them missing, but one at least of every unit there."""
    scores = chance.uniform(5, 95, (units, parts))
    holes = chance.random((units, parts)) < gaps
    holes[np.arange(units), chance.integers(0, parts, units)] = False
    scores[holes] = np.nan
    return scores


def order_of(values: np.ndarray, digits: int = 9) -> np.ndarray:
    """Who is ahead of whom [..., unit, unit]: 1, 0 level, -1, NaN where one has no score."""
    return np.sign(np.round(values[..., :, None] - values[..., None, :], digits))
