"""Shares of the ranks: bars of 100 %, in order of rank, with the number where there is room."""

import polars as pl
import pytest
from chart_reading import page_text, plain, row_labels, with_meta
from whatif_frames import shares_frame

from alliance_core.charts import acceptability_bars, colors


def segments(figure, row: int, meta: str = "rank") -> list[tuple[float, float, str]]:
    """Start, length and text of each segment of a row."""
    (bars,) = with_meta(figure, meta)
    parts = zip(bars.y, bars.base, bars.x, bars.text, strict=True)
    return [(round(start, 6), round(long, 6), plain(text)) for y, start, long, text in parts if y == row]


def test_alliances_stand_in_the_order_of_their_expected_rank():
    assert row_labels(acceptability_bars(shares_frame()).figure) == ["Lumen", "Vega", "Orbis", "Nadir"]


def test_segments_follow_one_another_rank_by_rank_numbered_where_there_is_room():
    figure = acceptability_bars(shares_frame()).figure
    assert segments(figure, 0) == [(0, 70, "1"), (70, 30, "2")]
    assert segments(figure, 1) == [(0, 30, "1"), (30, 65, "2"), (95, 5, "")]


def test_a_better_rank_is_brighter_in_every_row_and_its_number_can_be_read():
    (bars,) = with_meta(acceptability_bars(shares_frame()).figure, "rank")
    ranks = [int(plain(text).split("rank ")[1].split(" ")[0]) for text in bars.hovertext]
    by_rank = dict(sorted(zip(ranks, bars.marker.color, strict=True)))
    light = [colors.luminance(fill) for fill in by_rank.values()]
    assert light == sorted(light, reverse=True)
    for fill, text in zip(bars.marker.color, bars.insidetextfont.color, strict=True):
        assert colors.contrast(fill, text) >= 4.5


def test_weightings_without_a_score_are_a_hatched_segment_after_the_ranks():
    figure = acceptability_bars(shares_frame()).figure
    assert segments(figure, 3, "unscored") == [(50, 50, "no score")]
    (hatched,) = with_meta(figure, "unscored")
    assert hatched.marker.pattern.shape == "/"


def test_where_all_is_scored_nothing_is_hatched_nor_explained():
    chart = acceptability_bars(shares_frame().filter(pl.col("alliance") != "Nadir"))
    assert "no score" not in page_text(chart)


def test_beside_each_bar_stands_how_often_it_is_first():
    notes = {note.y: note.text for note in acceptability_bars(shares_frame()).figure.layout.annotations if note.x == 1}
    assert [plain(notes[row]) for row in range(4)] == ["70 %", "30 %", "0 %", "0 %"]


def test_the_pointer_tells_rank_and_share():
    (bars,) = with_meta(acceptability_bars(shares_frame()).figure, "rank")
    assert "Lumen rank 2 in 30 % of all weightings on average rank 1.3" in [plain(text) for text in bars.hovertext]


def test_the_finding_tells_who_is_first_most_often_and_how_many_can_be():
    assert acceptability_bars(shares_frame()).alt == (
        "Lumen is first most often, in 70 % of all weightings, and 2 of 4 alliances can be first at all; Nadir has no "
        "score in 50 %."
    )


def test_without_any_share_there_are_words_instead_of_bars():
    silent = shares_frame().with_columns(pl.lit(None, dtype=pl.Float64).alias(c) for c in ("share", "unscored"))
    chart = acceptability_bars(silent)
    assert chart.alt == "No alliance is first under any weighting."
    assert page_text(chart).count("no evidence") == 4


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(seed):
    shuffled = shares_frame().sample(fraction=1, shuffle=True, seed=seed)
    assert acceptability_bars(shuffled).figure == acceptability_bars(shares_frame()).figure
