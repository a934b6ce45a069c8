"""Delivered commitments: how much of what came due exists?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson
from alliance_core.indicators.trust_reliability.promises import matured


def delivered_share(snapshot: Snapshot) -> Measurement:
    """Delivered hardware and services, divided by those that matured, without a prior.

    Gives  Measurement with delivered, matured (numbers); Wilson interval
    """
    rows = matured(snapshot)
    low, high = wilson(pl.col("delivered"), pl.col("matured"))
    estimates = (
        rows.group_by(KEY)
        .agg(
            delivered=(pl.col("state") == "delivered").sum().cast(pl.Float64),
            matured=pl.len().cast(pl.Float64),
            widening=widening().mean(),
            n=pl.len(),
        )
        .with_columns(value=pl.col("delivered") / pl.col("matured"), low=low, high=high)
    )
    return measurement("delivered_share", estimates, rows, pl.col("widening"))
