"""Rules on alignment: votes, motives and loyalties apart; aims without money."""

import functools
import operator

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rule, level
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import findings, no_actors, parameter_level, with_name
from alliance_core.indicators.registry import measure_one
from alliance_core.indicators.strategic_alignment.priority_convergence import MOTIVES, TOP
from alliance_core.indicators.strategic_alignment.states import counted_members

REACHED = ["achieved", "abandoned"]


def votes_apart(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances whose members vote apart on space."""
    rule = friction_rule("votes_apart")
    measured = measure_one(snapshot, "voting_agreement")
    apart = measured.estimates.filter(pl.col("value") < rule["value"]).select(KEY)
    rows = measured.evidence.join(apart.lazy(), on=KEY, how="semi").collect()
    frame = apart.join(rows.group_by(KEY).agg(evidence=pl.col("evidence_id").sort()), on=KEY)
    return findings(
        frame, "votes_apart", subject=pl.lit("votes"), actors=no_actors(), consequence=parameter_level("votes_apart"),
        likelihood=parameter_level("votes_apart", "likelihood"),
    )  # fmt: skip


def motives_apart(snapshot: Snapshot) -> pl.DataFrame:
    """Anchor and core members whose motives lie far from the mean of the other anchor and core members."""
    rule = friction_rule("motives_apart")
    tiers = snapshot.members.filter(pl.col("tier").is_in(rule["tiers"])).select(*KEY, "actor_id", "tier")
    coded = snapshot.priorities.join(tiers, on=[*KEY, "actor_id"])
    others = pl.len().over(KEY) - 1
    away = [(pl.col(motive) - (pl.col(motive).sum().over(KEY) - pl.col(motive)) / others).abs() for motive in MOTIVES]
    # Added in a fixed order: sum_horizontal adds in parallel, so that the last digit would vary.
    distance = functools.reduce(operator.add, away) / len(MOTIVES) / TOP
    frame = (
        coded.with_columns(pl.col(MOTIVES).cast(pl.Float64))
        .filter(others > 0)
        .with_columns(distance=distance, evidence=pl.concat_list("evidence_id"))
        .filter(pl.col("distance") >= rule["distance"])
    )
    return findings(
        with_name(snapshot, frame), "motives_apart", subject=pl.format("motives {}", "actor_id"),
        actors=pl.concat_list("actor_id"), consequence=_by_tier(rule),
        likelihood=parameter_level("motives_apart", "likelihood"), actor=pl.col("actor_name"),
    )  # fmt: skip


def divided_loyalty(snapshot: Snapshot) -> pl.DataFrame:
    """Members that also belong to a rival framework that existed at the date."""
    rule = friction_rule("divided_loyalty")
    rivalries = snapshot.rivals.join(snapshot.alliances.select("as_of", rival_id="alliance_id"), on="rival_id")
    elsewhere = snapshot.members.select("as_of", "actor_id", other="evidence_id", rival_id="alliance_id")
    frame = (
        counted_members(snapshot)
        .join(rivalries.select(*KEY, "rival_id", judged="evidence_id"), on=KEY)
        .join(elsewhere, on=["as_of", "actor_id", "rival_id"])
        .group_by(*KEY, "actor_id", "tier")
        .agg(evidence=pl.concat_list("evidence_id", "other", "judged").explode().unique().sort())
    )
    return findings(
        with_name(snapshot, frame), "divided_loyalty", subject=pl.format("loyalty {}", "actor_id"),
        actors=pl.concat_list("actor_id"), consequence=_by_tier(rule),
        likelihood=parameter_level("divided_loyalty", "likelihood"), actor=pl.col("actor_name"),
    )  # fmt: skip


def unfunded_mandate(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances of whose aims still to be reached too many have no money, or only part of it."""
    rule = friction_rule("unfunded_mandate")
    pending = snapshot.objectives.filter(~pl.col("status").is_in(REACHED))
    unfunded = pl.col("funded") != "yes"
    frame = (
        pending.group_by(KEY)
        .agg(
            share=unfunded.mean(), unfunded=unfunded.sum(),
            evidence=pl.col("evidence_id").filter(unfunded).sort(),
        )
        .filter(pl.col("share") >= rule["share"])
    )  # fmt: skip
    return findings(
        frame, "unfunded_mandate", subject=pl.lit("unfunded aims"), actors=no_actors(),
        consequence=level(pl.col("share"), rule["levels"]),
        likelihood=parameter_level("unfunded_mandate", "likelihood"), count=pl.col("unfunded"),
    )  # fmt: skip


def _by_tier(rule: dict) -> pl.Expr:
    return pl.col("tier").replace_strict(rule["tier_consequence"], default=None, return_dtype=pl.Int64)


RULES = (votes_apart, motives_apart, divided_loyalty, unfunded_mandate)
