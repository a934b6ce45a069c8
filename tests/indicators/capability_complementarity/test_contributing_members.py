"""Contributing members: how many bring something, instead of only receiving?"""

import pytest

from alliance_core.indicators.capability_complementarity.contributing_members import contributing_members
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

TWO_OF_FOUR = {
    "members": """
        actor_id  joined
        AAA       2000
        BBB       2000
        CCC       2000
        DDD       2000
    """,
    "functions": """
        actor_id  from  to
        AAA       2010  -
        CCC       2000  2015
        XXX       2000  -
    """,
    "commitments": """
        commitment_id  actor_id  nature   declared  delivered
        dues           BBB       payment  2010      2011
        promise        CCC       service  2010      -
    """,
}


def test_it_is_the_share_of_members_with_a_function_or_a_delivery(known):
    """AAA provides, BBB delivered; what CCC provided is gone and what it promised is open; DDD has
    nothing; XXX is no member: 2 of 4. Wilson: centre 0.5, half
    sqrt(2.7055 (0.25/4 + 2.7055/64)) / (1 + 2.7055/4) = 0.3176."""
    row = only(contributing_members(known("2020-12-31", **TWO_OF_FOUR)))
    assert (row["value"], row["contributing"], row["members"]) == (0.5, 2, 4)
    assert (row["low"], row["high"]) == pytest.approx((0.1824, 0.8176), abs=0.0001)


def test_the_evidence_is_the_members_and_what_they_bring(known):
    assert used(contributing_members(known("2020-12-31", **TWO_OF_FOUR))) == [
        "commitments:moon:dues", "functions:moon:launch:launch:AAA:primary:2010",
        "members:moon:AAA:2000", "members:moon:BBB:2000", "members:moon:CCC:2000", "members:moon:DDD:2000",
    ]  # fmt: skip


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(contributing_members, known, "2020-12-31", **TWO_OF_FOUR)


def test_a_function_or_delivery_counts_from_its_date_on(known):
    """In 2010 CCC provided still, BBB had not delivered, AAA had just begun: 2 of 4; in 2009 only CCC."""
    assert value_of(contributing_members(known("2010-12-31", **TWO_OF_FOUR))) == 0.5
    assert value_of(contributing_members(known("2009-12-31", **TWO_OF_FOUR))) == 0.25


ORGANISATION = {
    "actors": """
        actor_id  kind
        ESA       organisation
    """,
    "vocabulary_organisations": """
        actor_id  alliance_id
        ESA       esa
    """,
    "functions": """
        alliance_id  actor_id
        moon         ESA
    """,
}


def test_a_state_listed_beside_its_organisation_counts_with_what_that_brings_and_the_organisation_not(known):
    """USA brings nothing, FRA acts through ESA, ESA itself is not counted: 1 of 2."""
    measured = contributing_members(
        known("2020-12-31", **ORGANISATION, members="""
            alliance_id  actor_id
            moon         USA
            moon         ESA
            moon         FRA
            esa          FRA
            esa          DEU
        """)
    )  # fmt: skip
    row = of(measured, "moon")
    assert (row["contributing"], row["members"]) == (1, 2)
    assert used(measured, "moon") == [
        "functions:moon:launch:launch:ESA:primary:", "members:moon:FRA:", "members:moon:USA:",
    ]  # fmt: skip


def test_an_organisation_that_stands_alone_is_a_member_like_others(known):
    """USA and ESA: 1 of 2."""
    measured = contributing_members(
        known("2020-12-31", **ORGANISATION, members="""
            alliance_id  actor_id
            moon         USA
            moon         ESA
            esa          FRA
        """)
    )  # fmt: skip
    assert (of(measured, "moon")["contributing"], of(measured, "moon")["members"]) == (1, 2)


def test_an_alliance_without_members_has_no_value(known):
    assert is_missing(contributing_members(known("2020-12-31", functions=TWO_OF_FOUR["functions"])))


def test_one_more_delivery_raises_it(known):
    delivered = TWO_OF_FOUR["commitments"].replace("2010      -", "2010      2020")
    assert value_of(contributing_members(known("2020-12-31", **TWO_OF_FOUR | {"commitments": delivered}))) == 0.75
