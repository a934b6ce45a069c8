"""Independent launch: how many members can reach orbit on their own?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson


def independent_launch(snapshot: Snapshot) -> Measurement:
    """Share of members with an orbital launch attempt of their own in the last ended years.

    An organisation that launches counts once where it is a member; where it is not, each of its states
    counts, because they own the launcher together.

    Gives  Measurement with launching, members (numbers), years; Wilson interval
    """
    years = indicator("independent_launch").parameter("years")
    year_ended = (pl.col("as_of") + pl.duration(days=1)).dt.year() - 1
    recent = snapshot.launches.filter((pl.col("year") > year_ended - years) & (pl.col("orbital_attempts") > 0))
    members = snapshot.members.select(*KEY, "actor_id", "evidence_id", "verification")
    launchers = recent.select("as_of", "actor_id").unique()
    direct = members.join(launchers, on=["as_of", "actor_id"], how="semi").select(*KEY, "actor_id", launcher="actor_id")
    owners = snapshot.organisation_states.join(
        launchers, left_on=["as_of", "organisation"], right_on=["as_of", "actor_id"]
    )
    through = (
        members.select(*KEY, "actor_id")
        .join(owners, on=["as_of", "actor_id"])
        .join(members, left_on=[*KEY, "organisation"], right_on=[*KEY, "actor_id"], how="anti")
        .select(*KEY, "actor_id", launcher="organisation")
    )
    launching = pl.concat([direct, through])
    low, high = wilson(pl.col("launching"), pl.col("members"))
    flags = launching.select(*KEY, "actor_id").unique().with_columns(launching=1.0)
    used = launching.select(*KEY, actor_id="launcher").unique().join(recent, on=["as_of", "actor_id"])
    rows = pl.concat(
        [
            members.select(*KEY, "evidence_id", "verification"),
            used.select(*KEY, "evidence_id", "verification"),
        ]
    )
    estimates = (
        members.join(flags, on=[*KEY, "actor_id"], how="left")
        .group_by(KEY)
        .agg(launching=pl.col("launching").sum(), members=pl.len().cast(pl.Float64), years=pl.lit(float(years)))
        .with_columns(value=pl.col("launching") / pl.col("members"), low=low, high=high)
        .join(rows.group_by(KEY).agg(widening=widening().mean()), on=KEY)
        .join(recent.select("as_of").unique(), on="as_of", how="semi")
    )
    return measurement("independent_launch", estimates, rows, pl.col("widening"))
