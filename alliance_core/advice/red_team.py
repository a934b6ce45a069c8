"""Red team: the strongest case against the current assessment, from the same data."""

import polars as pl

from alliance_core.advice.case import Case, case_of
from alliance_core.advice.red_arguments import AGAINST, FOR, arguments
from alliance_core.advice.red_flips import break_even, flips, zones
from alliance_core.advice.red_found import RedTeam
from alliance_core.advice.red_mind import missing_evidence, to_watch, tripwire_sentences
from alliance_core.advice.red_variants import families, variants
from alliance_core.advice.red_written import red_team_json, red_team_markdown
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.catalogue.rules import presets, score_text
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.weights import WeightProfile

__all__ = ["RedTeam", "red_team", "red_team_json", "red_team_markdown"]


def red_team(
    evidence: Evidence,  # noqa: ARG001 - that of the assessment, kept for one signature with the bias checks
    assessment: Assessment,
    frictions: pl.DataFrame,
    alliance: str,
    actor: str | None = None,
    dissolution: Dissolution | None = None,
) -> RedTeam:
    """The case against the assessment of one alliance at its date, for nobody's view or a nation's.

    Takes  frictions: inventory.inventory at the same date; dissolution: that of the alliance, if it is at hand
    Raises UnknownNameError or WorkbenchError for an alliance that did not exist and an actor that is no member
    """
    return red_team_of(case_of(assessment, frictions, alliance, actor, dissolution))


def red_team_of(case: Case) -> RedTeam:
    """The same for a case that is open already."""
    told = variants(case)
    year_ago = told.filter(family="dates")["health"].to_list()
    return RedTeam(
        ground=case.ground,
        verdict=case.verdict.verdict,
        side=AGAINST if case.verdict.verdict in red_team_rules()["sides"]["positive"] else FOR,
        variants=told,
        families=families(told),
        flips=flips(case),
        break_even=break_even(case),
        arguments=arguments(case, year_ago[0] if year_ago else None),
        yardstick=yardstick(case),
        tripwires=tuple(tripwire_sentences(case)),
        missing=missing_evidence(case),
        watch=to_watch(case),
        zones=zones(case),
    )


def yardstick(case: Case) -> str:
    """The critique of the yardstick: judged as a political framework instead of a body for joint work, or back."""
    rules = red_team_rules()["yardstick"]
    now = case.profile.text()
    id_ = rules["other"] if now == rules["preset"] else rules["preset"]
    other = presets()[id_]
    name = case.ground.name
    profile = WeightProfile.of(other.weights, id_, case.profile.indicators)
    health = case.health(profile)
    if health is None or case.ground.health is None:
        return f"{name} has too little evidence to be judged by another yardstick."
    after = str(case.decided(health=health))
    change = "stays" if after == case.verdict.verdict else "becomes"
    as_what = "a political framework instead of a body for joint work" if id_ == rules["preset"] else other.name.lower()
    usual, told = score_text(case.ground.health), score_text(health)
    scores = f"{told}, as before" if told == usual else f"{told} instead of {usual}"
    return f"Judged as {as_what}, {name} scores {scores}, and the verdict {change} {verdict_name(after or None)}."
