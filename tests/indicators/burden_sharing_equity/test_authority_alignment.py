"""Authority alignment: do those who pay decide?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.authority_alignment import authority_alignment
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

SHARES = """
    year  measure   actor_id  share_pct
    2019  cost      AAA       70
    2019  cost      BBB       20
    2019  cost      CCC       10
    2019  decision  AAA       40
    2019  decision  BBB       40
    2019  decision  CCC       20
    2019  benefit   BBB       100
"""


def test_it_is_one_minus_half_the_sum_of_the_differences_of_cost_and_decision_shares(known):
    """Cost 70, 20, 10 and decision 40, 40, 20: 30 + 20 + 10 = 60, half of it 30: 0.7."""
    row = only(authority_alignment(known("2020-06-30", shares=SHARES)))
    assert (row["value"], row["moved"], row["payers"]) == pytest.approx((0.7, 0.3, 3))


def test_the_interval_carries_an_error_of_ten_per_cent_of_each_amount_through_the_index(known):
    """Signs +, -, -; cost-weighted mean 0.7 - 0.2 - 0.1 = 0.4. 0.1/2 sqrt((0.7 x 0.6)^2 + (0.2 x 1.4)^2 +
    (0.1 x 1.4)^2) = 0.0262; times 1.645 = 0.0431 either way."""
    row = only(authority_alignment(known("2020-06-30", shares=SHARES)))
    assert (row["low"], row["high"]) == pytest.approx((0.6569, 0.7431), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(authority_alignment, known, "2020-06-30", shares=SHARES)


def test_the_evidence_is_the_cost_and_decision_shares(known):
    assert used(authority_alignment(known("2020-06-30", shares=SHARES))) == [
        f"shares:moon:2019:{measure}:{actor}" for measure in ("cost", "decision") for actor in ("AAA", "BBB", "CCC")
    ]


def test_each_measure_takes_its_own_latest_three_years(known):
    """Cost is known to 2019 (mean 60 : 40), decision only for 2015 (50 : 50): 0.9."""
    rows = """
        year  measure   actor_id  share_pct
        2018  cost      AAA       70
        2018  cost      BBB       30
        2019  cost      AAA       50
        2019  cost      BBB       50
        2015  decision  AAA       50
        2015  decision  BBB       50
    """
    assert value_of(authority_alignment(known("2020-06-30", shares=rows))) == pytest.approx(0.9)


def test_an_organisation_beside_its_own_states_is_split_among_them(known):
    """Decision: USA 50, ESA 50, split 3 : 1 into FRA 37.5 and DEU 12.5; cost: USA 50, FRA 30, DEU 20:
    7.5 change hands: 0.925. Only states with a vote of ESA stand behind it: CAN pays 20 there, and has none."""
    snapshot = known(
        "2020-06-30",
        members="""
            alliance_id  actor_id
            esa          FRA
            esa          DEU
            esa          CAN
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        shares="""
            alliance_id  year  measure   actor_id  share_pct
            moon         2019  cost      USA       50
            moon         2019  cost      FRA       30
            moon         2019  cost      DEU       20
            moon         2019  decision  USA       50
            moon         2019  decision  ESA       50
            esa          2019  cost      FRA       60
            esa          2019  cost      DEU       20
            esa          2019  cost      CAN       20
            esa          2019  decision  FRA       50
            esa          2019  decision  DEU       50
            esa          2019  decision  CAN       0
        """,
    )
    assert of(authority_alignment(snapshot), "moon")["value"] == pytest.approx(0.925)


def test_votes_in_proportion_to_contribution_are_a_real_finding(known):
    """Unlike a benefit set equal to the cost by the compilers, this is a rule of the texts: 1."""
    rows = """
        year  measure   actor_id  share_pct
        2019  cost      AAA       60
        2019  cost      BBB       40
        2019  decision  AAA       60
        2019  decision  BBB       40
    """
    assert value_of(authority_alignment(known("2020-06-30", shares=rows))) == 1


@pytest.mark.parametrize("missing", ["cost", "decision"])
def test_without_cost_or_decision_there_is_no_value(known, missing):
    rows = "\n".join(line for line in SHARES.splitlines() if f"  {missing} " not in line)
    assert is_missing(authority_alignment(known("2020-06-30", shares=rows)))


def test_authority_that_comes_nearer_to_the_cost_raises_it(known):
    """AAA 50 and BBB 30: (20 + 10 + 10) / 2 = 20: 0.8."""
    nearer = SHARES.replace("AAA       40", "AAA       50").replace("BBB       40", "BBB       30")
    assert value_of(authority_alignment(known("2020-06-30", shares=nearer))) == pytest.approx(0.8)
