"""Interoperability: how well do systems fit together, layer by layer?"""

import pytest

from alliance_core.indicators.operational_integration.interoperability_level import (
    interoperability_level,
    layer_levels,
)
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

LINKS = """
    actor_a  actor_b  layer        level  as_of
    AAA      BBB      operations   4      2010
    AAA      CCC      operations   2      2010
    AAA      BBB      data_format  1      2010
"""


def test_it_is_the_mean_level_of_the_links_mean_over_the_layers(known):
    """Operations (4 + 2) / 2 = 3, data format 1: mean 2 of 4 = 0.5. Two of six layers: coverage 0.333."""
    row = only(interoperability_level(known("2020-12-31", interoperability=LINKS)))
    assert (row["value"], row["level"], row["links"], row["layers"]) == (0.5, 2, 3, 2)
    assert row["coverage"] == pytest.approx(1 / 3)


def test_the_interval_is_half_a_level_either_way(known):
    """0.5 / 4 = 0.125"""
    row = only(interoperability_level(known("2020-12-31", interoperability=LINKS)))
    assert (row["low"], row["high"]) == (0.375, 0.625)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(interoperability_level, known, "2020-12-31", interoperability=LINKS)


def test_the_levels_are_shown_layer_by_layer(known):
    levels = layer_levels(known("2020-12-31", interoperability=LINKS))
    assert levels.select("layer", "level_mean", "level_max", "links").rows() == [
        ("data_format", 1, 1, 1),
        ("operations", 3, 4, 2),
    ]


def test_each_link_counts_with_its_level_at_the_date(known):
    """AAA and BBB were at 3 until 2015 and are at 4 since; 2021 is not known yet."""
    rows = """
        actor_a  actor_b  level  as_of
        AAA      BBB      3      2010
        AAA      BBB      4      2015
        AAA      CCC      1      2021
    """
    measured = [interoperability_level(known(date, interoperability=rows)) for date in ("2014-12-31", "2020-12-31")]
    assert [value_of(part) for part in measured] == [0.75, 1]
    assert used(measured[1]) == ["interoperability:moon:AAA:BBB:operations:2015"]


def test_pairs_that_were_not_looked_at_are_missing_not_zero(known):
    assert is_missing(interoperability_level(known("2009-12-31", interoperability=LINKS)))


def test_a_higher_level_raises_it(known):
    higher = LINKS.replace("operations   2", "operations   3")
    assert value_of(interoperability_level(known("2020-12-31", interoperability=higher))) == pytest.approx(2.25 / 4)
