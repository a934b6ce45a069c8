"""Free riding: how much of the members' wealth contributes nothing?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.free_riding import free_riding
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

TEN_PER_CENT = {
    "members": """
        actor_id
        AAA
        BBB
        CCC
        DDD
    """,
    "shares": """
        year  measure  actor_id  share_pct
        2019  cost     AAA       70
        2019  cost     BBB       20
        2019  cost     XXX       10
    """,
    "economy": """
        actor_id  year  gdp_busd
        AAA       2019  600
        BBB       2019  300
        CCC       2019  100
        XXX       2019  5000
    """,
}


def test_it_is_the_share_of_the_members_gdp_that_bears_no_cost(known):
    """CCC with 100 of 1,000 pays nothing: 0.1. DDD has no known GDP, XXX pays but is no member."""
    row = only(free_riding(known("2020-06-30", **TEN_PER_CENT)))
    assert (row["value"], row["idle"]) == (pytest.approx(0.1), 1)


def test_the_interval_allows_each_member_to_have_been_misjudged(known):
    """0.1 sqrt(0.6^2 + 0.3^2 + 0.1^2) = 0.0678; times 1.645 = 0.1116: from 0 (never below) to 0.2116."""
    row = only(free_riding(known("2020-06-30", **TEN_PER_CENT)))
    assert (row["low"], row["high"]) == (0, pytest.approx(0.2116, abs=0.0001))


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(free_riding, known, "2020-06-30", **TEN_PER_CENT)


def test_the_evidence_is_the_cost_shares_the_members_and_their_gdp(known):
    assert used(free_riding(known("2020-06-30", **TEN_PER_CENT))) == [
        "economy:_common:AAA:2019", "economy:_common:BBB:2019", "economy:_common:CCC:2019",
        "members:moon:AAA:", "members:moon:BBB:", "members:moon:CCC:", "members:moon:DDD:",
        "shares:moon:2019:cost:AAA", "shares:moon:2019:cost:BBB", "shares:moon:2019:cost:XXX",
    ]  # fmt: skip


def test_a_listed_share_of_zero_is_nothing(known):
    """CCC is listed with 0 per cent: idle all the same."""
    shares = TEN_PER_CENT["shares"] + "        2019  cost     CCC       0\n"
    row = only(free_riding(known("2020-06-30", **{**TEN_PER_CENT, "shares": shares})))
    assert (row["value"], row["idle"]) == (pytest.approx(0.1), 1)


def test_a_state_behind_an_organisation_that_pays_is_no_free_rider(known):
    """FRA pays through ESA, NZL (100 of 1,000) does not pay at all."""
    snapshot = known(
        "2020-06-30",
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
            moon         USA
            moon         ESA
            moon         FRA
            moon         NZL
            esa          FRA
        """,
        shares="""
            alliance_id  year  measure  actor_id  share_pct
            moon         2019  cost     USA       70
            moon         2019  cost     ESA       30
        """,
        economy="""
            actor_id  year  gdp_busd
            USA       2019  700
            FRA       2019  200
            NZL       2019  100
        """,
    )
    row = of(free_riding(snapshot), "moon")
    assert (row["value"], row["idle"]) == (pytest.approx(0.1), 1)


@pytest.mark.parametrize("missing", ["shares", "economy"])
def test_without_cost_shares_or_gdp_there_is_no_value(known, missing):
    tables = {name: rows for name, rows in TEN_PER_CENT.items() if name != missing}
    assert is_missing(free_riding(known("2020-06-30", **tables)))


def test_one_more_payer_lowers_it(known):
    paying = TEN_PER_CENT["shares"].replace("XXX", "CCC")
    assert value_of(free_riding(known("2020-06-30", **{**TEN_PER_CENT, "shares": paying}))) == 0
