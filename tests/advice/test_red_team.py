"""Red team: variants, the exact nearest weighting, both sides of the case, what would change our mind."""

import itertools
import json
import re

import numpy as np
import polars as pl
import pytest

from alliance_core.advice.case import profile_with
from alliance_core.advice.red_arguments import AGAINST, FOR
from alliance_core.advice.red_flips import break_even, crossings, flips, nearest_weights, zones
from alliance_core.advice.red_mind import missing_evidence, to_watch
from alliance_core.advice.red_team import red_team, red_team_json, red_team_markdown, red_team_of
from alliance_core.advice.red_variants import families, mostly_of, same_place, variants
from alliance_core.catalogue.bias_rules import red_team_rules
from alliance_core.catalogue.rules import aggregator, presets
from alliance_core.composite.aggregation import PowerMean, power_mean
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from tests.advice.made import dimension_scores, every_row, moon, opened, with_rows
from tests.scorecard.hand import even

EVEN = np.full(5, 0.2)
MEANS = ["arithmetic", "geometric", "harmonic"]


def variant(told, id_):
    return told.filter(id=id_).row(0, named=True)


# --- The nearest weighting ------------------------------------------------------------------------


def cheapest(scores, weights, mean, target):
    """The least weight moved, by trying every pair of a giver and a taker in small steps over several givers."""
    best = np.inf
    rises = float(power_mean(scores, weights, mean)) < target
    for taker in range(len(weights)):
        others = [part for part in range(len(weights)) if part != taker]
        for order in itertools.permutations(others):
            new, moved = weights.copy(), 0.0
            for giver in order:
                whole = new.copy()
                whole[taker] += whole[giver]
                whole[giver] = 0.0
                if (float(power_mean(scores, whole, mean)) >= target) == rises:
                    low, high = 0.0, new[giver]
                    for _ in range(60):
                        middle = (low + high) / 2
                        tried = new.copy()
                        tried[giver], tried[taker] = tried[giver] - middle, tried[taker] + middle
                        reached = (float(power_mean(scores, tried, mean)) >= target) == rises
                        low, high = (low, middle) if reached else (middle, high)
                    best = min(best, moved + high)
                    break
                moved += new[giver]
                new = whole
    return best


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("target", [50.0, 60.0])
@pytest.mark.parametrize("scores", [(20, 35, 55, 70, 90), (10, 12, 60, 61, 95), (58, 58, 58, 40, 80)])
def test_no_cheaper_change_of_weights_reaches_the_mark(scores, target, mean):
    values = np.array(scores, float)
    found = nearest_weights(values, EVEN, aggregator(mean), target)
    assert found is not None
    moved, new = found
    assert new.sum() == pytest.approx(1)
    assert (new >= -1e-12).all()
    assert float(power_mean(values, new, aggregator(mean))) == pytest.approx(target)
    assert moved == pytest.approx(np.abs(new - EVEN).sum() / 2)
    assert moved == pytest.approx(cheapest(values, EVEN, aggregator(mean), target), abs=1e-6)


def test_a_fifth_of_the_weight_of_two_equal_parts_is_worked_out_by_hand():
    # 0.5 x 20 + 0.5 x 80 = 50; each point of weight moved adds 60, so that 6 points of score take a tenth.
    moved, new = nearest_weights(np.array([20.0, 80.0]), np.array([0.5, 0.5]), PowerMean.arithmetic(), 56.0)
    assert moved == pytest.approx(0.1)
    assert new.tolist() == pytest.approx([0.4, 0.6])


def test_a_mark_above_every_part_is_never_reached():
    assert nearest_weights(np.array([20.0, 50.0]), np.array([0.5, 0.5]), PowerMean.arithmetic(), 60.0) is None


def test_the_weakest_link_has_no_weights_to_move():
    assert nearest_weights(np.array([20.0, 80.0]), np.array([0.5, 0.5]), aggregator("weakest_link"), 60.0) is None


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("scores", [(45, 41, 70, 80, 55), (62, 70, 58, 66, 61), (45, 41, None, 80, 55)])
def test_the_nearest_weighting_flips_the_verdict_and_one_per_cent_less_does_not(evidence_of, scores, mean):
    case = moon(evidence_of, dimension_scores(*scores), mean=mean)
    told = flips(case)
    assert told.height > 0
    now = case.profile.array
    for row in told.to_dicts():
        new = np.array([row[id_] for id_ in case.profile.shares])
        for share, expected in ((1.0, row["verdict"]), (0.99, case.verdict.verdict)):
            health = case.health(profile_with(case.profile, now + share * (new - now), "moved"))
            assert str(case.decided(health=health)) == expected


