"""Function coverage: is there a provider for everything that the alliance needs?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.capability_complementarity.provision import needed_parts
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def function_coverage(snapshot: Snapshot) -> Measurement:
    """Criticality-weighted share of needed functions with a provider.

    Gives  Measurement with covered, needed (points of criticality), functions (number). Interval: Wilson
           with the number of functions as trials.
    """
    partial = indicator("function_coverage").parameter("partial")
    credit = pl.when(pl.col("full") > 0).then(1.0).when(pl.col("partial") > 0).then(partial).otherwise(0.0)
    rows = providers_and_promises(snapshot)
    low, high = wilson(pl.col("value") * pl.col("functions"), pl.col("functions"))
    estimates = (
        needed_parts(snapshot)
        .group_by(KEY)
        .agg(
            covered=(pl.col("weight") * credit).sum(),
            needed=pl.col("weight").sum(),
            functions=pl.col("function").n_unique().cast(pl.Float64),
        )
        .with_columns(value=pl.col("covered") / pl.col("needed"))
        .with_columns(low=low, high=high)
        .join(rows.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("function_coverage", estimates, rows, pl.col("widening"))


@once_per_snapshot
def providers_and_promises(snapshot: Snapshot) -> pl.DataFrame:
    """Rows that say what is needed and who provides it: KEY, evidence_id, verification."""
    promises = snapshot.commitments.filter(pl.col("nature").is_in(["hardware", "service"]))
    columns = [*KEY, "evidence_id", "verification"]
    return pl.concat([snapshot.functions.select(columns), promises.select(columns)])
