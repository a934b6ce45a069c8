"""Comparisons: the parts of a gap add up, the probabilities count pairs of draws, the words fit the numbers."""

import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.rules import aggregator, aggregators, presets
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard import comparison
from alliance_core.scorecard.comparison import compare, likelihood, percent, probability_greater, shapley
from alliance_core.scorecard.weights import WeightProfile
from tests.scorecard.hand import SCHEMA, card, even, overall, table

FIVE = list(dimensions())
MEANS = list(aggregators())
ONE = dict(zip(FIVE, (80, 20, 50, 65, 35), strict=True))
OTHER = dict(zip(FIVE, (30, 70, 45, 60, 90), strict=True))
NAMES = {"a": "Alpha", "b": "Beta", "c": "Gamma"}


def values(pair, part):
    return np.array(list(pair[part].values()))


# --- What explains a gap --------------------------------------------------------------------------


def test_under_the_arithmetic_mean_a_contribution_is_weight_times_difference():
    """Weights 0.2: (80 - 30) x 0.2 = 10, (20 - 70) x 0.2 = -10, 1, 1 and (35 - 90) x 0.2 = -11; together -9."""
    pair = compare(card(table({"a": ONE, "b": OTHER})), "a", "b")
    assert values(pair, "contributions") == pytest.approx([10, -10, 1, 1, -11])
    assert pair["gap"] == pytest.approx(-9)


def test_under_the_arithmetic_mean_an_indicator_contributes_both_weights_times_its_difference():
    """Only fulfilment (0.25 of trust) differs, by 40 points, where trust weighs 0.35: 40 x 0.25 x 0.35 = 3.5."""
    measured = table({"a": {**even(50), "fulfilment": 90}, "b": even(50)})
    pair = compare(card(measured, weights=WeightProfile.parse("operator")), "a", "b")
    assert pair["indicators"]["fulfilment"] == pytest.approx(3.5)
    assert sum(abs(points) for points in pair["indicators"].values()) == pytest.approx(3.5)


def test_shapley_under_the_weakest_link_is_what_the_hand_gets():
    """a = (60, 40) has 40, b = (50, 60) has 50. First part first: 50 to 60, then 40: +10 and -20. Second part
    first: 50 to 40, then 40: -10 and 0. Means over both orders: (10 + 0) / 2 = 5 and (-20 - 10) / 2 = -15."""
    got = shapley(np.array([60.0, 40.0]), np.array([50.0, 60.0]), np.array([0.5, 0.5]), aggregator("weakest_link"))
    assert got == pytest.approx([5, -15])


def test_shapley_under_the_geometric_mean_is_what_the_hand_gets():
    """a = (64, 25) has 40, b = (16, 100) has 40. First part first: 40 to 80, then 40; second part first: 40
    to 20, then 40. Means: (40 + 20) / 2 = 30 and (-40 - 20) / 2 = -30."""
    got = shapley(np.array([64.0, 25.0]), np.array([16.0, 100.0]), np.array([0.5, 0.5]), aggregator("geometric"))
    assert got == pytest.approx([30, -30])


def test_shapley_agrees_with_switching_the_parts_in_every_order():
    """The definition itself: the mean gain of a part over all 120 orders of switching five parts."""
    a, b = np.array(list(ONE.values()), float), np.array(list(OTHER.values()), float)
    weights, mean = WeightProfile.parse("treasury").array, aggregator("harmonic")
    total = np.zeros(5)
    for order in itertools.permutations(range(5)):
        mixture = b.copy()
        for part in order:
            before = comparison.power_mean(mixture, weights, mean)
            mixture[part] = a[part]
            total[part] += comparison.power_mean(mixture, weights, mean) - before
    assert shapley(a, b, weights, mean) == pytest.approx(total / math.factorial(5))


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("mean", MEANS)
def test_the_parts_add_up_to_the_gap_for_every_pair_of_shipped_alliances(assessed, mean, preset):
    measured = assessed.cards.indicators.select(list(SCHEMA))
    cards = card(measured, draws=10, aggregator_id=mean, weights=WeightProfile.parse(preset))
    scored = cards.overall.drop_nulls("score")
    scores = dict(scored.select("alliance_id", "score").iter_rows())
    assert len(scores) > 8
    for a, b in itertools.combinations(scores, 2):
        pair = compare(cards, a, b)
        assert pair["gap"] == scores[a] - scores[b]
        assert math.fsum(pair["contributions"].values()) == pytest.approx(pair["gap"], abs=1e-9)
        assert math.fsum(pair["indicators"].values()) == pytest.approx(pair["gap"], abs=1e-9)
        for id_, points in pair["contributions"].items():
            own = [pair["indicators"][name] for name, item in indicators().items() if item.dimension == id_]
            assert math.fsum(own) == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize("mean", MEANS)
