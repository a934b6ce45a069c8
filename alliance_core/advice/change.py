"""Evidence changed as an action would change it, and scored again with the same draws."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.verdict import Ground, decide
from alliance_core.catalogue import dimensions, indicators
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.card import Scorecards, scorecards
from alliance_core.scorecard.draws import interval_of
from alliance_core.scorecard.operational import operational
from alliance_core.scorecard.weights import WeightProfile

# Which table each frame of a snapshot is read from, where the names differ.
TABLE_OF = {"votes": "unga_votes", "former_members": "members"}
# Frames that are computed from others: what they must be computed anew for.
DEPENDENT = {"needs": {"commitments"}, "organisation_states": {"members", "shares"}}
MEASURED = [*KEY, "indicator", "value", "low", "high", "n", "coverage"]
BESIDE = "operational_integration"
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """What an action would change in the evidence.

    frames   frames of the snapshot by name, in the place of the present ones; none = nothing can be computed
    told     what is assumed, in words; missing: why nothing can be computed ("" if something can)
    moot     nothing is left to do: the action is no recommendation
    what, by words for the action: what it is about, who would step in
    helpers  ids of those who would step in; closed: evidence ids of strains that are settled; preset: weights under
             which the same evidence is read instead
    """

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    told: str = ""
    missing: str = ""
    what: str = ""
    by: str = ""
    moot: bool = False
    helpers: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """One alliance as it is, ready to be scored again: its scorecard with the draws that all changes share."""

    assessment: Assessment
    alliance: str
    seed: int
    measured: pl.DataFrame
    cards: Scorecards
    beside: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the scores, in points; None = not computed, and `missing` says why.

    point, low, high   of the overall score (90 % interval of the paired draws)
    dimensions         by dimension id: the change in points of those that change, with the health score's dimensions
                       and operational integration beside them
    steps              by indicator id: score before, score after (None = missing)
    verdict            id of the verdict after the change, None without one; strategic value is taken as it is
    """

    point: float | None
    low: float | None
    high: float | None
    dimensions: dict[str, float]
    steps: dict[str, tuple[float | None, float | None]]
    verdict: str | None
    missing: str = ""


def base_of(assessment: Assessment, alliance: str, seed: int = 0) -> Base:
    """The alliance as it is, under the weights and the mean of the assessment."""
    table = assessment.cards.indicators.filter(alliance_id=alliance).select(MEASURED)
    cards = _scored(assessment, table, seed)
    integration = operational(assessment.snapshot, cards.indicators).filter(alliance_id=alliance)
    return Base(assessment, alliance, seed, table, cards, integration["operational"][0])


def changed_snapshot(snapshot: Snapshot, frames: Mapping[str, pl.DataFrame]) -> Snapshot:
    """A snapshot of the same dates with some frames replaced; what is computed from them is computed anew.

    Takes  frames by the name of the snapshot's property, with its columns
    """
    copy = Snapshot.__new__(Snapshot)
    stale = {name for name, sources in DEPENDENT.items() if sources & set(frames)}
    kept = {name: value for name, value in snapshot.__dict__.items() if name not in stale}
    copy.__dict__.update({**kept, **frames, "steps": {}})
    return copy


def concerned(snapshot: Snapshot, changed: Snapshot, frames: Iterable[str]) -> list[str]:
    """Indicators that rest on one of the changed frames, in the order of the catalogue."""
    tables = {TABLE_OF.get(name, name) for name in frames}
    # Who votes decides which states an organisation stands for, and so who counts as a member state.
    if "shares" in frames and not changed.organisation_states.equals(snapshot.organisation_states):
        tables.add("members")
    return [item.id for item in indicators().values() if tables & set(item.tables)]


def effect_of(base: Base, change: Change, ground: Ground) -> Effect:
    """One change: see effects_of."""
    return effects_of(base, [change], ground)[0]


def effects_of(base: Base, changes: Sequence[Change], ground: Ground) -> list[Effect]:
    """The alliance scored again with each change of the evidence, compared draw by draw with how it is.

    Takes  ground: on what the present verdict rests
    Gives  an Effect for each change, in their order
    """
    computed = [change for change in changes if change.frames]
    remade = [_measured_again(base, change) for change in computed]
    # Scored at once: each change stands as a date of its own, because an alliance has the same draws at every date.
    labelled = [table.with_columns(as_of=_label(base, place)) for place, (_, table) in enumerate(remade, start=1)]
    cards = _scored(base.assessment, pl.concat([base.measured, *labelled]), base.seed)
    effects = iter(
        [
            _effect(base, change, ground, snapshot, cards, place)
            for place, (change, (snapshot, _)) in enumerate(zip(computed, remade, strict=True), start=1)
        ]
    )
    return [
        next(effects) if change.frames else Effect(None, None, None, {}, {}, None, change.missing) for change in changes
    ]


