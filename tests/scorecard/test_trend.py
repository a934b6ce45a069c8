"""Trends: the same assessment at a row of dates, by one edition of the method."""

import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.scorecard.card import scorecards
from alliance_core.scorecard.trend import FIRST_YEAR, trend, trend_dates
from alliance_core.scorecard.weights import WeightProfile
from tests.scorecard.conftest import SHIPPED_DATE

DRAWS = scorecard_rules()["uncertainty"]["trend_draws"]


@pytest.mark.parametrize(
    ("last", "first_year", "expected"),
    [
        pytest.param(
            "2017-06-30", 2015, ["2015-12-31", "2016-12-31", "2017-06-30"], id="ends of years, then the last day"
        ),
        pytest.param("2017-12-31", 2016, ["2016-12-31", "2017-12-31"], id="a last day that ends a year stands once"),
        pytest.param("2017-01-01", 2016, ["2016-12-31", "2017-01-01"], id="the first day of a year"),
        pytest.param("2017-06-30", 2017, ["2017-06-30"], id="within one year"),
    ],
)
def test_a_trend_takes_every_31_december_and_the_last_day(last, first_year, expected):
    assert [str(day) for day in trend_dates(dt.date.fromisoformat(last), first_year)] == expected


def test_a_trend_begins_in_2015_where_nothing_else_is_asked():
    assert trend_dates(SHIPPED_DATE)[0] == dt.date(2015, 12, 31) == dt.date(FIRST_YEAR, 12, 31)


def test_a_trend_that_ends_before_it_begins_is_refused():
    with pytest.raises(WorkbenchError, match="a trend from 2020 cannot end on 2019-12-31"):
        trend_dates(dt.date(2019, 12, 31), 2020)


def test_a_point_of_a_trend_is_the_assessment_of_that_date_alone(shipped, history):
    for day in (dt.date(2015, 12, 31), dt.date(2021, 12, 31), SHIPPED_DATE):
        alone = scorecards(Snapshot(shipped, day), draws=DRAWS)
        for part in ("overall", "dimensions", "indicators"):
            there = getattr(history, part).filter(as_of=day)
            assert_frame_equal(there, getattr(alone, part), rel_tol=1e-9, abs_tol=1e-9)


def test_an_alliance_has_no_point_before_it_was_founded(shipped, history):
    founded = dict(shipped.alliances.select("alliance_id", "founded").iter_rows())
    first = dict(history.overall.group_by("alliance_id").agg(pl.col("as_of").min()).iter_rows())
    assert set(first) == set(founded)
    for alliance, day in first.items():
        assert day == min(date for date in trend_dates(SHIPPED_DATE) if date >= founded[alliance])


def test_a_trend_follows_weights_aggregator_and_seed(shipped):
    last, weights = dt.date(2022, 6, 30), WeightProfile.parse("security")
    line = trend(shipped, last, 2021, weights, "harmonic", seed=3)
    assert line.overall["as_of"].unique().sort().to_list() == [dt.date(2021, 12, 31), last]
    alone = scorecards(Snapshot(shipped, last), weights, "harmonic", seed=3, draws=DRAWS)
    assert_frame_equal(line.overall.filter(as_of=last), alone.overall, rel_tol=1e-9)


def test_trust_in_the_space_station_is_lower_after_the_invasion_of_ukraine(history):
    line = history.dimensions.filter(alliance_id="iss", dimension="trust_reliability")
    scores = dict(line.select("as_of", "score").iter_rows())
    assert scores[dt.date(2022, 12, 31)] < scores[dt.date(2021, 12, 31)]
