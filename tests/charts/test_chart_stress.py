"""The charts of the stress tests: the likeliest on top, who can only fall silent told apart, gaps said."""

import json

import plotly.graph_objects as go
import polars as pl
import pytest
from chart_reading import intervals, page_text, plain, points, row_labels, with_meta
from stress_frames import (
    bins_frame,
    drivers_frame,
    exits_frame,
    losses_frame,
    outcomes_frame,
    quarters_frame,
    resilience_frame,
    steps_frame,
    terms_frame,
)

from alliance_core import charts
from alliance_core.charts import colors

FIGURES = {
    "outcome_bars": lambda: charts.outcome_bars(outcomes_frame()),
    "exit_probabilities": lambda: charts.exit_probabilities(exits_frame()),
    "function_losses": lambda: charts.function_losses(losses_frame()),
    "retained_capability": lambda: charts.retained_capability(quarters_frame()),
    "cascade_steps": lambda: charts.cascade_steps(steps_frame()),
    "driver_tornado": lambda: charts.driver_tornado(drivers_frame(), now=0.55),
    "resilience_heat": lambda: charts.resilience_heat(resilience_frame()),
    "resilience_dots": lambda: charts.resilience_dots(resilience_frame()),
    "calibration_curve": lambda: charts.calibration_curve(bins_frame()),
    "coefficient_dots": lambda: charts.coefficient_dots(terms_frame()),
}


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_checks_every_figure_and_gives_it_back_unchanged(name):
    figure = FIGURES[name]().figure
    assert json.loads(go.Figure(figure.to_dict()).to_json()) == json.loads(figure.to_json())


@pytest.mark.parametrize("name", sorted(set(FIGURES) - {"outcome_bars", "coefficient_dots", "resilience_heat",
                                                        "resilience_dots", "calibration_curve"}))  # fmt: skip
def test_the_order_of_the_rows_changes_nothing(name):
    frames = {
        "exit_probabilities": exits_frame, "function_losses": losses_frame, "retained_capability": quarters_frame,
        "cascade_steps": steps_frame, "driver_tornado": drivers_frame,
    }  # fmt: skip
    frame, draw = frames[name](), getattr(charts, name)
    assert draw(frame.reverse()).figure.to_json() == draw(frame).figure.to_json()


# --- Outcomes and exits ---------------------------------------------------------------------------


def test_each_outcome_stands_at_its_probability_on_its_interval():
    figure = charts.outcome_bars(outcomes_frame()).figure
    assert row_labels(figure) == ["Survives", "Is restructured", "Fractures or dissolves"]
    assert points(figure) == {0: 11, 1: 31}
    assert intervals(figure) == {(0, 2, 30), (1, 12, 53)}


def test_outcomes_differ_by_sign_and_not_by_colour_alone():
    marks = with_meta(charts.outcome_bars(outcomes_frame()).figure, "point")
    assert len({mark.marker.symbol for mark in marks}) == len(marks) == 2


def test_who_leaves_most_often_is_on_top_and_the_own_row_is_marked():
    labels = row_labels(charts.exit_probabilities(exits_frame()).figure)
    assert labels[:2] == ["Freedonia", "▸ Ruritania"]
    assert labels[2] == "Laputa"


def test_members_with_nothing_at_stake_share_a_row_with_their_mean_and_an_open_mark():
    figure = charts.exit_probabilities(exits_frame()).figure
    assert row_labels(figure)[3] == "2 peripheral members with nothing at stake"
    (silent,) = [trace for trace in with_meta(figure, "point") if "falls silent" in trace.name]
    assert list(silent.x) == [20]
    assert silent.marker.symbol.endswith("-open")


def test_the_own_nation_is_not_merged_with_others():
    frame = exits_frame().with_columns(mine=pl.col("name") == "Utopia")
    labels = row_labels(charts.exit_probabilities(frame).figure)
    assert "▸ Utopia" in labels
    assert "Erewhon" in labels


def test_the_own_row_is_drawn_however_far_down_it_stands():
    many = pl.concat(
        [exits_frame().head(1).with_columns(name=pl.lit(f"Land {i:02}"), p_leaves=pl.lit(1 - i / 100))
         for i in range(40)]
    ).with_columns(mine=pl.col("name") == "Land 39")  # fmt: skip
    chart = charts.exit_probabilities(many)
    assert row_labels(chart.figure)[-1] == "▸ Land 39"
    assert "17 other partners in the table" in page_text(chart)


# --- Losses ---------------------------------------------------------------------------------------


