"""The risk matrix: every cell has its rank, its zone and its frictions, and can be chosen."""

import polars as pl
import pytest
from chart_reading import plain, with_meta
from friction_frames import placed_frictions, strains_and_gains  # noqa: F401 - fixtures, asked for by name

from alliance_core import charts
from alliance_core.charts import ChartError


def cells(chart):
    """Text of every cell by (likelihood, consequence)."""
    (trace,) = with_meta(chart.figure, "cell")
    return {(y, x): plain(text) for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)}


def test_all_25_cells_are_points_that_can_be_chosen(placed_frictions):  # noqa: F811
    assert len(cells(charts.risk_matrix(placed_frictions))) == 25


def test_a_cell_names_the_places_of_its_frictions(placed_frictions):  # noqa: F811
    told = cells(charts.risk_matrix(placed_frictions))
    assert told[5, 5] == "#1 #2"
    assert told[2, 1] == "#3"
    assert told[1, 1] == ""


def test_many_frictions_in_a_cell_are_counted(placed_frictions):  # noqa: F811
    many = pl.concat([placed_frictions.head(1)] * 7).with_columns(place=pl.int_range(1, 8))
    assert cells(charts.risk_matrix(many))[5, 5] == "7"


def test_the_corner_cells_carry_the_first_and_the_last_rank_with_the_sign_of_their_zone(placed_frictions):  # noqa: F811
    notes = {(note.y, note.x): note.text for note in charts.risk_matrix(placed_frictions).figure.layout.annotations}
    ordered = sorted(notes)
    assert notes[ordered[0]] == "○ 1"
    assert notes[ordered[-1]] == "■ 25"


def test_the_finding_counts_the_zones_and_names_the_gravest(placed_frictions):  # noqa: F811
    alt = charts.risk_matrix(placed_frictions).alt
    assert "2 in zone critical" in alt
    assert "1 in zone watch" in alt
    assert "Lumen pays for all" in alt


def test_row_order_changes_nothing(placed_frictions):  # noqa: F811
    one, other = (charts.risk_matrix(frame) for frame in (placed_frictions, placed_frictions.reverse()))
    assert one.figure.to_json() == other.figure.to_json()
    assert one.alt == other.alt


def test_no_friction_is_said_in_words(placed_frictions):  # noqa: F811
    assert charts.risk_matrix(placed_frictions.clear()).alt == "There is no friction to place on the matrix."


def test_a_missing_column_is_named(placed_frictions):  # noqa: F811
    with pytest.raises(ChartError, match="risk_matrix needs a column 'zone'"):
        charts.risk_matrix(placed_frictions.drop("zone"))


def test_strains_stand_above_the_line_and_gains_below(strains_and_gains):  # noqa: F811
    figure = charts.event_timeline(strains_and_gains).figure
    (strain,), (gain,) = with_meta(figure, "strain"), with_meta(figure, "gain")
    assert all(y > 0 for y in strain.y)
    assert all(y < 0 for y in gain.y)
    assert sorted(round(y) for y in strain.y) == [4, 5]


def test_what_ended_is_hollow(strains_and_gains):  # noqa: F811
    (strain,) = with_meta(charts.event_timeline(strains_and_gains).figure, "strain")
    assert sorted(strain.marker.symbol) == ["circle", "circle-open"]


def test_the_finding_tells_the_gravest_strain_that_stands(strains_and_gains):  # noqa: F811
    alt = charts.event_timeline(strains_and_gains).alt
    assert alt.startswith("Known are 2 strains and 1 gain; 1 of the strains still open")
    assert "Lumen quarrels with Vega (severity 4)" in alt


def test_no_event_is_no_proof_of_calm(strains_and_gains):  # noqa: F811
    assert "no proof of calm" in charts.event_timeline(strains_and_gains.clear()).alt
