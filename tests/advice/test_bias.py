"""Bias checks: each raised, clear and not known on cases made by hand; readings of the shipped alliances."""

import datetime as dt
import re

import polars as pl
import pytest

from alliance_core.advice import bias_past, bias_texts
from alliance_core.advice.bias import bias_checks, checks_of, summary
from alliance_core.advice.bias_check import CLEAR, RAISED, UNKNOWN
from alliance_core.advice.bias_partners import (
    corner_case,
    mirror_imaging,
    partner_scores,
    preset_verdicts,
    weighting_support,
)
from alliance_core.advice.bias_past import indicator_ages, shocks_of, shocks_since, stale_evidence, sunk_cost
from alliance_core.advice.bias_texts import leadership, treaty_fetishism
from alliance_core.catalogue.bias_rules import bias_rules, motives
from alliance_core.catalogue.rules import presets
from alliance_core.scorecard.weights import scored_indicators
from tests.advice.made import counted_share, dimension_scores, every_row, moon, with_rows
from tests.scorecard.hand import even

TOGETHER = "actor_a  actor_b  layer       level  as_of\nAAA      BBB      operations  4      2015-01-01"
ON_PAPER = "actor_a  actor_b  layer       level  as_of\nAAA      BBB      operations  1      2015-01-01"
PUBLIC = "alliance_id  publicity\nmoon         high"
FORMAL = ("legal_bindingness", "dispute_settlement", "exit_cost")


def number(found, name):
    return next(each.value for each in found.numbers if each.name == name)


# --- Treaty fetishism -----------------------------------------------------------------------------


def texts(formal, practice, engaged=100.0):
    return {
        **even(50),
        **dict.fromkeys(FORMAL, formal),
        "operational_integration": practice,
        "engaged_members": engaged,
    }


def test_texts_far_above_the_work_raise_treaty_fetishism(evidence_of):
    # Operational integration: three indicators at 40, engaged members at 100, a quarter each.
    found = treaty_fetishism(moon(evidence_of, texts(80, 40), interoperability=TOGETHER))
    assert found.status == RAISED
    assert number(found, "Parchment gap") == pytest.approx(80 - 55)
    assert "lies 25 points above operational integration (55)" in found.finding


def test_a_gap_just_under_the_mark_of_the_parchment_flag_is_clear(evidence_of):
    found = treaty_fetishism(moon(evidence_of, texts(74, 40), interoperability=TOGETHER))
    assert found.status == CLEAR


def test_work_far_above_the_texts_is_told_as_the_reverse_and_raises_nothing(evidence_of):
    found = treaty_fetishism(moon(evidence_of, texts(20, 90), interoperability=TOGETHER))
    assert found.status == CLEAR
    assert "the reverse of treaty fetishism" in found.finding


@pytest.mark.parametrize(
    ("scores", "links", "raised_by"),
    [
        pytest.param(texts(50, 60, 60), TOGETHER, "in name only", id="four of ten members in name only"),
        pytest.param(texts(50, 60), ON_PAPER, "combined operations", id="links that were never exercised"),
    ],
)
def test_members_in_name_only_or_no_combined_operations_raise_it_without_a_gap(evidence_of, scores, links, raised_by):
    found = treaty_fetishism(moon(evidence_of, scores, interoperability=links))
    assert found.status == RAISED
    assert [words for words, one in found.tests.items() if one] == [
        words for words in found.tests if raised_by in words
    ]


def test_without_a_look_at_operations_treaty_fetishism_is_not_known(evidence_of):
    assert treaty_fetishism(moon(evidence_of, texts(50, 60))).status == UNKNOWN


# --- Sunk cost ------------------------------------------------------------------------------------

PAST = {"operating_experience": 100.0, "retention": 100.0, "exit_cost": 100.0}


@pytest.fixture
def stressed(monkeypatch):
    """The stress test answers with these chances: years as they are, then none."""

    def answer(*chances):
        left = list(chances)
        monkeypatch.setattr(bias_past, "not_intact", lambda *_: left.pop(0))

    return answer


