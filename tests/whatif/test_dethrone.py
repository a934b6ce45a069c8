"""The smallest change of weights that costs the first its place: against a solver, and against brute force."""

import math

import numpy as np
import pytest
from scipy.optimize import linprog

from alliance_core.catalogue.rules import aggregator
from alliance_core.whatif.dethrone import dethrone
from tests.whatif.by_hand import GAPS, GATE, MEANS, overall, random_scores

NAN = math.nan
ARITHMETIC, WEAKEST = aggregator("arithmetic"), aggregator("weakest_link")
THIRDS = np.full(3, 1 / 3)


def transformed(scores, mean):
    """Scores of which the mean takes the weighted sum."""
    return {"arithmetic": scores, "geometric": np.log(scores), "harmonic": -1 / scores}[mean]


def solved(scores, weights, first, locked):
    """Half the sum of absolute changes, minimised for each rival: min sum(t)/2, -t <= w' - w <= t, lead . w' <= 0."""
    parts, costs = len(weights), []
    for rival in [unit for unit in range(len(scores)) if unit != first]:
        lead = scores[first] - scores[rival]
        eye = np.eye(parts)
        above = np.block([[eye, -eye], [-eye, -eye], [lead / np.abs(lead).max(), np.zeros(parts)]])
        answer = linprog(
            np.r_[np.zeros(parts), np.full(parts, 0.5)], A_ub=above, b_ub=np.r_[weights, -weights, 0.0],
            A_eq=np.r_[np.ones(parts), np.zeros(parts)][None], b_eq=[1.0],
            bounds=[(w, w) if fixed else (0, 1) for w, fixed in zip(weights, locked, strict=True)] + [(0, 1)] * parts,
        )  # fmt: skip
        costs.append(answer.fun if answer.success else np.inf)
    return min(costs)


def case(seed, gaps, lock):
    chance = np.random.default_rng(seed)
    units, parts = int(chance.integers(2, 6)), int(chance.integers(2, 6))
    scores, weights = random_scores(chance, units, parts, gaps), chance.dirichlet(np.full(parts, 2.0))
    locked = np.zeros(parts, bool)
    locked[chance.integers(parts)] = lock
    return scores, weights, locked


def test_three_parts_by_hand():
    """a = (90, 60, 30), b = (40, 50, 60): leads 50, 10, -30, now 10 on average. From the first to the third part
    each unit of weight gains 80: 10 / 80 = 1/8 must change hands."""
    change = dethrone(np.array([[90.0, 60, 30], [40, 50, 60]]), THIRDS, ARITHMETIC)
    assert (change.first, change.rival, change.loses_score) == (0, 1, False)
    assert change.moved == pytest.approx(1 / 8)
    assert change.weights == pytest.approx([1 / 3 - 1 / 8, 1 / 3, 1 / 3 + 1 / 8])


def test_a_locked_source_makes_it_dearer_by_hand():
    """As above with the first weight locked: from the second to the third each unit gains 40, 10 / 40 = 1/4."""
    change = dethrone(
        np.array([[90.0, 60, 30], [40, 50, 60]]), THIRDS, ARITHMETIC, locked=np.array([True, False, False])
    )
    assert change.moved == pytest.approx(1 / 4)
    assert change.weights == pytest.approx([1 / 3, 1 / 12, 7 / 12])


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "harmonic"])
@pytest.mark.parametrize("lock", [False, True])
def test_with_complete_data_it_is_the_linear_program_over_all_rivals(mean, lock):
    found = 0
    for seed in range(25):
        scores, weights, locked = case(seed, 0.0, lock)
        first = int(np.argmax(overall(scores, weights, aggregator(mean))))
        change = dethrone(scores, weights, aggregator(mean), GATE, locked)
        least = solved(transformed(scores, mean), weights, first, locked)
        assert (np.inf if change is None else change.moved) == pytest.approx(least, abs=1e-6)
        found += change is not None
    assert found > 5


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("gaps", GAPS)
@pytest.mark.parametrize("lock", [False, True])
def test_the_new_weights_do_what_is_said(mean, gaps, lock):
    """They add up to 1, keep the locks, differ by what is moved, and the first is not alone in front any more."""
    how = aggregator(mean)
    for seed in range(10):
        scores, weights, locked = case(seed, gaps, lock)
        change = dethrone(scores, weights, how, GATE, locked)
        if change is None:
            continue
        now, then = (overall(scores, np.clip(w, 0, 1), how, GATE) for w in (weights, change.weights))
        assert change.first == np.nanargmax(now)
        assert change.weights.sum() == pytest.approx(1, abs=1e-6)
        assert change.weights.min() >= -1e-6
        assert change.weights[locked] == pytest.approx(weights[locked], abs=1e-6)
        assert np.abs(change.weights - weights).sum() / 2 == pytest.approx(change.moved, abs=1e-6)
        others = np.where(np.arange(len(then)) == change.first, -np.inf, then)
        if change.loses_score:
            covered = change.weights @ ~np.isnan(scores[change.first])
            assert covered <= GATE + 1e-6
            assert change.rival == np.nanargmax(others), "who is first then"
        elif np.isnan(now[change.rival]) or mean == "weakest_link":
            assert then[change.rival] >= then[change.first] - 1e-5, "level, or ahead by a jump"
        else:
            assert then[change.rival] == pytest.approx(then[change.first], abs=1e-4)


