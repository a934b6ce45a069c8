"""Operating experience: for how long have the partners run something together as routine?"""

import pytest

from alliance_core.indicators.trust_reliability.operating_experience import operating_experience
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

TWELVE_YEARS = """
    actor_a  actor_b  layer           level  as_of
    AAA      BBB      operations      3      2004-12-31
    AAA      BBB      operations      4      2008-12-31
    AAA      CCC      operations      4      2015-12-31
    AAA      DDD      operations      2      2001-12-31
    AAA      BBB      communications  4      1990-12-31
"""


def test_the_oldest_link_that_is_routine_in_operations_gives_the_years(known):
    """From 2008-12-31 to 2020-12-31: 12 years (4383 days / 365.25). Half a year either way."""
    row = only(operating_experience(known("2020-12-31", interoperability=TWELVE_YEARS)))
    assert (row["value"], row["low"], row["high"]) == pytest.approx((12, 11.5, 12.5))
    assert row["since"] == "2008-12-31"


def test_the_evidence_is_the_level_of_each_link_in_operations(known):
    assert used(operating_experience(known("2020-12-31", interoperability=TWELVE_YEARS))) == [
        "interoperability:moon:AAA:BBB:operations:2008-12-31",
        "interoperability:moon:AAA:CCC:operations:2015-12-31",
        "interoperability:moon:AAA:DDD:operations:2001-12-31",
    ]


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(operating_experience, known, "2020-12-31", interoperability=TWELVE_YEARS)


def test_looked_at_and_never_routine_is_zero(known):
    row = only(operating_experience(known("2007-12-31", interoperability=TWELVE_YEARS)))
    assert (row["value"], row["low"], row["high"], row["since"]) == (0, 0, 0.5, "never yet")


def test_a_routine_that_ended_no_longer_counts(known):
    """The first link fell back in 2018 by a row that supersedes; the second has 5 years (1827 days)."""
    rows = """
        actor_a  actor_b  level  as_of       note
        AAA      BBB      4      2008-12-31  -
        AAA      BBB      1      2018-06-30  supersedes earlier level
        AAA      CCC      4      2015-12-31  -
    """
    row = only(operating_experience(known("2020-12-31", interoperability=rows)))
    assert row["value"] == pytest.approx(1827 / 365.25)


def test_operations_never_looked_at_give_no_value(known):
    rows = """
        actor_a  actor_b  layer           level  as_of
        AAA      BBB      communications  4      1990-12-31
    """
    assert is_missing(operating_experience(known("2020-12-31", interoperability=rows)))


def test_an_earlier_start_of_the_routine_never_lowers_it(known):
    earlier = TWELVE_YEARS.replace("2008-12-31", "2006-12-31")
    late, early = (
        value_of(operating_experience(known("2020-12-31", interoperability=rows))) for rows in (TWELVE_YEARS, earlier)
    )
    assert early > late
