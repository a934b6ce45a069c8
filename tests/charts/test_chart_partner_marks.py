"""Partners in rows: three shares, burden against the mean, the shift under a key."""

import math

import pytest
from burden_frames import mixed_frame, partner_frame, relative_frame
from chart_reading import page_text, plain, row_labels, visible_texts, with_meta

from alliance_core.charts import burden_dumbbell, key_shift, relative_burden_dots


def marks(figure, meta):
    """Row to place of every mark of a kind."""
    return {y: x for trace in with_meta(figure, meta) for x, y in zip(trace.x, trace.y, strict=True)}


def test_each_partner_has_a_mark_for_cost_benefit_and_decision():
    figure = burden_dumbbell(partner_frame()).figure
    assert row_labels(figure) == ["Ada", "Bea", "Cy", "Dot"]
    assert marks(figure, "cost") == {0: 70, 1: 30, 2: 0}
    assert marks(figure, "benefit") == {0: 40, 1: 55, 2: 5}
    assert marks(figure, "decision") == {0: 60, 1: 40, 2: 0}


def test_the_line_of_a_partner_runs_from_its_least_to_its_largest_share():
    (link,) = with_meta(burden_dumbbell(partner_frame()).figure, "link")
    assert list(zip(link.x, link.y, strict=True))[:2] == [(40, 0), (70, 0)]


def test_only_what_was_read_or_recalled_is_solid():
    figure = burden_dumbbell(partner_frame()).figure
    assert with_meta(figure, "cost")[0].marker.symbol == ("circle", "circle-open", "circle-open")
    assert with_meta(figure, "decision")[0].marker.symbol == ("diamond", "diamond-open", "diamond-open")


def test_the_three_measures_differ_in_symbol_and_in_colour():
    figure = burden_dumbbell(partner_frame()).figure
    traces = [with_meta(figure, measure)[0] for measure in ("cost", "benefit", "decision")]
    assert len({trace.marker.color for trace in traces}) == 3
    assert len({trace.marker.symbol[0].removesuffix("-open") for trace in traces}) == 3


def test_the_net_position_stands_at_the_right():
    assert {"−30.0", "+25.0", "+5.0"} <= set(visible_texts(burden_dumbbell(partner_frame()).figure))


@pytest.mark.parametrize(
    ("draw", "frame"),
    [(burden_dumbbell, partner_frame), (relative_burden_dots, relative_frame), (key_shift, mixed_frame)],
)
def test_the_readers_own_row_is_marked_by_a_sign_and_bold(draw, frame):
    labels = draw(frame(), own="B").figure.layout.yaxis.ticktext
    assert labels[1] == "<b>▶ Bea</b>"
    assert "▶" not in labels[0]
    assert "▶" not in page_text(draw(frame()))


def test_the_finding_names_who_gains_most_and_least():
    assert burden_dumbbell(partner_frame()).alt == (
        "Bea gets most beyond its cost, +25.0 points, and Ada least, −30.0; no evidence for Dot."
    )


def test_relative_burden_lies_on_a_scale_of_multiples_with_the_mean_marked():
    figure = relative_burden_dots(relative_frame()).figure
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1
    assert marks(figure, "relative_burden") == {0: 2, 1: 0.25}
    low, high = figure.layout.xaxis.range
    assert low < math.log10(0.25)
    assert high > math.log10(4)


def test_nothing_is_not_the_same_as_unknown():
    notes = {note.y: plain(note.text) for note in relative_burden_dots(relative_frame()).figure.layout.annotations
             if note.yref == "y"}  # fmt: skip
    assert (notes[2], notes[3]) == ("bears nothing", "no evidence")


def test_the_finding_names_who_bears_most_against_its_economy():
    assert relative_burden_dots(relative_frame()).alt == (
        "Against its GDP, Ada bears most, 2 times the mean, and of the payers Bea least, 0.25 times; 1 of 4 shown bear "
        "nothing; no evidence for Dot."
    )


def test_a_shift_runs_from_today_to_the_key_and_says_its_points():
    figure = key_shift(mixed_frame()).figure
    assert marks(figure, "today") == {0: 70, 1: 30, 2: 0}
    assert marks(figure, "share") == {0: 50, 1: 40, 2: 10, 3: 0}
    assert {"−20.0", "+10.0", "no evidence"} <= set(visible_texts(figure))


def test_more_and_less_differ_in_colour():
    up, down = with_meta(key_shift(mixed_frame()).figure, "link")
    assert up.line.color != down.line.color
    assert list(down.x)[:2] == [70, 50]


def test_the_finding_of_a_key_names_who_pays_more_and_who_less():
    told = key_shift(mixed_frame()).alt
    assert told.startswith("Under this key Cy would bear +10.0 points and Ada −20.0")
    same = mixed_frame().head(1).with_columns(share=70.0, change=0.0)
    assert key_shift(same).alt == "Under this key nobody shown would bear more or less than today."
