"""Ways to put scores together, with missing parts whose weight is shared out among the rest."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from alliance_core.errors import WorkbenchError

DRAW = 1e-9  # outranking shares that near to one half are rounding, not a majority
STEEP = 20.0  # powers beyond it leave the range of floating point unless scores are scaled first


class Mean(Protocol):
    """A power mean: 1 arithmetic, 0 geometric, -1 harmonic, -inf the weakest link. Lower scores count as the floor."""

    @property
    def power(self) -> float: ...

    @property
    def floor(self) -> float: ...


@dataclass(frozen=True, slots=True)
class PowerMean:
    """A `Mean` by numbers or by name. Only the arithmetic mean and the weakest link make sense of negative scores.

    Raises WorkbenchError for a power that is no number, or plus infinity (the best score alone would count)

    >>> PowerMean.geometric(floor=1.0)
    PowerMean(power=0.0, floor=1.0)
    """

    power: float
    floor: float = 0.0

    def __post_init__(self) -> None:
        if math.isnan(self.power) or self.power == math.inf:
            raise WorkbenchError(f"the power of a mean is {self.power}; it must be a number, or -inf (weakest link)")
        if math.isnan(self.floor) or self.floor == math.inf:
            raise WorkbenchError(f"the floor of a mean is {self.floor}; it must be a number")

    @classmethod
    def arithmetic(cls, floor: float = -math.inf) -> "PowerMean":
        """Strengths make up for weaknesses in full."""
        return cls(1.0, floor)

    @classmethod
    def geometric(cls, floor: float = 0.0) -> "PowerMean":
        """Strengths make up for weaknesses in part; a score of 0 gives 0."""
        return cls(0.0, floor)

    @classmethod
    def harmonic(cls, floor: float = 0.0) -> "PowerMean":
        """Strengths make up for little; a score of 0 gives 0."""
        return cls(-1.0, floor)

    @classmethod
    def weakest_link(cls, floor: float = -math.inf) -> "PowerMean":
        """The lowest score, whatever the weights."""
        return cls(-math.inf, floor)

    @property
    def takes_negatives(self) -> bool:
        """Whether scores below zero can be averaged."""
        return self.power in (1.0, -math.inf)


@dataclass(frozen=True, slots=True)
class Copeland:
    """Not a mean: units are put in order by majority, pair by pair (see `copeland`)."""


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
    any_present = np.asarray(present.any(axis=-1))
    x = np.maximum(np.where(present, scores, np.inf), mean.floor)
    if mean.power == -np.inf:
        averaged = x.min(axis=-1)
    else:
        averaged = _averaged(np.where(present, x, 1.0), shares, mean.power, any_present)
    return np.where(any_present, averaged, np.nan)


def _averaged(x: np.ndarray, shares: np.ndarray, power: float, any_present: np.ndarray) -> np.ndarray:
    """Power mean of a power that is a number; a 0 under a power of 0 or less gives 0, the limit."""
    with np.errstate(divide="ignore", over="ignore"):
        if power == 0:
            return np.exp((shares * np.log(x)).sum(axis=-1))
        scale = None
        if abs(power) > STEEP:
            extreme = np.where(shares > 0, x, np.inf if power < 0 else 0.0)
            scale = extreme.min(axis=-1) if power < 0 else extreme.max(axis=-1)
            scale = np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)
            x = np.where(shares > 0, x / scale[..., None], 1.0)
        powers = (shares * x**power).sum(axis=-1)
        averaged = np.where(any_present, powers, 1.0) ** (1 / power)
        return averaged if scale is None else averaged * scale


def copeland(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Copeland's score of every unit: majorities won less majorities lost (Copeland 1951).

    A pair is decided by the weight of the parts in which one beats the other, plus half of the weight of equal parts
    (the outranking matrix of Munda and Nardo 2009), over the weight of the parts that both have. More than one
    half is a win, less a loss; a pair without a common part counts 0. Strengths cannot make up for weaknesses.

    Takes  scores [..., unit, part], NaN = missing; weights that broadcast to [..., part], not negative
    Gives  [..., unit], whole numbers from -(units - 1) to units - 1; NaN for a unit without any part

    >>> copeland(np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 0.0, 0.0]]), np.ones(3)).tolist()
    [2.0, 0.0, -2.0]
    """
    scores, weights = np.asarray(scores, dtype=float), np.asarray(weights, dtype=float)
    pairs = (*scores.shape[:-1], scores.shape[-2])
    ahead, common = np.zeros(pairs), np.zeros(pairs)
    for part in range(scores.shape[-1]):
        a, b = scores[..., :, None, part], scores[..., None, :, part]
        weight = weights[..., part, None, None]
        common += weight * ~(np.isnan(a) | np.isnan(b))
        ahead += weight * ((a > b) + 0.5 * (a == b))
    share = np.divide(ahead, common, out=np.full(pairs, 0.5), where=common > 0)
    points = np.where(share > 0.5 + DRAW, 1.0, 0.0) - np.where(share < 0.5 - DRAW, 1.0, 0.0)
    has_part = (~np.isnan(scores) & (weights[..., None, :] > 0)).any(axis=-1)
    return np.where(has_part, points.sum(axis=-1), np.nan)
