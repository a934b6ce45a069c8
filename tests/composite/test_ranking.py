"""Ranks: five rules for ties, precision only where it is asked for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alliance_core.composite.ranking import TIES, ranks
from alliance_core.errors import UnknownNameError

NAN = math.nan
FEW = [50.0, 90, NAN, 50, 70, 10]
VALUES = st.lists(st.one_of(st.integers(0, 4).map(float), st.just(NAN)), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("min", [3, 1, NAN, 3, 2, 5]),
        ("max", [4, 1, NAN, 4, 2, 5]),
        ("average", [3.5, 1, NAN, 3.5, 2, 5]),
        ("dense", [3, 1, NAN, 3, 2, 4]),
        ("ordinal", [3, 1, NAN, 4, 2, 5]),
    ],
)
def test_each_rule_for_ties_is_what_the_hand_gets(ties, expected):
    assert ranks(FEW, ties=ties).tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("ties", TIES)
def test_the_best_is_first(ties):
    assert ranks([1.0, 3.0, 2.0], ties=ties).tolist() == [3, 1, 2]


def test_ascending_ranks_put_the_lowest_first():
    assert ranks(FEW, descending=False).tolist() == pytest.approx([2, 5, NAN, 2, 4, 1], nan_ok=True)


def test_values_are_rounded_only_if_it_is_asked_for():
    close = [0.9524, 0.9521, 0.9526]
    assert ranks(close).tolist() == [2, 3, 1]
    assert ranks(close, decimals=3).tolist() == [2, 2, 1]
    assert ranks(close, decimals=2).tolist() == [1, 1, 1]


@given(VALUES)
def test_an_untied_rank_keeps_the_best_first_and_gives_every_place_once(values):
    got = ranks(values, ties="ordinal")
    there = ~np.isnan(got)
    assert sorted(got[there].tolist()) == list(range(1, there.sum() + 1))
    by_place = np.array(values)[there][np.argsort(got[there])]
    assert (np.diff(by_place) <= 0).all()


@given(VALUES, st.sampled_from(["min", "max", "average", "dense"]), st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter_but_for_ordinal(values, ties, chance):
    order = chance.sample(range(len(values)), len(values))
    moved = ranks([values[i] for i in order], ties=ties)
    np.testing.assert_array_equal(moved, ranks(values, ties=ties)[order])


@given(VALUES, st.sampled_from(TIES))
def test_places_are_those_of_the_library(values, ties):
    expected = stats.rankdata([-value for value in values], method=ties, nan_policy="omit")
    np.testing.assert_array_equal(ranks(values, ties=ties), expected)


def test_rows_are_ranked_each_by_itself():
    assert ranks([[1.0, 2.0], [5.0, NAN]]).tolist() == pytest.approx(np.array([[2, 1], [1, NAN]]), nan_ok=True)


def test_nothing_and_nothing_but_gaps_have_no_ranks():
    assert ranks([]).tolist() == []
    assert np.isnan(ranks([NAN, NAN])).all()


def test_another_rule_is_refused():
    with pytest.raises(UnknownNameError, match=r"unknown rule for ties 'mim'\. Did you mean 'min'"):
        ranks([1.0], ties="mim")
