"""What a stress test knows of an alliance: partners, years, alternatives, functions, and only what was knowable."""

import datetime as dt

import numpy as np
import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.scenarios.setting import TIERS, Setting, base_rates, setting_of

ALLIANCE = """
    alliance_id  anchor_actor  founded
    moon         AAA           2000-12-31
"""
MEMBERS = """
    actor_id  tier        joined      left
    BBB       core        2010-12-31  -
    AAA       anchor      -           -
    CCC       associate   2019-12-31  -
    DDD       peripheral  2001-12-31  2005-12-31
"""
RATINGS = """
    indicator  as_of       level
    exit_cost  2005-01-01  3
    exit_cost  2022-01-01  1
"""
FUNCTIONS = """
    function  criticality  actor_id  role       from
    launch    5            AAA       primary    2001
    launch    5            BBB       alternate  2021
    habitat   3            BBB       primary    2001
    robotics  2            CCC       partial    2001
"""
TABLES = {"alliance": ALLIANCE, "members": MEMBERS, "ratings": RATINGS, "functions": FUNCTIONS}


@pytest.fixture
def moon(known):
    """The setting of the made-up alliance, some tables replaced."""

    def look(day="2020-12-31", **tables) -> Setting:
        return setting_of(known(day, **(TABLES | tables)), "moon")

    return look


def test_partners_are_the_members_of_the_day_the_anchor_first(moon):
    setting = moon()
    assert setting.actors == ("AAA", "BBB", "CCC")
    assert [TIERS[tier] for tier in setting.tier] == ["anchor", "core", "associate"]
    assert setting.anchor == 0


def test_years_invested_count_from_accession_from_the_founding_or_from_an_earlier_promise(moon):
    assert moon().years == pytest.approx([20, 10, 1], abs=0.01)
    early = moon(commitments="actor_id  declared    nature\n CCC  2017-12-31  hardware")
    assert early.years == pytest.approx([20, 10, 3], abs=0.01)


def test_functions_are_those_with_a_full_provider_among_the_partners(moon):
    setting = moon()
    assert setting.parts == (("habitat", "habitat"), ("launch", "launch"))
    assert setting.provides.tolist() == [[False, True, False], [True, False, False]]
    assert setting.criticality.tolist() == [3, 5]


def test_later_facts_change_nothing_earlier(moon):
    """The alternate of 2021, the rating of 2022 and a member that leaves in 2023 are not known in 2020."""
    later = moon(members=MEMBERS + "    EEE  core  2022-01-01  -\n", ratings=RATINGS, functions=FUNCTIONS)
    without = moon(
        members=MEMBERS.replace("2019-12-31  -", "2019-12-31  2023-01-01"),
        ratings="\n".join(RATINGS.splitlines()[:-1]).replace("2022-01-01  1", ""),
        functions="\n".join(line for line in FUNCTIONS.splitlines() if "2021" not in line),
    )
    for name in Setting.__dataclass_fields__:
        one, other = getattr(later, name), getattr(without, name)
        assert (
            np.array_equal(one, other, equal_nan=True)
            if isinstance(one, np.ndarray) and one.dtype != object
            else one == other
        ), name
    assert later.exit_cost == 0.75
    assert moon("2022-12-31").exit_cost == 0.25


def test_a_missing_share_of_the_cost_is_not_known_rather_than_none(moon):
    setting = moon(shares="""
        measure  year  actor_id  share_pct
        cost     2019  AAA       70
        cost     2019  BBB       30
    """)  # fmt: skip
    assert setting.cost[:2] == pytest.approx([0.7, 0.3])
    assert np.isnan(setting.cost[2])
    assert setting.anchor_share == pytest.approx(0.7)
    assert moon().anchor_share == 1


def test_who_has_no_commitment_function_or_share_has_no_stake(moon):
    assert moon().stake.tolist() == [True, True, True]
    functions = "\n".join(line for line in FUNCTIONS.splitlines() if "CCC" not in line)
    assert moon(functions=functions).stake.tolist() == [True, True, False]


def test_states_behind_an_organisation_count_only_with_a_stake_of_their_own(moon):
    """FRA and DEU act through ESA; DEU promised something itself."""
    found = moon(
        actors="actor_id  kind\n ESA  organisation",
        vocabulary_organisations="actor_id  alliance_id\n ESA  esa",
        alliance=ALLIANCE + "    esa  FRA  1975-05-30\n",
        members="""
            alliance_id  actor_id  tier        joined
            moon         AAA       anchor      -
            moon         ESA       core        2010-12-31
            moon         FRA       peripheral  2012-12-31
            moon         DEU       peripheral  2012-12-31
            esa          FRA       core        -
            esa          DEU       core        -
        """,
        commitments="actor_id  declared    nature\n DEU  2015-12-31  hardware",
    )
    assert found.actors == ("AAA", "ESA", "DEU")


