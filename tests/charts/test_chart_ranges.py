"""Ranges of ranks: thin for the extremes, thick for nine of ten runs, a dot for the baseline."""

import polars as pl
import pytest
from chart_reading import intervals, page_text, plain, points, row_labels, with_meta
from whatif_frames import ranges_frame

from alliance_core.charts import rank_ranges


def test_rows_follow_the_baseline_rank_and_those_without_come_last():
    assert row_labels(rank_ranges(ranges_frame()).figure) == ["Lumen", "Vega", "Orbis", "Nadir"]


def test_thick_bars_span_nine_of_ten_runs_and_thin_lines_the_extremes():
    figure = rank_ranges(ranges_frame()).figure
    assert intervals(figure) == {(0, 1, 1), (1, 2, 3), (2, 1, 4)}
    (thin,), (thick,) = with_meta(figure, "extremes"), with_meta(figure, "interval")
    assert list(thin.x) == [1, 2, None, 1, 3, None, 1, 4, None]
    assert thin.line.width < thick.line.width / 3


def test_the_baseline_is_a_dot_and_the_median_a_tick():
    figure = rank_ranges(ranges_frame()).figure
    assert points(figure) == {0: 1, 1: 2, 2: 3}
    (median,) = with_meta(figure, "median")
    assert list(median.x) == [1, 2, 2]
    assert median.marker.symbol == "line-ns"


def test_first_place_is_at_the_left_and_the_last_rank_has_room():
    low, high = rank_ranges(ranges_frame()).figure.layout.xaxis.range
    assert low < 1 < 4 < high


def test_the_four_marks_are_explained_below():
    figure = rank_ranges(ranges_frame()).figure
    assert [trace.name for trace in figure.data] == ["best to worst", "9 of 10 runs", "median", "baseline rank"]
    assert figure.layout.showlegend


def test_the_ranks_of_nine_of_ten_runs_stand_at_the_right():
    notes = {note.y: note.text for note in rank_ranges(ranges_frame()).figure.layout.annotations if note.yref == "y"}
    assert {row: plain(text) for row, text in notes.items()} == {0: "1", 1: "2–3", 2: "1–4", 3: "no evidence"}


def test_the_finding_names_the_firmest_and_the_most_open_place():
    assert rank_ranges(ranges_frame()).alt == (
        "Over nine of ten runs the place of Lumen is firmest (rank 1) and that of Orbis most open (rank 1–4); no "
        "evidence for Nadir."
    )


def test_equally_firm_places_are_named_together():
    alike = ranges_frame().with_columns(low="nominal", high=pl.col("nominal") + 1)
    assert "the place of Lumen, Vega and Orbis is firmest (within 2 ranks);" in rank_ranges(alike).alt


def test_without_any_rank_no_place_is_said_to_be_firm():
    silent = ranges_frame().with_columns(pl.lit(None, dtype=pl.Float64).alias(c) for c in ranges_frame().columns[1:])
    chart = rank_ranges(silent)
    assert chart.alt == "There is no range of ranks for any of 4 alliances."
    assert page_text(chart).count("no evidence") == 4


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    shuffled = ranges_frame().sample(fraction=1, shuffle=True, seed=seed)
    assert rank_ranges(shuffled).figure == rank_ranges(ranges_frame()).figure
