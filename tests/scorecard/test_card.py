"""Scorecards: what a score may depend on, what it must never do, and when there is none."""

import datetime as dt
import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from alliance_core.catalogue import BANDS, all_dimensions, dimensions, indicator, indicators
from alliance_core.catalogue.rules import aggregators, presets
from alliance_core.errors import UnknownNameError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.scorecard import draws as draws_module
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.card import band_of, scorecards
from alliance_core.scorecard.weights import WeightProfile
from tests.scorecard.hand import (
    DATE,
    IDS,
    SCHEMA,
    SCORED,
    card,
    dimension,
    even,
    indicator_row,
    overall,
    table,
    value_at,
)  # fmt: skip

MEANS = list(aggregators())
FIVE = list(dimensions())
COLUMNS = list(SCHEMA)
TRUST = {"fulfilment": 80, "schedule_slip": 40, "erosion": 50, "crisis_survival": 60, "operating_experience": 20,
         "retention": 100}  # fmt: skip
MIXED = {id_: 15 + 7 * number % 80 for number, id_ in enumerate(SCORED)}
PROFILES = st.fixed_dictionaries({id_: st.floats(0, 100) for id_ in SCORED})
FEW = settings(max_examples=25, deadline=None)


# --- Known answers --------------------------------------------------------------------------------


def test_a_dimension_is_the_weighted_mean_of_its_indicators():
    """Trust: fulfilment 80 (0.25), slip 40 (0.15), erosion 50 (0.20), crises 60 (0.20), experience 20 (0.15),
    retention 100 (0.05): 20 + 6 + 10 + 12 + 3 + 5 = 56."""
    assert [indicator(id_).weight for id_ in TRUST] == [0.25, 0.15, 0.2, 0.2, 0.15, 0.05]
    assert dimension(card(table({"a": TRUST})), "trust_reliability")["score"] == pytest.approx(56)


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        pytest.param("arithmetic", 52, id="(90 + 60 + 50 + 40 + 20) / 5 = 52"),
        pytest.param("geometric", (90 * 60 * 50 * 40 * 20) ** 0.2, id="the fifth root of 216,000,000 = 46.4"),
        pytest.param("harmonic", 5 / (1 / 90 + 1 / 60 + 1 / 50 + 1 / 40 + 1 / 20), id="5 / 0.1228 = 40.7"),
        pytest.param("weakest_link", 20, id="the lowest of five"),
    ],
)
def test_the_overall_score_is_the_mean_of_the_dimensions_under_the_aggregator(mean, expected):
    cards = card(table({"a": dict(zip(FIVE, (90, 60, 50, 40, 20), strict=True))}), aggregator_id=mean)
    assert overall(cards)["score"] == pytest.approx(expected)
    assert cards.aggregator.id == mean


def test_the_balanced_profile_holds_where_no_other_is_given():
    measured = table({"a": MIXED}, spread=10)
    assert card(measured).overall.equals(card(measured, weights=WeightProfile.parse("balanced")).overall)


def test_operational_integration_stands_beside_the_score():
    poor, rich = ({**even(50), "operational_integration": score} for score in (0, 100))
    cards = card(table({"a": poor, "b": rich}, spread=5))
    assert overall(cards, "a")["score"] == overall(cards, "b")["score"] == pytest.approx(50)
    assert "operational_integration" not in cards.dimensions["dimension"].to_list()
    assert indicator_row(cards, "engaged_members", "b")["score"] == pytest.approx(100)


def test_an_unknown_aggregator_is_refused_with_the_allowed_ones():
    with pytest.raises(
        UnknownNameError, match=r"unknown aggregator 'median'\. Allowed: arithmetic, geometric, harmonic"
    ):
        card(table({"a": even(50)}), aggregator_id="median")


# --- Bands and words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "critical"), (19.999, "critical"), (20, "weak"), (39.999, "weak"), (40, "moderate"), (59.999, "moderate"),
        (60, "strong"), (79.999, "strong"), (80, "very_strong"), (100, "very_strong"), (None, None),
    ],
)  # fmt: skip
def test_a_band_begins_exactly_at_its_mark(score, band):
    assert (
        pl.DataFrame({"score": [score]}, schema={"score": pl.Float64}).select(band_of(pl.col("score"))).item() == band
    )


