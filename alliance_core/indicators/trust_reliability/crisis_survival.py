"""Crisis survival: when it came to the worst, did the partners stay?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.measurement import Measurement, beta_posterior, measurement, widening

LOST = ["partner_left", "alliance_ended"]


@once_per_snapshot
def grave_strains(snapshot: Snapshot) -> pl.DataFrame:
    """Strains of the gravest kind, one row per chain: the columns of Snapshot.events."""
    least = indicator("crisis_survival").parameter("least_severity")
    return snapshot.events.filter(~pl.col("gain") & (pl.col("severity") >= least))


@once_per_snapshot
def departures(snapshot: Snapshot) -> pl.DataFrame:
    """Anchor and core members that left during a grave strain: KEY, chain_id, evidence_id, verification."""
    leavers = snapshot.former_members.filter(
        pl.col("tier").is_in(["anchor", "core"]) & pl.col("left").is_not_null()
    ).select(*KEY, "evidence_id", "verification", leaving="left")
    return (
        grave_strains(snapshot)
        .select(*KEY, "chain_id", "date", "resolved")
        .join(leavers, on=KEY)
        .filter(pl.col("leaving").is_between(pl.col("date"), pl.col("resolved").fill_null(pl.col("as_of"))))
        .select(*KEY, "chain_id", "evidence_id", "verification")
    )


@once_per_snapshot
def crises(snapshot: Snapshot) -> pl.DataFrame:
    """Strains of the gravest kind since the founding, one row per chain.

    Gives  the columns of Snapshot.events and ended (bool), lost (an anchor or core member left before
           the end, or the strain is known to have ended so)
    """
    left_meanwhile = departures(snapshot).select(*KEY, "chain_id", left_meanwhile=True).unique()
    return (
        grave_strains(snapshot)
        .join(left_meanwhile, on=[*KEY, "chain_id"], how="left")
        .with_columns(
            ended=pl.col("resolved").is_not_null() | pl.col("left_meanwhile").fill_null(False),
            lost=pl.col("left_meanwhile").fill_null(False) | pl.col("outcome").is_in(LOST).fill_null(False),
        )
    )


def crisis_survival(snapshot: Snapshot) -> Measurement:
    """Posterior probability of surviving a crisis with all anchor and core members (rule of succession).

    Gives  Measurement with survived, faced, open (numbers); interval: posterior quantiles of Beta(1, 1). The
           evidence is the crises, and the departures that they saw.
    Nulls  no crisis that has ended: no value
    """
    faced = crises(snapshot)
    columns = [*KEY, "evidence_id", "verification"]
    rows = pl.concat([faced.select(columns), departures(snapshot).select(columns)]).unique([*KEY, "evidence_id"])
    ended = pl.col("ended")
    counts = (
        faced.group_by(KEY)
        .agg(
            survived=(ended & ~pl.col("lost")).sum().cast(pl.Float64),
            faced=ended.sum().cast(pl.Float64),
            open=(~ended).sum().cast(pl.Float64),
        )
        .filter(pl.col("faced") > 0)
        .join(rows.group_by(KEY).agg(widening=widening().mean()), on=KEY)
    )
    estimates = beta_posterior(counts, 1 + pl.col("survived"), 1 + pl.col("faced") - pl.col("survived"))
    return measurement("crisis_survival", estimates, rows, pl.col("widening"))
