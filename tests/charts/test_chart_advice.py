"""The chart of recommendations: what gains, what does not, what is not computed, whose it is."""

import polars as pl
from advice_frames import ranked_effects  # noqa: F401 - a fixture, asked for by name
from chart_reading import page_text

from alliance_core import charts


def test_the_finding_names_what_gains_most_and_counts_what_gains_nothing(ranked_effects):  # noqa: F811
    assert charts.advice_effects(ranked_effects).alt == (
        "Most would be gained by number 1, find a second provider: +2.5 points of the overall score, while 2 of 4 gain "
        "nothing in it; not computed for 1."
    )


def test_gains_and_what_gains_nothing_differ_by_symbol_and_colour(ranked_effects):  # noqa: F811
    marks = {trace.meta: trace for trace in charts.advice_effects(ranked_effects).figure.data}
    gains, idle = marks["gains"], marks["no gain in the score"]
    assert list(gains.x) == [2.5, 1.5]
    assert list(idle.x) == [0.0, -0.6]
    assert (gains.marker.symbol, gains.marker.color) != (idle.marker.symbol, idle.marker.color)
    assert gains.marker.symbol != idle.marker.symbol


def test_what_is_not_computed_has_no_mark_at_nought(ranked_effects):  # noqa: F811
    chart = charts.advice_effects(ranked_effects)
    drawn = [y for trace in chart.figure.data if trace.meta != "interval" for y in trace.y]
    assert 2 not in drawn
    assert "not computed" in page_text(chart)


def test_the_readers_own_actions_are_marked_by_a_sign(ranked_effects):  # noqa: F811
    labels = charts.advice_effects(ranked_effects).figure.layout.yaxis.ticktext
    assert [label.startswith("<b>▸") for label in labels] == [False, True, False, True, False]


def test_nothing_computed_and_nothing_gained_are_told(ranked_effects):  # noqa: F811
    nothing = ranked_effects.filter(pl.col("effect").is_null())
    assert charts.advice_effects(nothing).alt == "The effect of 1 recommendation is not computed."
    idle = ranked_effects.filter(pl.col("effect") <= 0)
    assert charts.advice_effects(idle).alt == "None of 2 recommendations gains anything in the score."


def test_the_interval_of_a_fall_stays_on_the_axis(ranked_effects):  # noqa: F811
    low, high = charts.advice_effects(ranked_effects).figure.layout.xaxis.range
    assert low < -1.5
    assert high > 3.1
