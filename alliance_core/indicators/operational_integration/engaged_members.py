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
    # Rows are counted by actor: each is one row of evidence, and there are far fewer actors to look up.
    found = proofs.group_by(*KEY, "actor_id").agg(n=pl.len().cast(pl.Int64), weaker=widening().sum())
    own = members.select(*KEY, "actor_id", n=pl.lit(1, pl.Int64), weaker=widening())
    counted = pl.concat([own, found.join(actors, on=[*KEY, "actor_id"], how="semi")])
    low, high = wilson(pl.col("engaged"), pl.col("members"))
    estimates = (
        members_with(found, members, "engaged")
        .group_by(KEY)
        .agg(engaged=pl.col("engaged").sum(), members=pl.len().cast(pl.Float64))
        .with_columns(value=pl.col("engaged") / pl.col("members"), low=low, high=high)
        .join(counted.group_by(KEY).agg(pl.col("n").sum(), widening=pl.col("weaker").sum() / pl.col("n").sum()), on=KEY)
    )
    columns = [*KEY, "actor_id", "evidence_id"]
    shown = proofs.lazy().select(columns).join(actors.lazy(), on=[*KEY, "actor_id"], how="semi")
    rows = pl.concat([members.lazy().select(columns), shown])
    return measurement("engaged_members", estimates, rows, pl.col("widening"))
