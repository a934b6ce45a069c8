"""The ranking: best first, uncertainty drawn, silence named."""

import polars as pl
import pytest
from chart_reading import intervals, points, row_labels, visible_texts

from alliance_core.charts import score_ranking


def test_alliances_stand_best_first_and_those_without_a_score_last(overall):
    assert row_labels(score_ranking(overall).figure) == ["Lumen", "Vega", "Nadir"]


def test_a_score_is_a_point_on_a_bar_from_low_to_high(overall):
    figure = score_ranking(overall).figure
    assert points(figure) == {0: 76.0, 1: 31.0}
    assert intervals(figure) == {(0, 70.5, 80.0), (1, 24.0, 40.0)}


def test_the_bar_lies_behind_its_point_and_is_thinner(overall):
    bar, point = score_ranking(overall).figure.data
    assert bar.meta == "interval"
    assert bar.line.width < point.marker.size / 2


def test_a_missing_score_has_words_in_its_row_but_no_point(overall):
    figure = score_ranking(overall).figure
    (note,) = [note for note in figure.layout.annotations if "no evidence" in note.text]
    assert note.y == 2
    assert 2 not in points(figure)


def test_the_five_bands_are_named_over_the_plot(overall):
    texts = visible_texts(score_ranking(overall).figure)
    assert {"critical", "weak", "moderate", "strong", "very strong"} <= set(texts)


def test_the_finding_names_the_leader_the_last_and_the_silent(overall):
    assert score_ranking(overall).alt == (
        "Lumen leads the 2 scored alliances with 76 of 100 points (90 % interval 70 to 80), Vega is last with 31; "
        "no evidence for Nadir."
    )


def test_a_lead_within_the_uncertainty_is_said_to_be_so(overall):
    close = overall.with_columns(high=pl.when(pl.col("alliance") == "Vega").then(71.0).otherwise("high"))
    assert "the interval of Vega reaches into the leader's" in score_ranking(close).alt


def test_without_any_score_nobody_leads(overall):
    chart = score_ranking(overall.filter(alliance="Nadir"))
    assert chart.alt == "None of 1 alliance has enough evidence for an overall score."


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_order_of_the_rows_does_not_matter(overall, order):
    assert score_ranking(overall[order]).figure == score_ranking(overall).figure
