"""Years and money, as far as they are known."""

import pytest

COMMITMENTS = """
    alliance_id  actor_id  commitment_id  function_group  nature    declared    delivered   ended  value_musd
    moon         AAA       c1             habitat         hardware  2000-01-01  2004-01-01  -      100
    moon         AAA       c2             habitat         hardware  2000-01-01  2010-01-01  -      300
    moon         BBB       c3             habitat         hardware  2000-01-01  2006-01-01  -      -
    moon         BBB       c4             habitat         service   2000-01-01  2001-01-01  -      5
    moon         BBB       c5             habitat         hardware  2000-01-01  2022-01-01  -      900
    moon         BBB       c6             power           hardware  2000-01-01  -           2005   70
    mars         BBB       c7             power           hardware  2000-01-01  2003-01-01  -      70
"""


def test_years_seen_are_the_median_of_delivered_hardware_of_the_alliance(taken, part_of):
    """Four, ten and six years: six. A service, a delivery that lies ahead and an end do not count."""
    part = part_of(taken(commitments=COMMITMENTS), "CCC", "habitat")
    assert part["built_years"] == pytest.approx(6, abs=0.01)
    assert part["built_n"] == 3


def test_value_is_the_median_of_those_that_are_known(taken, part_of):
    part = part_of(taken(commitments=COMMITMENTS), "CCC", "habitat")
    assert (part["value_musd"], part["value_n"]) == (200, 2)


def test_what_nobody_knows_stays_missing(taken, part_of):
    part = part_of(taken(commitments=COMMITMENTS, vocabulary_functions=[]), "CCC", "power")
    assert part["built_years"] is None
    assert part["value_musd"] is None
    assert part["years"] is None
    assert (part["built_n"], part["value_n"]) == (0, 0)


def test_the_longest_pole_is_of_what_is_lost_and_not_of_what_is_kept(taken):
    """AAA keeps crew transport (12 years) and loses half of the habitat (9)."""
    assert taken().members.filter(actor_id="AAA")["longest_years"][0] == 9
