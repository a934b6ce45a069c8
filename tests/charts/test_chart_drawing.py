"""What the fast way of drawing must not lose: Plotly's own checks, and legible text on tints."""

import json

import plotly.graph_objects as go
import pytest
from burden_frames import curve_frame, mixed_frame, partner_frame, relative_frame, stack_frame, year_frame
from whatif_frames import (
    bump_frame,
    crossings_frame,
    left_out_frame,
    lines_frame,
    pairs_frame,
    ranges_frame,
    scores_frame,
    shares_frame,
    sobol_frame,
)

from alliance_core import charts
from alliance_core.charts import colors, drawing, style

FIGURES = {
    "rank_bump": lambda: charts.rank_bump(bump_frame()),
    "weight_lines": lambda: charts.weight_lines(lines_frame(), crossings_frame(), "Trust", 20.0, 5.0, 25.0),
    "acceptability_bars": lambda: charts.acceptability_bars(shares_frame()),
    "profile_scores": lambda: charts.profile_scores(scores_frame()),
    "sobol_bars": lambda: charts.sobol_bars(sobol_frame()),
    "rank_ranges": lambda: charts.rank_ranges(ranges_frame()),
    "left_out_matrix": lambda: charts.left_out_matrix(left_out_frame()),
    "win_matrix": lambda: charts.win_matrix(pairs_frame()),
    "burden_dumbbell": lambda: charts.burden_dumbbell(partner_frame(), "A"),
    "relative_burden_dots": lambda: charts.relative_burden_dots(relative_frame(), "A"),
    "key_shift": lambda: charts.key_shift(mixed_frame(), "A"),
    "contribution_bars": lambda: charts.contribution_bars(stack_frame(), "million dollars"),
    "lorenz_curves": lambda: charts.lorenz_curves(curve_frame()),
    "concentration_lines": lambda: charts.concentration_lines(year_frame()),
}
# Text and page of the two themes in .streamlit/config.toml.
THEMES = [pytest.param("#16202E", "#FFFFFF", id="light"), pytest.param("#E8EDF4", "#0F1621", id="dark")]


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_checks_every_figure_and_gives_it_back_unchanged(name):
    figure = FIGURES[name]().figure
    checked = go.Figure(figure.to_dict())
    assert json.loads(checked.to_json()) == json.loads(figure.to_json())


def test_plotly_would_refuse_a_value_that_does_not_exist():
    unchecked = drawing.figure([drawing.lines([0], [0], style.BLUE, 1, mode="wiggles")], style.base_layout(100))
    with pytest.raises(ValueError, match="wiggles"):
        go.Figure(unchecked.to_dict())


@pytest.mark.parametrize(("ink", "page"), THEMES)
@pytest.mark.parametrize("tone", [style.BLUE, style.VERMILLION])
def test_text_on_the_strongest_tint_keeps_the_contrast_of_small_text(ink, page, tone):
    assert colors.contrast(ink, colors.along([page, tone], drawing.STRONGEST)) >= 4.5


def test_fills_grow_stronger_away_from_nought_and_stop_at_the_strongest():
    strength = [float(drawing.diverging(share).split(",")[-1][:-1]) for share in (0, 0.1, 0.5, 1, 7)]
    assert strength == sorted(strength)
    assert strength[-1] == strength[-2] == drawing.STRONGEST


def test_labels_beside_line_ends_keep_their_order_and_their_distance():
    labels = drawing.end_labels([("a", 50, "#000000"), ("b", 51, "#000000"), ("c", 90, "#000000")], 100, (0, 100), 340)
    assert [label["ay"] for label in labels] == [48, 53, 90]
    assert [label["y"] for label in labels] == [50, 51, 90]
