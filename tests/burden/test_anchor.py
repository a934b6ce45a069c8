"""The anchor-state test: the same flag as the scorecard, and a reading whose rules can be followed."""

import datetime as dt

import pytest

from alliance_core.burden.anchor import anchor
from alliance_core.burden.partners import partners
from alliance_core.catalogue.burden import burden_rules
from alliance_core.scorecard.assessment import assess
from tests.burden.worlds import ECONOMY, MEMBERS, MOON

ALLIANCE = [{"alliance_id": "moon", "founded": "2000", "anchor_actor": "AAA"}]


def shares(cost, benefit, decision):
    """Shares of AAA in 2019; BBB has the rest."""
    rows = [
        {"actor_id": actor, "year": 2019, "measure": measure, "share_pct": part}
        for measure, own in (("cost", cost), ("benefit", benefit), ("decision", decision))
        if own is not None
        for actor, part in (("AAA", own), ("BBB", 100 - own))
    ]
    return {"members": MEMBERS, "economy": ECONOMY, "shares": rows, "alliance": ALLIANCE}


def event(kind, actors="AAA", date="2019-06-01"):
    return {"event_id": f"{kind}{date}", "date": date, "type": kind, "actors": actors, "severity": 3}


def read(known, tables, *events, at="2020-06-30"):
    snapshot = known(at, **tables, **({"events": list(events)} if events else {}))
    return anchor(snapshot, partners(snapshot, 3).filter(alliance_id="moon"), "moon")


@pytest.mark.parametrize(
    ("tables", "events", "reading"),
    [
        pytest.param(shares(80, 60, 60), (), "leader", id="pays more than it gets and shares the decision"),
        pytest.param(shares(70, 80, 90), (), "hegemon", id="gets more than it pays and decides more"),
        pytest.param(shares(80, 60, 90), (), "hegemon", id="decides more than it pays"),
        pytest.param(shares(80, 85, 60), (), "mixed", id="neither carries nor rules"),
        pytest.param(shares(80, 60, 60), ("withdrawal_threat", "sanction"), "mixed", id="a leader that threatens"),
        pytest.param(shares(80, 85, 60), ("sanction", "withdrawal"), "hegemon", id="no leader, and acts alone"),
        pytest.param(shares(80, 60, 60), ("sanction",), "leader", id="one act may be an accident"),
        pytest.param(
            shares(50, 40, 40), ("sanction", "withdrawal"), "no_anchor", id="half of the cost is no dominance"
        ),
        pytest.param(shares(None, 40, 40), (), "unknown", id="without cost shares nothing is known"),
        pytest.param(shares(80, None, 60), (), "open", id="without benefit nobody is known to carry more"),
        pytest.param(shares(80, 79, 60), (), "mixed", id="one point is within the margin"),
    ],
)
def test_the_reading_follows_from_the_rules(known, tables, events, reading):
    assert read(known, tables, *[event(kind) for kind in events]).reading == reading


def test_every_rule_tells_its_numbers_and_whether_it_matched(known):
    found = read(known, shares(80, 60, 60), event("sanction"), event("sanction", date="2018-01-01"))
    assert found.rules.select("rule", "holds", "numbers").rows() == [
        ("carries_more", True, "cost 80%, benefit 60%"),
        ("shares_decision", True, "decision 60%, cost 80%"),
        ("decides_more", False, "decision 60%, cost 80%"),
        ("acts_alone", True, "2 in 5 years: sanction"),
    ]


def test_a_rule_without_its_numbers_is_unknown_not_failed(known):
    holds = dict(read(known, shares(80, None, 60)).rules.select("rule", "holds").iter_rows())
    assert holds["carries_more"] is None


def test_acts_count_for_the_years_looked_back_and_only_where_the_payer_is_named(known):
    old, others, ahead = (
        event("sanction", date="2014-01-01"),
        event("sanction", actors="BBB", date="2018-01-01"),
        event("sanction", date="2020-12-01"),
    )
    found = read(known, shares(80, 60, 60), old, others, ahead, event("dispute"))
    assert found.acts["type"].to_list() == ["dispute"]
    assert found.acts.select("resentful", "alone").row(0) == (True, False)
    assert found.reading == "leader"


@pytest.mark.parametrize("kinds", [(), ("dispute",), ("sanction",)])
@pytest.mark.parametrize("cost", [50, 60, 80])
def test_the_syndrome_is_the_flag_of_the_scorecard(evidence_of, cost, kinds):

    tables = shares(cost, 60, 60)
    evidence = evidence_of(**tables, **({"events": [event(kind) for kind in kinds]} if kinds else {}))
    assessed = assess(evidence, dt.date(2020, 6, 30))
    raised = "anchor_state_syndrome" in assessed.flags.filter(alliance_id="moon")["flag"].to_list()
    snapshot = assessed.snapshot
    assert anchor(snapshot, partners(snapshot, 3).filter(alliance_id="moon"), "moon").syndrome is raised


def test_a_threat_of_another_is_not_the_payers_own_act(known):
    """Both are named; who is named first has acted. For the flag of the scorecard any mention counts."""
    days = ("2018-01-01", "2019-01-01")
    others = [event("withdrawal_threat", actors="BBB;AAA", date=day) for day in days]
    own = [event("withdrawal_threat", actors="AAA;BBB", date=day) for day in days]
    found = read(known, shares(80, 60, 60), *others)
    assert found.acts.select("resentful", "alone").rows() == [(True, False)] * 2
    assert found.reading == "leader"
    assert read(known, shares(80, 60, 60), *own).reading == "mixed"


def test_without_answers_perceived_equity_is_said_not_to_be_surveyed(known):
    found = read(known, MOON)
    assert found.perceived is None
    assert found.perceived_words == burden_rules()["anchor"]["perceived"]
    assert "Not surveyed" in found.perceived_words
