"""The charts of the dissolution test: what goes, who loses most, who depends on whom."""

import plotly.graph_objects as go
import polars as pl
import pytest
from chart_reading import page_text, row_labels, visible_texts, with_meta
from dissolution_frames import dependence_frame, domains_frame, losses_frame

from alliance_core import charts


def ends(figure: go.Figure, meta: str) -> dict[str, tuple[float, float]]:
    """Start and end of each bar of one part, by the label of its row."""
    (trace,) = with_meta(figure, meta)
    labels = row_labels(figure)
    return {
        labels[row]: (start, start + length) for start, length, row in zip(trace.base, trace.x, trace.y, strict=True)
    }


# --- What goes, what stays ------------------------------------------------------------------------


def test_the_domain_with_the_largest_loss_stands_first_and_the_unknown_last():
    assert row_labels(charts.domain_losses(domains_frame()).figure) == ["transport", "science", "ground", "security"]


def test_the_parts_of_a_domain_lie_end_to_end():
    figure = charts.domain_losses(domains_frame()).figure
    parts = [ends(figure, meta)["transport"] for meta in ("alone", "through_others", "lost")]
    assert parts == [(0.0, 1.0), (1.0, 4.0), (4.0, 20.0)]


def test_kept_and_lost_differ_by_pattern_too():
    shapes = [trace.marker.pattern.shape for trace in charts.domain_losses(domains_frame()).figure.data]
    assert len(set(shapes)) == 3


def test_the_finding_of_the_domains_names_the_sum_the_worst_and_the_intact():
    assert charts.domain_losses(domains_frame()).alt == (
        "Of 29 points of criticality 18 would be lost, most in transport (16 of 20), nothing in ground; "
        "no evidence for security."
    )


def test_where_nothing_is_lost_that_is_the_finding():
    assert charts.domain_losses(domains_frame().head(1)).alt == "Nothing of what it uses would be lost."


# --- Who loses most -------------------------------------------------------------------------------


def test_nations_that_lose_alike_share_a_row():
    labels = row_labels(charts.loss_ranking(losses_frame()).figure)
    assert labels == ["Ruritania", "Freedonia and 1 alike", "Utopia", "Laputa"]


def test_the_nation_whose_view_is_taken_has_a_row_of_its_own_and_a_mark():
    labels = row_labels(charts.loss_ranking(losses_frame(), "Sylvania").figure)
    assert labels == ["Ruritania", "Freedonia", "▶ Sylvania", "Utopia", "Laputa"]


def test_what_rests_on_the_tier_alone_is_a_hatched_part_of_the_bar():
    figure = charts.loss_ranking(losses_frame()).figure
    assert ends(figure, "shown")["Ruritania"] == (0.0, 15.0)
    assert ends(figure, "by tier")["Ruritania"] == (15.0, 18.0)
    (weak,) = with_meta(figure, "by tier")
    assert weak.marker.pattern.shape == "/"


def test_who_uses_nothing_reads_so_and_not_as_nought_per_cent():
    text = page_text(charts.loss_ranking(losses_frame()))
    assert "uses nothing" in text
    assert "0 %" not in text.replace("90 %", "").replace("60 %", "")


def test_a_long_ranking_is_cut_but_keeps_the_nation_asked_for():
    many = pl.DataFrame({"name": [f"N{i:02}" for i in range(40)], "loss": [40.0 - i for i in range(40)]})
    frame = many.with_columns(loss_by_tier=pl.lit(0.0), share=pl.col("loss") / 40)
    figure = charts.loss_ranking(frame, "N33").figure
    labels = row_labels(figure)
    assert len(labels) == 15
    assert labels[-1] == "▶ N33"
    assert any("25 with smaller losses" in text for text in visible_texts(figure))


def test_the_finding_of_the_ranking_names_both_ends_and_the_silent():
    assert charts.loss_ranking(losses_frame()).alt == (
        "Ruritania would lose most with 18 points of criticality (90 % of what it uses), Sylvania least with 12.0, "
        "and 1 nation nothing; no evidence for Laputa."
    )


# --- Who depends on whom --------------------------------------------------------------------------


def test_rows_and_columns_keep_the_order_of_the_frame():
    figure = charts.dependence_matrix(dependence_frame()).figure
    assert row_labels(figure) == ["Ruritania", "Sylvania", "Laputa"]
    assert list(figure.layout.xaxis.ticktext) == ["Freedonia", "Sylvania"]


def test_a_cell_shows_per_cent_a_dot_for_none_and_hatches_the_unknown():
    figure = charts.dependence_matrix(dependence_frame()).figure
    (known,), (unknown,) = with_meta(figure, "share"), with_meta(figure, "missing")
    assert list(known.text) == ["50", "·", "25"]
    assert list(unknown.y) == [2]


def test_the_finding_of_the_matrix_names_the_heaviest_and_the_hub():
    assert charts.dependence_matrix(dependence_frame()).alt == (
        "The heaviest dependence is that of Ruritania on Freedonia, 50 % of what it uses; 2 of 2 rows depend on "
        "Freedonia; no evidence for 1 of 4 pairs."
    )


@pytest.mark.parametrize(
    ("chart", "frame"),
    [
        (charts.domain_losses, domains_frame()),
        (charts.loss_ranking, losses_frame()),
        (charts.dependence_matrix, dependence_frame()),
    ],
)
def test_plotly_checks_the_figure_and_gives_it_back_unchanged(chart, frame):
    figure = chart(frame).figure
    assert go.Figure(figure.to_plotly_json()).to_plotly_json() == figure.to_plotly_json()
