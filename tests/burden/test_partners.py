"""Partners against their economies and their people: hand-worked shares, and what stays unknown."""

import polars as pl
import pytest

from alliance_core.burden.partners import free_riders, in_percent, marked, partners, shown, unit_of
from alliance_core.burden.sentences import basis
from tests.burden.worlds import ECONOMY, MEMBERS, MOON, SHARES, THROUGH_ESA


@pytest.fixture
def moon(known):
    return partners(known("2020-06-30", **MOON), 3)


def by_actor(frame):
    return {row["actor_id"]: row for row in frame.iter_rows(named=True)}


def test_relative_burden_is_cost_share_over_gdp_share(moon):
    """60 % of the cost with 400 of 1000 billion is 1.5 times the mean; DDD bears nothing, which is no unknown."""
    found = by_actor(moon)
    assert {name: row["relative_burden"] for name, row in found.items()} == pytest.approx(
        {"AAA": 1.5, "BBB": 1.5, "CCC": 0.5, "DDD": 0.0, "EEE": None}
    )
    assert found["AAA"]["relative_per_head"] == pytest.approx(0.6 / (100 / 400))


def test_net_positions_are_benefit_or_decision_minus_cost(moon):
    found = by_actor(moon)
    assert found["AAA"]["benefit_net"] == pytest.approx(-0.2)
    assert found["CCC"]["decision_net"] == pytest.approx(0.15)


def test_an_unknown_economy_stays_unknown_and_is_not_compared(moon):
    row = by_actor(moon)["EEE"]
    assert (row["gdp"], row["population"], row["gdp_share"], row["relative_burden"]) == (None, None, None, None)
    assert row["cost"] == 0
    assert not row["compared"]


def test_shares_add_up_to_one(moon):
    for name in ("cost", "benefit", "decision", "gdp_share", "population_share"):
        assert moon[name].sum() == pytest.approx(1)


def test_a_measure_without_rows_is_unknown_for_everybody(known):
    frame = partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY, shares="""
        actor_id  year  measure  share_pct
        AAA       2019  cost     100
    """), 3)  # fmt: skip
    assert frame["benefit"].null_count() == frame.height
    assert frame["benefit_net"].null_count() == frame.height


def test_shares_of_a_year_that_has_not_ended_change_nothing(known, moon):
    later = (
        SHARES
        + """
    AAA       2020  cost      10
    BBB       2020  cost      90
    """
    )
    assert partners(known("2020-06-30", **(MOON | {"shares": later})), 3).equals(moon)


def test_the_order_of_the_rows_does_not_matter(known, moon):
    head, *rows = SHARES.strip().splitlines()
    turned = "\n".join([head, *reversed(rows)])
    assert partners(known("2020-06-30", **(MOON | {"shares": turned})), 3).equals(moon)


def test_the_weakest_row_decides_how_far_a_share_is_verified(known):
    frame = partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY, shares="""
        actor_id  year  measure  share_pct  verification
        AAA       2018  cost     60         read
        AAA       2019  cost     60         estimated
        BBB       2018  cost     40         read
        BBB       2019  cost     40         recalled
    """), 3)  # fmt: skip
    found = by_actor(frame)
    assert [found[name]["cost_verified"] for name in ("AAA", "BBB", "DDD")] == ["estimated", "recalled", None]


def test_an_organisation_has_the_people_of_the_states_behind_it(known):
    row = by_actor(partners(known("2020-06-30", **THROUGH_ESA), 3).filter(alliance_id="moon"))["ESA"]
    assert (row["gdp"], row["population"]) == (500, 140)


@pytest.mark.parametrize(
    ("nation", "unit", "words"),
    [
        ("FRA", "ESA", "France acts through European Space Agency"),
        ("USA", "USA", "United States stands in the tables and charts in its own name"),
        ("IND", None, "India is no partner"),
    ],
)
def test_a_nation_is_found_under_its_own_row_or_that_of_its_organisation(known, nation, unit, words):
    snapshot = known("2020-06-30", **THROUGH_ESA)
    own, told = unit_of(snapshot, partners(snapshot, 3), "moon", nation)
    assert own == unit
    assert words in told


def test_nobodys_view_marks_no_row(known):
    snapshot = known("2020-06-30", **MOON)
    frame = partners(snapshot, 3)
    assert unit_of(snapshot, frame, "moon", None) == (None, "")
    assert set(in_percent(frame)["own"]) == {""}
    assert marked(frame, "BBB").filter(own="▶")["actor_id"].to_list() == ["BBB"]


def test_free_riders_are_members_without_cost_the_largest_first_and_the_unknown_last(moon):
    riders = free_riders(moon)
    assert riders["actor_id"].to_list() == ["DDD", "EEE"]
    assert riders["gdp_share"].to_list() == pytest.approx([0.2, None])


def test_a_chart_shows_the_largest_and_always_the_readers_own(moon):
    assert shown(moon, ["cost"], 2, None)["actor_id"].to_list() == ["AAA", "BBB"]
    assert shown(moon, ["cost"], 1, "DDD")["actor_id"].to_list() == ["AAA", "DDD"]


def test_a_chart_leaves_out_who_has_nothing_but_not_who_is_unknown(moon):
    assert shown(moon, ["relative_burden"], 20, None)["actor_id"].to_list() == ["AAA", "BBB", "CCC", "EEE"]


def test_percentages_are_hundred_times_the_shares(moon):
    assert in_percent(moon)["cost"].sum() == pytest.approx(100)


def test_one_row_of_one_partner_is_said_so():
    told = basis({"rows": 1, "partners": 1, "first_year": 2019, "last_year": 2019, "unit": "per cent"})
    assert told.startswith("1 row of 1 partner, 2019 to 2019")


def test_frames_are_sorted_by_cost(moon):
    assert moon["cost"].to_list() == sorted(moon["cost"].to_list(), reverse=True)
    assert moon.select(pl.col("actor_id").is_duplicated().any()).item() is False


def test_without_any_share_the_members_are_listed_as_unknown_not_as_free_riders(known):
    frame = partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY), 3)
    assert frame.height == 5
    assert frame["cost"].null_count() == 5
    assert frame["gdp"].null_count() == 1
    assert free_riders(frame).is_empty()
