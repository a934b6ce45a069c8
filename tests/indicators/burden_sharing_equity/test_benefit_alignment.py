"""Benefit alignment: do those who pay get the benefit?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.benefit_alignment import benefit_alignment
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

SHARES = """
    year  measure   actor_id  share_pct
    2019  cost      AAA       60
    2019  cost      BBB       40
    2019  benefit    AAA       45
    2019  benefit    BBB       30
    2019  benefit    CCC       25
"""


def test_it_is_one_minus_half_the_sum_of_the_differences_of_cost_and_benefit_shares(known):
    """Cost 60, 40, 0 and benefit 45, 30, 25: 15 + 10 + 25 = 50, half of it 25: 0.75."""
    row = only(benefit_alignment(known("2020-06-30", shares=SHARES)))
    assert (row["value"], row["moved"], row["payers"]) == pytest.approx((0.75, 0.25, 3))
