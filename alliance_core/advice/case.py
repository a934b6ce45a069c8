"""One alliance under examination: its verdict, and the same health score under any other yardstick."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from alliance_core.advice.verdict import NO_VERDICT, Ground, Verdict, decide_many, ground, verdict
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import Aggregator
from alliance_core.catalogue.verdicts import deciding_rules
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.evidence.dictionary import DATED_BY
from alliance_core.indicators.measurement import ESTIMATES
from alliance_core.indicators.registry import measure_one
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.draws import draw_indicators, overall_draws_of
from alliance_core.scorecard.matrix import PointScores, ScoreMatrix, point_scores, score_matrix
from alliance_core.scorecard.weights import WeightProfile, scored_indicators

# Tables of yearly figures: a year is known after its end.
YEARLY = ("shares", "contributions", "benefits", "economy", "space_budgets", "launches")
# A promise is news when it is made, and when it is kept or given up.
LATER = {"commitments": ("delivered", "ended"), "functions": ("to",)}


@dataclass(frozen=True)
class Case:
    """What a check or a red team looks at. Arrays of indicators follow weights.scored_indicators.

    dissolution  the end of the alliance; verdict: with its ground
    matrix       scores of all alliances; place: the row of this one
    """

    assessment: Assessment
    frictions: pl.DataFrame
    alliance: str
    actor: str | None
    dissolution: Dissolution
    verdict: Verdict
    matrix: ScoreMatrix
    place: int

    @property
    def ground(self) -> Ground:
        """What the verdict rests on."""
        return self.verdict.ground

    @property
    def profile(self) -> WeightProfile:
        """The weights of the assessment."""
        return self.assessment.cards.weights

    @property
    def mean(self) -> Aggregator:
        """How the assessment puts the dimensions together."""
        return self.assessment.cards.aggregator

    @cached_property
    def point(self) -> PointScores:
        """Scores of the dimensions [dimension] and overall, as the scorecard has them."""
        return self.scored(self.profile)

    @cached_property
    def drawn(self) -> np.ndarray:
        """Draws of the indicator scores [indicator, draw], those of the scorecard under seed 0."""
        own = _row_of(self.matrix, self.place)
        return draw_indicators(own, 0, max(self.ground.draws.shape[-1], 1))[0]

    @cached_property
    def weight(self) -> np.ndarray:
        """Share of the health score that rests on each indicator [indicator], what is missing shared out."""
        inner = self.matrix.weights(self.profile)[self.place]
        outer = np.where(np.isnan(self.point.dimensions), 0.0, self.profile.array)
        total = outer.sum()
        return (outer / total) @ inner if total > 0 else np.zeros(inner.shape[1])

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Rows behind each indicator of the alliance: indicator, evidence_id, table, verification, date (null = none).

        The date is that of the newest thing known at the date of the assessment.
        """
        snapshot = self.assessment.snapshot
        parts = [
            measure_one(snapshot, id_)
            .evidence.filter(pl.col("alliance_id") == self.alliance)
            .select("evidence_id", indicator=pl.lit(id_))
            for id_ in self.assessment.indicators["indicator"].unique().sort()
        ]
        listed = pl.concat(pl.collect_all(parts)).unique().sort("indicator", "evidence_id")
        tables = listed["evidence_id"].str.extract(r"^(\w+):").unique().drop_nulls().sort().to_list()
        dated = pl.concat([_dated(self.assessment, table) for table in tables] or [_NO_DATES])
        return listed.join(dated.collect(), on="evidence_id", how="left", maintain_order="left").select(
            "indicator", "evidence_id", "table", "verification", "date"
        )

    def scored(
        self, profile: WeightProfile, mean: Aggregator | None = None, without: Collection[str] = (),
        scores: np.ndarray | None = None,
    ) -> PointScores:  # fmt: skip
        """Scores of this alliance under other weights, another mean, or without some indicators.

        Takes  scores [indicator]: others than those of the matrix
        """
        own = np.where(self._left(without), self.matrix.scores[self.place] if scores is None else scores, np.nan)
        coverage = np.where(np.isnan(own), 0.0, self.matrix.coverage[self.place])
        return point_scores(own, coverage, profile, mean or self.mean)

    def health(
        self, profile: WeightProfile | None = None, mean: Aggregator | None = None, without: Collection[str] = ()
    ) -> float | None:
        """The overall score under another yardstick, None = too little evidence."""
        found = float(self.scored(profile or self.profile, mean, without).overall)
        return None if np.isnan(found) else found

    def draws(
        self, profile: WeightProfile | None = None, mean: Aggregator | None = None, without: Collection[str] = ()
    ) -> np.ndarray:
        """Draws of that score [draw]; NaN where it has none."""
        used = profile or self.profile
        known = ~np.isnan(self.scored(used, mean, without).dimensions)
        kept = self._left(without) & ~np.isnan(self.matrix.scores[self.place])
        single = _row_of(self.matrix, self.place, kept)
        inner = single.weights(used)[0]
        by_dimension = np.where(known[:, None], inner @ np.where(kept[:, None], np.nan_to_num(self.drawn), 0.0), np.nan)
        return overall_draws_of(by_dimension.T[None], known[None], used, mean or self.mean)[0]

    def decided(self, **changed: np.ndarray | float | None) -> np.ndarray:
        """Ids of the verdict with some inputs changed, in the shape of these; "" where no rule decides."""
        return verdict_ids(decide_many({**self.ground.inputs, **changed}))

    def flip_chance(self, draws: np.ndarray, **changed: float | None) -> float | None:
        """Share of the draws of the health score in which the verdict is another than the present one."""
        known = draws[~np.isnan(draws)]
        if known.size == 0 or self.verdict.verdict is None:
            return None
        return float((self.decided(**changed, health=known) != self.verdict.verdict).mean())

    def _left(self, without: Collection[str]) -> np.ndarray:
        return np.array([id_ not in without for id_ in scored_indicators()])


