"""Engaged members: how many have anything at stake?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson
from alliance_core.indicators.strategic_alignment.states import counted_members, members_with


@once_per_snapshot
def stakes(snapshot: Snapshot) -> pl.DataFrame:
    """Rows that show a member's stake: a commitment, a function, a share of the cost, a contribution.

    Gives  KEY, actor_id, evidence_id, verification
    """
    columns = [*KEY, "actor_id", "evidence_id", "verification"]
    paid = snapshot.shares.filter((pl.col("measure") == "cost") & (pl.col("share") > 0))
    return pl.concat(
        [frame.select(columns) for frame in (snapshot.commitments, snapshot.functions, paid, snapshot.contributions)]
    )


def engaged_members(snapshot: Snapshot) -> Measurement:
    """Share of members with something at stake: 1 - parchment share.

    Gives  Measurement with engaged, members (numbers); Wilson interval
    """
    members = counted_members(snapshot)
    proofs = stakes(snapshot)
    actors = pl.concat(
        [members.select(*KEY, "actor_id"), members.select(*KEY, actor_id="through").drop_nulls()]
    ).unique()
    columns = [*KEY, "actor_id", "evidence_id", "verification"]
    rows = pl.concat([members.select(columns), proofs.join(actors, on=[*KEY, "actor_id"], how="semi")])
    low, high = wilson(pl.col("engaged"), pl.col("members"))
    estimates = (
        members_with(proofs, members, "engaged")
        .group_by(KEY)
        .agg(engaged=pl.col("engaged").sum(), members=pl.len().cast(pl.Float64))
        .with_columns(value=pl.col("engaged") / pl.col("members"), low=low, high=high)
        .join(rows.group_by(KEY).agg(widening=widening().mean()), on=KEY)
    )
    return measurement("engaged_members", estimates, rows, pl.col("widening"))
