"""Which choice of method matters: every combination of choices, and exact Sobol indices over them."""

from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import Aggregator, aggregator, aggregators, presets
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.composite import normalisation
from alliance_core.composite.aggregation import copeland, power_mean
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.matrix import ScoreMatrix, enough, point_scores
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.leave_out import without
from alliance_core.whatif.performance import Performance, ranked, standing

COPELAND = "copeland"
NOTHING = "nothing"
FACTORS = ("left_out", "normalisation", "weights", "aggregation")


@dataclass(frozen=True, slots=True)
class Variance:
    """Shares of variance [factor, ...]: by a factor alone, and with all interactions it takes part in.

    NaN where nothing varies. total >= first, and first adds up to 1 at most.
    """

    first: np.ndarray
    total: np.ndarray


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Ranks of the alliances under every combination of choices.

    levels    the choices of each factor, in the order of FACTORS
    ranks     [left_out, normalisation, weights, aggregation, alliance]
    nominal   [alliance] ranks under the profile and mean looked at, fixed goalposts, nothing left out
    compared  [alliance] whether it has a score under every combination; the others are ranked nowhere
    by_alliance, of_shift  what makes each alliance's rank vary, and what the mean shift of all from their nominal rank
    """

    levels: dict[str, list[str]]
    ranks: np.ndarray
    nominal: np.ndarray
    compared: np.ndarray
    by_alliance: Variance
    of_shift: Variance

    @property
    def variants(self) -> int:
        """How many combinations there are."""
        return int(np.prod(self.ranks.shape[:-1]))

    @property
    def flat(self) -> np.ndarray:
        """Ranks [variant, alliance]."""
        return self.ranks.reshape(-1, self.ranks.shape[-1])


def sobol(grid: np.ndarray, factors: int) -> Variance:
    """First-order and total indices over a full factorial, each combination equally likely: exact, not estimated.

    First order: the variance of the means by one factor, over all variance; total: one minus the variance of the
    means by all other factors (Sobol 1993; Homma and Saltelli 1996). With every combination at hand both are sums
    of squares of an analysis of variance.

    Takes  grid [choice of factor 1, ..., choice of the last factor, ...]
    Gives  arrays [factor, ...]

    >>> grid = np.array([[0.0, 1.0], [2.0, 3.0]])
    >>> sobol(grid, 2).first.tolist(), sobol(grid, 2).total.tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    every = tuple(range(factors))
    variance = grid.var(axis=every)
    varies = variance > 1e-12 * np.maximum(1.0, np.abs(grid).max(axis=every) ** 2)

    def share(kept: tuple[int, ...]) -> np.ndarray:
        means = grid.mean(axis=tuple(f for f in every if f not in kept), keepdims=True)
        return np.divide(means.var(axis=every), variance, out=np.full(variance.shape, np.nan), where=varies)

    first = np.stack([share((f,)) for f in every])
    total = np.stack([1 - share(tuple(g for g in every if g != f)) for f in every])
    return Variance(first, np.maximum(total, first))


