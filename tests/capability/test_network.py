"""The network: known answers of Freeman's centralisation, and what counts as a link."""

import datetime as dt
import itertools

import polars as pl
import pytest

from alliance_core.capability.network import centralisation, degrees, links, pair_levels, partners, readings
from alliance_core.evidence.snapshot import Snapshot

DAY = dt.date(2020, 12, 31)
HERE = {"alliance_id": "moon", "as_of": DAY}
FIVE = ["A", "B", "C", "D", "E"]
SHAPES = {
    "star": ([("A", other) for other in FIVE[1:]], 1.0, "hub_and_spoke"),
    "ring": (list(zip(FIVE, [*FIVE[1:], FIVE[0]], strict=True)), 0.0, "networked"),
    "complete": (list(itertools.combinations(FIVE, 2)), 0.0, "networked"),
    "nobody linked": ([], 0.0, "networked"),
    # Degrees 1, 2, 2, 2, 1: (1 + 1) / (4 x 3).
    "path": (list(itertools.pairwise(FIVE)), 2 / 12, "networked"),
    # A star with one spoke to spoke: degrees 4, 2, 2, 1, 1: (2 + 2 + 3 + 3) / 12.
    "star with a chord": ([("A", other) for other in FIVE[1:]] + [("B", "C")], 10 / 12, "hub_and_spoke"),
}


def read(nodes: list[str], edges: list[tuple[str, str]]) -> dict:
    ends = pl.DataFrame(
        [{**HERE, "actor_a": a, "actor_b": b} for a, b in edges],
        schema={"alliance_id": pl.String, "as_of": pl.Date, "actor_a": pl.String, "actor_b": pl.String},
    )
    points = pl.DataFrame([{**HERE, "actor_id": node} for node in nodes])
    return centralisation(degrees(points, ends)).row(0, named=True)


@pytest.mark.parametrize("shape", SHAPES)
def test_known_shapes_have_their_known_centralisation(shape):
    edges, answer, reading = SHAPES[shape]
    found = read(FIVE, edges)
    assert found["centralisation"] == pytest.approx(answer)
    assert found["reading"] == reading


def test_the_hub_is_the_best_linked_and_nobody_where_several_are():
    assert read(FIVE, SHAPES["star"][0])["hub"] == "A"
    assert read(FIVE, SHAPES["ring"][0])["hub"] is None


def test_a_link_among_the_spokes_lowers_the_centralisation_of_a_star():
    assert read(FIVE, SHAPES["star with a chord"][0])["centralisation"] < 1


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_few_partners_are_said_to_be_too_few_and_two_have_no_figure(count):
    found = read(FIVE[:count], [("A", other) for other in FIVE[1:count]])
    assert found["reading"] == "too_few"
    assert (found["centralisation"] is None) == (count < 3)


# --- Links ------------------------------------------------------------------------------------------

INTEROPERABILITY = """
    actor_a  actor_b  layer           level  as_of
    AAA      ALL      data_format     4      2005
    AAA      BBB      data_format     1      2010
    BBB      CCC      operations      3      2012
    CCC      DDD      communications  2      2012
    DDD      EEE      operations      4      2021
"""


@pytest.fixture
def moon(known):
    functions = """
        actor_id  role     function  detail  criticality  from
        AAA       primary  launch    rocket  5            2001
        BBB       partial  launch    rocket  5            2001
        CCC       partial  launch    rocket  5            2001
        DDD       primary  power     power   3            2001
        EEE       primary  power     power   3            2001
    """
    return known(str(DAY), functions=functions, interoperability=INTEROPERABILITY)


def pairs(frame: pl.DataFrame) -> dict[tuple[str, str], dict]:
    return {(row["actor_a"], row["actor_b"]): row for row in frame.to_dicts()}


def test_all_means_every_partner_save_where_a_row_of_its_own_tells_otherwise(moon):
    """AAA works with all in data formats, but with BBB it does so on paper only."""
    found = pair_levels(moon.interoperability, partners(moon)).filter(layer="data_format")
    levels = {(row["actor_a"], row["actor_b"]): (row["level"], row["for_all"]) for row in found.to_dicts()}
    assert levels == {
        ("AAA", "BBB"): (1, False),
        ("AAA", "CCC"): (4, True),
        ("AAA", "DDD"): (4, True),
        ("AAA", "EEE"): (4, True),
    }


def test_partners_are_linked_by_an_exercised_layer_or_by_a_part_that_one_of_them_serves_in_full(moon):
    found = pairs(links(moon))
    assert set(found) == {
        ("AAA", "BBB"), ("AAA", "CCC"), ("AAA", "DDD"), ("AAA", "EEE"), ("BBB", "CCC"), ("DDD", "EEE"),
    }  # fmt: skip
    assert found["AAA", "BBB"]["layers"] == []
    assert found["AAA", "BBB"]["shared"] == ["launch/rocket"]
    assert found["BBB", "CCC"]["shared"] == [], "two providers of small parts do not link by that alone"
    assert found["BBB", "CCC"]["layers"] == ["operations"]
    assert found["DDD", "EEE"]["level"] is None, "the row of 2021 lies ahead"


def test_a_link_is_marked_where_the_shared_part_hangs_on_one_full_provider(moon):
    found = pairs(links(moon))
    assert found["AAA", "BBB"]["single_sourced"]
    assert not found["DDD", "EEE"]["single_sourced"]
    assert found["DDD", "EEE"]["criticality"] == 3.0


def test_many_dates_in_one_pass_give_what_each_date_gives_alone(shipped):
    dates = [dt.date(2016, 12, 31), dt.date(2021, 12, 31), dt.date(2026, 6, 30)]
    together = readings(Snapshot(shipped, dates))
    for date in dates:
        alone = readings(Snapshot(shipped, date))
        assert together.filter(as_of=date).equals(alone)


def test_members_behind_an_organisation_that_is_a_partner_do_not_stand_outside(known):
    look = known(
        str(DAY),
        vocabulary_organisations="actor_id  alliance_id\n ORG  club",
        members="""
            alliance_id  actor_id  joined
            club         AAA       2000
            moon         AAA       2000
            moon         ZZZ       2000
        """,
        functions="actor_id  from\n ORG  2001\n BBB  2001",
    )
    assert readings(look).filter(alliance_id="moon")["outside"].item() == 1


# --- What a domain expert would expect of the shipped evidence -------------------------------------


def test_artemis_is_a_hub_with_spokes_around_the_united_states(snapshot):
    row = readings(snapshot).filter(alliance_id="artemis").row(0, named=True)
    assert (row["hub"], row["reading"]) == ("USA", "hub_and_spoke")
    assert row["centralisation"] > 0.9


def test_copernicus_and_the_station_are_less_centralised_than_artemis(snapshot):
    found = dict(readings(snapshot).select("alliance_id", "centralisation").iter_rows())
    assert found["copernicus"] < found["artemis"]
    assert found["iss"] < found["copernicus"]


def test_alliances_of_two_are_too_small_to_be_called_a_hub(snapshot):
    found = dict(readings(snapshot).select("alliance_id", "reading").iter_rows())
    assert found["us_japan"] == found["nasa_esa"] == "too_few"
