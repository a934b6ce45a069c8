"""Recommendations: what triggers them, what they say, who must act, in which order."""

import datetime as dt
import string

import polars as pl
import pytest

from alliance_core.advice.advise import advise
from alliance_core.advice.recommend import (
    BESIDE_ONLY,
    GAIN,
    NO_GAIN,
    NOT_COMPUTED,
    RECOMMENDATION,
    ordered,
    recommendations,
    triggered,
)
from alliance_core.advice.verdict import ground, verdict
from alliance_core.catalogue.advice_rules import advice_rule, advice_rules, advice_settings
from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.errors import CatalogueError, UnknownNameError
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import assess
from tests.advice.real import EXEMPLAR, RUPTURE, TODAY, assessed, frictions

REFORMS = ["binding_obligations", "operational_integration", "cost_formula", "political_framework"]
ALLIANCES = assessed(TODAY).overall["alliance_id"].to_list()
MADE = dt.date(2020, 12, 31)


def advised(alliance: str, day: dt.date, actor: str | None = None) -> pl.DataFrame:
    return recommendations(assessed(day), frictions(day), alliance, actor)


def rules_of(evidence, alliance: str = "moon", day: dt.date = MADE) -> dict[str, dict]:
    """Recommendations on made evidence, by rule."""
    found = recommendations(assess(evidence, day), inventory(evidence, day), alliance)
    return {row["rule"]: row for row in found.to_dicts()}


# --- The catalogue --------------------------------------------------------------------------------


def test_every_friction_rule_and_open_strains_lead_to_an_action():
    leading = {name for rule in advice_rules().values() for name in rule.frictions}
    assert leading == {*friction_rules()["rules"], "event"}


def test_all_five_dimensions_and_the_four_reforms_of_the_method_are_covered():
    assert len(advice_rules()) >= 24
    assert len({rule.dimension for rule in advice_rules().values()}) >= 6, "five dimensions, and operations beside them"
    assert set(REFORMS) <= set(advice_rules())