def sensitivity(table: Performance, profile: WeightProfile, mean: Aggregator) -> Sensitivity:
    """Rank the alliances under every combination of normalisation, mean, weights and indicator left out.

    Dimensions are arithmetic means of their indicators throughout; the mean varies where the dimensions meet. The
    profile looked at is one of the weights, beside the presets. Min-max, standard scores and ranks are taken
    over the alliances of the table.

    Raises WorkbenchError where fewer than two alliances have a score under every combination
    """
    profiles = {id_: WeightProfile.parse(id_) for id_ in presets()}
    # Weights of indicators are the same for all profiles, so that they alone make no further one.
    if not any(np.allclose(one.array, profile.array, rtol=0, atol=1e-9) for one in profiles.values()):
        profiles["yours"] = profile
    left_out = [NOTHING, *scored_indicators()]
    normalised = np.stack(list(on_every_scale(table.matrix).values()))
    means = [*aggregators(), COPELAND]
    overall = np.empty((len(left_out), len(normalised), len(profiles), len(means), len(table.alliances)))
    weights = np.stack([one.array for one in profiles.values()])
    for i, id_ in enumerate(left_out):
        # Indicator weights are those of the profile looked at, so that one factor changes one thing.
        inner = WeightProfile.of(dict.fromkeys(dimensions(), 1.0), indicators=profile.indicators)
        rest = inner if id_ == NOTHING else without(inner, id_)
        assert rest is not None
        scores = point_scores(normalised, table.matrix.coverage, rest, mean).dimensions
        scores[..., rest.array == 0] = np.nan
        overall[i] = _overall(scores, weights, means, rest.array > 0)
    compared = np.asarray(~np.isnan(overall).any(axis=(0, 1, 2, 3)))
    if compared.sum() < 2:
        raise WorkbenchError(
            "fewer than two alliances have enough evidence to be scored under every choice of method, "
            "so that there is no ranking to test; choose other alliances or a later date"
        )
    nominal = np.full(len(table.alliances), np.nan)
    nominal[compared] = ranked(standing(table, profile, mean).point.overall[compared])
    places = np.full(overall.shape, np.nan)
    places[..., compared] = ranked(overall[..., compared])
    shift = np.abs(places[..., compared] - nominal[compared]).mean(axis=-1)
    return Sensitivity(
        levels=dict(zip(FACTORS, (left_out, list(on_every_scale(table.matrix)), list(profiles), means), strict=True)),
        ranks=places, nominal=nominal, compared=compared,
        by_alliance=_known_only(places, compared), of_shift=sobol(shift, len(FACTORS)),
    )  # fmt: skip


def _overall(scores: np.ndarray, weights: np.ndarray, means: list[str], kept: np.ndarray) -> np.ndarray:
    """Overall scores [normalisation, profile, mean, alliance] from dimensions [normalisation, alliance, dimension]."""
    present = ~np.isnan(scores)[:, None]
    covered = (present * weights[None, :, None, :]).sum(axis=-1)
    # What was left out with its dimension is no gap in the evidence: the gate asks for a share of what is weighed.
    weighed = (kept * weights)[None, :, None, :].sum(axis=-1)
    told = []
    for id_ in means:
        if id_ == COPELAND:
            every = (scores.shape[0], len(weights), *scores.shape[1:])
            values = copeland(np.broadcast_to(scores[:, None], every), weights[None])
        else:
            values = power_mean(scores[:, None], weights[None, :, None, :], aggregator(id_))
        told.append(
            np.where(enough(np.divide(covered, weighed, out=np.zeros_like(covered), where=weighed > 0)), values, np.nan)
        )
    return np.stack(told, axis=2)


def on_every_scale(matrix: ScoreMatrix) -> dict[str, np.ndarray]:
    """Indicator scores [alliance, indicator] on every scale, more always better, NaN = missing."""
    rules = whatif_rules()["sensitivity"]["normalisations"]
    values = np.where(np.isnan(matrix.scores), np.nan, matrix.value)
    direction = np.array([-1 if item.is_cost else 1 for item in scored_indicators().values()])
    centre, spread = rules["z_score"]["centre"], rules["z_score"]["spread"]
    found = {
        "goalposts": matrix.scores,
        "min_max": normalisation.min_max(values, direction),
        "z_score": normalisation.z_score(values, direction, centre, spread),
        "rank": normalisation.percentile(values, direction),
    }
    # Where all alliances are alike an indicator tells them not apart: all get the middle of the scale.
    return {name: np.where(np.isnan(found[name]) & ~np.isnan(values), 50.0, found[name]) for name in rules}


def _known_only(places: np.ndarray, compared: np.ndarray) -> Variance:
    factors = len(FACTORS)
    own = sobol(places[..., compared], factors)
    first, total = (np.full((factors, len(compared)), np.nan) for _ in range(2))
    first[:, compared], total[:, compared] = own.first, own.total
    return Variance(first, total)
