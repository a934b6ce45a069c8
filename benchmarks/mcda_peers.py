"""Rank acceptability as pymcdm and scikit-criteria give it: each ranks under one weighting at a time."""

from collections.abc import Callable

import numpy as np
import skcriteria  # type: ignore[import-untyped]
from pymcdm.methods import WSM  # type: ignore[import-untyped]
from skcriteria.agg.simple import WeightedSumModel  # type: ignore[import-untyped]

# How far apart, in points of a score of 100, single precision may see two units that are level, or the reverse:
# the rounding of 25 products of at most 100, and of their sum.
LEVEL = 1e-4


def pymcdm_ranks(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Ranks [draw, unit]; without the checks of the input, which would take three quarters of its time."""
    model = WSM(normalization_function=lambda column, cost: column)  # noqa: ARG005 - the scores are comparable already
    more_is_better = np.ones(scores.shape[1])
    return np.stack([model.rank(model(scores, one, more_is_better, validation=False)) for one in weights])


def skcriteria_ranks(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Ranks [draw, unit]; a new decision matrix for each weighting is faster than its `replace`."""
    model, more_is_better = WeightedSumModel(), [1] * scores.shape[1]
    decisions = (skcriteria.mkdm(scores, more_is_better, weights=one) for one in weights)
    return np.stack([model.evaluate(decision).rank_ for decision in decisions])


RANKS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "pymcdm": pymcdm_ranks,
    "skcriteria": skcriteria_ranks,
}


def rank_shares(ranks: np.ndarray) -> np.ndarray:
    """Ranks [draw, unit] as the share [unit, rank] of draws, in which level units split the ranks that they share.

    However level units are counted: (1, 1, 2), (1, 1, 3) and (1.5, 1.5, 3) give the same.

    >>> rank_shares(np.array([[1, 1, 2], [3, 2, 1]])).tolist()
    [[0.25, 0.25, 0.5], [0.25, 0.75, 0.0], [0.5, 0.0, 0.5]]
    """
    units = ranks.shape[1]
    ahead = (ranks[:, None, :] < ranks[:, :, None]).sum(axis=2)[..., None]
    level = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=2)[..., None]
    places = np.arange(units)
    return np.where((places >= ahead) & (places < ahead + level), 1 / level, 0.0).mean(axis=0)


def unexplained(own: np.ndarray, peer: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> float:
    """The greatest difference of two rank acceptabilities [unit, rank] beyond what ties explain; 0 if they agree.

    A tie explains as much as the share of weightings in which the unit is level with another, to single precision.
    """
    overall = weights.astype(float) @ scores.T
    near = np.abs(overall[:, :, None] - overall[:, None, :]) <= LEVEL
    tied = (near.sum(axis=2) > 1).mean(axis=0)
    apart = np.abs(own - peer) - tied[:, None]
    return float(np.where(apart > 1e-9, apart, 0.0).max())
