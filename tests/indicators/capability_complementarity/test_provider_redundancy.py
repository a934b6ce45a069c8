"""Provider redundancy: if one provider is lost, can another take over?"""

import pytest

from alliance_core.indicators.capability_complementarity.provider_redundancy import provider_redundancy
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

FUNCTIONS = """
    function  criticality  actor_id  role
    launch    5            AAA       primary
    launch    5            BBB       alternate
    habitat   3            AAA       primary
    habitat   3            BBB       primary
    robotics  2            CCC       primary
"""


def test_only_an_alternate_of_another_provider_makes_a_function_redundant(known):
    """Launch 5: AAA with the alternate BBB. Habitat 3: two primaries complement one another. Robotics 2:
    CCC alone. So 5 of 10, and one function hangs on a single provider. Wilson of 1.5 of 3: centre 0.5,
    half sqrt(2.7055 (0.25/3 + 2.7055/36)) / (1 + 2.7055/3) = 0.3444."""
    row = only(provider_redundancy(known("2020-12-31", functions=FUNCTIONS)))
    assert (row["redundant"], row["needed"], row["single"]) == (5, 10, 1)
    assert (row["value"], row["low"], row["high"]) == pytest.approx((0.5, 0.1556, 0.8444), abs=0.0001)


def redundant(known, rows: str) -> float:
    return value_of(
        provider_redundancy(
            known(
                "2020-12-31",
                functions=rows,
                actors="""
                    actor_id  kind
                    ESA       organisation
                """,
                vocabulary_organisations="""
                    actor_id  alliance_id
                    ESA       esa
                """,
                members="""
                    alliance_id  actor_id
                    esa          FRA
                    esa          DEU
                """,
            )
        )
    )


@pytest.mark.parametrize(
    ("providers", "value"),
    [
        pytest.param(["AAA primary", "BBB alternate"], 1, id="primary and alternate"),
        pytest.param(["AAA alternate", "BBB alternate"], 1, id="two alternates"),
        pytest.param(["AAA primary", "AAA alternate"], 0, id="an alternate of the same partner"),
        pytest.param(["AAA primary", "BBB partial"], 0, id="a partial provider cannot take over"),
        pytest.param(["AAA alternate"], 0, id="one alternate alone"),
        pytest.param(["FRA primary", "ESA alternate"], 0, id="a state and its own organisation"),
        pytest.param(["FRA primary", "ESA alternate", "DEU alternate"], 0, id="two states and their organisation"),
        pytest.param(["FRA primary", "DEU alternate"], 1, id="two states of an organisation that is not there"),
        pytest.param(["ESA primary", "USA alternate"], 1, id="an organisation and a state outside it"),
    ],
)
def test_a_substitute_must_be_independent(known, providers, value):
    rows = [dict(zip(("actor_id", "role"), provider.split(), strict=True)) for provider in providers]
    assert redundant(known, rows) == value


def test_providers_of_different_details_do_not_replace_one_another(known):
    rows = """
        function  detail     actor_id  role
        sensing   radar      AAA       primary
        sensing   altimeter  BBB       alternate
    """
    assert redundant(known, rows) == 0


def test_the_evidence_is_the_providers(known):
    assert used(provider_redundancy(known("2020-12-31", functions=FUNCTIONS))) == [
        "functions:moon:habitat:habitat:AAA:primary:", "functions:moon:habitat:habitat:BBB:primary:",
        "functions:moon:launch:launch:AAA:primary:", "functions:moon:launch:launch:BBB:alternate:",
        "functions:moon:robotics:robotics:CCC:primary:",
    ]  # fmt: skip


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(provider_redundancy, known, "2020-12-31", functions=FUNCTIONS)


def test_without_functions_there_is_no_value(known):
    assert is_missing(provider_redundancy(known("2020-12-31", members="actor_id\nAAA")))


def test_one_more_alternate_never_lowers_it(known):
    """The alternate for robotics makes it 7 of 10."""
    more = FUNCTIONS + "    robotics  2            AAA       alternate\n"
    assert value_of(provider_redundancy(known("2020-12-31", functions=more))) == pytest.approx(0.7)
