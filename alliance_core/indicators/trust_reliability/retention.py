"""Retention: does the alliance keep its members?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def retention(snapshot: Snapshot) -> Measurement:
    """Share of the members of the trailing years that still belong.

    Gives  Measurement with kept, ever (numbers of actors), years; Wilson interval. A member that left
           and came back counts as kept.
    """
    years = indicator("retention").parameter("years")
    recent = snapshot.former_members.filter(
        pl.col("left").is_null() | (pl.col("left") > pl.col("as_of").dt.offset_by(f"-{years}y"))
    )
    actors = recent.group_by(*KEY, "actor_id").agg(kept=pl.col("left").is_null().any())
    low, high = wilson(pl.col("kept"), pl.col("ever"))
    estimates = (
        actors.group_by(KEY)
        .agg(kept=pl.col("kept").sum().cast(pl.Float64), ever=pl.len().cast(pl.Float64))
        .with_columns(value=pl.col("kept") / pl.col("ever"), years=pl.lit(float(years)), low=low, high=high)
        .join(recent.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("retention", estimates, recent, pl.col("widening"))
