"""How well the cost matches what partners get or decide."""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    dissimilarity,
    share_counts,
    share_rows,
    unit_shares,
)
from alliance_core.indicators.measurement import Measurement, measurement


def aligned(snapshot: Snapshot, name: str, measure: str) -> Measurement:
    """1 - dissimilarity between cost shares and the shares of `measure`.

    Gives  Measurement with moved (share), payers (units)
    Nulls  no value where either is unknown, or where both are equal by rule (the parameter
           same_by_rule), because an identity is no evidence
    """
    rules = indicator(name)
    years = rules.parameter("years")
    rows = share_rows(snapshot, years, ("cost", measure))
    units = unit_shares(snapshot, years).filter(pl.col("cost").is_not_null() & pl.col(measure).is_not_null())
    by_rule = rules.parameters.get("same_by_rule", -1.0)
    estimates = (
        dissimilarity(units, "cost", measure, rules.parameter("relative_error"))
        .filter((pl.col("payers") > 1) & (pl.col("moved") > by_rule))
        .join(share_counts(snapshot, years, ("cost", measure)), on=KEY)
    )
    return measurement(name, estimates, rows, pl.col("widening"))
