"""Contributing members: how many bring something, instead of only receiving?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson
from alliance_core.indicators.strategic_alignment.states import counted_members, members_with


def contributing_members(snapshot: Snapshot) -> Measurement:
    """Share of members that provide a function or have delivered a commitment by the date.

    A state that acts through a member organisation counts with what the organisation brings.

    Gives  Measurement with contributing, members (numbers); Wilson interval
    """
    columns = [*KEY, "actor_id", "evidence_id", "verification"]
    delivered = snapshot.commitments.filter(state="delivered").select(columns)
    proofs = pl.concat([snapshot.functions.select(columns), delivered])
    members = counted_members(snapshot)
    actors = pl.concat(
        [members.select(*KEY, "actor_id"), members.select(*KEY, actor_id="through").drop_nulls()]
    ).unique()
    rows = pl.concat([members.select(columns), proofs.join(actors, on=[*KEY, "actor_id"], how="semi")])
    low, high = wilson(pl.col("contributing"), pl.col("members"))
    estimates = (
        members_with(proofs, members, "contributing")
        .group_by(KEY)
        .agg(contributing=pl.col("contributing").sum(), members=pl.len().cast(pl.Float64))
        .with_columns(value=pl.col("contributing") / pl.col("members"), low=low, high=high)
        .join(rows.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
    )
    return measurement("contributing_members", estimates, rows, pl.col("widening"))
