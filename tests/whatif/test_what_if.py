"""What a tuned profile changes, and what backs it: small cases by hand."""

import math

import numpy as np
import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator, aggregators
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.pairwise import win_matrix
from alliance_core.whatif.what_if import all_weightings, backing, what_if
from tests.whatif.profiles import ALIGNMENT, FIVE, INSTITUTIONS, TRUST, scores

ARITHMETIC = aggregator("arithmetic")
BALANCED = WeightProfile.parse("balanced")
FEW = draw_weights(20_000, 5)
CONTRARY = {"esa": scores(80, 60, 60, 60, 20), "iss": scores(20, 55, 55, 55, 90)}


def test_moving_weight_changes_scores_ranks_and_places_by_hand(made):
    """Balanced: esa 56, iss 55. With half of the weight on trust: esa 0.125 x 260 + 10 = 42.5, iss 68.125."""
    profile = WeightProfile.of({**dict.fromkeys(FIVE, 12.5), TRUST: 50})
    answer = what_if(made(CONTRARY), profile, ARITHMETIC)
    assert answer.balanced.point.overall == pytest.approx([56, 55])
    assert answer.tuned.point.overall == pytest.approx([42.5, 68.125])
    assert answer.balanced.ranks.tolist() == [1, 2]
    assert answer.tuned.ranks.tolist() == [2, 1]
    assert answer.changes.tolist() == [-1, 1]
    assert answer.first == [1]


def test_the_weight_that_decides_is_found_by_hand(made):
    """Trust at t, the others even: esa 65 (1-t) + 20 t, iss 46.25 (1-t) + 90 t; level at 18.75 / 88.75."""
    answer = what_if(made(CONTRARY), BALANCED, ARITHMETIC)
    (point,) = [p for p in answer.break_evens if p.part == FIVE.index(TRUST)]
    assert point.weight == pytest.approx(18.75 / 88.75)
    assert (point.a, point.b) == (0, 1)
    stable = answer.stability[FIVE.index(TRUST)]
    assert (stable.low, stable.high) == pytest.approx((0, 18.75 / 88.75))
    # Dearest lead 60 in alignment, -70 in trust: 1 point of lead costs 1/130 of weight.
    assert answer.dethroned.moved == pytest.approx(1 / 130)


def test_locks_hold_in_all_parts_of_the_answer(made):
    answer = what_if(made(CONTRARY), BALANCED, ARITHMETIC, [TRUST])
    place = FIVE.index(TRUST)
    assert answer.locked.tolist() == [name == TRUST for name in FIVE]
    assert answer.stability[place].low is None
    assert all(point.part != place for point in answer.break_evens)
    assert answer.dethroned.weights[place] == pytest.approx(0.2)
    # 60 in alignment, 5 elsewhere: 1 point of lead costs 1/55.
    assert answer.dethroned.moved == pytest.approx(1 / 55)


def test_locks_may_be_given_as_they_come(made):
    once = what_if(made(CONTRARY), BALANCED, ARITHMETIC, (name for name in [TRUST]))
    assert once.locked.tolist() == [name == TRUST for name in FIVE]


def test_a_lock_on_no_dimension_is_refused(made):
    with pytest.raises(UnknownNameError, match="unknown dimension 'trust'"):
        what_if(made(CONTRARY), BALANCED, ARITHMETIC, ["trust"])


def test_places_are_counted_among_those_with_a_score_under_both(made):
    """artemis is first in the balanced profile, but has no score under the tuned one: iss gains no place by that."""
    table = made({"artemis": scores(None, 90, 90, 90, None), "esa": scores(60, 60, 60, 60, 60),
                  "iss": scores(50, 50, 50, 50, 50)})  # fmt: skip
    answer = what_if(table, WeightProfile.of({ALIGNMENT: 50, TRUST: 50}), ARITHMETIC)
    assert answer.balanced.ranks.tolist() == [1, 2, 3]
    assert answer.tuned.ranks.tolist() == pytest.approx([math.nan, 1, 2], nan_ok=True)
    assert answer.changes.tolist() == pytest.approx([math.nan, 0, 0], nan_ok=True)


def test_alliances_that_are_all_alike_share_everything(made):
    table = made(dict.fromkeys(("artemis", "esa", "iss"), scores(70, 60, 50, 40, 30)))
    answer = what_if(table, WeightProfile.parse("treasury"), ARITHMETIC)
    assert answer.tuned.ranks.tolist() == [1, 1, 1]
    assert answer.first == [0, 1, 2]
    assert answer.break_evens == []
    assert answer.dethroned is None
    assert answer.changes.tolist() == [0, 0, 0]
    found = backing(answer.tuned, weightings=FEW)
    assert found.support.ranks == pytest.approx(np.full((3, 3), 1 / 3))
    assert found.wins == pytest.approx(np.full((3, 3), 0.5))


def test_fewer_than_two_with_a_score_are_refused_with_what_to_do(made):
    table = made({"esa": scores(None, 60, 60, 60, 60), "iss": scores(50, 50, 50, 50, None)})
    with pytest.raises(
        WorkbenchError, match=r"to score ESA: fewer than two .* Give weight to dimensions with evidence"
    ):
        what_if(table, WeightProfile.of({ALIGNMENT: 1}), ARITHMETIC)


# --- what backs it ------------------------------------------------------------------------------------


