"""The verdict on an alliance: from strategic value and health, with what would change it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from alliance_core.catalogue.verdicts import VerdictRule, deciding_rules, verdict_name, verdict_rules
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.dissolution.units import require_member
from alliance_core.evidence.actors import actor_names
from alliance_core.friction.finding import CLOSED
from alliance_core.friction.strains import EVENT
from alliance_core.scorecard.assessment import Assessment

NO_VERDICT = -1


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict on one alliance rests on, for nobody's view or for a nation's.

    value, value_high   strategic value 0..1 on firm ground, and with what is used by tier alone
    health, low, high   overall score with its 90 % interval; draws: of it, as the scorecard drew them
    formal, operational 0..100; hollow: share 0..1 of members in name only; strain: rank 0..25
    strains             rank and evidence ids of every strain that is not closed, gravest first
    None = too little evidence
    """

    alliance: str
    name: str
    as_of: dt.date
    actor: str | None
    actor_name: str
    value: float | None
    value_high: float | None
    health: float | None
    low: float | None
    high: float | None
    draws: np.ndarray
    formal: float | None
    operational: float | None
    hollow: float | None
    strain: float
    strains: tuple[tuple[float, tuple[str, ...]], ...] = ()

    @property
    def inputs(self) -> dict[str, float | None]:
        """What the rules look at."""
        return {name: getattr(self, name) for name in verdict_rules()["inputs"]}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with an alliance.

    verdict    id of the catalogue, None where the evidence is too thin for any rule; rule: the one that decided
    chances    share of the draws of the health score in which each verdict holds, likeliest first
    tripwires  tripwires
    """

    ground: Ground
    verdict: str | None
    rule: VerdictRule | None
    chances: dict[str, float]
    tripwires: pl.DataFrame

    @property
    def name(self) -> str:
        """The verdict as people read it."""
        return verdict_name(self.verdict)


def ground(
    assessment: Assessment, frictions: pl.DataFrame, alliance: str, actor: str | None = None,
    dissolution: Dissolution | None = None,
) -> Ground:  # fmt: skip
    """What the verdict rests on at the date of the assessment.

    Takes  frictions: inventory.inventory at the same date; dissolution: that of the alliance, if it is at hand
    Raises UnknownNameError or WorkbenchError for an actor that is no member
    """
    snapshot = assessment.snapshot
    found = dissolution or dissolve(snapshot, alliance)
    if actor is not None:
        require_member(found.units, snapshot, actor)
    overall = assessment.overall.filter(alliance_id=alliance).row(0, named=True)
    row = assessment.operational.filter(alliance_id=alliance).row(0, named=True)
    place = assessment.cards.overall["alliance_id"].to_list().index(alliance)
    value, value_high = strategic_value(found, actor)
    return Ground(
        alliance=alliance, name=overall["alliance"], as_of=assessment.as_of, actor=actor,
        actor_name=actor_names(snapshot.evidence).get(actor, actor) if actor else "",
        value=value, value_high=value_high, health=overall["score"], low=overall["low"], high=overall["high"],
        draws=assessment.cards.draws[place], formal=row["formal"], operational=row["operational"],
        hollow=row["parchment_share"], strain=gravest_strain(frictions, alliance), strains=strains(frictions, alliance),
    )  # fmt: skip


def strategic_value(found: Dissolution, actor: str | None = None) -> tuple[float | None, float | None]:
    """Share of all that the alliance provides that would be lost: on firm ground, and with what rests on tiers alone.

    For one member its own loss; for nobody's view the mean over the nations by tier. None where nothing is provided
    or nobody belongs.
    """
    rules = verdict_rules()["value"]
    whole = found.members if actor is not None else found.members.filter("counted")
    chosen = whole.filter(actor_id=actor) if actor is not None else whole
    if chosen.is_empty() or (chosen["share_of_alliance"].null_count() == chosen.height and _nothing_provided(found)):
        return None, None
    firm = 1 - (pl.col("loss_by_tier") / pl.col("loss")).fill_nan(0.0).fill_null(0.0)
    share = pl.col("share_of_alliance").fill_null(0.0)
    weight = pl.col("tier").replace_strict(rules["tiers"], default=rules["other_tier"], return_dtype=pl.Float64)
    mean = chosen.select(
        value=(share * firm * weight).sum() / weight.sum(), high=(share * weight).sum() / weight.sum()
    ).row(0)
    return mean[0], mean[1]


def gravest_strain(frictions: pl.DataFrame, alliance: str) -> float:
    """Rank of the gravest strain of an alliance that is not closed (easing has lowered its rank); 0 if none is."""
    return max((rank for rank, _ in strains(frictions, alliance)), default=0.0)


def strains(frictions: pl.DataFrame, alliance: str) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """Rank and evidence ids of every strain of an alliance that is not closed, gravest first."""
    own = frictions.filter(
        pl.col("alliance_id") == alliance, pl.col("status") != CLOSED, pl.col("rules").list.contains(EVENT)
    ).sort("severity", "id", descending=[True, False])
    return tuple((float(row["severity"]), tuple(row["evidence"])) for row in own.to_dicts())


def decide_many(inputs: Mapping[str, np.ndarray | float | None]) -> np.ndarray:
    """Place of the deciding rule for many cases at once, NO_VERDICT where none holds.

    Takes  inputs by name, arrays that fit together or single numbers; NaN or None = missing, which fulfils nothing
    """
    arrays = {name: np.asarray(np.nan if value is None else value, dtype=float) for name, value in inputs.items()}
    shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    decided = np.full(shape, NO_VERDICT)
    missing = np.asarray(np.nan)
    for place, rule in enumerate(deciding_rules()):
        holds = np.ones(shape, dtype=bool)
        for name, mark in rule.least.items():
            holds &= arrays.get(name, missing) >= mark
        for name, mark in rule.below.items():
            holds &= arrays.get(name, missing) < mark
        decided = np.where((decided == NO_VERDICT) & holds, place, decided)
    return decided


def decide(inputs: Mapping[str, float | None]) -> VerdictRule | None:
    """The rule that decides, None where none does."""
    place = int(decide_many(inputs))
    return None if place == NO_VERDICT else deciding_rules()[place]


def verdict(found: Ground) -> Verdict:
    """The verdict, how surely, and what would change it."""
    rule = decide(found.inputs)
    return Verdict(
        ground=found, verdict=rule.verdict if rule else None, rule=rule, chances=chances(found),
        tripwires=tripwires(found),
    )  # fmt: skip


def chances(found: Ground) -> dict[str, float]:
    """In which share of the draws of the health score each verdict holds, likeliest first; nothing without a score."""
    if found.health is None:
        return {}
    decided = decide_many({**found.inputs, "health": found.draws})
    named = [rule.verdict for rule in deciding_rules()]
    told = {id_: float(np.isin(decided, _places(named, id_)).mean()) for id_ in dict.fromkeys(named)}
    return {id_: share for id_, share in sorted(told.items(), key=lambda item: -item[1]) if share > 0}


def tripwires(found: Ground) -> pl.DataFrame:
    """What would change the verdict, one input at a time with all others as they are; nearest first for each input.

    Gives  input, name, unit, now, mark (where it changes), direction (falls below, reaches), verdict (id after),
           verdict_name, rule (id), distance (from now to the mark, in the unit)
    """
    now = decide(found.inputs)
    rows = []
    for name, words in verdict_rules()["inputs"].items():
        value = found.inputs[name]
        if value is None or now is None:
            continue
        marks = sorted({mark for rule in deciding_rules() for part in (rule.least, rule.below)
                        if (mark := part.get(name)) is not None})  # fmt: skip
        for side in (-1, 1):
            reached = [mark for mark in marks if (mark <= value if side < 0 else mark > value)]
            for mark in sorted(reached, key=lambda mark: abs(mark - value)):
                # Just under the mark when it falls, at the mark when it rises: that is how the rules read marks.
                after = decide({**found.inputs, name: np.nextafter(mark, -np.inf) if side < 0 else mark})
                if after is not None and after.verdict != now.verdict:
                    rows.append({
                        "input": name, "name": words["name"], "unit": words["unit"], "now": float(value),
                        "mark": float(mark), "direction": "falls below" if side < 0 else "reaches",
                        "verdict": after.verdict, "verdict_name": verdict_name(after.verdict), "rule": after.id,
                        "distance": abs(float(mark) - float(value)),
                    })  # fmt: skip
                    break
    schema = dict.fromkeys(["input", "name", "unit"], pl.String) | dict.fromkeys(["now", "mark"], pl.Float64)
    schema |= dict.fromkeys(["direction", "verdict", "verdict_name", "rule"], pl.String) | {"distance": pl.Float64}
    return pl.DataFrame(rows, schema=schema)


def _places(named: list[str], id_: str) -> list[int]:
    return [place for place, name in enumerate(named) if name == id_]


def _nothing_provided(found: Dissolution) -> bool:
    return not found.parts["provided"].any()
