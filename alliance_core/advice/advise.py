"""The advice on one alliance: verdict, what to do, when to leave."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.advice.conditions import conditions, way_out
from alliance_core.advice.levers import health_levers
from alliance_core.advice.recommend import BESIDE_ONLY, GAIN, recommendations
from alliance_core.advice.sentences import sentence, tripwire_sentences, tripwire_words
from alliance_core.advice.verdict import Verdict, ground
from alliance_core.advice.verdict import verdict as decide
from alliance_core.catalogue.advice_rules import advice_settings
from alliance_core.catalogue.verdicts import firmness_of, verdict_name, verdict_rules
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import Assessment, assess

SHOWN = [
    "priority", "rule", "name", "action", "told", "trigger", "friction_ids", "indicators", "steps", "evidence",
    "dimension", "effect", "effect_low", "effect_high", "dimension_effect", "beside", "kind", "effect_words",
    "verdict_after", "cost", "obstacle", "time", "time_name", "who", "who_ids", "mine", "reason", "source",
]  # fmt: skip
LEVERS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about one alliance at one date, for nobody's view or for a nation's.

    verdict          with its ground, chances and tripwires
    recommendations  recommend.recommendations
    conditions       conditions.conditions; way_out: the legal way out in words
    levers           levers.health_levers
    """

    verdict: Verdict
    recommendations: pl.DataFrame
    conditions: pl.DataFrame
    way_out: str
    levers: pl.DataFrame


def advise(
    evidence: Evidence, as_of: dt.date, alliance: str, actor: str | None = None,
    assessment: Assessment | None = None, frictions: pl.DataFrame | None = None,
    dissolution: Dissolution | None = None,
) -> Advice:  # fmt: skip
    """The advice on an alliance at a date.

    Takes  actor: the nation whose view is taken; assessment, frictions, dissolution: at that date, if
           they are at hand
    Raises UnknownNameError for an unknown alliance or actor; WorkbenchError if the alliance did not exist yet, or the
    actor does not belong to it
    """
    (alliance,) = evidence.require_alliances([alliance])
    assessed = assessment or assess(evidence, as_of)
    if assessed.overall.filter(alliance_id=alliance).is_empty():
        founded = evidence.alliances.filter(alliance_id=alliance)["founded"][0]
        raise WorkbenchError(f"{alliance} did not exist on {as_of}: it was founded on {founded}")
    found = frictions if frictions is not None else inventory(evidence, as_of)
    actor = actor.upper() if actor is not None else None
    gone = dissolution or dissolve(assessed.snapshot, alliance)
    verdict = decide(ground(assessed, found, alliance, actor, gone))
    return Advice(
        verdict=verdict,
        recommendations=recommendations(assessed, found, alliance, actor, verdict),
        conditions=conditions(assessed, verdict, gone),
        way_out=way_out(assessed, alliance),
        levers=health_levers(assessed, verdict),
    )


def headline(advice: Advice) -> str:
    """The verdict in a sentence, and the first thing to do."""
    first = advice.recommendations.head(1).to_dicts()
    if not first:
        return f"{sentence(advice.verdict)} No rule finds anything to do."
    return f"{sentence(advice.verdict)} First: {first[0]['name'].lower()}."


def conditions_sentence(advice: Advice) -> str:
    """How many conditions of withdrawal are met."""
    counts = dict(advice.conditions.group_by("status").len().iter_rows())
    met, unknown = counts.get("met", 0), counts.get("not known", 0)
    text = f"{met} of {advice.conditions.height} conditions of withdrawal {'is' if met == 1 else 'are'} met"
    return text + (f", {unknown} cannot be told from the evidence." if unknown else ".")


def lever_words(row: dict[str, Any]) -> str:
    """One row of levers in a sentence."""
    return (
        f"{row['name']} alone would do it: score {row['now']:.0f} to {row['then']:.0f} ({row['value_now']:.2f} to "
        f"{row['value_then']:.2f}, unit: {row['unit']})."
    )


def advice_json(advice: Advice) -> dict[str, Any]:
    """The advice as plain data, as the command line prints it."""
    verdict, told = advice.verdict, verdict_rules()["inputs"]
    share = verdict.chances.get(verdict.verdict or "", None)
    return {
        "alliance": verdict.ground.alliance,
        "name": verdict.ground.name,
        "as_of": verdict.ground.as_of,
        "actor": verdict.ground.actor,
        "verdict": {
            "id": verdict.verdict,
            "name": verdict.name,
            "sentence": sentence(verdict),
            "rule": verdict.rule.id if verdict.rule else None,
            "reason": verdict.rule.reason if verdict.rule else None,
            "firmness": None if share is None else firmness_of(share)["id"],
            "chances": verdict.chances,
            "inputs": {
                name: {"name": told[name]["name"], "value": value, "unit": told[name]["unit"]}
                for name, value in verdict.ground.inputs.items()
            },
            "value_high": verdict.ground.value_high,
            "tripwires": [
                {**row, "sentence": tripwire_words(row)} for row in verdict.tripwires.to_dicts()
            ],
            "health_levers": advice.levers.to_dicts(),
        },
        "assumption": f"{advice_settings()['reading']['assumption']} {advice_settings()['reading']['overlap']}",
        "recommendations": advice.recommendations.select(SHOWN).to_dicts(),
        "conditions": advice.conditions.to_dicts(),
        "way_out": advice.way_out,
    }  # fmt: skip


def advice_lines(advice: Advice) -> list[str]:
    """The advice for people: the verdict, what would change it, what to do, when to leave."""
    verdict, settings = advice.verdict, advice_settings()
    lines = [sentence(verdict)]
    if verdict.rule:
        lines.append(f"Rule: {verdict.rule.reason}")
    lines += ["", "What would change it", *(f"- {text}" for text in tripwire_sentences(verdict) or ["Nothing near."])]
    for direction in advice.levers["direction"].unique(maintain_order=True):
        own = advice.levers.filter(direction=direction).head(LEVERS_TOLD).to_dicts()
        after = verdict_name(own[0]["verdict"])
        lines += [f"  health {direction} {own[0]['mark']:.0f} ({after}):", *(f"  - {lever_words(row)}" for row in own)]
    lines += ["", f"What to do ({settings['reading']['assumption']} {settings['reading']['overlap']})"]
    for row in advice.recommendations.to_dicts():
        mark = "*" if row["mine"] else " "
        lines += [
            f"{mark}{row['priority']:>2}. {row['name']} [{points(row)}; cost {row['cost']}, {row['time_name']}]",
            f"     {row['action']}",
            f"     Who: {row['who']}",
        ]
    if verdict.ground.actor and advice.recommendations["mine"].any():
        lines.append(f"* {verdict.ground.actor_name} is among those who must act.")
    lines += ["", f"When to leave. {conditions_sentence(advice)} {advice.way_out}"]
    return [*lines, *(f"- {row['name']}: {row['words']}" for row in advice.conditions.to_dicts())]


def points(row: dict[str, Any]) -> str:
    """The effect of a recommendation in few words."""
    if row["effect"] is None:
        return "not computed"
    if row["kind"] == GAIN:
        return f"{row['effect']:+.1f} points"
    return f"no gain (beside it {row['beside']:+.1f})" if row["kind"] == BESIDE_ONLY else "no gain in the score"
