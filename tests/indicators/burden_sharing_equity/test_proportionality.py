"""Proportionality: do partners pay in proportion to their economies?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.proportionality import proportionality
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

MEMBERS = """
    actor_id
    AAA
    BBB
    CCC
"""
COST = """
    year  measure  actor_id  share_pct
    2019  cost     AAA       60
    2019  cost     BBB       30
    2019  cost     CCC       10
"""
ECONOMY = """
    actor_id  year  gdp_busd
    AAA       2019  500
    BBB       2019  250
    CCC       2019  250
"""
THREE = {"members": MEMBERS, "shares": COST, "economy": ECONOMY}


def test_it_is_one_minus_half_the_sum_of_the_differences_of_cost_and_gdp_shares(known):
    """Cost 60, 30, 10 and GDP 50, 25, 25 per cent: 10 + 5 + 15 = 30, half of it 15: 0.85."""
    row = only(proportionality(known("2020-06-30", **THREE)))
    assert (row["value"], row["moved"], row["payers"], row["coverage"]) == pytest.approx((0.85, 0.15, 3, 1))


def test_the_interval_carries_an_error_of_ten_per_cent_of_each_amount_through_the_index(known):
    """Signs +, +, -; their cost-weighted mean is 0.6 + 0.3 - 0.1 = 0.8. The amounts move the index by
    0.6 x 0.2, 0.3 x 0.2 and 0.1 x -1.8: 0.1/2 sqrt(0.0144 + 0.0036 + 0.0324) = 0.01122; times 1.645
    = 0.0185 either way."""
    row = only(proportionality(known("2020-06-30", **THREE)))
    assert (row["low"], row["high"]) == pytest.approx((0.8315, 0.8685), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(proportionality, known, "2020-06-30", **THREE)


def test_the_evidence_is_the_cost_shares_the_members_and_their_gdp(known):
    assert used(proportionality(known("2020-06-30", **THREE))) == [
        "economy:_common:AAA:2019", "economy:_common:BBB:2019", "economy:_common:CCC:2019",
        "members:moon:AAA:", "members:moon:BBB:", "members:moon:CCC:",
        "shares:moon:2019:cost:AAA", "shares:moon:2019:cost:BBB", "shares:moon:2019:cost:CCC",
    ]  # fmt: skip


def test_a_member_that_pays_nothing_is_compared_too(known):
    """CCC no longer pays: cost 67, 33, 0 of GDP 50, 25, 25: (16.7 + 8.3 + 25) / 2 = 25: 0.75."""
    rows = """
        year  measure  actor_id  share_pct
        2019  cost     AAA       66.6667
        2019  cost     BBB       33.3333
    """
    row = only(proportionality(known("2020-06-30", **{**THREE, "shares": rows})))
    assert (row["value"], row["payers"]) == pytest.approx((0.75, 3), abs=1e-5)


def test_the_mean_of_the_last_three_known_years_counts(known):
    """AAA paid 90, 60 and 30 per cent, 60 on average of GDP 50: 0.9. 2016 is too old, 2020 unknown."""
    rows = [
        {"year": year, "measure": "cost", "actor_id": actor, "share_pct": share}
        for year, of_aaa in ((2016, 0), (2017, 90), (2018, 60), (2019, 30), (2020, 0))
        for actor, share in (("AAA", of_aaa), ("BBB", 100 - of_aaa))
    ]
    economy = """
        actor_id  year  gdp_busd
        AAA       2019  500
        BBB       2019  500
    """
    measured = proportionality(known("2020-06-30", members=MEMBERS, shares=rows, economy=economy))
    assert value_of(measured) == pytest.approx(0.9)


def test_coverage_is_the_share_of_the_cost_borne_by_members_with_a_known_gdp(known):
    """BBB (30) has no GDP and XXX (10) is no member: 60 of 100 are compared, AAA alone with CCC, which
    pays nothing: cost 1 : 0, GDP 2 : 1, so 0.667."""
    shares = COST.replace("CCC", "XXX")
    economy = ECONOMY.replace("BBB       2019  250", "XXX       2019  250")
    row = only(proportionality(known("2020-06-30", members=MEMBERS, shares=shares, economy=economy)))
    assert (row["value"], row["coverage"]) == pytest.approx((2 / 3, 0.6))


ESA = {
    "actors": """
        actor_id  kind
        ESA       organisation
    """,
    "vocabulary_organisations": """
        actor_id  alliance_id
        ESA       esa
    """,
    "economy": """
        actor_id  year  gdp_busd
        USA       2019  700
        FRA       2019  200
        DEU       2019  100
        ESA       2019  999
    """,
}
STATES = """
    alliance_id  actor_id
    moon         USA
    moon         ESA
    moon         FRA
    esa          FRA
    esa          DEU
