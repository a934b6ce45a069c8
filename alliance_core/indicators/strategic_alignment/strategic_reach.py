"""Strategic reach: how much of the world's public space spending stands behind the alliance?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, z_score
from alliance_core.indicators.strategic_alignment.states import represented_states


def strategic_reach(snapshot: Snapshot) -> Measurement:
    """Members' share of the space spending of all states with a figure.

    Each state counts with its latest ended year, civil spending where known, else total. Figures of
    organisations are left out, because their states' figures hold their dues.

    Gives  Measurement with members_busd, world_busd (billion dollars); coverage is the share of the
           member states' GDP whose spending is known. Interval: error of each figure carried through
           the ratio (delta method).
    """
    rules = indicator("strategic_reach")
    known = latest_budgets(snapshot, rules.parameter("max_age_years"))
    states = represented_states(snapshot)
    gdp = (
        snapshot.economy.drop_nulls("gdp_busd")
        .sort("year")
        .group_by("as_of", "actor_id")
        .agg(pl.col("gdp_busd").last())
    )
    inside = states.join(known, on=["as_of", "actor_id"], suffix="_budget").sort(*KEY, "actor_id")
    coverage = (
        states.join(gdp, on=["as_of", "actor_id"])
        .join(known.select("as_of", "actor_id", known=True), on=["as_of", "actor_id"], how="left")
        .group_by(KEY)
        .agg(coverage=pl.col("gdp_busd").filter(pl.col("known")).sum() / pl.col("gdp_busd").sum())
    )
    error = rules.parameter("relative_error") * pl.col("budget")
    world = known.group_by("as_of", maintain_order=True).agg(
        world=pl.col("budget").sum(), world_error2=(error**2).sum(), widening=widening().mean(), n=pl.len()
    )
    estimates = (
        inside.group_by(KEY, maintain_order=True)
        .agg(members=pl.col("budget").sum(), members_error2=(error**2).sum())
        .join(world, on="as_of")
        .join(coverage, on=KEY)
        .with_columns(value=pl.col("members") / pl.col("world"))
        .with_columns(
            half=z_score() / pl.col("world") * (
                (1 - pl.col("value")) ** 2 * pl.col("members_error2")
                + pl.col("value") ** 2 * (pl.col("world_error2") - pl.col("members_error2")).clip(0)
            ).sqrt()
        )
        .with_columns(
            low=pl.col("value") - pl.col("half"), high=pl.col("value") + pl.col("half"),
            members_busd=pl.col("members") / 1000, world_busd=pl.col("world") / 1000,
        )
        .drop("members", "members_error2", "world", "world_error2", "half")
    )  # fmt: skip
    # Each alliance rests on the figures of all states: listed when asked for, as alliances x states are many.
    evidence = snapshot.alliances.lazy().select(KEY).join(known.lazy().select("as_of", "evidence_id"), on="as_of")
    return measurement("strategic_reach", estimates, evidence, pl.col("widening"))


def latest_budgets(snapshot: Snapshot, max_age_years: int) -> pl.DataFrame:
    """Latest space spending of each state: as_of, actor_id, budget (million dollars), evidence_id, verification."""
    states = snapshot.actors.filter(kind="state")
    return (
        snapshot.space_budgets.join(states, on="actor_id", how="semi")
        .with_columns(budget=pl.coalesce("civil_musd", "total_musd"))
        .filter(pl.col("budget").is_not_null() & (pl.col("year") >= pl.col("as_of").dt.year() - max_age_years))
        .sort("as_of", "actor_id", "year")
        .group_by("as_of", "actor_id", maintain_order=True)
        .agg(pl.col("budget", "evidence_id", "verification").last())
    )
