"""Moving one weight: the others keep their proportions, locked ones their values, all together 100 %."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.whatif.paths import moved, weight_path

NAMES = ["a", "b", "c", "d", "e"]
SHARES = st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any)
FIVE = dict(zip(NAMES, (0.4, 0.3, 0.1, 0.2, 0.0), strict=True))


def shares_of(weights):
    return {name: weight / sum(weights) for name, weight in zip(NAMES, weights, strict=True)}


def test_the_others_are_rescaled_by_what_is_left_now_over_what_was_left():
    """From 0.4 to 0.7: the others have 0.3 / 0.6 of what they had."""
    assert moved(FIVE, "a", 0.7) == pytest.approx({"a": 0.7, "b": 0.15, "c": 0.05, "d": 0.1, "e": 0})


@settings(deadline=None)
@given(SHARES, st.integers(0, 4), st.floats(0, 1))
def test_the_factor_is_the_same_for_all_others(weights, index, new):
    before, name = shares_of(weights), NAMES[index]
    after = moved(before, name, new)
    assert after[name] == pytest.approx(new)
    if before[name] < 1:
        factor = (1 - new) / (1 - before[name])
        assert [after[o] for o in NAMES if o != name] == pytest.approx([factor * before[o] for o in NAMES if o != name])


@settings(deadline=None)
@given(SHARES, st.integers(0, 4), st.floats(0, 1), st.sets(st.sampled_from(NAMES)))
def test_the_total_stays_one_and_no_weight_falls_below_zero(weights, index, new, locked):
    before = shares_of(weights)
    after = moved(before, NAMES[index], new, locked)
    assert list(after) == NAMES
    assert math.fsum(after.values()) == pytest.approx(1)
    assert min(after.values()) >= 0
    assert all(after[name] == pytest.approx(before[name]) for name in locked)


@settings(deadline=None)
@given(SHARES, st.integers(0, 4), st.floats(0.01, 0.99))
def test_there_and_back_again_are_the_old_weights(weights, index, new):
    before, name = shares_of(weights), NAMES[index]
    if before[name] < 1:
        assert moved(moved(before, name, new), name, before[name]) == pytest.approx(before)


def test_locked_weights_stay_and_limit_the_move():
    """b is locked at 0.3: a can have 0.7 at most, and c and d share the rest as 1 to 2."""
    assert moved(FIVE, "a", 0.55, ["b"]) == pytest.approx({"a": 0.55, "b": 0.3, "c": 0.05, "d": 0.1, "e": 0})
    assert moved(FIVE, "a", 1.0, ["b"]) == pytest.approx({"a": 0.7, "b": 0.3, "c": 0, "d": 0, "e": 0})


def test_locks_count_however_they_are_given():
    """Names that can be read only once are locks, too."""
    assert moved(FIVE, "a", 1.0, (name for name in ["b"])) == moved(FIVE, "a", 1.0, ["b"])


def test_a_move_away_from_a_hundred_per_cent_shares_evenly():
    alone = {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0, "e": 0.0}
    assert moved(alone, "a", 0.6) == pytest.approx({"a": 0.6, "b": 0.1, "c": 0.1, "d": 0.1, "e": 0.1})
    assert moved(alone, "a", 0.4, ["e"]) == pytest.approx({"a": 0.4, "b": 0.2, "c": 0.2, "d": 0.2, "e": 0})


@pytest.mark.parametrize("locked", [["a"], ["b", "c", "d", "e"], NAMES])
def test_nothing_moves_where_nothing_can(locked):
    assert moved(FIVE, "a", 0.9, locked) == FIVE
    fixed = np.array([name in locked for name in NAMES])
    assert weight_path(np.array(list(FIVE.values())), 0, fixed) is None


@pytest.mark.parametrize("new", [-0.01, 1.01, math.nan, math.inf, -math.inf])
def test_a_weight_that_is_no_share_is_refused(new):
    with pytest.raises(WorkbenchError, match=r"the weight of a is .*; it must lie between 0 and 1"):
        moved(FIVE, "a", new)


@pytest.mark.parametrize(("name", "locked"), [("f", []), ("a", ["f"])])
def test_a_name_that_is_none_is_refused(name, locked):
    with pytest.raises(UnknownNameError, match=r"unknown weight 'f'\. Allowed: a, b, c, d, e"):
        moved(FIVE, name, 0.5, locked)


def test_a_path_leads_through_the_weights_of_today():
    weights = np.array([0.4, 0.3, 0.1, 0.2])
    for part in range(4):
        path = weight_path(weights, part, np.array([False, part != 1, False, False]))
        assert path is not None
        assert path.at(weights[part]) == pytest.approx(weights)
        assert path.at(np.array([0.0, path.most])).sum(axis=1) == pytest.approx([1, 1])
        assert path.at(path.most).min() >= -1e-12
