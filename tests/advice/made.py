"""Cases made by hand: an alliance whose indicator scores are given, beside a few literal rows of evidence."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.case import Case, case_of
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from tests.scorecard.hand import even, table

HOME = "moon"
DAY = dt.date(2020, 12, 31)
MEMBERS = """
    actor_id  tier
    AAA       anchor
    BBB       core
    CCC       core
"""
NAMED = [{"actor_id": letter * 3, "name": letter * 3} for letter in "ABCDE"]
Scores = Mapping[str, float | None]


def opened(
    evidence: Evidence, scores: Scores | Mapping[str, Scores], *, actor: str | None = None, spread: float = 0.0,
    weights: str = "balanced", mean: str = "arithmetic", day: dt.date = DAY,
) -> Case:  # fmt: skip
    """The case of the moon (or of several alliances by id) with these scores by dimension or indicator."""
    several = {HOME: scores} if not all(isinstance(part, Mapping) for part in scores.values()) else scores
    measured = table(several, spread=spread, date=day)  # type: ignore[arg-type]
    assessment = assess(evidence, day, WeightProfile.parse(weights), mean, measured=measured)
    return case_of(assessment, inventory(evidence, day), HOME, actor)


def moon(evidence_of: Callable[..., Evidence], scores: Scores, *, members: str = MEMBERS, **options: Any) -> Case:
    """The case of the moon with three members, other tables given by name."""
    settings = {key: options.pop(key) for key in ("actor", "spread", "weights", "mean", "day") if key in options}
    return opened(evidence_of(members=members, actors=NAMED, **options), scores, **settings)


def with_rows(case: Case, rows: Mapping[str, tuple[str | None, str]]) -> Case:
    """The case with one row of evidence behind each indicator given: its date and verification."""
    frame = pl.DataFrame(
        [(id_, f"row:{id_}", "made", verified, date) for id_, (date, verified) in rows.items()],
        schema={"indicator": pl.String, "evidence_id": pl.String, "table": pl.String, "verification": pl.String,
                "date": pl.String}, orient="row",
    )  # fmt: skip
    case.__dict__["rows"] = frame.with_columns(pl.col("date").str.to_date())
    return case


def every_row(date: str | None, verified: str = "read") -> dict[str, tuple[str | None, str]]:
    """One row behind each scored indicator."""
    return dict.fromkeys(scored_indicators(), (date, verified))


def dimension_scores(*scores: float | None) -> dict[str, float | None]:
    """Scores of the five dimensions in the order of the catalogue."""
    return dict(zip(even(None), scores, strict=True))


def counted_share(case: Case, draws: int = 100_000) -> dict[str, float]:
    """Share of weightings with each verdict, counted the slow way: exponentials, one mean after the other."""
    generator = np.random.default_rng(20)
    weights = generator.exponential(size=(draws, 5))
    weights /= weights.sum(axis=1, keepdims=True)
    scores = case.point.dimensions
    known = ~np.isnan(scores)
    covered = weights[:, known].sum(axis=1)
    health = weights[:, known] @ scores[known] / covered
    health[covered < 0.5] = np.nan
    found, counts = np.unique(case.decided(health=health), return_counts=True)
    return dict(zip(found.tolist(), (counts / draws).tolist(), strict=True))
