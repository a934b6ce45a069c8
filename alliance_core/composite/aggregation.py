"""Weighted means of scores, with missing parts whose weight is shared out among the rest."""

from typing import Protocol

import numpy as np


class Mean(Protocol):
    """A power mean: 1 arithmetic, 0 geometric, -1 harmonic, -inf the weakest link. Lower scores count as the floor."""

    @property
    def power(self) -> float: ...

    @property
    def floor(self) -> float: ...


def shared_weights(weights: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Weights over the parts that are present, adding up to 1 in the last axis; all 0 if none is.

    >>> shared_weights(np.array([2.0, 1.0, 1.0]), np.array([True, True, False])).round(3).tolist()
    [0.667, 0.333, 0.0]
    """
    kept = np.where(present, weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)


def power_mean(scores: np.ndarray, weights: np.ndarray, mean: Mean, known: np.ndarray | None = None) -> np.ndarray:
    """Weighted power mean over the last axis (Hardy, Littlewood and Polya 1934).

    Takes  scores 0..100, NaN = missing; weights that broadcast to them, not negative, any scale; known:
           where scores are not missing, if it is at hand in a smaller shape that broadcasts to them
    Gives  the mean; NaN where no part with a weight is present. Scores below the mean's floor
           count as the floor, so that one zero does not make a geometric mean useless
    """
    present = (~np.isnan(scores) if known is None else known) & (weights > 0)
    shares = shared_weights(np.broadcast_to(weights, present.shape), present)
    any_present = present.any(axis=-1)
    x = np.maximum(np.where(present, scores, np.inf), mean.floor)
    if mean.power == -np.inf:
        averaged = x.min(axis=-1)
    else:
        x = np.where(present, x, 1.0)
        if mean.power == 0:
            averaged = np.exp((shares * np.log(x)).sum(axis=-1))
        else:
            powers = (shares * x**mean.power).sum(axis=-1)
            averaged = np.where(any_present, powers, 1.0) ** (1 / mean.power)
    return np.where(any_present, averaged, np.nan)
