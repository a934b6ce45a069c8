"""Break-even points: by hand, and against the scores themselves on fine grids."""

import math

import numpy as np
import pytest

from alliance_core.catalogue.rules import aggregator
from alliance_core.whatif.break_even import CHANGE, LOSS, break_evens, scores_along, stability
from tests.whatif.by_hand import GAPS, GATE, MEANS, after_move, order_of, overall, random_scores

NAN = math.nan
ARITHMETIC = aggregator("arithmetic")
HALVES = np.array([0.5, 0.5])
NEAR = 1e-6


def cases(seed: int, gaps: float):
    """Scores, weights and locks: now and then a weight of 0, now and then a locked one."""
    chance = np.random.default_rng(seed)
    units, parts = int(chance.integers(2, 7)), int(chance.integers(3, 6))
    scores = random_scores(chance, units, parts, gaps)
    weights = chance.dirichlet(np.ones(parts))
    if seed % 3 == 0:
        weights[chance.integers(parts)] = 0
        weights /= weights.sum()
    locked = np.zeros(parts, bool)
    locked[chance.integers(parts)] = seed % 2 == 0
    return scores, weights, locked


def test_the_point_is_the_closed_form_by_hand():
    """x_a = (90, 40, 30), x_b = (50, 70, 60), weights (0.2, 0.3, 0.5), the first one moves.

    r_a = (0.3 x 40 + 0.5 x 30) / 0.8 = 33.75, r_b = (0.3 x 70 + 0.5 x 60) / 0.8 = 63.75;
    t* = (63.75 - 33.75) / ((90 - 50) + (63.75 - 33.75)) = 30 / 70, score 3/7 x 90 + 4/7 x 33.75 = 57.857
    """
    points = break_evens(np.array([[90.0, 40, 30], [50, 70, 60]]), np.array([0.2, 0.3, 0.5]), ARITHMETIC)
    (point,) = [point for point in points if point.part == 0]
    assert point.weight == pytest.approx(30 / 70)
    assert point.score == pytest.approx(3 / 7 * 90 + 4 / 7 * 33.75)
    assert (point.kind, point.a, point.b) == (CHANGE, 1, 0), "b is ahead below it, a above"


def test_a_locked_weight_changes_the_point():
    """As above with the third weight locked at 0.5: 90 t + 40 (0.5 - t) + 15 = 50 t + 70 (0.5 - t) + 30, so that
    50 t + 35 = -20 t + 65 and t = 30 / 70 again; with scores (20, 50) in the third: 50 t + 30 = -20 t + 60."""
    scores, weights = np.array([[90.0, 40, 20], [50, 70, 50]]), np.array([0.2, 0.3, 0.5])
    locked = np.array([False, False, True])
    points = break_evens(scores, weights, ARITHMETIC, locked=locked)
    assert [(point.part, point.weight) for point in points] == [
        (0, pytest.approx(30 / 70)),
        (1, pytest.approx(0.5 - 30 / 70)),
    ]


@pytest.mark.parametrize(
    ("mean", "a", "b", "weight"),
    [
        pytest.param("geometric", [81, 16], [36, 36], 0.5, id="81^t 16^(1-t) = 36 at one half"),
        pytest.param("geometric", [64, 1], [16, 16], 2 / 3, id="64^t = 16 at two thirds"),
        pytest.param("harmonic", [60, 20], [30, 30], 0.5, id="1 / (t/60 + (1-t)/20) = 30 at one half"),
        pytest.param("harmonic", [0.2, 50], [2, 2], 24 / 49, id="0.2 counts as the floor of 1: t + (1-t)/50 = 1/2"),
    ],
)
def test_other_means_are_solved_by_hand_too(mean, a, b, weight):
    points = break_evens(np.array([a, b], float), HALVES, aggregator(mean))
    assert points[0].weight == pytest.approx(weight)
    assert points[0].score == pytest.approx(b[0])


