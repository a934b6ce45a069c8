"""Every yardstick varied: the same alliance under other weights, means, scales, evidence, dates and grounds."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.case import Case, profile_with
from alliance_core.advice.verdict import Ground, gravest_strain, ground, strategic_value
from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.catalogue.rules import aggregators, presets, scorecard_rules
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.friction.finding import CLOSED
from alliance_core.friction.inventory import merge
from alliance_core.friction.strains import EVENT, strain_findings
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.matrix import point_scores
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.leave_out import without
from alliance_core.whatif.sensitivity import on_every_scale

VARIANTS: dict[str, Any] = {
    **dict.fromkeys(["id", "family", "family_name", "name", "note"], pl.String), "health": pl.Float64,
    "verdict": pl.String, "verdict_name": pl.String, "flips": pl.Boolean, "p_flip": pl.Float64,
    "by_place": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """One other way to look: its health score and what else of the ground it changes; draws for P(flip) if any."""

    id: str
    family: str
    name: str
    health: float | None
    changed: dict[str, float | None]
    draws: np.ndarray | None = None
    note: str = ""
    by_place: bool = False


def variants(case: Case) -> pl.DataFrame:
    """The verdict under every other yardstick.

    Gives  id, family, family_name, name, note, health (null = too little evidence), verdict (id, null = none),
           verdict_name, flips (bool, null = no verdict on either side), p_flip (share of the draws of the health score
           in which it is another verdict than the present one, null = no draws), by_place (bool: the health score is
           that of the same place on fixed goalposts)
    """
    every = [
        *_weights(case), *_means(case), *_scales(case), *_evidence(case), *_left_out(case), *_dates(case),
        *_grounds(case), *_partners(case),
    ]  # fmt: skip
    return pl.DataFrame([_row(case, one) for one in every], schema=VARIANTS)


def _row(case: Case, one: Variant) -> dict[str, object]:
    now = case.verdict.verdict
    found = str(case.decided(**{"health": one.health, **one.changed})) if one.health is not None else ""
    comparable = found != "" and now is not None
    chance = None if one.draws is None or not comparable else case.flip_chance(one.draws, **one.changed)
    return {
        "id": f"{one.family}:{one.id}", "family": one.family,
        "family_name": red_team_rules()["families"][one.family]["name"], "name": one.name, "note": one.note,
        "health": one.health, "verdict": found or None, "verdict_name": verdict_name(found or None),
        "flips": found != now if comparable else None, "p_flip": chance, "by_place": one.by_place,
    }  # fmt: skip


def _scored(case: Case, family: str, id_: str, name: str, profile: WeightProfile, note: str = "") -> Variant:
    """A variant of the weights alone."""
    return Variant(id_, family, name, case.health(profile), {}, case.draws(profile), note)


def _weights(case: Case) -> Iterator[Variant]:
    now = case.profile.array
    for id_, preset in presets().items():
        profile = WeightProfile.of(preset.weights, id_, case.profile.indicators)
        if not np.allclose(profile.array, now, rtol=0, atol=1e-9):
            yield _scored(case, "weights", id_, preset.name, profile, preset.reason)
    factor = red_team_rules()["variants"]["factor"]
    for i, (id_, item) in enumerate(dimensions().items()):
        if 0 < now[i] < 1:
            heavier = np.where(np.arange(len(now)) == i, now * factor, now)
            yield _scored(case, "weights", f"double_{id_}", f"{item.short} counts double",
                          profile_with(case.profile, heavier, id_))  # fmt: skip


def _means(case: Case) -> Iterator[Variant]:
    for id_, mean in aggregators().items():
        if id_ != case.mean.id:
            yield Variant(id_, "means", mean.name, case.health(mean=mean), {}, case.draws(mean=mean), mean.reason)


def _scales(case: Case) -> Iterator[Variant]:
    """The health score that stands at the same place among all alliances on fixed goalposts."""
    rules = whatif_rules()["sensitivity"]["normalisations"]
    usual = point_scores(case.matrix.scores, case.matrix.coverage, case.profile, case.mean).overall
    for id_, scores in on_every_scale(case.matrix).items():
        if id_ == "goalposts":
            continue
        other = point_scores(scores, case.matrix.coverage, case.profile, case.mean).overall
        health, note = same_place(usual, other, case.place), rules[id_]["reason"]
        if health is not None:
            scored = other[~np.isnan(other)]
            place = 1 + int((scored > other[case.place]).sum())
            note = f"Place {place} of {len(scored)}, read as the health score at that place. {note}"
        yield Variant(id_, "scales", rules[id_]["name"], health, {}, note=note, by_place=True)


def same_place(usual: np.ndarray, other: np.ndarray, unit: int) -> float | None:
    """The usual score of the place that a unit takes by other scores; None where too few can be compared.

    Quantile by quantile, as tests of different length are equated (Kolen and Brennan 2014). Units level by the other
    scores share the mean of their places' scores.

    >>> same_place(np.array([30.0, 50.0, 70.0]), np.array([2.0, 1.0, 3.0]), 0)
    50.0
    """
    both = ~np.isnan(usual) & ~np.isnan(other)
    if both.sum() < red_team_rules()["variants"]["least_compared"] or not both[unit]:
        return None
    ladder, ranked = np.sort(usual[both]), np.round(other[both], 9)
    own = np.round(other[unit], 9)
    below, level = int((ranked < own).sum()), int((ranked == own).sum())
    return float(ladder[below : below + level].mean())


def _evidence(case: Case) -> Iterator[Variant]:
    scored = list(scored_indicators())
    mostly = mostly_of(case)
    kinds = {
        "read": ("Only indicators that rest mostly on read rows", [id_ for id_ in scored if mostly.get(id_) != "read"]),
        "not_estimated": ("Without indicators that rest mostly on estimates",
                          [id_ for id_ in scored if mostly.get(id_) == "estimated"]),
        "not_coded": ("Without coded judgements", [id_ for id_ in scored if indicators()[id_].coded]),
    }  # fmt: skip
    present = {id_ for id_, score in zip(scored, case.matrix.scores[case.place], strict=True) if not np.isnan(score)}
    for id_, (name, left) in kinds.items():
        gone = len(present.intersection(left))
        health = case.health(without=left)
        note = f"{gone} of {len(present)} indicators left out" + ("; too little is left for a score" * (health is None))
        yield Variant(id_, "evidence", name, health, {}, case.draws(without=left), note)


def mostly_of(case: Case) -> dict[str, str]:
    """The level of verification that at least half of the rows behind an indicator have, the weakest on a tie."""
    mark = red_team_rules()["variants"]["mostly"]
    counted = case.rows.drop_nulls("verification").group_by("indicator", "verification").agg(rows=pl.len())
    shares = counted.with_columns(share=pl.col("rows") / pl.col("rows").sum().over("indicator"))
    order = {"estimated": 0, "recalled": 1, "read": 2}
    first = (
        shares.filter(pl.col("share") >= mark)
        .sort("indicator", pl.col("verification").replace_strict(order, default=3))
        .unique("indicator", keep="first", maintain_order=True)
    )
    return dict(first.select("indicator", "verification").iter_rows())


def _left_out(case: Case) -> Iterator[Variant]:
    scores = dict(zip(scored_indicators(), case.matrix.scores[case.place], strict=True))
    names = {id_: item.name for id_, item in dimensions().items()}
    names |= {id_: item.name for id_, item in scored_indicators().items()}
    for id_, name in names.items():
        is_dimension = id_ in dimensions()
        if not is_dimension and np.isnan(scores[id_]):
            continue
        rest = without(case.profile, id_)
        if rest is not None:
            family = "dimensions" if is_dimension else "indicators"
            yield _scored(case, family, id_, f"Without {name.lower()}", rest)


def _dates(case: Case) -> Iterator[Variant]:
    for years in red_team_rules()["variants"]["years"]:
        day = pl.select(pl.lit(case.assessment.as_of).dt.offset_by(f"-{years}y")).item()
        name = f"As of {day.day} {day:%B %Y}"
        found = ground_at(case, day)
        if found is None:
            yield Variant(str(years), "dates", name, None, {}, note="It did not exist, or the nation did not belong.")
            continue
        others = {key: value for key, value in found.inputs.items() if key != "health"}
        yield Variant(str(years), "dates", name, found.health, others, found.draws,
                      "All grounds as they could be known then.")  # fmt: skip


def ground_at(case: Case, day: dt.date) -> Ground | None:
    """What the verdict rested on at an earlier date, by the same weights; None where it could not be told."""
    evidence, profile = case.assessment.snapshot.evidence, case.profile
    snapshot = Snapshot(evidence, day)
    if snapshot.alliances.filter(alliance_id=case.alliance).is_empty():
        return None
    earlier = assess(evidence, day, profile, case.mean.id)
    try:
        return ground(earlier, strains_at(earlier.snapshot), case.alliance, case.actor)
    except WorkbenchError:
        return None


def strains_at(snapshot: Snapshot) -> pl.DataFrame:
    """Strains as the inventory ranks them at a date: all that a verdict asks of it, without its history."""
    found = merge(strain_findings(snapshot))
    return found.with_columns(id=pl.format("{}:{}", "alliance_id", pl.col("subject").str.replace_all(" ", "-")))


def _grounds(case: Case) -> Iterator[Variant]:
    """The other grounds at the ends of what is known of them."""
    now, health = case.ground, case.ground.health

    def of(id_: str, name: str, input_: str, value: float | None, note: str = "") -> Iterator[Variant]:
        if value is not None and value != getattr(now, input_):
            yield Variant(id_, "grounds", name, health, {input_: value}, now.draws, note)

    yield from of("value_high", "Strategic value with what is used by tier alone", "value", now.value_high)
    ends = formal_ends(case)
    yield from of("formal_low", "Formal commitment at its low end", "formal", ends[0])
    yield from of("formal_high", "Formal commitment at its high end", "formal", ends[1])
    row = case.assessment.indicators.filter(alliance_id=case.alliance, indicator="engaged_members")
    low, high = (None, None) if row.is_empty() else row.select("low", "high").row(0)
    yield from of("hollow_low", "Fewest members in name only", "hollow", None if high is None else 1 - high)
    yield from of("hollow_high", "Most members in name only", "hollow", None if low is None else 1 - low)
    alive = case.frictions.filter(
        pl.col("alliance_id") == case.alliance, pl.col("status") != CLOSED, pl.col("rules").list.contains(EVENT)
    ).sort("severity", descending=True)
    if not alive.is_empty():
        rest = gravest_strain(alive.slice(1), case.alliance)
        yield from of("strain_next", "Without the gravest open strain", "strain", rest,
                      "As if it had been judged resolved.")  # fmt: skip


def formal_ends(case: Case) -> tuple[float | None, float | None]:
    """Formal commitment at both ends of the intervals of its ratings."""
    own = case.assessment.indicators.filter(
        pl.col("alliance_id") == case.alliance, pl.col("indicator").is_in(scorecard_rules()["operational"]["formal"])
    ).drop_nulls("score")
    return (None, None) if own.is_empty() else own.select(pl.col("score_low", "score_high").mean()).row(0)


def _partners(case: Case) -> Iterator[Variant]:
    tiers = red_team_rules()["variants"]["tiers"]
    if case.actor is not None:
        value, _ = strategic_value(case.dissolution)
        yield Variant("nobody", "partners", "Nobody's view", case.ground.health, {"value": value}, case.ground.draws)
    for row in case.dissolution.members.filter(pl.col("tier").is_in(tiers)).sort("name", "actor_id").to_dicts():
        if row["actor_id"] != case.actor:
            value, _ = strategic_value(case.dissolution, row["actor_id"])
            name = f"As {row['name']} sees it"
            yield Variant(row["actor_id"], "partners", name, case.ground.health, {"value": value}, case.ground.draws)


def families(told: pl.DataFrame) -> pl.DataFrame:
    """How many variants of each family flip the verdict: family, family_name, scored, flips, share (0..1), reason."""
    rules = red_team_rules()["families"]
    counted = told.group_by("family", maintain_order=True).agg(
        family_name=pl.col("family_name").first(), scored=pl.col("flips").count(), flips=pl.col("flips").sum(),
    )  # fmt: skip
    reasons = {id_: entry["reason"] for id_, entry in rules.items()}
    return counted.with_columns(
        share=pl.when(pl.col("scored") > 0).then(pl.col("flips") / pl.col("scored")),
        reason=pl.col("family").replace_strict(reasons, default=None, return_dtype=pl.String),
    )
