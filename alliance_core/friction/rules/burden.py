"""Rules on burden sharing: who pays for whom, who decides without paying, who pays nothing."""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.friction_rules import friction_rule, level
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import findings, no_actors, parameter_level, with_name, with_strains
from alliance_core.indicators.burden_sharing_equity.units import recent_shares, unit_shares
from alliance_core.indicators.registry import measure_one

LAST_DIGIT = 9


def anchor_dependence(snapshot: Snapshot) -> pl.DataFrame:
    """A payer that bears most of the cost, likelier to matter the more strains it was part of."""
    rule = friction_rule("anchor_dependence")
    measured = measure_one(snapshot, "anchor_dependence")
    payer = measured.estimates.filter(pl.col("value") >= rule["share"]).select(*KEY, "value", actor_id="payer")
    frame = payer.join(_rows(snapshot, "anchor_dependence", ("cost",)), on=[*KEY, "actor_id"], how="left")
    frame = with_strains(snapshot, _with_evidence(frame), rule["years"])
    return findings(
        with_name(snapshot, frame), "anchor_dependence", subject=pl.format("anchor {}", "actor_id"),
        actors=pl.concat_list("actor_id"), consequence=level(pl.col("value"), rule["levels"]),
        likelihood=level(pl.col("strains"), rule["act_levels"]), actor=pl.col("actor_name"),
        percent=(100 * pl.col("value")).round(0).cast(pl.Int64),
    )  # fmt: skip


def benefit_below_cost(snapshot: Snapshot) -> pl.DataFrame:
    """Partners whose share of the cost exceeds that of the benefit."""
    return _gap(snapshot, "benefit_below_cost", "benefit_alignment", "benefit", "return")


def decision_below_cost(snapshot: Snapshot) -> pl.DataFrame:
    """Partners whose share of the cost exceeds that of the decision."""
    return _gap(snapshot, "decision_below_cost", "authority_alignment", "decision", "decision")


def free_riding(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances in which much of the members' wealth pays nothing."""
    rule = friction_rule("free_riding")
    measured = measure_one(snapshot, "free_riding")
    rows = recent_shares(snapshot, indicator("free_riding").parameter("years")).filter(measure="cost")
    frame = (
        measured.estimates.filter(pl.col("value") >= rule["share"])
        .select(*KEY, "value")
        .join(rows.group_by(KEY).agg(evidence=pl.col("evidence_id").sort()), on=KEY, how="left")
    )
    return findings(
        _with_evidence(frame), "free_riding", subject=pl.lit("free riding"), actors=no_actors(),
        consequence=level(pl.col("value"), rule["levels"]), likelihood=parameter_level("free_riding", "likelihood"),
        percent=(100 * pl.col("value")).round(0).cast(pl.Int64),
    )  # fmt: skip


def _gap(snapshot: Snapshot, rule_id: str, indicator_id: str, other: str, subject: str) -> pl.DataFrame:
    rule = friction_rule(rule_id)
    # Where the one share follows the other by rule (as industrial return does), their equality is no evidence.
    judged = measure_one(snapshot, indicator_id).estimates.select(KEY)
    frame = (
        unit_shares(snapshot, indicator(indicator_id).parameter("years"))
        .join(judged, on=KEY, how="semi")
        # Rounded, because 0.6 - 0.5 is a little less than a tenth.
        .with_columns(gap=(100 * (pl.col("cost") - pl.col(other))).round(LAST_DIGIT))
        .filter(pl.col("gap") >= rule["points"])
        .join(_rows(snapshot, indicator_id, ("cost", other)), on=[*KEY, "actor_id"], how="left")
    )
    return findings(
        with_name(snapshot, _with_evidence(frame)), rule_id, subject=pl.format(f"{subject} {{}}", "actor_id"),
        actors=pl.concat_list("actor_id"), consequence=level(pl.col("gap"), rule["levels"]),
        likelihood=parameter_level(rule_id, "likelihood"), actor=pl.col("actor_name"),
        gap=pl.col("gap").round(0).cast(pl.Int64),
    )  # fmt: skip


def _rows(snapshot: Snapshot, indicator_id: str, measures: tuple[str, ...]) -> pl.DataFrame:
    """Rows of shares of each actor that an indicator rests on: KEY, actor_id, evidence."""
    rows = recent_shares(snapshot, indicator(indicator_id).parameter("years"))
    return (
        rows.filter(pl.col("measure").is_in(measures))
        .group_by(*KEY, "actor_id")
        .agg(evidence=pl.col("evidence_id").sort())
    )


def _with_evidence(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("evidence").fill_null([]))


RULES = (anchor_dependence, benefit_below_cost, decision_below_cost, free_riding)
