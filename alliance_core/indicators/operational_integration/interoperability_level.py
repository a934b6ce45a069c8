"""Interoperability: how well do systems fit together, layer by layer?"""

import polars as pl

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening

TOP = 4


def layer_levels(snapshot: Snapshot) -> pl.DataFrame:
    """Level by layer: KEY, layer, level_mean, level_max (0..4), links (pairs with evidence)."""
    return (
        snapshot.interoperability.group_by(*KEY, "layer")
        .agg(level_mean=pl.col("level").mean(), level_max=pl.col("level").max(), links=pl.len())
        .sort(*KEY, "layer")
    )


def interoperability_level(snapshot: Snapshot) -> Measurement:
    """Mean level of the links, mean over the layers with evidence, as a share of the scale.

    Gives  Measurement with links, layers (numbers), level (0..4); coverage is the share of the six
           layers with evidence. Interval: half a level, widened
    """
    rules = indicator("interoperability_level")
    half = evidence_rules()["interval"]["rating_half_width"] / TOP
    rows = snapshot.interoperability
    estimates = (
        layer_levels(snapshot)
        .group_by(KEY)
        .agg(
            level=pl.col("level_mean").mean(),
            links=pl.col("links").sum().cast(pl.Float64),
            layers=pl.len().cast(pl.Float64),
        )
        .with_columns(value=pl.col("level") / TOP, coverage=pl.col("layers") / rules.parameter("layers"))
        .with_columns(low=pl.col("value") - half, high=pl.col("value") + half)
        .join(rows.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("interoperability_level", estimates, rows, pl.col("widening"))
