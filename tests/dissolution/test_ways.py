"""Own launches, organisations, and what ends with an alliance."""

import pytest

from alliance_core.dissolution.units import require_member
from alliance_core.errors import UnknownNameError, WorkbenchError

LIFT = """
    alliance_id  actor_id  function            criticality  role     from  to
    moon         AAA       medium_lift_launch  5            primary  2005  -
    moon         AAA       heavy_lift_launch   5            primary  2005  -
    moon         BBB       medium_lift_launch  5            primary  2005  {}
"""
SINCE = """
    actor_id  orbital_launch_since  crew_launch_since
    CCC       2010                  2012
    BBB       1990                  -
"""
LAUNCHES = """
    actor_id  year  orbital_attempts
    AAA       2018  4
    CCC       2017  1
    BBB       2019  3
"""


def test_an_own_launch_of_the_last_years_stands_for_medium_launch_only(taken, part_of):
    found = taken(functions=LIFT.format("-"), actors=SINCE, launches=LAUNCHES)
    assert part_of(found, "CCC", "medium_lift_launch")["alone"]
    assert not part_of(found, "CCC", "heavy_lift_launch")["alone"]


def test_a_launch_long_ago_is_none_and_an_attempt_without_success_is_none(taken, part_of):
    found = taken(functions=LIFT.format("-"), actors=SINCE, launches=LAUNCHES, day="2023-12-31")
    assert not part_of(found, "CCC", "medium_lift_launch")["alone"], "2017 is more than five ended years ago"
    never = taken(functions=LIFT.format("-"), launches=LAUNCHES)
    assert not part_of(never, "CCC", "medium_lift_launch")["alone"], "no first success is known"


def test_before_the_launch_list_begins_the_year_of_the_first_launch_counts(taken, part_of):
    assert part_of(taken(functions=LIFT.format("-"), actors=SINCE), "CCC", "medium_lift_launch")["alone"]
    early = taken(functions=LIFT.format("-"), actors=SINCE, day="2010-06-30")
    assert not part_of(early, "CCC", "medium_lift_launch")["alone"], "a year is known after it has ended"


def test_where_the_functions_say_that_a_provision_ended_they_prevail(taken, part_of):
    """BBB launched in 2019, but its provision ended that year: a grounded rocket is no launcher."""
    grounded = taken(functions=LIFT.format("2019-08-31"), actors=SINCE, launches=LAUNCHES)
    assert not part_of(grounded, "BBB", "medium_lift_launch")["alone"]


def test_an_own_crewed_launch_stands_for_crew_transport(taken, part_of):
    assert part_of(taken(actors=SINCE), "CCC", "crew_transport")["alone"]
    assert not part_of(taken(actors=SINCE, day="2011-12-31"), "CCC", "crew_transport")["alone"]


# --- Organisations --------------------------------------------------------------------------------

ORGANISATION = {
    "alliance": [
        {"alliance_id": "space", "founded": "1990", "kind": "treaty_organisation"},
        {"alliance_id": "moon", "founded": "1990", "kind": "joint_programme", "anchor_actor": "AAA"},
    ],
    "actors": [{"actor_id": "ORG", "kind": "organisation", "name": "ORG"}],
    "vocabulary_organisations": [{"actor_id": "ORG", "alliance_id": "space"}],
}
BELONG = """
    alliance_id  actor_id  tier
    moon         AAA       anchor
    moon         ORG       core
    moon         PPP       peripheral
    space        PPP       core
    space        QQQ       core
"""
DONE = """
    alliance_id  actor_id  function  criticality  role
    moon         ORG       habitat   4            primary
    moon         AAA       power     3            primary
    space        QQQ       habitat   4            primary
"""


@pytest.fixture
def organised(taken):
    return taken(functions=DONE, members=BELONG, **ORGANISATION)


