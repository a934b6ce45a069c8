"""The palette keeps its promises, measured; formats do not mislead."""

import itertools

import numpy as np
import pytest

from alliance_core.charts import assign_marks, colors, style, wording

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
PAGES = {"light": "#FFFFFF", "dark": "#171614"}


def lab(color: str, vision: str) -> np.ndarray:
    """CIELAB (D65) of a colour as seen with this vision."""
    srgb = np.array(colors.channels(color)) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    ratio = XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / (XYZ @ np.ones(3))
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_any_two_colours_of_the_palette_lie_at_least_15_apart(vision):
    for one, other in itertools.combinations(style.PALETTE, 2):
        distance = np.linalg.norm(lab(one, vision) - lab(other, vision))
        assert distance >= 15, f"{one} and {other} are {distance:.1f} apart with {vision}"


def test_the_measure_of_distance_finds_red_and_green_alike_without_green_cones():
    red, green = "#B5651D", "#7A7A1E"
    assert np.linalg.norm(lab(red, "normal") - lab(green, "normal")) > 25
    assert np.linalg.norm(lab(red, "deuteranopia") - lab(green, "deuteranopia")) < 15


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("color", [*style.PALETTE, style.MIDTONE])
def test_a_mark_stands_out_from_the_page_by_3_to_1(color, page):
    assert colors.contrast(color, PAGES[page]) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_a_higher_score_is_always_brighter(vision):
    brightness = [lab(colors.along(style.SCORE_SCALE, share), vision)[0] for share in np.linspace(0, 1, 21)]
    assert np.all(np.diff(brightness) > 0)


@pytest.mark.parametrize("score", range(0, 101, 5))
def test_text_on_a_cell_can_be_read_on_any_score(score):
    fill = colors.along(style.SCORE_SCALE, score / 100)
    assert colors.contrast(colors.text_on(fill), fill) >= 4.5


def test_text_takes_the_colour_that_streamlit_replaces_by_its_theme():
    theme = pytest.importorskip("streamlit.elements.lib.streamlit_plotly_theme")
    assert style.INK == theme.GRAY_90


def test_the_first_24_marks_differ_and_the_first_eight_in_each_respect_but_the_dash():
    marks = list(assign_marks(f"alliance {n:02}" for n in range(24)).values())
    assert len(set(marks)) == 24
    assert len({mark.color for mark in marks[:8]}) == len({mark.symbol for mark in marks[:8]}) == 8


def test_an_alliance_keeps_its_mark_whatever_the_order():
    assert assign_marks(["b", "a", "c"]) == assign_marks(["c", "b", "a"])


def test_marks_that_lack_a_name_are_replaced_as_a_whole():
    marks = assign_marks(["Artemis", "ISS"])
    assert style.marks_for(["ISS"], marks) is marks
    assert set(style.marks_for(["ISS", "ILRS"], marks)) == {"ISS", "ILRS"}


def test_a_score_below_an_edge_is_not_rounded_into_the_next_band():
    assert [style.points(score) for score in (59.4, 59.6, 59.99, 60.0)] == ["59", "59.6", "59.9", "60"]


def test_a_minus_is_a_minus_and_zero_has_no_sign():
    assert [style.signed(x, 1) for x in (-0.04, 0.04, -0.05001, 2)] == ["0.0", "0.0", "−0.1", "+2.0"]


def test_the_zones_cover_the_scale_without_a_gap():
    edges = [(low, high) for low, high, _ in wording.bands()]
    assert edges[0][0] == 0
    assert edges[-1][1] == 100
    assert all(before[1] == after[0] for before, after in itertools.pairwise(edges))
    assert {band for _, _, band in wording.bands()} == set(style.ZONES)
