"""Who ranks above whom: a square of per cents with an empty diagonal."""

import polars as pl
import pytest
from chart_reading import page_text, plain, row_labels, with_meta
from whatif_frames import pairs_frame

from alliance_core.charts import win_matrix


def cells(figure, meta: str = "chance") -> dict[tuple[int, int], str]:
    (bars,) = with_meta(figure, meta)
    columns = [round(start + width / 2) for start, width in zip(bars.base, bars.x, strict=True)]
    return dict(zip(zip(bars.y, columns, strict=True), bars.text, strict=True))


def test_rows_and_columns_are_the_same_alliances_the_most_often_ahead_first():
    figure = win_matrix(pairs_frame()).figure
    assert row_labels(figure) == ["Lumen", "Vega", "Orbis", "Nadir"]
    assert [plain(text) for text in figure.layout.xaxis.ticktext] == row_labels(figure)


def test_a_cell_holds_whole_per_cents_and_never_claims_certainty():
    found = cells(win_matrix(pairs_frame()).figure)
    assert found[0, 1] == "70"
    assert found[1, 0] == "30"
    assert found[0, 2] == ">99"
    assert found[2, 0] == "<1"


def test_the_diagonal_is_empty():
    figure = win_matrix(pairs_frame()).figure
    every = set(cells(figure)) | set(cells(figure, "missing"))
    assert every == {(row, column) for row in range(4) for column in range(4) if row != column}


def test_above_half_is_blue_below_half_vermillion():
    figure = win_matrix(pairs_frame()).figure
    (bars,) = with_meta(figure, "chance")
    fills = dict(zip(cells(figure), bars.marker.color, strict=True))
    assert fills[0, 1].startswith("rgba(3,111,173")
    assert fills[1, 0].startswith("rgba(186,74,0")


def test_a_pair_that_is_null_or_not_there_is_hatched():
    chart = win_matrix(pairs_frame().drop_nulls())
    assert "hatched" not in page_text(chart)
    less = pairs_frame().drop_nulls().filter((pl.col("a") != "Vega") | (pl.col("b") != "Lumen"))
    assert list(cells(win_matrix(less).figure, "missing")) == [(1, 0)]


def test_the_finding_tells_how_safe_the_first_is_and_which_pair_is_closest():
    assert win_matrix(pairs_frame()).alt == (
        "Lumen ranks above each of the 2 others in at least 70 % of all weightings, least often above Vega, and the "
        "closest call is Vega above Orbis in 55 %; no evidence for 6 of 12 pairs."
    )


def test_without_any_chance_nobody_ranks_above_anybody():
    silent = pairs_frame().with_columns(p=pl.lit(None, dtype=pl.Float64))
    assert win_matrix(silent).alt == "There is no evidence for any pair of 4 alliances."


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    shuffled = pairs_frame().sample(fraction=1, shuffle=True, seed=seed)
    assert win_matrix(shuffled).figure == win_matrix(pairs_frame()).figure
