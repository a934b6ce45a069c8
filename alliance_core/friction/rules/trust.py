"""Rules on trust: promises that are late or broken, partners at odds again and again, trust never tested."""

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rule, level
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import (
    criticality,
    findings,
    no_actors,
    parameter_level,
    strains_of,
    with_function,
    with_name,
)
from alliance_core.indicators.capability_complementarity.provision import FULL
from alliance_core.indicators.trust_reliability.crisis_survival import crises
from alliance_core.indicators.trust_reliability.promises import COUNTED

DAYS_PER_YEAR = 365.25
PROMISE = [*KEY, "actor_id", "function"]
MONTH = 1 / 12


def overdue_commitment(snapshot: Snapshot) -> pl.DataFrame:
    """Promises of hardware and services past their date; who caused a slip is knowledge of today and left out."""
    rule = friction_rule("overdue_commitment")
    late = (pl.col("as_of") - pl.col("due")).dt.total_days() / DAYS_PER_YEAR
    frame = (
        snapshot.commitments.filter((pl.col("state") == "delayed") & pl.col("nature").is_in(COUNTED))
        .with_columns(late=late)
        .sort("evidence_id")
        .group_by(PROMISE, maintain_order=True)
        .agg(pl.col("late").max(), evidence=pl.col("evidence_id"))
    )
    months = (pl.col("late") / MONTH).floor().cast(pl.Int64).clip(1)
    years = pl.col("late").floor().cast(pl.Int64)
    told = (
        pl.when(years >= 2).then(pl.format("{} years", years))
        .when(years == 1).then(pl.lit("a year"))
        .when(months == 1).then(pl.lit("a month"))
        .otherwise(pl.format("{} months", months))
    )  # fmt: skip
    return findings(
        _named(snapshot, frame), "overdue_commitment", subject=_promise(), actors=pl.concat_list("actor_id"),
        consequence=_consequence(rule), likelihood=level(pl.col("late"), rule["levels"]), actor=pl.col("actor_name"),
        function=pl.col("function_title"), years=told,
    )  # fmt: skip


def broken_commitment(snapshot: Snapshot) -> pl.DataFrame:
    """Promises of hardware and services that were given up of late."""
    rule = friction_rule("broken_commitment")
    recent = pl.col("ended") > pl.col("as_of").dt.offset_by(f"-{rule['years']}y")
    frame = (
        snapshot.commitments.filter((pl.col("state") == "ended") & pl.col("nature").is_in(COUNTED) & recent)
        .sort("evidence_id")
        .group_by(PROMISE, maintain_order=True)
        .agg(broken=pl.len(), evidence=pl.col("evidence_id"))
    )
    return findings(
        _named(snapshot, frame), "broken_commitment", subject=_promise(), actors=pl.concat_list("actor_id"),
        consequence=_consequence(rule), likelihood=level(pl.col("broken"), rule["count_levels"]),
        actor=pl.col("actor_name"), function=pl.col("function_title"),
    )  # fmt: skip


def recurring_strain(snapshot: Snapshot) -> pl.DataFrame:
    """Partners that were part of many strains of late."""
    rule = friction_rule("recurring_strain")
    members = snapshot.members.select(*KEY, "actor_id")
    frame = (
        strains_of(snapshot, rule["years"], rule["least_severity"], rule["most_actors"])
        .filter(pl.col("strains") >= rule["strains"])
        .join(members, on=[*KEY, "actor_id"], how="semi")
        .rename({"strain_rows": "evidence"})
    )
    return findings(
        with_name(snapshot, frame), "recurring_strain", subject=pl.format("strains {}", "actor_id"),
        actors=pl.concat_list("actor_id"), consequence=level(pl.col("strains"), rule["levels"]),
        likelihood=parameter_level("recurring_strain", "likelihood"), actor=pl.col("actor_name"),
        count=pl.col("strains"), years=pl.lit(rule["years"]),
    )  # fmt: skip


def untested_trust(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances that never faced a crisis."""
    frame = snapshot.alliances.select(KEY).join(crises(snapshot), on=KEY, how="anti")
    return findings(
        frame.with_columns(evidence=no_actors()), "untested_trust", subject=pl.lit("untested"), actors=no_actors(),
        consequence=parameter_level("untested_trust"), likelihood=parameter_level("untested_trust", "likelihood"),
    )  # fmt: skip


def _named(snapshot: Snapshot, frame: pl.DataFrame) -> pl.DataFrame:
    provided = snapshot.functions.filter(pl.col("role").is_in(FULL)).select(*KEY, "function").unique()
    known = (
        frame.join(criticality(snapshot), on=["alliance_id", "function"], how="left")
        .join(provided.with_columns(provided=pl.lit(1)), on=[*KEY, "function"], how="left")
        .with_columns(pl.col("provided").fill_null(0))
    )
    return with_function(snapshot, with_name(snapshot, known))


def _promise() -> pl.Expr:
    return pl.format("promise {} {}", "actor_id", "function")


def _consequence(rule: dict) -> pl.Expr:
    """The criticality of the function, less where it is provided meanwhile; the least where it is not rated."""
    rated = pl.col("criticality").cast(pl.Int64) - rule["relief"] * pl.col("provided")
    return rated.fill_null(rule["least_consequence"]).clip(rule["least_consequence"])


RULES = (overdue_commitment, broken_commitment, recurring_strain, untested_trust)
