"""Rules on institutions: each finds its case, and not the case just below its mark."""

import pytest

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.friction.rules.institutions import (
    free_exit,
    missing_enforcement,
    no_dispute_forum,
    one_sided_decision,
    slow_decisions,
    stale_evidence,
)
from tests.friction.cases import found, one, shares

DAY = "2020-12-31"
RATED = [
    (missing_enforcement, "legal_bindingness"),
    (missing_enforcement, "compliance_monitoring"),
    (no_dispute_forum, "dispute_settlement"),
    (free_exit, "exit_cost"),
    (one_sided_decision, "decision_authority_balance"),
    (slow_decisions, "decision_speed"),
]


def rating(indicator: str, level: int, as_of: str = "2015") -> dict:
    return {"indicator": indicator, "level": level, "as_of": as_of}


@pytest.mark.parametrize(("rule", "indicator"), RATED)
def test_a_rating_at_the_mark_or_below_is_a_friction(known, rule, indicator):
    words = friction_rule(rule.__name__)
    for level in range(words["level"] + 1):
        row = one(rule, known(DAY, ratings=[rating(indicator, level)]))
        assert (row["consequence"], row["likelihood"]) == (words["consequence"], words["likelihood"])
        assert (row["title"], row["evidence"]) == (words["title"], [f"ratings:moon:{indicator}:2015"])


@pytest.mark.parametrize(("rule", "indicator"), RATED)
def test_a_rating_above_the_mark_is_none_nor_is_a_missing_one(known, rule, indicator):
    level = friction_rule(rule.__name__)["level"] + 1
    others = [rating(other, 0) for asked, other in RATED if asked != rule]
    assert found(rule, known(DAY, ratings=[rating(indicator, level), *others])) == {}
    assert found(rule, known(DAY, ratings=others)) == {}


@pytest.mark.parametrize(("rule", "indicator"), RATED)
def test_the_latest_rating_up_to_the_date_counts(known, rule, indicator):
    rows = [rating(indicator, 1), rating(indicator, 4, "2018"), rating(indicator, 0, "2022")]
    at = known("2017-12-31", DAY, "2022-12-31", ratings=rows)
    assert sorted(day.year for day in rule(at)["as_of"]) == [2017, 2022]


# --- stale_evidence -------------------------------------------------------------------------------

YEARS = friction_rule("stale_evidence")["years"]
OLD = {
    "events": [{"event_id": "e1", "date": "2015-06-01"}],
    "commitments": [{"commitment_id": "c1", "declared": "2015-06-01"}],
    "shares": shares("cost", year=2015, AAA=100),
}


@pytest.mark.parametrize("table", friction_rule("stale_evidence")["tables"])
def test_a_table_goes_stale_after_the_years_of_the_catalogue(known, table):
    month = "12-30" if table == "shares" else "05-31"
    at = known(f"{2015 + YEARS}-{month}", f"{2015 + YEARS + 1}-{month}", **{table: OLD[table]})
    (row,) = stale_evidence(at).to_dicts()
    assert row["as_of"].year == 2015 + YEARS + 1
    assert (row["subject"], len(row["evidence"])) == (f"stale {table}", 1)
    assert row["title"] == f"Newest evidence on {table} is {YEARS} years old"


def test_a_newer_row_keeps_a_table_fresh_and_one_that_lies_ahead_does_not(known):
    newer = [*OLD["events"], {"event_id": "e2", "date": "2019-06-01"}]
    assert found(stale_evidence, known(DAY, events=newer)) == {}
    ahead = [*OLD["events"], {"event_id": "e2", "date": "2021-06-01"}]
    assert set(found(stale_evidence, known(DAY, events=ahead))) == {"stale events"}


def test_a_further_step_of_an_old_quarrel_is_new_evidence(known):
    step = {"event_id": "e2", "chain_id": "e1", "counts": "0", "severity": "1", "date": "2019-06-01"}
    assert found(stale_evidence, known(DAY, events=[*OLD["events"], step])) == {}


@pytest.mark.parametrize("end", ["delivered", "ended"])
def test_an_old_promise_that_was_kept_or_given_up_of_late_is_new_evidence(known, end):
    rows = [{**OLD["commitments"][0], end: "2019-06-01"}]
    assert found(stale_evidence, known(DAY, commitments=rows)) == {}
    ahead = [{**OLD["commitments"][0], end: "2021-06-01"}]
    assert set(found(stale_evidence, known(DAY, commitments=ahead))) == {"stale commitments"}
