"""The strongest arguments for and against an alliance, each in one sentence with its numbers and evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.bias_check import not_intact, rows_of, setting
from alliance_core.advice.case import Case
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.catalogue.rules import flags, score_text, scorecard_rules
from alliance_core.dissolution.sentences import per_cent
from alliance_core.dissolution.view import ranking
from alliance_core.evidence.actors import actor_names
from alliance_core.friction.finding import CLOSED
from alliance_core.scenarios.library import library
from alliance_core.scorecard.weights import scored_indicators

FOR, AGAINST = "for", "against"
MOST_RANK, MOST_SIZE = 25, 5
LONGEST_NAMES = 4
ARGUMENTS: dict[str, Any] = {
    "side": pl.String, "place": pl.Int64, "kind": pl.String, "text": pl.String, "weight": pl.Float64,
    "evidence": pl.List(pl.String), "about": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; weight in points of health by the rates of the catalogue; about: id of what it speaks of."""

    side: str
    kind: str
    text: str
    weight: float
    evidence: tuple[str, ...] = ()
    about: str = ""


def arguments(case: Case, earlier: float | None) -> pl.DataFrame:
    """Both sides of the case.

    Takes  earlier: the health score of a year before, None = not known
    Gives  side (for, against the alliance), place (1 = strongest of its side), kind (indicator, loss, friction, gain,
           stress, members, texts, trend, value), text, weight (points of health), evidence (ids), about; for first
    """
    rules = red_team_rules()["arguments"]
    every = [*_indicators(case), *_losses(case), *_frictions(case), *_gains(case), *_stress(case), *_members(case),
             *_trend(case, earlier)]  # fmt: skip
    ranked = sorted((one for one in every if one.weight >= rules["least"]),
                    key=lambda one: (one.side != FOR, -one.weight, one.kind, one.about))  # fmt: skip
    rows: list[dict[str, Any]] = []
    for side in (FOR, AGAINST):
        own = [one for one in ranked if one.side == side][: rules["most"]]
        rows += [
            {"side": side, "place": place, "kind": one.kind, "text": one.text, "weight": one.weight,
             "evidence": list(one.evidence), "about": one.about}
            for place, one in enumerate(own, start=1)
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=ARGUMENTS)


def _indicators(case: Case) -> Iterator[Argument]:
    rules = red_team_rules()["arguments"]
    own = case.assessment.indicators.filter(alliance_id=case.alliance)
    measured = {row["indicator"]: row for row in own.to_dicts()}
    scores = case.matrix.scores[case.place]
    pull = case.weight * np.nan_to_num(scores - rules["middle"])
    for side, sign, passes in ((FOR, 1, scores >= rules["strong"]), (AGAINST, -1, scores < rules["weak"])):
        order = [i for i in np.argsort(-sign * pull, kind="stable") if passes[i]][: rules["most_indicators"]]
        for i in order:
            item = list(scored_indicators().values())[i]
            row = measured[item.id]
            word = ", a coded judgement" if item.coded else ""
            yield Argument(
                side, "indicator",
                f"{item.name} ({row['dimension_name'].lower()}) scores {score_text(float(scores[i]))} of 100, "
                f"90 % interval {row['score_low']:.0f} to {row['score_high']:.0f}, on {row['n']} "
                f"row{'s' if row['n'] != 1 else ''} of evidence{word}; it carries {100 * case.weight[i]:.1f} % of the "
                "health score.",
                float(sign * pull[i]), tuple(rows_of(case, item.id)), item.id,
            )  # fmt: skip


def _losses(case: Case) -> Iterator[Argument]:
    """What would go with the alliance, and how little."""
    rules, value, found = red_team_rules()["arguments"], case.ground.value, case.dissolution
    if value is None:
        return
    whose = f"{case.ground.actor_name} would lose" if case.actor else "its members would lose on average"
    text = f"If it dissolved, {whose} {per_cent(value)} of all that it provides without a substitute, a coded reading"
    listed = ranking(found).filter(pl.col("loss") > 0)
    gone = found.standing.filter(pl.col("lost") > 0).sort("lost", "part", descending=[True, False])
    if case.actor:
        gone = gone.filter(actor_id=case.actor)
    evidence = tuple(gone.head(5)["evidence"].explode(empty_as_null=False).unique().sort().to_list())
    if case.actor is None and not listed.is_empty():
        first = listed.row(0, named=True)
        text += f"; most hit is {first['name']}, with {per_cent(first['share'])} of what it uses"
        if first["longest_years"] is not None:
            text += f" and up to {first['longest_years']:.0f} years to rebuild by expert estimate"
    yield Argument(FOR, "loss", f"{text}.", rules["value"] * value, evidence, "value")
    yield Argument(
        AGAINST, "value", f"{per_cent(1 - value)} of all that it provides could be done without or had elsewhere: "
        f"{whose} only {per_cent(value)} for good, a coded reading.",
        rules["value"] * max(0.5 - value, 0.0), evidence, "value",
    )  # fmt: skip
    high = case.ground.value_high
    if high is not None and high > value:
        yield Argument(
            FOR, "value", f"Counting what members use by their tier alone, the share that would be lost is "
            f"{per_cent(high)} instead of {per_cent(value)}.",
            rules["value"] * (high - value) / 2, evidence, "value_high",
        )  # fmt: skip


