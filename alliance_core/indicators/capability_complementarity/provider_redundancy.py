"""Provider redundancy: if one provider is lost, can another take over?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.capability_complementarity.function_coverage import providers_and_promises
from alliance_core.indicators.capability_complementarity.provision import needed_parts
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def provider_redundancy(snapshot: Snapshot) -> Measurement:
    """Criticality-weighted share of needed functions with an independent substitute.

    Gives  Measurement with redundant, needed (points of criticality), single (parts of functions with
           exactly one full provider). Interval: Wilson with the number of functions as trials.
    """
    rows = providers_and_promises(snapshot)
    low, high = wilson(pl.col("value") * pl.col("functions"), pl.col("functions"))
    estimates = (
        needed_parts(snapshot)
        .group_by(KEY)
        .agg(
            redundant=pl.col("weight").filter(pl.col("redundant")).sum(),
            needed=pl.col("weight").sum(),
            functions=pl.col("function").n_unique().cast(pl.Float64),
            single=(pl.col("full") == 1).sum().cast(pl.Float64),
        )
        .with_columns(value=pl.col("redundant") / pl.col("needed"))
        .with_columns(low=low, high=high)
        .join(rows.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("provider_redundancy", estimates, rows, pl.col("widening"))
