"""Duplication: where do three or more partners do the same thing?"""

import pytest

from alliance_core.indicators.capability_complementarity.duplication import duplication
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

FUNCTIONS = """
    function  actor_id  role
    launch    AAA       primary
    launch    BBB       alternate
    launch    CCC       primary
    habitat   AAA       primary
    habitat   BBB       primary
    habitat   CCC       partial
    robotics  AAA       partial
"""


def test_it_is_the_share_of_provided_functions_with_three_full_providers(known):
    """Launch has three full providers, habitat two and a partial one; robotics has none and is no
    provided function: 1 of 2."""
    row = only(duplication(known("2020-12-31", functions=FUNCTIONS)))
    assert (row["value"], row["duplicated"], row["provided"]) == (0.5, 1, 2)


def test_the_interval_is_that_of_wilson(known):
    """1 of 2: centre 0.5, half sqrt(2.7055 (0.25/2 + 2.7055/16)) / (1 + 2.7055/2) = 0.3791."""
    row = only(duplication(known("2020-12-31", functions=FUNCTIONS)))
    assert (row["low"], row["high"]) == pytest.approx((0.1209, 0.8791), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(duplication, known, "2020-12-31", functions=FUNCTIONS)


def test_details_of_a_function_are_told_apart(known):
    """Three providers of three details duplicate nothing."""
    rows = """
        function  detail     actor_id
        sensing   radar      AAA
        sensing   altimeter  BBB
        sensing   camera     CCC
    """
    row = only(duplication(known("2020-12-31", functions=rows)))
    assert (row["duplicated"], row["provided"]) == (0, 3)


def test_states_beside_their_organisation_are_one_provider_with_it(known):
    """ESA with FRA and DEU is one, USA two: not three."""
    snapshot = known(
        "2020-12-31",
        functions="""
            alliance_id  actor_id
            moon         ESA
            moon         FRA
            moon         DEU
            moon         USA
        """,
        members="""
            alliance_id  actor_id
            esa          FRA
            esa          DEU
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
    )
    assert value_of(duplication(snapshot)) == 0


def test_a_provider_that_is_gone_or_still_to_come_duplicates_nothing(known):
    rows = """
        actor_id  from  to
        AAA       2000  -
        BBB       2000  2015
        CCC       2025  -
    """
    measured = duplication(known("2020-12-31", functions=rows))
    assert value_of(measured) == 0
    assert used(measured) == ["functions:moon:launch:launch:AAA:primary:2000"]


def test_without_a_full_provider_there_is_no_value(known):
    rows = """
        actor_id  role
        AAA       partial
    """
    assert is_missing(duplication(known("2020-12-31", functions=rows)))


def test_one_duplicate_less_lowers_it(known):
    """Without CCC's rocket nothing is duplicated: a better value, since duplication is a cost."""
    fewer = FUNCTIONS.replace("    launch    CCC       primary\n", "")
    assert value_of(duplication(known("2020-12-31", functions=fewer))) == 0
