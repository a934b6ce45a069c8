"""Break-even points: how far a weight must move until two alliances change places. Exact, not searched."""

from dataclasses import dataclass

import numpy as np

from alliance_core.composite.aggregation import Mean, power_mean
from alliance_core.whatif.linear import linear_scores, overall_from_linear
from alliance_core.whatif.paths import WeightPath, weight_path

CHANGE = "change places"
LOSS = "loses its score"
SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class BreakEven:
    """At `weight` (share of 1) of a part the ranking changes.

    kind   "change places": below the weight unit `a` is ahead of `b`, above it `b` is; "loses its score": `a`
           has enough of its weight covered by evidence on one side only, `b` is none
    score  the overall score at that point, common to both
    """

    part: int
    kind: str
    weight: float
    a: int
    b: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Stability:
    """Between `low` and `high` (shares of 1) the ranking stays as it is; None where the weight cannot move."""

    part: int
    weight: float
    low: float | None
    high: float | None


def break_evens(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, least: float = 0.0, locked: np.ndarray | None = None
) -> list[BreakEven]:
    """All points at which moving one weight changes the ranking, by part and weight.

    With part k at t and the others rescaled, every score is a ratio of two functions linear in t: the weighted
    sum of what is present, and the weight of what is present. Two alliances are level where
    N_a D_b - N_b D_a = 0, a quadratic; with nothing missing it is the line of Triantaphyllou and Sanchez 1997,
    t* = (r_b - r_a) / ((x_ak - x_bk) + (r_b - r_a)). Any power mean is solved on its linear scale.

    Takes  scores [unit, part] 0..100, NaN = missing; weights [part], shares of 1; least: the share of weight that
           must be covered for a score; locked [part]: weights that stay
    Gives  none for a pair that is level throughout, nor where two only touch
    """
    found: list[BreakEven] = []
    for part in range(len(weights)):
        path = weight_path(weights, part, locked)
        if path is not None:
            sums, covered = _along(scores, path, mean)
            found += _changes(part, path, sums, covered, mean, least) + _losses(part, path, sums, covered, mean, least)
    return sorted(found, key=lambda point: (point.part, point.weight, point.a))


def stability(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, points: list[BreakEven], least: float = 0.0,
    locked: np.ndarray | None = None,
) -> list[Stability]:  # fmt: skip
    """The range of each weight within which the ranking stays, from the break-even points of the same profile."""
    told = []
    for part, weight in enumerate(weights.tolist()):
        path = weight_path(weights, part, locked)
        if path is None:
            told.append(Stability(part, weight, None, None))
            continue
        own = [point.weight for point in points if point.part == part]
        low = max([at for at in own if at <= weight + SMALL], default=0.0)
        high = min([at for at in own if at >= weight - SMALL], default=path.most)
        if not _same_inside(scores, weights, path.at((low + high) / 2), mean, least):
            low = high = weight
        told.append(Stability(part, weight, min(low, weight), max(high, weight)))
    return told


def scores_along(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, part: int, least: float, steps: int,
    locked: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The weights [step] a part can have, from 0 to the most, and the overall scores [step, unit] it leads to.

    A weight that cannot move gives its one value.
    """
    path = weight_path(weights, part, locked)
    at = np.array([weights[part]]) if path is None else np.linspace(0, path.most, steps)
    along = weights[None, :] if path is None else np.clip(path.at(at), 0, 1)
    values = power_mean(scores[None, :, :], along[:, None, :], mean)
    covered = (~np.isnan(scores)[None, :, :] * along[:, None, :]).sum(axis=-1)
    return at, np.where(covered >= least - SMALL, values, np.nan)


def _along(scores: np.ndarray, path: WeightPath, mean: Mean) -> tuple[np.ndarray, np.ndarray]:
    """Weighted sum and covered weight of every unit as start and slope in t: two arrays [2, unit]."""
    inside = path.at(path.most / 2) > 0
    linear = linear_scores(scores, mean, inside)
    ways = np.stack([path.start, path.slope])
    return ways @ np.nan_to_num(linear).T, ways @ ~np.isnan(linear).T


def _changes(
    part: int, path: WeightPath, sums: np.ndarray, covered: np.ndarray, mean: Mean, least: float
) -> list[BreakEven]:
    """Where two units change places."""
    one, other = np.triu_indices(sums.shape[1], k=1)
    (n0, n1), (d0, d1) = sums, covered
    square = n1[one] * d1[other] - n1[other] * d1[one]
    middle = n0[one] * d1[other] + n1[one] * d0[other] - n0[other] * d1[one] - n1[other] * d0[one]
    constant = n0[one] * d0[other] - n0[other] * d0[one]
    size = np.abs(sums).sum() + 1
    points = []
    for root in _roots(square, middle, constant, size):
        with np.errstate(invalid="ignore"):
            inside = (root > SMALL) & (root < path.most - SMALL)
            slope = middle + 2 * square * root
            # Where the two only touch, nobody overtakes.
            crossing = inside & (np.abs(slope) > SMALL * size)
        for pair in np.flatnonzero(crossing):
            at, i, j = float(root[pair]), int(one[pair]), int(other[pair])
            weight = covered[0] + at * covered[1]
            if min(weight[i], weight[j]) >= least - SMALL:
                a, b = (j, i) if slope[pair] > 0 else (i, j)
                level = (sums[0, i] + at * sums[1, i]) / weight[i]
                points.append(BreakEven(part, CHANGE, at, a, b, float(overall_from_linear(level, mean))))
    return points


def _losses(
    part: int, path: WeightPath, sums: np.ndarray, covered: np.ndarray, mean: Mean, least: float
) -> list[BreakEven]:
    """Where a unit gets or loses its score."""
    points = []
    for unit in np.flatnonzero(np.abs(covered[1]) > SMALL):
        at = float((least - covered[0, unit]) / covered[1, unit])
        if SMALL < at < path.most - SMALL:
            level = np.asarray((sums[0, unit] + at * sums[1, unit]) / least if least > 0 else np.nan)
            points.append(BreakEven(part, LOSS, at, int(unit), None, float(overall_from_linear(level, mean))))
    return points


def _roots(square: np.ndarray, middle: np.ndarray, constant: np.ndarray, size: float) -> list[np.ndarray]:
    """Both real roots of every quadratic, NaN where there is none; in the form that does not cancel digits."""
    flat = np.abs(square) <= SMALL * size
    square = np.where(flat, 0.0, square)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(middle**2 - 4 * square * constant)
        bulk = -0.5 * (middle + np.where(middle < 0, -root, root))
        first = np.where(flat, -constant / middle, bulk / square)
        second = np.where(flat | (bulk == 0), np.nan, constant / bulk)
    nothing = (np.abs(square) + np.abs(middle) + np.abs(constant)) <= SMALL * size
    return [np.where(np.isfinite(x) & ~nothing, x, np.nan) for x in (first, second)]


def _same_inside(scores: np.ndarray, weights: np.ndarray, inside: np.ndarray, mean: Mean, least: float) -> bool:
    """Whether the ranking now is that inside the range: a weight of 0, or of all, may rank like none near it."""
    along = np.stack([weights, np.clip(inside, 0, 1)])
    values = power_mean(scores, along[:, None, :], mean)
    values[along @ ~np.isnan(scores).T < least - SMALL] = np.nan
    order = np.sign(np.round(values[:, :, None] - values[:, None, :], 9))
    return np.array_equal(order[0], order[1], equal_nan=True)
