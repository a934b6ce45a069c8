"""The member states of an alliance: those listed, and those that it reaches through an organisation."""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.measurement import tier_weight


@once_per_snapshot
def represented_states(snapshot: Snapshot) -> pl.DataFrame:
    """States for which an alliance stood, each once.

    A state that is listed keeps its own tier. The states that an organisation stands for and that are
    not listed themselves share the organisation's weight.

    Gives  KEY, actor_id, weight, through (the organisation, or null), evidence_id and verification (of
           the membership)
    """
    members = snapshot.members.with_columns(weight=tier_weight())
    listed = members.filter(pl.col("kind").is_in(["state", "territory"]))
    behind = (
        members.join(
            snapshot.organisation_states.rename({"actor_id": "state"}),
            left_on=["as_of", "actor_id"],
            right_on=["as_of", "organisation"],
        )
        .join(listed, left_on=[*KEY, "state"], right_on=[*KEY, "actor_id"], how="anti")
        .with_columns(pl.col("weight") / pl.len().over(*KEY, "actor_id"))
        .select(*KEY, "weight", "evidence_id", "verification", actor_id="state", through="actor_id")
        .sort("weight", "through", descending=[True, False])
        .unique([*KEY, "actor_id"], keep="first", maintain_order=True)
    )
    own = listed.with_columns(through=pl.lit(None, behind.schema["through"])).select(behind.columns)
    return pl.concat([own, behind]).sort(*KEY, "actor_id")


@once_per_snapshot
def counted_members(snapshot: Snapshot) -> pl.DataFrame:
    """Members for counting: an organisation is left out where its own states are listed beside it.

    Gives  KEY, actor_id, tier, evidence_id, verification, through (a member organisation that the state
           acts through, or null)
    """
    members = snapshot.members.select(*KEY, "actor_id", "tier", "evidence_id", "verification")
    behind = (
        members.select(*KEY, organisation="actor_id")
        .join(snapshot.organisation_states, on=["as_of", "organisation"])
        .join(members, on=[*KEY, "actor_id"], how="semi")
    )
    through = behind.sort("organisation").unique([*KEY, "actor_id"], keep="first", maintain_order=True)
    return (
        members.join(behind, left_on=[*KEY, "actor_id"], right_on=[*KEY, "organisation"], how="anti")
        .join(through.rename({"organisation": "through"}), on=[*KEY, "actor_id"], how="left")
        .sort(*KEY, "actor_id")
    )


def members_with(proofs: pl.DataFrame, members: pl.DataFrame, name: str) -> pl.DataFrame:
    """Which counted members have a proof, of their own or of the organisation that they act through.

    Takes  proofs: KEY, actor_id; members: as counted_members gives them
    Gives  members with the column `name` (1.0 with a proof, else 0.0)
    """
    proven = proofs.select(*KEY, "actor_id").unique().with_columns(proven=True)
    return (
        members.join(proven, on=[*KEY, "actor_id"], how="left")
        .join(proven, left_on=[*KEY, "through"], right_on=[*KEY, "actor_id"], how="left", suffix="_through")
        .with_columns(
            (pl.col("proven").fill_null(False) | pl.col("proven_through").fill_null(False)).cast(pl.Float64).alias(name)
        )
        .drop("proven", "proven_through")
    )
