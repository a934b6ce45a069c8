"""Retention: does the alliance keep its members?"""

import pytest

from alliance_core.indicators.trust_reliability.retention import retention
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

FOUR = """
    actor_id  joined  left
    AAA       1990    -
    BBB       1990    -
    CCC       1990    -
    DDD       1990    2015-06-30
"""


def test_it_is_the_share_of_the_members_of_ten_years_that_still_belong(known):
    """Three of four: 0.75. Wilson with z = 1.645: centre (0.75 + 2.7055/8) / (1 + 2.7055/4) = 0.6491,
    half sqrt(2.7055 (0.1875/4 + 2.7055/64)) / 1.6764 = 0.2931, so 0.356 to 0.942."""
    row = only(retention(known("2020-12-31", members=FOUR)))
    assert (row["value"], row["kept"], row["ever"], row["years"]) == (0.75, 3, 4, 10)
    assert (row["low"], row["high"]) == pytest.approx((0.356, 0.942), abs=0.001)


def test_a_member_that_left_and_came_back_counts_once_and_as_kept(known):
    """AAA, BBB, CCC still in, GBR in again after four years outside, DDD gone: 4 of 5."""
    measured = retention(known("2024-12-31", members=FOUR + """
    GBR       2010-11-09  2020-12-31
    GBR       2024-01-01  -
    """))  # fmt: skip
    assert value_of(measured) == pytest.approx(4 / 5)
    assert {"members:moon:GBR:2010-11-09", "members:moon:GBR:2024-01-01"} <= set(used(measured))


def test_while_it_was_outside_that_member_was_lost(known):
    """At the end of 2022 GBR and DDD are gone: 3 of 5."""
    measured = retention(known("2022-12-31", members=FOUR + """
    GBR       2010-11-09  2020-12-31
    GBR       2024-01-01  -
    """))  # fmt: skip
    assert value_of(measured) == pytest.approx(3 / 5)


@pytest.mark.parametrize(
    ("left", "value"),
    [
        pytest.param("2010-12-31", 1.0, id="who left ten years ago is forgotten"),
        pytest.param("2011-01-01", 0.75, id="who left a day later is not"),
        pytest.param("2020-12-31", 0.75, id="who leaves today has left"),
        pytest.param("2021-01-01", 1.0, id="who will leave tomorrow still belongs"),
    ],
)
def test_members_lost_are_counted_for_ten_years(known, left, value):
    measured = retention(known("2020-12-31", members=FOUR.replace("2015-06-30", left)))
    assert value_of(measured) == pytest.approx(value)


def test_who_joins_later_does_not_count_yet_and_an_unknown_start_counts_as_in(known):
    """BBB belongs, CCC comes in 2021: 1 of 1."""
    measured = retention(known("2020-12-31", members="""
        actor_id  joined
        BBB       -
        CCC       2021-01-01
    """))  # fmt: skip
    assert (only(measured)["kept"], only(measured)["ever"]) == (1, 1)
    assert used(measured) == ["members:moon:BBB:"]


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(retention, known, "2020-12-31", members=FOUR)


def test_an_alliance_without_members_has_no_value(known):
    assert is_missing(retention(known("2020-12-31", alliance="""
        alliance_id  founded
        moon         2000
    """)))  # fmt: skip


def test_a_member_that_stayed_never_lowers_it(known):
    stayed = FOUR.replace("2015-06-30", "-")
    assert value_of(retention(known("2020-12-31", members=stayed))) == 1
