"""The linear scale: there a power mean is a weighted sum, and the order stays."""

import numpy as np
import pytest

from alliance_core.catalogue.rules import aggregator, aggregators
from alliance_core.composite.aggregation import PowerMean
from alliance_core.composite.ranking import ranks
from alliance_core.whatif.linear import linear_scores, overall_from_linear
from tests.whatif.by_hand import overall

POWERS = [-9.0, -2.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 7.0]
CHANCE = np.random.default_rng(5)
SCORES = CHANCE.uniform(2, 98, (8, 4))
WEIGHTS = CHANCE.dirichlet(np.ones(4), 50)


def plain_mean(scores, weights, power):
    """The power mean as the textbook has it."""
    if power == 0:
        return np.exp((np.log(scores) * weights).sum(axis=-1))
    return ((scores**power) * weights).sum(axis=-1) ** (1 / power)


@pytest.mark.parametrize("power", POWERS)
def test_weighted_sums_rank_as_the_power_mean_does(power):
    linear = linear_scores(SCORES, PowerMean(power))
    for weights in WEIGHTS:
        np.testing.assert_array_equal(ranks(linear @ weights), ranks(plain_mean(SCORES, weights, power)))


@pytest.mark.parametrize("power", POWERS)
def test_the_way_back_from_the_weighted_sum_is_the_mean(power):
    linear = linear_scores(SCORES, PowerMean(power))
    for weights in WEIGHTS[:10]:
        back = overall_from_linear(linear @ weights, PowerMean(power))
        assert back == pytest.approx(plain_mean(SCORES, weights, power))


@pytest.mark.parametrize("power", POWERS)
def test_there_and_back_again_is_the_score(power):
    mean = PowerMean(power)
    assert overall_from_linear(linear_scores(SCORES, mean), mean) == pytest.approx(SCORES)


def test_the_weakest_link_gives_every_part_the_lowest_score_that_counts():
    scores = np.array([[30.0, 10, 50], [40, np.nan, 20]])
    weakest = aggregator("weakest_link")
    assert linear_scores(scores, weakest).tolist() == [[10, 10, 10], [20, pytest.approx(np.nan, nan_ok=True), 20]]
    without = linear_scores(scores, weakest, np.array([True, False, False]))
    assert without.tolist() == [[30, 30, 30], [40, pytest.approx(np.nan, nan_ok=True), 40]]
    assert overall_from_linear(np.array([10.0]), weakest).tolist() == [10]


@pytest.mark.parametrize("mean", aggregators())
def test_scores_below_the_floor_count_as_the_floor(mean):
    """A zero beside 80: what the weighted sum says is what the mean says."""
    how, scores, halves = aggregator(mean), np.array([[0.0, 80], [30, 30]]), np.array([0.5, 0.5])
    expected = {"arithmetic": 40, "geometric": np.sqrt(80), "harmonic": 2 / (1 + 1 / 80), "weakest_link": 0}[mean]
    back = overall_from_linear(linear_scores(scores, how) @ halves, how)
    assert back == pytest.approx([expected, 30])
    assert back == pytest.approx(overall(scores, halves, how))


@pytest.mark.parametrize("mean", aggregators())
def test_what_is_missing_stays_missing(mean):
    scores = np.array([[np.nan, 80.0], [30, np.nan]])
    np.testing.assert_array_equal(np.isnan(linear_scores(scores, aggregator(mean))), np.isnan(scores))
