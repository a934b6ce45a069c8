"""Provider diversity: on how many shoulders do the functions rest?"""

import pytest

from alliance_core.indicators.capability_complementarity.provider_diversity import provider_diversity
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

TWO = """
    function  criticality  actor_id  role
    launch    3            AAA       primary
    habitat   3            BBB       primary
    habitat   3            AAA       alternate
"""


def test_it_is_one_over_the_sum_of_the_squared_shares_of_provision(known):
    """Launch: AAA 3. Habitat is shared 1 : 0.5, BBB 2 and AAA 1. So AAA 4/6, BBB 2/6:
    HHI = 16/36 + 4/36 = 5/9, and 9/5 = 1.8 equal providers."""
    row = only(provider_diversity(known("2020-12-31", functions=TWO)))
    assert row["value"] == pytest.approx(1.8)
    assert row["concentration"] == pytest.approx(5 / 9)
    assert (row["providers"], row["largest"]) == pytest.approx((2, 2 / 3))


def test_the_interval_carries_an_error_of_ten_per_cent_through_the_index(known):
    """dHHI = 2 x 0.1 x sqrt(sum (s (s - HHI))^2): 2/3 (6/9 - 5/9) = 2/27 and 1/3 (3/9 - 5/9) = -2/27, so
    0.2 x 0.10476 = 0.02095. On the index 1.645 x 0.02095 / (5/9)^2 = 0.1117 either way."""
    row = only(provider_diversity(known("2020-12-31", functions=TWO)))
    assert (row["low"], row["high"]) == pytest.approx((1.8 - 0.1117, 1.8 + 0.1117), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(provider_diversity, known, "2020-12-31", functions=TWO)


def test_roles_weigh_1_and_a_half_and_a_quarter(known):
    """One function: 1 : 0.5 : 0.25 = 4/7, 2/7, 1/7; HHI = 21/49, 49/21 = 2.333."""
    rows = """
        actor_id  role
        AAA       primary
        BBB       alternate
        CCC       partial
    """
    assert value_of(provider_diversity(known("2020-12-31", functions=rows))) == pytest.approx(49 / 21)


def test_criticality_weighs_functions(known):
    """AAA carries 4, BBB 1: HHI = 0.64 + 0.04 = 0.68, 1 / 0.68 = 1.471."""
    rows = """
        function  criticality  actor_id
        launch    4            AAA
        habitat   1            BBB
    """
    assert value_of(provider_diversity(known("2020-12-31", functions=rows))) == pytest.approx(1 / 0.68)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_equal_providers_count_fully(known, number):
    rows = [{"actor_id": actor} for actor in ("AAA", "BBB", "CCC", "DDD")[:number]]
    assert value_of(provider_diversity(known("2020-12-31", functions=rows))) == pytest.approx(number)


def test_a_state_beside_its_own_organisation_is_the_same_shoulder(known):
    """Of three equal providers FRA and ESA are one: 2/3 and 1/3, HHI = 5/9, 1.8."""
    snapshot = known(
        "2020-12-31",
        functions="""
            actor_id
            ESA
            FRA
            USA
        """,
        members="""
            alliance_id  actor_id
            esa          FRA
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
    )
    row = only(provider_diversity(snapshot))
    assert (row["value"], row["providers"]) == pytest.approx((1.8, 2))


def test_only_providers_of_today_count(known):
    rows = """
        function  actor_id  from  to
        launch    AAA       2000  -
        launch    BBB       2000  2015
        launch    CCC       2025  -
    """
    measured = provider_diversity(known("2020-12-31", functions=rows))
    assert value_of(measured) == 1
    assert used(measured) == ["functions:moon:launch:launch:AAA:primary:2000"]


def test_without_a_provider_there_is_no_value(known):
    rows = """
        actor_id  from  to
        AAA       2000  2015
    """
    assert is_missing(provider_diversity(known("2020-12-31", functions=rows)))
