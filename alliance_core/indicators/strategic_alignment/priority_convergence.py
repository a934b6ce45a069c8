"""Priority convergence: do partners take part for the same reasons?"""

import functools
import operator

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, tier_weight, widening

MOTIVES = ["security", "science", "prestige", "commercial", "industrial", "autonomy"]
TOP = 4


def priority_convergence(snapshot: Snapshot) -> Measurement:
    """1 - weighted mean absolute distance of motive profiles over pairs of members, as a share of the scale.

    On a scale of whole levels |x - y| counts the thresholds between x and y, so that the pairs' distances
    add up to sum over thresholds t of W(x >= t) W(x < t): no pair is ever formed.

    Gives  Measurement with profiles (members with one), distance (levels); coverage is the share of the
           members' weight with a profile. Interval: half a level per coded profile.
    Nulls  fewer than two profiles give no value
    """
    members = snapshot.members.select(*KEY, "actor_id", weight=tier_weight()).sort(*KEY, "actor_id")
    coded = snapshot.priorities.join(members, on=[*KEY, "actor_id"]).sort(*KEY, "actor_id")
    w = pl.col("weight")
    distances = [
        (w.filter(pl.col(motive) >= level).sum() * w.filter(pl.col(motive) < level).sum())
        for motive in MOTIVES
        for level in range(1, TOP + 1)
    ]
    half_level = evidence_rules()["interval"]["rating_half_width"]
    estimates = (
        coded.group_by(KEY, maintain_order=True)
        .agg(
            # Added in a fixed order: sum_horizontal adds in parallel, so that the last digit would vary.
            distances=functools.reduce(operator.add, distances),
            pairs=(w.sum() ** 2 - (w**2).sum()) / 2,
            profiles=pl.len().cast(pl.Float64),
            coded_weight=w.sum(),
            widening=widening().mean(),
            n=pl.len(),
        )
        .filter(pl.col("profiles") > 1)
        .join(members.group_by(KEY, maintain_order=True).agg(all_weight=w.sum()), on=KEY)
        .with_columns(distance=pl.col("distances") / len(MOTIVES) / pl.col("pairs"))
        .with_columns(value=1 - pl.col("distance") / TOP, half=half_level / TOP / pl.col("profiles").sqrt())
        .with_columns(
            low=pl.col("value") - pl.col("half"),
            high=pl.col("value") + pl.col("half"),
            coverage=pl.col("coded_weight") / pl.col("all_weight"),
        )
        .drop("distances", "pairs", "coded_weight", "all_weight", "half")
    )
    return measurement("priority_convergence", estimates, coded, pl.col("widening"))
