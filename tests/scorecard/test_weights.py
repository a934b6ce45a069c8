"""Weight profiles: only proportions count, and what makes no sense is refused with what is allowed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregators, presets
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scorecard.weights import WeightProfile
from tests.scorecard.hand import card, table

IDS = list(dimensions())
ONE, OTHER = (80, 20, 50, 65, 35), (30, 70, 45, 60, 90)
MIXED = table({"a": dict(zip(IDS, ONE, strict=True)), "b": dict(zip(IDS, OTHER, strict=True))}, spread=12)


def test_weights_become_shares_of_one():
    shares = WeightProfile.of({"strategic_alignment": 3, "trust_reliability": 1}).shares
    assert shares == {
        "strategic_alignment": 0.75,
        "capability_complementarity": 0,
        "burden_sharing_equity": 0,
        "institutional_mechanisms": 0,
        "trust_reliability": 0.25,
    }


@pytest.mark.parametrize("preset", presets())
def test_a_preset_is_known_by_its_name(preset):
    profile = WeightProfile.parse(preset)
    assert profile.name == preset
    assert math.fsum(profile.shares.values()) == pytest.approx(1)


def test_weights_are_read_as_people_type_them():
    profile = WeightProfile.parse(" strategic_alignment = 30, trust_reliability=7e1 ")
    assert profile.shares["strategic_alignment"] == 0.3
    assert profile.shares["trust_reliability"] == 0.7
    assert profile.name == "custom"


def test_the_array_follows_the_order_of_the_dimensions():
    assert WeightProfile.of({"trust_reliability": 1, "strategic_alignment": 3}).array.tolist() == [0.75, 0, 0, 0, 0.25]


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=5).filter(lambda weights: sum(weights) > 1e-3))
def test_ten_times_the_weights_are_the_same_profile(weights):
    one = WeightProfile.of(dict(zip(IDS, weights, strict=True)))
    ten = WeightProfile.of(dict(zip(IDS, [10 * weight for weight in weights], strict=True)))
    assert ten.array == pytest.approx(one.array)
    assert math.fsum(one.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("mean", aggregators())
def test_ten_times_the_weights_give_the_same_scores_and_intervals(mean):
    weights = dict(zip(IDS, (30, 10, 25, 5, 30), strict=True))
    one = card(MIXED, weights=WeightProfile.of(weights), aggregator_id=mean)
    ten = card(
        MIXED, weights=WeightProfile.of({id_: 10 * weight for id_, weight in weights.items()}), aggregator_id=mean
    )
    for column in ("score", "low", "high", "coverage"):
        assert ten.overall[column].to_list() == pytest.approx(one.overall[column].to_list())


@pytest.mark.parametrize("mean", aggregators())
def test_a_dimension_of_weight_zero_does_not_count(mean):
    weights = WeightProfile.of({id_: 1 for id_ in IDS if id_ != "capability_complementarity"})
    poor, rich = ({**dict.fromkeys(IDS, 50), "capability_complementarity": score} for score in (0, 100))
    scores = card(table({"a": poor, "b": rich}), weights=weights, aggregator_id=mean).overall["score"].to_list()
    assert scores == pytest.approx([50, 50])


def test_the_only_dimension_with_weight_is_the_whole_score():
    cards = card(MIXED, weights=WeightProfile.of({"trust_reliability": 5}))
    assert cards.overall["score"].to_list() == pytest.approx([35, 90])


def test_other_weights_leave_the_dimensions_as_they_are():
    balanced, tuned = card(MIXED), card(MIXED, weights=WeightProfile.parse("treasury"))
    assert tuned.dimensions.equals(balanced.dimensions)
    assert not np.allclose(tuned.overall["score"], balanced.overall["score"])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        pytest.param(
            {"trust": 1},
            "unknown dimension 'trust'. .*Allowed: burden_sharing_equity, .*trust_reliability",
            id="unknown dimension",
        ),
        pytest.param(
            {"operational_integration": 1},
            "unknown dimension 'operational_integration'",
            id="what stands beside the score has no weight",
        ),
        pytest.param(
            {"trust_reliability": -1},
            "the weight of trust_reliability is -1; it must be a number of 0 or more",
            id="negative",
        ),
        pytest.param({"trust_reliability": math.nan}, "the weight of trust_reliability is nan", id="no number"),
        pytest.param({"trust_reliability": math.inf}, "the weight of trust_reliability is inf", id="infinite"),
        pytest.param(
            {"trust_reliability": 0, "strategic_alignment": 0},
            "all weights are 0; at least one dimension",
            id="all zero",
        ),
        pytest.param({}, "all weights are 0", id="none given"),
        pytest.param(
            {"trust_reliability": 1e308, "strategic_alignment": 1e308},
            "the weights are too large",
            id="beyond what can be added",
        ),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, message):
    with pytest.raises(WorkbenchError, match=message):
        WeightProfile.of(weights)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "trust_reliability=much", "'trust_reliability=much' is no weight; write DIMENSION=NUMBER", id="a word"
        ),
        pytest.param("trust_reliability=", "'trust_reliability=' is no weight", id="an empty number"),
        pytest.param("strategic_alignment=1,trust_reliability", "'trust_reliability' is no weight", id="a name alone"),
        pytest.param("strategic_alignment=1,", "'' is no weight", id="a comma too many"),
        pytest.param(
            "trust_reliability=1,trust_reliability=2", "trust_reliability is weighed twice", id="a name twice"
        ),
    ],
)
def test_a_text_that_is_no_profile_is_refused(text, message):
    with pytest.raises(WorkbenchError, match=message):
        WeightProfile.parse(text)


def test_an_unknown_preset_is_refused_with_the_nearest_and_all_allowed_ones():
    message = "unknown weight preset 'tresury'. Did you mean 'treasury'\\? Allowed: balanced, diplomat, operator, "
    with pytest.raises(UnknownNameError, match=message):
        WeightProfile.parse("tresury")