def test_the_likeliest_loss_is_on_top_and_what_is_never_lost_is_counted():
    chart = charts.function_losses(losses_frame())
    assert row_labels(chart.figure) == ["Altimetry  3", "Power  5", "Relay  2"]
    assert "1 function lost in no draw" in page_text(chart)


def test_a_vital_function_is_hatched():
    vital, other = with_meta(charts.function_losses(losses_frame()).figure, "loss")
    assert (list(vital.y), vital.marker.pattern.shape) == ([1], "/")
    assert (list(other.y), other.marker.pattern.shape) == ([0], "")


def test_where_nothing_is_lost_the_chart_says_so():
    chart = charts.function_losses(losses_frame().with_columns(p_lost=pl.lit(0.0)))
    assert chart.alt == "There is no draw in which any of 4 functions is lost."


def test_capability_is_drawn_by_month_and_a_gap_breaks_the_line():
    (line,) = with_meta(charts.retained_capability(quarters_frame()).figure, "point")
    assert list(line.x) == [0, 3, 6, 9]
    assert list(line.y) == [100, 80, None, 60]
    assert line.connectgaps is False


# --- Cascade and drivers --------------------------------------------------------------------------


def test_each_step_says_how_often_a_partner_has_gone_by_then():
    figure = charts.cascade_steps(steps_frame()).figure
    (cells,) = with_meta(figure, "share")
    told = {(y, round(x + cells.width / 2)): plain(text) for y, x, text in zip(cells.y, cells.base, cells.text,
                                                                               strict=True)}  # fmt: skip
    assert row_labels(figure)[0] == "Freedonia"
    assert [told[0, column] for column in range(3)] == ["0", "20", "25"]
    assert list(figure.layout.xaxis.ticktext) == ["Shock", "1", "2"]


def test_who_can_only_fall_silent_has_a_sign_and_stands_below():
    frame = steps_frame().with_columns(mine=pl.lit(False))
    assert row_labels(charts.cascade_steps(frame).figure)[2] == "○ Utopia"


def test_the_widest_swing_is_on_top_with_its_ends_and_where_it_stands_now():
    chart = charts.driver_tornado(drivers_frame(), now=0.55)
    assert row_labels(chart.figure) == ["Size", "Exit cost", "Years"]
    (swing,) = with_meta(chart.figure, "swing")
    assert [round(value) for value in swing.x] == [70, 10]
    assert "now 55 %" in page_text(chart)


# --- Resilience -----------------------------------------------------------------------------------


def test_a_cell_holds_number_and_word_and_one_without_a_number_is_hatched_with_its_reason():
    figure = charts.resilience_heat(resilience_frame()).figure
    (scored,), (missing,) = with_meta(figure, "scored"), with_meta(figure, "missing")
    assert [plain(text) for text in scored.text] == ["20 low", "90 high", "50 mod."]
    assert missing.marker.pattern.shape == "/"
    assert "Lumen has no anchor" in plain(missing.hovertext[0])


def test_the_brighter_cell_is_the_one_that_holds():
    (scored,) = with_meta(charts.resilience_heat(resilience_frame()).figure, "scored")
    light = {plain(text): colors.luminance(fill)
             for text, fill in zip(scored.text, scored.marker.color, strict=True)}  # fmt: skip
    assert light["20 low"] > light["50 mod."] > light["90 high"]


def test_no_count_of_draws_makes_a_cell_certain():
    sure = resilience_frame().with_columns(not_intact=pl.lit(1.0))
    assert ">99" in page_text(charts.resilience_heat(sure))


def test_alliances_keep_the_marks_handed_in():
    marks = charts.assign_marks(["Artemis", "Lumen", "Vega"])
    drawn = with_meta(charts.resilience_dots(resilience_frame(), marks).figure, "point")
    assert {trace.name: trace.marker.symbol for trace in drawn} == {
        name: marks[name].symbol for name in ("Vega", "Lumen")
    }


# --- Track record ---------------------------------------------------------------------------------


def test_calibration_sets_what_happened_against_what_was_predicted_with_the_number_of_cases():
    figure = charts.calibration_curve(bins_frame()).figure
    lines = {trace.name: trace for trace in with_meta(figure, "point")}
    assert list(zip(lines["programme"].x, lines["programme"].y, strict=True)) == [(40, 25), (80, 85)]
    assert list(lines["programme"].text) == ["8", "12"]
    assert list(lines["partner"].x) == [20]


def test_a_term_that_is_kept_to_one_side_points_to_it():
    drawn = with_meta(charts.coefficient_dots(terms_frame()).figure, "point")
    assert {trace.name: trace.marker.symbol for trace in drawn} == {
        "never negative": "triangle-right", "never positive": "triangle-left", "free": "circle",
    }  # fmt: skip
