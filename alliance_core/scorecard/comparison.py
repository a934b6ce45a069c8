"""Comparisons: how far two alliances lie apart, how surely, and what the gap is made of."""

import itertools
import math

import numpy as np
import polars as pl

from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.rules import Aggregator
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.aggregation import power_mean
from alliance_core.scorecard.card import Scorecards


def compare(cards: Scorecards, a: str, b: str) -> dict:
    """One pair of alliances at the (single) date of the cards.

    Gives  a, b, gap (overall score of a minus b), p_a_greater (probability that a scores higher),
           contributions {dimension: points} and indicators {indicator: points}; each adds up to the gap.
           A missing part is credited with the mean that shares out its weight, which leaves every score
           as it is. Contributions of dimensions are Shapley values, exact under every aggregator; under
           the arithmetic mean they are weight x difference
    Raises WorkbenchError if the cards hold several dates, or an alliance has no score
    """
    if cards.overall["as_of"].n_unique() != 1:
        raise WorkbenchError("a comparison needs scorecards of exactly one date")
    rows = {name: i for i, name in enumerate(cards.overall["alliance_id"])}
    scores = cards.overall["score"]
    for name in (a, b):
        if name not in rows:
            raise WorkbenchError(
                f"{name} did not exist at {cards.overall['as_of'][0]}, so that it cannot be compared"
            )
        if scores[rows[name]] is None:
            raise WorkbenchError(f"{name} has no overall score at this date: too little evidence")
    parts = {name: credited(cards, name, scores[rows[name]]) for name in (a, b)}
    by_dimension = shapley(parts[a][0], parts[b][0], cards.weights.array, cards.aggregator)
    draws_a, draws_b = cards.draws[rows[a]], cards.draws[rows[b]]
    return {
        "a": a,
        "b": b,
        "gap": scores[rows[a]] - scores[rows[b]],
        "p_a_greater": probability_greater(draws_a, draws_b),
        "contributions": dict(zip(dimensions(), by_dimension.tolist(), strict=True)),
        "indicators": _by_indicator(parts[a], parts[b], by_dimension),
    }


def probability_greater(draws_a: np.ndarray, draws_b: np.ndarray) -> float:
    """Share of all pairs of draws in which a is greater, ties counting half (Mann-Whitney).

    >>> probability_greater(np.array([3.0, 4.0]), np.array([1.0, 3.0]))
    0.875
    """
    ordered = np.sort(draws_b)
    below = np.searchsorted(ordered, draws_a, side="left")
    upto = np.searchsorted(ordered, draws_a, side="right")
    return float((below + upto).mean() / 2 / len(ordered))


def credited(cards: Scorecards, alliance: str, overall: float) -> tuple[np.ndarray, dict[str, float]]:
    """Scores of dimensions and indicators of one alliance, what is missing filled with its group's mean.

    Sharing out the weight of a missing part and crediting it with the mean of the others are the same.
    """
    own = cards.dimensions.filter(alliance_id=alliance)
    known = dict(zip(own["dimension"], own["score"], strict=True))
    by_dimension = {id_: overall if known[id_] is None else known[id_] for id_ in dimensions()}
    rows = cards.indicators.filter(alliance_id=alliance)
    scored = dict(zip(rows["indicator"], rows["score"], strict=True))
    by_indicator = {}
    for id_, item in indicators().items():
        if item.dimension in by_dimension:
            unusable = known[item.dimension] is None or scored.get(id_) is None
            by_indicator[id_] = by_dimension[item.dimension] if unusable else scored[id_]
    return np.array(list(by_dimension.values())), by_indicator


def shapley(a: np.ndarray, b: np.ndarray, weights: np.ndarray, mean: Aggregator) -> np.ndarray:
    """What each part contributes to mean(a) - mean(b), over all orders of switching it from b to a.

    Shapley 1953; with five parts all 32 mixtures are computed, so that the parts add up exactly.

    >>> from alliance_core.catalogue.rules import aggregator
    >>> shapley(np.array([60.0, 40.0]), np.array([50.0, 60.0]), np.array([0.5, 0.5]), aggregator("weakest_link"))
    array([  0., -10.])
    """
    n = len(a)
    mixtures = np.array(list(itertools.product([False, True], repeat=n)))
    values = power_mean(np.where(mixtures, a, b), weights, mean)
    size = mixtures.sum(axis=1)
    rank = 1 << np.arange(n)[::-1]
    parts = np.empty(n)
    for part in range(n):
        without = ~mixtures[:, part]
        gain = values[np.flatnonzero(without) + rank[part]] - values[without]
        share = [math.factorial(k) * math.factorial(n - k - 1) / math.factorial(n) for k in size[without]]
        parts[part] = np.dot(share, gain)
    return parts


def _by_indicator(
    a: tuple[np.ndarray, dict[str, float]], b: tuple[np.ndarray, dict[str, float]], by_dimension: np.ndarray
) -> dict[str, float]:
    """The contribution of each dimension, shared among its indicators by weighted difference."""
    difference = dict(zip(dimensions(), a[0] - b[0], strict=True))
    contribution = dict(zip(dimensions(), by_dimension, strict=True))
    shared = {}
    for id_ in a[1]:
        item = indicators()[id_]
        gap = difference[item.dimension]
        slope = contribution[item.dimension] / gap if abs(gap) > 1e-12 else 0.0
        shared[id_] = float(slope * item.weight * (a[1][id_] - b[1][id_]))
    return shared


def dimension_differences(cards: Scorecards, a: str, b: str) -> pl.DataFrame:
    """Differences a minus b by dimension, with interval and probability.

    Gives  dimension, difference, low, high (90 % of the draws), p_a_greater; null where either has no score
    """
    rows = {name: i for i, name in enumerate(cards.overall["alliance_id"])}
    low_high, probability = [], []
    for i in range(len(dimensions())):
        draws_a, draws_b = (cards.dimension_draws[rows[name], :, i] for name in (a, b))
        known = not (np.isnan(draws_a).any() or np.isnan(draws_b).any())
        low_high.append(np.quantile(draws_a - draws_b, [0.05, 0.95]).tolist() if known else [None, None])
        probability.append(probability_greater(draws_a, draws_b) if known else None)
    wide = cards.dimensions.filter(pl.col("alliance_id").is_in([a, b])).pivot(
        "alliance_id", on_columns=[a, b], index="dimension", values="score", maintain_order=True
    )
    difference = pl.col(a) - pl.col(b)
    return wide.select(
        "dimension",
        difference.alias("difference"),
        pl.min_horizontal(
            pl.Series("low", [pair[0] for pair in low_high], dtype=pl.Float64), difference
        ).alias("low"),
        pl.max_horizontal(
            pl.Series("high", [pair[1] for pair in low_high], dtype=pl.Float64), difference
        ).alias("high"),
        pl.Series("p_a_greater", probability, dtype=pl.Float64),
    )
