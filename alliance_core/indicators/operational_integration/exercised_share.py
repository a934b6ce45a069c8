"""Exercised links: how many were tested or used for real?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def exercised_share(snapshot: Snapshot) -> Measurement:
    """Share of links at the exercised level or higher.

    Gives  Measurement with exercised, links (numbers); Wilson interval
    """
    least = indicator("exercised_share").parameter("exercised_level")
    rows = snapshot.interoperability
    low, high = wilson(pl.col("exercised"), pl.col("links"))
    estimates = (
        rows.group_by(KEY)
        .agg(
            exercised=(pl.col("level") >= least).sum().cast(pl.Float64),
            links=pl.len().cast(pl.Float64),
            widening=widening().mean(),
            n=pl.len(),
        )
        .with_columns(value=pl.col("exercised") / pl.col("links"), low=low, high=high)
    )
    return measurement("exercised_share", estimates, rows, pl.col("widening"))
