"""The chart of the red team: which variants flip, over which zones."""

import polars as pl
from verdict_frames import variants_frame, verdict_zones

from alliance_core import charts


def traces_by_meta(chart):
    return {trace.meta: trace for trace in chart.figure.data}


def test_flips_differ_by_colour_and_by_symbol_from_what_stays():
    found = traces_by_meta(charts.verdict_variants(variants_frame()))
    assert found["flips"].marker.color != found["point"].marker.color
    assert found["flips"].marker.symbol != found["point"].marker.symbol
    assert list(found["flips"].x) == [61.0]
    assert list(found["point"].x) == [52.0, 47.5]


def test_the_zones_of_the_verdict_lie_behind_and_the_score_under_attack_is_dashed():
    shapes = charts.verdict_variants(variants_frame(), verdict_zones(), 48.0).figure.layout.shapes
    # Scores from 47.5 to 61 ask for an axis from 34.25 to 74.25: six points beside them, and forty in all.
    assert [(shape.x0, shape.x1) for shape in shapes if shape.type == "rect"] == [(34.25, 40), (40, 60), (60, 74.25)]
    (line,) = [shape for shape in shapes if shape.type == "line"]
    assert line.x0 == 48.0
    assert line.line.dash == "dash"


def test_the_number_that_flips_stands_beside_each_family():
    texts = [note.text for note in charts.verdict_variants(variants_frame()).figure.layout.annotations]
    assert "<b>1 of 2</b>" in texts
    assert "<b>0 of 1</b>" in texts
    assert "<b>–</b>" in texts


def test_the_finding_counts_flips_among_those_with_a_verdict():
    chart = charts.verdict_variants(variants_frame())
    assert chart.alt == (
        "The verdict flips under 1 of 3 variants, most of them by “Weights” (1 of 2), and the health score lies "
        "between 48 and 61; no evidence for 1 variant."
    )


def test_variants_of_one_family_do_not_cover_one_another():
    level = variants_frame().with_columns(family_name=pl.lit("Weights"), health=pl.lit(50.0))
    found = traces_by_meta(charts.verdict_variants(level))
    places = [*found["point"].y, *found["flips"].y]
    assert len(set(places)) == len(places)
