"""The ladder: all indicators of one alliance, grouped, a zero apart from a gap."""

import polars as pl
from chart_reading import intervals, points, row_labels

from alliance_core.charts import indicator_ladder


def test_indicators_stand_under_their_dimension_best_first_gaps_last(indicators):
    assert row_labels(indicator_ladder(indicators).figure) == [
        "Trust and reliability",
        "Retention",
        "Erosion",
        "Burden-sharing equity",
        "Proportionality",
        "Perceived equity",
    ]


def test_a_score_of_zero_is_a_point_and_a_gap_is_words(indicators):
    figure = indicator_ladder(indicators).figure
    assert points(figure) == {1: 95.0, 2: 0.0, 4: 55.0}
    (note,) = [note for note in figure.layout.annotations if "no evidence" in note.text]
    assert note.y == 5


def test_every_point_has_its_interval(indicators):
    assert intervals(indicator_ladder(indicators).figure) == {(1, 90.0, 99.0), (2, 0.0, 12.0), (4, 41.0, 60.0)}


def test_the_finding_names_the_strongest_and_the_weakest(indicators):
    assert indicator_ladder(indicators).alt == (
        "Of 4 indicators of Lumen the highest score is 95 of 100 (Retention) and the lowest 0 (Erosion), "
        "while 1 has no evidence."
    )


def test_the_finding_names_all_that_share_the_first_place(indicators):
    tied = indicators.with_columns(score=pl.lit(60.0))
    assert indicator_ladder(tied).alt == (
        "Of 4 indicators of Lumen the highest score is 60 of 100 (Retention, Erosion, Perceived equity and "
        "Proportionality)."
    )
