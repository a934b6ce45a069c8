"""Conditions of withdrawal: where each stands, what is not known, and the way out."""

import datetime as dt

import pytest

from alliance_core.advice.conditions import MET, NOT_MET, UNKNOWN, conditions, overpaid, replaceable, way_out
from alliance_core.advice.verdict import ground, verdict
from alliance_core.catalogue.advice_rules import Condition, withdrawal_conditions
from alliance_core.dissolution.dissolve import dissolve
from alliance_core.errors import CatalogueError
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import assess
from tests.advice.real import EXEMPLAR, TODAY, assessed, frictions

DAY = dt.date(2020, 12, 31)


def stands(alliance, day, actor=None):
    """Conditions of the shipped evidence by id."""
    found = dissolve(assessed(day).snapshot, alliance)
    told = verdict(ground(assessed(day), frictions(day), alliance, actor, found))
    return {row["condition"]: row for row in conditions(assessed(day), told, found).to_dicts()}


def made(evidence, actor=None):
    known = assess(evidence, DAY)
    found = dissolve(known.snapshot, "moon")
    told = verdict(ground(known, inventory(evidence, DAY), "moon", actor, found))
    return {row["condition"]: row for row in conditions(known, told, found).to_dicts()}


def test_there_are_six_conditions_or_more_and_each_has_a_reason():
    assert len(withdrawal_conditions()) >= 6
    assert all(len(item.reason) > 10 and item.text.endswith(".") for item in withdrawal_conditions().values())


@pytest.mark.parametrize(
    ("marks", "number", "met"),
    [
        ({"below": 40}, 40.0, False),
        ({"below": 40}, 39.9, True),
        ({"least": 20}, 20.0, True),
        ({"least": 20}, 19.9, False),
        ({"least": 20}, None, None),
    ],
)
def test_a_condition_is_met_at_its_mark(marks, number, met):
    item = Condition(id="x", name="x", measure="health", unit="points", text="x", reason="x", **marks)
    assert item.met(number) is met


@pytest.mark.parametrize("marks", [{}, {"least": 1, "below": 2}])
def test_a_condition_has_one_mark(marks):
    with pytest.raises(CatalogueError, match="either least or below"):
        Condition(id="x", name="x", measure="health", unit="points", text="x", reason="x", **marks)


def test_weak_health_meets_its_condition_in_the_exemplar():
    found = stands("artemis", EXEMPLAR)
    assert found["health"]["status"] == MET
    assert found["health"]["now"] < 40
    assert found["strain"]["status"] == NOT_MET


def test_met_conditions_come_first_and_unknown_ones_last():
    statuses = [row["status"] for row in stands("five_eyes", TODAY).values()]
    assert statuses == sorted(statuses, key=[MET, NOT_MET, UNKNOWN].index)


def test_what_is_not_known_is_neither_met_nor_nought(evidence_of):
    found = made(evidence_of(members=[{"actor_id": "AAA"}]))
    for name in ("health", "delivered", "overpaid", "erosion"):
        assert (found[name]["status"], found[name]["now"]) == (UNKNOWN, None)
        assert "Now not known" in found[name]["words"]


def test_less_than_half_delivered_meets_its_condition(evidence_of):
    """One of three promises that came due."""
    evidence = evidence_of(
        commitments="""
            commitment_id  declared    due         delivered
            c1             2010-01-01  2015-12-31  2015-06-30
            c2             2010-01-01  2016-12-31  -
            c3             2010-01-01  2017-12-31  -
        """,
        members=[{"actor_id": "AAA"}],
    )
    row = made(evidence)["delivered"]
    assert (row["status"], row["now"]) == (MET, pytest.approx(1 / 3))
    assert len(row["evidence"]) == 3


SHARES = [
    {"actor_id": actor, "year": 2019, "measure": measure, "share_pct": share}
    for measure, cells in {"cost": {"AAA": 70, "BBB": 30}, "benefit": {"AAA": 40, "BBB": 60}}.items()
    for actor, share in cells.items()
]


def test_the_gap_is_the_nations_own_or_the_largest(evidence_of):
    evidence = evidence_of(shares=SHARES, members=[{"actor_id": "AAA"}, {"actor_id": "BBB"}, {"actor_id": "CCC"}])
    known = assess(evidence, DAY)
    assert overpaid(known, "moon", None)[0] == 30.0
    assert overpaid(known, "moon", "BBB")[0] == -30.0
    assert overpaid(known, "moon", "CCC")[0] is None, "who stands in no table has no gap"
    assert made(evidence)["overpaid"]["status"] == MET
    assert made(evidence, "BBB")["overpaid"]["status"] == NOT_MET


def test_benefit_that_follows_cost_by_rule_is_no_evidence(evidence_of):
    same = [{**row, "share_pct": 50} for row in SHARES]
    known = assess(evidence_of(shares=same, members=[{"actor_id": "AAA"}]), DAY)
    assert overpaid(known, "moon", None)[0] is None


def test_what_one_partner_alone_provides_is_not_replaceable_for_the_other(evidence_of):
    """AAA provides launch and keeps it, BBB uses it and has no other way: half of the mean of two core members."""
    evidence = evidence_of(
        members=[{"actor_id": "AAA"}, {"actor_id": "BBB"}], functions=[{"actor_id": "AAA", "function": "launch"}]
    )
    found = dissolve(assess(evidence, DAY).snapshot, "moon")
    assert replaceable(found, "AAA") == 1.0
    assert replaceable(found, "BBB") == 0.0
    assert replaceable(found, None) == pytest.approx(0.5)


def test_the_way_out_tells_notice_cost_and_forum():
    told = way_out(assessed(TODAY), "iss")
    assert told.startswith("Notice: 12 months; leaving is rated ")
    assert "arbitration only if those concerned agree" in told
    assert way_out(assessed(TODAY), "artemis").startswith(
        "No notice is asked for; leaving is rated 0 of 4 (leave at once)"
    )
    assert way_out(assessed(TODAY), "us_japan").startswith("No period of notice is known")


def test_an_unrated_exit_is_said_to_be_unrated(evidence_of):
    known = assess(evidence_of(members=[{"actor_id": "AAA"}]), DAY)
    assert "was never rated" in way_out(known, "moon")


def test_the_number_never_reads_like_a_mark_that_it_misses():
    """Half delivered is not under a half, and the words show it."""
    row = stands("artemis", EXEMPLAR)["delivered"]
    assert (row["now"], row["status"]) == (0.5, NOT_MET)


@pytest.mark.parametrize("alliance", assessed(TODAY).overall["alliance_id"].to_list())
def test_a_condition_opens_down_to_evidence(alliance):
    for name, row in stands(alliance, TODAY).items():
        if row["status"] != UNKNOWN and name not in ("health", "strain"):
            assert row["evidence"], name
