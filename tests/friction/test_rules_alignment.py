"""Rules on alignment: each finds its case, and not the case just below its mark."""

import pytest

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.friction.rules.alignment import divided_loyalty, motives_apart, unfunded_mandate, votes_apart
from alliance_core.indicators.strategic_alignment.priority_convergence import MOTIVES
from tests.friction.cases import found, one

DAY = "2020-12-31"


# --- votes_apart ----------------------------------------------------------------------------------


def votes(*pairs: str) -> list[dict]:
    """One resolution for each pair of votes of AAA and BBB."""
    words = {"y": "yes", "n": "no"}
    return [
        {"resolution_id": f"r{number:02}", "adopted": "2019", "actor_id": actor, "vote": words[vote]}
        for number, pair in enumerate(pairs)
        for actor, vote in zip(("AAA", "BBB"), pair, strict=True)
    ]


def test_members_who_vote_no_more_alike_than_by_chance_are_apart(known):
    """Half of four votes equal, evenly yes and no: agreement 0."""
    row = one(votes_apart, known(DAY, members="actor_id\nAAA\nBBB", unga_votes=votes("yy", "yn", "ny", "nn")))
    assert row["consequence"] == friction_rule("votes_apart")["consequence"]
    assert len([id_ for id_ in row["evidence"] if id_.startswith("unga_votes")]) == 8


def test_members_who_agree_a_little_more_than_the_mark_are_not(known):
    """Evenly yes and no, pi is twice the share of equal votes less one: 13 of 20 give 0.3, 11 of 20 give 0.1."""
    assert 0.1 < friction_rule("votes_apart")["value"] < 0.3
    members = "actor_id\nAAA\nBBB"
    more = votes(*["yy"] * 7, *["nn"] * 6, *["yn"] * 3, *["ny"] * 4)
    less = votes(*["yy"] * 6, *["nn"] * 5, *["yn"] * 4, *["ny"] * 5)
    assert found(votes_apart, known(DAY, members=members, unga_votes=more)) == {}
    assert found(votes_apart, known(DAY, members=members, unga_votes=less)) != {}


def test_votes_that_nobody_cast_are_not_apart(known):
    assert found(votes_apart, known(DAY, members="actor_id\nAAA\nBBB")) == {}


# --- motives_apart --------------------------------------------------------------------------------


def motives(actor: str, *levels: int) -> dict:
    return {"actor_id": actor, "as_of": "2015", **dict(zip(MOTIVES, levels, strict=True))}


THREE = "actor_id  tier\nAAA  anchor\nBBB  core\nCCC  core"
ALIKE = [motives("BBB", 2, 2, 2, 2, 2, 2), motives("CCC", 2, 2, 2, 2, 2, 2)]


def test_who_lies_a_quarter_of_the_scale_from_the_others_wants_something_else(known):
    """One step of four in each of six motives is a quarter; half of AAA's distance falls on BBB and CCC."""
    assert friction_rule("motives_apart")["distance"] == 0.25
    at = known(DAY, members=THREE, priorities=[motives("AAA", 3, 3, 3, 1, 1, 1), *ALIKE])
    row = one(motives_apart, at)
    assert (row["actors"], row["consequence"]) == (["AAA"], 4)
    assert row["evidence"] == ["priorities:moon:AAA:2015"]


def test_who_lies_a_little_nearer_does_not(known):
    at = known(DAY, members=THREE, priorities=[motives("AAA", 3, 3, 3, 1, 1, 2), *ALIKE])
    assert found(motives_apart, at) == {}


def test_motives_of_associates_are_not_asked_and_a_single_profile_has_nobody_to_differ_from(known):
    far = motives("AAA", 4, 4, 4, 0, 0, 0)
    outside = "actor_id  tier\nAAA  associate\nBBB  core\nCCC  core"
    assert found(motives_apart, known(DAY, members=outside, priorities=[far, *ALIKE])) == {}
    assert found(motives_apart, known(DAY, members=THREE, priorities=[far])) == {}


# --- divided_loyalty ------------------------------------------------------------------------------

RIVALS = "alliance_id  rival_id\nmoon  dark"


def in_both(tier: str) -> list[dict]:
    return [{"alliance_id": "moon", "actor_id": "AAA", "tier": tier, "joined": "2000"},
            {"alliance_id": "dark", "actor_id": "AAA", "joined": "2015"}]  # fmt: skip


@pytest.mark.parametrize(("tier", "consequence"), friction_rule("divided_loyalty")["tier_consequence"].items())
def test_a_member_of_a_rival_is_divided_and_the_nearer_its_tier_the_graver(known, tier, consequence):
    row = one(divided_loyalty, known(DAY, members=in_both(tier), vocabulary_rivals=RIVALS))
    assert (row["alliance_id"], row["actors"], row["consequence"]) == ("moon", ["AAA"], consequence)
    assert row["evidence"] == ["members:dark:AAA:2015", "members:moon:AAA:2000", "rivals:moon:dark"]


def test_a_member_is_not_divided_before_it_joined_nor_by_an_alliance_that_is_no_rival(known):
    assert found(divided_loyalty, known("2015-12-30", members=in_both("core"), vocabulary_rivals=RIVALS)) == {}
    assert found(divided_loyalty, known(DAY, members=in_both("core"))) == {}


def test_a_rival_that_was_not_founded_yet_divides_nobody(known):
    alliance = [{"alliance_id": "moon", "founded": "1990"}, {"alliance_id": "dark", "founded": "2021"}]
    at = known(DAY, alliance=alliance, members=in_both("core"), vocabulary_rivals=RIVALS)
    assert found(divided_loyalty, at) == {}


# --- unfunded_mandate -----------------------------------------------------------------------------


def aims(*funded: str, status: str = "in_progress") -> list[dict]:
    return [
        {"objective_id": f"o{number}", "as_of": "2015", "status": status, "funded": one_}
        for number, one_ in enumerate(funded)
    ]


@pytest.mark.parametrize(("funded", "consequence"), [(("no", "yes", "yes", "yes"), 2), (("partial", "yes"), 3)])
def test_a_quarter_of_the_aims_without_full_funding_is_too_much(known, funded, consequence):
    row = one(unfunded_mandate, known(DAY, objectives=aims(*funded)))
    assert (row["consequence"], row["title"]) == (consequence, "Aims declared and not funded: 1")
    assert row["evidence"] == ["objectives:moon:o0"]


def test_a_fifth_is_not(known):
    assert friction_rule("unfunded_mandate")["share"] > 1 / 5
    assert found(unfunded_mandate, known(DAY, objectives=aims("no", "yes", "yes", "yes", "yes"))) == {}


@pytest.mark.parametrize("status", ["achieved", "abandoned"])
def test_aims_that_are_reached_or_given_up_need_no_money(known, status):
    assert found(unfunded_mandate, known(DAY, objectives=aims("no", "no", status=status))) == {}
