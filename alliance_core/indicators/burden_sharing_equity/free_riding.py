"""Free riding: how much of the members' wealth contributes nothing?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    AS_GOOD_AS_NOTHING,
    burden_units,
    gdp_rows,
    mean_widening,
    share_rows,
)
from alliance_core.indicators.measurement import Measurement, measurement, z_score


def free_riding(snapshot: Snapshot) -> Measurement:
    """Share of the member states' GDP that bears no cost; a cost.

    Gives  Measurement with idle (units without cost). Interval: each unit may have been misjudged as idle
           or paying with the relative error, weighted by its GDP (independent, delta method).
    Nulls  an alliance without cost shares has no value; units without a known GDP are left out
    """
    rules = indicator("free_riding")
    units = burden_units(snapshot, rules.parameter("years"), rules.parameter("max_gdp_age_years")).filter(
        pl.col("cost").is_not_null() & pl.col("gdp").is_not_null() & pl.col("member")
    )
    rows = share_rows(snapshot, rules.parameter("years"), ["cost"])
    idle = pl.col("cost") <= AS_GOOD_AS_NOTHING
    share = pl.col("gdp") / pl.col("gdp").sum()
    error = rules.parameter("relative_error") * (share**2).sum().sqrt()
    estimates = (
        units.group_by(KEY)
        .agg(value=share.filter(idle).sum(), idle=idle.sum().cast(pl.Float64), half=z_score() * error)
        .with_columns(low=pl.col("value") - pl.col("half"), high=pl.col("value") + pl.col("half"))
        .join(mean_widening(rows), on=KEY)
        .drop("half")
    )
    used = pl.concat([rows.select(*KEY, "evidence_id"), gdp_rows(snapshot, rules.parameter("max_gdp_age_years"))])
    return measurement("free_riding", estimates, used.join(rows, on=KEY, how="semi"), pl.col("widening"))