def test_seen_from_the_other_side_every_part_changes_its_sign(assessed, mean):
    cards = card(assessed.cards.indicators.select(list(SCHEMA)), draws=50, aggregator_id=mean)
    for a, b in itertools.combinations(cards.overall.drop_nulls("score")["alliance_id"].to_list()[::2], 2):
        there, back = compare(cards, a, b), compare(cards, b, a)
        assert there["gap"] == -back["gap"]
        assert there["p_a_greater"] + back["p_a_greater"] == pytest.approx(1)
        for part in ("contributions", "indicators"):
            assert values(there, part) == pytest.approx(-values(back, part), abs=1e-9)


@pytest.mark.parametrize("mean", MEANS)
def test_the_parts_add_up_where_evidence_is_missing_on_either_side(mean):
    a = {**ONE, "trust_reliability": None, "erosion": 20, "proportionality": None}
    b = {**OTHER, "strategic_alignment": None, "retention": None, "exit_cost": None}
    pair = compare(card(table({"a": a, "b": b}), aggregator_id=mean), "a", "b")
    for part in ("contributions", "indicators"):
        assert math.fsum(pair[part].values()) == pytest.approx(pair["gap"], abs=1e-9)


def test_a_missing_dimension_is_credited_with_the_score_of_the_whole():
    """a scores 60 without trust, b has 60 in all but trust with 10: the gap of 10 comes from trust alone."""
    measured = table({"a": {**even(60), "trust_reliability": None}, "b": {**even(60), "trust_reliability": 10}})
    pair = compare(card(measured), "a", "b")
    assert pair["contributions"] == pytest.approx({**dict.fromkeys(FIVE, 0), "trust_reliability": 10})


def test_an_indicator_without_a_score_on_one_side_is_credited_with_its_dimension():
    """Both have 50 in trust; where erosion is missing it counts as 50, so that 30 for b costs b 0.2 x 0.2 x 20."""
    measured = table({"a": {**even(50), "erosion": None}, "b": {**even(50), "erosion": 30}})
    pair = compare(card(measured), "a", "b")
    assert pair["indicators"]["erosion"] == pytest.approx(0.8)


def test_a_dimension_without_weight_contributes_nothing():
    cards = card(table({"a": ONE, "b": OTHER}), weights=WeightProfile.of({FIVE[0]: 1, FIVE[1]: 1}))
    pair = compare(cards, "a", "b")
    assert values(pair, "contributions")[2:] == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("mean", MEANS)
def test_equal_profiles_have_no_gap_and_no_parts(mean):
    pair = compare(card(table({"a": ONE, "b": ONE}, spread=5), aggregator_id=mean), "a", "b")
    assert pair["gap"] == 0
    assert values(pair, "contributions") == pytest.approx([0] * 5)
    assert values(pair, "indicators") == pytest.approx([0] * len(pair["indicators"]))


