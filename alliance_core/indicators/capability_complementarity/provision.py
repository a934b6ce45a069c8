"""Who provides what: the parts of functions that an alliance needs, and their independent providers."""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot

PART = [*KEY, "function", "detail"]
FULL = ["primary", "alternate"]


@once_per_snapshot
def independent_providers(snapshot: Snapshot) -> pl.DataFrame:
    """Providers at the date; a state beside its own organisation counts as the organisation.

    Gives  the columns of Snapshot.functions and provider (whose exit would matter)
    """
    functions = snapshot.functions
    beside = (
        functions.select(*PART, "actor_id")
        .join(snapshot.organisation_states, on=["as_of", "actor_id"])
        .join(functions, left_on=[*PART, "organisation"], right_on=[*PART, "actor_id"], how="semi")
    )
    own = beside.sort("organisation").unique([*PART, "actor_id"], keep="first", maintain_order=True)
    return functions.join(own, on=[*PART, "actor_id"], how="left").with_columns(
        provider=pl.coalesce("organisation", "actor_id")
    )


@once_per_snapshot
def needed_parts(snapshot: Snapshot) -> pl.DataFrame:
    """Every needed part of a function with its providers counted.

    Gives  PART, weight (criticality shared among the details), full (independent providers that are
           primary or alternate), alternates, partial, redundant (an alternate is independent of a
           primary, or two alternates exist)
    """
    providers = independent_providers(snapshot)
    role = pl.col("role")
    counted = providers.group_by(PART).agg(
        full=pl.col("provider").filter(role.is_in(FULL)).n_unique(),
        alternates=(role == "alternate").sum(),
        partial=(role == "partial").sum(),
    )
    counts = [pl.col(name).fill_null(0) for name in ("full", "alternates", "partial")]
    return (
        snapshot.needs.select(*PART, "weight")
        .join(counted, on=PART, how="left")
        .with_columns(counts)
        .with_columns(redundant=(pl.col("alternates") > 0) & (pl.col("full") > 1))
        .sort(PART)
    )
