"""Profiles: a few alliances on five axes, gaps named, intervals kept."""

import polars as pl
import pytest
from chart_reading import plain, with_meta

from alliance_core.charts import profile_parallel, profile_radar

BOTH = pytest.mark.parametrize("draw", [profile_radar, profile_parallel])


@BOTH
def test_six_alliances_are_too_many_and_the_reader_is_told(draw, dimensions):
    six = pl.concat(dimensions.filter(alliance="Lumen").with_columns(alliance=pl.lit(f"Ally {n}")) for n in range(6))
    chart = draw(six)
    assert chart.alt == "A profile chart holds five alliances; choose at most five of the 6."
    assert not chart.figure.data


@BOTH
def test_alliances_differ_by_colour_symbol_and_dash(draw, dimensions):
    lines = with_meta(draw(dimensions).figure, "point")
    for marks in ([t.line.color for t in lines], [t.marker.symbol for t in lines], [t.line.dash for t in lines]):
        assert len(set(marks)) == 3


@BOTH
def test_the_legend_names_the_dimensions_that_an_alliance_has_no_score_for(draw, dimensions):
    names = [plain(trace.name) for trace in with_meta(draw(dimensions).figure, "point")]
    assert names == ["Lumen", "Vega no evidence: Trust", "Nadir no evidence: all"]


@BOTH
def test_the_finding_names_the_leader(draw, dimensions):
    assert draw(dimensions).alt == (
        "Lumen leads Vega and Nadir on 5 of 5 dimensions, and they differ most on Institutional mechanisms, "
        "by 62 points; some dimensions have no evidence for Vega and Nadir."
    )


@BOTH
def test_one_alliance_is_described_by_its_own_extremes(draw, dimensions):
    chart = draw(dimensions.filter(alliance="Vega"))
    assert chart.alt.startswith("Vega scores highest on Strategic alignment (41 of 100) and lowest on Capability")


def test_the_radar_draws_each_interval_along_its_axis(dimensions):
    bars, outline = profile_radar(dimensions.filter(alliance="Lumen")).figure.data
    assert list(bars.r[:3]) == [74.0, 87.0, None]
    assert bars.theta[0] == bars.theta[1] == outline.theta[0]


def test_the_radar_is_closed_and_filled_only_without_gaps(dimensions):
    lumen, vega, _ = with_meta(profile_radar(dimensions).figure, "point")
    assert (lumen.fill, vega.fill) == ("toself", "none")
    assert lumen.r[0] == lumen.r[-1]
    assert list(vega.r) == [41.0, 12.0, 35.0, 28.0, None, 41.0]


def test_the_axis_of_the_radar_starts_at_zero_and_ends_at_a_hundred(dimensions):
    assert tuple(profile_radar(dimensions).figure.layout.polar.radialaxis.range) == (0, 100)


def test_parallel_intervals_stand_under_their_points(dimensions):
    figure = profile_parallel(dimensions).figure
    bar, line = with_meta(figure, "interval")[0], with_meta(figure, "point")[0]
    assert list(bar.y[:3]) == [74.0, 87.0, None]
    assert bar.x[0] == line.x[0]
