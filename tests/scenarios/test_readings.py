"""What the stress tests say of real alliances: readings that somebody who knows them would expect."""

import pytest

from alliance_core.catalogue.scenario_rules import intact_word
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.shocks import parse_scenario
from alliance_core.scenarios.stress import hollowing, partner_table, stress


@pytest.fixture(scope="module")
def cut(summer, fitted):
    """Two fifths of the anchor's contribution taken away from an alliance on 2023-06-30."""

    def hit(alliance, *texts):
        shocks = parse_scenario(texts or ["anchor_funding_cut=0.4"])
        return stress(setting_of(summer, alliance), shocks, fitted, base_rates(summer))

    return hit


def test_a_cut_of_nasa_keeps_the_partners_of_artemis_in_most_draws(cut):
    """As in 2026, when the Gateway was paused: those who build stay."""
    table = partner_table(cut("artemis"))
    leaves = dict(table.select("actor_id", "p_leaves").iter_rows())
    for actor in ("ESA", "JPN", "CAN"):
        assert leaves[actor] < 1 / 3
    assert table.filter(actor_id="USA")["p_leaves"][0] < 0.02


def test_but_artemis_does_not_survive_it_intact(cut):
    assert intact_word(cut("artemis").not_intact) == "high"


def test_and_two_fifths_or_more_of_its_partners_are_there_in_name_only(cut):
    found = cut("artemis")
    assert found.setting.hollow >= 0.4
    assert hollowing(found) >= 0.4


def test_the_same_cut_hurts_copernicus_less(cut):
    """Its law binds its states, and they have been in it for longer."""
    assert cut("copernicus").not_intact < cut("artemis").not_intact - 0.02


def test_without_a_shock_nearly_nothing_happens(cut, summer, fitted):
    for alliance in ("artemis", "iss", "copernicus"):
        quiet = stress(setting_of(summer, alliance), (), fitted, base_rates(summer))
        assert quiet.not_intact < 0.02
        assert cut(alliance).not_intact > quiet.not_intact


def test_the_station_loses_more_with_russia_than_with_canada(cut):
    """What moves it and steers it, against its robotic arm."""
    lost = {}
    for actor in ("RUS", "CAN"):
        found = cut("iss", f"partner_exit:{actor}=0.3")
        lost[actor] = (found.run.lost @ found.setting.weight).mean()
    assert lost["RUS"] > lost["CAN"] > 0