def test_a_verdict_that_does_not_hang_on_health_has_no_nearest_weighting(evidence_of):
    case = moon(evidence_of, even(70))
    assert flips(case).is_empty()
    assert break_even(case)["at"].null_count() == 5


@pytest.mark.parametrize("scores", [(45, 41, 70, 80, 55), (62, 70, 58, 66, 61), (45, None, 70, 80, 55)])
def test_one_weight_alone_crosses_the_mark_where_it_is_said(evidence_of, scores):
    case = moon(evidence_of, dimension_scores(*scores))
    told = break_even(case).drop_nulls("at")
    assert told.height > 0
    shares = case.profile.shares
    for row in told.to_dicts():
        rest = {id_: share for id_, share in shares.items() if id_ != row["dimension"]}
        scaled = {id_: share * (1 - row["at"]) / sum(rest.values()) for id_, share in rest.items()}
        health = case.health(WeightProfile.of({**scaled, row["dimension"]: row["at"]}))
        assert health == pytest.approx(row["mark"], abs=1e-5)


def test_zones_tell_the_verdict_of_every_health_score(evidence_of):
    told = zones(moon(evidence_of, even(50)))
    assert told["low"].to_list()[0] == 0
    assert told["high"].to_list()[-1] == 100
    assert told["verdict"].to_list() == ["withdraw", "restructure", "strengthen"]


def test_crossings_lie_on_both_sides_of_a_middling_score(evidence_of):
    found = crossings(moon(evidence_of, even(50)))
    assert [(one.rises, one.mark, one.verdict) for one in found] == [(False, 40, "withdraw"), (True, 60, "strengthen")]


# --- Variants -------------------------------------------------------------------------------------


def test_every_family_is_varied_and_presets_other_than_the_present_one_are_among_them(evidence_of):
    told = variants(moon(evidence_of, dimension_scores(45, 41, 70, 80, 55)))
    weights = told.filter(family="weights")["id"].to_list()
    assert {f"weights:{id_}" for id_ in presets()} - set(weights) == {"weights:balanced"}
    assert set(told["family"]) <= set(red_team_rules()["families"])
    assert told.filter(family="indicators").height == len(scored_indicators())


def test_a_variant_flips_exactly_where_its_verdict_is_another(evidence_of):
    case = moon(evidence_of, dimension_scores(20, 25, 95, 90, 62))
    told = variants(case).drop_nulls("flips")
    assert (told["flips"] == (told["verdict"] != case.verdict.verdict)).all()
    assert told["flips"].any()
    assert not told["flips"].all()


def test_weights_and_means_give_the_scores_that_the_scorecard_would_give(evidence_of):
    scores = dimension_scores(20, 25, 95, 90, 62)
    told = variants(moon(evidence_of, scores))
    treasury = moon(evidence_of, scores, weights="treasury").ground.health
    assert variant(told, "weights:treasury")["health"] == pytest.approx(treasury)
    geometric = moon(evidence_of, scores, mean="geometric").ground.health
    assert variant(told, "means:geometric")["health"] == pytest.approx(geometric)
    assert variant(told, "means:weakest_link")["health"] == pytest.approx(20)
    # Without the first dimension: (25 + 95 + 90 + 62) / 4.
    assert variant(told, "dimensions:strategic_alignment")["health"] == pytest.approx(68)
    assert variant(told, "weights:double_burden_sharing_equity")["health"] == pytest.approx((292 + 95) / 6)


def test_the_chance_to_flip_grows_as_the_score_comes_near_a_mark(evidence_of):
    near, far = (moon(evidence_of, even(score), spread=8.0) for score in (59, 50))
    one, other = (variant(variants(case), "weights:treasury")["p_flip"] for case in (near, far))
    assert other < 0.01
    assert 0.1 < one < 0.6


def test_other_scales_are_read_by_place(evidence_of):
    others = {"moon": even(50), "mars": even(30), "venus": even(80)}
    evidence = evidence_of(members=[{"alliance_id": id_, "actor_id": "AAA", "tier": "anchor"} for id_ in others])
    told = variants(opened(evidence, others)).filter(family="scales")
    # The same order under every scale: the second of three has the score of the second of three.
    assert told["health"].to_list() == pytest.approx([50, 50, 50])
    assert told["by_place"].all()
    assert told["p_flip"].null_count() == 3


def test_another_place_has_the_score_of_that_place():
    usual, other = np.array([30.0, 50.0, 70.0]), np.array([9.0, 1.0, 4.0])
    assert [same_place(usual, other, unit) for unit in range(3)] == [70, 30, 50]


def test_level_units_share_the_scores_of_their_places():
    usual = np.array([30.0, 50.0, 70.0])
    assert same_place(usual, np.array([1.0, 1.0, 5.0]), 0) == 40


