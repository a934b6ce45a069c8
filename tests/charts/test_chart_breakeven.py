"""The break-even chart: lines over the weight, the range that keeps the ranking, and who meets at its ends."""

import itertools

import polars as pl
import pytest
from chart_reading import page_text, plain, visible_texts, with_meta
from whatif_frames import crossings_frame, frame, lines_frame

from alliance_core.charts import Chart, ChartError, weight_lines


def draw(lines=None, crossings=None, current=20.0, low=5.5, high=25.0) -> Chart:
    lines = lines_frame() if lines is None else lines
    crossings = crossings_frame() if crossings is None else crossings
    return weight_lines(lines, crossings, "Trust", current, low, high)


def test_each_alliance_has_a_line_over_all_weights():
    lines = {trace.name: trace for trace in with_meta(draw().figure, "line")}
    assert set(lines) == {"Lumen", "Vega", "Orbis"}
    assert list(lines["Vega"].x) == list(range(0, 101, 10))
    assert list(lines["Vega"].y) == [50.0 - weight for weight in range(11)]
    assert len({(line.line.color, line.line.dash) for line in lines.values()}) == 3


def test_every_line_carries_its_symbol_at_the_current_weight_between_two_points_too():
    (now,) = with_meta(draw(current=24.0).figure, "point")
    assert list(now.x) == [24.0] * 3
    assert list(now.y) == pytest.approx([69.6, 47.2, 47.6])
    assert len(set(now.marker.symbol)) == 3


def test_the_range_is_shaded_and_its_ends_and_the_current_weight_are_written():
    figure = draw().figure
    zone, low, high, now = figure.layout.shapes
    assert (zone.type, zone.x0, zone.x1) == ("rect", 5.5, 25.0)
    assert (low.x0, high.x0, now.x0) == (5.5, 25.0, 20.0)
    assert {"5.5 %", "25 %", "now 20 %"} <= set(visible_texts(figure))


def test_the_ends_are_written_outwards_so_that_they_never_meet():
    sides = {note.text: note.xanchor for note in draw(low=19.9, high=20.1).figure.layout.annotations}
    assert (sides["19.9 %"], sides["20.1 %"]) == ("right", "left")


def test_a_crossing_is_a_hollow_mark_that_names_both():
    (crossing,) = with_meta(draw().figure, "crossing")
    assert (crossing.x[0], crossing.y[0], crossing.marker.symbol) == (25.0, 47.5, "circle-open")
    assert plain(crossing.hovertext[0]) == "Vega and Orbis change places at 25 %"


def test_without_a_crossing_there_is_no_mark_and_columns_need_not_be_there():
    chart = draw(crossings=pl.DataFrame())
    assert not with_meta(chart.figure, "crossing")
    assert chart.alt == "The ranking stays as it is while Trust weighs between 5.5 % and 25 % (now 20 %)."


def test_a_crossing_with_a_gap_is_left_out():
    gaps = frame("weight score a b", [(25.0, None, "Vega", "Orbis"), (25.0, 47.5, None, "Orbis")])
    gaps = gaps.with_columns(pl.col("score").cast(pl.Float64), pl.col("a").cast(pl.String))
    assert not with_meta(draw(crossings=gaps).figure, "crossing")


def test_names_at_the_end_of_the_lines_keep_a_distance():
    close = lines_frame().with_columns(score=pl.col("score") * 0.02 + 50)
    places = sorted(note.ay for note in draw(close).figure.layout.annotations if note.ay is not None)
    low, high = draw(close).figure.layout.yaxis.range
    gaps = [(after - before) / (high - low) for before, after in itertools.pairwise(places)]
    assert len(places) == 4
    assert min(gaps) >= 0.04


def test_the_finding_tells_the_range_and_who_changes_places_at_its_end():
    assert draw().alt == (
        "The ranking stays as it is while Trust weighs between 5.5 % and 25 % (now 20 %); at 25 % Vega and Orbis "
        "change places."
    )


def test_a_ranking_that_no_weight_changes_is_said_to_stay():
    chart = draw(crossings=pl.DataFrame(), low=0.0, high=100.0)
    assert chart.alt == "The ranking stays as it is whatever Trust weighs (now 20 %)."
    assert "the ranking stays at any weight" in page_text(chart)


def test_without_any_score_nothing_is_claimed():
    chart = draw(lines_frame().with_columns(score=pl.lit(None, dtype=pl.Float64)))
    assert chart.alt == "No alliance has a score at any weight of Trust."
    assert page_text(chart).count("no evidence") == 4


def test_a_column_that_the_crossings_lack_is_named():
    with pytest.raises(ChartError, match="weight_lines needs a column 'score'"):
        draw(crossings=crossings_frame().drop("score"))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    assert draw(lines_frame().sample(fraction=1, shuffle=True, seed=seed)).figure == draw().figure
