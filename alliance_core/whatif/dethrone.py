"""The smallest change of weights that costs the first alliance its place."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog, minimize_scalar

from alliance_core.composite.aggregation import Mean, power_mean
from alliance_core.whatif.linear import linear_scores

SMALL = 1e-9
STARTS = 24
SPARE = 1e-6  # above what the solver overlooks, so that a rival surely keeps its score


@dataclass(frozen=True, slots=True)
class Dethroned:
    """`rival` draws level with `first` once `moved` (share of all weight) has changed hands, at `weights`.

    One that had no score may get it there, and be ahead at once; so may one under the weakest link. Where the first
    loses its score instead, because evidence covers too little of the weights, `loses_score`, and `rival` is next.
    """

    first: int
    rival: int
    moved: float
    weights: np.ndarray
    loses_score: bool = False


def dethrone(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, least: float = 0.0, locked: np.ndarray | None = None
) -> Dethroned | None:
    """The weighting nearest to the profile, by the weight moved, at which the first is first alone no more.

    Half the sum of absolute changes is the weight moved. With nothing missing the condition is linear, and the
    cheapest way is a fractional knapsack (Dantzig 1957): take from the parts where the first leads most, give to
    the one where it trails most. Scores with missing parts are ratios; for a common level s both conditions are
    linear again, so that a linear program in the changes is solved for the best s.

    Takes  scores [unit, part] 0..100, NaN = missing; weights [part], shares of 1; least: the share of weight that
           must be covered for a score; locked [part]: weights that stay
    Gives  None where fewer than two have a score, the first place is shared already, or no weighting costs it
    """
    fixed = np.zeros(len(weights), bool) if locked is None else locked
    overall = np.where(_covered(scores, weights) >= least - SMALL, power_mean(scores, weights, mean), np.nan)
    order = np.argsort(-overall, kind="stable")
    ranked = [int(unit) for unit in order if not np.isnan(overall[unit])]
    if len(ranked) < 2 or overall[ranked[0]] - overall[ranked[1]] <= SMALL:
        return None
    first = ranked[0]
    lost = _by_losing(scores, weights, mean, first, least, fixed)
    found = [] if lost is None else [lost]
    if mean.power == -np.inf:
        found += _by_dropping(scores, weights, first, least, fixed)
        return min(found, key=lambda one: (one.moved, one.rival), default=None)
    linear = linear_scores(scores, mean)
    unsure = []
    for rival in range(len(scores)):
        if rival == first or np.isnan(linear[rival]).all():
            continue
        lead = linear[first] - linear[rival]
        if np.isnan(lead).any():
            unsure.append(rival)
        elif (nearest := _knapsack(lead, weights, fixed)) is not None:
            found.append(Dethroned(first, rival, nearest[0], nearest[1]))
    best = min((one.moved for one in found), default=np.inf)
    for rival in unsure:
        if _lower_bound(linear[first], linear[rival], weights, least) < best:
            nearest = _by_level(linear[first], linear[rival], weights, least, fixed)
            if nearest is not None:
                found.append(Dethroned(first, rival, *nearest))
                best = min(best, nearest[0])
    return min(found, key=lambda one: (one.moved, one.rival), default=None)


def _covered(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return ~np.isnan(scores) @ weights


def _knapsack(lead: np.ndarray, weights: np.ndarray, fixed: np.ndarray) -> tuple[float, np.ndarray] | None:
    """The least weight to move until lead . weights is 0, and the weights then."""
    free = np.flatnonzero(~fixed)
    gap = float(lead @ weights)
    if gap <= 0:
        return 0.0, weights
    if len(free) < 2:
        return None
    target = free[np.argmin(lead[free])]
    sources = free[np.argsort(-lead[free], kind="stable")]
    gains = lead[sources] - lead[target]
    most = np.cumsum(weights[sources] * gains)
    if most[-1] < gap - SMALL:
        return None
    new = weights.copy()
    total = 0.0
    for source, gain in zip(sources, gains, strict=True):
        if gap <= 0 or gain <= 0:
            break
        step = min(weights[source], gap / gain)
        new[source] -= step
        new[target] += step
        gap -= step * gain
        total += step
    return float(total), new


def _by_losing(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, first: int, least: float, fixed: np.ndarray
) -> Dethroned | None:
    """The least weight to move to what the first lacks until too little is covered, and who is first then."""
    has = ~np.isnan(scores[first])
    excess = float(weights[has].sum()) - least
    sources = np.flatnonzero(has & ~fixed)
    if excess < 0 or weights[sources].sum() < excess or not excess + weights[sources].sum():
        return None
    for target in np.flatnonzero(~has & ~fixed):
        new = weights.copy()
        new[sources] -= weights[sources] * excess / weights[sources].sum()
        new[target] += excess
        values = np.where(_covered(scores, new) >= least - SMALL, power_mean(scores, new, mean), np.nan)
        values[first] = np.nan
        if not np.isnan(values).all():
            return Dethroned(first, int(np.nanargmax(values)), excess, new, loses_score=True)
    return None


def _lower_bound(first: np.ndarray, rival: np.ndarray, weights: np.ndarray, least: float) -> float:
    """Less weight than this cannot close the gap: no step gains more than the range of scores over the least cover."""
    values = [np.nansum(own * weights) / weights[~np.isnan(own)].sum() if weights[~np.isnan(own)].any() else -np.inf
              for own in (first, rival)]  # fmt: skip
    reach = sum(np.nanmax(own) - np.nanmin(own) for own in (first, rival)) / max(least, SMALL)
    return float((values[0] - values[1]) / reach) if np.isfinite(values[1]) and reach > 0 else 0.0


def _by_level(
    first: np.ndarray, rival: np.ndarray, weights: np.ndarray, least: float, fixed: np.ndarray
) -> tuple[float, np.ndarray] | None:
    """The least weight to move until the rival's score reaches the first's, over all levels at which they may meet."""
    parts = len(weights)
    ends = (max(np.nanmin(first), np.nanmin(rival)), min(np.nanmax(first), np.nanmax(rival)))
    if np.nanmin(first) > np.nanmax(rival):
        return None
    # A rival without a score may be ahead at every level once it has one: then any level between them will do.
    ends = (min(ends), max(ends))
    has = ~np.isnan(rival)

    def solve(level: float) -> tuple[float, np.ndarray | None]:
        over = np.where(np.isnan(first), 0.0, np.nan_to_num(first) - level)
        under = np.where(has, level - np.nan_to_num(rival), 0.0)
        limits = np.stack([over, under, -has.astype(float)])
        room = np.array([0.0, 0.0, -least - SPARE]) - limits @ weights
        answer = linprog(
            np.ones(2 * parts) / 2,
            A_ub=np.hstack([limits, -limits]), b_ub=room,
            A_eq=np.concatenate([np.ones(parts), -np.ones(parts)])[None], b_eq=[0.0],
            bounds=[(0, most) for most in [*np.where(fixed, 0, np.inf), *np.where(fixed, 0, weights)]],
        )  # fmt: skip
        if not answer.success:
            return np.inf, None
        return float(answer.fun), weights + answer.x[:parts] - answer.x[parts:]

    levels = np.linspace(*ends, STARTS)
    costs = np.array([solve(level)[0] for level in levels])
    if not np.isfinite(costs).any():
        return None
    place = int(np.argmin(costs))
    around = (levels[max(place - 1, 0)], levels[min(place + 1, STARTS - 1)])
    refined = minimize_scalar(
        lambda level: min(solve(level)[0], 2.0), bounds=around, method="bounded", options={"xatol": 1e-9}
    )
    cost, new = min((solve(refined.x), solve(levels[place])), key=lambda answer: answer[0])
    return None if new is None else (cost, new)


def _by_dropping(
    scores: np.ndarray, weights: np.ndarray, first: int, least: float, fixed: np.ndarray
) -> list[Dethroned]:
    """Under the weakest link it counts which weights are 0, and what is covered: all ways to take parts out or in."""
    free = np.flatnonzero(~fixed)
    found = []
    for choice in range(1, 2 ** len(free)):
        used = [int(free[i]) for i in range(len(free)) if choice >> i & 1]
        out = np.setdiff1d(free, used)
        counted = [*used, *np.flatnonzero(fixed & (weights > 0))]
        lowest = np.fmin.reduce(scores[:, counted], axis=1)
        for rival in range(len(scores)):
            if rival == first or np.isnan(lowest[rival]) or lowest[rival] < lowest[first]:
                continue
            has = ~np.isnan(scores[rival])
            givers, takers = [p for p in used if not has[p]], [p for p in used if has[p]]
            new = weights.copy()
            new[used] = np.maximum(new[used], SMALL)
            new[[*takers, *givers][0]] += weights[out].sum()
            new[out] = 0.0
            short = least - float(new[has].sum())
            if short > SMALL:
                if not takers or new[givers].sum() <= short:
                    continue
                new[givers] -= new[givers] * short / new[givers].sum()
                new[takers[0]] += short
            new /= new.sum()
            unscored = bool(np.isnan(lowest[first]) or new[~np.isnan(scores[first])].sum() < least - SMALL)
            found.append(Dethroned(first, rival, float(np.abs(new - weights).sum() / 2), new, unscored))
    return found
