"""Scorecards: indicators, dimensions and overall score of every alliance, each with a 90 % interval."""

import math
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from alliance_core.catalogue import Indicator, dimensions, evidence_rules, indicators
from alliance_core.catalogue.rules import Aggregator, aggregator, scorecard_rules
from alliance_core.composite.aggregation import power_mean, shared_weights
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import z_score
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.goalposts import score_of
from alliance_core.scorecard.weights import WeightProfile

CHUNK = 32_768


@dataclass(frozen=True, slots=True)
class Scorecards:
    """All scores of a snapshot under one weight profile and aggregator.

    indicators  KEY, indicator, dimension, value, low, high, n, coverage, score, score_low, score_high
    dimensions  KEY, dimension, score, low, high, band, label, coverage; null score = insufficient evidence
    overall     KEY, score, low, high, band, coverage (share of the weight with a score)
    draws       one row of overall scores per row of `overall`, for P(A > B); no column unless they are kept
    dimension_draws   the same with a last axis of dimensions
    """

    weights: WeightProfile
    aggregator: Aggregator
    indicators: pl.DataFrame
    dimensions: pl.DataFrame
    overall: pl.DataFrame
    draws: np.ndarray
    dimension_draws: np.ndarray


def scorecards(
    snapshot: Snapshot,
    weights: WeightProfile | None = None,
    aggregator_id: str = "arithmetic",
    seed: int = 0,
    draws: int | None = None,
    measured: pl.DataFrame | None = None,
    keep_draws: bool = True,
) -> Scorecards:
    """Score every alliance of the snapshot at every date.

    A dimension is the weighted arithmetic mean of its indicators, the overall score the mean of the
    dimensions under the aggregator; the weight of what is missing is shared out. Uncertainty: seeded
    draws from each indicator's interval (two-piece normal), the same for an alliance at every date and
    whoever else is scored.

    Takes  measured: the long table of indicators, if it is at hand (registry.measure); keep_draws: whether
           the answer holds the draws, which are large
    Raises UnknownNameError for an unknown aggregator
    """
    profile = weights or WeightProfile.parse("balanced")
    mean = aggregator(aggregator_id)
    count = draws or scorecard_rules()["uncertainty"]["draws"]
    table = measured if measured is not None else measure(snapshot)
    wanted = [id_ for id_, item in indicators().items() if item.dimension in dimensions()]
    cells = table.select(KEY).unique().sort(KEY)
    gated = table.with_columns(value=pl.when(has_evidence()).then(pl.col("value")))
    values = _matrices(gated, cells, wanted, ["value", "low", "high", "coverage"])
    scores = np.column_stack([score_of(indicators()[id_], values["value"][:, i]) for i, id_ in enumerate(wanted)])
    covered, shares = _dimension_weights(wanted, values)
    point = np.where(_enough(covered), _dimension_scores(scores, shares), np.nan)
    overall = _overall(point, profile.array, mean)
    quantiles, overall_draws, dimension_draws = _draw(
        cells, wanted, values, shares, point, profile, mean, seed, count, keep_draws
    )
    return Scorecards(
        weights=profile,
        aggregator=mean,
        indicators=_indicator_frame(table),
        dimensions=_dimension_frame(cells, point, covered, quantiles),
        overall=_overall_frame(cells, overall, point, profile, quantiles),
        draws=overall_draws,
        dimension_draws=dimension_draws,
    )


def band_of(score: pl.Expr) -> pl.Expr:
    """Band id of a score: critical, weak, moderate, strong, very_strong; null stays null."""
    marks = scorecard_rules()["bands"]
    band = pl.lit(None, pl.String)
    for name, mark in sorted(marks.items(), key=lambda item: -item[1]):
        band = pl.when(score < mark).then(pl.lit(name)).otherwise(band)
    return band


def has_evidence() -> pl.Expr:
    """Whether an indicator is covered by enough evidence to be scored (the gate of the catalogue)."""
    return pl.col("coverage") >= scorecard_rules()["coverage"]["least"]


