"""Who depends on whom inside an alliance, and who has the leverage (Keohane and Nye 1977)."""

import polars as pl

from alliance_core.dissolution.units import Units
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.capability_complementarity.provision import FULL, independent_providers

PART = ["function", "detail"]


def sole_providers(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Parts that hang on one provider: PART, b (the only provider, or the only full one)."""
    listed = independent_providers(snapshot).filter(alliance_id=alliance)
    full = pl.col("provider").filter(pl.col("role").is_in(FULL))
    only = pl.when(full.n_unique() == 1).then(full.first()).when(
        (full.len() == 0) & (pl.col("provider").n_unique() == 1)
    ).then(pl.col("provider").first())  # fmt: skip
    return listed.sort("evidence_id").group_by(PART).agg(b=only).drop_nulls("b").sort(PART)


def dependence(snapshot: Snapshot, found: Units, standing: pl.DataFrame) -> pl.DataFrame:
    """Dependence of each member a on each b, and the leverage that follows from the difference.

    Takes  the frame Dissolution.standing
    Gives  a, b, share (criticality-weighted share 0..1 of what a uses that only b provides and a cannot provide
           alone), reverse (the same of b on a; null = b uses nothing or is no member), leverage (of b over a, share
           minus reverse; an unknown reverse counts as none); only shares above 0, most first. A state and its own
           organisation are no pair.
    """
    used = standing.filter("uses").select("actor_id", *PART, "criticality", "alone")
    whole = pl.col("criticality").sum().over("actor_id")
    shares = (
        used.with_columns(part=pl.col("criticality") / whole)
        .filter(~pl.col("alone"))
        .join(sole_providers(snapshot, found.alliance), on=PART)
        .filter(pl.col("actor_id") != pl.col("b"))
        .join(found.houses, left_on=["actor_id", "b"], right_on=["actor_id", "organisation"], how="anti")
        .join(found.houses, left_on=["b", "actor_id"], right_on=["actor_id", "organisation"], how="anti")
        .group_by(a="actor_id", b="b")
        .agg(share=pl.col("part").sum())
    )
    users = used["actor_id"].unique().to_list()
    back = shares.select(a="b", b="a", reverse="share")
    return (
        shares.join(back, on=["a", "b"], how="left")
        .with_columns(reverse=pl.when(pl.col("b").is_in(users)).then(pl.col("reverse").fill_null(0.0)))
        .with_columns(leverage=pl.col("share") - pl.col("reverse").fill_null(0.0))
        .sort("leverage", "share", "a", "b", descending=[True, True, False, False])
    )