def test_two_alliances_have_no_places_to_compare():
    assert same_place(np.array([30.0, 50.0]), np.array([2.0, 1.0]), 0) is None


def test_an_indicator_rests_on_the_kind_that_half_of_its_rows_are_of(evidence_of):
    case = with_rows(moon(evidence_of, even(70)), every_row("2020-01-01") | {"erosion": ("2020-01-01", "estimated")})
    assert mostly_of(case)["erosion"] == "estimated"
    assert mostly_of(case)["fulfilment"] == "read"
    told = variants(case)
    assert variant(told, "evidence:read")["note"].startswith("1 of ")


def test_an_alliance_under_a_year_old_has_no_score_a_year_before(evidence_of):
    alliance = [{"alliance_id": "moon", "founded": "2020-06-01"}]
    told = variants(moon(evidence_of, even(70), alliance=alliance)).filter(family="dates")
    assert told["flips"].to_list() == [None, None]


def test_the_families_add_up_to_all_variants(at):
    found = red_team(*at("2023-06-30"), "artemis")
    assert found.families["scored"].sum() == found.scored
    assert found.families["flips"].sum() == found.flipped
    assert families(found.variants).equals(found.families)


def test_the_date_variant_is_the_verdict_that_was_given_then(at):
    found = red_team(*at("2023-06-30"), "iss")
    earlier = red_team(*at("2022-06-30"), "iss")
    row = variant(found.variants, "dates:1")
    assert row["verdict"] == earlier.verdict == "hedge"
    assert row["health"] == pytest.approx(earlier.ground.health)


# --- Arguments ------------------------------------------------------------------------------------


def test_the_red_team_argues_for_what_is_judged_badly_and_against_what_is_judged_well(evidence_of):
    bad, good = (red_team_of(moon(evidence_of, even(score))) for score in (50, 80))
    assert (bad.verdict, bad.side) == ("restructure", FOR)
    assert (good.verdict, good.side) == ("strengthen", AGAINST)


def test_the_best_indicator_leads_one_side_and_the_worst_the_other(evidence_of):
    scores = {**even(50), "provider_redundancy": 100, "proportionality": 0}
    told = red_team_of(moon(evidence_of, scores)).arguments.filter(kind="indicator")
    assert told.filter(side=FOR)["about"][0] == "provider_redundancy"
    assert told.filter(side=AGAINST)["about"][0] == "proportionality"
    # 30 % of a fifth of the score, 50 points from the middle.
    assert told.filter(side=FOR)["weight"][0] == pytest.approx(0.3 * 0.2 * 50)


def test_arguments_are_at_most_eight_a_side_and_ranked(at):
    for alliance in ("artemis", "copernicus"):
        told = red_team(*at("2023-06-30"), alliance).arguments
        for side in (FOR, AGAINST):
            own = told.filter(side=side)
            assert 0 < own.height <= red_team_rules()["arguments"]["most"]
            assert own["weight"].is_sorted(descending=True)
            assert own["place"].to_list() == list(range(1, own.height + 1))


def test_every_argument_is_a_sentence_with_a_number(at):
    told = red_team(*at("2023-06-30"), "artemis").arguments
    for text in told["text"]:
        assert text.endswith(".")
        assert re.search(r"\d", text)
        assert not re.search(r"\b(None|nan|inf)\b", text)


def test_a_founding_act_is_no_argument(at):
    told = red_team(*at("2023-06-30"), "artemis").arguments.filter(kind="gain")
    assert not told["text"].str.contains("size 5").any()


# --- What would change our mind -------------------------------------------------------------------


def test_a_missing_indicator_is_tried_at_its_worst_and_best(evidence_of):
    case = moon(evidence_of, {**even(59), "provider_redundancy": None})
    row = missing_evidence(case).filter(indicator="provider_redundancy").row(0, named=True)
    assert row["low"] == pytest.approx(59 - 59 * 0.3 / 5)
    assert row["high"] == pytest.approx(59 + 41 * 0.3 / 5)
    assert row["flips"]
    assert (row["low_verdict"], row["high_verdict"]) == ("restructure", "strengthen")
    assert missing_evidence(case)["indicator"][0] == "provider_redundancy"


def test_evidence_that_is_there_and_read_is_not_asked_for(evidence_of):
    case = with_rows(moon(evidence_of, even(59)), every_row("2020-01-01"))
    told = set(missing_evidence(case)["indicator"])
    assert told == {id_ for id_ in told if scored_indicators()[id_].coded}