def test_a_partner_with_a_rival_or_a_launcher_of_its_own_has_an_alternative(moon):
    """CCC is member of the rival, BBB launches since 2015 and provides habitat itself: 3 of 10."""
    found = moon(
        actors="actor_id  orbital_launch_since\n BBB  2015\n AAA  2021",
        members="\n".join(
            "alliance_id" + line if "actor_id" in line else ("moon  " + line.strip() if line.strip() else "")
            for line in MEMBERS.splitlines()
        ).replace("alliance_id    actor_id", "alliance_id  actor_id")
        + "\nmars  CCC  core  2015-12-31  -",
        vocabulary_rivals="alliance_id  rival_id  reason\n moon  mars  both want it",
    )
    assert dict(zip(found.actors, found.alternative, strict=True)) == {
        "AAA": pytest.approx(0.5), "BBB": 0.5, "CCC": 1.0,
    }  # fmt: skip
    later = moon(actors="actor_id  orbital_launch_since\n BBB  2021")
    assert later.alternative[1] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("table", "told"),
    [("members", "no members"), ("ratings", "no rating of its exit cost"), ("functions", "no functions")],
)
def test_an_alliance_without_the_evidence_is_told(moon, table, told):
    with pytest.raises(
        WorkbenchError, match=f"too little evidence for a stress test of moon on 2020-12-31: {told} in the tables"
    ):
        moon(**{table: []})


def test_a_what_if_changes_one_partner_and_leaves_the_setting_as_it_was(moon):
    setting = moon()
    changed = setting.with_partner("BBB", alternative=1.0, years=0.0)
    assert (changed.alternative[1], changed.years[1]) == (1, 0)
    assert setting.years[1] == pytest.approx(10, abs=0.01)
    assert np.array_equal(np.delete(changed.alternative, 1), np.delete(setting.alternative, 1))
    with pytest.raises(WorkbenchError, match="'ZZZ' is no partner of moon on 2020-12-31; allowed: AAA, BBB, CCC"):
        setting.with_partner("ZZZ", years=1.0)


def test_base_rates_are_exits_per_year_of_membership_over_two_years(known):
    """Peripheral: an exit in 4 years of DDD; with half an exit in a hundred years 1.5 in 104. Core: none in 10."""
    rates = dict(zip(TIERS, base_rates(known("2020-12-31", **TABLES)), strict=True))
    assert rates["peripheral"] == pytest.approx(1 - np.exp(-2 * 1.5 / 104), abs=1e-4)
    assert rates["core"] == pytest.approx(1 - np.exp(-2 * 0.5 / 110), abs=1e-4)
    assert rates["associate"] == pytest.approx(1 - np.exp(-2 * 0.5 / 101), abs=1e-4)
    assert rates["anchor"] == pytest.approx(1 - np.exp(-2 * 0.5 / 120), abs=1e-4)


def test_an_exit_yet_to_come_does_not_raise_the_base_rate(known):
    before = base_rates(known("2004-12-31", **TABLES))
    stayed = base_rates(known("2004-12-31", **(TABLES | {"members": MEMBERS.replace("2005-12-31", "-         ")})))
    assert before.tolist() == stayed.tolist()


# --- The shipped alliances ------------------------------------------------------------------------


def test_the_partners_of_artemis_in_2023_are_those_that_build_it(summer):
    setting = setting_of(summer, "artemis")
    assert {"USA", "ESA", "JPN", "CAN"} <= set(setting.actors)
    assert setting.actors[setting.anchor] == "USA"
    core = {actor for actor, tier in zip(setting.actors, setting.tier, strict=True) if TIERS[tier] == "core"}
    assert core == {"ESA", "JPN", "CAN"}


def test_states_of_esa_without_a_stake_of_their_own_are_left_out_of_artemis(summer):
    """Romania and Poland signed the Accords, and build what they build through ESA."""
    setting = setting_of(summer, "artemis")
    signed = set(summer.members.filter(alliance_id="artemis")["actor_id"])
    assert {"ROU", "POL"} <= signed
    assert not {"ROU", "POL"} & set(setting.actors)
    left_out = signed - set(setting.actors)
    behind = set(summer.organisation_states.filter(organisation="ESA")["actor_id"])
    assert left_out <= behind


def test_every_shipped_alliance_can_be_tested_today(shipped):
    today = Snapshot(shipped, dt.date(2026, 11, 23))
    for alliance in shipped.alliances["alliance_id"]:
        setting = setting_of(today, alliance)
        assert len(setting.actors) >= 2
        assert setting.provides.any(axis=1).all()
        assert ((setting.alternative >= 0) & (setting.alternative <= 1)).all()
        assert (setting.years >= 0).all()


def test_base_rates_are_low_since_hardly_anybody_leaves(summer):
    rates = base_rates(summer)
    assert (rates > 0).all()
    assert (rates < 0.02).all()
