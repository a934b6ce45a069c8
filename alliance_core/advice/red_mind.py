"""What would change our mind: tripwires, the missing evidence that matters most, dates to watch."""

from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.case import Case
from alliance_core.advice.red_variants import mostly_of
from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.catalogue.rules import score_text
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.dissolution.sentences import per_cent
from alliance_core.friction.finding import with_function, with_name
from alliance_core.scorecard.weights import scored_indicators

MISSING: dict[str, Any] = {
    **dict.fromkeys(["indicator", "indicator_name", "dimension_name", "why"], pl.String),
    **dict.fromkeys(["low", "high", "width"], pl.Float64),
    **dict.fromkeys(["low_verdict", "high_verdict"], pl.String), "flips": pl.Boolean, "text": pl.String,
}  # fmt: skip


def tripwire_sentences(case: Case) -> list[str]:
    """What would change the verdict, one input at a time, in sentences; nearest first for each input."""
    told = []
    for row in case.verdict.tripwires.to_dicts():
        now, mark = (_amount(row[name], row["unit"]) for name in ("now", "mark"))
        if now == mark and row["unit"] == "points":
            now = f"{row['now']:.1f} points"
        where = "below" if row["direction"] == "falls below" else "at or above"
        told.append(f"{row['name']} {where} {mark} (now {now}): the verdict becomes {row['verdict_name']}.")
    return told


def _amount(value: float, unit: str) -> str:
    if unit == "share":
        return per_cent(value)
    return f"{score_text(value)} points" if unit == "points" else f"{unit} {value:.0f}"


def missing_evidence(case: Case) -> pl.DataFrame:
    """Which indicator, if it were known (or known better), could move the health score, and the verdict, most.

    Gives  indicator, indicator_name, dimension_name, why (missing, mostly estimated, coded judgement), low, high (the
           health score if it came out at its worst or best), width, low_verdict, high_verdict (ids), flips (bool: one
           of both is another verdict), text (one sentence); what flips the verdict first, then the widest
    """
    rules = red_team_rules()["missing"]
    items = list(scored_indicators().values())
    scores, mostly = case.matrix.scores[case.place], mostly_of(case)
    own = case.assessment.indicators.filter(alliance_id=case.alliance)
    ends = {row["indicator"]: (row["score_low"], row["score_high"]) for row in own.to_dicts()}
    rows: list[dict[str, Any]] = []
    for i, item in enumerate(items):
        if np.isnan(scores[i]):
            why, tried = "missing", (0.0, 100.0)
        elif mostly.get(item.id) == "estimated" or item.coded:
            why, tried = "coded judgement" if item.coded else "mostly estimated", ends[item.id]
        else:
            continue
        health = [_with(case, i, end) for end in tried]
        if None in health:
            continue
        low, high = sorted(float(one) for one in health if one is not None)
        verdicts = [str(case.decided(health=one)) for one in (low, high)]
        flips = case.verdict.verdict is not None and any(one != case.verdict.verdict for one in verdicts)
        rows.append({
            "indicator": item.id, "indicator_name": item.name, "why": why, "low": low, "high": high,
            "dimension_name": all_dimensions()[item.dimension].name, "width": high - low,
            "low_verdict": verdicts[0] or None, "high_verdict": verdicts[1] or None, "flips": flips,
            "text": _missing_text(item.name, why, low, high, verdicts, flips),
        })  # fmt: skip
    frame = pl.DataFrame(rows, schema=MISSING)
    return frame.sort("flips", "width", "indicator", descending=[True, True, False]).head(rules["most"])


def _with(case: Case, place: int, score: float) -> float | None:
    """The health score with another score of one indicator."""
    scores = case.matrix.scores[case.place].copy()
    scores[place] = score
    health = float(case.scored(case.profile, scores=scores).overall)
    return None if np.isnan(health) else health


def _missing_text(name: str, why: str, low: float, high: float, verdicts: list[str], flips: bool) -> str:
    text = f"{name} ({why}) could put the health score anywhere between {score_text(low)} and {score_text(high)}"
    if flips:
        ends = " or ".join(dict.fromkeys(verdict_name(one or None) for one in verdicts))
        return f"{text}: the verdict would read {ends}."
    return f"{text}, without another verdict."


def to_watch(case: Case) -> pl.DataFrame:
    """Promises that fall due next, and those overdue for longest; words come from dated cells only.

    Gives  date (due), kind (due, decision, overdue), what (one phrase), actor_id, evidence_id; by date
    """
    rules, snapshot, as_of = red_team_rules()["watch"], case.assessment.snapshot, case.assessment.as_of
    soon = pl.lit(as_of).dt.offset_by(f"{rules['years']}y")
    open_ = snapshot.commitments.filter(
        pl.col("alliance_id") == case.alliance, pl.col("state").is_in(["in_progress", "delayed"])
    ).drop_nulls("due")
    decision = pl.col("nature").is_in(rules["decisions"])
    named = with_function(snapshot, with_name(snapshot, open_)).with_columns(
        kind=pl.when(pl.col("state") == "delayed").then(pl.lit("overdue"))
        .when(decision).then(pl.lit("decision")).otherwise(pl.lit("due")),
        what=pl.when(decision)
        .then(pl.format("{}: its promise on {} ends", "actor_name", "function_title"))
        .otherwise(pl.format("{}: {} for {}", "actor_name", "nature", "function_title")),
        date="due",
    )  # fmt: skip
    ahead = named.filter((pl.col("state") == "in_progress") & (pl.col("due") <= soon)).sort("due", "evidence_id")
    late = named.filter(pl.col("kind") == "overdue").sort("due", "evidence_id")
    chosen = pl.concat([late.head(rules["overdue"]), ahead.head(rules["most"])])
    return chosen.select("date", "kind", "what", "actor_id", "evidence_id").sort("date", "evidence_id")