PROMISES = [
    {"commitment_id": "late", "actor_id": "AAA", "declared": "2010-01-01", "due": "2015-01-01"},
    {"commitment_id": "next", "actor_id": "BBB", "declared": "2018-01-01", "due": "2022-01-01"},
    {"commitment_id": "stay", "actor_id": "CCC", "declared": "2018-01-01", "due": "2023-01-01",
     "nature": "service_period"},
    {"commitment_id": "far", "actor_id": "BBB", "declared": "2018-01-01", "due": "2040-01-01"},
    {"commitment_id": "kept", "actor_id": "BBB", "declared": "2010-01-01", "due": "2022-01-01",
     "delivered": "2019-01-01"},
]  # fmt: skip


def test_what_falls_due_next_is_watched_and_what_is_kept_is_not(evidence_of):
    rows = [{"delivered": None, **row} for row in PROMISES]
    told = to_watch(moon(evidence_of, even(50), commitments=rows))
    assert list(zip(told["kind"], told["date"].cast(pl.String), strict=True)) == [
        ("overdue", "2015-01-01"), ("due", "2022-01-01"), ("decision", "2023-01-01"),
    ]  # fmt: skip


def test_a_promise_that_is_kept_later_is_still_watched_before(evidence_of):
    rows = [{"delivered": None, **row} for row in PROMISES]
    later = [{**row, "delivered": "2021-05-01"} if row["commitment_id"] == "next" else row for row in rows]
    one, other = (to_watch(moon(evidence_of, even(50), commitments=told)) for told in (rows, later))
    assert one.equals(other)


def test_a_later_event_and_row_order_change_nothing(evidence_of):
    strains = [{"event_id": f"e{n}", "date": f"201{n}-03-01", "severity": n + 1, "type": "crisis"} for n in range(3)]
    # Titles of events are told only where the tables end before the date: both tables go on beyond it.
    beyond = {"event_id": "beyond", "date": "2022-03-01", "severity": 1, "type": "dispute"}
    later = {"event_id": "later", "date": "2021-03-01", "severity": 5, "type": "crisis"}
    scores = {**dimension_scores(80, 30, 55, 61, 47), "provider_redundancy": None}
    one = red_team_json(red_team_of(moon(evidence_of, scores, events=[*strains, beyond])))
    other = red_team_json(red_team_of(moon(evidence_of, scores, events=[later, beyond, *strains[::-1]])))
    assert json.dumps(one, default=str) == json.dumps(other, default=str)


# --- The brief ------------------------------------------------------------------------------------

HOSTILE = '<script>alert("x")</script> [x](javascript:1) | *b* # `c`\n# Heading' + "a" * 300


def test_a_hostile_name_stays_text_in_the_brief(evidence_of):
    alliance = [{"alliance_id": "moon", "founded": "2000-01-01", "short_name": HOSTILE.replace("\n", " ")}]
    text = red_team_markdown(red_team_of(moon(evidence_of, even(50), alliance=alliance)))
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\[", text)
    assert len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} <= {4, 5}


def test_the_brief_tells_the_numbers_of_the_answer(at):
    found = red_team(*at("2023-06-30"), "artemis")
    text = red_team_markdown(found)
    assert f"{found.flipped} of {found.scored} variants" in text
    for row in found.counter.to_dicts():
        assert row["text"].split(":")[0].replace("_", r"\_")[:40] in text
    assert "What would change our mind" in text


def test_the_answer_is_plain_data(at):
    told = red_team_json(red_team(*at("2023-06-30"), "artemis"))
    again = json.loads(json.dumps(told, default=str, allow_nan=False))
    assert again["variants_flipped"] == told["variants_flipped"]


# --- Readings of the shipped evidence -------------------------------------------------------------


def test_as_a_political_framework_the_accords_score_more_than_as_a_body_for_joint_work(at):
    found = red_team(*at("2023-06-30"), "artemis")
    row = variant(found.variants, "weights:political_framework")
    assert row["health"] > found.ground.health + 5
    assert "political framework" in found.yardstick
    assert found.side == FOR


def test_the_verdict_on_copernicus_is_robust(at):
    found = red_team(*at("2026-06-30"), "copernicus")
    assert found.scored > 50
    assert found.flipped / found.scored < 0.05
    assert found.flips.is_empty() or found.flips["moved"].min() > 0.3


def test_a_nation_is_argued_in_its_own_view_and_a_stranger_is_refused(at):
    found = red_team(*at("2023-06-30"), "iss", "JPN")
    assert "for Japan" in found.headline()
    assert "partners:nobody" in found.variants["id"].to_list()
    with pytest.raises(WorkbenchError, match=r"IND|India"):
        red_team(*at("2023-06-30"), "iss", "IND")


def test_without_a_verdict_there_is_none_to_attack(at):
    found = red_team(*at("2000-06-30"), "eumetsat")
    assert found.verdict is None
    assert found.scored == 0
    assert "no verdict" in found.headline()
    assert red_team_markdown(found)