def _measured_again(base: Base, change: Change) -> tuple[Snapshot, pl.DataFrame]:
    """The changed snapshot, and the long table of indicators measured in it."""
    snapshot = base.assessment.snapshot
    changed = changed_snapshot(snapshot, change.frames)
    names = concerned(snapshot, changed, change.frames)
    fresh = measure(changed, names).filter(alliance_id=base.alliance).select(MEASURED)
    return changed, pl.concat([base.measured.filter(~pl.col("indicator").is_in(names)), fresh])


def _effect(
    base: Base, change: Change, ground: Ground, snapshot: Snapshot, cards: Scorecards, place: int
) -> Effect:  # fmt: skip
    """The effect of the change that stands at a place of the cards; at place 0 stands the alliance as it is."""
    label = base.assessment.as_of + dt.timedelta(days=place)
    scored = cards.indicators.filter(as_of=label)
    integration = operational(snapshot, scored.with_columns(as_of=_label(base, 0))).filter(alliance_id=base.alliance)
    before, health = cards.overall["score"][0], cards.overall["score"][place]
    inputs = {
        **ground.inputs, "health": health, "strain": remaining_strain(ground, change.closed),
        "formal": integration["formal"][0], "hollow": integration["parchment_share"][0],
    }  # fmt: skip
    rule = decide(inputs)
    verdict = rule.verdict if rule else None
    gains = _dimension_gains(base.cards.dimensions, cards.dimensions.filter(as_of=label))
    beside = integration["operational"][0]
    if beside is not None and base.beside is not None and abs(beside - base.beside) > ROUNDING:
        gains[BESIDE] = beside - base.beside
    steps = _steps(base.cards.indicators, scored)
    if before is None or health is None:
        return Effect(None, None, None, gains, steps, verdict, "There is too little evidence for an overall score.")
    point = health - before
    low, high = interval_of(cards.draws[place] - cards.draws[0])
    return Effect(float(point), float(min(low, point)), float(max(high, point)), gains, steps, verdict)


def read_under(base: Base, preset: str) -> tuple[float | None, float | None]:
    """The overall score as it is, and as it would be read under the weights of a preset."""
    profile = WeightProfile.parse(preset)
    table = base.measured
    mean = base.assessment.cards.aggregator.id
    other = scorecards(base.assessment.snapshot, profile, mean, base.seed, 1, table).overall["score"][0]
    return base.cards.overall["score"][0], other


def remaining_strain(ground: Ground, closed: Iterable[str]) -> float:
    """Rank of the gravest strain when those with these evidence ids are settled; as it is if none is."""
    gone = set(closed)
    if not gone:
        return ground.strain
    left = [rank for rank, rows in ground.strains if not gone & set(rows)]
    return max(left, default=0.0)


def _scored(assessment: Assessment, table: pl.DataFrame, seed: int) -> Scorecards:
    cards = assessment.cards
    return scorecards(assessment.snapshot, cards.weights, cards.aggregator.id, seed, measured=table)


def _label(base: Base, place: int) -> pl.Expr:
    return pl.lit(base.assessment.as_of + dt.timedelta(days=place), pl.Date)


def _dimension_gains(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, float]:
    both = before.select("dimension", "score").join(after.select("dimension", after="score"), on="dimension")
    gains = {row["dimension"]: row["after"] - row["score"] for row in both.drop_nulls().to_dicts()}
    return {id_: gains[id_] for id_ in dimensions() if abs(gains.get(id_, 0.0)) > ROUNDING}


def _steps(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, tuple[float | None, float | None]]:
    both = before.select("indicator", "score").join(after.select("indicator", after="score"), on="indicator")
    order: dict[str, Any] = {row["indicator"]: (row["score"], row["after"]) for row in both.to_dicts()}
    moved = {id_: pair for id_, pair in order.items() if not _same(*pair)}
    return {id_: moved[id_] for id_ in indicators() if id_ in moved}


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(np.isclose(one, other, rtol=0, atol=ROUNDING))
