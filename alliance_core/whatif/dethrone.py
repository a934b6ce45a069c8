"""The smallest change of weights that costs the first alliance its place."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog, minimize_scalar

from alliance_core.composite.aggregation import Mean, power_mean
from alliance_core.whatif.linear import linear_scores

SMALL = 1e-9
STARTS = 24


@dataclass(frozen=True, slots=True)
class Dethroned:
    """`rival` draws level with `first` once `moved` (share of all weight) has changed hands, at `weights`.

    Where the first loses its score instead, because evidence covers too little of the weights, `loses_score`.
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
    if mean.power == -np.inf:
        return _by_dropping(scores, weights, mean, first, fixed)
    linear = linear_scores(scores, mean)
    found: list[Dethroned] = []
    unsure = []
    for rival in range(len(scores)):
        if rival == first:
            continue
        lead = linear[first] - linear[rival]
        if np.isnan(lead).any():
            unsure.append(rival)
        elif (nearest := _knapsack(lead, weights, fixed)) is not None:
            found.append(Dethroned(first, rival, nearest[0], nearest[1]))
    if np.isnan(linear[first]).any() and (lost := _until_unscored(linear[first], weights, least, fixed)) is not None:
        found.append(Dethroned(first, ranked[1], lost[0], lost[1], loses_score=True))
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


def _until_unscored(
    own: np.ndarray, weights: np.ndarray, least: float, fixed: np.ndarray
) -> tuple[float, np.ndarray] | None:
    """The least weight to move from what a unit has to what it lacks until too little is covered."""
    has = ~np.isnan(own)
    excess = float(weights[has].sum()) - least
    sources, targets = np.flatnonzero(has & ~fixed), np.flatnonzero(~has & ~fixed)
    if excess < 0 or not len(targets) or weights[sources].sum() < excess:
        return None
    new = weights.copy()
    new[sources] -= weights[sources] * excess / weights[sources].sum()
    new[targets[0]] += excess
    return excess, new


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
    if ends[0] > ends[1]:
        return None
    has = ~np.isnan(rival)

    def solve(level: float) -> tuple[float, np.ndarray | None]:
        over = np.where(np.isnan(first), 0.0, np.nan_to_num(first) - level)
        under = np.where(has, level - np.nan_to_num(rival), 0.0)
        limits = np.stack([over, under, -has.astype(float)])
        room = np.array([0.0, 0.0, -least]) - limits @ weights
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
    scores: np.ndarray, weights: np.ndarray, mean: Mean, first: int, fixed: np.ndarray
) -> Dethroned | None:
    """Under the weakest link only weights that become or cease to be 0 count: all ways to take parts out or in."""
    free = np.flatnonzero(~fixed)
    best: Dethroned | None = None
    for choice in range(1, 2 ** len(free)):
        used = [free[i] for i in range(len(free)) if choice >> i & 1]
        out = np.setdiff1d(free, used)
        new = weights.copy()
        new[used] = np.maximum(new[used], SMALL)
        freed = float(weights[out].sum())
        new[out] = 0.0
        new[used[0]] += freed
        new /= new.sum()
        values = power_mean(scores, new, mean)
        rivals = [u for u in range(len(scores)) if u != first and not np.isnan(values[u])]
        if rivals and (np.isnan(values[first]) or max(values[rivals]) >= values[first]):
            rival = max(rivals, key=lambda unit: values[unit])
            if best is None or freed < best.moved:
                best = Dethroned(first, rival, freed, new)
    return best
