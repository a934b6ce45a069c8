"""Uncertainty of scores: seeded draws from the interval of every indicator."""

import math
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue import Indicator, dimensions, evidence_rules
from alliance_core.composite.aggregation import Mean, power_mean
from alliance_core.indicators.measurement import z_score
from alliance_core.scorecard.matrix import ScoreMatrix, enough
from alliance_core.scorecard.weights import WeightProfile, scored_indicators

CHUNK = 32_768


@dataclass(frozen=True, slots=True)
class Drawn:
    """Ends of the 90 % interval, [end, cell, dimension] and [end, cell], and the draws behind them.

    draws [cell, draw] and dimension_draws [cell, draw, dimension] have no column unless they are kept.
    """

    dimensions: np.ndarray
    overall: np.ndarray
    draws: np.ndarray
    dimension_draws: np.ndarray


def draw_scores(
    matrix: ScoreMatrix, point: np.ndarray, profile: WeightProfile, mean: Mean, seed: int, draws: int, keep: bool
) -> Drawn:
    """Draws of dimensions and overall scores, and their intervals.

    Takes  point [cell, dimension]: the scores; what has none has no draw either
    """
    alliances, count, kept = matrix.cells["alliance_id"].to_numpy(), len(dimensions()), draws if keep else 0
    dimension_draws, overall_draws = np.empty((len(alliances), count, kept)), np.empty((len(alliances), kept))
    ends = {"dimensions": np.empty((2, len(alliances), count)), "overall": np.empty((2, len(alliances)))}
    shares = matrix.weights(profile)
    values = {name: getattr(matrix, name) for name in ("value", "low", "high")}

    def work(start: int) -> None:
        part = slice(start, start + step)
        names, which = np.unique(alliances[part], return_inverse=True)
        normal = np.stack([_normal(seed, name, draws, shares.shape[-1]) for name in names])
        scores = _dimension_draws({name: v[part] for name, v in values.items()}, shares[part], normal, which)
        known = ~np.isnan(point[part])
        scores[~known] = np.nan
        overall = overall_draws_of(np.moveaxis(scores, 1, 2), known, profile, mean)
        ends["dimensions"][:, part] = interval_of(scores)
        ends["overall"][:, part] = interval_of(overall)
        if keep:
            dimension_draws[part], overall_draws[part] = scores, overall

    # In small chunks of cells: cells x draws of a large collection would not fit into memory, nor chunks of it
    # into the processor's cache. They do not depend on one another, and NumPy lets threads run side by side.
    step = max(1, CHUNK // draws)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(work, range(0, len(alliances), step)))
    return Drawn(**ends, draws=overall_draws, dimension_draws=np.moveaxis(dimension_draws, 1, 2))


def overall_draws_of(dimension_draws: np.ndarray, known: np.ndarray, profile: WeightProfile, mean: Mean) -> np.ndarray:
    """Draws of overall scores [cell, draw] from those of the dimensions [cell, draw, dimension].

    Takes  known [cell, dimension]: which dimensions have a score; too few of them have no overall score
    """
    overall = power_mean(dimension_draws, profile.array, mean, known[:, None, :])
    overall[~enough(known @ profile.array)] = np.nan
    return overall


def draw_indicators(matrix: ScoreMatrix, seed: int, draws: int) -> np.ndarray:
    """Drawn scores of every indicator [cell, indicator, draw], NaN where missing: those that `draw_scores` averages."""
    names = matrix.cells["alliance_id"].to_list()
    normal = np.stack([_normal(seed, name, draws, matrix.scores.shape[1]) for name in names])
    drawn = np.empty(normal.shape)
    for i, item in enumerate(scored_indicators().values()):
        own = {name: getattr(matrix, name)[:, i, None] for name in ("value", "low", "high")}
        drawn[:, i] = _scores_of_draws(item, own, normal[:, i])
    return drawn


def interval_of(draws: np.ndarray) -> np.ndarray:
    """Ends of the interval of the catalogue's confidence over the last axis: [end, ...]."""
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    return _quantiles(draws, [tail, 1 - tail])


def _normal(seed: int, alliance: str, draws: int, width: int) -> np.ndarray:
    """Standard normal draws [indicator, draw] that depend on the seed and the alliance only."""
    generator = np.random.default_rng([seed, zlib.crc32(alliance.encode())])
    return np.ascontiguousarray(generator.standard_normal((draws, width)).T)


def _dimension_draws(
    values: dict[str, np.ndarray], shares: np.ndarray, normal: np.ndarray, which: np.ndarray
) -> np.ndarray:
    """Drawn scores of dimensions: [cell, dimension, draw].

    Takes  values [cell, indicator], shares [cell, dimension, indicator], normal [alliance, indicator, draw],
           which [cell]: the row of its alliance in `normal`
    """
    scores = np.zeros((len(which), shares.shape[1], normal.shape[2]))
    known = {name: np.nan_to_num(values[name])[:, :, None] for name in ("value", "low", "high")}
    for i, item in enumerate(scored_indicators().values()):
        inputs = np.column_stack([which, *(column[:, i] for column in known.values())])
        # An alliance whose indicator stands as it stood the year before has the same draws again.
        fresh = np.concatenate([[True], (inputs[1:] != inputs[:-1]).any(axis=1)])
        own = {name: column[fresh, i] for name, column in known.items()}
        drawn = _scores_of_draws(item, own, normal[which[fresh], i])
        for dimension in np.flatnonzero(shares[:, :, i].any(axis=0)):
            scores[:, dimension] += drawn[np.cumsum(fresh) - 1] * shares[:, dimension, i, None]
    return scores


def _quantiles(draws: np.ndarray, shares: list[float]) -> np.ndarray:
    """Quantiles over the last axis, interpolated as np.quantile does, but of all shares in one partition."""
    places = [share * (draws.shape[-1] - 1) for share in shares]
    below = [math.floor(place) for place in places]
    above = [min(place + 1, draws.shape[-1] - 1) for place in below]
    ordered = np.partition(draws, sorted({*below, *above}), axis=-1)
    steps = zip(places, below, above, strict=True)
    return np.stack([ordered[..., b] + (ordered[..., a] - ordered[..., b]) * (place - b) for place, b, a in steps])


def _scores_of_draws(item: Indicator, values: dict[str, np.ndarray], normal: np.ndarray) -> np.ndarray:
    """Scores of draws from the two-piece normal between low, value and high; bounds enclose the goalposts."""
    up, down = (values["high"] - values["value"]) / z_score(), (values["value"] - values["low"]) / z_score()
    if item.scale == "log":
        drawn = np.clip(values["value"] + normal * np.where(normal > 0, up, down), *item.bounds)
        worst, best = np.log1p([item.worst, item.best])
        return 100 * np.clip((np.log1p(drawn) - worst) / (best - worst), 0, 1)
    points = 100 / (item.best - item.worst)
    drawn = np.where(normal > 0, up * points, down * points)
    drawn *= normal
    drawn += (values["value"] - item.worst) * points
    return np.clip(drawn, 0, 100, out=drawn)
