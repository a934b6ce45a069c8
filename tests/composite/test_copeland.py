"""Copeland's score by hand; and means that meet a zero."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.aggregation import Copeland, PowerMean, copeland, power_mean
from alliance_core.errors import WorkbenchError

NAN = math.nan
CELLS = st.one_of(st.integers(0, 3).map(float), st.just(NAN))
TABLES = st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=n, max_size=n))
WEIGHTS = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 3.0]), min_size=3, max_size=3)


def by_hand(rows: list[list[float]], weights: list[float]) -> list[float]:
    """The same rule, pair by pair."""
    scores = []
    for a in rows:
        points = 0
        for b in rows:
            both = [(x, y, w) for x, y, w in zip(a, b, weights, strict=True) if not math.isnan(x + y)]
            common = sum(w for _, _, w in both)
            if common > 0:
                share = sum(w * (1 if x > y else 0.5 if x == y else 0) for x, y, w in both) / common
                points += (share > 0.5 + 1e-9) - (share < 0.5 - 1e-9)
        has_any = any(w > 0 and not math.isnan(x) for x, w in zip(a, weights, strict=True))
        scores.append(float(points) if has_any else NAN)
    return scores


@pytest.mark.parametrize(
    ("rows", "weights", "expected"),
    [
        pytest.param([[3, 3], [2, 2], [1, 1]], [1, 1], [2, 0, -2], id="better in all parts beats all"),
        pytest.param([[9, 1], [1, 9]], [1, 1], [0, 0], id="half the weight is a draw, however large the lead"),
        pytest.param([[9, 1], [1, 2]], [1, 2], [-1, 1], id="two thirds of the weight win"),
        pytest.param([[5, 5, 1], [5, 4, 2]], [1, 1, 1], [0, 0], id="equal parts count half for each: 1.5 of 3"),
        pytest.param([[1, 2, 3], [2, 3, 1], [3, 1, 2]], [1, 1, 1], [0, 0, 0], id="Condorcet's circle ends in a draw"),
        pytest.param([[9, NAN], [1, 9]], [1, 3], [1, -1], id="only the common part counts, whatever its weight"),
        pytest.param([[9, NAN], [NAN, 9], [1, 1]], [1, 1], [1, 1, -2], id="no common part: the pair counts 0"),
        pytest.param([[NAN, NAN], [1, 2]], [1, 1], [NAN, 0], id="nothing known: no score, and no rival"),
        pytest.param([[5, NAN], [1, 2]], [0, 1], [NAN, 0], id="a part without weight is no part"),
        pytest.param([[0.1, 0, 0], [0, 1, 1]], [0.3, 0.1, 0.2], [0, 0], id="0.1 + 0.2 against 0.3 is a draw on paper"),
        pytest.param([[1, 1, 0, 0], [0, 0, 1, 1]], [0.1, 0.2, 0.2, 0.1], [0, 0], id="rounding up is no majority"),
        pytest.param([[7, 7]], [1, 1], [0], id="alone"),
    ],
)
def test_a_score_is_majorities_won_less_majorities_lost(rows, weights, expected):
    got = copeland(np.array(rows, dtype=float), np.array(weights, dtype=float))
    assert got.tolist() == pytest.approx(expected, nan_ok=True)
    assert by_hand(rows, weights) == pytest.approx(expected, nan_ok=True)


@given(TABLES, WEIGHTS)
def test_it_is_the_rule_pair_by_pair(rows, weights):
    got = copeland(np.array(rows), np.array(weights)).tolist()
    assert got == pytest.approx(by_hand(rows, weights), nan_ok=True)


@given(TABLES, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter_with_missing_data_too(rows, weights, chance):
    order = chance.sample(range(len(rows)), len(rows))
    moved = copeland(np.array([rows[i] for i in order]), np.array(weights))
    np.testing.assert_array_equal(moved, copeland(np.array(rows), np.array(weights))[order])


@given(TABLES, WEIGHTS, st.integers(0, 6), st.integers(0, 2))
def test_a_better_part_never_lowers_the_score(rows, weights, unit, part):
    unit %= len(rows)
    better = [[x + (i == unit and j == part) for j, x in enumerate(row)] for i, row in enumerate(rows)]
    before = copeland(np.array(rows), np.array(weights))[unit]
    assert not copeland(np.array(better), np.array(weights))[unit] < before


@given(TABLES, WEIGHTS)
def test_all_scores_add_up_to_zero(rows, weights):
    assert np.nansum(copeland(np.array(rows), np.array(weights))) == 0


def test_batches_are_compared_each_within_itself():
    rows = np.random.default_rng(3).integers(0, 4, (2, 5, 4, 3)).astype(float)
    whole = copeland(rows, np.array([1.0, 2.0, 1.0]))
    for place in np.ndindex(2, 5):
        np.testing.assert_array_equal(whole[place], copeland(rows[place], np.array([1.0, 2.0, 1.0])))


def test_copeland_is_one_rule():
    assert Copeland() == Copeland()


# --- means --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("power", [0, -0.5, -1, -7, -300, -math.inf])
def test_without_a_floor_a_zero_makes_the_mean_zero_in_silence(power):
    scores = np.array([[0.0, 100.0], [0.0, 0.0]])
    assert power_mean(scores, np.array([1.0, 3.0]), PowerMean(power)).tolist() == [0, 0]


def test_a_zero_without_weight_does_no_harm():
    assert power_mean(np.array([0.0, 100.0]), np.array([0.0, 1.0]), PowerMean.geometric()) == pytest.approx(100)


@pytest.mark.parametrize("power", [-900.0, -50.0, -21.0, 21.0, 50.0, 900.0])
def test_steep_powers_stay_between_the_scores_and_near_their_end(power):
    got = float(power_mean(np.array([20.0, 80.0]), np.array([1.0, 1.0]), PowerMean(power)))
    end = 20 if power < 0 else 80
    assert got == pytest.approx(end * 0.5 ** (1 / power), rel=1e-6)


def test_the_arithmetic_mean_and_the_weakest_link_take_negative_scores():
    scores = np.array([-2.0, 1.0])
    assert power_mean(scores, np.ones(2), PowerMean.arithmetic()) == -0.5
    assert power_mean(scores, np.ones(2), PowerMean.weakest_link()) == -2
    assert [make().takes_negatives for make in (PowerMean.geometric, PowerMean.harmonic)] == [False, False]


@pytest.mark.parametrize(("power", "floor"), [(math.nan, 0.0), (math.inf, 0.0), (1.0, math.nan), (1.0, math.inf)])
def test_a_mean_that_is_none_is_refused(power, floor):
    with pytest.raises(WorkbenchError, match=r"of a mean is (nan|inf); it must be a number"):
        PowerMean(power, floor)
