"""Means of scores: four power means, worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.catalogue.rules import aggregator, aggregators
from alliance_core.composite.aggregation import power_mean, shared_weights

NAN = math.nan
MEANS = list(aggregators())
SCORES = st.lists(st.floats(1, 100), min_size=5, max_size=5)
WEIGHTS = st.lists(st.floats(0.01, 1), min_size=5, max_size=5)


def mean(name: str, scores: list[float], weights: list[float]) -> float:
    return float(power_mean(np.array(scores), np.array(weights), aggregator(name)))


@pytest.mark.parametrize(
    ("name", "scores", "weights", "expected"),
    [
        pytest.param("arithmetic", [40, 60, 90], [5, 3, 2], 56, id="0.5 x 40 + 0.3 x 60 + 0.2 x 90 = 56"),
        pytest.param("geometric", [20, 25, 54], [1, 1, 1], 30, id="the cube root of 20 x 25 x 54 = 27,000 is 30"),
        pytest.param("geometric", [16, 81], [3, 1], 24, id="16^(3/4) x 81^(1/4) = 8 x 3 = 24"),
        pytest.param("harmonic", [20, 30, 60], [1, 1, 1], 30, id="3 / (1/20 + 1/30 + 1/60) = 3 / 0.1 = 30"),
        pytest.param("harmonic", [25, 100], [2, 1], 100 / 3, id="1 / (2/3 / 25 + 1/3 / 100) = 33.3"),
        pytest.param("weakest_link", [40, 60, 90], [1, 8, 1], 40, id="the lowest score, whatever its weight"),
    ],
)
def test_each_mean_is_what_the_hand_gets(name, scores, weights, expected):
    assert mean(name, scores, weights) == pytest.approx(expected)


def test_the_geometric_mean_gives_the_human_development_index_of_norway():
    """Human Development Report 2021/22, Norway 2021: life expectancy 83.2, schooling 18.2 expected (capped at
    18) and 13.0 mean years, income 64,660 dollars; published HDI 0.961. Technical notes: the index is the
    geometric mean of three dimension indices with the goalposts 20-85, 0-18 and 0-15, 100-75,000 (log)."""
    life = (83.2 - 20) / (85 - 20)
    schooling = (18 / 18 + 13.0 / 15) / 2
    income = math.log(64_660 / 100) / math.log(75_000 / 100)
    index = mean("geometric", [100 * life, 100 * schooling, 100 * income], [1, 1, 1])
    assert index == pytest.approx(96.1, abs=0.05)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("arithmetic", 50, id="arithmetic: strength makes up for nothing at all"),
        pytest.param("geometric", 10, id="geometric: 0 counts as 1, the root of 1 x 100 is 10"),
        pytest.param("harmonic", 200 / 101, id="harmonic: 0 counts as 1, 2 / (1/1 + 1/100) = 1.98"),
        pytest.param("weakest_link", 0, id="weakest link: no floor is needed"),
    ],
)
def test_a_single_zero_does_not_make_a_mean_useless(name, expected):
    assert mean(name, [0, 100], [1, 1]) == pytest.approx(expected)


@given(SCORES, WEIGHTS)
def test_the_means_keep_their_order(scores, weights):
    """Of one set of scores: weakest link <= harmonic <= geometric <= arithmetic <= the best score."""
    order = [mean(name, scores, weights) for name in ("weakest_link", "harmonic", "geometric", "arithmetic")]
    for lower, higher in zip(order, [*order[1:], max(scores)], strict=True):
        assert lower <= higher + 1e-9


@given(st.sampled_from(MEANS), st.floats(1, 100), WEIGHTS)
def test_equal_scores_have_that_score_as_their_mean(name, score, weights):
    assert mean(name, [score] * 5, weights) == pytest.approx(score)


@given(st.sampled_from(MEANS), SCORES, WEIGHTS, st.integers(0, 4), st.floats(0, 60))
def test_a_better_part_never_lowers_the_mean(name, scores, weights, part, gain):
    better = [min(score + gain, 100) if i == part else score for i, score in enumerate(scores)]
    assert mean(name, better, weights) >= mean(name, scores, weights) - 1e-9


@given(st.sampled_from(MEANS), SCORES, WEIGHTS, st.sampled_from([10, 1e-6, 1e6]))
def test_only_the_proportions_of_weights_matter(name, scores, weights, factor):
    assert mean(name, scores, [factor * weight for weight in weights]) == pytest.approx(mean(name, scores, weights))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("arithmetic", 60 * 5 / 7 + 90 * 2 / 7, id="5 : 2 of 60 and 90 are 68.6"),
        pytest.param("geometric", 60 ** (5 / 7) * 90 ** (2 / 7), id="geometric"),
        pytest.param("harmonic", 7 / (5 / 60 + 2 / 90), id="harmonic"),
        pytest.param("weakest_link", 60, id="weakest link"),
    ],
)
def test_the_weight_of_a_missing_part_is_shared_out(name, expected):
    assert mean(name, [60, NAN, 90], [5, 3, 2]) == pytest.approx(expected)


@given(st.sampled_from(MEANS), SCORES, WEIGHTS, st.sets(st.integers(0, 4), min_size=1, max_size=4))
def test_crediting_a_missing_part_with_the_mean_of_the_others_is_the_same(name, scores, weights, missing):
    shared = mean(name, [NAN if i in missing else score for i, score in enumerate(scores)], weights)
    credited = mean(name, [shared if i in missing else score for i, score in enumerate(scores)], weights)
    assert credited == pytest.approx(shared)


@pytest.mark.parametrize("name", MEANS)
def test_nothing_present_has_no_mean(name):
    assert math.isnan(mean(name, [NAN, NAN], [1, 1]))


@pytest.mark.parametrize("name", MEANS)
def test_a_part_without_weight_never_counts_not_even_as_the_weakest_link(name):
    assert mean(name, [5, 60, 60], [0, 1, 1]) == pytest.approx(60)
    assert math.isnan(mean(name, [5, NAN, NAN], [0, 1, 1]))


def test_many_rows_are_averaged_at_once():
    scores = np.array([[40.0, 60.0], [NAN, 80.0], [NAN, NAN]])
    got = power_mean(scores, np.array([1.0, 1.0]), aggregator("arithmetic"))
    assert got == pytest.approx([50, 80, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param([True, True, True], [0.5, 0.25, 0.25], id="all there"),
        pytest.param([False, True, True], [0, 0.5, 0.5], id="the first missing"),
        pytest.param([True, False, True], [2 / 3, 0, 1 / 3], id="the second missing"),
        pytest.param([False, False, False], [0, 0, 0], id="none there"),
    ],
)
def test_the_shares_of_the_present_parts_add_up_to_one(present, expected):
    assert shared_weights(np.array([2.0, 1.0, 1.0]), np.array(present)) == pytest.approx(expected)
