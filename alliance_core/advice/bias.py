"""Bias checks beside the verdict: what may mislead us, each with its test, its numbers and what to do."""

from collections.abc import Callable

import polars as pl

from alliance_core.advice.bias_check import CHECKS, RAISED, UNKNOWN, Found
from alliance_core.advice.bias_partners import corner_case, mirror_imaging
from alliance_core.advice.bias_past import shocks_since, stale_evidence, sunk_cost
from alliance_core.advice.bias_texts import leadership, treaty_fetishism
from alliance_core.advice.case import Case, case_of
from alliance_core.catalogue.bias_rules import bias_rules
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.dissolution.sentences import listing
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.assessment import Assessment

TESTS: dict[str, Callable[[Case], Found]] = {
    "treaty_fetishism": treaty_fetishism,
    "sunk_cost": sunk_cost,
    "mirror_imaging": mirror_imaging,
    "corner_case": corner_case,
    "stale_evidence": stale_evidence,
    "shocks_since": shocks_since,
    "leadership": leadership,
}


def bias_checks(
    evidence: Evidence,  # noqa: ARG001 - that of the assessment, kept for one signature with the red team
    assessment: Assessment,
    frictions: pl.DataFrame,
    alliance: str,
    actor: str | None = None,
    dissolution: Dissolution | None = None,
) -> pl.DataFrame:
    """What may mislead those who read the verdict on an alliance, at the date of the assessment.

    Takes  frictions: inventory.inventory at the same date; actor: whose verdict is checked; dissolution: at hand
    Gives  one row per check in the order of the catalogue: id, name, question, finding (one sentence), status
           (raised, clear, unknown), status_name, raised_by, not_known (lists of tests in words), numbers (list of
           structs name, value, unit; null value = not known; unit: share 0..1, points 0..100, level 0..4, count,
           yes or no), what_to_do, reason (of the marks), evidence (ids)
    Raises UnknownNameError or WorkbenchError for an alliance that did not exist and an actor that is no member
    """
    return checks_of(case_of(assessment, frictions, alliance, actor, dissolution))


def checks_of(case: Case) -> pl.DataFrame:
    """The same for a case that is open already."""
    return pl.DataFrame([TESTS[check](case).row() for check in bias_rules()["checks"]], schema=CHECKS)


def summary(checks: pl.DataFrame, name: str) -> str:
    """How many checks are raised for an alliance, which, and how many could not be made."""
    raised = checks.filter(status=RAISED)["name"].to_list()
    unknown = checks.filter(status=UNKNOWN)["name"].to_list()
    text = f"Of {checks.height} bias checks for {name} {len(raised)} {'is' if len(raised) == 1 else 'are'} raised"
    text += f" ({listing([each.lower() for each in raised], most=7)})" if raised else ""
    if unknown:
        text += f"; not known: {listing([each.lower() for each in unknown], most=7)}"
    return f"{text}."
