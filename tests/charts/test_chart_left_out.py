"""Leaving indicators out: only those that move a place have a row, the others are counted."""

import polars as pl
import pytest
from chart_reading import page_text, plain, row_labels, with_meta
from whatif_frames import left_out_frame

from alliance_core.charts import left_out_matrix, style


def cells(figure) -> dict[tuple[int, int], str]:
    """Row and column to text, of the cells that have one."""
    (bars,) = with_meta(figure, "change")
    columns = [round(start + width / 2) for start, width in zip(bars.base, bars.x, strict=True)]
    return {(row, column): plain(t) for row, column, t in zip(bars.y, columns, bars.text, strict=True) if t}


def test_rows_are_the_indicators_that_change_something_the_strongest_on_top():
    assert row_labels(left_out_matrix(left_out_frame()).figure) == [
        "Treaty depth Institutions",
        "Launch independence Institutions",
    ]


def test_a_gain_and_a_loss_carry_their_sign_and_nought_carries_nothing():
    figure = left_out_matrix(left_out_frame()).figure
    assert [plain(name) for name in figure.layout.xaxis.ticktext] == ["Lumen", "Nadir", "Orbis", "Vega"]
    assert cells(figure) == {(0, 0): "−1", (0, 2): "+2", (0, 3): "−1", (1, 2): "−1", (1, 3): "+1"}


def test_gains_are_blue_losses_vermillion_and_the_largest_change_is_strongest():
    (bars,) = with_meta(left_out_matrix(left_out_frame()).figure, "change")
    fills = {plain(text): fill for text, fill in zip(bars.text, bars.marker.color, strict=True)}
    assert fills["+2"] == "rgba(3,111,173,0.55)"
    assert fills["−1"].startswith("rgba(186,74,0,0.3")
    assert fills[""] == style.ZONES["moderate"]


def test_a_missing_change_is_hatched_and_explained():
    chart = left_out_matrix(left_out_frame())
    (hatched,) = with_meta(chart.figure, "missing")
    assert (list(hatched.y), [plain(text) for text in hatched.hovertext]) == (
        [1],
        ["Nadir without Launch independence no evidence"],
    )
    assert "hatched: no evidence" in page_text(chart)


def test_the_indicators_that_change_nothing_are_counted_below():
    assert "leaving out any of the other 2 changes no place" in page_text(left_out_matrix(left_out_frame()))


def test_where_each_indicator_matters_no_note_is_needed():
    both = left_out_frame().filter(pl.col("left_out").is_in(["treaties", "launches"])).drop_nulls()
    assert "leaving out" not in page_text(left_out_matrix(both))


def test_the_finding_names_the_indicator_that_moves_most_and_whom():
    assert left_out_matrix(left_out_frame()).alt == (
        "Leaving out Treaty depth moves most: Orbis gains 2 places, Lumen loses 1 place and 1 other moves too; 1 other "
        "moves some place; leaving out any of the other 2 changes no place."
    )


@pytest.mark.parametrize("change", [0, None])
def test_where_no_indicator_moves_a_place_the_chart_says_so(change):
    chart = left_out_matrix(left_out_frame().with_columns(rank_change=pl.lit(change, dtype=pl.Int64)))
    assert not chart.figure.data
    assert (
        chart.alt
        == {
            0: "Leaving out any of the 4 indicators changes no place.",
            None: "There is no evidence of what leaving out an indicator changes.",
        }[change]
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    shuffled = left_out_frame().sample(fraction=1, shuffle=True, seed=seed)
    assert left_out_matrix(shuffled).figure == left_out_matrix(left_out_frame()).figure
