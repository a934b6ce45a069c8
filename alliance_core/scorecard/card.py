"""Scorecards: indicators, dimensions and overall score of every alliance, each with a 90 % interval."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.rules import Aggregator, aggregator, scorecard_rules
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.draws import Drawn, draw_scores
from alliance_core.scorecard.goalposts import score_of
from alliance_core.scorecard.matrix import PointScores, has_evidence, point_scores, score_matrix
from alliance_core.scorecard.weights import WeightProfile


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
    matrix = score_matrix(table)
    point = point_scores(matrix.scores, matrix.coverage, profile, mean)
    drawn = draw_scores(matrix, point.dimensions, profile, mean, seed, count, keep_draws)
    return Scorecards(
        weights=profile,
        aggregator=mean,
        indicators=_indicator_frame(table),
        dimensions=_dimension_frame(matrix.cells, point, drawn),
        overall=_overall_frame(matrix.cells, point, profile, drawn),
        draws=drawn.draws,
        dimension_draws=drawn.dimension_draws,
    )


def band_of(score: pl.Expr) -> pl.Expr:
    """Band id of a score: critical, weak, moderate, strong, very_strong; null stays null."""
    marks = scorecard_rules()["bands"]
    band = pl.lit(None, pl.String)
    for name, mark in sorted(marks.items(), key=lambda item: -item[1]):
        band = pl.when(score < mark).then(pl.lit(name)).otherwise(band)
    return band


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


def _dimension_frame(cells: pl.DataFrame, point: PointScores, drawn: Drawn) -> pl.DataFrame:
    low, high = drawn.dimensions
    labels = {(d.id, band): word for d in dimensions().values() for band, word in d.label.items()}
    rules = scorecard_rules()
    frame = pl.concat(
        cells.with_columns(
            dimension=pl.lit(id_),
            score=pl.Series(point.dimensions[:, i]).fill_nan(None),
            low=pl.Series(np.fmin(low[:, i], point.dimensions[:, i])).fill_nan(None),
            high=pl.Series(np.fmax(high[:, i], point.dimensions[:, i])).fill_nan(None),
            coverage=pl.Series(point.covered[:, i]).clip(0, 1),
        )
        for i, id_ in enumerate(dimensions())
    ).with_columns(band=band_of(pl.col("score")))
    words = pl.DataFrame([{"dimension": d, "band": b, "label": w} for (d, b), w in labels.items()])
    return (
        frame.join(words, on=["dimension", "band"], how="left")
        .with_columns(pl.col("label").fill_null(rules["coverage"]["word"]))
        .sort(*KEY, pl.col("dimension").replace_strict({d: i for i, d in enumerate(dimensions())}))
    )


def _overall_frame(cells: pl.DataFrame, point: PointScores, profile: WeightProfile, drawn: Drawn) -> pl.DataFrame:
    low, high = drawn.overall
    return cells.with_columns(
        score=pl.Series(point.overall).fill_nan(None),
        low=pl.Series(np.fmin(low, point.overall)).fill_nan(None),
        high=pl.Series(np.fmax(high, point.overall)).fill_nan(None),
        coverage=pl.Series((~np.isnan(point.dimensions) * profile.array).sum(axis=1)),
    ).with_columns(band=band_of(pl.col("score")))
