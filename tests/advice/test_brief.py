"""Three sentences for leadership: every number comes from the scores, every adjective from a mark."""

import datetime as dt
import re

import polars as pl
import pytest

from alliance_core.advice import brief as briefs
from alliance_core.advice.brief import brief, direction_word
from alliance_core.catalogue import read
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scenarios.library import no_resilience
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.trend import trend
from tests.report.trace import untraced


@pytest.fixture(scope="module", params=["2026-11-23", "2022-06-30"])
def told(request):
    evidence, day = Evidence(), dt.date.fromisoformat(request.param)
    assessment, history, frictions = assess(evidence, day), trend(evidence, day), inventory(evidence, day)
    run = pl.DataFrame(
        [{"alliance_id": id_, "scenario": "anchor_cut_40", "scenario_name": "Anchor cuts 40 %", "word": "high",
          "not_intact": 0.875, "low": 0.5, "high": 1.0} for id_ in ("artemis", "iss")], schema=no_resilience().schema,
    )  # fmt: skip
    ids = assessment.overall["alliance_id"].to_list()
    return assessment, [brief(assessment, history, frictions, id_, run) for id_ in ids]


def test_every_number_of_a_sentence_is_one_of_its_grounds(told):
    _, all_of_them = told
    for one in all_of_them:
        for statement in (one.state, one.direction, one.risk):
            assert untraced(statement.text, statement.grounds) == [], statement.text


def test_the_band_in_words_is_that_of_the_score(told):
    assessment, all_of_them = told
    names = scorecard_rules()["band_names"]
    scored = 0
    for one in all_of_them:
        row = assessment.overall.filter(alliance_id=one.alliance).row(0, named=True)
        if row["score"] is not None:
            scored += 1
            assert f"), {names[row['band']]}" in one.state.text
    assert scored > 5


def test_the_direction_agrees_with_the_sign_of_the_change(told):
    _, all_of_them = told
    for one in all_of_them:
        if "change" in one.direction.grounds:
            points, word = one.direction.grounds["change"], one.direction.grounds["word"]
            assert (word == "rising") == (points >= read("brief")["direction"]["mark"])
            assert (word == "falling") == (points <= -read("brief")["direction"]["mark"])


@pytest.mark.parametrize(("points", "word"), [(0.99, "steady"), (1.0, "rising"), (-1.0, "falling"), (0.0, "steady")])
def test_a_direction_needs_a_point_in_a_year(points, word):
    assert direction_word(points) == word


def test_without_a_stress_test_the_risk_says_so(told):
    _, all_of_them = told
    silent = next(one for one in all_of_them if one.alliance == "copernicus")
    assert "too little evidence for a stress test" in silent.risk.text
    loud = next(one for one in all_of_them if one.alliance == "iss")
    assert "in 1 of 1 scenarios" in loud.risk.text
    assert "it is high: 88 % (50 % to over 99 %)" in loud.risk.text


def test_nothing_is_said_of_a_change_that_rounds_to_nothing():
    """A change of 0.04 points in a dimension reads as 0.0 and is not worth a word."""
    assert briefs.signed(0.04) == "0.0"
    assert re.match(r"[+−]", briefs.signed(0.06))
