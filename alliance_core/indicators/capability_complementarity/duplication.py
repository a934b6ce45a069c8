"""Duplication: where do three or more partners do the same thing?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.capability_complementarity.provision import needed_parts
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def duplication(snapshot: Snapshot) -> Measurement:
    """Share of provided parts of functions with three or more independent full providers; a cost.

    Gives  Measurement with duplicated, provided (numbers of parts); Wilson interval
    """
    many = indicator("duplication").parameter("full_providers")
    low, high = wilson(pl.col("duplicated"), pl.col("provided"))
    estimates = (
        needed_parts(snapshot)
        .filter(pl.col("full") > 0)
        .group_by(KEY)
        .agg(duplicated=(pl.col("full") >= many).sum().cast(pl.Float64), provided=pl.len().cast(pl.Float64))
        .with_columns(value=pl.col("duplicated") / pl.col("provided"), low=low, high=high)
        .join(snapshot.functions.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("duplication", estimates, snapshot.functions, pl.col("widening"))
