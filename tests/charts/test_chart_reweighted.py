"""Scores under several profiles: the reader's own sorts the rows, the reference stays quiet."""

import polars as pl
import pytest
from chart_reading import page_text, plain, row_labels, with_meta
from whatif_frames import NAMES, scores_frame

from alliance_core.charts import profile_scores


def places(figure) -> dict[str, dict[float, float]]:
    """Profile to row to score."""
    return {trace.name: dict(zip(trace.y, trace.x, strict=True)) for trace in with_meta(figure, "point")}


def test_rows_follow_the_score_of_the_second_profile():
    assert row_labels(profile_scores(scores_frame()).figure) == ["Lumen", "Vega", "Orbis", "Nadir"]
    assert row_labels(profile_scores(scores_frame().filter(profile="Balanced")).figure)[1:3] == ["Orbis", "Vega"]


def test_the_profiles_of_a_row_stand_below_each_other_in_the_order_of_the_frame():
    found = places(profile_scores(scores_frame()).figure)
    assert list(found) == ["Balanced", "Yours", "Second"]
    assert [list(own.values())[1] for own in found.values()] == [50.0, 53.0, 50.0]
    first, second, third = (list(own)[1] for own in found.values())
    assert 0.5 < first < second == 1 < third < 1.5


def test_the_reference_is_a_small_open_mark_on_a_thin_interval():
    figure = profile_scores(scores_frame()).figure
    reference, own, _ = with_meta(figure, "point")
    thin, thick, _ = with_meta(figure, "interval")
    assert "open" in reference.marker.symbol
    assert reference.marker.size < own.marker.size
    assert thin.line.width < thick.line.width
    assert len({trace.marker.symbol for trace in with_meta(figure, "point")}) == 3


def test_an_interval_reaches_from_low_to_high():
    _, own, _ = with_meta(profile_scores(scores_frame()).figure, "interval")
    assert list(own.x[:2]) == [70.0, 80.0]


def test_beside_each_row_stand_the_readers_score_and_its_change():
    notes = {note.y: note.text for note in profile_scores(scores_frame()).figure.layout.annotations if note.x == 1}
    assert [plain(notes[row]) for row in range(3)] == ["76 0.0", "53 +3.0", "50 −2.5"]


def test_one_profile_alone_has_neither_legend_nor_change():
    chart = profile_scores(scores_frame().filter(profile="Balanced"))
    assert not chart.figure.layout.showlegend
    assert chart.alt == "With Balanced, Lumen scores highest with 76 of 100 points; no evidence for Nadir."


def test_the_finding_tells_who_leads_who_gains_and_who_loses():
    assert profile_scores(scores_frame()).alt == (
        "With Yours, Lumen scores highest with 76 of 100 points; against Balanced, Vega gains most (+3.0) and Orbis "
        "loses most (−2.5); no evidence for Nadir."
    )


def test_without_any_score_nobody_leads():
    silent = scores_frame().with_columns(score=pl.lit(None, dtype=pl.Float64))
    chart = profile_scores(silent)
    assert chart.alt == "No alliance has enough evidence for a score with Yours."
    assert page_text(chart).count("no evidence") == 4


@pytest.mark.parametrize("names", [NAMES[::-1], ["Vega", "Nadir", "Lumen", "Orbis"]])
def test_the_order_of_the_alliances_does_not_matter(names):
    order = scores_frame().sort(pl.col("alliance").cast(pl.Enum(names)))
    assert profile_scores(order).figure == profile_scores(scores_frame()).figure
