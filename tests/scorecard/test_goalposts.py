"""Scores from values: the distance travelled from the worst to the best goalpost."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.catalogue import indicator
from alliance_core.scorecard.goalposts import score_of
from tests.scorecard.hand import IDS, SCORED, card, indicator_row, table, value_at


def score(id_: str, value: float) -> float:
    return float(score_of(indicator(id_), np.array([value]))[0])


@pytest.mark.parametrize(
    ("id_", "value", "expected"),
    [
        pytest.param("fulfilment", 0.75, 50, id="the historical keeping rate lies half way from 0.5 to 1"),
        pytest.param("fulfilment", 0.4, 0, id="worse than the worst is no worse than 0"),
        pytest.param("strategic_reach", 0.9, 100, id="beyond the best earns no extra credit"),
        pytest.param("anchor_dependence", 0.25, 100, id="of a cost, little is best"),
        pytest.param("anchor_dependence", 0.9, 0, id="of a cost, much is worst"),
        pytest.param("anchor_dependence", 0.73, 100 * 17 / 65, id="17 of 65 points below nine tenths"),
        pytest.param("erosion", 5.0, 80, id="five of 25 points leave four fifths"),
        pytest.param("voting_agreement", -0.3, 0, id="less agreement than chance scores 0"),
        pytest.param("legal_bindingness", 3, 75, id="level three of four"),
        pytest.param("provider_diversity", 2.5, 50, id="2.5 providers lie half way from one to four"),
        pytest.param("operating_experience", math.sqrt(21) - 1, 50, id="on the log scale 3.6 of 20 years are half way"),
        pytest.param("operating_experience", 20, 100, id="twenty years are a full record"),
        pytest.param("operating_experience", 0, 0, id="no year is none"),
    ],
)
def test_a_score_is_the_distance_travelled_from_worst_to_best(id_, value, expected):
    assert score(id_, value) == pytest.approx(expected)


def test_a_missing_value_has_no_score():
    assert math.isnan(score("fulfilment", math.nan))


@given(st.sampled_from(IDS), st.floats(0, 1), st.floats(0, 1))
def test_a_better_value_never_scores_lower(id_, one, other):
    item = indicator(id_)
    low, high = item.bounds
    worse, better = sorted((low + one * (high - low), low + other * (high - low)), reverse=item.is_cost)
    assert 0 <= score(id_, worse) <= score(id_, better) <= 100


@given(st.sampled_from(IDS), st.floats(0, 100))
def test_the_helper_of_these_tests_finds_the_value_of_a_score(id_, wanted):
    assert score(id_, value_at(id_, wanted)) == pytest.approx(wanted, abs=1e-9)


def test_the_draws_are_scored_by_the_same_goalposts():
    """With intervals of no width every draw is the value itself, on the linear and on the log scale."""
    cards = card(table({"a": {id_: 10 + 2 * number for number, id_ in enumerate(SCORED)}}))
    for row in cards.dimensions.iter_rows(named=True):
        assert row["low"] == pytest.approx(row["score"])
        assert row["high"] == pytest.approx(row["score"])


@pytest.mark.parametrize("id_", ["fulfilment", "anchor_dependence", "operating_experience"])
def test_the_interval_of_an_indicator_is_scored_at_its_two_ends(id_):
    row = indicator_row(card(table({"a": {id_: 40}}, spread=25)), id_)
    assert (row["score_low"], row["score"], row["score_high"]) == pytest.approx((15, 40, 65))
