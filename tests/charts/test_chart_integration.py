"""Paper against practice, and levels of interoperability."""

import pytest
from chart_reading import intervals, page_text, plain, row_labels, with_meta

from alliance_core.charts import formal_operational, interoperability_bars


def test_the_widest_gap_stands_on_top_and_what_cannot_be_judged_below(operational):
    assert row_labels(formal_operational(operational).figure) == ["Vega", "Lumen", "Nadir", "Orbis"]


def test_the_bar_ties_formal_to_operational_and_is_absent_where_one_is_missing(operational):
    figure = formal_operational(operational).figure
    (gap,) = with_meta(figure, "gap")
    assert list(gap.x) == [80.0, 40.0, None, 60.0, 75.0, None]
    assert intervals(figure) == set()


def test_half_a_row_keeps_its_point_and_names_the_missing_half(operational):
    figure = formal_operational(operational).figure
    (formal,), (practice,) = with_meta(figure, "formal"), with_meta(figure, "operational")
    assert list(formal.x) == [80.0, 60.0, 70.0, None]
    assert list(practice.x) == [40.0, 75.0, None, None]
    notes = {note.y: plain(note.text) for note in figure.layout.annotations if "no evidence" in note.text}
    assert notes == {2: "operational: no evidence", 3: "no evidence"}


def test_the_two_ends_differ_by_shape(operational):
    figure = formal_operational(operational).figure
    assert with_meta(figure, "formal")[0].marker.symbol != with_meta(figure, "operational")[0].marker.symbol


def test_the_share_on_paper_only_stands_beside_the_row(operational):
    notes = {n.y: plain(n.text) for n in formal_operational(operational).figure.layout.annotations if n.yref == "y"}
    assert (notes[0], notes[1]) == ("50 %", "0 %")


def test_the_finding_names_both_extremes(operational):
    assert formal_operational(operational).alt == (
        "Of 2 alliances, Vega stands furthest on the side of paper, with its formal commitment 40 points above its "
        "operational integration, and Lumen furthest on the side of practice, with its operational integration "
        "15 points above its formal commitment; no evidence for Nadir and Orbis."
    )


def test_several_alliances_are_grouped_by_layer(layers):
    assert row_labels(interoperability_bars(layers).figure) == [
        "Operations",
        "Lumen",
        "Vega",
        "Data formats",
        "Lumen",
        "Vega",
    ]


def test_one_alliance_has_one_row_per_layer(layers):
    chart = interoperability_bars(layers.filter(alliance="Lumen"))
    assert row_labels(chart.figure) == ["Operations", "Data formats"]


def test_mean_is_a_bar_best_pair_a_line_and_zero_is_not_missing(layers):
    figure = interoperability_bars(layers).figure
    (mean,), (best,) = with_meta(figure, "mean"), with_meta(figure, "max")
    assert dict(zip(mean.y, mean.x, strict=True)) == {1: 3.5, 2: 1.2, 4: 0.0}
    assert dict(zip(best.y, best.x, strict=True)) == {1: 4.0, 2: 2.0, 4: 0.0}
    (note,) = [note for note in figure.layout.annotations if "no evidence" in note.text]
    assert note.y == 5


def test_levels_are_named_in_words(layers):
    text = page_text(interoperability_bars(layers))
    for word in ("0 none", "1 on paper", "2 specified", "3 exercised", "4 routine"):
        assert word in text


@pytest.mark.parametrize(("alliance", "words"), [(None, "Lumen in operations"), ("Lumen", "operations (3.5 of 4)")])
def test_the_finding_names_the_highest_level(layers, alliance, words):
    frame = layers if alliance is None else layers.filter(alliance=alliance)
    assert words in interoperability_bars(frame).alt