def test_a_verdict_that_falls_without_what_rewards_the_past_raises_sunk_cost(evidence_of, stressed):
    stressed(0.5, 0.5)
    # All else at 58: 15 % and 5 % of trust and 15 % of institutions at 100 lift the score to 58 + 42 x 0.07 = 60.9.
    found = sunk_cost(moon(evidence_of, {**even(58), **PAST}))
    assert number(found, "Health") == pytest.approx(58 + 42 * (0.20 + 0.15) / 5)
    assert number(found, "Health without what rewards the past") == pytest.approx(58)
    assert found.status == RAISED
    assert "the verdict becomes restructure" in found.finding


def test_a_verdict_that_stands_without_the_past_is_clear(evidence_of, stressed):
    stressed(0.5, 0.55)
    assert sunk_cost(moon(evidence_of, {**even(80), **PAST})).status == CLEAR


def test_partners_that_only_stay_for_what_they_have_spent_raise_it(evidence_of, stressed):
    stressed(0.5, 0.66)
    assert sunk_cost(moon(evidence_of, {**even(80), **PAST})).status == RAISED


def test_without_a_stress_test_sunk_cost_is_not_known_and_not_clear(evidence_of):
    assert sunk_cost(moon(evidence_of, {**even(80), **PAST})).status == UNKNOWN


def test_without_any_indicator_of_the_past_sunk_cost_is_not_known(evidence_of, stressed):
    stressed(0.5, 0.5)
    scores = {**even(80), **dict.fromkeys(PAST)}
    assert sunk_cost(moon(evidence_of, scores)).status == UNKNOWN


# --- Mirror imaging -------------------------------------------------------------------------------

MOTIVES = """
    actor_id  as_of       security  science  prestige  commercial  industrial  autonomy
    AAA       2015-01-01  4         0        0         0           0           0
    BBB       2015-01-01  0         0        0         0           0           4
"""


def served(security, autonomy):
    """Scores by which the indicators of these two motives stand at a score; one they share goes to the second."""
    listed = motives(bias_rules())
    scores = {**even(60), **dict.fromkeys(listed["security"]["indicators"], security)}
    return {**scores, **dict.fromkeys(listed["autonomy"]["indicators"], autonomy)}


def test_a_partner_that_came_for_something_else_sees_a_failure_where_the_anchor_does_not(evidence_of):
    case = moon(evidence_of, served(80, 30), priorities=MOTIVES)
    own = {row["actor_id"]: row for row in partner_scores(case).to_dicts()}
    assert own["BBB"]["score"] == pytest.approx(30)
    # Three of the four indicators of security are its own at 80, provider redundancy is shared and stands at 30.
    assert own["AAA"]["score"] == pytest.approx((3 * 80 + 30) / 4)
    assert own["BBB"]["from_anchor"] == pytest.approx(30 - 67.5)
    found = mirror_imaging(case)
    assert found.status == RAISED
    assert "BBB below 40" in found.finding


def test_partners_that_see_the_same_success_are_clear(evidence_of):
    assert mirror_imaging(moon(evidence_of, even(70), priorities=MOTIVES)).status == CLEAR


def test_one_profile_of_motives_is_too_few_to_compare(evidence_of):
    found = mirror_imaging(moon(evidence_of, even(70), priorities=MOTIVES.rsplit("\n", 2)[0]))
    assert found.status == UNKNOWN


def test_a_motive_under_half_scored_has_no_score_and_a_partner_of_it_none_either(evidence_of):
    gone = dict.fromkeys(motives(bias_rules())["autonomy"]["indicators"])
    own = partner_scores(moon(evidence_of, {**even(70), **gone}, priorities=MOTIVES))
    assert own.filter(actor_id="BBB")["score"].to_list() == [None]


def test_every_motive_is_served_by_scored_indicators_with_a_reason():
    for motive in motives(bias_rules()).values():
        assert set(motive["indicators"]) <= set(scored_indicators())
        assert motive["reason"]


# --- Corner-case weights --------------------------------------------------------------------------


def test_a_verdict_that_most_weightings_deny_is_a_corner_case(evidence_of):
    found = corner_case(moon(evidence_of, dimension_scores(100, 90, 38, 38, 40)))
    assert found.status == RAISED
    assert number(found, "Weightings with the same verdict") < 0.67


