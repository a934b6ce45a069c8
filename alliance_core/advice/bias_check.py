"""What a bias check says: its finding, its status, its numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from alliance_core.advice.case import Case
from alliance_core.catalogue.bias_rules import bias_rules, check_rules
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios.hazard import hazard_at
from alliance_core.scenarios.setting import Setting, base_rates, setting_of
from alliance_core.scenarios.shocks import Blow
from alliance_core.scenarios.stress import stress

RAISED, CLEAR, UNKNOWN = "raised", "clear", "unknown"
NUMBER = pl.Struct({"name": pl.String, "value": pl.Float64, "unit": pl.String})
CHECKS: dict[str, Any] = {
    **dict.fromkeys(["id", "name", "question", "finding", "status", "status_name"], pl.String),
    "raised_by": pl.List(pl.String), "not_known": pl.List(pl.String), "numbers": pl.List(NUMBER),
    "what_to_do": pl.String, "reason": pl.String, "evidence": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a check; value None = not known. unit: share, points, level, years, count."""

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of one check.

    tests     what was tested, in words: True = this raises the check, None = could not be tested
    finding   one sentence with its numbers
    evidence  ids of the rows behind it
    """

    check: str
    tests: Mapping[str, bool | None]
    finding: str
    numbers: tuple[Number, ...]
    evidence: Iterable[str] = field(default=())

    @property
    def status(self) -> str:
        """Raised as soon as one test is; clear only where every test could be made."""
        answers = list(self.tests.values())
        if any(answers):
            return RAISED
        return UNKNOWN if not answers or None in answers else CLEAR

    def row(self) -> dict[str, object]:
        """The row of the frame of bias_checks."""
        rules = check_rules(self.check)
        return {
            "id": self.check, "name": rules["name"], "question": rules["question"], "finding": self.finding,
            "status": self.status, "status_name": bias_rules()["status"][self.status],
            "raised_by": [words for words, answer in self.tests.items() if answer],
            "not_known": [words for words, answer in self.tests.items() if answer is None],
            "numbers": [{"name": n.name, "value": n.value, "unit": n.unit} for n in self.numbers],
            "what_to_do": rules[self.status], "reason": rules["reason"],
            "evidence": sorted(set(self.evidence)),
        }  # fmt: skip


def reaches(value: float | None, mark: float) -> bool | None:
    """Whether a number reaches its mark, None for a missing number."""
    return None if value is None else value >= mark


def at_most(value: float | None, mark: float) -> bool | None:
    """Whether a number stays at or below its mark, None for a missing number."""
    return None if value is None else value <= mark


def rating_level(case: Case, indicator: str) -> tuple[float | None, list[str]]:
    """Level 0..4 of a rating at the date, and the row it stands in."""
    rated = case.assessment.snapshot.ratings.filter(alliance_id=case.alliance, indicator=indicator)
    return (None, []) if rated.is_empty() else (float(rated["level"][0]), rated["evidence_id"].to_list())


def value_of(case: Case, indicator: str) -> float | None:
    """The value of an indicator, None where it is missing."""
    row = case.assessment.indicators.filter(alliance_id=case.alliance, indicator=indicator)
    return None if row.is_empty() else row["value"][0]


def rows_of(case: Case, *indicators: str) -> list[str]:
    """Evidence ids behind these indicators."""
    return case.rows.filter(pl.col("indicator").is_in(indicators))["evidence_id"].to_list()


def setting(case: Case) -> Setting | None:
    """What a stress test knows of the alliance, None where it knows too little."""
    try:
        return setting_of(case.assessment.snapshot, case.alliance)
    except WorkbenchError:
        return None


def not_intact(case: Case, known: Setting | None, blows: tuple[Blow, ...], draws: int | None = None) -> float | None:
    """P(does not survive intact) under shocks by the models of the date, None where it cannot be told."""
    if known is None:
        return None
    snapshot = case.assessment.snapshot
    try:
        hazard = hazard_at(snapshot.evidence, case.assessment.as_of)
        return stress(known, blows, hazard, base_rates(snapshot), draws).not_intact
    except WorkbenchError:
        return None
