"""Tripwires of the health score told in indicators: which single one would move it over the mark, and how far."""

from collections.abc import Callable

import numpy as np
import polars as pl

from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue import Indicator, all_dimensions
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.matrix import ScoreMatrix, hierarchy_of, point_scores, score_matrix
from alliance_core.scorecard.weights import scored_indicators

STEPS = 60
TOP = 100.0
LEVER = {
    "direction": pl.String, "mark": pl.Float64, "verdict": pl.String, "verdict_name": pl.String,
    "indicator": pl.String, "name": pl.String, "dimension": pl.String, "dimension_name": pl.String,
    "now": pl.Float64, "then": pl.Float64, "change": pl.Float64, "value_now": pl.Float64, "value_then": pl.Float64,
    "unit": pl.String,
}  # fmt: skip


def health_levers(assessment: Assessment, verdict: Verdict) -> pl.DataFrame:
    """For each tripwire of the health score the indicators that could trip it alone, the least change first.

    The score needed is found by halving, under the weights and the mean of the assessment; every mean rises with each
    indicator. Only what is reached between 0 and 100 is listed; a missing indicator cannot be moved.

    Gives  direction (falls below, reaches), mark (of the overall score), verdict and verdict_name (after), indicator,
           name, dimension, dimension_name, now, then (scores), change (points), value_now, value_then, unit (of the
           indicator)
    """
    trips = verdict.tripwires.filter(input="health").to_dicts()
    matrix = score_matrix(assessment.cards.indicators)
    place = matrix.cells["alliance_id"].to_list().index(verdict.ground.alliance)
    known = np.flatnonzero(~np.isnan(matrix.scores[place]))
    if not trips or not known.size:
        return pl.DataFrame(schema=LEVER)
    items = list(scored_indicators().values())
    score = _overall(assessment, matrix, place, known)
    rows = []
    for trip in trips:
        rises = trip["direction"] == "reaches"
        for column, then in zip(known, _needed(score, len(known), trip["mark"], rises), strict=True):
            now, item = float(matrix.scores[place, column]), items[column]
            if np.isnan(then):
                continue
            rows.append({
                **{name: trip[name] for name in ("direction", "mark", "verdict", "verdict_name")},
                "indicator": item.id, "name": item.name, "dimension": item.dimension,
                "dimension_name": all_dimensions()[item.dimension].name, "now": now, "then": float(then),
                "change": float(then) - now, "value_now": float(matrix.value[place, column]),
                "value_then": value_of(item, float(then)), "unit": item.unit,
            })  # fmt: skip
    frame = pl.DataFrame(rows, schema=LEVER)
    return frame.sort("direction", pl.col("change").abs(), "indicator", descending=[True, False, False])


def value_of(item: Indicator, score: float) -> float:
    """The value in the unit of the indicator that has this score (the inverse of goalposts.score_of).

    >>> from alliance_core.catalogue import indicator
    >>> value_of(indicator("exit_cost"), 50), value_of(indicator("anchor_dependence"), 100)
    (2.0, 0.25)
    """
    share = score / TOP
    if item.scale == "log":
        worst, best = np.log1p([item.worst, item.best])
        return float(np.expm1(worst + share * (best - worst)))
    return float(item.worst + share * (item.best - item.worst))


def _overall(
    assessment: Assessment, matrix: ScoreMatrix, place: int, known: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    """The overall score when each known indicator in turn has the score given, all others as they are."""
    profile, mean = assessment.cards.weights, assessment.cards.aggregator
    tree = hierarchy_of(profile)
    coverage = np.repeat(matrix.coverage[[place]], len(known), axis=0)

    def score(moved: np.ndarray) -> np.ndarray:
        scores = np.repeat(matrix.scores[[place]], len(known), axis=0)
        scores[np.arange(len(known)), known] = moved
        return point_scores(scores, coverage, profile, mean, tree).overall

    return score


def _needed(score: Callable[[np.ndarray], np.ndarray], count: int, mark: float, rises: bool) -> np.ndarray:
    """The least score that lifts the whole to the mark, or the greatest that lets it fall below; NaN if none does."""
    low, high = np.zeros(count), np.full(count, TOP)
    at_low, at_high = score(low), score(high)
    possible = (at_low < mark) & (at_high >= mark)
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = score(middle) >= mark
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.where(possible, high if rises else low, np.nan)
