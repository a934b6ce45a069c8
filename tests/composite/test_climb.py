"""Scores go up the tree: worked by hand, with gaps, coverage and many rows at once."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.aggregation import Copeland, PowerMean
from alliance_core.composite.engine import climb
from alliance_core.composite.hierarchy import CompositeError, Hierarchy, Node

NAN = math.nan
TREE = Hierarchy.of([
    Node(code="I"), Node(code="P", parent="I", weight=3), Node(code="Q", parent="I", weight=1),
    Node(code="a", parent="P"), Node(code="b", parent="P", weight=3), Node(code="c", parent="Q"),
    Node(code="d", parent="Q"),
])  # fmt: skip
MEANS = {"P": PowerMean.arithmetic(), "Q": PowerMean.arithmetic(), "I": PowerMean.arithmetic()}
SCORES = st.lists(st.one_of(st.floats(0, 100), st.just(NAN)), min_size=4, max_size=4)


def up(scores, means=MEANS, **options):
    return climb(TREE, np.array(scores), means, **options)


def test_every_level_is_the_weighted_mean_of_the_one_below():
    """P = (40 + 3 x 80) / 4 = 70; Q = (20 + 60) / 2 = 40; I = (3 x 70 + 40) / 4 = 62.5."""
    got = up([40.0, 80, 20, 60])
    assert {code: float(score) for code, score in got.scores.items()} == {"P": 70, "Q": 40, "I": 62.5}
    assert {code: float(share) for code, share in got.covered.items()} == {"P": 1, "Q": 1, "I": 1}


def test_each_aggregate_has_its_own_mean():
    """P is the weakest link 40; Q geometric, the root of 20 x 80 = 40; I harmonic of 40 and 40."""
    means = {"P": PowerMean.weakest_link(), "Q": PowerMean.geometric(), "I": PowerMean.harmonic()}
    got = up([40.0, 80, 20, 80], means)
    assert [float(got.scores[code]) for code in "PQI"] == pytest.approx([40, 40, 40])


def test_the_weight_of_what_is_missing_is_shared_out():
    """P = 40 alone; Q has nothing, so that I is P."""
    got = up([40.0, NAN, NAN, NAN])
    assert [float(got.scores[code]) for code in "PQI"] == pytest.approx([40, NAN, 40], nan_ok=True)
    assert [float(got.covered[code]) for code in "PQI"] == [0.25, 0, 0.75]


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        pytest.param(0.25, [40, 50, 42.5], id="a quarter of P is just enough"),
        pytest.param(0.26, [NAN, 50, NAN], id="a quarter of P is too little; without P a quarter of I is left"),
        pytest.param(0.25 + 1e-12, [40, 50, 42.5], id="rounding does not decide"),
    ],
)
def test_an_aggregate_needs_enough_of_its_weight(least, expected):
    got = up([40.0, NAN, 40, 60], least=least)
    assert [float(got.scores[code]) for code in "PQI"] == pytest.approx(expected, nan_ok=True)


def test_thin_evidence_counts_in_part_of_leaves_and_in_full_of_aggregates():
    """P: 1/4 x 0.4 + 3/4 x 0.8 = 0.7; Q: 1/2 x 0.2 = 0.1 since d is missing; I: both have a score."""
    got = up([40.0, 80, 20, NAN], coverage=np.array([0.4, 0.8, 0.2, 1.0]))
    assert [float(got.covered[code]) for code in "PQI"] == pytest.approx([0.7, 0.1, 1])


def test_a_part_without_weight_is_no_score():
    tree = Hierarchy.of([
        Node(code="I"), Node(code="a", parent="I", weight=0), Node(code="b", parent="I")
    ])  # fmt: skip
    got = climb(tree, np.array([[5.0, NAN], [5.0, 7.0]]), {"I": PowerMean.arithmetic()})
    assert got.scores["I"].tolist() == pytest.approx([NAN, 7], nan_ok=True)


def test_leading_axes_of_any_shape_are_rows_of_their_own():
    rows = np.random.default_rng(1).uniform(0, 100, (2, 3, 5, 4))
    rows[0, 1, 2, 3] = NAN
    whole = up(rows, least=0.5)
    assert whole.scores["I"].shape == (2, 3, 5)
    for place in np.ndindex(2, 3, 5):
        alone = up(rows[place], least=0.5)
        assert float(whole.scores["I"][place]) == pytest.approx(float(alone.scores["I"]), nan_ok=True)


def test_what_is_known_may_come_in_a_smaller_shape():
    draws = np.random.default_rng(2).uniform(0, 100, (3, 100, 4))
    known = np.array([[True, True, True, True], [True, False, True, True], [False, False, False, False]])[:, None, :]
    got = up(draws, known=known, least=0.3)
    gaps = up(np.where(known, draws, NAN), least=0.3)
    assert got.covered["P"].shape == (3, 1)
    for code in "PQI":
        np.testing.assert_array_equal(got.scores[code], gaps.scores[code])


@given(SCORES, st.integers(0, 3), st.floats(0, 50), st.sampled_from([1.0, 0.0, -1.0, -math.inf]))
def test_a_better_indicator_never_lowers_any_score(scores, which, gain, power):
    means = dict.fromkeys("PQI", PowerMean(power))
    better = [score + gain if i == which else score for i, score in enumerate(scores)]
    before, after = up(scores, means), up(better, means)
    for code in "PQI":
        assert not after.scores[code] < before.scores[code] - 1e-9


@given(SCORES)
def test_a_score_lies_between_the_lowest_and_the_highest_indicator(scores):
    got = float(up(scores).scores["I"])
    present = [score for score in scores if not math.isnan(score)]
    assert math.isnan(got) == (not present)
    assert not present or min(present) - 1e-9 <= got <= max(present) + 1e-9


def test_copeland_compares_units_and_can_stand_below_a_mean():
    """P: x beats y and z, y beats z: 2, 0, -2. Q is equal for all: 0. I = (3P + Q) / 4."""
    rows = [[90.0, 90, 5, 5], [50, 50, 5, 5], [10, 10, 5, 5]]
    got = up(rows, MEANS | {"P": Copeland(), "Q": Copeland()})
    assert got.scores["P"].tolist() == [2, 0, -2]
    assert got.scores["I"].tolist() == [1.5, 0, -1.5]


def test_a_unit_with_too_little_evidence_is_no_rival_to_the_others():
    rows = [[50.0, 50, 5, 5], [90, NAN, 5, 5]]
    got = up(rows, MEANS | {"P": Copeland()}, least=0.5)
    assert got.scores["P"].tolist() == pytest.approx([0, NAN], nan_ok=True)


def test_a_wrong_number_of_indicators_is_refused():
    with pytest.raises(CompositeError, match=r"scores of shape \(3,\) must end with the 4 indicators"):
        up([1.0, 2, 3])


def test_an_aggregate_without_a_mean_is_refused():
    with pytest.raises(CompositeError, match="no mean is given for Q, I"):
        up([1.0, 2, 3, 4], {"P": PowerMean.arithmetic()})
