"""Scores as a matrix, one row per alliance and date, one column per indicator, and their way up the tree."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator, scorecard_rules
from alliance_core.composite.aggregation import Mean, shared_weights
from alliance_core.composite.engine import ROUNDING, climb
from alliance_core.composite.hierarchy import Hierarchy, Node
from alliance_core.evidence.snapshot import KEY
from alliance_core.scorecard.goalposts import score_of
from alliance_core.scorecard.weights import WeightProfile, scored_indicators

OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class ScoreMatrix:
    """What all scores are made of, NaN = missing or covered by too little evidence to be scored.

    cells  KEY, one row per row of the arrays; their columns follow weights.scored_indicators
    """

    cells: pl.DataFrame
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    coverage: np.ndarray
    scores: np.ndarray

    def weights(self, profile: WeightProfile) -> np.ndarray:
        """Weights [cell, dimension, indicator] shared out among the indicators that are present."""
        own = indicator_weights(profile)
        return shared_weights(own[None, :, :], ~np.isnan(self.scores)[:, None, :])


class PointScores(NamedTuple):
    """Scores and covered weight [..., dimension], and the overall score [...]; NaN = too little evidence."""

    dimensions: np.ndarray
    covered: np.ndarray
    overall: np.ndarray


def score_matrix(measured: pl.DataFrame) -> ScoreMatrix:
    """The matrix of the long table of indicators (registry.measure)."""
    cells = measured.select(KEY).unique().sort(KEY)
    gated = measured.with_columns(value=pl.when(has_evidence()).then(pl.col("value")))
    columns = pl.DataFrame({"indicator": list(scored_indicators())}).with_row_index("column")
    placed = gated.join(cells.with_row_index("row"), on=KEY).join(columns, on="indicator")
    row, column = placed["row"].to_numpy(), placed["column"].to_numpy()
    found = {name: np.full((len(cells), len(columns)), np.nan) for name in ("value", "low", "high", "coverage")}
    for name, matrix in found.items():
        matrix[row, column] = placed[name].cast(pl.Float64).to_numpy()
    items = scored_indicators().values()
    scores = np.column_stack([score_of(item, found["value"][:, i]) for i, item in enumerate(items)])
    return ScoreMatrix(cells, **found, scores=scores)


def point_scores(
    scores: np.ndarray, coverage: np.ndarray, profile: WeightProfile, mean: Mean, hierarchy: Hierarchy | None = None
) -> PointScores:
    """Dimensions as arithmetic means of their indicators, the overall score as the mean of the dimensions.

    The engine is that of published indices (composite.engine): the weight of what is missing is shared out,
    and under the gate of the catalogue there is no score.

    Takes  scores and coverage [..., indicator]; hierarchy: that of the profile, if it is at hand
    """
    tree = hierarchy or hierarchy_of(profile)
    means = {**dict.fromkeys(dimensions(), aggregator("arithmetic")), OVERALL: mean}
    got = climb(tree, scores, means, coverage, scorecard_rules()["coverage"]["least"])
    return PointScores(
        np.stack([got.scores[dimension] for dimension in dimensions()], axis=-1),
        np.stack([got.covered[dimension] for dimension in dimensions()], axis=-1),
        got.scores[OVERALL],
    )


def hierarchy_of(profile: WeightProfile) -> Hierarchy:
    """The tree of the health score: indicators, dimensions, overall, with the weights of the profile."""
    items = scored_indicators().values()
    leaves = [Node(code=item.id, parent=item.dimension, weight=profile.indicators[item.id]) for item in items]
    inner = [Node(code=id_, parent=OVERALL, weight=profile.shares[id_]) for id_ in dimensions()]
    return Hierarchy.of([*leaves, *inner, Node(code=OVERALL)])


def indicator_weights(profile: WeightProfile) -> np.ndarray:
    """Weights of the indicators inside their dimensions: [dimension, indicator], 0 elsewhere."""
    items = scored_indicators().values()
    return np.array(
        [[profile.indicators[item.id] if item.dimension == d else 0.0 for item in items] for d in dimensions()]
    )


def has_evidence() -> pl.Expr:
    """Whether an indicator is covered by enough evidence to be scored (the gate of the catalogue)."""
    return pl.col("coverage") >= scorecard_rules()["coverage"]["least"]


def enough(covered: np.ndarray) -> np.ndarray:
    """Whether enough of the weight is covered; weights that add up to just enough on paper do."""
    return covered >= scorecard_rules()["coverage"]["least"] - ROUNDING
