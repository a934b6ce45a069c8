"""Recommendations: which rules are triggered, what each would change, who must act, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.advice.change import BESIDE, Base, Change, Effect, base_of, effects_of, read_under
from alliance_core.advice.kinds import change_of
from alliance_core.advice.kinds.case import Case, in_words
from alliance_core.advice.verdict import Verdict, ground
from alliance_core.advice.verdict import verdict as decide_verdict
from alliance_core.catalogue import all_dimensions, indicator, indicators
from alliance_core.catalogue.advice_rules import AdviceRule, advice_rules, advice_settings
from alliance_core.catalogue.rules import score_text
from alliance_core.catalogue.verdicts import verdict_name, verdict_rules
from alliance_core.friction.finding import CLOSED
from alliance_core.friction.view import stands_for
from alliance_core.indicators.registry import measure_one
from alliance_core.scorecard.assessment import Assessment

GAIN, BESIDE_ONLY, NOT_COMPUTED, NO_GAIN = "gain", "gain beside the score", "not computed", "no gain"
STEP = pl.Struct({"indicator": pl.String, "name": pl.String, "before": pl.Float64, "after": pl.Float64})
NUMBERS = dict.fromkeys(["effect", "effect_low", "effect_high", "dimension_effect", "beside"], pl.Float64)
IDS = pl.List(pl.String)
RECOMMENDATION: dict[str, Any] = {
    "priority": pl.Int64, "rule": pl.String, "name": pl.String, "action": pl.String, "told": pl.String,
    "trigger": pl.String, "friction_ids": IDS, "indicators": IDS, "steps": pl.List(STEP), "evidence": IDS,
    "dimension": pl.String, "dimension_name": pl.String, **NUMBERS, "kind": pl.String, "effect_words": pl.String,
    "verdict_after": pl.String, "verdict_after_name": pl.String,
    "cost": pl.String, "obstacle": pl.String, "time": pl.String, "time_name": pl.String,
    "who": pl.String, "who_ids": IDS, "mine": pl.Boolean, "severity": pl.Int64, "from_verdict": pl.Boolean,
    "reason": pl.String, "source": pl.String, "effect_note": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why a rule speaks: words with numbers, findings (rows of the inventory), evidence, gravest rank, from verdict."""

    words: str
    findings: list[dict[str, Any]]
    evidence: list[str]
    severity: int
    from_verdict: bool


def recommendations(
    assessment: Assessment, frictions: pl.DataFrame, alliance: str, actor: str | None = None,
    verdict: Verdict | None = None,
) -> pl.DataFrame:  # fmt: skip
    """What to do about one alliance: one row per rule that is triggered, first things first.

    The effect is what scoring the changed evidence gives, with the draws of the present score: an assumption that the
    action is carried out and nothing else changes, not a forecast. Order: see [order] of the catalogue.

    Takes  frictions: inventory.inventory at the date of the assessment; verdict: of the alliance, if it is at hand
    Gives  the columns of RECOMMENDATION:
           priority (1 = first), rule (id), name, action, told (what is assumed), trigger (words with numbers),
           friction_ids, indicators (ids whose score changes), steps (indicator, name, score before and after),
           evidence (ids behind the trigger), dimension, dimension_name,
           effect, effect_low, effect_high (points of the overall score, 90 %; null = not computed),
           dimension_effect (points of its own dimension), beside (points of operational integration, beside the
           score; null = unchanged), kind (gain, gain beside the score, not computed, no gain), effect_words,
           verdict_after, verdict_after_name (null = the verdict stays), cost (low, medium, high), obstacle,
           time (soon, years, long), time_name, who (words), who_ids, mine (the actor, or an organisation that stands
           for it, must act), severity (rank 0..25 of the gravest finding), from_verdict, reason, source, effect_note
    Raises UnknownNameError or WorkbenchError for an actor that is no member
    """
    told = verdict or decide_verdict(ground(assessment, frictions, alliance, actor))
    base = base_of(assessment, alliance)
    own = frictions.filter(pl.col("alliance_id") == alliance, pl.col("status") != CLOSED)
    concerned = set(stands_for(assessment.snapshot, actor))
    seen = [(rule, triggered(rule, assessment, own, alliance, told)) for rule in advice_rules().values()]
    found = [(rule, trigger, case_of(rule, trigger, assessment, alliance)) for rule, trigger in seen if trigger]
    changes = [change_of(case) for _, _, case in found]
    effects = effects_of(base, changes, told.ground)
    rows = [
        _row(rule, trigger, case, change, effect, base, told, concerned)
        for (rule, trigger, case), change, effect in zip(found, changes, effects, strict=True)
        if trigger.from_verdict or not change.moot
    ]
    frame = pl.DataFrame(rows, schema={name: kind for name, kind in RECOMMENDATION.items() if name != "priority"})
    return ordered(frame)