_NO_DATES = pl.LazyFrame(
    schema={"evidence_id": pl.String, "table": pl.String, "verification": pl.String, "date": pl.Date}
)


def case_of(
    assessment: Assessment, frictions: pl.DataFrame, alliance: str, actor: str | None = None,
    dissolution: Dissolution | None = None,
) -> Case:  # fmt: skip
    """Open the case of one alliance at the date of the assessment.

    Takes  frictions: inventory.inventory at the same date; dissolution: that of the alliance, if it is at hand
    Raises UnknownNameError or WorkbenchError for an alliance that did not exist and an actor that is no member
    """
    found = dissolution or dissolve(assessment.snapshot, alliance)
    told = verdict(ground(assessment, frictions, alliance, actor, found))
    matrix = score_matrix(assessment.cards.indicators.select("alliance_id", "as_of", "indicator", *ESTIMATES))
    place = matrix.cells["alliance_id"].to_list().index(alliance)
    return Case(assessment, frictions, alliance, actor, found, told, matrix, place)


def verdict_ids(places: np.ndarray) -> np.ndarray:
    """Ids of verdicts from places of deciding rules (verdict.decide_many); "" where none decides."""
    named = np.array([*(rule.verdict for rule in deciding_rules()), ""])
    return named[np.where(places == NO_VERDICT, len(named) - 1, places)]


def health_marks() -> list[float]:
    """The marks of the health score in the rules of the verdict, rising."""
    return sorted({
        mark for rule in deciding_rules() for part in (rule.least, rule.below)
        if (mark := part.get("health")) is not None
    })  # fmt: skip


def profile_with(profile: WeightProfile, shares: np.ndarray, name: str) -> WeightProfile:
    """The profile with other shares of the dimensions [dimension]."""
    return WeightProfile.of(dict(zip(dimensions(), shares.tolist(), strict=True)), name, profile.indicators)


def _row_of(matrix: ScoreMatrix, place: int, kept: np.ndarray | None = None) -> ScoreMatrix:
    """One row of the matrix as a matrix, without the indicators that are not kept."""
    row = slice(place, place + 1)
    gone = np.zeros(matrix.scores.shape[1], bool) if kept is None else ~kept
    parts = {
        name: np.where(gone, np.nan, getattr(matrix, name)[row])
        for name in ("value", "low", "high", "coverage", "scores")
    }
    return ScoreMatrix(cells=matrix.cells[row], **parts)


def _dated(assessment: Assessment, table: str) -> pl.LazyFrame:
    """Rows of a table: evidence_id, table, verification, date."""
    evidence = assessment.snapshot.evidence
    # Ids of coded vocabularies leave out what their tables are called together.
    rows = evidence.scan(table if table in evidence.tables else f"vocabulary_{table}")
    schema = rows.collect_schema()
    past = pl.lit(assessment.as_of)
    if table in YEARLY:
        dates = [pl.date(pl.col("year"), 12, 31)]
    else:
        names = [DATED_BY[table], *LATER.get(table, ())] if table in DATED_BY else []
        dates = [pl.when(pl.col(name) <= past).then(pl.col(name)) for name in names]
    return rows.select(
        "evidence_id",
        table=pl.lit(table),
        verification=pl.col("verification") if "verification" in schema else pl.lit(None, pl.String),
        date=pl.max_horizontal(dates).cast(pl.Date) if dates else pl.lit(None, pl.Date),
    )
