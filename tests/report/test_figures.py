"""Printed charts: vector graphics whose texts stay texts, readable in grey, with nothing that reaches out."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from alliance_core.report.content import Bars, Lines, Risk, RiskMatrix, Series
from alliance_core.report.figures import look, svg
from tests.report import made

FIGURES = [*made.report().figures(), *made.hostile().figures()]
SPACE = "{http://www.w3.org/2000/svg}"


def bars(values=(0.2, 0.5), categories=None, **changes):
    names = categories or tuple(f"Name {place}" for place in range(len(values)))
    parts = {"id": "b", "title": "Bars", "alt": "One leads.", "categories": names, "series": (Series("Cost", values),)}
    return Bars(**(parts | {"unit": "of all", "share": True} | changes))


def texts(drawn):
    return ["".join(element.itertext()) for element in ET.fromstring(drawn).iter(f"{SPACE}text")]


def squashed(drawn):
    """All texts of a picture, without the breaks between lines."""
    return "".join("".join(texts(drawn)).split())


def bar_lengths(drawn, fill):
    """Widths of the rectangles of a fill; Vega draws each as a path that begins with a move and a horizontal line."""
    paths = re.findall(rf'd="M[-\d.]+,[-\d.]+h([-\d.]+)[^"]*"[^>]*fill="{re.escape(fill)}"', drawn)
    return [float(length) for length in paths]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_picture_is_valid_and_reaches_nothing_outside_of_itself(figure):
    drawn = svg(figure, 600)
    names = {element.tag.removeprefix(SPACE) for element in ET.fromstring(drawn).iter()}
    assert names <= {"svg", "defs", "pattern", "rect", "g", "path", "line", "text", "tspan"}
    assert set(re.findall(r"url\(.", drawn)) <= {"url(#"}
    assert not re.search(r"<[^>]*\b(?:href|on\w+)=", drawn)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_picture_says_its_finding_to_a_listener_and_has_no_title(figure):
    root = ET.fromstring(svg(figure, 600))
    assert (root.get("role"), root.get("aria-label")) == ("img", figure.alt)
    assert figure.title not in texts(svg(figure, 600))


def test_names_of_series_and_categories_are_texts():
    for figure in made.report().figures():
        drawn = squashed(svg(figure, 600))
        if isinstance(figure, Bars):
            assert all("".join(name.split()) in drawn for name in figure.categories)
        if isinstance(figure, Bars | Lines) and len(figure.series) > 1:
            assert all(series.name in drawn for series in figure.series)


def test_a_bar_is_as_long_as_its_value():
    long, short = bar_lengths(svg(bars((0.8, 0.2)), 600), look.FILLS[0][0])
    assert long == pytest.approx(4 * short, rel=0.02)


def test_a_gap_reads_no_evidence_and_draws_no_bar():
    drawn = svg(bars((0.8, None)), 600)
    assert texts(drawn).count("no evidence") == 1
    assert len(bar_lengths(drawn, look.FILLS[0][0])) == 1


def test_values_read_as_the_content_model_says():
    assert {"80 %", "<1 %"} <= set(texts(svg(bars((0.8, 0.002)), 600)))
    assert {"−7", "54"} <= set(texts(svg(bars((-7.0, 54.4), share=False), 600)))


def test_stacked_parts_follow_each_other_to_the_whole():
    figure = bars(categories=("Cut",), stacked=True, series=(Series("holds", (0.25,)), Series("breaks", (0.75,))))
    drawn = svg(figure, 600)
    holds, breaks = (bar_lengths(drawn, look.FILLS[place][0])[0] for place in (0, 1))
    assert breaks == pytest.approx(3 * holds, rel=0.02)
    assert {"25 %", "75 %"} <= set(texts(drawn))


def test_hatching_marks_the_categories_that_are_marked():
    assert "<pattern" not in svg(bars(), 600)
    marked = svg(bars(marked=(1,)), 600)
    assert len(re.findall(r'fill="url\(#\w+-hatch\)"', marked)) == 1


def test_patterns_of_two_charts_on_one_page_have_names_of_their_own():
    ids = [re.findall(r'<pattern id="([^"]+)"', svg(bars(id=id_, marked=(0,)), 600)) for id_ in ("one", "two")]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


def test_whiskers_end_where_the_interval_ends():
    figure = bars(categories=("A",), share=False, series=(Series("Score", (50.0,), (25.0,), (75.0,)),), maximum=100.0)
    drawn = svg(figure, 600)
    bar = bar_lengths(drawn, look.FILLS[0][0])[0]
    rules = [float(x) for x in re.findall(rf'<line [^>]*x2="([\d.]+)" y2="0" stroke="{look.INK}"', drawn)]
    assert [abs(rule) for rule in rules] == [pytest.approx(bar, abs=1.5)]


def test_fills_side_by_side_differ_in_grey_or_by_pattern():
    for (one, pattern, _), (two, other, _) in pairwise(look.FILLS):
        assert pattern != other or abs(grey(one) - grey(two)) > 60


def grey(color):
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_line_breaks_at_a_gap_and_lines_differ_by_dash_and_symbol():
    dates = tuple(dt.date(2020 + place, 12, 31) for place in range(5))
    whole = Series("ISS", (50.0, 51.0, 52.0, 53.0, 54.0))
    broken = Series("Artemis", (40.0, 41.0, None, 43.0, 44.0))
    drawn = svg(Lines("l", "Trend", "Falls.", dates, (whole, broken), "points", maximum=100.0), 600)
    paths = {color: re.search(rf'd="([^"]*)"[^>]*stroke="{color}" stroke-width="1.8"', drawn)[1]
             for color in look.STROKES[:2]}  # fmt: skip
    assert [path.count("M") for path in paths.values()] == [1, 2]
    assert re.search(rf'stroke="{look.STROKES[1]}"[^>]*stroke-dasharray="6,3"', drawn)
    assert {"ISS", "Artemis"} <= set(texts(drawn))


def test_the_matrix_shows_ranks_zones_and_numbers_of_risks():
    told = texts(svg(next(f for f in FIGURES if isinstance(f, RiskMatrix)), 600))
    assert {"1, 2", "3"} <= set(told)
    ranks = {int(match[1]) for text in told if (match := re.fullmatch(r"[○△■] (\d+)", text))}
    assert ranks == set(range(1, 26))
    assert {"○ watch", "△ concern", "■ critical"} <= set(told)
    assert any("alliance in" in text for text in told)


def test_more_risks_than_a_cell_holds_are_counted():
    risks = tuple(Risk(number, 5, 5) for number in range(1, 13))
    drawn = squashed(svg(replace(next(f for f in FIGURES if isinstance(f, RiskMatrix)), risks=risks), 600))
    assert "1,2,3,45,6,7,8+4" in drawn


def test_a_name_without_end_is_cut():
    told = texts(svg(bars((0.5,), ("N" * 300,)), 600))
    assert max(len(text) for text in told) < 90
    assert any("…" in text for text in told)


def test_equal_names_stay_two_categories():
    assert texts(svg(bars((0.5, 0.25), ("Same", "Same")), 600)).count("Same") == 2


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(bars((None, None)), id="nothing known"),
        pytest.param(bars((), ()), id="no category"),
        pytest.param(Lines("l", "t", "a", (), (), "points"), id="no date"),
        pytest.param(Lines("l", "t", "a", (dt.date(2026, 1, 1),), (Series("x", (None,)),), "points"), id="no value"),
        pytest.param(bars((0.0, 0.0)), id="zeros"),
    ],
)
def test_an_empty_chart_is_still_a_picture(figure):
    assert ET.fromstring(svg(figure, 600)).tag == f"{SPACE}svg"


@pytest.mark.parametrize("width", [320, 640])
def test_a_picture_is_as_wide_and_as_high_as_asked(width):
    for figure in made.report().figures():
        root = ET.fromstring(svg(figure, width, 260))
        assert (float(root.get("width")), float(root.get("height"))) == (width, 260)
        assert float(ET.fromstring(svg(figure, width)).get("width")) == pytest.approx(width, abs=2)
