"""Comparisons: how far two alliances lie apart, how surely, and what the gap is made of."""

import itertools
import math

import numpy as np
import polars as pl

from alliance_core.catalogue import dimensions, evidence_rules, indicators
from alliance_core.catalogue.rules import Aggregator, scorecard_rules
from alliance_core.composite.aggregation import power_mean
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.assessment import Assessment
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
            raise WorkbenchError(f"{name} did not exist at {cards.overall['as_of'][0]}, so that it cannot be compared")
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
        "indicators": _by_indicator(cards, parts[a], parts[b], by_dimension),
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
    array([  5., -15.])
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
    cards: Scorecards,
    a: tuple[np.ndarray, dict[str, float]],
    b: tuple[np.ndarray, dict[str, float]],
    by_dimension: np.ndarray,
) -> dict[str, float]:
    """The contribution of each dimension, shared among its indicators by weighted difference."""
    difference = dict(zip(dimensions(), a[0] - b[0], strict=True))
    contribution = dict(zip(dimensions(), by_dimension, strict=True))
    shared = {}
    for id_ in a[1]:
        item = indicators()[id_]
        gap = difference[item.dimension]
        slope = contribution[item.dimension] / gap if abs(gap) > 1e-12 else 0.0
        shared[id_] = float(slope * cards.weights.indicators[id_] * (a[1][id_] - b[1][id_]))
    return shared


def dimension_differences(cards: Scorecards, a: str, b: str, names: dict[str, str]) -> pl.DataFrame:
    """Differences a minus b by dimension, with interval and probability.

    Gives  dimension, dimension_name, a_name, b_name, difference, low, high (90 % of the draws),
           p_a_greater; null where either has no score
    """
    rows = {name: i for i, name in enumerate(cards.overall["alliance_id"])}
    scores = {
        name: dict(cards.dimensions.filter(alliance_id=name).select("dimension", "score").iter_rows())
        for name in (a, b)
    }
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    told = []
    for i, item in enumerate(dimensions().values()):
        one, other = scores[a][item.id], scores[b][item.id]
        row: dict[str, str | float] = {
            "dimension": item.id, "dimension_name": item.name, "a_name": names[a], "b_name": names[b],
        }  # fmt: skip
        if one is not None and other is not None:
            draws_a, draws_b = (cards.dimension_draws[rows[name], :, i] for name in (a, b))
            low, high = np.quantile(draws_a - draws_b, [tail, 1 - tail])
            gap = one - other
            row |= {"difference": gap, "low": min(low, gap), "high": max(high, gap),
                    "p_a_greater": probability_greater(draws_a, draws_b)}  # fmt: skip
        told.append(row)
    numbers = dict.fromkeys(["difference", "low", "high", "p_a_greater"], pl.Float64)
    words = dict.fromkeys(["dimension", "dimension_name", "a_name", "b_name"], pl.String)
    return pl.DataFrame(told, schema={**words, **numbers})


def comparable(assessment: Assessment, alliances: list[str]) -> list[str]:
    """Those of the alliances that have an overall score at the date, in the order given."""
    scored = set(assessment.overall.drop_nulls("score")["alliance_id"])
    return [name for name in alliances if name in scored]


def rows_of(frame: pl.DataFrame, alliances: list[str]) -> pl.DataFrame:
    """Rows of the alliances given, in that order."""
    return frame.filter(pl.col("alliance_id").is_in(alliances)).sort(
        pl.col("alliance_id").replace_strict({name: i for i, name in enumerate(alliances)}), maintain_order=True
    )


def pair_table(cards: Scorecards, alliances: list[str], names: dict[str, str]) -> pl.DataFrame:
    """Every pair: a, b (names), gap (points), p_a_greater, chance (the same for people), words (likelihood)."""
    rows = []
    for a, b in itertools.combinations(alliances, 2):
        pair = compare(cards, a, b)
        rows.append({"a": names[a], "b": names[b], "gap": pair["gap"], "p_a_greater": pair["p_a_greater"],
                "chance": percent(pair["p_a_greater"]), "words": likelihood(pair["p_a_greater"])})  # fmt: skip
    schema = {
        "a": pl.String,
        "b": pl.String,
        "gap": pl.Float64,
        "p_a_greater": pl.Float64,
        "chance": pl.String,
        "words": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def likelihood(probability: float) -> str:
    """A probability in the words of ICD 203, as the catalogue lists them.

    >>> [likelihood(p) for p in (0.5, 0.96, 0.0)]
    ['roughly even', 'almost certain', 'almost no chance']
    """
    for word, mark in scorecard_rules()["likelihood"].items():
        if probability < mark:
            return word.replace("_", " ")
    return "almost certain"


def percent(probability: float) -> str:
    """A probability as people may read it: never a false 0 % or 100 %.

    >>> [percent(p) for p in (0.62, 0.999, 0.0)]
    ['62 %', 'over 99 %', 'under 1 %']
    """
    if probability >= 0.995:
        return "over 99 %"
    return "under 1 %" if probability <= 0.005 else f"{100 * probability:.0f} %"


def sentence(pair: dict, names: dict[str, str]) -> str:
    """The comparison of one pair in two sentences."""
    a, b = names[pair["a"]], names[pair["b"]]
    ahead, behind, p = (a, b, pair["p_a_greater"]) if pair["gap"] >= 0 else (b, a, 1 - pair["p_a_greater"])
    largest = max(pair["contributions"], key=lambda id_: abs(pair["contributions"][id_]))
    share = pair["contributions"][largest]
    return (
        f"**{ahead}** is **{abs(pair['gap']):.1f} points** ahead of **{behind}**; that it really is higher is "
        f"{likelihood(p)} ({percent(p)}). The largest part is **{dimensions()[largest].name}** with {share:+.1f} "
        f"points for {a}."
    )


def contribution_table(pair: dict, *, by_indicator: bool = False) -> pl.DataFrame:
    """Contributions to the gap by dimension or indicator: dimension_name or indicator_name, contribution."""
    if by_indicator:
        named = {indicators()[id_].name: points for id_, points in pair["indicators"].items()}
        return pl.DataFrame({"indicator_name": list(named), "contribution": list(named.values())})
    named = {dimensions()[id_].name: points for id_, points in pair["contributions"].items()}
    return pl.DataFrame({"dimension_name": list(named), "contribution": list(named.values())})