@pytest.mark.parametrize(("score", "band"), list(zip((10, 30, 50, 70, 90), BANDS, strict=True)))
@pytest.mark.parametrize("id_", FIVE)
def test_each_dimension_says_each_band_in_its_own_word(id_, score, band):
    row = dimension(card(table({"a": even(score)})), id_)
    assert (row["band"], row["label"]) == (band, all_dimensions()[id_].label[band])


# --- Never worse for being better -----------------------------------------------------------------


@FEW
@given(PROFILES, st.sampled_from(SCORED), st.floats(0, 50), st.sampled_from(MEANS), st.sampled_from(list(presets())))
def test_raising_an_indicator_never_lowers_its_dimension_or_the_whole(profile, raised, gain, mean, preset):
    better = profile | {raised: min(profile[raised] + gain, 100)}
    cards = card(table({"a": profile, "b": better}), draws=2, aggregator_id=mean, weights=WeightProfile.parse(preset))
    assert overall(cards, "b")["score"] >= overall(cards, "a")["score"] - 1e-9
    id_ = indicator(raised).dimension
    assert dimension(cards, id_, "b")["score"] >= dimension(cards, id_, "a")["score"] - 1e-9


@pytest.mark.parametrize("mean", MEANS)
def test_raising_any_indicator_to_the_best_never_lowers_a_shipped_score(assessed, mean):
    """One copy of every alliance for each indicator, in which that indicator has its best value."""
    measured = assessed.cards.indicators.select(*COLUMNS)
    copies = measured.select("alliance_id").unique().join(pl.DataFrame({"raised": SCORED}), how="cross")
    best = pl.col("indicator").replace_strict({id_: value_at(id_, 100) for id_ in IDS}, return_dtype=pl.Float64)
    lifted = (pl.col("indicator") == pl.col("raised")) & pl.col("value").is_not_null()
    better = measured.join(copies, on="alliance_id").with_columns(
        value=pl.when(lifted).then(best).otherwise("value"),
        alliance_id=pl.concat_str("raised", "alliance_id", separator="/"),
    )
    before, after = (card(frame.select(COLUMNS), draws=1, aggregator_id=mean) for frame in (measured, better))
    for part, keys in (("overall", ["alliance_id"]), ("dimensions", ["alliance_id", "dimension"])):
        origin = pl.col("alliance_id").str.split("/").list.last()
        pairs = getattr(after, part).with_columns(origin).join(getattr(before, part), on=keys)
        assert pairs.height == len(SCORED) * getattr(before, part).height
        assert (pairs["score"].is_null() == pairs["score_right"].is_null()).all()
        assert (pairs.drop_nulls("score")["score"] >= pairs.drop_nulls("score")["score_right"] - 1e-9).all()


# --- What a score does not depend on --------------------------------------------------------------


def test_a_score_does_not_depend_on_who_else_is_scored(assessed):
    measured = assessed.cards.indicators.select(*COLUMNS)
    alone = card(measured.filter(alliance_id="iss"), seed=3)
    among = card(measured, seed=3)
    assert_frame_equal(alone.overall, among.overall.filter(alliance_id="iss"), rel_tol=1e-12)
    assert_frame_equal(alone.dimensions, among.dimensions.filter(alliance_id="iss"), rel_tol=1e-12)


def test_the_order_of_the_rows_does_not_matter(assessed):
    measured = assessed.cards.indicators.select(*COLUMNS)
    straight, shuffled = card(measured), card(measured.sample(fraction=1, shuffle=True, seed=7))
    for part in ("overall", "dimensions", "indicators"):
        assert getattr(shuffled, part).equals(getattr(straight, part))
    assert np.array_equal(shuffled.draws, straight.draws, equal_nan=True)


def test_a_score_does_not_depend_on_the_other_dates(shipped):
    days = [dt.date(2018, 12, 31), dt.date(2023, 6, 30)]
    both, last = scorecards(Snapshot(shipped, days), draws=100), scorecards(Snapshot(shipped, days[1]), draws=100)
    then = both.overall.filter(as_of=days[1])
    assert_frame_equal(then, last.overall, rel_tol=1e-9)


def test_an_alliance_that_stays_the_same_keeps_its_interval_from_date_to_date():
    measured = pl.concat([table({"a": MIXED}, spread=20), table({"a": MIXED}, spread=20, date=dt.date(2021, 12, 31))])
    first, second = card(measured).overall.drop("as_of").iter_rows()
    assert first == second


