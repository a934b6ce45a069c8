"""The performance matrix: alliances by indicators, and their scores under any profile in a few milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from alliance_core.catalogue.rules import Aggregator, scorecard_rules
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.composite.ranking import ranks
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.draws import draw_indicators, interval_of, overall_draws_of
from alliance_core.scorecard.matrix import PointScores, ScoreMatrix, point_scores, score_matrix
from alliance_core.scorecard.weights import WeightProfile


@dataclass(frozen=True)
class Performance:
    """Everything about some alliances at one date that does not depend on a weight.

    alliances  ids, in the order of all results
    names      short names, the same order
    matrix     indicator scores, one row per alliance
    drawn      seeded draws of them [alliance, indicator, draw], those of the scorecard
    """

    alliances: tuple[str, ...]
    names: tuple[str, ...]
    matrix: ScoreMatrix
    drawn: np.ndarray
    _cached: dict = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def name_of(self) -> dict[str, str]:
        """Short names by id."""
        return dict(zip(self.alliances, self.names, strict=True))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the alliances stand under one profile and mean, in the order of the performance matrix.

    point   scores of the dimensions and overall; NaN = too little evidence
    draws   overall [alliance, draw] and by dimension [alliance, draw, dimension]
    low, high, ranks  ends of the 90 % interval, and the rank by the precision and rule of the catalogue
    """

    profile: WeightProfile
    mean: Aggregator
    point: PointScores
    draws: np.ndarray
    dimension_draws: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ranks: np.ndarray


def performance(
    snapshot: Snapshot, alliances: Sequence[str] = (), measured: pl.DataFrame | None = None, seed: int = 0
) -> Performance:
    """The performance matrix of the alliances given, or of all that existed, at the date of the snapshot.

    Takes  measured: the long table of indicators, if it is at hand (registry.measure)
    Raises WorkbenchError for under two alliances, for a snapshot of several dates, UnknownNameError
    """
    if len(snapshot.dates) != 1:
        raise WorkbenchError("a what-if looks at one date; give exactly one")
    table = measured if measured is not None else measure(snapshot)
    existing = snapshot.alliances["alliance_id"].to_list()
    wanted = list(dict.fromkeys(alliances)) or existing
    for name in snapshot.evidence.require_alliances(wanted):
        if name not in existing:
            raise WorkbenchError(f"{name} did not exist on {snapshot.dates['as_of'][0]}; choose a later date")
    if len(wanted) < 2:
        raise WorkbenchError("weights decide between alliances: a what-if needs at least two different ones")
    matrix = score_matrix(table.filter(pl.col("alliance_id").is_in(wanted)))
    ids = matrix.cells["alliance_id"].to_list()
    titles = dict(snapshot.evidence.alliances.select("alliance_id", "short_name").iter_rows())
    drawn = draw_indicators(matrix, seed, scorecard_rules()["uncertainty"]["draws"])
    return Performance(tuple(ids), tuple(titles[id_] for id_ in ids), matrix, drawn)


def standing(table: Performance, profile: WeightProfile, mean: Aggregator) -> Standing:
    """Scores, intervals and ranks under a profile: the numbers that scorecard.card.scorecards gives."""
    point = point_scores(table.matrix.scores, table.matrix.coverage, profile, mean)
    dimension_draws = _dimension_draws(table, profile, point)
    draws = overall_draws_of(dimension_draws, ~np.isnan(point.dimensions), profile, mean)
    low, high = interval_of(draws)
    return Standing(
        profile=profile, mean=mean, point=point, draws=draws, dimension_draws=dimension_draws,
        low=np.fmin(low, point.overall), high=np.fmax(high, point.overall), ranks=ranked(point.overall),
    )  # fmt: skip


def ranked(overall: np.ndarray) -> np.ndarray:
    """Ranks along the last axis by the precision and the rule for ties of the catalogue; NaN without a score."""
    rules = whatif_rules()["ranking"]
    return ranks(overall, rules["decimals"], rules["ties"])


def common_ranks(overall: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Ranks [alliance] under each of several rows of scores, among the alliances that have a score in all of them.

    Who drops out for want of evidence makes nobody better.
    """
    scores = np.stack(overall)
    known = np.isfinite(scores).all(axis=0)
    return list(ranked(np.where(known, scores, np.nan)))


def _dimension_draws(table: Performance, profile: WeightProfile, point: PointScores) -> np.ndarray:
    """Draws [alliance, draw, dimension]; kept for the last weights of the indicators, which seldom change."""
    key = tuple(profile.indicators.values())
    if key not in table._cached:
        shares = table.matrix.weights(profile)
        drawn = np.matmul(shares, np.nan_to_num(table.drawn))
        table._cached.clear()
        table._cached[key] = np.ascontiguousarray(np.moveaxis(drawn, 1, 2))
    known = ~np.isnan(point.dimensions)
    return np.where(known[:, None, :], table._cached[key], np.nan)
