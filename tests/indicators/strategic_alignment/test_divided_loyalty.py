"""Divided loyalty: how many members have also joined a rival framework?"""

import pytest

from alliance_core.indicators.strategic_alignment.divided_loyalty import divided_loyalty
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

MEMBERS = """
    alliance_id  actor_id  joined
    moon         AAA       2000
    moon         BBB       2000
    moon         CCC       2000
    moon         DDD       2000
    dark         DDD       2015
    dark         XXX       2015
    mars         AAA       2015
"""
RIVALS = """
    alliance_id  rival_id
    moon         dark
"""
ONE_OF_FOUR = {"members": MEMBERS, "vocabulary_rivals": RIVALS}


def test_it_is_the_share_of_members_that_are_also_in_a_rival_framework(known):
    """DDD is in the dark alliance too; mars, where AAA is, is no rival: 1 of 4. Wilson as for 1 of 4:
    centre (0.25 + 2.7055/8) / 1.6764 = 0.3509, half 0.2930."""
    row = only(divided_loyalty(known("2020-12-31", **ONE_OF_FOUR)))
    assert (row["value"], row["divided"], row["members"]) == (0.25, 1, 4)
    assert (row["low"], row["high"]) == pytest.approx((0.0579, 0.6439), abs=0.0001)


def test_the_evidence_is_the_members_the_membership_elsewhere_and_who_is_a_rival(known):
    assert used(divided_loyalty(known("2020-12-31", **ONE_OF_FOUR))) == [
        "members:dark:DDD:2015",
        "members:moon:AAA:2000", "members:moon:BBB:2000", "members:moon:CCC:2000", "members:moon:DDD:2000",
        "rivals:moon:dark",
    ]  # fmt: skip


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(divided_loyalty, known, "2020-12-31", **ONE_OF_FOUR)


def test_before_the_member_joined_the_rival_nobody_was_divided(known):
    assert value_of(divided_loyalty(known("2014-12-31", **ONE_OF_FOUR))) == 0


def test_a_member_of_two_rivals_counts_once(known):
    measured = divided_loyalty(
        known(
            "2020-12-31",
            members=MEMBERS + "    ring         DDD       2015\n",
            vocabulary_rivals=RIVALS + "    moon         ring\n",
        )
    )
    assert value_of(measured) == 0.25


def test_where_no_rival_is_named_or_none_exists_yet_there_is_no_value(known):
    assert is_missing(divided_loyalty(known("2020-12-31", members=MEMBERS)))
    founded_later = """
        alliance_id  founded
        dark         2021
    """
    assert is_missing(divided_loyalty(known("2020-12-31", alliance=founded_later, **ONE_OF_FOUR)))


def test_an_organisation_is_not_counted_beside_its_own_states(known):
    """USA and FRA, not ESA: 1 of 2 is divided."""
    snapshot = known(
        "2020-12-31",
        members="""
            alliance_id  actor_id
            moon         USA
            moon         ESA
            moon         FRA
            esa          FRA
            dark         FRA
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        vocabulary_rivals=RIVALS,
    )
    assert value_of(divided_loyalty(snapshot)) == 0.5


def test_one_member_that_stays_out_of_the_rival_lowers_it(known):
    loyal = MEMBERS.replace("dark         DDD", "dark         ZZZ")
    assert value_of(divided_loyalty(known("2020-12-31", members=loyal, vocabulary_rivals=RIVALS))) == 0
