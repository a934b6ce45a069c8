"""The performance matrix under a profile gives the numbers of the scorecard."""

import numpy as np
import polars as pl
import pytest

from alliance_core.catalogue.rules import aggregator, aggregators
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.card import scorecards
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.performance import common_ranks, performance, ranked, standing
from tests.whatif.conftest import EARLY, LATE
from tests.whatif.profiles import scores

PROFILES = [
    "balanced", "security", "strategic_alignment=10,trust_reliability=90", "burden_sharing_equity=1",
    "treasury,free_riding=0,fulfilment=80", "capability_complementarity=3,institutional_mechanisms=2,duplication=95",
]  # fmt: skip
NAN = np.nan


@pytest.mark.parametrize("mean", aggregators())
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("date", [LATE, EARLY])
def test_scores_and_intervals_are_those_of_the_scorecard(measured, date, profile, mean):
    snapshot, rows = measured[date]
    weights = WeightProfile.parse(profile)
    cards = scorecards(snapshot, weights, mean, measured=rows)
    table = performance(snapshot, measured=rows)
    now = standing(table, weights, aggregator(mean))
    assert list(table.alliances) == cards.overall["alliance_id"].to_list()
    for column, values in (("score", now.point.overall), ("low", now.low), ("high", now.high)):
        expected = cards.overall[column].cast(pl.Float64).fill_null(NAN).to_numpy()
        np.testing.assert_allclose(values, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(now.draws, cards.draws, rtol=0, atol=1e-9)
    by_dimension = cards.dimensions["score"].cast(pl.Float64).fill_null(NAN).to_numpy().reshape(-1, 5)
    np.testing.assert_allclose(now.point.dimensions, by_dimension, rtol=0, atol=1e-9)


def test_the_profile_looked_at_before_leaves_no_trace(measured):
    """Draws are kept for the last weights of the indicators: for those, and no others."""
    snapshot, rows = measured[LATE]
    mean = aggregator("geometric")
    used, fresh = (performance(snapshot, ["esa", "iss"], measured=rows) for _ in range(2))
    for text in (PROFILES[4], PROFILES[5], PROFILES[4]):
        one = standing(used, WeightProfile.parse(text), mean)
        fresh._cached.clear()
        np.testing.assert_array_equal(one.draws, standing(fresh, WeightProfile.parse(text), mean).draws)


def test_the_interval_holds_the_score_at_the_ends_of_the_scale(made):
    """At 0 draws can only lie above, and their mean over many indicators always does."""
    table = made({"esa": scores(*[0] * 5), "iss": scores(*[100] * 5)}, spread=30)
    now = standing(table, WeightProfile.parse("balanced"), aggregator("arithmetic"))
    assert now.point.overall == pytest.approx([0, 100])
    assert now.draws[0].min() > 1
    assert (now.low <= now.point.overall).all()
    assert (now.high >= now.point.overall).all()


def test_an_alliance_scores_alike_whoever_else_is_compared(measured):
    snapshot, rows = measured[LATE]
    mean, weights = aggregator("arithmetic"), WeightProfile.parse("operator")
    many = performance(snapshot, measured=rows)
    few = performance(snapshot, ["us_japan", "esa"], measured=rows)
    assert few.alliances == ("esa", "us_japan")
    assert few.names == (many.name_of["esa"], many.name_of["us_japan"])
    places = [many.alliances.index(id_) for id_ in few.alliances]
    np.testing.assert_array_equal(standing(few, weights, mean).draws, standing(many, weights, mean).draws[places])


def test_another_seed_draws_other_numbers_around_the_same_scores(measured):
    snapshot, rows = measured[LATE]
    one, other = (
        standing(performance(snapshot, measured=rows, seed=seed), WeightProfile.parse("balanced"),
                 aggregator("arithmetic"))
        for seed in (0, 1)
    )  # fmt: skip
    np.testing.assert_array_equal(one.point.overall, other.point.overall)
    assert not np.array_equal(one.draws, other.draws, equal_nan=True)


@pytest.mark.parametrize("alliances", [["esa"], ["esa", "esa"]])
def test_fewer_than_two_alliances_are_refused(measured, alliances):
    with pytest.raises(WorkbenchError, match="needs at least two different"):
        performance(measured[LATE][0], alliances, measured=measured[LATE][1])


def test_an_alliance_that_did_not_exist_yet_is_refused(measured):
    with pytest.raises(WorkbenchError, match="artemis did not exist on 2010-06-30; choose a later date"):
        performance(measured[EARLY][0], ["esa", "artemis"], measured=measured[EARLY][1])


def test_an_unknown_alliance_is_refused_with_the_nearest(measured):
    with pytest.raises(UnknownNameError, match=r"unknown alliance 'isss'\. Did you mean 'iss'"):
        performance(measured[LATE][0], ["esa", "isss"], measured=measured[LATE][1])


def test_several_dates_are_refused():
    with pytest.raises(WorkbenchError, match="looks at one date; give exactly one"):
        performance(Snapshot(Evidence(), [EARLY, LATE]))


def test_ranks_are_taken_to_a_millionth_of_a_point_and_equal_ones_share_the_better():
    assert ranked(np.array([50.0, 50 + 1e-8, 60, NAN, 10])).tolist() == pytest.approx([2, 2, 1, NAN, 4], nan_ok=True)


def test_ranks_of_several_profiles_count_those_that_have_a_score_in_all():
    """The second has none in the one: in the other it takes no place either."""
    one, other = common_ranks([np.array([10.0, NAN, 30]), np.array([50.0, 90, 40])])
    assert one.tolist() == pytest.approx([2, NAN, 1], nan_ok=True)
    assert other.tolist() == pytest.approx([1, NAN, 2], nan_ok=True)