def _matrices(table: pl.DataFrame, cells: pl.DataFrame, wanted: list[str], names: list[str]) -> dict[str, np.ndarray]:
    """Columns of the long table by name: one row per cell, one column per indicator, NaN where missing."""
    columns = pl.DataFrame({"indicator": wanted}).with_row_index("column")
    placed = table.join(cells.with_row_index("row"), on=KEY).join(columns, on="indicator")
    row, column = placed["row"].to_numpy(), placed["column"].to_numpy()
    matrices = {name: np.full((len(cells), len(wanted)), np.nan) for name in names}
    for name, matrix in matrices.items():
        matrix[row, column] = placed[name].cast(pl.Float64).to_numpy()
    return matrices


def _dimension_weights(wanted: list[str], values: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Covered weight [cell, dimension], and weights [cell, dimension, indicator] shared among the present."""
    own = np.array(
        [
            [indicators()[id_].weight if indicators()[id_].dimension == d else 0.0 for id_ in wanted]
            for d in dimensions()
        ]
    )
    present = ~np.isnan(values["value"])
    covered = np.where(present, values["coverage"], 0.0) @ own.T
    return covered, shared_weights(own[None, :, :], present[:, None, :])


def _dimension_scores(scores: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Weighted arithmetic mean of the indicators: [..., dimension]; NaN without any."""
    means = np.einsum("cdi,c...i->c...d", shares, np.nan_to_num(scores))
    weighted = shares.sum(axis=-1) > 0
    cells, parts = weighted.shape
    return np.where(weighted.reshape(cells, *[1] * (means.ndim - 2), parts), means, np.nan)


def _overall(point: np.ndarray, weights: np.ndarray, mean: Aggregator) -> np.ndarray:
    """Overall score; NaN where under half of the weight has a score."""
    covered = (np.where(np.isnan(point), 0.0, 1.0) * weights).sum(axis=-1)
    return np.where(_enough(covered), power_mean(point, weights, mean), np.nan)


def _enough(covered: np.ndarray) -> np.ndarray:
    """Whether enough of the weight is covered; weights that add up to just enough on paper do."""
    return covered >= scorecard_rules()["coverage"]["least"] - 1e-9


def _draw(
    cells: pl.DataFrame, wanted: list[str], values: dict[str, np.ndarray], shares: np.ndarray, point: np.ndarray,
    profile: WeightProfile, mean: Aggregator, seed: int, draws: int, keep: bool,
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:  # fmt: skip
    """Quantiles of scores over the draws: dimensions, overall; and the draws themselves, if they are kept."""
    items = [indicators()[id_] for id_ in wanted]
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    alliances, count, kept = cells["alliance_id"].to_numpy(), len(dimensions()), draws if keep else 0
    dimension_draws, overall_draws = np.empty((len(cells), count, kept)), np.empty((len(cells), kept))
    quantiles = {"dimensions": np.empty((2, len(cells), count)), "overall": np.empty((2, len(cells)))}

    def work(start: int) -> None:
        part = slice(start, start + step)
        names, which = np.unique(alliances[part], return_inverse=True)
        normal = np.stack([_normal(seed, name, draws, len(wanted)) for name in names])
        scores = _dimension_draws(items, {name: v[part] for name, v in values.items()}, shares[part], normal, which)
        known = ~np.isnan(point[part])
        scores[~known] = np.nan
        overall = power_mean(np.moveaxis(scores, 1, 2), profile.array, mean, known[:, None, :])
        overall[~_enough(known @ profile.array)] = np.nan
        quantiles["dimensions"][:, part] = _quantiles(scores, [tail, 1 - tail])
        quantiles["overall"][:, part] = _quantiles(overall, [tail, 1 - tail])
        if keep:
            dimension_draws[part], overall_draws[part] = scores, overall

    # In small chunks of cells: cells x draws of a large collection would not fit into memory, nor chunks of it
    # into the processor's cache. They do not depend on one another, and NumPy lets threads run side by side.
    step = max(1, CHUNK // draws)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(work, range(0, len(cells), step)))
    return quantiles, overall_draws, np.moveaxis(dimension_draws, 1, 2)


def _normal(seed: int, alliance: str, draws: int, width: int) -> np.ndarray:
    """Standard normal draws [indicator, draw] that depend on the seed and the alliance only."""
    generator = np.random.default_rng([seed, zlib.crc32(alliance.encode())])
    return np.ascontiguousarray(generator.standard_normal((draws, width)).T)


def _dimension_draws(
    items: list[Indicator], values: dict[str, np.ndarray], shares: np.ndarray, normal: np.ndarray, which: np.ndarray
) -> np.ndarray:
    """Drawn scores of dimensions: [cell, dimension, draw].

    Takes  values [cell, indicator], shares [cell, dimension, indicator], normal [alliance, indicator, draw],
           which [cell]: the row of its alliance in `normal`
    """
    scores = np.zeros((len(which), shares.shape[1], normal.shape[2]))
    known = {name: np.nan_to_num(values[name])[:, :, None] for name in ("value", "low", "high")}
    for i, item in enumerate(items):
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


def _indicator_frame(table: pl.DataFrame) -> pl.DataFrame:
    """The long table with dimension, score and the scores at the ends of the interval."""
    added = {"dimension": pl.String, "score": pl.Float64, "score_low": pl.Float64, "score_high": pl.Float64}
    parts = [table.clear().with_columns(pl.lit(None, dtype).alias(name) for name, dtype in added.items())]
    for (id_,), rows in table.group_by("indicator"):
        item = indicators()[str(id_)]
        ends = np.stack([score_of(item, rows[name].cast(pl.Float64).to_numpy()) for name in ("value", "low", "high")])
        parts.append(
            rows.with_columns(
                pl.lit(item.dimension).alias("dimension"),
                pl.Series("score", ends[0]).fill_nan(None),
                pl.Series("score_low", ends[1:].min(axis=0)).fill_nan(None),
                pl.Series("score_high", ends[1:].max(axis=0)).fill_nan(None),
            )
        )
    scores = ("score", "score_low", "score_high")
    gate = [pl.when(has_evidence()).then(pl.col(name)).alias(name) for name in scores]
    return pl.concat(parts).with_columns(gate).sort(*KEY, "indicator")


def _dimension_frame(cells: pl.DataFrame, point: np.ndarray, covered: np.ndarray, quantiles: dict) -> pl.DataFrame:
    low, high = quantiles["dimensions"]
    labels = {(d.id, band): word for d in dimensions().values() for band, word in d.label.items()}
    rules = scorecard_rules()
    frame = pl.concat(
        cells.with_columns(
            dimension=pl.lit(id_),
            score=pl.Series(point[:, i]).fill_nan(None),
            low=pl.Series(np.fmin(low[:, i], point[:, i])).fill_nan(None),
            high=pl.Series(np.fmax(high[:, i], point[:, i])).fill_nan(None),
            coverage=pl.Series(covered[:, i]).clip(0, 1),
        )
        for i, id_ in enumerate(dimensions())
    ).with_columns(band=band_of(pl.col("score")))
    words = pl.DataFrame([{"dimension": d, "band": b, "label": w} for (d, b), w in labels.items()])
    return (
        frame.join(words, on=["dimension", "band"], how="left")
        .with_columns(pl.col("label").fill_null(rules["coverage"]["word"]))
        .sort(*KEY, pl.col("dimension").replace_strict({d: i for i, d in enumerate(dimensions())}))
    )


def _overall_frame(
    cells: pl.DataFrame, overall: np.ndarray, point: np.ndarray, profile: WeightProfile, quantiles: dict
) -> pl.DataFrame:
    low, high = quantiles["overall"]
    return cells.with_columns(
        score=pl.Series(overall).fill_nan(None),
        low=pl.Series(np.fmin(low, overall)).fill_nan(None),
        high=pl.Series(np.fmax(high, overall)).fill_nan(None),
        coverage=pl.Series((~np.isnan(point) * profile.array).sum(axis=1)),
    ).with_columns(band=band_of(pl.col("score")))
