"""Indicators of different units on one scale, column by column; NaN stays NaN.

The methods are those of OECD/JRC 2008, Handbook on Constructing Composite Indicators, step 5. Every function
takes a vector [unit] or a matrix [unit, indicator]; settings are numbers, or arrays with one entry per column.
`direction` is 1 where more is better and -1 where less is; higher results are always better. All but `goalposts`
depend on who is compared. A column that tells units not apart has no scale: it comes out as NaN, and
the engine decides what that means.
"""

import numpy as np
from numpy.typing import ArrayLike

from alliance_core.composite.hierarchy import SCALES, CompositeError
from alliance_core.composite.ranking import ranks

LEAST = {"linear": -np.inf, "log": 0.0, "log1p": -1.0}  # values at or below it have no place on the scale


def goalposts(values: ArrayLike, worst: ArrayLike, best: ArrayLike, scale: str = "linear") -> np.ndarray:
    """Share 0..1 of the way from the worst to the best value (UNDP, Human Development Report, technical note 1).

    Takes  worst, best: a best below the worst makes a cost of it; scale: "linear", "log" (distances in log x) or
           "log1p" (in log(1 + x))
    Gives  the share; values beyond a goalpost count as the goalpost, also those that have no logarithm
    Raises CompositeError for goalposts that coincide or have no logarithm, and for an unknown scale

    >>> goalposts([20.0, 52.5, 90.0], 20, 85).tolist(), goalposts([100.0, 0.0], 75_000, 100, "log").tolist()
    ([0.0, 0.5, 1.0], [1.0, 1.0])
    """
    if scale not in SCALES:
        raise CompositeError(f"the scale is '{scale}'; allowed: {', '.join(SCALES)}")
    start, end = np.asarray(worst, dtype=float), np.asarray(best, dtype=float)
    if not (np.isfinite(start) & np.isfinite(end) & (start != end)).all():
        raise CompositeError(f"the goalposts are {start} and {end}; they must be two different numbers")
    least = LEAST[scale]
    if not (np.minimum(start, end) > least).all():
        raise CompositeError(f"the goalposts are {start} and {end}; the scale '{scale}' needs them above {least:g}")
    start, end = _on_scale(start, scale), _on_scale(end, scale)
    share = (_on_scale(np.asarray(values, dtype=float), scale) - start) / (end - start)
    return np.clip(share, 0, 1) + 0.0  # a cost at its worst would be -0.0


def min_max(values: ArrayLike, direction: ArrayLike = 1, low: float = 0.0, high: float = 100.0) -> np.ndarray:
    """The lowest value of a column on one end of [low, high], the highest on the other.

    >>> min_max([2.0, 4.0, 10.0], -1).tolist()
    [100.0, 75.0, 0.0]
    """
    x = _directed(values, direction)
    bottom, top = _extreme(np.fmin, x), _extreme(np.fmax, x)
    return low + (high - low) * _divide(x - bottom, top - bottom)


def z_score(
    values: ArrayLike, direction: ArrayLike = 1, mean: float = 0.0, sd: float = 1.0, ddof: int = 1
) -> np.ndarray:
    """Distance from the mean of a column in standard deviations, moved to a mean and a standard deviation.

    Takes  ddof: 1 divides the sum of squares by n - 1 (a sample, as spreadsheets and COINr do), 0 by n

    >>> z_score([1.0, 2.0, 3.0], mean=50, sd=10).tolist()
    [40.0, 50.0, 60.0]
    """
    x = _directed(values, direction)
    count = (~np.isnan(x)).sum(axis=0)
    centre = _divide(np.nansum(x, axis=0), count.astype(float))
    away = x - centre
    spread = np.sqrt(_divide(np.nansum(away**2, axis=0), np.maximum(count - ddof, 0).astype(float)))
    # Sums of equal numbers are rounded: only equal extremes tell for sure that a column is constant.
    spread = np.where(_extreme(np.fmax, x) > _extreme(np.fmin, x), spread, 0.0)
    return mean + sd * _divide(away, spread)


def rank(values: ArrayLike, direction: ArrayLike = 1) -> np.ndarray:
    """Place from the worst, which has 1, to the best; ties share the average of their places.

    >>> rank([7.0, 9.0, float("nan"), 7.0]).tolist()
    [1.5, 3.0, nan, 1.5]
    """
    x = _directed(values, direction)
    return ranks(x.T, ties="average", descending=False).T


def percentile(values: ArrayLike, direction: ArrayLike = 1, low: float = 0.0, high: float = 100.0) -> np.ndarray:
    """Share of the others that a unit is ahead of, ties counting half: (rank - 1) / (n - 1), on [low, high].

    >>> percentile([7.0, 9.0, 8.0]).tolist()
    [0.0, 100.0, 50.0]
    """
    places = rank(values, direction)
    others = (~np.isnan(places)).sum(axis=0) - 1.0
    return low + (high - low) * _divide(places - 1, np.maximum(others, 0.0))


def distance_to_target(
    values: ArrayLike,
    target: ArrayLike,
    direction: ArrayLike = 1,
    low: float = 0.0,
    high: float = 100.0,
    capped: bool = False,
) -> np.ndarray:
    """Share of the way from the worst value of a column to the target, on [low, high] (as COINr's n_dist2targ).

    Unlike value / target it means the same for costs, and whatever the unit's zero is.

    Takes  capped: beyond the target counts as the target, else it earns more than `high`
    Gives  NaN in a column where nobody falls short of the target

    >>> distance_to_target([10.0, 20.0, 35.0], 30).tolist()
    [0.0, 50.0, 125.0]
    """
    x, goal = _directed(values, direction), np.asarray(target, dtype=float) * np.asarray(direction)
    bottom = _extreme(np.fmin, x)
    share = _divide(x - bottom, np.maximum(goal - bottom, 0.0))
    return low + (high - low) * (np.minimum(share, 1.0) if capped else share)


def _directed(values: ArrayLike, direction: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=float) * np.asarray(direction, dtype=float)


def _extreme(function: np.ufunc, x: np.ndarray) -> np.ndarray:
    """Lowest or highest number of each column; NaN where it has none."""
    return function.reduce(x, axis=0, initial=np.nan)


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A quotient that is NaN where the divisor is 0 or missing."""
    whole = np.broadcast_to(whole, np.shape(part))
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def _on_scale(x: np.ndarray, scale: str) -> np.ndarray:
    """Values where the scale is linear; below the range of a logarithm everything is minus infinity."""
    if scale == "linear":
        return x
    with np.errstate(divide="ignore"):
        return np.log(np.maximum(x, 0.0)) if scale == "log" else np.log1p(np.maximum(x, -1.0))
