"""Gaps: counted, filled in, and units left out that have too many."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.missing import IMPUTE, impute, report, screen
from alliance_core.errors import UnknownNameError

NAN = math.nan
GROUPS = ["N", "N", "N", "S", "S", ""]
TABLE = np.array([[1.0, NAN], [2, NAN], [6, NAN], [10, 5], [NAN, 7], [NAN, NAN]])


def test_gaps_are_counted_by_indicator_and_by_unit():
    got = report(TABLE)
    assert got.by_indicator.tolist() == [2, 4]
    assert got.share_by_indicator.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert got.by_unit.tolist() == [1, 1, 1, 0, 1, 2]
    assert got.share_by_unit.tolist() == [0.5, 0.5, 0.5, 0, 0.5, 1]


@pytest.mark.parametrize(
    ("how", "first", "second"),
    [
        pytest.param("none", [NAN, NAN], [NAN, NAN, NAN, NAN], id="nothing"),
        pytest.param("mean", [19 / 4, 19 / 4], [6, 6, 6, 6], id="the mean of 1, 2, 6, 10; of 5, 7"),
        pytest.param("median", [4, 4], [6, 6, 6, 6], id="the median"),
        pytest.param("group_mean", [10, NAN], [NAN, NAN, NAN, NAN], id="S has 10 alone; N nothing; no group, no value"),
        pytest.param("group_median", [10, NAN], [NAN, NAN, NAN, NAN], id="the same by the median"),
    ],
)
def test_gaps_are_filled_as_asked(how, first, second):
    got = impute(TABLE, GROUPS, how)
    assert got[4:, 0].tolist() == pytest.approx(first, nan_ok=True)
    assert got[[0, 1, 2, 5], 1].tolist() == pytest.approx(second, nan_ok=True)


def test_a_group_is_filled_from_its_own_values():
    column = np.array([[1.0], [2], [6], [NAN], [100]])
    assert impute(column, ["N", "N", "N", "N", "S"], "group_mean")[3, 0] == 3
    assert impute(column, ["N", "N", "N", "N", "S"], "group_median")[3, 0] == 2


def test_units_in_no_group_are_no_group():
    got = impute(np.array([[1.0], [NAN], [5], [NAN]]), ["", "", "N", "N"], "group_mean")
    assert got.ravel().tolist() == pytest.approx([1, NAN, 5, 5], nan_ok=True)


@pytest.mark.parametrize("how", IMPUTE)
def test_values_that_are_there_stay_and_the_table_given_is_not_touched(how):
    before = TABLE.copy()
    got = impute(TABLE, GROUPS, how)
    np.testing.assert_array_equal(TABLE, before)
    assert got is not TABLE
    there = ~np.isnan(TABLE)
    np.testing.assert_array_equal(got[there], TABLE[there])


def test_groups_are_needed_where_they_are_used():
    with pytest.raises(CompositeError, match="impute = 'group_mean' needs to know the group of every unit"):
        impute(TABLE, None, "group_mean")


def test_another_way_to_impute_is_refused():
    with pytest.raises(UnknownNameError, match=r"unknown way to impute 'meann'\. Did you mean 'mean'"):
        impute(TABLE, None, "meann")


@pytest.mark.parametrize(
    ("least", "kept"),
    [(0, [1, 1, 1, 1, 1, 1]), (0.5, [1, 1, 1, 1, 1, 0]), (0.51, [0, 0, 0, 1, 0, 0]), (1, [0, 0, 0, 1, 0, 0])],
)
def test_a_unit_stays_with_at_least_that_share_of_the_indicators(least, kept):
    assert screen(TABLE, least).tolist() == [bool(stay) for stay in kept]


def test_nine_tenths_of_fifty_are_forty_five_whatever_the_rounding():
    rows = np.ones((2, 50))
    rows[0, :5] = NAN
    rows[1, :6] = NAN
    assert screen(rows, 0.9).tolist() == [True, False]


@given(st.permutations(range(6)), st.sampled_from(IMPUTE))
def test_the_order_of_units_does_not_matter(order, how):
    moved = impute(TABLE[list(order)], [GROUPS[i] for i in order], how)
    np.testing.assert_allclose(moved, impute(TABLE, GROUPS, how)[list(order)], equal_nan=True)
