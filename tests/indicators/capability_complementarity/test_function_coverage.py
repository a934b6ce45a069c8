"""Function coverage: is there a provider for everything that the alliance needs?"""

import pytest

from alliance_core.indicators.capability_complementarity.function_coverage import function_coverage
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

# Needed in 2020: launch, habitat, robotics (lost in 2018) and landing, which is only promised so far.
FUNCTIONS = """
    function  criticality  actor_id  role     from  to
    launch    5            AAA       primary  2000  -
    habitat   3            BBB       partial  2005  -
    robotics  2            CCC       primary  2001  2018
    landing   4            AAA       primary  2025  -
"""
PROMISE = """
    commitment_id  function_group  nature    declared
    lander         landing         hardware  2019
"""


def test_it_is_the_share_of_the_criticality_that_has_a_provider(known):
    """Launch 5 of 5, habitat half of 3 (partial provider only), robotics 0 of 2, landing 0 of 4:
    6.5 of 14 = 0.464. Wilson with four functions: centre (0.4643 + 2.7055/8) / 1.6764 = 0.4787,
    half sqrt(2.7055 (0.2487/4 + 2.7055/64)) / 1.6764 = 0.3171."""
    row = only(function_coverage(known("2020-12-31", functions=FUNCTIONS, commitments=PROMISE)))
    assert (row["covered"], row["needed"], row["functions"]) == (6.5, 14, 4)
    assert row["value"] == pytest.approx(6.5 / 14)
    assert (row["low"], row["high"]) == pytest.approx((0.4787 - 0.3171, 0.4787 + 0.3171), abs=0.001)


def test_the_evidence_is_the_providers_of_today_and_the_promises(known):
    assert used(function_coverage(known("2020-12-31", functions=FUNCTIONS, commitments=PROMISE))) == [
        "commitments:moon:lander",
        "functions:moon:habitat:habitat:BBB:partial:2005",
        "functions:moon:launch:launch:AAA:primary:2000",
    ]


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(
        function_coverage, known, "2020-12-31", functions=FUNCTIONS, commitments=PROMISE
    )  # fmt: skip


def test_a_function_is_needed_from_its_first_provider_or_promise_on(known):
    """In 2004 only launch and robotics had been provided, both were covered: 7 of 7."""
    row = only(function_coverage(known("2004-12-31", functions=FUNCTIONS, commitments=PROMISE)))
    assert (row["covered"], row["needed"]) == (7, 7)


def test_only_hardware_and_services_make_a_function_needed(known):
    """A study of landers needs no lander: 6.5 of 10."""
    study = PROMISE.replace("hardware", "other   ")
    row = only(function_coverage(known("2020-12-31", functions=FUNCTIONS, commitments=study)))
    assert (row["covered"], row["needed"]) == (6.5, 10)


def test_the_criticality_of_a_function_is_shared_among_its_details(known):
    """Two details of a function of weight 4, 2 each; one lost its provider: 2 of 4."""
    row = only(
        function_coverage(
            known("2020-12-31", functions="""
                function  detail     criticality  from  to
                sensing   radar      4            2000  -
                sensing   altimeter  4            2000  2015
            """)
        )
    )  # fmt: skip
    assert (row["covered"], row["needed"]) == (2, 4)


def test_an_unknown_start_counts_as_available(known):
    row = only(function_coverage(known("2020-12-31", functions=FUNCTIONS.replace("2005", "-   "))))
    assert row["covered"] == 6.5


def test_nothing_provided_or_promised_gives_no_value(known):
    assert is_missing(function_coverage(known("1999-12-31", functions=FUNCTIONS, commitments=PROMISE)))


@pytest.mark.parametrize(
    ("better", "instead_of"),
    [
        pytest.param("partial  2005  -", "partial  2005  2010", id="a provider that stays"),
        pytest.param("primary  2005  -", "partial  2005  -", id="a full provider instead of a partial one"),
    ],
)
def test_a_better_provider_raises_it(known, better, instead_of):
    good, bad = (
        value_of(function_coverage(known("2020-12-31", functions=FUNCTIONS.replace("partial  2005  -", part))))
        for part in (better, instead_of)
    )
    assert good > bad
