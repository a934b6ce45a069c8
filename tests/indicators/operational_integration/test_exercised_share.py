"""Exercised links: how many were tested or used for real?"""

import pytest

from alliance_core.indicators.operational_integration.exercised_share import exercised_share
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

LINKS = """
    actor_a  actor_b  layer              level  as_of
    AAA      BBB      operations         4      2010
    AAA      CCC      training_exercise  3      2010
    AAA      DDD      operations         2      2010
    AAA      BBB      data_format        0      2010
"""


def test_it_is_the_share_of_links_at_level_3_or_higher(known):
    """Levels 4, 3, 2, 0: 2 of 4. Wilson: centre 0.5, half
    sqrt(2.7055 (0.25/4 + 2.7055/64)) / (1 + 2.7055/4) = 0.3176."""
    row = only(exercised_share(known("2020-12-31", interoperability=LINKS)))
    assert (row["value"], row["exercised"], row["links"], row["n"]) == (0.5, 2, 4, 4)
    assert (row["low"], row["high"]) == pytest.approx((0.1824, 0.8176), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(exercised_share, known, "2020-12-31", interoperability=LINKS)


def test_a_link_given_up_is_no_longer_exercised(known):
    rows = """
        actor_a  actor_b  level  as_of  note
        AAA      BBB      4      2010   -
        AAA      BBB      1      2018   supersedes earlier level
    """
    measured = [exercised_share(known(date, interoperability=rows)) for date in ("2017-12-31", "2018-12-31")]
    assert [value_of(part) for part in measured] == [1, 0]
    assert used(measured[1]) == ["interoperability:moon:AAA:BBB:operations:2018"]


def test_no_link_looked_at_gives_no_value(known):
    assert is_missing(exercised_share(known("2009-12-31", interoperability=LINKS)))


def test_one_more_exercised_link_raises_it(known):
    higher = LINKS.replace("operations         2", "operations         3")
    assert value_of(exercised_share(known("2020-12-31", interoperability=higher))) == 0.75
