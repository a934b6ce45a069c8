"""Stacked contributions, Lorenz curves, indices over the years."""

import polars as pl
import pytest
from burden_frames import curve_frame, stack_frame, year_frame
from chart_reading import plain, with_meta

from alliance_core.charts import concentration_lines, contribution_bars, lorenz_curves


def bars(frame=None):
    return contribution_bars(stack_frame() if frame is None else frame, "million dollars")


def test_each_partner_is_a_part_of_the_bar_of_each_year():
    parts = {trace.name: dict(zip(trace.x, trace.y, strict=True)) for trace in with_meta(bars().figure, "part")}
    assert parts == {"Ada": {2017: 60, 2019: 80}, "Bea": {2017: 30, 2019: 20}, "3 others": {2017: 10}}
    assert bars().figure.layout.barmode == "stack"


def test_parts_differ_in_colour_and_pattern_and_the_others_are_grey():
    parts = with_meta(bars().figure, "part")
    assert len({trace.marker.color for trace in parts}) == len({trace.marker.pattern.shape for trace in parts}) == 3
    assert parts[-1].name == "3 others"


def test_years_without_a_figure_are_said_to_be_without_evidence():
    silent = {note.x for note in bars().figure.layout.annotations if "evidence" in plain(note.text)}
    assert silent == {2018, 2020}


def test_the_finding_tells_the_latest_year_the_largest_part_and_the_verification():
    assert bars().alt == (
        "In 2019 2 parts add up to 100 million dollars, most of it from Ada (80 %), verification estimated and read."
    )


@pytest.mark.parametrize("order", [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3]])
def test_the_order_of_the_rows_does_not_matter_to_the_parts(order):
    names = [trace.name for trace in bars(stack_frame()[order]).figure.data]
    assert names == [trace.name for trace in bars().figure.data]


def test_a_lorenz_curve_runs_from_corner_to_corner_beside_the_diagonal():
    figure = lorenz_curves(curve_frame()).figure
    (diagonal,), (curve,) = with_meta(figure, "equal"), with_meta(figure, "curve")
    assert (list(diagonal.x), list(diagonal.y)) == ([0, 100], [0, 100])
    assert (list(curve.x), list(curve.y)) == ([0, 50, 100], [0, 25, 100])


def test_the_finding_reads_the_cost_of_the_lighter_half_off_the_curve():
    assert lorenz_curves(curve_frame()).alt == (
        "The half of GDP that bears least carries 25 % of the cost; no evidence over people."
    )


def test_the_lighter_half_is_interpolated_between_two_partners():
    """From (0.4, 0.1) to (0.8, 0.5): at 0.5 the curve stands at 0.2."""
    rows = [("GDP", None, 0.0, 0.0), ("GDP", "B", 0.4, 0.1), ("GDP", "A", 0.8, 0.5), ("GDP", "C", 1.0, 1.0)]
    curve = pl.DataFrame(rows, schema=["over", "name", "weight_share", "cost_share"], orient="row")
    assert "carries 20 % of the cost" in lorenz_curves(curve).alt


def test_an_index_breaks_where_a_year_is_unknown():
    (gini,) = with_meta(concentration_lines(year_frame()).figure, "gini")
    assert list(gini.y) == [0.5, None, 0.3]
    assert gini.connectgaps is False


def test_an_index_without_any_year_has_no_line_but_words():
    chart = concentration_lines(year_frame())
    assert not with_meta(chart.figure, "progressivity")
    assert "Progressivity: no evidence" in " ".join(plain(note.text) for note in chart.figure.layout.annotations)
    assert chart.alt == (
        "Gini over GDP went from 0.50 in 2018 to 0.30 in 2020; Dissimilarity went from 0.40 in 2018 to 0.20 in 2020; "
        "no evidence for Progressivity."
    )


def test_indices_differ_in_symbol_dash_and_colour():
    full = year_frame().with_columns(progressivity=pl.lit(0.1))
    lines = concentration_lines(full).figure.data
    for read in (lambda t: t.marker.symbol, lambda t: t.line.dash, lambda t: t.line.color):
        assert len({read(trace) for trace in lines}) == 4


def test_the_order_of_the_years_does_not_matter():
    assert concentration_lines(year_frame().reverse()).figure == concentration_lines(year_frame()).figure
