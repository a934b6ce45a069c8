"""Proportionality: do partners pay in proportion to their economies?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    burden_units,
    dissimilarity,
    gdp_counts,
    gdp_rows,
    share_counts,
    share_rows,
)
from alliance_core.indicators.measurement import Measurement, measurement


def proportionality(snapshot: Snapshot) -> Measurement:
    """1 - dissimilarity between cost shares and GDP shares of payers and member states.

    Gives  Measurement with moved (share of cost), payers (units compared); coverage is the share of the
           cost borne by units with a known GDP
    Nulls  an alliance without cost shares, or with one unit only, has no value
    """
    rules = indicator("proportionality")
    units = burden_units(snapshot, rules.parameter("years"), rules.parameter("max_gdp_age_years")).filter(
        pl.col("cost").is_not_null()
    )
    compared = units.filter(pl.col("gdp").is_not_null() & pl.col("member"))
    coverage = units.group_by(KEY).agg(
        coverage=pl.col("cost").filter(pl.col("gdp").is_not_null() & pl.col("member")).sum() / pl.col("cost").sum()
    )
    years, max_age = rules.parameter("years"), rules.parameter("max_gdp_age_years")
    rows = share_rows(snapshot, years, ("cost",))
    estimates = (
        dissimilarity(compared, "cost", "gdp", rules.parameter("relative_error"))
        .filter(pl.col("payers") > 1)
        .join(coverage, on=KEY)
        .join(share_counts(snapshot, years, ("cost",)), on=KEY)
        .join(gdp_counts(snapshot, max_age), on=KEY, how="left")
        .with_columns(n=pl.col("n") + pl.col("gdp_n").fill_null(0))
        .drop("gdp_n")
    )
    used = pl.concat([rows.lazy().select(*KEY, "evidence_id"), gdp_rows(snapshot, max_age).lazy()])
    return measurement("proportionality", estimates, used.join(rows.lazy(), on=KEY, how="semi"), pl.col("widening"))