def test_equal_dimensions_leave_nothing_to_the_weights(evidence_of):
    case = moon(evidence_of, even(70))
    assert weighting_support(case) == {"strengthen": 1.0}
    assert corner_case(case).status == CLEAR
    assert preset_verdicts(case)["same"].to_list() == [True] * len(presets())


def test_without_a_score_the_weights_cannot_be_tested(evidence_of):
    assert corner_case(moon(evidence_of, dimension_scores(70, None, None, None, None))).status == UNKNOWN


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "harmonic", "weakest_link"])
@pytest.mark.parametrize("scores", [(90, 70, 50, 30, 62), (45, 41, 70, 20, 55), (90, 70, None, 30, 62)])
def test_the_share_of_weightings_is_that_of_an_independent_count(evidence_of, scores, mean):
    case = moon(evidence_of, dimension_scores(*scores), mean=mean)
    told = weighting_support(case)
    assert sum(told.values()) == pytest.approx(1)
    if mean == "arithmetic":
        for id_, share in counted_share(case).items():
            assert told.get(id_, 0.0) == pytest.approx(share, abs=0.006)
    if mean == "weakest_link" and None not in scores:
        assert len(told) == 1


# --- Stale evidence -------------------------------------------------------------------------------


def test_evidence_of_the_year_is_not_stale(evidence_of):
    found = stale_evidence(with_rows(moon(evidence_of, even(70)), every_row("2020-06-01")))
    assert found.status == CLEAR
    assert number(found, "Weight on old evidence") == 0


def test_two_old_dimensions_are_two_fifths_of_the_weight_and_raise_it(evidence_of):
    old = {id_: ("2010-01-01", "read") for id_, item in scored_indicators().items()
           if item.dimension in ("trust_reliability", "strategic_alignment")}  # fmt: skip
    case = with_rows(moon(evidence_of, even(70)), every_row("2020-06-01") | old)
    found = stale_evidence(case)
    assert number(found, "Weight on old evidence") == pytest.approx(0.4)
    assert found.status == RAISED
    assert indicator_ages(case).filter("stale")["indicator"].to_list() != []


def test_one_old_dimension_is_a_fifth_and_does_not(evidence_of):
    old = {id_: ("1980-01-01", "read") for id_, item in scored_indicators().items()
           if item.dimension == "institutional_mechanisms"}  # fmt: skip
    assert stale_evidence(with_rows(moon(evidence_of, even(70)), every_row("2020-06-01") | old)).status == CLEAR


def test_evidence_that_rests_on_estimates_raises_it_however_new(evidence_of):
    found = stale_evidence(with_rows(moon(evidence_of, even(70)), every_row("2020-06-01", "estimated")))
    assert found.status == RAISED
    assert number(found, "Weight on estimated rows") == pytest.approx(1)


def test_what_has_no_date_may_be_of_any_age(evidence_of):
    assert stale_evidence(with_rows(moon(evidence_of, even(70)), every_row(None))).status == UNKNOWN


# --- Shocks since the evidence --------------------------------------------------------------------

CALM = {
    "priorities": "actor_id  as_of\nAAA       2019-06-01",
    "shares": "year  measure  actor_id  share_pct\n2018  cost     AAA       100",
    "vocabulary_event_coverage": PUBLIC,
}


def test_calm_that_would_be_public_is_clear(evidence_of):
    assert shocks_since(moon(evidence_of, even(70), **CALM)).status == CLEAR


def test_calm_that_would_not_be_public_is_not_known(evidence_of):
    coverage = "alliance_id  publicity\nmoon         low"
    found = shocks_since(moon(evidence_of, even(70), **{**CALM, "vocabulary_event_coverage": coverage}))
    assert found.status == UNKNOWN
    assert "not fully public" in found.finding


@pytest.mark.parametrize(
    ("date", "severity", "status"),
    [
        pytest.param("2020-03-01", 4, RAISED, id="a grave strain of the year"),
        pytest.param("2020-03-01", 3, CLEAR, id="an element in doubt is no shock"),
        pytest.param("2019-09-01", 5, RAISED, id="after the newest motives and shares"),
        pytest.param("2018-06-01", 5, CLEAR, id="before the motives and the shares"),
    ],
)
def test_a_shock_counts_by_its_date_and_severity(evidence_of, date, severity, status):
    events = [{"event_id": "blow", "date": date, "severity": severity, "type": "crisis"}]
    assert shocks_since(moon(evidence_of, even(70), events=events, **CALM)).status == status


