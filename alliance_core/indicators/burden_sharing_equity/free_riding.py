"""Free riding: how much of the members' wealth contributes nothing?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    AS_GOOD_AS_NOTHING,
    burden_units,
    gdp_counts,
    gdp_rows,
    share_counts,
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
    years, max_age = rules.parameter("years"), rules.parameter("max_gdp_age_years")
    rows = share_rows(snapshot, years, ("cost",))
    idle = pl.col("cost") <= AS_GOOD_AS_NOTHING
    share = pl.col("gdp") / pl.col("gdp").sum()
    error = rules.parameter("relative_error") * (share**2).sum().sqrt()
    estimates = (
        units.group_by(KEY)
        .agg(value=share.filter(idle).sum(), idle=idle.sum().cast(pl.Float64), half=z_score() * error)
        .with_columns(low=pl.col("value") - pl.col("half"), high=pl.col("value") + pl.col("half"))
        .join(share_counts(snapshot, years, ("cost",)), on=KEY)
        .join(gdp_counts(snapshot, max_age), on=KEY, how="left")
        .with_columns(n=pl.col("n") + pl.col("gdp_n").fill_null(0))
        .drop("half", "gdp_n")
    )
    used = pl.concat([rows.lazy().select(*KEY, "evidence_id"), gdp_rows(snapshot, max_age).lazy()])
    return measurement("free_riding", estimates, used.join(rows.lazy(), on=KEY, how="semi"), pl.col("widening"))
