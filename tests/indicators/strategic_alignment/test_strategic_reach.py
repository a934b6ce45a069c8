"""Strategic reach: how much of the world's public space spending stands behind the alliance?"""

import pytest

from alliance_core.indicators.strategic_alignment.strategic_reach import strategic_reach
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

MEMBERS = """
    actor_id
    AAA
    BBB
    CCC
"""
BUDGETS = """
    actor_id  year  civil_musd  total_musd
    AAA       2019  30000       50000
    BBB       2019  -           10000
    XXX       2019  60000       60000
"""
ECONOMY = """
    actor_id  year  gdp_busd
    AAA       2019  100
    BBB       2019  100
    CCC       2019  50
    XXX       2019  700
"""
FORTY = {"members": MEMBERS, "space_budgets": BUDGETS, "economy": ECONOMY}


def test_it_is_the_members_share_of_the_spending_of_all_states_with_a_figure(known):
    """AAA 30 (civil), BBB 10 (total, no civil figure), XXX outside 60: 40 of 100 billion. Of the members'
    GDP of 250, the 200 of AAA and BBB have a figure: coverage 0.8."""
    row = only(strategic_reach(known("2020-12-31", **FORTY)))
    assert (row["value"], row["members_busd"], row["world_busd"]) == pytest.approx((0.4, 40, 100))
    assert row["coverage"] == pytest.approx(0.8)


def test_the_interval_carries_an_error_of_15_per_cent_of_each_figure_through_the_ratio(known):
    """Errors 4.5, 1.5 and 9. (1 - 0.4)^2 (4.5^2 + 1.5^2) + 0.4^2 x 9^2 = 8.1 + 12.96 = 21.06;
    1.645 sqrt(21.06) / 100 = 0.0755 either way."""
    row = only(strategic_reach(known("2020-12-31", **FORTY)))
    assert (row["low"], row["high"]) == pytest.approx((0.3245, 0.4755), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(strategic_reach, known, "2020-12-31", **FORTY)


def test_the_evidence_is_every_figure_counted_the_worlds_too(known):
    assert used(strategic_reach(known("2020-12-31", **FORTY))) == [
        "space_budgets:_common:AAA:2019", "space_budgets:_common:BBB:2019", "space_budgets:_common:XXX:2019",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "value"),
    [
        pytest.param(2020, 0.4, id="the latest ended year replaces the older figure"),
        pytest.param(2021, 0.1, id="a year that has not ended is not known"),
        pytest.param(2018, 0.1, id="an older figure does not replace it"),
    ],
)
def test_each_state_counts_with_its_latest_ended_year(known, year, value):
    """BBB 10 of 100 in 2019; with 60 instead, 60 of 150 = 0.4."""
    rows = f"""
        actor_id  year    civil_musd
        BBB       2019    10000
        XXX       2019    90000
        BBB       {year}  60000
    """
    measured = strategic_reach(known("2020-12-31", members=MEMBERS, space_budgets=rows, economy=ECONOMY))
    assert value_of(measured) == pytest.approx(value)


@pytest.mark.parametrize(("year", "value"), [(2017, 0.25), (2016, None)])
def test_a_figure_may_be_three_years_old_but_no_older(known, year, value):
    rows = f"""
        actor_id  year    civil_musd
        AAA       {year}  10
        XXX       2019    30
    """
    measured = strategic_reach(known("2020-12-31", members=MEMBERS, space_budgets=rows, economy=ECONOMY))
    assert is_missing(measured) if value is None else value_of(measured) == value


def test_figures_of_organisations_are_left_out_because_their_states_figures_hold_their_dues(known):
    """FRA counts for the alliance because ESA stands for it: 10 of 40, whatever ESA spends."""
    snapshot = known(
        "2020-12-31",
        actors="""
            actor_id  kind
            ESA       organisation
        """,
        members="""
            alliance_id  actor_id
            moon         ESA
            esa          FRA
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        space_budgets="""
            actor_id  year  civil_musd
            ESA       2019  8000
            FRA       2019  10000
            XXX       2019  30000
        """,
        economy="""
            actor_id  year  gdp_busd
            FRA       2019  100
        """,
    )
    assert of(strategic_reach(snapshot), "moon")["value"] == pytest.approx(0.25)


def test_members_without_any_figure_give_no_value(known):
    rows = """
        actor_id  year  civil_musd
        XXX       2019  30000
    """
    measured = strategic_reach(known("2020-12-31", members=MEMBERS, space_budgets=rows, economy=ECONOMY))
    assert is_missing(measured)


def test_more_spending_by_a_member_raises_it_and_by_an_outsider_lowers_it(known):
    def with_budget(old: str, new: str) -> float:
        return value_of(strategic_reach(known("2020-12-31", **{**FORTY, "space_budgets": BUDGETS.replace(old, new)})))

    base = with_budget("", "")
    assert with_budget("60000       60000", "70000  70000") < base < with_budget("30000 ", "40000 ")
