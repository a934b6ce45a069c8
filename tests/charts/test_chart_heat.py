"""The heat map: a cell per alliance and dimension, with number, word and interval."""

from chart_reading import plain, row_labels, with_meta

from alliance_core.charts import colors, dimension_heat, style


def test_every_cell_says_number_word_and_interval(dimensions):
    (scored,) = with_meta(dimension_heat(dimensions).figure, "scored")
    assert "82 Fair 74–87" in [plain(text) for text in scored.text]
    assert "12 Imbalanced 4–17" in [plain(text) for text in scored.text]
    assert len(scored.text) == 9


def test_a_cell_has_the_colour_of_its_score(dimensions):
    (scored,) = with_meta(dimension_heat(dimensions).figure, "scored")
    at = [plain(text).split()[0] for text in scored.text].index("90")
    assert scored.marker.color[at] == colors.along(style.SCORE_SCALE, 0.9)


def test_insufficient_evidence_is_hatched_says_so_and_has_no_number(dimensions):
    figure = dimension_heat(dimensions).figure
    (missing,) = with_meta(figure, "missing")
    assert missing.marker.pattern.shape == "/"
    assert missing.text is None
    assert len(missing.y) == 6
    notes = [plain(note.text) for note in figure.layout.annotations]
    assert notes == ["– no evidence"] * 6


def test_a_pair_that_the_frame_leaves_out_is_a_cell_without_evidence(dimensions):
    (missing,) = with_meta(dimension_heat(dimensions[:-1]).figure, "missing")
    assert len(missing.y) == 6


def test_all_cells_of_the_table_are_there_and_none_twice(dimensions):
    figure = dimension_heat(dimensions).figure
    places = [(y, round(base, 3)) for trace in figure.data for y, base in zip(trace.y, trace.base, strict=True)]
    assert len(places) == len(set(places)) == 15


def test_alliances_stand_best_mean_first(dimensions):
    assert row_labels(dimension_heat(dimensions).figure) == ["Lumen", "Vega", "Nadir"]


def test_the_finding_names_the_strongest_and_the_weakest_cell(dimensions):
    assert dimension_heat(dimensions).alt == (
        "Of 3 alliances on 5 dimensions, the highest score is Lumen on Institutional mechanisms with 90 of 100 and "
        "the lowest Vega on Capability complementarity with 12, while 6 of 15 cells have no evidence."
    )