def test_states_belong_through_an_organisation_and_none_stands_twice(organised):
    members = {row["actor_id"]: row for row in organised.members.to_dicts()}
    assert set(members) == {"AAA", "ORG", "PPP", "QQQ"}
    assert {name for name, row in members.items() if row["counted"]} == {"AAA", "PPP", "QQQ"}
    assert members["QQQ"]["tier"] is None
    assert members["QQQ"]["through"] == members["PPP"]["through"] == ["ORG"]


def test_a_state_uses_what_its_organisation_draws_on(organised, part_of):
    part = part_of(organised, "PPP", "power")
    assert part["uses"]
    assert part["grade"] == "by tier"
    assert part["why_uses"] == "draws on the common functions as core member through ORG"


def test_what_the_organisation_provides_is_kept_through_it_and_not_alone(organised, part_of):
    part = part_of(organised, "PPP", "habitat")
    assert (part["alone"], part["outcome"], part["retained"]) == (False, "through others", 0.75)
    assert part_of(organised, "ORG", "habitat")["alone"]
    assert part_of(organised, "QQQ", "habitat")["alone"], "it provides the same for Space"


def test_an_organisation_ends_with_the_alliance_that_it_is(taken, part_of):
    functions = DONE + "    space        AAA       power     2            primary\n"
    found = taken(functions=functions, members=BELONG, of="space", **ORGANISATION)
    assert found.units.ended == ["ORG"]
    assert part_of(found, "PPP", "habitat")["retained"] == 0, "ORG is gone, on the Moon as well"
    moon = taken(functions=functions, members=BELONG, **ORGANISATION)
    assert moon.units.ended == []


def test_a_programme_does_not_take_its_organisation_along(taken):
    tables = {**ORGANISATION, "alliance": [{"alliance_id": "space", "founded": "1990", "kind": "joint_programme"}]}
    assert taken(functions=DONE, members=BELONG, of="space", **tables).units.ended == []


def test_a_second_primary_of_the_own_house_takes_nothing_from_the_organisation(taken, part_of):
    """ORG and its state PPP beside each other are one house: neither is one of several."""
    functions = DONE + "    moon         PPP       habitat   4            primary\n"
    found = taken(functions=functions, members=BELONG, **ORGANISATION)
    assert part_of(found, "ORG", "habitat")["alone"]
    assert part_of(found, "PPP", "habitat")["alone"]


# --- Who can be asked -----------------------------------------------------------------------------


def test_a_member_is_found_in_small_letters(organised):
    assert require_member(organised.units, organised.snapshot, "qqq") == "QQQ"


def test_an_unknown_actor_is_told_with_those_allowed(organised):
    with pytest.raises(UnknownNameError, match=r"unknown member of moon 'XYZ'.*Allowed: AAA, ORG, PPP, QQQ"):
        require_member(organised.units, organised.snapshot, "XYZ")


def test_for_a_nation_outside_the_alliance_there_is_no_loss_but_an_error(taken):
    found = taken()
    with pytest.raises(WorkbenchError, match=r"does not belong to moon .* take nothing from it\. Allowed: AAA, BBB"):
        require_member(found.units, found.snapshot, "EEE")


def test_through_an_organisation_that_is_gone_nobody_belongs_anywhere(taken, part_of):
    """QQQ is on the Moon only through ORG, which the end of Space takes along unless Space is a mere programme."""
    functions = """
        alliance_id  actor_id  function  criticality  role
        space        ZZZ       power     3            primary
        moon         AAA       power     3            primary
    """
    programme = {**ORGANISATION, "alliance": [{"alliance_id": "space", "founded": "1990", "kind": "joint_programme"}]}
    kept = taken(functions=functions, members=BELONG, of="space", **programme)
    assert part_of(kept, "QQQ", "power")["outcome"] == "through others"
    gone = taken(functions=functions, members=BELONG, of="space", **ORGANISATION)
    assert part_of(gone, "QQQ", "power")["outcome"] == "lost"
    assert part_of(gone, "PPP", "power")["outcome"] == "through others", "it is listed on the Moon itself"