def test_with_a_gap_the_point_is_a_root_of_a_quadratic_by_hand():
    """a = (80, -, 20), b = (40, 50, 50), weights thirds, the first moves to t and the others have (1-t)/2 each.

    a: (80 t + 10 (1-t)) / (t + (1-t)/2) = (140 t + 20) / (1 + t); b: 40 t + 50 (1-t) = 50 - 10 t. Level where
    140 t + 20 = (50 - 10 t)(1 + t), 10 t^2 + 100 t - 30 = 0, t = -5 + sqrt(28) = 0.2915
    """
    points = break_evens(np.array([[80, NAN, 20], [40.0, 50, 50]]), np.full(3, 1 / 3), ARITHMETIC)
    (point,) = [point for point in points if point.part == 0]
    assert point.weight == pytest.approx(math.sqrt(28) - 5)
    assert point.score == pytest.approx(50 - 10 * (math.sqrt(28) - 5))


def test_a_unit_loses_its_score_where_too_little_is_covered():
    """a lacks the first of two parts: from a weight of 0.5 on, under half of its weight is covered."""
    points = break_evens(np.array([[NAN, 30], [60.0, 10]]), np.array([0.2, 0.8]), ARITHMETIC, GATE)
    assert [(p.part, p.kind, p.a, p.b) for p in points if p.kind == LOSS] == [(0, LOSS, 0, None), (1, LOSS, 0, None)]
    assert [p.weight for p in points if p.kind == LOSS] == pytest.approx([0.5, 0.5])
    assert [p.score for p in points if p.kind == LOSS] == pytest.approx([30, 30])
    assert [(p.part, p.weight) for p in points if p.kind == CHANGE] == [
        (0, pytest.approx(0.4)),
        (1, pytest.approx(0.6)),
    ], "60 t + 10 (1-t) = 30 at 0.4"


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("gaps", GAPS)
def test_points_are_where_the_scores_cross_and_nowhere_else(mean, gaps):
    """Between two neighbouring points the order never changes; across each it does, as the point says."""
    how, seen = aggregator(mean), 0
    for seed in range(30):
        scores, weights, locked = cases(seed, gaps)
        points = break_evens(scores, weights, how, GATE, locked)
        for part in range(len(weights)):
            own = [point for point in points if point.part == part]
            if locked[part]:
                assert not own
                continue

            def at(weight, part=part, weights=weights, locked=locked, scores=scores):
                return overall(scores, after_move(weights, part, weight, locked), how, GATE)

            for point in own:
                below, above = at(point.weight - NEAR), at(point.weight + NEAR)
                if point.kind == CHANGE:
                    assert below[point.a] > below[point.b]
                    assert above[point.b] > above[point.a]
                    assert at(point.weight)[[point.a, point.b]] == pytest.approx([point.score] * 2)
                else:
                    assert np.isnan(below[point.a]) != np.isnan(above[point.a])
                    assert np.nanmax([below[point.a], above[point.a]]) == pytest.approx(point.score, abs=1e-3)
                seen += 1
            most = 1 - weights[locked].sum()
            for low, high in zip([0, *(p.weight for p in own)], [*(p.weight for p in own), most], strict=True):
                if high - low > NEAR:
                    grid = np.linspace(low, high, 14)[1:-1]
                    orders = np.stack([order_of(at(weight)) for weight in grid])
                    np.testing.assert_array_equal(orders, np.broadcast_to(orders[0], orders.shape))
    # The weakest link does not ask for weights: only evidence can run out.
    assert seen > 50 or (mean == "weakest_link" and (seen == 0) == (gaps == 0))


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("gaps", GAPS)
def test_inside_the_stable_range_the_ranking_stays_and_just_outside_it_does_not(mean, gaps):
    how = aggregator(mean)
    for seed in range(30):
        scores, weights, locked = cases(seed, gaps)
        told = stability(scores, weights, how, break_evens(scores, weights, how, GATE, locked), GATE, locked)
        now = order_of(overall(scores, weights, how, GATE))
        for part, one in enumerate(told):
            assert (one.part, one.weight) == (part, weights[part])
            if locked[part]:
                assert one.low is one.high is None
                continue
            most = 1 - weights[locked].sum()

            def kept(weight, part=part, weights=weights, locked=locked, scores=scores, now=now):
                there = order_of(overall(scores, after_move(weights, part, weight, locked), how, GATE))
                return np.array_equal(there, now, equal_nan=True)

            assert 0 <= one.low <= one.weight <= one.high <= most + 1e-12
            if one.high - one.low > NEAR:
                assert all(kept(weight) for weight in np.linspace(one.low, one.high, 12)[1:-1])
            outside = [weight for weight in (one.low - NEAR, one.high + NEAR) if 0 < weight < most]
            assert not any(kept(weight) for weight in outside)


