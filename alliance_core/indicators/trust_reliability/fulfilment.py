"""Fulfilment: which share of the promises that came due was kept?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, beta_posterior, measurement, widening
from alliance_core.indicators.trust_reliability.promises import matured


def fulfilment(snapshot: Snapshot) -> Measurement:
    """Posterior probability that a promise is kept, with a prior from alliance history (Leeds 2003).

    Gives  Measurement with delivered, matured, kept, broken (the prior); interval: posterior quantiles
    Nulls  no matured commitment: no value, because the prior alone is no evidence
    """
    rules = indicator("fulfilment")
    kept, broken = rules.parameter("kept"), rules.parameter("broken")
    rows = matured(snapshot)
    counts = rows.group_by(KEY).agg(
        delivered=(pl.col("state") == "delivered").sum().cast(pl.Float64),
        matured=pl.len().cast(pl.Float64),
        widening=widening().mean(),
        n=pl.len(),
    )
    estimates = beta_posterior(
        counts, kept + pl.col("delivered"), broken + pl.col("matured") - pl.col("delivered")
    ).with_columns(kept=pl.lit(kept), broken=pl.lit(broken))
    return measurement("fulfilment", estimates, rows, pl.col("widening"))
