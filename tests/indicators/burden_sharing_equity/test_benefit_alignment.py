"""Benefit alignment: do those who pay get the benefit?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.benefit_alignment import benefit_alignment
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

SHARES = """
    year  measure   actor_id  share_pct
    2019  cost      AAA       60
    2019  cost      BBB       30
    2019  cost      CCC       10
    2019  benefit   AAA       50
    2019  benefit   BBB       25
    2019  benefit   CCC       25
    2019  decision  BBB       100
"""


def test_it_is_one_minus_half_the_sum_of_the_differences_of_cost_and_benefit_shares(known):
    """Cost 60, 30, 10 and benefit 50, 25, 25: 10 + 5 + 15 = 30, half of it 15: 0.85."""
    row = only(benefit_alignment(known("2020-06-30", shares=SHARES)))
    assert (row["value"], row["moved"], row["payers"]) == pytest.approx((0.85, 0.15, 3))


def test_the_interval_carries_an_error_of_ten_per_cent_of_each_amount_through_the_index(known):
    """Signs +, +, -; cost-weighted mean 0.6 + 0.3 - 0.1 = 0.8. 0.1/2 sqrt((0.6 x 0.2)^2 + (0.3 x 0.2)^2 +
    (0.1 x 1.8)^2) = 0.01122; times 1.645 = 0.0185 either way."""
    row = only(benefit_alignment(known("2020-06-30", shares=SHARES)))
    assert (row["low"], row["high"]) == pytest.approx((0.8315, 0.8685), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(benefit_alignment, known, "2020-06-30", shares=SHARES)


def test_the_evidence_is_the_cost_and_benefit_shares(known):
    assert used(benefit_alignment(known("2020-06-30", shares=SHARES))) == [
        f"shares:moon:2019:{measure}:{actor}" for measure in ("benefit", "cost") for actor in ("AAA", "BBB", "CCC")
    ]


def test_who_gets_without_paying_and_who_pays_without_getting_are_compared_too(known):
    """AAA pays all, BBB gets all: everything would have to change hands."""
    rows = """
        year  measure  actor_id  share_pct
        2019  cost     AAA       100
        2019  benefit  BBB       100
    """
    assert value_of(benefit_alignment(known("2020-06-30", shares=rows))) == 0


def test_an_organisation_beside_its_own_states_is_split_among_them(known):
    """Cost: USA 60, ESA 40, split 3 : 1 into FRA 30 and DEU 10. Benefit: USA 60, FRA 20, DEU 20: 10 change
    hands: 0.9."""
    snapshot = known(
        "2020-06-30",
        members="""
            alliance_id  actor_id
            esa          FRA
            esa          DEU
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        shares="""
            alliance_id  year  measure  actor_id  share_pct
            moon         2019  cost     USA       60
            moon         2019  cost     ESA       40
            moon         2019  benefit  USA       60
            moon         2019  benefit  FRA       20
            moon         2019  benefit  DEU       20
            esa          2019  cost     FRA       75
            esa          2019  cost     DEU       25
        """,
    )
    measured = benefit_alignment(snapshot)
    assert of(measured, "moon")["value"] == pytest.approx(0.9)
    assert "shares:esa:2019:cost:FRA" in used(measured, "moon")


def test_a_benefit_that_equals_the_cost_by_rule_is_no_evidence(known):
    by_rule = """
        year  measure  actor_id  share_pct
        2019  cost     AAA       60
        2019  cost     BBB       40
        2019  benefit  AAA       60.05
        2019  benefit  BBB       39.95
    """
    assert is_missing(benefit_alignment(known("2020-06-30", shares=by_rule)))
    near = by_rule.replace("60.05", "60.20").replace("39.95", "39.80")
    assert value_of(benefit_alignment(known("2020-06-30", shares=near))) == pytest.approx(0.998)


@pytest.mark.parametrize("missing", ["cost", "benefit"])
def test_without_cost_or_benefit_there_is_no_value(known, missing):
    rows = "\n".join(line for line in SHARES.splitlines() if f"  {missing} " not in line)
    assert is_missing(benefit_alignment(known("2020-06-30", shares=rows)))


def test_a_benefit_that_comes_nearer_to_the_cost_raises_it(known):
    """CCC 20 and AAA 55: (5 + 5 + 10) / 2 = 10: 0.9."""
    nearer = SHARES.replace("AAA       50", "AAA       55").replace("benefit   CCC       25", "benefit   CCC       20")
    assert value_of(benefit_alignment(known("2020-06-30", shares=nearer))) == pytest.approx(0.9)