def test_a_tie_at_the_weights_of_today_leaves_no_stable_range():
    """a = (60, 20), b = (20, 60) are level at one half."""
    scores = np.array([[60.0, 20], [20, 60]])
    points = break_evens(scores, HALVES, ARITHMETIC)
    assert [point.weight for point in points] == pytest.approx([0.5, 0.5])
    for one in stability(scores, HALVES, ARITHMETIC, points):
        assert (one.low, one.high) == pytest.approx((0.5, 0.5))


def test_a_tie_that_holds_at_a_weight_of_zero_only_leaves_no_stable_range():
    """Without the first part both have 50; with the least of it a is ahead."""
    scores, weights = np.array([[80.0, 50], [30, 50]]), np.array([0.0, 1.0])
    told = stability(scores, weights, ARITHMETIC, break_evens(scores, weights, ARITHMETIC))
    assert [(one.low, one.high) for one in told] == [(0, 0), (1, 1)]


def test_the_weakest_link_is_unstable_where_a_weight_of_zero_hides_a_weakness():
    scores, weights = np.array([[10.0, 80], [50, 50]]), np.array([0.0, 1.0])
    weakest = aggregator("weakest_link")
    told = stability(scores, weights, weakest, break_evens(scores, weights, weakest))
    assert [(one.low, one.high) for one in told] == [(0, 0), (1, 1)]


def test_the_weakest_link_does_not_mind_who_has_no_score_on_either_side():
    """The third unit would change places at the first step, but under half of its weight is covered all the way."""
    scores = np.array([[70.0, 80, 80], [50, 50, 50], [10, 90, NAN]])
    weights, locked = np.array([0.0, 0.2, 0.8]), np.array([False, False, True])
    weakest = aggregator("weakest_link")
    told = stability(scores, weights, weakest, break_evens(scores, weights, weakest, GATE, locked), GATE, locked)
    assert (told[0].low, told[0].high) == pytest.approx((0, 0.2))


@pytest.mark.parametrize("mean", MEANS)
def test_equal_units_never_change_places(mean):
    scores = np.tile([30.0, 70, 45, NAN, 20], (4, 1))
    points = break_evens(scores, np.full(5, 0.2), aggregator(mean))
    assert points == []
    told = stability(scores, np.full(5, 0.2), aggregator(mean), points)
    assert [(one.low, one.high) for one in told] == [(0, 1)] * 5


def test_units_level_throughout_or_dominated_never_change_places():
    scores = np.array([[60.0, 60], [60, 60], [50, 40]])
    assert break_evens(scores, HALVES, ARITHMETIC) == []


@pytest.mark.parametrize("gaps", GAPS)
def test_the_order_of_the_units_does_not_matter(gaps):
    for seed in range(10):
        scores, weights, locked = cases(seed, gaps)
        turned = np.random.default_rng(seed).permutation(len(scores))
        plain, moved = (break_evens(x, weights, ARITHMETIC, GATE, locked) for x in (scores, scores[turned]))
        named = {(p.part, p.kind, p.a, p.b, round(p.weight, 9), round(p.score, 6)) for p in plain}
        back = {
            (p.part, p.kind, int(turned[p.a]), None if p.b is None else int(turned[p.b]), round(p.weight, 9),
             round(p.score, 6))
            for p in moved
        }  # fmt: skip
        assert named == back


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("gaps", GAPS)
def test_the_drawn_lines_are_the_scores_along_the_way(mean, gaps):
    how = aggregator(mean)
    for seed in range(8):
        scores, weights, locked = cases(seed, gaps)
        for part in range(len(weights)):
            at, lines = scores_along(scores, weights, how, part, GATE, 11, locked)
            if locked[part]:
                assert at.tolist() == [weights[part]]
                assert lines[0] == pytest.approx(overall(scores, weights, how, GATE), nan_ok=True)
                continue
            assert at[[0, -1]] == pytest.approx([0, 1 - weights[locked].sum()])
            for weight, line in zip(at[1:-1], lines[1:-1], strict=True):
                there = overall(scores, after_move(weights, part, weight, locked), how, GATE)
                assert line == pytest.approx(there, nan_ok=True)
