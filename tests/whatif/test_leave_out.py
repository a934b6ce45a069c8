"""Leaving one indicator or dimension out: its weight goes to the others, in proportion."""

import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.leave_out import leave_one_out, without
from tests.whatif.profiles import ALIGNMENT, BURDEN, CAPABILITY, FIVE, TRUST, scores

ARITHMETIC = aggregator("arithmetic")


def test_the_weight_of_a_dimension_goes_to_the_others_in_proportion():
    rest = without(WeightProfile.of({ALIGNMENT: 50, TRUST: 30, BURDEN: 20}), ALIGNMENT)
    assert rest.shares == pytest.approx(
        {**dict.fromkeys(FIVE, 0.0), TRUST: 0.6, BURDEN: 0.4},
    )


def test_the_weight_of_an_indicator_goes_to_the_others_of_its_dimension():
    """Of trust, fulfilment has 25 of 100: what is left weighs a third more. Other dimensions stay."""
    profile = WeightProfile.parse("treasury")
    rest = without(profile, "fulfilment")
    assert rest.shares == pytest.approx(profile.shares)
    for id_, item in scored_indicators().items():
        expected = item.weight / 0.75 if item.dimension == TRUST else item.weight
        assert rest.indicators[id_] == pytest.approx(0 if id_ == "fulfilment" else expected)


def test_a_dimension_whose_only_weighted_indicator_is_left_out_goes_with_it():
    others = ",".join(
        f"{id_}=0" for id_, item in scored_indicators().items() if item.dimension == TRUST and id_ != "erosion"
    )
    rest = without(WeightProfile.parse(f"balanced,{others}"), "erosion")
    assert rest.shares == pytest.approx({**dict.fromkeys(FIVE, 0.25), TRUST: 0})


def test_nothing_is_left_of_a_profile_of_one_dimension():
    assert without(WeightProfile.of({TRUST: 1}), TRUST) is None
    assert without(WeightProfile.of({TRUST: 1}), ALIGNMENT) is not None


def test_scores_and_ranks_without_it_by_hand(made):
    """esa has 80 in alignment and 40 elsewhere (48), iss 50 throughout; without alignment 40 against 50."""
    table = made({"esa": scores(80, 40, 40, 40, 40), "iss": scores(20, 45, 50, 50, 50)})
    told = {one.id: one for one in leave_one_out(table, WeightProfile.parse("balanced"), ARITHMETIC)}
    assert list(told) == [*dimensions(), *scored_indicators()]
    assert told[ALIGNMENT].point.overall == pytest.approx([40, 48.75])
    assert told[ALIGNMENT].ranks.tolist() == [2, 1]
    assert told[CAPABILITY].point.overall == pytest.approx([50, 42.5])
    assert told[CAPABILITY].ranks.tolist() == [1, 2]
    assert told["fulfilment"].point.overall == pytest.approx([48, 43]), "all indicators of trust score alike"
    assert [one.is_dimension for one in told.values()] == [True] * 5 + [False] * 31


def test_one_indicator_can_carry_a_place_by_hand(made):
    """fulfilment weighs 25 of 100 in trust and 100 there lifts 40 to 55, overall from 40 to 43; iss has 42."""
    table = made({"esa": {**scores(40, 40, 40, 40, 40), "fulfilment": 100}, "iss": scores(42, 42, 42, 42, 42)})
    told = {one.id: one for one in leave_one_out(table, WeightProfile.parse("balanced"), ARITHMETIC)}
    assert told["erosion"].ranks.tolist() == [1, 2]
    assert told["erosion"].point.overall[0] == pytest.approx(0.8 * 40 + 0.2 * (40 + 60 * 0.25 / 0.8))
    assert told["fulfilment"].ranks.tolist() == [2, 1]
    assert told["fulfilment"].point.overall == pytest.approx([40, 42])


def test_a_profile_of_one_dimension_is_tested_by_what_can_be_left_out(made):
    table = made({"esa": scores(80, 40, 40, 40, 40), "iss": scores(20, 45, 50, 50, 50)})
    told = [one.id for one in leave_one_out(table, WeightProfile.of({TRUST: 1}), ARITHMETIC)]
    assert TRUST not in told
    assert ALIGNMENT in told
    assert "fulfilment" in told