@pytest.mark.parametrize(
    ("profiles", "pair", "message"),
    [
        pytest.param({"a": ONE}, ("a", "b"), "b did not exist at 2020-12-31, so that it", id="not there"),
        pytest.param({"a": {}, "b": ONE}, ("a", "b"), "a has no overall score at this date", id="no evidence"),
    ],
)
def test_who_has_no_score_cannot_be_compared(profiles, pair, message):
    with pytest.raises(WorkbenchError, match=message):
        compare(card(table(profiles)), *pair)


def test_cards_of_several_dates_cannot_be_compared(history):
    with pytest.raises(WorkbenchError, match="a comparison needs scorecards of exactly one date"):
        compare(history, "iss", "esa")


# --- How surely -----------------------------------------------------------------------------------

DRAWS = st.lists(st.integers(0, 8).map(float), min_size=1, max_size=12)


@given(DRAWS, DRAWS)
def test_the_probability_counts_all_pairs_of_draws_with_ties_as_half(a, b):
    wins = [1.0 if x > y else 0.5 if x == y else 0.0 for x in a for y in b]
    assert probability_greater(np.array(a), np.array(b)) == pytest.approx(sum(wins) / len(wins))


@given(DRAWS, DRAWS)
def test_the_probabilities_of_the_two_sides_add_up_to_one(a, b):
    one, other = np.array(a), np.array(b)
    assert probability_greater(one, other) + probability_greater(other, one) == pytest.approx(1)


def test_a_better_alliance_without_overlap_is_higher_for_certain():
    pair = compare(card(table({"a": even(70), "b": even(30)}, spread=5)), "a", "b")
    assert pair["p_a_greater"] == 1


def test_two_alliances_with_the_same_numbers_are_as_likely_to_be_higher():
    pair = compare(card(table({"a": ONE, "b": ONE}, spread=10), draws=4000), "a", "b")
    assert pair["p_a_greater"] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0, "almost no chance"), (0.0499, "almost no chance"), (0.05, "very unlikely"), (0.1999, "very unlikely"),
        (0.2, "unlikely"), (0.4499, "unlikely"), (0.45, "roughly even"), (0.5, "roughly even"), (0.55, "likely"),
        (0.7999, "likely"), (0.8, "very likely"), (0.9499, "very likely"), (0.95, "almost certain"),
        (1, "almost certain"),
    ],
)  # fmt: skip
def test_a_probability_is_told_in_the_words_of_icd_203(probability, words):
    """Intelligence Community Directive 203 (2015): 1-5, 5-20, 20-45, 45-55, 55-80, 80-95, 95-99 per cent."""
    assert likelihood(probability) == words


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0, "under 1 %"), (0.005, "under 1 %"), (0.006, "1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.995, "over 99 %"),
        (1, "over 99 %"),
    ],
)  # fmt: skip
def test_a_probability_from_draws_is_never_told_as_none_or_certain(probability, text):
    assert percent(probability) == text


@given(st.floats(0, 1))
def test_no_probability_reads_as_0_or_100_per_cent(probability):
    assert percent(probability) not in ("0 %", "100 %")


# --- What a screen shows --------------------------------------------------------------------------


def test_differences_by_dimension_carry_interval_and_probability():
    cards = card(table({"a": ONE, "b": OTHER}, spread=10), draws=500)
    frame = comparison.dimension_differences(cards, "a", "b", NAMES)
    assert frame["dimension"].to_list() == FIVE
    assert frame["difference"].to_list() == pytest.approx([50, -50, 5, 5, -55])
    assert ((frame["low"] <= frame["difference"]) & (frame["difference"] <= frame["high"])).all()
    surely = dict(frame.select("dimension", "p_a_greater").iter_rows())
    assert (surely[FIVE[0]], surely[FIVE[1]], surely[FIVE[4]]) == (1, 0, 0)
    assert 0.5 < surely[FIVE[2]] < 1
    assert frame.select("a_name", "b_name").unique().rows() == [("Alpha", "Beta")]