def test_the_exit_of_a_core_member_is_a_shock_and_that_of_a_peripheral_one_is_none(evidence_of):
    members = "actor_id  tier        left\nAAA       anchor      -\nBBB       core        2020-05-01\n"
    members += "CCC       peripheral  2020-05-02"
    case = moon(evidence_of, even(70), members=members, **CALM)
    assert shocks_of(case)["what"].to_list() == ["exit of BBB"]
    assert shocks_since(case).status == RAISED


def test_without_motives_and_shares_calm_is_not_known(evidence_of):
    assert shocks_since(moon(evidence_of, even(70), vocabulary_event_coverage=PUBLIC)).status == UNKNOWN


# --- Leadership dependence ------------------------------------------------------------------------


def rated(governance, authority):
    return [
        {"indicator": "governance_capacity", "as_of": "2015-01-01", "level": governance},
        {"indicator": "decision_authority_balance", "as_of": "2015-01-01", "level": authority},
    ]


ANCHORED = {"actor_a": "AAA", "actor_b": "BBB", "layer": "operations", "level": 4, "as_of": "2015-01-01"}
BESIDE = {"actor_a": "BBB", "actor_b": "CCC", "layer": "operations", "level": 4, "as_of": "2015-01-01"}


@pytest.fixture
def turned(monkeypatch):
    monkeypatch.setattr(bias_texts, "not_intact", lambda *_: 0.3)


@pytest.mark.usefixtures("turned")
def test_three_of_five_signals_raise_leadership_dependence(evidence_of):
    # A score of 0 is the worst goalpost: nine tenths of the cost on one payer.
    found = leadership(moon(evidence_of, {**even(50), "anchor_dependence": 0}, ratings=rated(2, 3),
                            interoperability=[ANCHORED]))  # fmt: skip
    assert found.status == RAISED
    assert number(found, "Signals") == 3
    assert "expert prior" in found.finding


@pytest.mark.usefixtures("turned")
def test_an_alliance_with_a_secretariat_and_links_of_its_own_is_clear(evidence_of):
    found = leadership(moon(evidence_of, {**even(50), "anchor_dependence": 0}, ratings=rated(4, 3),
                            interoperability=[ANCHORED, BESIDE]))  # fmt: skip
    assert found.status == CLEAR
    assert number(found, "Links with the anchor") == pytest.approx(0.5)


@pytest.mark.usefixtures("turned")
def test_signals_that_cannot_be_seen_are_not_taken_for_absent(evidence_of):
    found = leadership(moon(evidence_of, {**even(50), "anchor_dependence": 0}, ratings=rated(2, 3)))
    assert number(found, "Signals") == 2
    assert found.status == UNKNOWN


# --- All checks -----------------------------------------------------------------------------------

STRAINS = [{"event_id": "old", "date": "2012-03-01", "severity": 4, "type": "crisis"}]


def test_every_check_says_what_to_do_and_why_and_gives_its_numbers(at):
    checks = bias_checks(*at("2023-06-30"), "artemis")
    assert checks["id"].to_list() == list(bias_rules()["checks"])
    for row in checks.to_dicts():
        assert row["finding"].endswith(".")
        assert not re.search(r"\b(None|nan|inf)\b", row["finding"])
        assert row["what_to_do"]
        assert row["reason"]
        assert row["numbers"]


def test_a_later_event_changes_nothing_earlier(evidence_of):
    later = [{"event_id": "later", "date": "2021-03-01", "severity": 5, "type": "crisis"}]
    motive = {"actor_id": "AAA", "security": 1, "as_of": "2021-06-01"}
    told = [{"actor_id": actor, "as_of": "2015-01-01", "security": level} for actor, level in (("AAA", 4), ("BBB", 2))]
    before = checks_of(moon(evidence_of, even(70), events=STRAINS, priorities=told))
    after = checks_of(moon(evidence_of, even(70), events=STRAINS + later, priorities=[*told, motive]))
    assert after.equals(before)


