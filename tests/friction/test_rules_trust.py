"""Rules on trust: each finds its case, and not the case just below its mark."""

import datetime as dt

import pytest

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.friction.rules.trust import broken_commitment, overdue_commitment, recurring_strain, untested_trust
from tests.friction.cases import found, one, strains

DAY = "2020-12-31"
LATE = {"commitment_id": "c1", "declared": "2010", "due": "2020-06-30"}
BROKEN = {"commitment_id": "c1", "declared": "2010", "due": "2012", "ended": "2018-06-30"}
RATED = [{"function": "launch", "actor_id": "AAA", "role": "partial", "criticality": "4", "from": "2015"}]
MEMBERS = "actor_id\nAAA\nBBB"


# --- overdue_commitment ---------------------------------------------------------------------------


def test_a_promise_past_its_date_is_a_friction_of_who_made_it(known):
    row = one(overdue_commitment, known(DAY, commitments=[LATE], functions=RATED))
    assert (row["actors"], row["consequence"], row["likelihood"]) == (["AAA"], 4, 3)
    assert (row["title"], row["evidence"]) == ("AAA is 6 months late with launch", ["commitments:moon:c1"])


def test_a_promise_is_not_late_before_its_date_nor_once_it_is_kept_or_given_up(known):
    assert found(overdue_commitment, known("2020-06-29", commitments=[LATE])) == {}
    assert set(found(overdue_commitment, known("2020-06-30", commitments=[LATE]))) == {"promise AAA launch"}
    for end in ("delivered", "ended"):
        assert found(overdue_commitment, known(DAY, commitments=[{**LATE, end: "2020-11"}])) == {}
        assert found(overdue_commitment, known(DAY, commitments=[{**LATE, end: "2021"}])) != {}


def test_payments_and_studies_are_not_asked(known):
    for nature in ("payment", "other", "service_period"):
        assert found(overdue_commitment, known(DAY, commitments=[{**LATE, "nature": nature}])) == {}


@pytest.mark.parametrize(("mark", "likelihood"), friction_rule("overdue_commitment")["levels"])
def test_the_later_a_promise_the_likelier_are_further_slips(known, mark, likelihood):
    due = dt.date(2020, 12, 31) - dt.timedelta(days=int(mark * 365.25) + 1)
    row = one(overdue_commitment, known(DAY, commitments=[{**LATE, "due": str(due)}]))
    assert row["likelihood"] == likelihood
    if mark:
        younger = {**LATE, "due": str(due + dt.timedelta(days=2))}
        assert one(overdue_commitment, known(DAY, commitments=[younger]))["likelihood"] < likelihood


def test_a_function_that_is_provided_meanwhile_is_waited_for_less(known):
    full = [{**RATED[0], "actor_id": "BBB", "role": "primary"}]
    relief = friction_rule("overdue_commitment")["relief"]
    assert one(overdue_commitment, known(DAY, commitments=[LATE], functions=full))["consequence"] == 4 - relief
    small = [{**full[0], "criticality": "1"}]
    least = friction_rule("overdue_commitment")["least_consequence"]
    assert one(overdue_commitment, known(DAY, commitments=[LATE], functions=small))["consequence"] == least


def test_a_function_of_unknown_criticality_has_the_least_consequence(known):
    row = one(overdue_commitment, known(DAY, commitments=[LATE]))
    assert row["consequence"] == friction_rule("overdue_commitment")["least_consequence"]


def test_several_late_promises_of_one_function_are_one_friction_told_by_the_oldest(known):
    second = {**LATE, "commitment_id": "c2", "due": "2018-12-30"}
    row = one(overdue_commitment, known(DAY, commitments=[LATE, second]))
    assert (row["title"], len(row["evidence"])) == ("AAA is 2 years late with launch", 2)


# --- broken_commitment ----------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "likelihood"), friction_rule("broken_commitment")["count_levels"])
def test_promises_given_up_of_late_are_a_friction_likelier_the_more_there_are(known, number, likelihood):
    rows = [{**BROKEN, "commitment_id": f"c{n}"} for n in range(number)]
    row = one(broken_commitment, known(DAY, commitments=rows, functions=RATED))
    assert (row["consequence"], row["likelihood"], len(row["evidence"])) == (4, likelihood, number)
    assert row["title"] == "AAA gave up a promise: launch"


def test_a_broken_promise_is_forgotten_after_the_years_of_the_catalogue(known):
    year = 2018 + friction_rule("broken_commitment")["years"]
    assert found(broken_commitment, known(f"{year}-06-29", commitments=[BROKEN])) != {}
    assert found(broken_commitment, known(f"{year}-06-30", commitments=[BROKEN])) == {}


def test_a_promise_is_not_broken_before_it_was_given_up(known):
    assert found(broken_commitment, known("2018-06-29", commitments=[BROKEN])) == {}


# --- recurring_strain -----------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "consequence"), friction_rule("recurring_strain")["levels"])
def test_so_many_strains_in_five_years_are_a_pattern(known, number, consequence):
    row = one(recurring_strain, known(DAY, members="actor_id\nAAA", events=strains(number, actors="AAA;BBB")))
    assert (row["consequence"], row["actors"], len(row["evidence"])) == (consequence, ["AAA"], number)
    assert row["title"] == f"AAA was part of {number} strains in 5 years"


def test_fewer_strains_are_none(known):
    number = friction_rule("recurring_strain")["strains"] - 1
    assert found(recurring_strain, known(DAY, members=MEMBERS, events=strains(number, actors="AAA"))) == {}


def test_slight_strains_strains_of_many_and_strains_of_others_are_no_pattern(known):
    rule = friction_rule("recurring_strain")
    many = ";".join(f"{letter * 3}" for letter in "ABCDEFGH"[: rule["most_actors"] + 1])
    for cells in ({"severity": rule["least_severity"] - 1}, {"actors": many}, {"actors": "XXX"}):
        assert found(recurring_strain, known(DAY, members=MEMBERS, events=strains(5, **cells))) == {}


def test_a_pattern_ends_when_its_strains_are_old(known):
    rows = strains(3, actors="AAA")
    assert found(recurring_strain, known("2024-12-31", members=MEMBERS, events=rows)) != {}
    assert found(recurring_strain, known("2025-12-31", members=MEMBERS, events=rows)) == {}


# --- untested_trust -------------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "untested"), [("3", True), ("4", False), ("5", False)])
def test_trust_is_tested_by_a_crisis_of_severity_four_or_five(known, severity, untested):
    events = [{"event_id": "e", "date": "2015", "resolved": "2016", "severity": severity}]
    assert bool(found(untested_trust, known(DAY, events=events))) is untested


def test_a_crisis_that_lies_ahead_tests_nothing_yet(known):
    events = [{"event_id": "e", "date": "2021", "severity": "5"}]
    assert one(untested_trust, known(DAY, events=events))["title"] == "Never tested by a crisis"
