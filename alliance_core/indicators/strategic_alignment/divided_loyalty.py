"""Divided loyalty: how many members have also joined a rival framework?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson
from alliance_core.indicators.strategic_alignment.states import counted_members


def divided_loyalty(snapshot: Snapshot) -> Measurement:
    """Share of members that also belong to a rival framework (coded judgement); a cost.

    Gives  Measurement with divided, members (numbers); Wilson interval. The evidence is the membership
           here, for the divided also that in the rival framework, and who counts as a rival.
    Nulls  no rival framework exists at the date: no value
    """
    members = counted_members(snapshot)
    rivalries = snapshot.rivals.join(snapshot.alliances.select("as_of", rival_id="alliance_id"), on="rival_id")
    elsewhere = snapshot.members.select("as_of", "actor_id", "evidence_id", "verification", rival_id="alliance_id")
    double = (
        members.select(*KEY, "actor_id")
        .join(rivalries.select(*KEY, "rival_id"), on=KEY)
        .join(elsewhere, on=["as_of", "actor_id", "rival_id"])
    )
    judged = members.join(rivalries.select(KEY).unique(), on=KEY, how="semi")
    memberships = pl.concat([frame.select(*KEY, "evidence_id", "verification") for frame in (judged, double)])
    divided = double.select(*KEY, "actor_id").unique().with_columns(divided=1.0)
    low, high = wilson(pl.col("divided"), pl.col("members"))
    estimates = (
        judged.join(divided, on=[*KEY, "actor_id"], how="left")
        .group_by(KEY)
        .agg(divided=pl.col("divided").sum(), members=pl.len().cast(pl.Float64))
        .join(memberships.group_by(KEY).agg(widening=widening().mean()), on=KEY)
        .with_columns(value=pl.col("divided") / pl.col("members"), low=low, high=high)
    )
    evidence = pl.concat([frame.select(*KEY, "evidence_id") for frame in (memberships, rivalries)])
    return measurement("divided_loyalty", estimates, evidence, pl.col("widening"))
