"""Indicators on one scale, each method worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.normalisation import distance_to_target, goalposts, min_max, percentile, rank, z_score

NAN = math.nan
COLUMN = st.lists(st.integers(-8_000_000, 8_000_000).map(lambda eighths: eighths / 8), min_size=2, max_size=9)
RELATIVE = [min_max, z_score, rank, percentile]


@pytest.mark.parametrize(
    ("value", "worst", "best", "scale", "share"),
    [
        pytest.param(52.5, 20, 85, "linear", 0.5, id="half way"),
        pytest.param(10, 20, 85, "linear", 0, id="beyond the worst"),
        pytest.param(90, 20, 85, "linear", 1, id="beyond the best"),
        pytest.param(9, 36, 0, "linear", 0.75, id="a cost: nine of thirty-six leave three quarters"),
        pytest.param(1000, 100, 10_000, "log", 0.5, id="log: 1,000 lies half way from 100 to 10,000"),
        pytest.param(3, 0, 15, "log1p", 0.5, id="log1p: 1 + 3 lies half way from 1 to 16"),
        pytest.param(0, 100, 10_000, "log", 0, id="log: zero lies beyond the low goalpost"),
        pytest.param(-5, 100, 10_000, "log", 0, id="log: below zero too"),
        pytest.param(-5, 10_000, 100, "log", 1, id="log of a cost: below zero lies beyond the best"),
        pytest.param(-5, 0, 15, "log1p", 0, id="log1p: below -1 too"),
        pytest.param(NAN, 0, 15, "log1p", NAN, id="missing stays missing"),
    ],
)
def test_goalposts_give_the_share_of_the_way(value, worst, best, scale, share):
    assert float(goalposts([value], worst, best, scale)[0]) == pytest.approx(share, nan_ok=True)


def test_a_cost_at_its_worst_is_zero_without_a_sign():
    assert not np.signbit(goalposts([36.0], 36, 0)).any()


def test_goalposts_may_differ_by_column():
    got = goalposts([[5.0, 5.0]], [0, 10], [10, 0])
    assert got.tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(
    ("worst", "best", "scale", "message"),
    [
        (5, 5, "linear", "the goalposts are 5.0 and 5.0; they must be two different numbers"),
        (NAN, 5, "linear", "they must be two different numbers"),
        (0, 5, "log", "the scale 'log' needs them above 0"),
        (5, -1, "log1p", "the scale 'log1p' needs them above -1"),
        (0, 5, "cubic", "the scale is 'cubic'; allowed: linear, log, log1p"),
    ],
)
def test_goalposts_that_cannot_be_are_refused(worst, best, scale, message):
    with pytest.raises(CompositeError, match=message):
        goalposts([1.0], worst, best, scale)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        pytest.param(min_max([2.0, 4, NAN, 10]), [0, 25, NAN, 100], id="min-max: 2 of 8"),
        pytest.param(min_max([2.0, 4, 10], -1), [100, 75, 0], id="min-max of a cost"),
        pytest.param(min_max([2.0, 4, 10], 1, 1, 5), [1, 2, 5], id="min-max to 1..5"),
        pytest.param(z_score([1.0, 2, 3]), [-1, 0, 1], id="z: the sample deviation of 1, 2, 3 is 1"),
        pytest.param(z_score([1.0, 2, 3], -1), [1, 0, -1], id="z of a cost"),
        pytest.param(z_score([0.0, NAN, 2], 1, 50, 10, 0), [40, NAN, 60], id="z: the population deviation is 1"),
        pytest.param(rank([7.0, 9, NAN, 7]), [1.5, 3, NAN, 1.5], id="rank: the worst two share 1 and 2"),
        pytest.param(rank([7.0, 9, 8], -1), [3, 1, 2], id="rank of a cost"),
        pytest.param(percentile([7.0, 9, NAN, 7]), [25, 100, NAN, 25], id="percentile: half a place of two"),
        pytest.param(percentile([7.0, 9, 8], -1, 0, 1), [1, 0, 0.5], id="percentile of a cost"),
        pytest.param(distance_to_target([10.0, 20, 35], 30), [0, 50, 125], id="target: 10 of 20; beyond earns more"),
        pytest.param(distance_to_target([10.0, 20, 35], 30, capped=True), [0, 50, 100], id="target, capped"),
        pytest.param(distance_to_target([10.0, 20, 5], 10, -1), [100, 0, 150], id="target of a cost"),
    ],
)
def test_each_method_is_what_the_hand_gets(got, expected):
    assert got.tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("method", [min_max, z_score])
@pytest.mark.parametrize("column", [[0.1] * 7, [5.0], [NAN, NAN, 3.0], [NAN, NAN]])
def test_a_column_that_tells_no_units_apart_has_no_scale(method, column):
    assert np.isnan(method(column)).all()


def test_a_target_that_everybody_has_reached_gives_no_scale():
    assert np.isnan(distance_to_target([10.0, 20], 5)).all()
    assert np.isnan(distance_to_target([10.0, 20], 10)).all()


@pytest.mark.parametrize("method", RELATIVE)
def test_columns_do_not_mix(method):
    x = np.random.default_rng(4).normal(size=(12, 3))
    x[2, 1] = x[5, 0] = NAN
    direction = np.array([1, -1, 1])
    whole = method(x, direction)
    for j in range(3):
        np.testing.assert_allclose(whole[:, j], method(x[:, j], int(direction[j])), equal_nan=True)


@pytest.mark.parametrize("method", RELATIVE)
@given(column=COLUMN)
def test_order_is_kept_and_a_cost_turns_it_round(method, column):
    x = np.array(column)
    up, down = method(x), method(x, -1)
    if np.isnan(up).any():
        assert len(set(column)) == 1
        return
    order = np.argsort(x)
    assert (np.diff(up[order]) >= -1e-9).all()
    assert (np.diff(down[order]) <= 1e-9).all()


@given(COLUMN, st.sampled_from([0.5, 2.0, 1024.0]))
def test_a_change_of_unit_changes_nothing(column, factor):
    x = np.array(column)
    np.testing.assert_allclose(min_max(x * factor), min_max(x), equal_nan=True)
    np.testing.assert_array_equal(rank(x * factor), rank(x))


def test_a_z_score_has_the_mean_and_the_deviation_asked_for():
    x = np.random.default_rng(5).gamma(2, size=200)
    got = z_score(x, mean=50, sd=10)
    assert (got.mean(), got.std(ddof=1)) == pytest.approx((50, 10))
