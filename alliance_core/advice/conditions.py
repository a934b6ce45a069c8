"""Conditions of withdrawal: the number now, the mark, whether it is met, and the legal way out."""

from typing import Any

import polars as pl

from alliance_core.advice.sentences import apart
from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.catalogue.advice_rules import Condition, withdrawal_conditions
from alliance_core.catalogue.verdicts import verdict_rules
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.evidence.actors import actor_names
from alliance_core.friction.view import stands_for
from alliance_core.indicators.burden_sharing_equity.units import recent_shares, unit_shares
from alliance_core.indicators.registry import measure_one
from alliance_core.scorecard.assessment import Assessment

MET, NOT_MET, UNKNOWN = "met", "not met", "not known"
CONDITION: dict[str, Any] = {
    "condition": pl.String, "name": pl.String, "now": pl.Float64, "mark": pl.Float64, "unit": pl.String,
    "direction": pl.String, "status": pl.String, "words": pl.String, "reason": pl.String,
    "evidence": pl.List(pl.String),
}  # fmt: skip
# Which indicator a measure is read off.
READ_OFF = {"delivered": "delivered_share", "erosion": "erosion", "engaged": "engaged_members"}
PER_CENT = 100
LAST_DIGIT = 9

Found = tuple[float | None, str, list[str]]


def conditions(assessment: Assessment, verdict: Verdict, dissolution: Dissolution) -> pl.DataFrame:
    """When to leave: each condition of the catalogue with where it stands, those that are met first.

    In a nation's view value, replaceability and what is overpaid are the nation's own.

    Gives  condition (id), name, now (null = not known), mark, unit (share, points, rank, points a year or of share),
           direction (below, at least), status (met, not met, not known), words, reason, evidence (ids)
    """
    rows = [_row(assessment, verdict, dissolution, condition) for condition in withdrawal_conditions().values()]
    order = {MET: 0, NOT_MET: 1, UNKNOWN: 2}
    return pl.DataFrame(rows, schema=CONDITION).sort(
        pl.col("status").replace_strict(order, return_dtype=pl.Int64), maintain_order=True
    )


def way_out(assessment: Assessment, alliance: str) -> str:
    """The legal way out in words: notice, forum, and what leaving is rated to cost. Texts are of today."""
    row = assessment.snapshot.evidence.alliances.filter(alliance_id=alliance).row(0, named=True)
    months, forum = row["withdrawal_notice_months"], row["dispute_forum"]
    if months is None:
        notice = "No period of notice is known"
    elif months == 0:
        notice = "No notice is asked for"
    else:
        notice = f"Notice: {months:.0f} months"
    rating = assessment.snapshot.ratings.filter(alliance_id=alliance, indicator="exit_cost").to_dicts()
    cost = "what leaving costs was never rated"
    if rating:
        level = rating[0]["level"]
        cost = f"leaving is rated {level} of 4 ({evidence_rules()['rubric']['exit_cost'][str(level)]})"
    settled = f"disputes: {forum.rstrip('.')}" if forum else "no forum for disputes is known"
    return f"{notice}; {cost}; {settled}."


def _row(assessment: Assessment, verdict: Verdict, found: Dissolution, condition: Condition) -> dict[str, Any]:
    now, whose, evidence = _measured(assessment, verdict, found, condition.measure)
    met = condition.met(now)
    status = UNKNOWN if met is None else (MET if met else NOT_MET)
    side = "at least" if condition.least is not None else "below"
    number, mark = _numbers(now, condition)
    return {
        "condition": condition.id, "name": condition.name, "now": now, "mark": condition.mark, "unit": condition.unit,
        "direction": side, "status": status,
        "words": f"{condition.text} Now {number}{whose}; the mark is {side} {mark}: {status}.",
        "reason": condition.reason, "evidence": evidence,
    }  # fmt: skip


def _numbers(now: float | None, condition: Condition) -> tuple[str, str]:
    """The number and the mark in words."""
    number, mark = apart(condition.mark if now is None else now, condition.mark, condition.unit)
    return ("not known" if now is None else number), mark


def _measured(assessment: Assessment, verdict: Verdict, found: Dissolution, measure: str) -> Found:
    """The number of a condition, whose it is (words), and the evidence behind it."""
    ground = verdict.ground
    if measure in READ_OFF:
        return _indicator(assessment, ground.alliance, READ_OFF[measure])
    if measure == "overpaid":
        return overpaid(assessment, ground.alliance, ground.actor)
    if measure == "replaceable":
        return replaceable(found, ground.actor), "", _losses(found, ground.actor)
    if measure == "value":
        return ground.value, "", _losses(found, ground.actor)
    if measure == "strain":
        return ground.strain, "", list(ground.strains[0][1]) if ground.strains else []
    return ground.health, "", []


def overpaid(assessment: Assessment, alliance: str, actor: str | None) -> Found:
    """Points by which the share of the cost exceeds that of the benefit: of the nation, or the largest of all.

    Where benefit follows cost by rule, or one of them is unknown, it is not known.
    """
    snapshot, rules = assessment.snapshot, indicator("benefit_alignment")
    years = rules.parameter("years")
    if measure_one(snapshot, "benefit_alignment").estimates.filter(alliance_id=alliance).is_empty():
        return None, "", []
    units = unit_shares(snapshot, years).filter(alliance_id=alliance).drop_nulls(["cost", "benefit"])
    gap = (PER_CENT * (pl.col("cost") - pl.col("benefit"))).round(LAST_DIGIT)
    rated = units.with_columns(gap=gap).sort("gap", "actor_id", descending=[True, False])
    if actor is not None:
        rated = rated.filter(pl.col("actor_id").is_in(stands_for(snapshot, actor)))
    if rated.is_empty():
        return None, "", []
    payer = rated.row(0, named=True)
    rows = recent_shares(snapshot, years).filter(
        pl.col("alliance_id") == alliance, pl.col("actor_id") == payer["actor_id"],
        pl.col("measure").is_in(["cost", "benefit"]),
    )  # fmt: skip
    name = actor_names(snapshot.evidence).get(payer["actor_id"], payer["actor_id"])
    return payer["gap"], f" ({name})", rows["evidence_id"].sort().to_list()


def replaceable(found: Dissolution, actor: str | None) -> float | None:
    """Share of what is used that would be kept, alone or through others: of the nation, or the mean by tier."""
    users = found.members.filter(pl.col("share").is_not_null())
    users = users.filter(actor_id=actor) if actor is not None else users.filter("counted")
    if users.is_empty():
        return None
    rules = verdict_rules()["value"]
    weight = pl.col("tier").replace_strict(rules["tiers"], default=rules["other_tier"], return_dtype=pl.Float64)
    return float(users.select(((1 - pl.col("share")) * weight).sum() / weight.sum()).item())


def _indicator(assessment: Assessment, alliance: str, name: str) -> Found:
    rows = assessment.indicators.filter(alliance_id=alliance, indicator=name)["value"].to_list()
    used = measure_one(assessment.snapshot, name).evidence.filter(alliance_id=alliance).collect()
    return (rows[0] if rows else None), "", used["evidence_id"].sort().to_list()


def _losses(found: Dissolution, actor: str | None) -> list[str]:
    """Evidence of the parts that would be lost."""
    gone = found.standing.filter(pl.col("lost") > 0)
    if actor is not None:
        gone = gone.filter(actor_id=actor)
    return sorted(set(gone["evidence"].explode(empty_as_null=False)))