def test_row_order_changes_nothing(evidence_of):
    told = [{"actor_id": actor, "as_of": "2015-01-01", "security": level, "autonomy": 4 - level}
            for actor, level in (("AAA", 4), ("BBB", 2), ("CCC", 1))]  # fmt: skip
    scores = {**dimension_scores(80, 30, 55, 61, 47), "provider_redundancy": 20, "crisis_survival": 90}
    links = [ANCHORED, BESIDE]
    one = checks_of(moon(evidence_of, scores, events=STRAINS, priorities=told, interoperability=links))
    other = checks_of(moon(evidence_of, scores, events=STRAINS, priorities=told[::-1], interoperability=links[::-1]))
    assert one.equals(other)


def test_the_summary_counts_what_is_raised(at):
    checks = bias_checks(*at("2023-06-30"), "artemis")
    raised = checks.filter(status=RAISED)
    assert summary(checks, "Artemis").startswith(f"Of 7 bias checks for Artemis {raised.height} are raised")


# --- Readings of the shipped evidence -------------------------------------------------------------


def status(at, date, alliance, check):
    return bias_checks(*at(date), alliance).filter(id=check).row(0, named=True)


def test_artemis_is_no_treaty_fetishism_by_the_gap_but_by_members_in_name_only(at):
    row = status(at, "2023-06-30", "artemis", "treaty_fetishism")
    assert row["status"] == RAISED
    assert not any("above operational integration" in words for words in row["raised_by"])
    assert any("in name only" in words for words in row["raised_by"])
    assert "below operational integration" in row["finding"]


def test_the_station_in_summer_2022_had_a_shock_that_its_evidence_did_not_know(at):
    row = status(at, "2022-06-30", "iss", "shocks_since")
    assert row["status"] == RAISED
    assert "24 February 2022" in row["finding"]


def test_the_accords_hang_on_one_partner_and_the_european_agency_does_not(at):
    assert status(at, "2023-06-30", "artemis", "leadership")["status"] == RAISED
    assert status(at, "2023-06-30", "esa", "leadership")["status"] == CLEAR


def test_the_verdict_on_copernicus_does_not_hang_on_the_weights(at):
    row = status(at, "2026-06-30", "copernicus", "corner_case")
    assert row["status"] == CLEAR
    assert next(each["value"] for each in row["numbers"]) > 0.99


def test_quarrels_of_the_five_eyes_are_not_public_so_that_calm_is_not_known(at):
    assert status(at, "2026-06-30", "five_eyes", "shocks_since")["status"] == UNKNOWN


def test_no_check_falls_on_any_alliance_at_an_early_date(at):
    evidence, assessment, frictions = at("2000-06-30")
    for alliance in assessment.overall["alliance_id"]:
        checks = bias_checks(evidence, assessment, frictions, alliance)
        assert checks.height == len(bias_rules()["checks"])
        assert checks["status"].is_in([RAISED, CLEAR, UNKNOWN]).all()
        assert checks.schema["numbers"].inner == pl.Struct({"name": pl.String, "value": pl.Float64, "unit": pl.String})


def test_the_date_of_a_promise_is_when_it_was_kept_if_that_is_known(evidence_of):
    commitments = [{"commitment_id": "c1", "actor_id": "AAA", "declared": "2010-01-01", "due": "2012-01-01",
                    "delivered": "2016-05-05", "ended": None}]  # fmt: skip
    rows = moon(evidence_of, even(70), commitments=commitments).rows.filter(table="commitments")
    assert rows["date"].unique().to_list() == [dt.date(2016, 5, 5)]


def test_a_promise_kept_later_is_dated_by_its_making_before(evidence_of):
    commitments = [{"commitment_id": "c1", "actor_id": "AAA", "declared": "2010-01-01", "due": "2012-01-01",
                    "delivered": "2022-05-05", "ended": None}]  # fmt: skip
    rows = moon(evidence_of, even(70), commitments=commitments).rows.filter(table="commitments")
    assert rows["date"].unique().to_list() == [dt.date(2010, 1, 1)]
