"""Operating experience: for how long have the partners run something together as routine?"""

import polars as pl

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening

DAYS_PER_YEAR = 365.25


def operating_experience(snapshot: Snapshot) -> Measurement:
    """Years since the oldest link that is still routine in the operations layer became so.

    Gives  Measurement with since (date as text); interval: half a year either way, widened
    Nulls  the operations layer was never looked at: no value; looked at and not routine: 0
    """
    rules = indicator("operating_experience")
    rows = snapshot.interoperability.filter(layer=rules.parameter("layer"))
    routine = pl.col("since").filter(pl.col("level") >= rules.parameter("routine_level")).min()
    half = evidence_rules()["interval"]["rating_half_width"]
    estimates = (
        rows.group_by(KEY)
        .agg(start=routine, widening=widening().mean(), n=pl.len())
        .with_columns(
            value=((pl.col("as_of") - pl.col("start")).dt.total_days() / DAYS_PER_YEAR).fill_null(0.0),
            since=pl.col("start").dt.to_string("%Y-%m-%d").fill_null("never yet"),
        )
        .with_columns(low=pl.col("value") - half, high=pl.col("value") + half)
        .drop("start")
    )
    return measurement("operating_experience", estimates, rows, pl.col("widening"))
