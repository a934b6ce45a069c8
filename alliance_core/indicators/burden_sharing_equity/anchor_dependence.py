"""Anchor dependence: how much of the cost does the largest payer bear?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    recent_shares,
    share_counts,
    share_rows,
    unit_shares,
)
from alliance_core.indicators.measurement import Measurement, measurement, z_score


def anchor_dependence(snapshot: Snapshot) -> Measurement:
    """Largest cost share, mean of the latest ended years; a cost.

    Gives  Measurement with payer (actor id), years (known). Interval: an error of each payer's amount
           carried through the share (delta method).
    """
    rules = indicator("anchor_dependence")
    years = rules.parameter("years")
    recent = recent_shares(snapshot, years).filter(measure="cost")
    rows = share_rows(snapshot, years, ("cost",))
    largest = pl.col("cost").arg_max()
    share = pl.col("cost").max()
    others2 = (pl.col("cost") ** 2).sum() - share**2
    error = rules.parameter("relative_error") * share * ((1 - share) ** 2 + others2).sqrt()
    estimates = (
        unit_shares(snapshot, years)
        .filter(pl.col("cost").is_not_null())
        .group_by(KEY)
        .agg(value=share, payer=pl.col("actor_id").get(largest), half=z_score() * error)
        .with_columns(low=pl.col("value") - pl.col("half"), high=pl.col("value") + pl.col("half"))
        .join(recent.group_by(KEY).agg(years=pl.col("year").n_unique().cast(pl.Float64)), on=KEY)
        .join(share_counts(snapshot, years, ("cost",)), on=KEY)
        .drop("half")
    )
    return measurement("anchor_dependence", estimates, rows, pl.col("widening"))
