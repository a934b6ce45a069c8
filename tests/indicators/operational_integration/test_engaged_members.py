"""Engaged members: how many have anything at stake?"""

import pytest

from alliance_core.indicators.operational_integration.engaged_members import engaged_members
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

MEMBERS = """
    actor_id
    AAA
    BBB
    CCC
    DDD
    EEE
"""
STAKES = {
    "commitments": """
        commitment_id  actor_id  nature  declared
        promise        AAA       other   2015
    """,
    "functions": """
        actor_id  from
        BBB       2015
    """,
    "shares": """
        year  measure  actor_id  share_pct
        2015  cost     CCC       100
        2015  cost     EEE       0
        2015  benefit  EEE       100
    """,
    "contributions": """
        actor_id  year
        DDD       2015
    """,
}


def test_it_is_the_share_of_members_with_a_commitment_a_function_a_cost_share_or_a_contribution(known):
    """AAA, BBB, CCC and DDD have one each; EEE bears no cost, and a benefit is no stake: 4 of 5. Wilson:
    centre (0.8 + 2.7055/10) / (1 + 2.7055/5) = 0.6947, half
    sqrt(2.7055 (0.16/5 + 2.7055/100)) / 1.5411 = 0.2594."""
    row = only(engaged_members(known("2020-12-31", members=MEMBERS, **STAKES)))
    assert (row["value"], row["engaged"], row["members"]) == (0.8, 4, 5)
    assert (row["low"], row["high"]) == pytest.approx((0.4353, 0.9540), abs=0.0001)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("commitments", "commitments:moon:promise"),
        ("functions", "functions:moon:launch:launch:BBB:primary:2015"),
        ("shares", "shares:moon:2015:cost:CCC"),
        ("contributions", "contributions:moon:DDD:2015:financial:basis"),
    ],
)
def test_each_of_them_alone_is_a_stake_and_evidence_of_it(known, table, row):
    """One of five."""
    measured = engaged_members(known("2020-12-31", members=MEMBERS, **{table: STAKES[table]}))
    assert value_of(measured) == pytest.approx(0.2)
    members = [f"members:moon:{actor}:" for actor in ("AAA", "BBB", "CCC", "DDD", "EEE")]
    assert used(measured) == sorted([row, *members])


def test_signing_alone_is_no_stake(known):
    assert value_of(engaged_members(known("2020-12-31", members=MEMBERS))) == 0


def test_a_stake_counts_from_its_date_on(known):
    assert value_of(engaged_members(known("2014-12-31", members=MEMBERS, **STAKES))) == 0


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(engaged_members, known, "2020-12-31", members=MEMBERS, **STAKES)


def test_a_state_counts_with_what_its_organisation_has_at_stake_and_the_organisation_not(known):
    """Of USA and FRA one is engaged, through ESA; ESA itself is left out: 1 of 2."""
    snapshot = known(
        "2020-12-31",
        members="""
            alliance_id  actor_id
            moon         USA
            moon         ESA
            moon         FRA
            esa          FRA
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        functions="""
            alliance_id  actor_id
            moon         ESA
        """,
    )
    row = of(engaged_members(snapshot), "moon")
    assert (row["engaged"], row["members"]) == (1, 2)


def test_an_alliance_without_members_has_no_value(known):
    assert is_missing(engaged_members(known("2020-12-31", **STAKES)))


def test_one_more_stake_raises_it(known):
    stakes = {**STAKES, "contributions": STAKES["contributions"] + "        EEE       2015\n"}
    assert value_of(engaged_members(known("2020-12-31", members=MEMBERS, **stakes))) == 1