@pytest.mark.parametrize("rule", advice_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_says_why_what_stands_against_it_and_where_the_practice_is_published(rule):
    for text in (rule.action, rule.obstacle, rule.reason, rule.source, rule.effect_note):
        assert len(text) > 15
    places = {name for _, name, _, _ in string.Formatter().parse(rule.action + rule.obstacle) if name}
    assert places <= {"what", "by", "actors", "anchor", "alliance"}


def test_an_unknown_recommendation_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'exit_clause'"):
        advice_rule("exit_claus")


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("frictions", ["hubris"], "frictions names the unknown hubris"),
        ("low", {"charm": 40}, "low names the unknown charm"),
        ("cost", "huge", "cost is 'huge'; allowed: low, medium, high"),
        ("dimension", "luck", "unknown dimension 'luck'"),
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_refused(monkeypatch, cell, value, words):
    settings = advice_settings()
    broken = {**settings, "rules": {"exit_clause": {**settings["rules"]["exit_clause"], cell: value}}}
    monkeypatch.setattr("alliance_core.catalogue.advice_rules.advice_settings", lambda: broken)
    with pytest.raises(CatalogueError, match=words):
        advice_rules.__wrapped__()


# --- What triggers --------------------------------------------------------------------------------

SLOW = {"ratings": [{"indicator": "decision_speed", "level": 1, "as_of": "2015-01-01"}]}
LEFT = {
    "actors": [{"actor_id": "AAA", "name": "Stayer"}, {"actor_id": "BBB", "name": "Leaver"}],
    "members": [
        {"actor_id": "AAA", "joined": "2000-01-01"}, {"actor_id": "BBB", "joined": "2000-01-01", "left": "2018-01-01"},
    ]
}  # fmt: skip
# Nothing binds, promises are overdue, all votes are apart, and what it provides others provide as well.
WEAK = {
    "alliance": [{"alliance_id": name, "founded": "2000-01-01", "anchor_actor": "AAA"} for name in ("moon", "mars")],
    "members": [{"alliance_id": a, "actor_id": m} for a in ("moon", "mars") for m in ("AAA", "BBB")],
    "ratings": [
        {"indicator": name, "level": level, "as_of": "2015-01-01"}
        for name, level in {"legal_bindingness": 2, "dispute_settlement": 2, "exit_cost": 2, "governance_capacity": 0,
                            "decision_speed": 0}.items()
    ],
    "functions": [{"alliance_id": a, "actor_id": "AAA", "function": "launch"} for a in ("moon", "mars")],
    "commitments": [
        {"alliance_id": "moon", "commitment_id": f"c{n}", "actor_id": "AAA", "declared": "2010-01-01",
         "due": f"201{n}-12-31"} for n in range(1, 7)
    ],
    "interoperability": [{"alliance_id": "moon", "actor_a": "AAA", "actor_b": "BBB", "layer": "operations",
                          "level": 0, "as_of": "2015-01-01"}],
    "shares": [
        {"alliance_id": "moon", "actor_id": actor, "year": 2019, "measure": "cost", "share_pct": share}
        for actor, share in (("AAA", 95), ("BBB", 5))
    ],
    "economy": [{"actor_id": m, "year": 2019, "gdp_busd": 100} for m in ("AAA", "BBB")],
}  # fmt: skip


def test_every_rule_is_triggered_by_evidence(evidence_of):
    """By the shipped evidence at two dates, or by made evidence where nothing like it has happened."""
    seen: set[str] = set()
    for day in (TODAY, RUPTURE):
        for alliance in assessed(day).overall["alliance_id"]:
            own = frictions(day).filter(pl.col("alliance_id") == alliance, pl.col("status") != "closed")
            told = verdict(ground(assessed(day), frictions(day), alliance))
            seen |= {rule.id for rule in advice_rules().values() if triggered(rule, assessed(day), own, alliance, told)}
    for tables in (SLOW, LEFT, WEAK):
        seen |= set(rules_of(evidence_of(**tables)))
    assert seen == set(advice_rules())


def test_slow_decisions_are_to_be_delegated(evidence_of):
    row = rules_of(evidence_of(**SLOW))["delegate_decisions"]
    assert row["trigger"].startswith("Decisions take years (rank ")
    assert [id_.split(":")[0] for id_ in row["evidence"]] == ["ratings"]
    assert row["effect"] is None, "one rating gives no overall score to change"
    assert "too little evidence for an overall score" in row["effect_words"]
    assert [(step["before"], step["after"]) for step in row["steps"]] == [(25.0, 50.0)]


def test_who_left_is_to_be_won_back(evidence_of):
    row = rules_of(evidence_of(**LEFT))["win_back"]
    assert row["action"] == "Ask Leaver what would bring them back."
    assert row["who_ids"] == ["AAA"]


def test_a_weak_alliance_that_binds_and_that_nobody_would_miss_is_to_be_left(evidence_of):
    row = rules_of(evidence_of(**WEAK))["prepare_exit"]
    assert row["priority"] == 1
    assert row["trigger"].startswith("Verdict: prepare withdrawal.")


def test_findings_of_one_rule_about_several_things_are_one_recommendation():
    found = advised("artemis", EXEMPLAR).filter(rule="deliver_overdue").row(0, named=True)
    overdue = frictions(EXEMPLAR).filter(
        pl.col("alliance_id") == "artemis", pl.col("rules").list.contains("overdue_commitment")
    )
    assert overdue.height > 3
    assert set(found["friction_ids"]) == set(overdue["id"])
    assert f"and {overdue.height - 3} more" in found["trigger"]
    assert found["who"] == "United States"


def test_what_needs_a_low_score_is_silent_where_the_score_is_high(evidence_of):
    """Nobody monitors a treaty that binds: monitoring is missing, not force."""
    rated = [{"indicator": "legal_bindingness", "level": 4, "as_of": "2015-01-01"},
             {"indicator": "compliance_monitoring", "level": 0, "as_of": "2015-01-01"}]  # fmt: skip
    found = rules_of(evidence_of(ratings=rated))
    assert "monitoring" in found
    assert "binding_obligations" not in found


def test_what_is_done_already_is_not_recommended():
    """Russia's broken promise to launch for Copernicus was made good by others."""
    found = advised("copernicus", TODAY)
    broken = frictions(TODAY).filter(
        pl.col("alliance_id") == "copernicus", pl.col("rules").list.contains("broken_commitment")
    )
    assert not broken.is_empty()
    assert "replace_broken" not in found["rule"]


# --- The exemplar and other readings --------------------------------------------------------------


def test_artemis_in_2023_gets_the_reforms_of_the_exemplar():
    found = advised("artemis", EXEMPLAR)
    assert set(REFORMS) <= set(found["rule"])
    assert found["rule"][0] == "political_framework"
    by_rule = {row["rule"]: row for row in found.to_dicts()}
    assert by_rule["binding_obligations"]["effect"] > 0
    assert "ratification" in by_rule["binding_obligations"]["obstacle"]
    assert by_rule["cost_formula"]["effect"] > 0
    # Joint training stands beside the score: the score gains nothing, operational integration much.
    assert by_rule["operational_integration"]["kind"] == BESIDE_ONLY
    assert by_rule["operational_integration"]["beside"] > 10


def test_to_settle_the_gravest_strain_ends_a_hedge_where_it_alone_stands_behind_it():
    row = advised("iss", RUPTURE).filter(rule="settle_strain").row(0, named=True)
    assert row["verdict_after"] == "strengthen"


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_every_recommendation_is_whole(alliance):
    found = advised(alliance, TODAY)
    assert list(found.columns) == list(RECOMMENDATION)
    assert found["priority"].to_list() == list(range(1, found.height + 1))
    absent = {"untested_trust", "perceived_equity", "insufficient_evidence"}
    for row in found.to_dicts():
        for cell in ("action", "trigger", "who", "obstacle", "effect_words", "reason", "source"):
            assert row[cell], (row["rule"], cell)
            assert not {"{", "}"} & set(row[cell])
            assert "None" not in row[cell]
            assert "  " not in row[cell]
        rule = advice_rule(row["rule"])
        if not absent & {*rule.frictions, *rule.missing, *rule.flags}:
            assert row["evidence"], row["rule"]
        assert (row["effect"] is None) == (row["kind"] == NOT_COMPUTED)
        if row["effect"] is not None:
            assert row["effect_low"] <= row["effect"] <= row["effect_high"]
            assert row["told"]


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_evidence_behind_a_recommendation_was_known_at_the_date(alliance):
    """As of 2022 nothing that a later row says can stand behind an action, nor change it."""
    if alliance not in assessed(RUPTURE).overall["alliance_id"]:
        pytest.skip("founded later")
    ids = {id_ for row in advised(alliance, RUPTURE).to_dicts() for id_ in row["evidence"]}
    late = assessed(TODAY).snapshot.events.filter(pl.col("date") > RUPTURE)["evidence_id"]
    assert not ids & set(late)


def test_a_later_fact_changes_no_earlier_advice(evidence_of):
    early = rules_of(evidence_of(**WEAK))
    later = {**WEAK, "ratings": [*WEAK["ratings"], {"indicator": "exit_cost", "level": 4, "as_of": "2021-06-30"}],
             "events": [{"date": "2021-05-01", "severity": 5}]}  # fmt: skip
    assert rules_of(evidence_of(**later)) == early


# --- Who must act, and in which order -------------------------------------------------------------


def test_the_nation_whose_view_is_taken_sees_what_is_its_own():
    found = {row["rule"]: row for row in advised("artemis", EXEMPLAR, "JPN").to_dicts()}
    assert found["cost_formula"]["mine"], "Japan is core"
    assert not found["deliver_overdue"]["mine"], "only the United States is overdue"
    nobody = advised("artemis", EXEMPLAR)
    assert not nobody["mine"].any()


def test_a_state_acts_through_its_organisation():
    """France is no partner of the station itself; ESA acts for it."""
    found = {row["rule"]: row for row in advised("iss", TODAY, "FRA").to_dicts()}
    assert "ESA" in found["cost_formula"]["who_ids"]
    assert found["cost_formula"]["mine"]


def test_outsiders_are_not_told_to_act():
    """China is part of a strain in Artemis, and no member."""
    row = advised("artemis", EXEMPLAR).filter(rule="settle_strain").row(0, named=True)
    assert "China" in row["action"]
    assert "CHN" not in row["who_ids"]


def test_first_the_verdict_then_gain_for_its_cost_then_the_rest():
    def row(rule, kind, effect=None, cost="low", severity=0, verdict=False, beside=None):
        cells = {"rule": rule, "kind": kind, "effect": effect, "cost": cost, "severity": severity,
                 "from_verdict": verdict, "beside": beside}  # fmt: skip
        return {name: cells.get(name) for name in RECOMMENDATION if name != "priority"}

    rows = [
        row("settle_strain", NO_GAIN, 0.0, severity=24), row("ask_partners", NOT_COMPUTED, severity=3),
        row("name_success", NOT_COMPUTED, severity=11), row("exercise_links", BESIDE_ONLY, 0.0, beside=9.0),
        row("deliver_overdue", GAIN, 4.0, "high", 10), row("exit_clause", GAIN, 1.5, "low", 5),
        row("dispute_forum", GAIN, 1.0, "low", 9), row("monitoring", GAIN, 1.0, "low", 20),
        row("second_way", NOT_COMPUTED, verdict=True),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema={name: kind for name, kind in RECOMMENDATION.items() if name != "priority"})
    expected = ["second_way", "exit_clause", "monitoring", "deliver_overdue", "dispute_forum", "exercise_links",
                "name_success", "ask_partners", "settle_strain"]  # fmt: skip
    assert ordered(frame)["rule"].to_list() == expected
    assert ordered(frame.reverse())["rule"].to_list() == expected, "the order of the rows decides nothing"


def test_no_gain_is_said_and_what_it_may_be_good_for():
    row = advised("artemis", EXEMPLAR).filter(rule="standing_channel").row(0, named=True)
    assert row["kind"] == NO_GAIN
    assert row["effect_words"].startswith("No gain in the score.")
    assert advice_rule("standing_channel").effect_note in row["effect_words"]


def test_a_fall_of_the_score_is_told_as_a_fall():
    row = advised("us_japan", TODAY).filter(rule="broaden_base").row(0, named=True)
    assert row["effect"] < 0
    assert "falls by" in row["effect_words"]


def test_the_yardstick_of_a_political_framework_is_told_not_gained():
    row = advised("artemis", EXEMPLAR).filter(rule="political_framework").row(0, named=True)
    assert row["effect"] is None
    assert "Read with the weights of political framework the score is" in row["effect_words"]


def test_the_advice_bundles_what_its_parts_say():
    found = advise(
        assessed(EXEMPLAR).snapshot.evidence, EXEMPLAR, "artemis", "jpn", assessed(EXEMPLAR), frictions(EXEMPLAR)
    )
    assert found.verdict.ground.actor == "JPN"
    assert found.recommendations.equals(advised("artemis", EXEMPLAR, "JPN"))
