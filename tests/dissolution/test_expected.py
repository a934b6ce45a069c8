"""What a person who knows the field would expect of the shipped evidence."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.dissolution import sentences, view
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence

DAY = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(Evidence(), DAY)


@pytest.fixture(scope="module")
def iss(snapshot) -> Dissolution:
    return dissolve(snapshot, "iss")


def kept(found: Dissolution, actor: str, detail: str) -> float:
    return found.standing.filter(actor_id=actor, detail=detail)["retained"][0]


def test_without_the_station_only_the_two_with_crew_ships_keep_crew_transport(iss):
    assert kept(iss, "USA", "crew_transport") == kept(iss, "RUS", "crew_transport") == 1
    for nation in ("JPN", "CAN", "DEU", "FRA", "ITA", "BEL"):
        assert kept(iss, nation, "crew_transport") < 0.5, nation


def test_without_the_station_nobody_keeps_the_whole_laboratory(iss):
    """Four laboratories complement one another; Canada has none, Japan only its own piece."""
    assert kept(iss, "CAN", "research_laboratory") == 0
    assert kept(iss, "JPN", "research_laboratory") < 1
    assert kept(iss, "DEU", "research_laboratory") < 1


def test_of_the_station_partners_the_two_that_built_its_core_lose_least(iss):
    ranked = view.ranking(iss)
    assert set(ranked["actor_id"].tail(2)) == {"USA", "RUS"}


def test_canada_keeps_the_arm_and_all_others_lose_it(iss):
    arm = iss.standing.filter(detail="robotics")
    assert arm.filter("alone")["actor_id"].to_list() == ["CAN"]


def test_between_shuttle_and_dragon_the_united_states_could_not_fly_crews(snapshot):
    gap = dissolve(Snapshot(snapshot.evidence, dt.date(2015, 12, 31)), "iss")
    assert not gap.standing.filter(actor_id="USA", detail="crew_transport")["alone"][0]
    assert gap.standing.filter(actor_id="RUS", detail="crew_transport")["alone"][0]


def test_without_copernicus_small_states_without_satellites_lose_most(snapshot):
    ranked = view.ranking(dissolve(snapshot, "copernicus"))
    shares = dict(ranked.select("actor_id", "share").iter_rows())
    assert ranked["actor_id"][0] == "MLT"
    assert min(shares[small] for small in ("MLT", "ISL", "BGR", "HRV")) > max(
        shares[large] for large in ("DEU", "FRA", "ITA")
    )


def test_a_good_half_of_the_peripheral_accords_signatories_has_nothing_to_lose(snapshot):
    ranked = view.ranking(dissolve(snapshot, "artemis"))
    peripheral = ranked.filter(tier="peripheral")
    assert peripheral.height > 20
    assert (peripheral["loss"] == 0).mean() > 0.5
    assert peripheral.filter(pl.col("loss") == 0)["reason"].str.starts_with("signed, nothing to lose").all()
    assert ranked.filter(actor_id="USA")["share"][0] < 0.2


def test_in_a_hub_everybody_depends_most_on_the_anchor(snapshot):
    pairs = dissolve(snapshot, "five_eyes").dependence.filter(pl.col("a") != "USA")
    heaviest = pairs.sort("share", descending=True).unique("a", keep="first", maintain_order=True)
    assert heaviest.height > 5
    assert set(heaviest["b"]) == {"USA"}
    pairs = {(row["a"], row["b"]): row["share"] for row in dissolve(snapshot, "us_japan").dependence.to_dicts()}
    assert pairs["JPN", "USA"] > 5 * pairs.get(("USA", "JPN"), 0)


def test_no_state_stands_twice_and_organisations_are_not_ranked_beside_their_states(snapshot):
    for alliance in snapshot.alliances["alliance_id"]:
        ranked = view.ranking(dissolve(snapshot, alliance))
        assert ranked["actor_id"].is_unique().all()
        kinds = ranked.join(snapshot.actors, on="actor_id")["kind"]
        assert set(kinds) <= {"state", "territory"}


def test_every_member_of_every_alliance_can_be_told(snapshot):
    for alliance in snapshot.alliances["alliance_id"]:
        found = dissolve(snapshot, alliance)
        for actor in found.members["actor_id"]:
            told = sentences.headline(found, actor)
            assert told.startswith("If ")
            assert told.endswith(".")
            assert sentences.rests_on(found, actor).endswith(".")
            assert sentences.caught(found, actor).endswith(".")
        assert sentences.needs_most(found).endswith(".")
        assert sentences.one_sided(found).endswith(".")


def test_at_an_early_date_every_alliance_that_existed_can_be_taken_away(snapshot):
    early = Snapshot(snapshot.evidence, dt.date(2000, 1, 1))
    for alliance in early.alliances["alliance_id"]:
        found = dissolve(early, alliance)
        assert (found.members["loss"] <= found.parts["criticality"].sum() + 1e-9).all()