def test_a_large_collection_is_drawn_in_pieces_without_a_difference(monkeypatch, assessed):
    measured = assessed.cards.indicators.select(*COLUMNS)
    whole = card(measured)
    monkeypatch.setattr(draws_module, "CHUNK", 1)
    assert np.array_equal(card(measured).draws, whole.draws, equal_nan=True)


def test_nobody_to_score_gives_empty_frames_and_no_error(shipped):
    assessment = assess(shipped, dt.date(1900, 1, 1))
    for part in ("overall", "dimensions", "indicators", "operational", "flags"):
        assert getattr(assessment, part).is_empty()


# --- Seeds and intervals --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2**40])
def test_the_same_seed_gives_the_same_numbers(seed):
    measured = table({"a": MIXED, "b": even(40)}, spread=15)
    one, again = card(measured, seed=seed), card(measured, seed=seed)
    assert np.array_equal(one.draws, again.draws)
    assert one.overall.equals(again.overall)
    assert one.dimensions.equals(again.dimensions)


def test_another_seed_gives_other_intervals_and_the_same_scores():
    measured = table({"a": MIXED}, spread=15)
    one, other = card(measured, seed=0), card(measured, seed=1)
    assert overall(one)["score"] == overall(other)["score"]
    assert overall(one)["low"] != overall(other)["low"]


def test_two_alliances_with_the_same_numbers_are_drawn_independently():
    cards = card(table({"a": MIXED, "b": MIXED}, spread=15), draws=2000)
    assert overall(cards, "a")["score"] == overall(cards, "b")["score"]
    assert abs(np.corrcoef(cards.draws)[0, 1]) < 0.1


@FEW
@given(PROFILES, st.floats(0, 60), st.sampled_from(MEANS), st.integers(0, 5))
def test_every_interval_contains_its_score(profile, spread, mean, seed):
    cards = card(table({"a": profile}, spread=spread), draws=20, aggregator_id=mean, seed=seed)
    for row in (*cards.overall.iter_rows(named=True), *cards.dimensions.iter_rows(named=True)):
        assert 0 <= row["low"] <= row["score"] <= row["high"] <= 100
    for row in cards.indicators.drop_nulls("score").iter_rows(named=True):
        assert row["score_low"] <= row["score"] <= row["score_high"]


def test_every_shipped_interval_contains_its_score(assessed, history):
    for frame in (assessed.overall, assessed.dimensions, history.overall, history.dimensions):
        known = frame.drop_nulls("score")
        assert not known.is_empty()
        assert (known["low"] <= known["score"]).all()
        assert (known["score"] <= known["high"]).all()


def test_the_interval_of_a_single_uncertain_indicator_is_its_own_share_of_the_dimension():
    """Only fulfilment (weight 0.25) is uncertain, by 20 points at 90 %: 50 -+ 5 for trust, to sampling error."""
    measured = table({"a": even(50)}).with_columns(
        pl.when(indicator="fulfilment").then(pl.lit(value_at("fulfilment", 30))).otherwise("low").alias("low"),
        pl.when(indicator="fulfilment").then(pl.lit(value_at("fulfilment", 70))).otherwise("high").alias("high"),
    )
    row = dimension(card(measured, draws=20_000), "trust_reliability")
    assert (row["low"], row["high"]) == pytest.approx((45, 55), abs=0.15)


@pytest.mark.parametrize(
    ("id_", "low", "high"),
    [
        pytest.param("fulfilment", 47.5, 57.5, id="a quarter of 10 points down and 30 up"),
        pytest.param("erosion", 48, 56, id="a cost: a fifth of 10 points down and 30 up"),
        pytest.param("operating_experience", 48.5, 54.5, id="on the log scale: 15 % of 10 points down and 30 up"),
    ],
)
def test_an_interval_that_is_longer_on_one_side_stays_so(id_, low, high):
    """One indicator of trust scores 50 between 40 and 80, the others are certain."""
    ends = sorted((value_at(id_, 40), value_at(id_, 80)))
    only = pl.col("indicator") == id_
    measured = table({"a": even(50)}).with_columns(
        low=pl.when(only).then(pl.lit(ends[0])).otherwise("low"),
        high=pl.when(only).then(pl.lit(ends[1])).otherwise("high"),
    )
    row = dimension(card(measured, draws=20_000), "trust_reliability")
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=0.3)