@pytest.mark.parametrize("mean", MEANS)
def test_with_gaps_no_weighting_nearby_does_it_with_less(mean):
    """Thousands of moves in all directions, each as far as it takes: none undercuts it."""
    how = aggregator(mean)
    for seed in range(8):
        scores, weights, locked = case(seed, 0.3, seed % 2 == 0)
        change = dethrone(scores, weights, how, GATE, locked)
        now = overall(scores, weights, how, GATE)
        if np.isfinite(now).sum() < 2:
            assert change is None
            continue
        first, free = int(np.nanargmax(now)), np.flatnonzero(~locked)
        goal = np.tile(weights, (500, 1))
        goal[:, free] = np.random.default_rng(seed).dirichlet(np.full(len(free), 0.3), 500) * weights[free].sum()
        near = weights + np.linspace(0, 1, 25)[1:, None, None] * (goal - weights)
        values = overall(scores, near, how, GATE)
        others = np.delete(values, first, axis=-1)
        best = np.where(np.isnan(others), -np.inf, others).max(axis=-1)
        done = np.isfinite(best) & ~(values[..., first] > best)
        moves = np.abs(near - weights).sum(axis=-1) / 2
        assert moves[done].min(initial=np.inf) >= (np.inf if change is None else change.moved) - 1e-4


@pytest.mark.parametrize("mean", MEANS)
def test_a_first_place_that_is_shared_already_costs_nothing(mean):
    assert dethrone(np.array([[60.0, 60], [60, 60], [10, 90]]), np.array([0.5, 0.5]), aggregator(mean)) is None


@pytest.mark.parametrize("mean", MEANS)
def test_who_is_better_in_everything_cannot_be_dethroned(mean):
    scores = np.array([[90.0, 80, 70], [50, 60, 65], [20, 79, 10]])
    assert dethrone(scores, THIRDS, aggregator(mean)) is None


def test_a_lock_on_all_but_one_weight_keeps_the_first():
    scores = np.array([[90.0, 20, 50], [30, 70, 40]])
    assert dethrone(scores, THIRDS, ARITHMETIC) is not None
    assert dethrone(scores, THIRDS, ARITHMETIC, locked=np.array([True, True, False])) is None
    assert dethrone(scores, THIRDS, WEAKEST, locked=np.ones(3, bool)) is None


def test_one_alone_cannot_be_dethroned():
    assert dethrone(np.array([[90.0, 20], [NAN, NAN]]), np.array([0.5, 0.5]), ARITHMETIC, GATE) is None


def test_a_rival_without_any_evidence_is_none():
    change = dethrone(np.array([[NAN, 80.0], [NAN, NAN], [30, 60]]), np.array([0.3, 0.7]), ARITHMETIC, GATE)
    assert change.loses_score
    assert (change.first, change.rival) == (0, 2)


def test_a_rival_ahead_in_all_it_has_needs_its_score_only_by_hand():
    """b is better in both, but has no score: 0.4 of the weight is covered. A tenth more, and it is ahead."""
    scores = np.array([[40.0, 40, 40], [NAN, 90, 80], [20, 20, 20]])
    change = dethrone(scores, np.array([0.6, 0.2, 0.2]), ARITHMETIC, GATE)
    assert change.rival == 1
    assert change.moved == pytest.approx(0.1, abs=1e-5)


def test_the_first_loses_its_score_by_hand_and_the_best_of_the_others_then_is_named():
    """a lacks the third part and covers 0.7: moving 0.2 there ends its score. b is second now, c is best then."""
    scores = np.array([[90.0, 90, NAN], [70, 70, 20], [60, 60, 60]])
    change = dethrone(scores, np.array([0.35, 0.35, 0.3]), ARITHMETIC, GATE)
    assert change.loses_score
    assert change.moved == pytest.approx(0.2)
    assert change.rival == 2, "b: 0.5 x 70 + 0.5 x 20 = 45, c: 60"


def test_the_weakest_link_falls_by_dropping_what_holds_the_rival_back():
    """b is held back by the first part alone: without it, 50 > 40. The second part of a is its own weakness."""
    change = dethrone(np.array([[60.0, 40], [10, 50]]), np.array([0.3, 0.7]), WEAKEST)
    assert (change.first, change.rival) == (0, 1)
    assert change.moved == pytest.approx(0.3, abs=1e-6)
    assert change.weights == pytest.approx([0, 1], abs=1e-6)


def test_the_weakest_link_falls_by_the_least_weight_on_a_weakness_that_does_not_count_yet():
    change = dethrone(np.array([[80.0, 10], [60, 50]]), np.array([1.0, 0.0]), WEAKEST)
    assert change.moved == pytest.approx(0, abs=1e-6)
    assert change.weights[1] > 0


def test_the_weakest_link_asks_for_evidence_too():
    """b would win without the first part, but covers 0.4 of the weight until 0.1 more is moved to what it has."""
    scores = np.array([[45.0, 60, 60], [NAN, 70, 80], [10, 20, 20]])
    change = dethrone(scores, np.array([0.6, 0.2, 0.2]), WEAKEST, GATE)
    assert change.rival == 1
    assert change.moved == pytest.approx(0.1, abs=1e-6)