def triggered(
    rule: AdviceRule, assessment: Assessment, own: pl.DataFrame, alliance: str, verdict: Verdict
) -> Trigger | None:
    """Why a rule speaks for an alliance, None if it does not.

    Takes  own: frictions of the alliance that are not closed
    """
    scored = {row["indicator"]: row for row in assessment.indicators.filter(alliance_id=alliance).to_dicts()}
    if not all(_is_low(scored, name, mark) for name, mark in rule.needs.items()):
        return None
    found = (
        own.filter(pl.col("rules").list.set_intersection(list(rule.frictions)).list.len() > 0,
                   pl.col("severity") >= rule.least_severity)
        .sort("severity", "place", descending=[True, False])
        .head(rule.most_findings or own.height)
        .to_dicts()
    )  # fmt: skip
    raised = assessment.flags.filter(pl.col("alliance_id") == alliance, pl.col("flag").is_in(rule.flags)).to_dicts()
    low = [name for name, mark in rule.low.items() if _is_low(scored, name, mark)]
    missing = [name for name in rule.missing if scored.get(name, {}).get("value") is None]
    from_verdict = verdict.verdict in rule.verdicts
    words = [
        *([_findings_words(found)] if found else []),
        *[_low_words(scored[name], rule.low[name]) for name in low],
        *[f"Flag: {row['text'].rstrip('.')}" for row in raised],
        *[f"No evidence for {indicator(name).name.lower()}" for name in missing],
        *([_verdict_words(verdict)] if from_verdict else []),
    ]
    if not words:
        return None
    needed = [name for name in rule.needs if name not in low]
    words += [_low_words(scored[name], rule.needs[name]) for name in needed]
    rows = [*(id_ for row in found for id_ in row["evidence"]), *(id_ for row in raised for id_ in row["evidence"])]
    for name in (*low, *needed, *(_indicators_behind(verdict) if from_verdict else ())):
        rows += _evidence_of(assessment, alliance, name)
    if from_verdict and "strain" in _inputs(verdict) and verdict.ground.strains:
        rows += verdict.ground.strains[0][1]
    grave = max((row["severity"] for row in found), default=0)
    return Trigger("; ".join(words) + ".", found, list(dict.fromkeys(rows)), grave, from_verdict)


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Recommendations in their order, with priority (1 = first): see [order] of the catalogue."""
    weight = pl.col("cost").replace_strict(advice_settings()["order"]["cost_weight"], return_dtype=pl.Float64)
    group = pl.col("kind").replace_strict({GAIN: 1, BESIDE_ONLY: 2, NOT_COMPUTED: 3, NO_GAIN: 4}, return_dtype=pl.Int64)
    gain = pl.when(pl.col("kind") == GAIN).then("effect").when(pl.col("kind") == BESIDE_ONLY).then("beside")
    per_cost = (gain / weight).round(9)
    place = {id_: place for place, id_ in enumerate(advice_rules())}
    return (
        frame.with_columns(group=pl.when("from_verdict").then(0).otherwise(group), per_cost=per_cost)
        .sort(
            "group", "per_cost", "severity", pl.col("rule").replace_strict(place, return_dtype=pl.Int64),
            descending=[False, True, True, False], nulls_last=True,
        )
        .with_columns(priority=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
        .select(list(RECOMMENDATION))
    )  # fmt: skip


def case_of(rule: AdviceRule, trigger: Trigger, assessment: Assessment, alliance: str) -> Case:
    """What the change of a rule starts from: the rows of its findings, or the whole alliance where there is none."""
    rows = tuple(dict.fromkeys(id_ for row in trigger.findings for id_ in row["evidence"]))
    return Case(assessment.snapshot, alliance, rows, rule.change)


def kind_of(effect: Effect) -> str:
    """Whether the score gains, only what stands beside it, nothing, or whether it cannot be computed."""
    if effect.point is None:
        return NOT_COMPUTED
    least = advice_settings()["reading"]["no_gain_below"]
    if effect.point >= least:
        return GAIN
    return BESIDE_ONLY if effect.dimensions.get(BESIDE, 0.0) >= least else NO_GAIN


def effect_words(effect: Effect, change: Change, rule: AdviceRule, base: Base) -> str:
    """The effect in words: points with their interval, or why there is no gain or no number."""
    words = advice_settings()["reading"]
    if effect.point is None:
        text = f"{words['not_computed'].capitalize()}: {effect.missing} {rule.effect_note}"
        return f"{text} {_other_weights(base, change)}".rstrip()
    beside = effect.dimensions.get(BESIDE)
    extra = f" Operational integration, beside the score: {signed(beside)} points." if beside is not None else ""
    if kind_of(effect) != GAIN:
        fall = "" if effect.point > -words["no_gain_below"] else f" (it falls by {-effect.point:.1f} points)"
        return f"{words['no_gain'].capitalize()}{fall}.{extra} {rule.effect_note}"
    low, high = signed(effect.low or 0.0), signed(effect.high or 0.0)
    return f"{signed(effect.point)} points ({words['interval']}: {low} to {high}).{extra}"


def signed(points: float) -> str:
    """Points with their sign; what rounds to nought has none.

    >>> signed(1.25), signed(-0.04), signed(-2.0)
    ('+1.2', '0.0', '-2.0')
    """
    text = f"{points:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def _row(
    rule: AdviceRule, trigger: Trigger, case: Case, change: Change, effect: Effect, base: Base, verdict: Verdict,
    concerned: set[str],
) -> dict[str, Any]:  # fmt: skip
    who, ids = who_acts(rule, trigger, change, case)
    after = effect.verdict if effect.verdict != verdict.verdict else None
    steps = [
        {"indicator": id_, "name": indicators()[id_].name, "before": before, "after": later}
        for id_, (before, later) in effect.steps.items()
    ]
    return {
        "rule": rule.id, "name": rule.name, "action": _action(rule, trigger, change, case), "told": change.told,
        "trigger": trigger.words, "friction_ids": [row["id"] for row in trigger.findings],
        "indicators": list(effect.steps), "steps": steps, "evidence": trigger.evidence, "dimension": rule.dimension,
        "dimension_name": all_dimensions()[rule.dimension].name, "effect": effect.point, "effect_low": effect.low,
        "effect_high": effect.high,
        "dimension_effect": None if effect.point is None else effect.dimensions.get(rule.dimension, 0.0),
        "beside": effect.dimensions.get(BESIDE), "kind": kind_of(effect),
        "effect_words": effect_words(effect, change, rule, base),
        "verdict_after": after, "verdict_after_name": verdict_name(after) if after else None,
        "cost": rule.cost, "obstacle": _filled(rule.obstacle, trigger, change, case), "time": rule.time,
        "time_name": advice_settings()["time"][rule.time]["name"], "who": who, "who_ids": ids,
        "mine": bool(concerned & set(ids)), "severity": trigger.severity, "from_verdict": trigger.from_verdict,
        "reason": rule.reason, "source": rule.source, "effect_note": rule.effect_note,
    }  # fmt: skip


def who_acts(rule: AdviceRule, trigger: Trigger, change: Change, case: Case) -> tuple[str, list[str]]:
    """Who must act: in words, and the ids of all of them."""
    snapshot = case.snapshot
    members = case.own(snapshot.members)
    anchor = case.own(snapshot.alliances)["anchor_actor"].to_list()
    belong = {*members["actor_id"], *anchor, *case.own(snapshot.functions)["actor_id"]}
    listed: dict[str, list[str]] = {
        "anchor": anchor,
        # Outsiders may be part of a strain; advice is for those who belong.
        "actor": [id_ for id_ in _actors(trigger) if id_ in belong] or list(change.helpers) or anchor,
        "helper": list(change.helpers),
        "core": [*anchor, *members.filter(pl.col("tier").is_in(["anchor", "core"]))["actor_id"].sort()],
        "all": members["actor_id"].sort().to_list(),
        "states": members.filter(kind="state")["actor_id"].sort().to_list(),
        "secretariat": [],
    }
    body = snapshot.evidence.alliances.filter(alliance_id=case.alliance)["secretariat"][0]
    named: list[str] = []
    ids: list[str] = []
    for role in rule.who:
        actors = list(dict.fromkeys(listed[role]))
        if role == "secretariat":
            standing = body and not body.lower().startswith("none")
            named.append(body.split(";")[0].split(",")[0] if standing else "no standing body: the anchor in its place")
            actors = [] if standing else anchor
        elif role in ("all", "states"):
            named.append(f"all {len(actors)} {'members' if role == 'all' else 'member states'}")
        else:
            named += case.names(actors) if len(actors) <= 8 else [in_words(case.names(actors), 6)]
        ids += actors
    return "; ".join(dict.fromkeys(named)), list(dict.fromkeys(ids))


def _action(rule: AdviceRule, trigger: Trigger, change: Change, case: Case) -> str:
    return _filled(rule.action, trigger, change, case)


def _filled(template: str, trigger: Trigger, change: Change, case: Case) -> str:
    anchor = case.own(case.snapshot.alliances)["anchor_actor"][0]
    short = case.snapshot.evidence.alliances.filter(alliance_id=case.alliance)["short_name"][0]
    actors = in_words(case.names(_actors(trigger) or [anchor]))
    return template.format(
        what=change.what or _tables(trigger) or "what the findings name", by=change.by or "a partner",
        actors=actors, anchor=case.names([anchor])[0], alliance=short,
    )  # fmt: skip


def _tables(trigger: Trigger) -> str:
    return in_words([row["title"][:1].lower() + row["title"][1:] for row in trigger.findings], 3)


def _actors(trigger: Trigger) -> list[str]:
    return list(dict.fromkeys(actor for row in trigger.findings for actor in row["actors"]))


def _is_low(scored: dict[str, dict[str, Any]], name: str, mark: float) -> bool:
    score = scored.get(name, {}).get("score")
    return score is not None and score < mark


def _findings_words(found: Iterable[dict[str, Any]]) -> str:
    rows, most = list(found), advice_settings()["reading"]["found"]
    told = [f"{row['title']} (rank {row['severity']} of 25)" for row in rows[:most]]
    return ", ".join(told) + (f", and {len(rows) - most} more" if len(rows) > most else "")


def _low_words(row: dict[str, Any], mark: float) -> str:
    return (
        f"{row['indicator_name']} scores {score_text(row['score'])} of 100 (value {row['value']:.2f}, unit: "
        f"{row['unit']}), below the mark of {mark:.0f}"
    )


def _verdict_words(verdict: Verdict) -> str:
    reason = verdict.rule.reason if verdict.rule else ""
    return f"Verdict: {verdict.name}. {reason.rstrip('.')}"


def _inputs(verdict: Verdict) -> set[str]:
    return {*verdict.rule.least, *verdict.rule.below} if verdict.rule else set()


def _indicators_behind(verdict: Verdict) -> list[str]:
    """Indicators whose evidence stands behind the inputs that decided."""
    behind = {name: words.get("indicators", []) for name, words in verdict_rules()["inputs"].items()}
    return [indicator_id for name in behind if name in _inputs(verdict) for indicator_id in behind[name]]


def _evidence_of(assessment: Assessment, alliance: str, name: str) -> list[str]:
    rows = measure_one(assessment.snapshot, name).evidence.filter(alliance_id=alliance).collect()
    return rows["evidence_id"].sort().to_list()


def _other_weights(base: Base, change: Change) -> str:
    if not change.preset:
        return ""
    now, then = read_under(base, change.preset)
    if now is None or then is None:
        return ""
    return f"Read with the weights of {change.what.lower()} the score is {then:.0f} instead of {now:.0f}."
