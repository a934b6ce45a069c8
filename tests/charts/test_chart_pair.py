"""Two alliances: the waterfall ends at the gap, differences show what is not sure."""

import itertools

import polars as pl
import pytest
from chart_reading import intervals, page_text, points, row_labels, with_meta
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.charts import dimension_differences, gap_waterfall


def chain(figure) -> list[tuple[float, float]]:
    """Start and end of every bar, from the top."""
    (bars,) = with_meta(figure, "step")
    return [(start, start + length) for start, length in zip(bars.base, bars.x, strict=True)]


# Drawing takes its time on a busy machine, so there is no deadline.
@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-20, 20), min_size=1, max_size=30), st.floats(-30, 30))
def test_bars_follow_one_another_from_zero_and_end_at_the_gap(parts, gap):
    frame = pl.DataFrame({"indicator_name": [f"part {n}" for n in range(len(parts))], "contribution": parts})
    *steps, total = chain(gap_waterfall(frame, "Lumen", "Vega", gap).figure)
    assert total == (0, pytest.approx(gap))
    assert steps[0][0] == 0
    for before, after in itertools.pairwise(steps):
        assert after[0] == pytest.approx(before[1], abs=1e-9)
    assert steps[-1][1] == pytest.approx(gap, abs=0.051)


def test_largest_contributions_come_first_and_the_gap_last(contributions):
    chart = gap_waterfall(contributions, "Lumen", "Vega", -6.0)
    assert row_labels(chart.figure) == [
        "Capability complementarity",
        "Strategic alignment",
        "Trust and reliability",
        "Burden-sharing equity",
        "Gap",
        "Institutional mechanisms",
    ]


def test_a_contribution_without_evidence_has_words_and_no_bar(contributions):
    figure = gap_waterfall(contributions, "Lumen", "Vega", -6.0).figure
    (note,) = [note for note in figure.layout.annotations if "no evidence" in note.text]
    assert note.y == 5
    assert len(chain(figure)) == 5


def test_what_the_rows_leave_of_the_gap_is_shown_as_not_attributed(contributions):
    assert "not attributed" in page_text(gap_waterfall(contributions, "Lumen", "Vega", -3.0))
    assert "not attributed" not in page_text(gap_waterfall(contributions, "Lumen", "Vega", -6.0))


def test_beyond_twelve_rows_the_tail_is_one_bar():
    frame = pl.DataFrame({"indicator_name": [f"part {n}" for n in range(20)], "contribution": [1.0] * 20})
    labels = row_labels(gap_waterfall(frame, "Lumen", "Vega", 20.0).figure)
    assert labels[-2:] == ["9 others", "Gap"]
    assert len(labels) == 13


def test_the_side_of_a_bar_is_told_by_hatching_and_sign_too(contributions):
    (bars,) = with_meta(gap_waterfall(contributions, "Lumen", "Vega", -6.0).figure, "step")
    assert list(bars.marker.pattern.shape) == ["/", "", "/", "", "/"]
    assert bars.text[0] == "<b>−9.5</b>"
    assert bars.text[1] == "<b>+4.0</b>"


def test_the_finding_names_who_is_ahead_why_and_what_counts_against(contributions):
    assert gap_waterfall(contributions, "Lumen", "Vega", -6.0).alt == (
        "Vega is 6.0 points ahead of Lumen, most of all through Capability complementarity (−9.5), against which "
        "Strategic alignment counts most (+4.0)."
    )


def test_a_difference_is_a_point_on_its_interval_around_zero(differences):
    figure = dimension_differences(differences).figure
    assert points(figure) == {0: 20.0, 1: -7.0, 2: 3.0}
    assert intervals(figure) == {(0, 11.0, 28.0), (1, -12.0, -1.0), (2, -5.0, 10.0)}
    low, high = figure.layout.xaxis.range
    assert low == -high
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (0, 0)


def test_the_chance_stands_beside_each_row_and_never_claims_certainty(differences):
    notes = {note.y: note.text for note in dimension_differences(differences).figure.layout.annotations if note.x == 1}
    assert [notes[row] for row in (0, 1, 2)] == ["<b>>99 %</b>", "<b>2 %</b>", "<b>71 %</b>"]
    assert 3 not in notes


def test_both_names_stand_on_their_sides(differences):
    left, right, *_ = dimension_differences(differences).figure.layout.annotations
    assert (left.x, "Vega" in left.text) == (0, True)
    assert (right.x, "Lumen" in right.text) == (1, True)


def test_the_finding_tells_clear_from_open(differences):
    assert dimension_differences(differences).alt == (
        "Lumen is clearly ahead on Strategic alignment; Vega is clearly ahead on Capability complementarity; the "
        "order of Lumen and Vega is open on Burden-sharing equity; no evidence on Institutional mechanisms."
    )
