"""Rules on institutions: what does not bind, settle, cost or decide; and evidence that has gone stale."""

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import findings, no_actors, parameter_level

DAYS_PER_YEAR = 365.25
# What is news in each table: a step of an old quarrel, and a promise kept or given up, too.
NEWS = {
    "events": lambda snapshot: snapshot.event_steps.select(*KEY, "evidence_id", dated="date"),
    "commitments": lambda snapshot: snapshot.commitments.select(
        *KEY, "evidence_id", dated=pl.max_horizontal("declared", "delivered", "ended")
    ),
    "shares": lambda snapshot: snapshot.shares.select(*KEY, "evidence_id", dated=pl.date(pl.col("year"), 12, 31)),
}


def missing_enforcement(snapshot: Snapshot) -> pl.DataFrame:
    """Texts that do not bind, or that nobody monitors."""
    return _low_rating(snapshot, "missing_enforcement", ["legal_bindingness", "compliance_monitoring"], "enforcement")


def no_dispute_forum(snapshot: Snapshot) -> pl.DataFrame:
    """No forum beyond consultations: the same gap as missing enforcement."""
    return _low_rating(snapshot, "no_dispute_forum", ["dispute_settlement"], "enforcement")


def free_exit(snapshot: Snapshot) -> pl.DataFrame:
    """Leaving is free."""
    return _low_rating(snapshot, "free_exit", ["exit_cost"], "exit")


def one_sided_decision(snapshot: Snapshot) -> pl.DataFrame:
    """One party decides."""
    return _low_rating(snapshot, "one_sided_decision", ["decision_authority_balance"], "authority")


def slow_decisions(snapshot: Snapshot) -> pl.DataFrame:
    """Decisions take years."""
    return _low_rating(snapshot, "slow_decisions", ["decision_speed"], "decision speed")


def stale_evidence(snapshot: Snapshot) -> pl.DataFrame:
    """Tables whose newest row of an alliance is old."""
    rule = friction_rule("stale_evidence")
    parts = []
    for table in rule["tables"]:
        parts.append(
            NEWS[table](snapshot)
            .drop_nulls("dated")
            .sort("dated", "evidence_id")
            .group_by(KEY, maintain_order=True)
            .last()
            .with_columns(table=pl.lit(table))
        )
    age = (pl.col("as_of") - pl.col("dated")).dt.total_days() / DAYS_PER_YEAR
    frame = (
        pl.concat(parts)
        .with_columns(age=age, evidence=pl.concat_list("evidence_id"))
        .filter(pl.col("age") >= rule["years"])
    )
    return findings(
        frame, "stale_evidence", subject=pl.format("stale {}", "table"), actors=no_actors(),
        consequence=parameter_level("stale_evidence"), likelihood=parameter_level("stale_evidence", "likelihood"),
        table=pl.col("table"), years=pl.col("age").floor().cast(pl.Int64),
    )  # fmt: skip


def _low_rating(snapshot: Snapshot, rule_id: str, indicators: list[str], subject: str) -> pl.DataFrame:
    rule = friction_rule(rule_id)
    low = snapshot.ratings.filter(pl.col("indicator").is_in(indicators) & (pl.col("level") <= rule["level"]))
    frame = low.group_by(KEY).agg(evidence=pl.col("evidence_id").sort())
    return findings(
        frame, rule_id, subject=pl.lit(subject), actors=no_actors(), consequence=parameter_level(rule_id),
        likelihood=parameter_level(rule_id, "likelihood"),
    )  # fmt: skip


RULES = (missing_enforcement, no_dispute_forum, free_exit, one_sided_decision, slow_decisions, stale_evidence)
