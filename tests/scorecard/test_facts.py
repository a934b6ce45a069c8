"""Facts side by side: what binds and governs, and who carries it."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.facts import TIERS, UNKNOWN, facts, member_table, members_by_tier

DAY = dt.date(2020, 12, 31)
MOON = {
    "alliance_id": "moon", "name": "The Moon Treaty", "short_name": "Moon", "founded": "2001-05",
    "withdrawal_notice_months": "12", "legal_form": "a treaty", "anchor_actor": "AAA",
}  # fmt: skip
MARS = {"alliance_id": "mars", "name": "Mars", "short_name": "Mars", "founded": "2001", "anchor_actor": "BBB"}
MEMBERS = """
    alliance_id  actor_id  name     tier        joined      left
    moon         CCC       Ceres    peripheral  2005        -
    moon         AAA       Alpha    anchor      2001-05     -
    moon         BBB       Beta     core        -           -
    moon         DDD       Delta    core        2010-02-03  2015
    moon         EEE       Epsilon  core        2021        -
    mars         BBB       Beta     anchor      2001        -
"""
SHARES = """
    alliance_id  actor_id  year  measure  share_pct
    moon         AAA       2018  cost     60
    moon         BBB       2018  cost     40
    moon         AAA       2019  cost     80
    moon         BBB       2019  cost     20
    moon         AAA       2020  cost     70
    moon         BBB       2020  cost     30
    moon         AAA       2021  cost     10
    moon         BBB       2021  cost     90
"""
FUNCTIONS = """
    alliance_id  actor_id  function  detail   from  to
    moon         AAA       launch    rocket   2002  -
    moon         AAA       launch    capsule  2002  -
    moon         AAA       funding   -        2002  2010
"""
COMMITMENTS = """
    alliance_id  actor_id  commitment_id  declared  due   delivered  ended
    moon         AAA       c1             2002      2005  2006       -
    moon         BBB       c2             2002      2005  -          -
    moon         BBB       c3             2002      2005  2021       -
"""


@pytest.fixture
def two(evidence_of):
    tables = {"members": MEMBERS, "shares": SHARES, "functions": FUNCTIONS, "commitments": COMMITMENTS}
    return assess(evidence_of(alliance=[MOON, MARS], **tables), DAY)


def column(frame, name):
    return dict(frame.select("fact", name).iter_rows())


def test_facts_stand_side_by_side_in_the_order_chosen(two):
    assert facts(two, ["moon", "mars"]).columns == ["fact", "Moon", "Mars"]
    assert facts(two, ["mars", "moon"]).columns == ["fact", "Mars", "Moon"]
    assert facts(two, ["moon"]).columns == ["fact", "Moon"]


def test_facts_tell_what_binds_and_who_pays(two):
    told = column(facts(two, ["moon", "mars"]), "Moon")
    assert told["Founded"] == "2001-05"
    assert told["Legal form"] == "a treaty"
    assert told["Withdrawal notice"] == "12 months"
    assert told["Anchor"] == "AAA"


def test_the_largest_cost_share_is_the_mean_of_three_ended_years(two):
    """(60 + 80 + 70) / 3 = 70; the year 2021 lies ahead."""
    assert column(facts(two, ["moon"]), "Moon")["Largest cost share"] == "70 %"


def test_members_are_those_of_the_date_counted_by_tier(two):
    """Delta has left, Epsilon joins later, Beta's start is not known and counts as present."""
    told = column(facts(two, ["moon"]), "Moon")
    assert told["Members"] == "3"
    assert told["Members by tier"] == "1 anchor, 1 core, 1 peripheral"


def test_what_nobody_knows_is_said_to_be_unknown(two):
    told = column(facts(two, ["moon", "mars"]), "Mars")
    assert told["Withdrawal notice"] == told["Largest cost share"] == UNKNOWN


def test_tiers_come_with_the_anchor_first(assessed):
    frame = members_by_tier(assessed, assessed.overall["alliance_id"].to_list())
    for _, rows in frame.group_by("alliance_id", maintain_order=True):
        ranks = [TIERS.index(tier) for tier in rows["tier"]]
        assert ranks == sorted(ranks)
    assert frame["members"].sum() == assessed.snapshot.members.height


def test_the_members_of_an_alliance_are_listed_with_what_they_bring(two):
    rows = {row["actor_id"]: row for row in member_table(two, "moon").iter_rows(named=True)}
    assert list(rows) == ["AAA", "BBB", "CCC"]
    anchor, core, peripheral = rows.values()
    assert (anchor["name"], anchor["joined"], anchor["functions"], anchor["delivered"]) == ("Alpha", "2001-05", 1, 1)
    assert anchor["cost_share"] == pytest.approx(70)
    assert (core["joined"], core["functions"], core["delivered"]) == (UNKNOWN, 0, 0)
    assert core["cost_share"] == pytest.approx(30)
    assert (peripheral["joined"], peripheral["cost_share"]) == ("2005", None)


def test_every_shipped_alliance_has_facts_and_members(assessed):
    ids = assessed.overall["alliance_id"].to_list()
    frame = facts(assessed, ids)
    assert frame.width == 1 + len(ids)
    assert frame.null_count().sum_horizontal().item() == 0
    for alliance in ids:
        assert member_table(assessed, alliance).height == assessed.snapshot.members.filter(alliance_id=alliance).height
    assert frame.filter(pl.col("fact") == "Anchor").height == 1
