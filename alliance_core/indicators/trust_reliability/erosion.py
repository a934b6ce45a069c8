"""Erosion: how much strain has the alliance seen of late?"""

import math

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, z_score

DAYS_PER_YEAR = 365.25


def erosion(snapshot: Snapshot) -> Measurement:
    """Severity-squared strain per year with a half-life, less what gains of the same dimension offset; a cost.

    The weights 2^(-age / half-life) add up to half-life / ln 2 years, so that the weighted sum divided
    by it is a yearly rate. A gain that was undone offsets nothing any more.

    Gives  Measurement with strains (chains), raw, offset (points a year). Interval: compound Poisson
           (the variance is the sum of squared weights), wider upwards where quarrels are not public
    Nulls  an alliance without any event has no value: silence is no evidence of calm
    """
    rules = indicator("erosion")
    half_life = rules.parameter("half_life_years")
    window = half_life / math.log(2)
    age = (pl.col("as_of") - pl.col("date")).dt.total_days() / DAYS_PER_YEAR
    points = pl.col("severity").cast(pl.Float64) ** 2 * (-age * math.log(2) / half_life).exp() / window
    strain, gain = pl.col("points").filter(~pl.col("gain")), pl.col("points").filter(pl.col("gain"))
    offset = pl.min_horizontal(gain.sum(), strain.sum() * rules.parameter("offset_limit"))
    publicity = {level: rules.parameter(f"publicity_{level}") for level in ("high", "medium", "low")}
    holding = pl.col("gain").not_() | pl.col("resolved").is_null()
    events = snapshot.events.filter(holding).with_columns(points=points)
    estimates = (
        events.sort("as_of", "evidence_id")
        .group_by(*KEY, "dimension", maintain_order=True)
        .agg(raw=strain.sum(), offset=offset, variance=(strain**2).sum(), strains=strain.len())
        .group_by(KEY)
        .agg(pl.col("raw", "offset", "variance").sum(), pl.col("strains").sum().cast(pl.Float64))
        .join(events.group_by(KEY).agg(widening=widening().mean()), on=KEY)
        .join(snapshot.event_coverage.select("alliance_id", "publicity"), on="alliance_id", how="left")
        .with_columns(
            value=pl.col("raw") - pl.col("offset"),
            half=z_score() * pl.col("variance").sqrt(),
            unseen=pl.col("publicity").replace_strict(publicity, default=max(publicity.values())),
        )
        .with_columns(
            low=pl.col("value") - pl.col("half"),
            high=pl.col("value") + pl.col("unseen") * pl.col("half"),
            coverage=1 / pl.col("unseen"),
        )
        .drop("variance", "half", "unseen", "publicity")
    )
    coverage_rows = snapshot.alliances.select(KEY).join(
        snapshot.event_coverage.select("alliance_id", "evidence_id"), on="alliance_id"
    )
    used = pl.concat([events.select(*KEY, "evidence_id"), coverage_rows.join(events, on=KEY, how="semi")])
    return measurement("erosion", estimates, used, pl.col("widening"))