"""


def test_a_state_that_pays_through_an_organisation_is_not_counted_twice_and_that_has_its_states_gdp(known):
    """USA pays 80 with a GDP of 700, ESA 20 for FRA and DEU with 200 + 100; FRA, also a member of its own,
    is no further unit: |80 - 70| + |20 - 30| = 20, half of it 10: 0.9."""
    rows = """
        alliance_id  year  measure  actor_id  share_pct
        moon         2019  cost     USA       80
        moon         2019  cost     ESA       20
    """
    row = of(proportionality(known("2020-06-30", **ESA, members=STATES, shares=rows)), "moon")
    assert (row["value"], row["payers"], row["coverage"]) == pytest.approx((0.9, 2, 1))


BESIDE = """
    alliance_id  year  measure  actor_id  share_pct
    moon         2019  cost     USA       50
    moon         2019  cost     FRA       20
    moon         2019  cost     ESA       30
    esa          2019  cost     FRA       75
    esa          2019  cost     DEU       25
"""


def test_an_organisation_beside_its_own_states_is_split_by_its_own_cost_key(known):
    """ESA's 30 go 75 : 25 to FRA (20 + 22.5) and DEU (7.5): cost 50, 42.5, 7.5 of GDP 70, 20, 10:
    (20 + 22.5 + 2.5) / 2 = 22.5: 0.775."""
    measured = proportionality(known("2020-06-30", **ESA, members=STATES, shares=BESIDE))
    row = of(measured, "moon")
    assert (row["value"], row["payers"]) == pytest.approx((0.775, 3))
    assert {"shares:esa:2019:cost:DEU", "shares:esa:2019:cost:FRA"} <= set(used(measured, "moon"))


def test_a_state_behind_two_organisations_brings_its_gdp_once(known):
    """FRA (200) stands behind ESA and EU, 100 each: ESA 100 + DEU 100, EU 100, USA 700. Cost 70, 20, 10
    per cent of GDP 70, 20, 10: exactly proportional. Twice 200 would make the total 1,200."""
    snapshot = known(
        "2020-06-30",
        actors="""
            actor_id  kind
            ESA       organisation
            EU        organisation
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
            EU        copernicus
        """,
        members="""
            alliance_id  actor_id
            moon         USA
            moon         ESA
            moon         EU
            esa          FRA
            esa          DEU
            copernicus   FRA
        """,
        shares="""
            alliance_id  year  measure  actor_id  share_pct
            moon         2019  cost     USA       70
            moon         2019  cost     ESA       20
            moon         2019  cost     EU        10
        """,
        economy=ESA["economy"],
    )
    assert of(proportionality(snapshot), "moon")["value"] == pytest.approx(1)


@pytest.mark.parametrize(("year", "coverage"), [(2017, 1.0), (2016, 0.6)])
def test_a_gdp_may_be_three_years_old_but_no_older(known, year, coverage):
    economy = ECONOMY.replace("BBB       2019", f"BBB       {year}").replace("CCC       2019", f"CCC       {year}")
    members = MEMBERS + "    DDD\n"
    economy += "    DDD       2019  100\n"
    row = only(proportionality(known("2020-06-30", members=members, shares=COST, economy=economy)))
    assert row["coverage"] == pytest.approx(coverage)


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param({"members": MEMBERS, "economy": ECONOMY}, id="no cost shares"),
        pytest.param({"members": MEMBERS, "shares": COST}, id="no GDP"),
        pytest.param({**THREE, "members": "actor_id\nAAA"}, id="one unit only"),
        pytest.param({**THREE, "shares": COST.replace("2019", "2020")}, id="a year that has not ended"),
    ],
)
def test_without_two_units_to_compare_there_is_no_value(known, tables):
    assert is_missing(proportionality(known("2020-06-30", **tables)))


def test_a_payer_that_comes_nearer_to_its_gdp_raises_it(known):
    """AAA 55 and CCC 15: (5 + 5 + 10) / 2 = 10: 0.9."""
    nearer = COST.replace("60", "55").replace("CCC       10", "CCC       15")
    assert value_of(proportionality(known("2020-06-30", **{**THREE, "shares": nearer}))) == pytest.approx(0.9)
