"""Weighted sums and ranks beside those of pymcdm and scikit-criteria.

Where the peers differ: pymcdm gives level alternatives the middle rank (1.5, 1.5, 3), scikit-criteria leaves no gap
after them (1, 1, 2); ours share the better and leave the gap (1, 1, 3). Both compare scores digit for digit, so that
0.1 + 0.2 beside 0.3 is no tie to them; ours rounds to a millionth first. Ranks are therefore compared where all
scores differ, and ties by each peer's rule on numbers that are exact. Neither knows missing values.
"""

import numpy as np
import pytest
import skcriteria
from pymcdm.methods import WPM, WSM
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel

from alliance_core.catalogue.rules import aggregator
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.composite.aggregation import power_mean
from alliance_core.composite.ranking import ranks
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.performance import ranked, standing
from tests.whatif.profiles import scores

ARITHMETIC, GEOMETRIC = aggregator("arithmetic"), aggregator("geometric")


def as_it_is(column, cost):  # noqa: ARG001 - the signature that pymcdm asks for
    """Scores are on one scale already."""
    return column


def matrices():
    chance = np.random.default_rng(17)
    for units, parts in ((2, 2), (5, 5), (11, 5), (40, 8)):
        yield chance.uniform(1, 100, (units, parts)), chance.dirichlet(np.ones(parts))


def decision(matrix, weights):
    return skcriteria.mkdm(matrix, [max] * matrix.shape[1], weights=weights)


def test_weighted_sums_and_their_ranks_are_those_of_pymcdm():
    body = WSM(normalization_function=as_it_is)
    for matrix, weights in matrices():
        ours = power_mean(matrix, weights, ARITHMETIC)
        theirs = body(matrix, weights, np.ones(len(weights)))
        assert ours == pytest.approx(theirs)
        np.testing.assert_array_equal(ranked(ours), body.rank(theirs))


def test_weighted_sums_and_their_ranks_are_those_of_scikit_criteria():
    for matrix, weights in matrices():
        ours = power_mean(matrix, weights, ARITHMETIC)
        theirs = WeightedSumModel().evaluate(decision(matrix, weights))
        assert ours == pytest.approx(theirs.e_.score)
        np.testing.assert_array_equal(ranked(ours), theirs.rank_)


def test_the_geometric_mean_ranks_as_their_weighted_products():
    for matrix, weights in matrices():
        ours = power_mean(matrix, weights, GEOMETRIC)
        products = WPM(normalization_function=as_it_is)(matrix, weights, np.ones(len(weights)))
        assert ours == pytest.approx(products), "weights that add up to 1 leave nothing to scale"
        theirs = WeightedProductModel().evaluate(decision(matrix, weights))
        np.testing.assert_array_equal(ranked(ours), theirs.rank_)
        assert np.log10(ours) == pytest.approx(theirs.e_.score)


def test_a_standing_is_the_weighted_sum_of_its_dimensions(made):
    table = made(
        {"esa": scores(80, 30, 55, 62, 41), "iss": scores(20, 75, 50, 58, 66), "artemis": scores(60, 9, 20, 3, 8)}
    )
    profile = WeightProfile.parse("security")
    now = standing(table, profile, ARITHMETIC)
    theirs = WeightedSumModel().evaluate(decision(now.point.dimensions, profile.array))
    assert now.point.overall == pytest.approx(theirs.e_.score)
    np.testing.assert_array_equal(now.ranks, theirs.rank_)


def test_each_breaks_ties_by_its_own_rule():
    """64, 32 and 32 in two parts of equal weight: exact in binary."""
    matrix, weights = np.array([[32.0, 32], [64, 64], [0, 64], [16, 16]]), np.array([0.5, 0.5])
    body = WSM(normalization_function=as_it_is)
    ours = power_mean(matrix, weights, ARITHMETIC)
    assert ranks(ours, ties="average").tolist() == body.rank(ours).tolist() == [2.5, 1, 2.5, 4]
    dense = WeightedSumModel().evaluate(decision(matrix, weights)).rank_
    assert ranks(ours, ties="dense").tolist() == dense.tolist() == [2, 1, 2, 3]
    assert whatif_rules()["ranking"]["ties"] == "min"
    assert ranked(ours).tolist() == [2, 1, 2, 4]


def test_the_last_digit_of_the_arithmetic_makes_a_rank_of_theirs_but_not_of_ours():
    """0.1 x 1 + 0.2 x 1 and 0.3 x 1 are level on paper."""
    matrix, weights = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]), np.array([0.1, 0.2, 0.3, 0.4])
    body = WSM(normalization_function=as_it_is)
    theirs = body(matrix, weights, np.ones(4))
    assert theirs == pytest.approx(theirs[::-1])
    assert sorted(body.rank(theirs).tolist()) == [1, 2], "if this fails, pymcdm has learnt to round: say so above"
    assert ranked(power_mean(matrix, weights, ARITHMETIC)).tolist() == [1, 1]
