"""The bump chart: who moves stands out, who stays is grey, who has no rank is named."""

import itertools

import polars as pl
import pytest
from chart_reading import page_text, plain, visible_texts, with_meta
from whatif_frames import bump_frame

from alliance_core.charts import assign_marks, rank_bump
from alliance_core.charts.bump import LABEL_ROOM

YOURS = pl.col("profile") != "Second"


def names_beside(figure, side: str) -> dict[str, float]:
    """Texts at the left or right end with their height, from the top."""
    anchor = {"left": "right", "right": "left"}[side]
    found = {plain(note.text): note.y for note in figure.layout.annotations if note.xanchor == anchor}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def test_who_changes_places_has_a_strong_line_with_its_mark():
    figure = rank_bump(bump_frame()).figure
    marks = assign_marks(["Lumen", "Vega", "Orbis", "Nadir"])
    movers = {tuple(trace.y): trace for trace in with_meta(figure, "mover")}
    assert set(movers) == {(2.0, 3.0, 2.0), (3.0, 2.0, 3.0)}
    vega = movers[2.0, 3.0, 2.0]
    assert (vega.line.color, vega.line.dash) == (marks["Vega"].color, marks["Vega"].dash)
    (points,) = with_meta(figure, "point")
    assert marks["Vega"].symbol in points.marker.symbol


def test_who_stays_has_a_thin_grey_line_and_no_mark():
    figure = rank_bump(bump_frame()).figure
    (still,) = with_meta(figure, "still")
    assert [rank for rank in still.y if rank is not None] == [1.0, 1.0, 1.0]
    assert still.line.width < with_meta(figure, "mover")[0].line.width
    assert "1 Lumen" in names_beside(figure, "right")


def test_names_stand_at_both_ends_in_the_order_of_the_ranks():
    figure = rank_bump(bump_frame().filter(YOURS)).figure
    left, right = names_beside(figure, "left"), names_beside(figure, "right")
    assert [text.split()[0] for text in left] == ["Lumen", "Vega", "Orbis", "Nadir"]
    assert [text.removeprefix("◆ ").removeprefix("▲ ") for text in right][1:3] == ["2 Orbis +1", "3 Vega −1"]


def test_profiles_stand_in_the_order_of_the_frame():
    heads = [text for text in visible_texts(rank_bump(bump_frame()).figure) if text in ("Balanced", "Yours", "Second")]
    assert heads == ["Balanced", "Yours", "Second"]


def test_without_a_rank_there_is_no_line_and_the_name_stands_below_the_others():
    figure = rank_bump(bump_frame()).figure
    assert names_beside(figure, "right")["Nadir no score"] == 4
    (points,) = with_meta(figure, "point")
    assert not [text for text in points.hovertext if "Nadir" in text]


def test_names_at_the_same_rank_move_apart():
    tied = bump_frame().with_columns(rank=pl.lit(1.0))
    heights = list(names_beside(rank_bump(tied).figure, "left").values())
    assert min(low - high for high, low in itertools.pairwise(heights)) >= LABEL_ROOM[0] - 1e-9


def test_a_shared_rank_shows_its_half():
    half = bump_frame().with_columns(rank=pl.col("rank").replace({2.0: 2.5}))
    assert "2.5 Vega" in page_text(rank_bump(half))


def test_the_finding_says_who_gains_and_who_loses_how_many_places():
    assert rank_bump(bump_frame()).alt == (
        "Against Balanced, with Yours Orbis (+1) gains places and Vega (−1) loses places; with Second no alliance "
        "changes its place; no score in some profile for Nadir."
    )


def test_where_nobody_moves_the_finding_says_so():
    still = bump_frame().filter(pl.col("profile") != "Yours").drop_nulls()
    assert rank_bump(still).alt == "Against Balanced, with Second no alliance changes its place."


def test_without_any_rank_there_are_names_and_no_line():
    silent = bump_frame().with_columns(rank=None, score=None).cast({"rank": pl.Float64, "score": pl.Float64})
    chart = rank_bump(silent)
    assert page_text(chart).count("no score") == 8
    assert not [trace for trace in chart.figure.data if any(rank is not None for rank in trace.y)]
    assert "no score in some profile for Lumen, Nadir, Orbis and Vega" in chart.alt


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_alliances_does_not_matter(seed):
    shuffled = bump_frame().sample(fraction=1, shuffle=True, seed=seed)
    profiles = pl.Enum(["Balanced", "Yours", "Second"])
    shuffled = shuffled.sort(pl.col("profile").cast(profiles), maintain_order=True)
    assert rank_bump(shuffled).figure == rank_bump(bump_frame()).figure
