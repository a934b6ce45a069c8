"""Declared against revealed: is money and hardware behind what the partners declared?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def declared_revealed_fit(snapshot: Snapshot) -> Measurement:
    """Mean backing of declared objectives and matured commitments.

    An objective counts by the money behind it at the date (yes 1, partial 0.5, no 0); a commitment by
    its dates (delivered 1, overdue 0.5, cancelled or withdrawn 0; not yet due: left out).

    Gives  Measurement with backed, declared, objectives, commitments (numbers); Wilson interval
    """
    rules = indicator("declared_revealed_fit")
    funded = {"yes": 1.0, "partial": rules.parameter("partial"), "no": 0.0}
    revealed = {"delivered": 1.0, "delayed": rules.parameter("overdue"), "ended": 0.0}
    aims = snapshot.objectives.select(
        *KEY, "evidence_id", "verification", pl.lit(1.0).alias("aim"),
        backing=pl.col("funded").replace_strict(funded, return_dtype=pl.Float64),
    )  # fmt: skip
    promises = snapshot.commitments.filter(pl.col("state").is_in(list(revealed))).select(
        *KEY, "evidence_id", "verification", pl.lit(0.0).alias("aim"),
        backing=pl.col("state").replace_strict(revealed, return_dtype=pl.Float64),
    )  # fmt: skip
    rows = pl.concat([aims, promises])
    low, high = wilson(pl.col("backed"), pl.col("declared"))
    estimates = (
        rows.group_by(KEY)
        .agg(
            backed=pl.col("backing").sum(),
            declared=pl.len().cast(pl.Float64),
            objectives=pl.col("aim").sum(),
            commitments=(1 - pl.col("aim")).sum(),
            widening=widening().mean(),
            n=pl.len(),
        )
        .with_columns(value=pl.col("backed") / pl.col("declared"), low=low, high=high)
    )
    return measurement("declared_revealed_fit", estimates, rows, pl.col("widening"))
