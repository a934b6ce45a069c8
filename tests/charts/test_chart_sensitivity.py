"""Sobol' indices: the choice that moves most on top, alone solid, together hatched."""

import polars as pl
import pytest
from chart_reading import page_text, plain, row_labels, with_meta
from whatif_frames import sobol_frame

from alliance_core.charts import sobol_bars


def test_choices_stand_by_their_total_and_those_that_nothing_varies_with_last():
    assert row_labels(sobol_bars(sobol_frame()).figure) == [
        "Dimension weights",
        "Kind of mean",
        "Goalposts",
        "Half-life",
    ]


def test_the_hatched_part_begins_where_the_solid_one_ends():
    figure = sobol_bars(sobol_frame()).figure
    (alone,), (together,) = with_meta(figure, "alone"), with_meta(figure, "together with other choices")
    assert list(alone.x[:2]) == [48, 15]
    assert list(together.base) == list(alone.x)
    assert list(together.x[:2]) == [13, 5]
    assert (alone.marker.pattern.shape, together.marker.pattern.shape) == (None, "/")


def test_an_estimate_below_nought_has_no_bar_to_the_left():
    (alone,) = with_meta(sobol_bars(sobol_frame()).figure, "alone")
    assert alone.x[2] == 0


def test_totals_stand_at_the_right_and_nothing_varies_in_the_row_without():
    notes = {
        note.y: plain(note.text) for note in sobol_bars(sobol_frame()).figure.layout.annotations if note.yref == "y"
    }
    assert notes == {0: "61 %", 1: "20 %", 2: "2 %", 3: "nothing varies"}


def test_the_finding_names_the_choice_that_matters_most():
    assert sobol_bars(sobol_frame()).alt == (
        "Dimension weights moves the ranking most, with 61 % of the shifts in rank, then Kind of mean (20 %) and "
        "Goalposts (2 %), each together with its interactions; nothing varies with Half-life."
    )


def test_where_nothing_varies_no_choice_is_said_to_matter():
    parts = ["first", "interaction", "total"]
    chart = sobol_bars(sobol_frame().with_columns(pl.lit(None, dtype=pl.Float64).alias(part) for part in parts))
    assert chart.alt.startswith("Nothing varies: none of these choices moves a rank")
    assert page_text(chart).count("nothing varies") == 4


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    shuffled = sobol_frame().sample(fraction=1, shuffle=True, seed=seed)
    assert sobol_bars(shuffled).figure == sobol_bars(sobol_frame()).figure
