"""Shares: they fill the bar, patterns tell levels apart, unknown levels are refused."""

import polars as pl
import pytest
from chart_reading import row_labels, visible_texts

from alliance_core.charts import ChartError, tier_bar, verification_bars


def test_the_shares_of_a_table_fill_its_bar(verification):
    figure = verification_bars(verification).figure
    assert row_labels(figure) == ["events", "shares", "survey"]
    for row, total in enumerate([100, 100]):
        assert sum(trace.x[row] for trace in figure.data) == pytest.approx(total)


def test_a_table_without_rows_reads_no_evidence_and_has_no_bar(verification):
    figure = verification_bars(verification).figure
    assert [trace.x[2] for trace in figure.data] == [None, None, None]
    (note,) = [note for note in figure.layout.annotations if "no evidence" in note.text]
    assert note.y == 2


def test_counts_of_several_alliances_add_up():
    frame = pl.DataFrame(
        {
            "table": ["events", "shares", "events"],
            "alliance": ["Lumen", "Lumen", "Vega"],
            "verification": ["read", "estimated", "read"],
            "rows": [30, 10, 7],
        }
    )
    figure = verification_bars(frame).figure
    assert row_labels(figure) == ["Vega", "Lumen"]
    assert [trace.x[1] for trace in figure.data] == [75.0, 0.0, 25.0]


def test_levels_and_tiers_differ_by_pattern_as_well_as_colour(verification, members):
    for figure in (verification_bars(verification).figure, tier_bar(members).figure):
        assert len({trace.marker.pattern.shape for trace in figure.data}) == 3
        assert len({trace.marker.color for trace in figure.data}) == 3


def test_the_finding_tells_the_most_and_the_least_read(verification):
    assert verification_bars(verification).alt == (
        "Events has 60 % of its rows read in the source, the largest share of 2, and shares 0 %, the smallest; "
        "no evidence for survey."
    )


@pytest.mark.parametrize("draw", [verification_bars, tier_bar])
def test_an_unknown_kind_is_refused_with_those_allowed(draw, verification, members):
    frame = verification if draw is verification_bars else members
    with pytest.raises(ChartError, match=r"unknown .* guessed; allowed: (read, recalled|anchor, core)"):
        draw(frame.with_columns(pl.lit("guessed").alias("verification" if draw is verification_bars else "tier")))


def test_tiers_stand_from_the_anchor_outwards_with_their_counts(members):
    figure = tier_bar(members).figure
    assert [trace.name for trace in figure.data] == ["anchor (1)", "core (4)", "peripheral (40)"]
    assert sum(trace.x[0] for trace in figure.data) == 45


def test_a_tier_too_narrow_for_its_number_has_it_in_the_legend(members):
    texts = visible_texts(tier_bar(members).figure)
    assert "1" not in texts
    assert "anchor (1)" in texts


def test_the_finding_counts_the_tiers_largest_first(members):
    assert tier_bar(members).alt == "Of 45 members, the tiers hold 40 peripheral, 4 core and 1 anchor."
    assert tier_bar(members[:1]).alt == "All 40 members are peripheral."
