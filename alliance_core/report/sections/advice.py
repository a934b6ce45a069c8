"""The verdict, what to do and what it would change, when to leave."""

from typing import Any

import polars as pl

from alliance_core.advice.advise import Advice, conditions_sentence
from alliance_core.advice.bias_check import RAISED
from alliance_core.advice.conditions import MET, NOT_MET, UNKNOWN
from alliance_core.advice.recommend import GAIN
from alliance_core.advice.sentences import sentence, tripwire_sentences
from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue.advice_rules import advice_settings
from alliance_core.catalogue.verdicts import verdict_rules
from alliance_core.report.content import Bars, Block, Column, Items, Section, Series, Text, clean, name, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, counted, said

TOLD = 8
DRAWN = 12


def section(known: Known, alliance: str) -> Section:
    """Verdict with tripwires, recommendations with effects, conditions of withdrawal."""
    advice = known.advice(alliance)
    judged = advice.verdict
    grounds = grounds_of(judged)
    blocks: list[Block] = [said(sentence(judged), "lead", **grounds), CODED]
    if judged.verdict is not None and judged.rule is not None:
        blocks += [Text(verdict_rules()["verdicts"][judged.verdict]["text"]), Text(f"Rule: {judged.rule.reason}")]
    wires = tuple(clean(text) for text in tripwire_sentences(judged))
    blocks += [Items(wires)] if wires else []
    blocks += [*recommended(advice), *leaving(advice)]
    return Section("advice", "Verdict and recommendations", tuple(blocks), new_page=True)


def grounds_of(judged: Verdict) -> dict[str, Any]:
    """The numbers behind the sentence on a verdict."""
    ground = judged.ground
    return {
        **ground.inputs, "low": ground.low, "high": ground.high, "value_high": ground.value_high,
        "operational": ground.operational, "chances": judged.chances, "name": ground.name, "actor": ground.actor_name,
    }  # fmt: skip


def recommended(advice: Advice) -> list[Block]:
    """All recommendations as a table, the first in words, their effects as a chart."""
    rows = advice.recommendations.to_dicts()
    if not rows:
        return [Text("No rule of the catalogue finds anything to do.")]
    reading = advice_settings()["reading"]
    cells = [
        (row["priority"], row["name"], row["effect"] if row["kind"] == GAIN else None,
         row["effect_low"] if row["kind"] == GAIN else None, row["effect_high"] if row["kind"] == GAIN else None,
         row["cost"], row["time_name"], row["who"])
        for row in rows
    ]  # fmt: skip
    columns = (
        Column("No.", "integer", 0.05), Column("Recommendation", width=0.24), Column("Points", "number", 0.07),
        Column("Low", "number", 0.06), Column("High", "number", 0.06), Column("Cost", width=0.09),
        Column("Takes effect", width=0.17), Column("Who must act", width=0.26),
    )  # fmt: skip
    steps = tuple(
        clean(f"{row['name']}. {row['action']} Because: {_full(row['trigger'])} {_full(row['effect_words'])} "
              f"Obstacle: {_full(row['obstacle'])}")
        for row in rows[:TOLD]
    )  # fmt: skip
    mine = advice.recommendations.filter("mine").height
    own = [said(f"In {mine} of {len(rows)} recommendations {advice.verdict.ground.actor_name} is among those who must "
                "act.", "body", mine=mine, all=len(rows), actor=advice.verdict.ground.actor_name)]  # fmt: skip
    return [
        *effect_bars(advice),
        *(own if advice.verdict.ground.actor else []),
        table("recommendations", "Recommendations in their order", columns, cells,
              note=f"Points: expected change of the overall score with its 90 % interval. {reading['assumption']} "
              f"{reading['overlap']} A dash: no gain in the score, or not computed."),
        Items(steps, ordered=True),
    ]  # fmt: skip


def effect_bars(advice: Advice) -> list[Block]:
    """What each recommendation that gains would gain."""
    gaining = advice.recommendations.filter(kind=GAIN).sort("effect", "priority", descending=[True, False])
    rows = gaining.head(DRAWN)
    if rows.is_empty():
        return []
    best = rows.row(0, named=True)
    series = Series("Points", tuple(rows["effect"]), tuple(rows["effect_low"]), tuple(rows["effect_high"]))
    return [
        Bars("effects", "Expected change of the overall score, with 90 % intervals",
             f"Most would be gained by this: {best['name'].lower()} ({best['effect']:+.1f} points).",
             tuple(map(name, rows["name"])), (series,), "points of the overall score")
    ]  # fmt: skip


def leaving(advice: Advice) -> list[Block]:
    """Conditions of withdrawal and the legal way out."""
    rows = advice.conditions.to_dicts()
    counts = counted(advice.conditions, "status", MET, NOT_MET, UNKNOWN)
    cells = [(row["name"], row["status"], row["words"]) for row in rows]
    columns = (
        Column("Condition of withdrawal", width=0.28),
        Column("Now", width=0.12),
        Column("In numbers", width=0.6),
    )
    return [
        said(f"{conditions_sentence(advice)} {advice.way_out}", "body", conditions=len(rows), **counts,
             way_out=advice.way_out),
        table("conditions", "When to leave", columns, cells),
    ]  # fmt: skip


def _full(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def comparison(known: Known) -> Section:
    """The verdicts side by side: on what, what to do first, what may mislead, how many yardsticks flip them."""
    cells, blocks = [], []
    for alliance in known.alliances:
        advice, found = known.advice(alliance), known.red_team(alliance)
        judged, first = advice.verdict, advice.recommendations.head(1).to_dicts()
        met = advice.conditions.filter(pl.col("status") == MET).height
        raised = known.bias(alliance).filter(pl.col("status") == RAISED).height
        flipped = found.flipped / found.scored if found.scored else None
        cells.append((name(known.titles[alliance]), judged.ground.value, first[0]["name"] if first else None, met,
                      raised, flipped))  # fmt: skip
        blocks.append(said(sentence(judged), "body", **grounds_of(judged)))
    columns = (
        Column("Alliance", width=0.16), Column("Strategic value", "share"), Column("First recommendation", width=0.3),
        Column("Conditions of withdrawal met", "integer"), Column("Bias checks raised", "integer"),
        Column("Variants that flip the verdict", "share"),
    )  # fmt: skip
    told: list[Block] = [
        CODED, *blocks,
        table("advice_comparison", "What the verdicts rest on", columns, cells,
              note="Strategic value: share of all that is provided that would be lost and could not be replaced. "
              "Variants: of all yardsticks that the red team tries."),
    ]  # fmt: skip
    return Section("advice", "Verdicts", tuple(told))


def verdict_table(known: Known) -> Block:
    """The verdicts with the share of the draws in which each holds."""
    cells = []
    for alliance in known.alliances:
        judged = known.advice(alliance).verdict
        ground = judged.ground
        cells.append((name(known.titles[alliance]), ground.health, ground.low, ground.high, judged.name,
                      judged.chances.get(judged.verdict or "")))  # fmt: skip
    columns = (
        Column("Alliance"), Column("Health", "points"), Column("Low", "points"), Column("High", "points"),
        Column("Verdict", width=0.3), Column("Of the draws", "share"),
    )  # fmt: skip
    note = "Of the draws: of the health score, in which the verdict holds. Low and high: 90 % interval."
    return table("verdicts", "Verdicts", columns, cells, note=note)
