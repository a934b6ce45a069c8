"""Exact chances of pairs: by hand, by formula, and against four million draws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alliance_core.whatif.importance import Importance
from alliance_core.whatif.pairwise import win_matrix, win_probability

WHOLE = st.lists(st.integers(-4, 4), min_size=1, max_size=6)


def chance_of(*differences):
    return float(win_probability(np.array(differences, float)))


def partial_fractions(c):
    """sum over c_i > 0 of c_i^(n-1) / prod (c_i - c_j): only where all are different."""
    return sum(x ** (len(c) - 1) / math.prod(x - y for y in c if y != x) for x in c if x > 0)


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        pytest.param([1, -1], 1 / 2, id="two parts, equal stakes"),
        pytest.param([3, -1], 3 / 4, id="w > 1/4 of two weights"),
        pytest.param([1, -4], 1 / 5, id="w > 4/5"),
        pytest.param([1, 0], 1, id="never behind, almost always ahead"),
        pytest.param([0, -1, 0], 0, id="never ahead"),
        pytest.param([0, 0, 0], 1 / 2, id="level throughout counts half"),
        pytest.param([5], 1, id="one part"),
        pytest.param([1, 1, -1], 3 / 4, id="w3 < 1/2 where (1 - w3)^2 is how much lies above: 1 - 1/4"),
        pytest.param([2, -1, -1], 4 / 9, id="w1 > 1/3: (1 - 1/3)^2"),
        pytest.param([2, 2, -1, -1, 0], 20 / 27, id="Beta(2, 2) above 1/3: 1 - (3/9 - 2/27)"),
        pytest.param([1e-12, -1e-12], 1 / 2, id="differences too small to see"),
        pytest.param([1e9, -1e-9], 1, id="differences of all sizes"),
    ],
)
def test_a_chance_is_what_the_hand_gets(differences, expected):
    assert chance_of(*differences) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.floats(0.1, 10), st.floats(0.1, 10))
def test_many_ties_follow_the_beta_distribution(gains, losses, zeros, up, down):
    """The share of the gains among gains and losses is Beta(gains, losses): ahead above down / (up + down)."""
    got = chance_of(*[up] * gains, *[-down] * losses, *[0] * zeros)
    assert got == pytest.approx(stats.beta(gains, losses).sf(down / (up + down)), abs=1e-9)


def test_it_is_the_partial_fractions_where_all_differences_differ():
    chance = np.random.default_rng(2)
    for parts in range(2, 7):
        c = chance.uniform(-10, 10, (40, parts))
        assert win_probability(c) == pytest.approx([partial_fractions(row) for row in c.tolist()], abs=1e-7)


def test_it_is_the_share_of_four_million_draws():
    """Within five standard errors; one pair has ties, one nearly ties, one a zero."""
    pairs = np.array(
        [[12, -3, 5, -20, 7], [2, 2, -1, -1, 0], [1, 1 + 1e-9, 1, -3, -3], [-30, 1, 2, 3, 4], [50, -1, 0, -2, -60]]
    )
    chance, ahead, draws = np.random.default_rng(11), np.zeros(len(pairs)), 4_000_000
    for _ in range(8):
        weights = chance.standard_exponential((draws // 8, 5), dtype=np.float32)
        ahead += np.array([np.count_nonzero(weights @ row.astype(np.float32) > 0) for row in pairs])
    exact = win_probability(pairs)
    error = np.sqrt(exact * (1 - exact) / draws)
    assert (np.abs(ahead / draws - exact) < 5 * error).all()
    assert error.max() < 3e-4


@settings(deadline=None)
@given(WHOLE)
def test_who_is_not_ahead_is_behind(differences):
    assert chance_of(*differences) + chance_of(*[-d for d in differences]) == pytest.approx(1)


@settings(deadline=None)
@given(WHOLE, st.randoms(use_true_random=False), st.sampled_from([1e-6, 0.5, 3.0, 1e6]))
def test_neither_the_order_of_the_parts_nor_the_unit_matters(differences, chance, factor):
    turned = chance.sample(differences, len(differences))
    assert chance_of(*[factor * d for d in turned]) == pytest.approx(chance_of(*differences))


@settings(deadline=None)
@given(WHOLE, st.integers(0, 5), st.integers(1, 5))
def test_a_larger_lead_never_lowers_the_chance(differences, part, gain):
    better = [d + gain * (i == part % len(differences)) for i, d in enumerate(differences)]
    assert chance_of(*better) >= chance_of(*differences) - 1e-12


def test_a_missing_difference_takes_draws():
    told = win_matrix(np.array([[10.0, 20], [20, np.nan], [15, 5]]))
    assert np.isnan(told[1]).all()
    assert np.isnan(told[:, 1]).all()
    assert told[0, 2] == pytest.approx(3 / 4), "-5 and 15"


def test_the_matrix_holds_every_pair_and_its_counterpart():
    linear = np.random.default_rng(4).uniform(0, 100, (6, 5))
    told = win_matrix(linear)
    assert told + told.T == pytest.approx(np.ones((6, 6)))
    assert np.diagonal(told) == pytest.approx(np.full(6, 0.5))
    assert told[2, 5] == pytest.approx(chance_of(*(linear[2] - linear[5])))


def test_a_full_order_of_importance_by_hand():
    """Two parts, the second counts more: w1 is even between 0 and 1/2; a = (30, 0), b = (0, 10) level at 1/4."""
    told = win_matrix(np.array([[30.0, 0], [0, 10]]), Importance(((1,), (0,))))
    assert told[0, 1] == pytest.approx(1 / 2)
    assert win_matrix(np.array([[20.0, 0], [0, 10]]), Importance(((1,), (0,))))[0, 1] == pytest.approx(1 / 3)


def test_a_full_order_of_importance_is_the_share_of_the_draws_that_keep_it():
    """Rejection: of all weightings only those are kept that are in order, one in 24."""
    linear = np.random.default_rng(8).uniform(0, 100, (5, 4))
    order = [2, 0, 3, 1]
    drawn = np.random.default_rng(9).dirichlet(np.ones(4), 1_000_000)
    kept = drawn[(np.diff(drawn[:, order], axis=1) <= 0).all(axis=1)]
    scores = kept @ linear.T
    seen = (scores[:, :, None] > scores[:, None, :]).mean(axis=0)
    told = win_matrix(linear, Importance(tuple((part,) for part in order)))
    off = ~np.eye(5, dtype=bool)
    assert np.abs(seen - told)[off].max() < 5 * 0.5 / math.sqrt(len(kept))
    assert np.abs(win_matrix(linear) - told)[off].max() > 0.1, "the order makes a difference"


def test_an_order_that_leaves_some_open_takes_draws():
    assert np.isnan(win_matrix(np.eye(3), Importance(((0,), (1, 2))))).all()
    assert np.isnan(win_matrix(np.eye(3), Importance(((0,), (1,))))).all()
    assert not np.isnan(win_matrix(np.eye(3), Importance())).any()