@pytest.mark.parametrize("score", [0, 100])
@pytest.mark.parametrize("mean", MEANS)
def test_at_the_end_of_the_scale_all_draws_lie_on_one_side_and_the_interval_still_contains_the_score(score, mean):
    cards = card(table({"a": even(score)}, spread=40), aggregator_id=mean)
    for row in (overall(cards), *cards.dimensions.iter_rows(named=True)):
        assert row["low"] <= row["score"] <= row["high"]
        assert row["low"] < row["high"]


@pytest.mark.parametrize("score", [0, 5, 50, 95, 100])
@pytest.mark.parametrize("mean", MEANS)
def test_the_ends_move_outwards_when_the_one_uncertain_indicator_gets_more_uncertain(score, mean):
    ends = []
    for spread in (1, 5, 25, 60):
        uncertain = table({"a": {"fulfilment": score}}, spread=spread).drop_nulls("value")
        others = table({"a": {**even(50), "fulfilment": None}}).drop_nulls("value")
        row = overall(card(pl.concat([uncertain, others]), aggregator_id=mean))
        ends.append((row["low"], row["high"]))
    for (low, high), (lower, higher) in itertools.pairwise(ends):
        assert lower <= low + 1e-9
        assert higher >= high - 1e-9


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("factor", [1.5, 3, 10])
def test_wider_indicator_intervals_never_narrow_the_interval_of_a_score(assessed, factor, mean):
    measured = assessed.cards.indicators.select(*COLUMNS)
    bounds = [pl.col("indicator").replace_strict({id_: indicator(id_).bounds[i] for id_ in IDS}) for i in (0, 1)]
    value = pl.col("value")
    ends = {end: (value + factor * (pl.col(end) - value)).clip(*bounds) for end in ("low", "high")}
    wider = measured.with_columns(**ends)
    narrow, wide = (card(frame, draws=500, aggregator_id=mean) for frame in (measured, wider))
    for part in ("overall", "dimensions"):
        one, other = (getattr(cards, part).drop_nulls("score") for cards in (narrow, wide))
        assert (other["high"] - other["low"] >= one["high"] - one["low"] - 1e-9).all()


@settings(max_examples=10, deadline=None)
@given(st.fixed_dictionaries({id_: st.floats(40, 60) for id_ in SCORED}), st.floats(0.1, 3), st.floats(1, 3))
def test_away_from_the_goalposts_an_interval_widens_in_proportion(profile, spread, factor):
    """Each draw lies `factor` times as far from the score, so that each end of the interval does."""
    linear = {id_: score for id_, score in profile.items() if indicators()[id_].scale == "linear"}
    narrow, wide = (card(table({"a": linear}, spread=width), draws=50) for width in (spread, factor * spread))
    one, other = overall(narrow), overall(wide)
    for end in ("low", "high"):
        assert other[end] - other["score"] == pytest.approx(factor * (one[end] - one["score"]), abs=1e-6)


# --- Missing is never zero ------------------------------------------------------------------------


def test_a_missing_indicator_leaves_its_dimension_at_the_mean_of_the_others():
    """Trust without erosion (0.20): (0.25 x 80 + 0.15 x 40 + 0.20 x 60 + 0.15 x 20 + 0.05 x 100) / 0.80 = 57.5."""
    row = dimension(card(table({"a": TRUST | {"erosion": None}})), "trust_reliability")
    assert row["score"] == pytest.approx(57.5)
    assert row["coverage"] == pytest.approx(0.8)


def test_a_missing_dimension_leaves_the_whole_at_the_mean_of_the_others():
    row = overall(card(table({"a": {**even(60), "trust_reliability": None, "strategic_alignment": 20}})))
    assert row["score"] == pytest.approx(50)
    assert row["coverage"] == pytest.approx(0.8)


@pytest.mark.parametrize(("coverage", "scored"), [(0.5, True), (0.499, False), (0.0, False), (1.0, True)])
def test_an_indicator_under_half_covered_shows_its_value_but_no_score(coverage, scored):
    row = indicator_row(card(table({"a": even(70)}, spread=5, coverage={"erosion": coverage})), "erosion")
    assert row["value"] == pytest.approx(value_at("erosion", 70))
    assert row["low"] < row["value"] < row["high"]
    assert [row[name] is not None for name in ("score", "score_low", "score_high")] == [scored] * 3


