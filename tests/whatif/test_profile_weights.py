"""Weights of indicators, and profiles as text that reads back."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.rules import presets
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from tests.scorecard.hand import card, overall, table
from tests.whatif.profiles import FIVE, TRUST, scores

SCORED = list(scored_indicators())
OWN = [id_ for id_, item in scored_indicators().items() if item.dimension == TRUST]
DIMENSION_WEIGHTS = st.dictionaries(st.sampled_from(FIVE), st.floats(0, 100), min_size=1).filter(
    lambda weights: sum(weights.values()) > 1
)
# Under one per cent on top of the catalogue's, so that no dimension is left without any.
INDICATOR_WEIGHTS = st.dictionaries(st.sampled_from(SCORED), st.floats(0.001, 3), max_size=8)


@settings(deadline=None)
@given(DIMENSION_WEIGHTS, INDICATOR_WEIGHTS)
def test_a_profile_reads_back_from_its_text(weights, inner):
    """To a millionth of the whole: text has four decimals of a per cent."""
    profile = WeightProfile.of(weights, indicators=inner)
    back = WeightProfile.parse(profile.text())
    assert back.shares == pytest.approx(profile.shares, abs=5e-6)
    assert back.indicators == pytest.approx(profile.indicators, abs=5e-6)


@settings(deadline=None)
@given(st.sampled_from(list(presets())), INDICATOR_WEIGHTS)
def test_a_preset_keeps_its_name_in_the_text_whatever_the_indicators(preset, inner):
    profile = WeightProfile.of(presets()[preset].weights, indicators=inner)
    assert profile.text().split(",")[0] == preset
    assert WeightProfile.parse(profile.text()).shares == pytest.approx(WeightProfile.parse(preset).shares)


@pytest.mark.parametrize("preset", presets())
def test_a_preset_is_its_own_text(preset):
    profile = WeightProfile.parse(preset)
    assert profile.text() == preset
    assert profile.is_custom == (preset != "balanced")


def test_the_weights_of_a_preset_typed_out_are_the_preset():
    typed = ",".join(f"{name}={weight / 10}" for name, weight in presets()["treasury"].weights.items())
    assert WeightProfile.parse(typed).text() == "treasury"


def test_the_catalogue_holds_inside_every_dimension_unless_told_otherwise():
    profile = WeightProfile.parse("security")
    assert profile.indicators == {id_: item.weight for id_, item in scored_indicators().items()}
    for dimension in dimensions():
        own = [profile.indicators[id_] for id_, item in scored_indicators().items() if item.dimension == dimension]
        assert math.fsum(own) == pytest.approx(1)


def test_an_indicator_is_weighed_in_per_cent_beside_the_catalogue():
    """fulfilment at 100 beside 15, 20, 20, 15 and 5: 100 / 175 of trust; the other dimensions stay."""
    profile = WeightProfile.parse("balanced,fulfilment=100")
    assert profile.indicators["fulfilment"] == pytest.approx(100 / 175)
    assert profile.indicators["erosion"] == pytest.approx(20 / 175)
    others = [id_ for id_ in SCORED if id_ not in OWN]
    assert all(profile.indicators[id_] == scored_indicators()[id_].weight for id_ in others)
    assert profile.name == "custom"
    assert profile.shares == WeightProfile.parse("balanced").shares


def test_indicators_alone_leave_the_dimensions_balanced_and_dimensions_may_stand_beside_them():
    assert WeightProfile.parse("fulfilment=50").shares == WeightProfile.parse("balanced").shares
    both = WeightProfile.parse("trust_reliability=1,fulfilment=0")
    assert both.shares[TRUST] == 1
    assert both.indicators["fulfilment"] == 0
    assert math.fsum(both.indicators[id_] for id_ in OWN) == pytest.approx(1)


def test_the_catalogue_typed_out_changes_nothing():
    typed = ",".join(f"{id_}={100 * scored_indicators()[id_].weight}" for id_ in OWN)
    assert WeightProfile.parse(f"balanced,{typed}").text() == "balanced"


def test_weights_of_indicators_reach_the_score_by_hand():
    """Trust: fulfilment 90, the others 30. By the catalogue 0.25 x 90 + 0.75 x 30 = 45; alone 90; without it 30."""
    measured = table({"a": {**scores(50, 50, 50, 50, 30), "fulfilment": 90}})
    alone = ",".join(f"{id_}=0" for id_ in OWN if id_ != "fulfilment")
    for text, trust in (("balanced", 45), (f"balanced,{alone}", 90), ("balanced,fulfilment=0", 30)):
        cards = card(measured, weights=WeightProfile.parse(text))
        assert overall(cards)["score"] == pytest.approx(40 + trust / 5)


@pytest.mark.parametrize(
    ("inner", "error", "message"),
    [
        ({"fulfillment": 1.0}, UnknownNameError, "unknown indicator of the score 'fulfillment'. Did you mean 'fulfilm"),
        ({"erosion": -0.1}, WorkbenchError, "the weight of erosion is -0.1; it must be a number of 0 or more"),
        ({"erosion": math.nan}, WorkbenchError, "the weight of erosion is nan"),
        ({"erosion": math.inf}, WorkbenchError, "the weight of erosion is inf"),
        (dict.fromkeys(OWN, 0.0), WorkbenchError, f"all weights of the indicators of {TRUST} are 0; at least one of t"),
        (dict.fromkeys(OWN, 1e308), WorkbenchError, f"the weights of the indicators of {TRUST} are too large"),
    ],
)
def test_weights_of_indicators_that_make_no_sense_are_refused(inner, error, message):
    with pytest.raises(error, match=message):
        WeightProfile.of({TRUST: 1}, indicators=inner)


def test_what_stands_beside_the_score_has_no_weight():
    beside = next(id_ for id_ in indicators() if id_ not in SCORED)
    with pytest.raises(UnknownNameError, match=f"'{beside}'"):
        WeightProfile.parse(f"balanced,{beside}=10")


@pytest.mark.parametrize("text", ["balanced,erosion=nan", "balanced,erosion=-5", "erosion=inf"])
def test_a_text_with_an_impossible_weight_of_an_indicator_is_refused(text):
    with pytest.raises(WorkbenchError, match="the weight of erosion is"):
        WeightProfile.parse(text)


def test_a_name_given_twice_is_refused_for_indicators_too():
    with pytest.raises(WorkbenchError, match="erosion is weighed twice"):
        WeightProfile.parse("balanced,erosion=10,erosion=20")


@given(st.lists(st.floats(0.001, 1), min_size=5, max_size=5), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_text_read_again_is_the_same_text(weights, voting, fulfilment):
    """Else a link that is copied on and on would drift."""
    inner = {"voting_agreement": voting, "fulfilment": fulfilment}
    text = WeightProfile.of(dict(zip(dimensions(), weights, strict=True)), indicators=inner).text()
    assert WeightProfile.parse(text).text() == text


def test_a_typed_number_stays_as_it_was_typed_when_the_others_are_thirds():
    """45 and 20 were typed; 35 / 3 = 11.6667 three times would add up to 100.0001."""
    third = 35 / 3
    text = WeightProfile.of(dict(zip(dimensions(), [third, third, 45, third, 20], strict=True))).text()
    assert "burden_sharing_equity=45," in text
    assert text.endswith("trust_reliability=20")
