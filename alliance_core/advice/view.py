"""The advice as a page shows it: tables for people."""

from typing import Any

import polars as pl

from alliance_core.advice.advise import Advice, points
from alliance_core.advice.conditions import MET, NOT_MET, UNKNOWN
from alliance_core.advice.sentences import apart, tripwire_words
from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue.advice_rules import advice_rules, advice_settings
from alliance_core.catalogue.rules import score_text
from alliance_core.catalogue.verdicts import verdict_name, verdict_rules
from alliance_core.dissolution.units import units
from alliance_core.scorecard.assessment import Assessment

SIGNS = {MET: "● met", NOT_MET: "○ not met", UNKNOWN: "? not known"}
OWN = "▸"


def belongs(assessment: Assessment, alliance: str, nation: str | None) -> bool:
    """Whether a nation's view can be taken: it is a member, or an organisation that stands for it is."""
    return nation is not None and nation in units(assessment.snapshot, alliance).members["actor_id"].to_list()


def chance_table(verdict: Verdict) -> pl.DataFrame:
    """How surely: verdict (name), per_cent of the draws of the health score, text of the catalogue."""
    rules = verdict_rules()["verdicts"]
    rows = [
        {"verdict": verdict_name(id_), "per_cent": 100 * share, "text": rules[id_]["text"]}
        for id_, share in verdict.chances.items()
    ]
    return pl.DataFrame(rows, schema={"verdict": pl.String, "per_cent": pl.Float64, "text": pl.String})


def tripwire_table(verdict: Verdict) -> pl.DataFrame:
    """What would change the verdict: input, now, would_be (direction and mark), verdict (after), sentence."""
    rows = []
    for row in verdict.tripwires.to_dicts():
        now, mark = apart(row["now"], row["mark"], row["unit"])
        rows.append({"input": row["name"], "now": now, "would_be": f"{row['direction']} {mark}",
                     "verdict": row["verdict_name"], "sentence": tripwire_words(row)})  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(["input", "now", "would_be", "verdict", "sentence"], pl.String))


def lever_table(advice: Advice) -> pl.DataFrame:
    """Single indicators that would move health over a mark: health, verdict, indicator, dimension, now, then, change
    (points of its score), value_now, value_then, unit."""
    return advice.levers.select(
        health=pl.format("{} {}", "direction", pl.col("mark").round(0).cast(pl.Int64)), verdict="verdict_name",
        indicator="name", dimension="dimension_name", now="now", then="then", change="change",
        value_now="value_now", value_then="value_then", unit="unit",
    )  # fmt: skip


def recommendation_table(recommendations: pl.DataFrame) -> pl.DataFrame:
    """The ranked actions: own (▸ where the reader must act), priority, name, gain (words), interval, cost, time, who,
    dimension, then_verdict, action, trigger, effect, effect_low, effect_high, effect_words."""
    rows = recommendations.to_dicts()
    told = [{"gain": points(row), "interval": _interval(row)} for row in rows]
    words = pl.DataFrame(told, schema={"gain": pl.String, "interval": pl.String})
    return recommendations.hstack(words).select(
        pl.when("mine").then(pl.lit(OWN)).otherwise(pl.lit("")).alias("own"), "priority", "name", "gain", "interval",
        "cost", "who", "action", "trigger", "effect", "effect_low", "effect_high", "effect_words",
        time="time_name", dimension="dimension_name", then_verdict="verdict_after_name",
    )  # fmt: skip


def step_table(recommendation: dict[str, Any]) -> pl.DataFrame:
    """Scores that one action changes: indicator, before, after (0..100 as text, "missing" without evidence)."""
    rows = [
        {"indicator": step["name"], "before": _score(step["before"]), "after": _score(step["after"])}
        for step in recommendation["steps"]
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(["indicator", "before", "after"], pl.String))


def condition_table(advice: Advice) -> pl.DataFrame:
    """Conditions of withdrawal: status (sign and word), name, now, mark, words, reason, ids (evidence)."""
    rows = []
    for row in advice.conditions.to_dicts():
        now, mark = apart(row["mark"] if row["now"] is None else row["now"], row["mark"], row["unit"])
        rows.append({
            "status": SIGNS[row["status"]], "name": row["name"], "now": "–" if row["now"] is None else now,
            "mark": f"{row['direction']} {mark}", "words": row["words"], "reason": row["reason"],
            "ids": row["evidence"],
        })  # fmt: skip
    texts = dict.fromkeys(["status", "name", "now", "mark", "words", "reason"], pl.String)
    return pl.DataFrame(rows, schema={**texts, "ids": pl.List(pl.String)})


def rule_table() -> pl.DataFrame:
    """All recommendations that could be made: rule, triggers, action, change, cost, time, reason, source."""
    settings = advice_settings()
    rows = [
        {
            "rule": rule.name, "triggers": _triggers(rule), "action": rule.action,
            "change": ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in rule.change.items()),
            "cost": settings["cost"][rule.cost]["name"], "time": settings["time"][rule.time]["name"],
            "reason": rule.reason, "source": rule.source,
        }
        for rule in advice_rules().values()
    ]  # fmt: skip
    return pl.DataFrame(rows)


def classes() -> str:
    """Classes of cost and time with their definitions, as Markdown."""
    settings = advice_settings()
    return "  \n".join(
        f"{part.capitalize()} **{values['name']}**: {values['text']}."
        for part in ("cost", "time")
        for values in settings[part].values()
    )


def _triggers(rule: Any) -> str:
    parts = [
        *(name.replace("_", " ") for name in rule.frictions),
        *(f"flag {name.replace('_', ' ')}" for name in rule.flags),
        *(f"verdict {verdict_name(name)}" for name in rule.verdicts),
        *(f"{name.replace('_', ' ')} below {mark:.0f}" for name, mark in rule.low.items()),
        *(f"no evidence for {name.replace('_', ' ')}" for name in rule.missing),
    ]
    needs = [f"{name.replace('_', ' ')} below {mark:.0f}" for name, mark in rule.needs.items()]
    return " or ".join(parts) + (f"; and {' and '.join(needs)}" if needs else "")


def _interval(row: dict[str, Any]) -> str:
    if row["effect"] is None:
        return "–"
    return f"{row['effect_low']:+.1f} to {row['effect_high']:+.1f}".replace("-0.0", "0.0").replace("+0.0", "0.0")


def _score(score: float | None) -> str:
    return "missing" if score is None else score_text(score)