def test_an_indicator_under_half_covered_counts_as_missing_in_its_dimension():
    one = dimension(card(table({"a": {**even(70), "erosion": 0}}, coverage={"erosion": 0.4})), "trust_reliability")
    other = dimension(card(table({"a": {**even(70), "erosion": None}})), "trust_reliability")
    assert one["score"] == other["score"] == pytest.approx(70)
    assert one["coverage"] == other["coverage"] == pytest.approx(0.8)


def test_partial_coverage_of_an_indicator_lowers_the_coverage_of_its_dimension():
    """Erosion (0.20) covered by 60 %: 0.80 + 0.20 x 0.6 = 0.92."""
    row = dimension(card(table({"a": even(70)}, coverage={"erosion": 0.6})), "trust_reliability")
    assert row["coverage"] == pytest.approx(0.92)


def test_a_dimension_under_half_covered_has_insufficient_evidence():
    """Fulfilment and slip cover 0.25 + 0.15 = 0.40 of trust."""
    cards = card(table({"a": {**even(60), "trust_reliability": None, "fulfilment": 90, "schedule_slip": 90}}, spread=5))
    row = dimension(cards, "trust_reliability")
    assert row["label"] == "INSUFFICIENT EVIDENCE"
    assert [row[name] for name in ("score", "low", "high", "band")] == [None] * 4
    assert row["coverage"] == pytest.approx(0.4)
    assert overall(cards)["score"] == pytest.approx(60)


def halves(weights):
    """All sets of names whose weights add up to exactly one half, on paper."""
    names = list(weights)
    for size in range(1, len(names)):
        for some in itertools.combinations(names, size):
            if round(math.fsum(weights[name] for name in some), 6) == 0.5:
                yield some


@pytest.mark.parametrize("id_", FIVE)
def test_exactly_half_of_the_weight_of_a_dimension_is_enough(id_):
    own = {name: item.weight for name, item in indicators().items() if item.dimension == id_}
    cases = {"+".join(some): dict.fromkeys(some, 60) for some in halves(own)}
    assert cases
    rows = card(table(cases), draws=1).dimensions.filter(dimension=id_)
    assert rows.filter(pl.col("score").is_null())["alliance_id"].to_list() == []


@pytest.mark.parametrize("preset", presets())
def test_exactly_half_of_the_weight_of_the_whole_is_enough(preset):
    profile = WeightProfile.parse(preset)
    cases = {"+".join(some): dict.fromkeys(some, 60) for some in halves(profile.shares)}
    if cases:
        scores = card(table(cases), draws=1, weights=profile).overall["score"]
        assert scores.to_list() == pytest.approx([60] * len(cases))


def test_under_half_of_the_weight_there_is_no_overall_score():
    cards = card(table({"a": dict.fromkeys(FIVE[:2], 60), "b": dict.fromkeys(FIVE[:3], 60)}, spread=5))
    assert overall(cards, "b")["score"] == pytest.approx(60)
    row = overall(cards, "a")
    assert [row[name] for name in ("score", "low", "high", "band")] == [None] * 4
    assert row["coverage"] == pytest.approx(0.4)


def test_whether_there_is_an_overall_score_depends_on_the_weights_of_what_is_known():
    measured = table({"a": dict.fromkeys(FIVE[:2], 60)})
    weights = WeightProfile.of({**dict.fromkeys(FIVE, 10), FIVE[0]: 40})
    assert overall(card(measured, weights=weights))["score"] == pytest.approx(60)


@pytest.mark.parametrize("mean", MEANS)
def test_an_alliance_without_any_evidence_has_no_score_under_any_mean(mean):
    cards = card(table({"a": {}, "b": even(60)}, spread=5), aggregator_id=mean)
    assert overall(cards, "a")["score"] is None
    assert cards.dimensions.filter(alliance_id="a")["label"].to_list() == ["INSUFFICIENT EVIDENCE"] * 5
    assert overall(cards, "b")["score"] == pytest.approx(60)


def test_the_table_of_indicators_keeps_every_indicator_of_every_alliance():
    frame = card(table({"a": MIXED, "b": {}})).indicators
    assert frame.height == 2 * len(IDS)
    assert frame["as_of"].unique().to_list() == [DATE]