def test_seen_from_the_other_side_the_differences_are_mirrored():
    cards = card(table({"a": ONE, "b": OTHER}, spread=10))
    there, back = (comparison.dimension_differences(cards, *pair, NAMES) for pair in (("a", "b"), ("b", "a")))
    assert back["difference"].to_list() == pytest.approx((-there["difference"]).to_list())
    assert back["low"].to_list() == pytest.approx((-there["high"]).to_list())
    assert back["p_a_greater"].to_list() == pytest.approx((1 - there["p_a_greater"]).to_list())


def test_where_one_side_has_no_score_there_is_no_difference():
    cards = card(table({"a": {**ONE, "trust_reliability": None}, "b": OTHER}, spread=10))
    row = comparison.dimension_differences(cards, "a", "b", NAMES).filter(dimension="trust_reliability")
    assert row.select("difference", "low", "high", "p_a_greater").row(0) == (None, None, None, None)


def test_the_pair_table_has_every_pair_once_with_its_words():
    cards = card(table({"a": even(70), "b": even(30), "c": even(30)}, spread=5))
    frame = comparison.pair_table(cards, ["a", "b", "c"], NAMES)
    assert frame.select("a", "b").rows() == [("Alpha", "Beta"), ("Alpha", "Gamma"), ("Beta", "Gamma")]
    assert frame["gap"].to_list() == pytest.approx([40, 40, 0])
    assert frame["words"].to_list() == ["almost certain", "almost certain", "roughly even"]


def test_the_pair_table_of_one_alliance_is_empty_and_keeps_its_columns():
    frame = comparison.pair_table(card(table({"a": ONE})), ["a"], NAMES)
    assert frame.is_empty()
    assert {"a", "b", "gap", "p_a_greater", "words"} <= set(frame.columns)


def test_the_sentence_names_the_higher_one_its_lead_and_the_largest_part():
    measured = table({"a": {**even(50), "trust_reliability": 90}, "b": even(50)}, spread=1)
    pair = compare(card(measured), "a", "b")
    told = comparison.sentence(pair, NAMES)
    assert told.startswith("**Alpha** is **8.0 points** ahead of **Beta**; that it really is higher is almost certain")
    assert "Trust and reliability** with +8.0 points for Alpha" in told


def test_the_sentence_turns_round_where_the_second_is_higher():
    measured = table({"a": even(50), "b": {**even(50), "trust_reliability": 90}}, spread=1)
    told = comparison.sentence(compare(card(measured), "a", "b"), NAMES)
    assert told.startswith("**Beta** is **8.0 points** ahead of **Alpha**; that it really is higher is almost certain")
    assert "with -8.0 points for Alpha" in told


@pytest.mark.parametrize(("by_indicator", "column"), [(False, "dimension_name"), (True, "indicator_name")])
def test_the_table_of_contributions_adds_up_to_the_gap(by_indicator, column):
    pair = compare(card(table({"a": ONE, "b": OTHER})), "a", "b")
    frame = comparison.contribution_table(pair, by_indicator=by_indicator)
    assert frame.columns == [column, "contribution"]
    assert frame["contribution"].sum() == pytest.approx(pair["gap"])
    assert frame[column].is_unique().all()


def test_rows_come_in_the_order_in_which_the_alliances_were_chosen(assessed):
    chosen = ["iss", "artemis", "esa"]
    rows = comparison.rows_of(assessed.dimensions, chosen)
    assert rows["alliance_id"].unique(maintain_order=True).to_list() == chosen
    assert rows.filter(alliance_id="iss").equals(assessed.dimensions.filter(alliance_id="iss"))


def test_only_alliances_with_a_score_can_be_chosen_for_comparison(assessed):
    without = assessed.overall.filter(pl.col("score").is_null())["alliance_id"].to_list()
    assert comparison.comparable(assessed, ["iss", "nobody", *without, "artemis"]) == ["iss", "artemis"]


def test_the_gap_is_the_difference_of_the_overall_scores_that_are_shown(assessed):
    cards = assessed.cards
    pair = compare(cards, "iss", "artemis")
    assert pair["gap"] == overall(cards, "iss")["score"] - overall(cards, "artemis")["score"]
