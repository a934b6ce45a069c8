"""Findings: what every rule hands over, and the strains and names that rules share."""

import polars as pl

from alliance_core.evidence.snapshot import KEY
from alliance_core.friction.finding import (
    FINDING,
    findings,
    no_actors,
    parameter_level,
    strains_of,
    with_function,
    with_name,
    with_strains,
)
from alliance_core.friction.rules import all_findings

EVENTS = """
    event_id  date        actors   severity  type
    old       2015-12-31  AAA      3         dispute
    small     2019-01-01  AAA;BBB  1         dispute
    grave     2020-01-01  AAA      3         dispute
    shared    2020-02-01  AAA;BBB;CCC;DDD  3  dispute
    gain      2020-03-01  AAA      3         cooperation_gain
    ahead     2021-01-01  AAA      3         dispute
"""


def counted(snapshot, *args):
    return dict(strains_of(snapshot, *args).select("actor_id", "strains").iter_rows())


def test_strains_of_the_last_years_count_for_each_of_their_actors(known):
    """Of 2016 to 2020: small, grave and shared for AAA. The gain is no strain, `old` is five years old."""
    at = known("2020-12-31", events=EVENTS)
    assert counted(at, 5) == {"AAA": 3, "BBB": 2, "CCC": 1, "DDD": 1}
    assert counted(at, 6)["AAA"] == 4


def test_slight_strains_and_strains_of_many_can_be_left_out(known):
    at = known("2020-12-31", events=EVENTS)
    assert counted(at, 5, 2) == {"AAA": 2, "BBB": 1, "CCC": 1, "DDD": 1}
    assert counted(at, 5, 2, 3) == {"AAA": 1}


def test_who_was_part_of_no_strain_has_none_and_not_a_gap(known):
    at = known("2020-12-31", events=EVENTS)
    rows = at.alliances.select(KEY).join(pl.DataFrame({"actor_id": ["BBB", "EEE"]}), how="cross")
    told = with_strains(at, rows.with_columns(evidence=pl.lit(["row"])), 5).sort("actor_id")
    assert told["strains"].to_list() == [2, 0]
    assert told["evidence"].to_list() == [["row", "events:moon:shared", "events:moon:small"], ["row"]]


def test_a_name_leaves_out_its_brackets_and_an_actor_without_one_keeps_its_id(known):
    at = known("2020-12-31", actors=[{"actor_id": "AAA", "name": "Alpha (the first)"}])
    named = with_name(at, pl.DataFrame({"actor_id": ["AAA", "QQQ"]}))
    assert named["actor_name"].to_list() == ["Alpha", "QQQ"]


def test_a_function_is_told_by_its_title_and_one_without_keeps_its_id(known):
    at = known("2020-12-31", vocabulary_functions=[
        {"function": "launch", "title": "Heavy launch", "typical_years_to_replicate": "8"},
    ])  # fmt: skip
    told = with_function(at, pl.DataFrame({"function": ["launch", "radar"]}))
    assert told["function_title"].to_list() == ["heavy launch", "radar"]


def test_a_finding_without_a_level_is_none(known):
    at = known("2020-12-31", members="actor_id\nAAA")
    frame = at.alliances.with_columns(evidence=no_actors())
    fixed = {"actors": no_actors(), "consequence": parameter_level("untested_trust"), "subject": pl.lit("untested")}
    assert findings(frame, "untested_trust", **fixed, likelihood=pl.lit(None, pl.Int64)).is_empty()
    assert findings(frame, "untested_trust", **fixed, likelihood=pl.lit(2)).schema == pl.Schema(FINDING)


def test_an_alliance_of_which_nothing_is_known_has_never_been_tested_and_that_is_all(known):
    """A missing fact is no friction: no rule mistakes an empty table for a zero."""
    at = known("2020-12-31", members="actor_id\nAAA")
    assert set(all_findings(at)["rule"]) <= {"untested_trust", "members_in_name_only"}
    assert "untested_trust" in set(all_findings(at)["rule"])
