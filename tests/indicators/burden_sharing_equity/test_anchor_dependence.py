"""Anchor dependence: how much of the cost does the largest payer bear?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.anchor_dependence import anchor_dependence
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

YEARS = """
    year  measure   actor_id  share_pct
    2016  cost      AAA       10
    2016  cost      BBB       90
    2017  cost      AAA       70
    2017  cost      BBB       30
    2018  cost      AAA       60
    2018  cost      BBB       40
    2019  cost      AAA       50
    2019  cost      BBB       50
    2019  benefit   BBB       100
    2020  cost      BBB       100
"""


def test_it_is_the_largest_mean_share_of_the_last_three_ended_years(known):
    """AAA 70, 60, 50: mean 60 per cent. 2016 is the fourth year back, 2020 has not ended."""
    row = only(anchor_dependence(known("2020-12-30", shares=YEARS)))
    assert (row["value"], row["payer"], row["years"]) == (pytest.approx(0.6), "AAA", 3)


def test_on_the_last_day_of_a_year_its_shares_are_known(known):
    """2018 to 2020: AAA 60, 50, 0 and BBB 40, 50, 100: BBB 63.3 per cent."""
    row = only(anchor_dependence(known("2020-12-31", shares=YEARS)))
    assert (row["value"], row["payer"]) == (pytest.approx(190 / 300), "BBB")


def test_a_payer_counts_as_nothing_in_a_year_in_which_it_is_not_listed(known):
    """AAA paid all in 2017, half in 2018 and nothing in 2019: 150 / 3 = 50 per cent, as BBB with 50 and 100.
    CCC with 0 is no payer. Over the years listed alone AAA would bear 75 and BBB 75."""
    rows = """
        year  measure  actor_id  share_pct
        2017  cost     AAA       100
        2018  cost     AAA       50
        2018  cost     BBB       50
        2019  cost     BBB       100
        2019  cost     CCC       0
    """
    row = only(anchor_dependence(known("2020-12-30", shares=rows)))
    assert (row["value"], row["years"]) == pytest.approx((0.5, 3))


def test_the_interval_carries_an_error_of_ten_per_cent_of_each_amount_through_the_share(known):
    """0.1 x 0.6 x sqrt(0.4^2 + 0.4^2) = 0.03394; times 1.645 = 0.0558 either way."""
    row = only(anchor_dependence(known("2020-12-30", shares=YEARS)))
    assert (row["low"], row["high"]) == pytest.approx((0.5442, 0.6558), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(anchor_dependence, known, "2020-12-30", shares=YEARS)


def test_the_evidence_is_the_cost_shares_of_these_years(known):
    assert used(anchor_dependence(known("2020-12-30", shares=YEARS))) == [
        f"shares:moon:{year}:cost:{actor}" for year in (2017, 2018, 2019) for actor in ("AAA", "BBB")
    ]


def test_an_organisation_beside_its_own_states_is_split_among_them(known):
    """ESA's 60 go half and half to FRA (10 + 30) and DEU (30 + 30): DEU 60 is the largest."""
    snapshot = known(
        "2020-12-30",
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
            moon         2019  cost     FRA       10
            moon         2019  cost     DEU       30
            moon         2019  cost     ESA       60
            esa          2019  cost     FRA       50
            esa          2019  cost     DEU       50
        """,
    )
    row = of(anchor_dependence(snapshot), "moon")
    assert (row["value"], row["payer"]) == (pytest.approx(0.6), "DEU")


def test_an_organisation_that_stands_alone_is_one_payer(known):
    snapshot = known(
        "2020-12-30",
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
            moon         2019  cost     USA       40
            moon         2019  cost     ESA       60
        """,
    )
    row = of(anchor_dependence(snapshot), "moon")
    assert (row["value"], row["payer"]) == (pytest.approx(0.6), "ESA")


def test_without_cost_shares_there_is_no_value(known):
    benefit = """
        year  measure  actor_id  share_pct
        2019  benefit  AAA       100
    """
    assert is_missing(anchor_dependence(known("2020-12-30", shares=benefit)))


def test_a_smaller_share_of_the_largest_payer_lowers_it(known):
    less = YEARS.replace("AAA       70", "AAA       64").replace("BBB       30", "BBB       36")
    assert value_of(anchor_dependence(known("2020-12-30", shares=less))) == pytest.approx(0.58)