def test_the_weights_of_the_profile_do_not_matter_to_its_backing(made):
    table = made(CONTRARY)
    one, other = (
        backing(what_if(table, WeightProfile.parse(text), ARITHMETIC).tuned, weightings=FEW)
        for text in ("balanced", "security")
    )
    np.testing.assert_array_equal(one.support.ranks, other.support.ranks)
    np.testing.assert_array_equal(one.wins, other.wins)


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "harmonic"])
def test_exact_chances_and_counted_shares_agree_on_the_shipped_data(shipped, mean):
    found = backing(what_if(shipped, BALANCED, aggregator(mean)).tuned, weightings=FEW)
    assert found.exact.any()
    assert not found.exact.all(), "one of them lacks two dimensions"
    assert np.abs(found.wins - found.support.wins)[found.exact].max() < 5 * 0.5 / math.sqrt(len(FEW))
    np.testing.assert_array_equal(found.wins[~found.exact], found.support.wins[~found.exact])


def test_an_order_of_importance_is_kept(made):
    """Trust first: iss leads by 70 there. a full order is exact, a part of one drawn."""
    tuned = what_if(made(CONTRARY), BALANCED, ARITHMETIC).tuned
    full = Importance.of([TRUST, INSTITUTIONS, *[d for d in FIVE if d not in (TRUST, INSTITUTIONS)]], FIVE)
    part = Importance.of([TRUST, ALIGNMENT], FIVE)
    strict, loose = (backing(tuned, order, draw_weights(20_000, 5, order=order)) for order in (full, part))
    assert strict.exact.all()
    assert not loose.exact.any()
    free = win_matrix(tuned.point.dimensions)[1, 0]
    assert strict.wins[1, 0] == pytest.approx(strict.support.wins[1, 0], abs=0.02)
    assert loose.wins[1, 0] > free + 0.1
    assert loose.order is part


def test_a_clear_winner_with_narrow_intervals_is_surely_first_at_its_central_weights(made):
    table = made({"esa": scores(*[90] * 5), "iss": scores(*[40] * 5)}, spread=2)
    found = backing(what_if(table, BALANCED, ARITHMETIC).tuned, weightings=FEW)
    assert found.confidence[0] == 1
    assert np.isnan(found.confidence[1]), "never first: no weights that favour it"
    assert np.isnan(found.support.central[1]).all()


def test_twins_are_each_first_as_often_as_not(made):
    """Equal scores, draws of their own: about half each; without any spread exactly half."""
    twins = {"esa": scores(*[60] * 5), "iss": scores(*[60] * 5)}
    wide = backing(what_if(made(twins, spread=10), BALANCED, ARITHMETIC).tuned, weightings=FEW)
    assert wide.confidence == pytest.approx([0.5, 0.5], abs=5 * 0.5 / math.sqrt(2000))
    assert wide.confidence.sum() == pytest.approx(1)
    exact = backing(what_if(made(twins), BALANCED, ARITHMETIC).tuned, weightings=FEW)
    assert exact.confidence.tolist() == [0.5, 0.5]


def test_wide_intervals_make_a_narrow_lead_unsure(made):
    pair = {"esa": scores(*[62] * 5), "iss": scores(*[60] * 5)}
    narrow, wide = (
        backing(what_if(made(pair, spread=spread), BALANCED, ARITHMETIC).tuned, weightings=FEW).confidence[0]
        for spread in (1, 30)
    )
    assert narrow > 0.99
    assert 0.5 < wide < 0.9


def test_who_has_no_score_at_the_central_weights_is_no_rival_there(made):
    """artemis shines in trust, the one dimension it has evidence for: at even weights it has no score."""
    table = made({"artemis": scores(None, None, None, None, 99), "esa": scores(*[60] * 5), "iss": scores(*[40] * 5)})
    found = backing(what_if(table, BALANCED, ARITHMETIC).tuned, weightings=FEW)
    assert found.support.ranks[0, 0] == pytest.approx(0.5**4, abs=0.01), "where trust weighs half or more"
    assert found.confidence[1] == 1


def test_with_evidence_doubts_about_scores_count_together_with_the_weights(made):
    """esa is better in every dimension, but by less than the intervals: it is first in most weightings, not in all."""
    pair = {"esa": scores(*[62] * 5), "iss": scores(*[60] * 5)}
    tuned = what_if(made(pair, spread=20), BALANCED, ARITHMETIC).tuned
    surely, doubting = (backing(tuned, weightings=FEW, with_evidence=flag) for flag in (False, True))
    assert surely.support.ranks[0].tolist() == [1, 0]
    assert 0.5 < doubting.support.ranks[0, 0] < 0.95
    assert doubting.with_evidence
    assert not doubting.exact.any()
    assert doubting.support.ranks.sum(axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize("mean", aggregators())
def test_everything_holds_together_on_the_shipped_data(shipped, mean):
    for text in ("balanced", "political_framework"):
        answer = what_if(shipped, WeightProfile.parse(text), aggregator(mean))
        found = backing(answer.tuned, weightings=FEW)
        assert found.support.ranks.sum(axis=1) + found.support.unscored == pytest.approx(np.ones(11))
        ever = found.support.ranks[:, 0] > 0
        np.testing.assert_array_equal(ever, ~np.isnan(found.confidence))
        assert found.support.central[ever].sum(axis=1) == pytest.approx(np.ones(ever.sum()), abs=1e-4)
        assert ((found.confidence[ever] >= 0) & (found.confidence[ever] <= 1)).all()


def test_the_weightings_of_the_catalogue_are_drawn_once_and_cannot_be_changed():
    drawn = all_weightings()
    assert drawn is all_weightings()
    assert drawn.shape == (whatif_rules()["acceptability"]["draws"], len(dimensions()))
    with pytest.raises(ValueError, match="read-only"):
        drawn[0, 0] = 1
