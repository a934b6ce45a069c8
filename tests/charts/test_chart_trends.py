"""Trends: gaps stay gaps, labels stay apart, uncertainty stays drawn."""

import datetime as dt
import itertools

import polars as pl
from chart_reading import plain, with_meta

from alliance_core.charts import dimension_trends, trend_lines
from alliance_core.charts.trends import BOTTOM, HEIGHT, TOP


def many(count: int) -> pl.DataFrame:
    """So many alliances, all within three points at the latest date."""
    return pl.DataFrame(
        [
            {"alliance": f"Ally {n:02}", "as_of": dt.date(year, 12, 31), "score": s, "low": s - 5.0, "high": s + 5.0}
            for n in range(count)
            for year in (2023, 2024)
            for s in [60.0 + 3.0 * n / count]
        ]
    )


def label_places(figure) -> dict[str, float]:
    return {plain(note.text): note.ay for note in figure.layout.annotations if note.showarrow}


def test_a_date_without_evidence_is_a_gap_and_not_a_zero(trend):
    (vega,) = [trace for trace in with_meta(trend_lines(trend).figure, "point") if trace.name == "Vega"]
    assert list(vega.y) == [45.0, None, 36.0, 31.0]
    assert vega.connectgaps is False


def test_up_to_three_alliances_are_shaded_from_low_to_high(trend):
    bands = with_meta(trend_lines(trend.filter(alliance="Lumen")).figure, "interval")
    assert [list(band.y) for band in bands] == [[64.0, 70.0, 74.0, 80.0, 70.0, 64.0, 60.0, 54.0, None]]
    assert all(band.fill == "toself" for band in bands)


def test_the_shade_breaks_where_the_line_does(trend):
    (band,) = with_meta(trend_lines(trend.filter(alliance="Vega")).figure, "interval")
    assert list(band.y) == [49.0, 39.0, None, 40.0, 35.0, 25.0, 30.0, None]


def test_more_than_three_show_the_latest_interval_of_each_as_a_bar():
    figure = trend_lines(many(5)).figure
    bars = with_meta(figure, "interval")
    assert {(bar.name, bar.y[0], bar.y[1]) for bar in bars} == {
        (f"Ally {n:02}", 55.0 + 0.6 * n, 65.0 + 0.6 * n) for n in range(5)
    }
    assert all(bar.fill is None for bar in bars)
    assert len({bar.x[0] for bar in bars}) == 5


def test_the_bars_carry_the_symbols_of_their_lines():
    figure = trend_lines(many(5)).figure
    lines = {trace.name: trace.marker.symbol for trace in with_meta(figure, "point")}
    ends = {trace.hovertext[0][3:10]: trace.marker.symbol for trace in with_meta(figure, "end")}
    assert ends == lines


def test_eleven_labels_within_three_points_do_not_overlap():
    figure = trend_lines(many(11)).figure
    low, high = figure.layout.yaxis.range
    per_point = (HEIGHT - TOP - BOTTOM) / (high - low)
    places = sorted(place * per_point for place in label_places(figure).values())
    assert min(after - before for before, after in itertools.pairwise(places)) >= 16


def test_lines_differ_by_symbol_and_dash_as_well_as_colour(trend):
    lines = with_meta(trend_lines(trend).figure, "point")
    for marks in ([t.line.color for t in lines], [t.marker.symbol for t in lines], [t.line.dash for t in lines]):
        assert len(set(marks)) == 3


def test_an_alliance_without_a_latest_score_is_named_and_called_silent(trend):
    figure = trend_lines(trend).figure
    assert "▲ Nadir no evidence" not in label_places(figure)
    (nadir,) = [text for text in label_places(figure) if "Nadir" in text]
    assert nadir.endswith("Nadir no evidence")


def test_a_tick_at_the_end_of_a_year_carries_that_year_and_not_the_next(trend):
    axis = trend_lines(trend).figure.layout.xaxis
    ticks = dict(zip(axis.tickvals, axis.ticktext, strict=True))
    assert ticks[dt.date(2023, 12, 31)] == "2023"
    assert ticks[dt.date(2025, 6, 30)] == "30 Jun<br>2025"


def test_the_finding_names_the_leader_and_the_largest_change(trend):
    assert trend_lines(trend).alt == (
        "On 30 Jun 2025 Lumen leads the 2 scored alliances with 76 of 100 points, and its score changed most, "
        "by +16 points since its first score; no evidence for Nadir."
    )


def test_each_dimension_has_a_panel_with_its_name_and_latest_score(dimension_trend):
    figure = dimension_trends(dimension_trend).figure
    heads = [plain(note.text) for note in figure.layout.annotations]
    assert "Strategic alignment 49 (44–54)" in [" ".join(head.split()) for head in heads]
    assert len({trace.yaxis for trace in figure.data}) == 5


def test_a_dimension_without_a_score_keeps_its_panel(dimension_trend):
    figure = dimension_trends(dimension_trend).figure
    heads = [plain(note.text) for note in figure.layout.annotations]
    assert "Trust and reliability" in heads
    assert "no evidence" in heads


def test_the_finding_of_the_panels_names_strongest_weakest_and_change(dimension_trend):
    assert dimension_trends(dimension_trend).alt == (
        "On 30 Jun 2025 Lumen is strongest on Institutional mechanisms (79 of 100) and weakest on Strategic alignment "
        "(49), and Strategic alignment changed most, by +9 points; no evidence for Trust and reliability."
    )