def _frictions(case: Case) -> Iterator[Argument]:
    rules = red_team_rules()["arguments"]
    alive = case.frictions.filter(pl.col("alliance_id") == case.alliance, pl.col("status") != CLOSED)
    for row in alive.sort("severity", "id", descending=[True, False]).head(rules["most_frictions"]).to_dicts():
        yield Argument(
            AGAINST, "friction", f"{row['title']}: rank {row['severity']} of {MOST_RANK} on the risk matrix, "
            f"{row['status']}, first seen {row['first_seen']:%B %Y}{' or before' if row['at_start'] else ''}.",
            rules["friction"] * row["severity"] / MOST_RANK, tuple(row["evidence"]), row["id"],
        )  # fmt: skip


def _gains(case: Case) -> Iterator[Argument]:
    rules, as_of = red_team_rules()["arguments"], case.assessment.as_of
    names = actor_names(case.assessment.snapshot.evidence)
    start = pl.lit(as_of).dt.offset_by(f"-{rules['gain_years']}y")
    gains = case.assessment.snapshot.events.filter(
        pl.col("alliance_id") == case.alliance,
        "gain",
        pl.col("resolved").is_null(),
        pl.col("date") > start,
        pl.col("severity") < rules["founding"],
    ).sort("severity", "date", "evidence_id", descending=[True, True, False])
    for row in gains.head(rules["most_gains"]).to_dicts():
        word = scorecard_rules()["event_words"][row["type"]]
        actors = [names.get(id_, id_) for id_ in row["actors"]]
        who = ", ".join(actors) if len(actors) <= LONGEST_NAMES else f"{len(actors)} partners"
        yield Argument(
            FOR, "gain", f"{gains.height} gain{'s' if gains.height != 1 else ''} of the last {rules['gain_years']} "
            f"years {'stands' if gains.height == 1 else 'stand'}; the largest, of size {row['severity']} of "
            f"{MOST_SIZE}, is of {row['date']:%B %Y} ({word}, {who}).",
            rules["gain"] * row["severity"] / MOST_SIZE, (row["evidence_id"],), row["evidence_id"],
        )  # fmt: skip


def _stress(case: Case) -> Iterator[Argument]:
    """The scenario of the library that it bears best; against it, what all of them do on average, and the worst."""
    rules, known = red_team_rules()["arguments"], setting(case)
    if known is None:
        return
    chances = {id_: not_intact(case, known, one.blows, rules["draws"]) for id_, one in library().items()}
    told = sorted((chance, id_) for id_, chance in chances.items() if chance is not None)
    if not told:
        return
    (least, best), (most, worst) = told[0], told[-1]
    mean = sum(chance for chance, _ in told) / len(told)
    yield Argument(
        FOR, "stress", f"Of {len(told)} scenarios it bears “{library()[best].name}” best: it survives intact in "
        f"{_chance(1 - least)} of the draws.", rules["stress"] * max(1 - 2 * least, 0.0), (), best,
    )  # fmt: skip
    yield Argument(
        AGAINST, "stress", f"Over {len(told)} scenarios it does not survive intact in {_chance(mean)} of the draws on "
        f"average; it bears “{library()[worst].name}” worst, with {_chance(most)}.",
        rules["stress"] * max(2 * mean - 1, 0.0), (), worst,
    )  # fmt: skip


def _members(case: Case) -> Iterator[Argument]:
    rules, ground = red_team_rules()["arguments"], case.ground
    if ground.hollow is not None:
        mark = flags()["parchment_partnership"]["parchment_share"]
        evidence = tuple(rows_of(case, "engaged_members"))
        if ground.hollow >= mark:
            yield Argument(AGAINST, "members", f"{per_cent(ground.hollow)} of the members are in name only: no "
                           "commitment, no contribution, no function.", rules["hollow"] * ground.hollow, evidence,
                           "hollow")  # fmt: skip
        elif ground.hollow < mark / 2:
            yield Argument(FOR, "members", f"{per_cent(1 - ground.hollow)} of the members have a commitment, a "
                           "contribution or a function at stake.", rules["hollow"] * (mark - ground.hollow), evidence,
                           "hollow")  # fmt: skip
    if ground.formal is not None and ground.operational is not None:
        gap = ground.formal - ground.operational
        side = AGAINST if gap > 0 else FOR
        words = "the texts run ahead of the work" if gap > 0 else "the work runs ahead of the texts"
        yield Argument(
            side, "texts", f"Formal commitment is at {score_text(ground.formal)}, operational integration at "
            f"{score_text(ground.operational)}: {words} by {abs(gap):.0f} points.", rules["gap"] * abs(gap),
            tuple(rows_of(case, *scorecard_rules()["operational"]["formal"], "exercised_share")), "gap",
        )  # fmt: skip


def _trend(case: Case, earlier: float | None) -> Iterator[Argument]:
    rules, health = red_team_rules()["arguments"], case.ground.health
    if earlier is None or health is None:
        return
    change = health - earlier
    way = "rose" if change > 0 else "fell"
    yield Argument(
        FOR if change > 0 else AGAINST, "trend", f"In a year the health score {way} by {abs(change):.1f} points, from "
        f"{score_text(earlier)} to {score_text(health)}.", rules["trend"] * abs(change), (), "trend",
    )  # fmt: skip


def _chance(probability: float) -> str:
    """A probability in per cent; no count of draws shows that something is impossible or certain."""
    return per_cent(min(max(probability, 0.001), 0.999))
