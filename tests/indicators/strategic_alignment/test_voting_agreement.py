"""Voting agreement: do members vote together on outer space, beyond what chance would give?"""

import itertools
import zlib

import numpy as np
import pytest

from alliance_core.indicators.strategic_alignment.voting_agreement import POSITIONS, voting_agreement
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used

TWO = """
    actor_id
    AAA
    BBB
"""
THREE = """
    actor_id  tier
    AAA       anchor
    BBB       core
    CCC       peripheral
"""


def votes(**cast: str) -> list[dict]:
    """One row per state and resolution, from the votes of each state in order: AAA="yny-" (- = no row)."""
    words = {"y": "yes", "a": "abstain", "n": "no", "x": "absent"}
    return [
        {"resolution_id": f"r{number:03}", "adopted": "2020-06-30", "actor_id": actor, "vote": words[vote]}
        for actor, row in cast.items()
        for number, vote in enumerate(row)
        if vote != "-"
    ]


def agreement(known, members: str, **cast: str) -> dict:
    return only(voting_agreement(known("2020-12-31", members=members, unga_votes=votes(**cast))))


@pytest.mark.parametrize(
    "other", [pytest.param("n", id="five noes each"), pytest.param("a", id="five abstentions each")]
)
def test_two_states_with_five_disjoint_dissents_in_190_votes_agree_no_more_than_by_chance(known, other):
    """Häge 2011: pi = 1 - sum (x - y)^2 / (sum (x - m)^2 + sum (y - m)^2), m the joint mean.

    With d the distance of the other position, ten of 190 resolutions differ by d: D = 10 d^2. Ten of 380
    votes lie d below the rest: E = 380 d^2 (10/380)(370/380) = 10 d^2 (370/380). So pi = 1 - 380/370
    = -0.027, although 95 per cent of the votes are equal.
    """
    row = agreement(known, TWO, AAA=other * 5 + "y" * 185, BBB="y" * 185 + other * 5)
    assert row["value"] == pytest.approx(-10 / 370)
    assert round(row["value"], 2) == -0.03
    assert row["resolutions"] == 190


def test_votes_that_are_always_equal_agree_fully(known):
    assert agreement(known, TWO, AAA="ynay", BBB="ynay")["value"] == 1


def test_votes_that_are_always_opposed_disagree_fully(known):
    """Two resolutions: D = 2, m = 1/2, E = 4 (1/2)^2 = 1: 1 - 2/1 = -1."""
    assert agreement(known, TWO, AAA="yn", BBB="ny")["value"] == -1


def test_an_abstention_lies_half_way(known):
    """x = 1, 1 and y = 1, 0.5: D = 0.25, m = 3.5/4 = 0.875, E = 3 x 0.125^2 + 0.375^2 = 0.1875:
    1 - 0.25/0.1875 = -0.333."""
    assert agreement(known, TWO, AAA="yy", BBB="ya")["value"] == pytest.approx(-1 / 3)


def test_pairs_weigh_the_product_of_their_tiers(known):
    """Weights: AB 1 x 1, AC and BC 1 x 0.3. Resolution 1: yes, yes, no; resolution 2: yes, no, no.

    D = (0 + 0.3 + 0.3) + (1 + 0.3 + 0) = 1.9. Over the pairs the votes add up to (2 + 0.3 + 0.3) +
    (1 + 0.3 + 0) = 3.9, so do their squares; the joint mean is 3.9 / (2 x 3.2). E = 3.9 - 3.9^2 / 6.4
    = 1.5234: 1 - 1.9 / 1.5234 = -0.2472. Per pair 1.9 / 3.2 = 0.594 and 1.5234 / 3.2 = 0.476.
    """
    row = agreement(known, THREE, AAA="yy", BBB="yn", CCC="nn")
    assert row["value"] == pytest.approx(-0.2472, abs=0.0001)
    assert (row["observed"], row["expected"]) == pytest.approx((0.594, 0.476), abs=0.001)
    assert (row["years"], row["coverage"], row["n"]) == (5, 1, 6)


@pytest.mark.parametrize("seed", range(5))
def test_the_pooled_sums_equal_a_double_loop_over_pairs(known, seed):
    rng = np.random.default_rng(seed)
    weights = {"AAA": 1.0, "BBB": 1.0, "CCC": 0.6, "DDD": 0.3, "EEE": 0.3}
    tiers = dict(zip(weights, ("anchor", "core", "associate", "peripheral", "peripheral"), strict=True))
    members = [{"actor_id": actor, "tier": tier} for actor, tier in tiers.items()]
    cast = {actor: "".join(rng.choice(list("yyanx-"), 12)) for actor in weights}
    position = {"y": 1.0, "a": 0.5, "n": 0.0}
    pairs = [
        (weights[one] * weights[two], position[cast[one][number]], position[cast[two][number]])
        for number in range(12)
        for one, two in itertools.combinations(weights, 2)
        if cast[one][number] in position and cast[two][number] in position
    ]
    mean = sum(w * (x + y) for w, x, y in pairs) / sum(2 * w for w, _, _ in pairs)
    distance = sum(w * (x - y) ** 2 for w, x, y in pairs)
    chance = sum(w * ((x - mean) ** 2 + (y - mean) ** 2) for w, x, y in pairs)
    assert agreement(known, members, **cast)["value"] == pytest.approx(1 - distance / chance)


def test_absent_votes_and_those_of_outsiders_are_left_out(known):
    """The third resolution has one voter, the fourth none of the two: the first two stay, -1."""
    row = agreement(known, TWO, AAA="ynyx", BBB="nyx-", XXX="yyyy")
    assert row["value"] == -1
    assert row["resolutions"] == 2


@pytest.mark.parametrize(
    ("adopted", "resolutions"),
    [
        pytest.param("2015-12-31", 1, id="five years ago to the day is out"),
        pytest.param("2016-01-01", 2, id="a day later is in"),
        pytest.param("2020-12-31", 2, id="today is in"),
        pytest.param("2021-01-01", 1, id="tomorrow is not known"),
    ],
)
def test_the_trailing_five_years_count(known, adopted, resolutions):
    rows = f"""
        resolution_id  adopted     actor_id  vote
        r1             2018-06-30  AAA       yes
        r1             2018-06-30  BBB       no
        r2             {adopted}   AAA       no
        r2             {adopted}   BBB       yes
    """
    assert only(voting_agreement(known("2020-12-31", members=TWO, unga_votes=rows)))["resolutions"] == resolutions


def test_votes_without_any_variation_give_no_value(known):
    assert is_missing(
        voting_agreement(known("2020-12-31", members=TWO, unga_votes=votes(AAA="yyy", BBB="yyy")))
    )  # fmt: skip


def test_no_votes_give_no_value(known):
    assert is_missing(voting_agreement(known("2020-12-31", members=TWO)))


def test_coverage_is_the_share_of_the_members_weight_that_voted(known):
    """CCC (0.3) never voted: 2 of 2.3."""
    row = agreement(known, THREE, AAA="yny", BBB="yyn", CCC="xx-")
    assert row["coverage"] == pytest.approx(2 / 2.3)


def test_an_organisation_votes_through_its_states_that_are_no_members_themselves(known):
    """ESA (core) stands for FRA and DEU with 0.5 each; ITA is a member of its own.

    USA yes, no; ITA yes, no; FRA no, yes; DEU yes, no. Weights: USA-ITA 1, USA-FRA, USA-DEU, ITA-FRA,
    ITA-DEU 0.5, FRA-DEU 0.25. FRA differs from all: D = 2 (0.5 + 0.5 + 0.25) = 2.5. All pairs weigh
    3.25, twice: the joint mean is 1/2 by symmetry, E = 2 x 3.25 x (0.25 + 0.25) = 3.25.
    1 - 2.5 / 3.25 = 0.2308.
    """
    snapshot = known(
        "2020-12-31",
        actors="""
            actor_id  kind
            ESA       organisation
        """,
        members="""
            alliance_id  actor_id
            moon         USA
            moon         ITA
            moon         ESA
            esa          FRA
            esa          DEU
            esa          ITA
        """,
        vocabulary_organisations="""
            actor_id  alliance_id
            ESA       esa
        """,
        unga_votes=votes(USA="yn", ITA="yn", FRA="ny", DEU="yn"),
    )
    assert of(voting_agreement(snapshot), "moon")["value"] == pytest.approx(1 - 2.5 / 3.25)


def test_the_evidence_is_the_votes_cast_by_members(known):
    snapshot = known("2020-12-31", members=TWO, unga_votes=votes(AAA="yx", BBB="ny", XXX="yy"))
    assert used(voting_agreement(snapshot)) == [
        "unga_votes:_common:r000:AAA", "unga_votes:_common:r000:BBB", "unga_votes:_common:r001:BBB",
    ]  # fmt: skip


MIXED = {"AAA": "yyynnyyany", "BBB": "yyynnyyaya"}


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(voting_agreement, known, "2020-12-31", members=TWO, unga_votes=votes(**MIXED))


def test_the_interval_comes_from_drawing_resolutions_again(known):
    """If every resolution says the same there is nothing to draw: full agreement stays full agreement.
    With one dissent in ten the bounds lie on either side of the value."""
    equal = agreement(known, TWO, AAA=MIXED["AAA"], BBB=MIXED["AAA"])
    assert (equal["low"], equal["high"]) == (1, 1)
    row = agreement(known, TWO, **MIXED)
    assert row["low"] < row["value"] < row["high"]


def test_the_bounds_are_those_of_a_plain_loop_over_200_draws_that_each_resolution_seeds_by_its_name(known):
    """Each draw takes a resolution as often as a Poisson number of mean 1; the bounds leave out 5 per cent
    of the draws on either side. Two states: pi of a draw is 1 - D / E with the drawn votes repeated."""
    position = {"y": 1.0, "a": 0.5, "n": 0.0}
    votes_of = {actor: [position[vote] for vote in row] for actor, row in MIXED.items()}
    times = np.array([
        np.random.default_rng([20151231, zlib.crc32(f"r{number:03}".encode())]).poisson(1.0, 200)
        for number in range(10)
    ])  # fmt: skip
    drawn = []
    for draw in times.T:
        x, y = (np.repeat(votes_of[actor], draw) for actor in ("AAA", "BBB"))
        mean = np.concatenate([x, y]).mean()
        chance = ((x - mean) ** 2).sum() + ((y - mean) ** 2).sum()
        if chance > 0:
            drawn.append(1 - ((x - y) ** 2).sum() / chance)
    row = agreement(known, TWO, **MIXED)
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(drawn, [0.05, 0.95])))


def test_the_draws_do_not_depend_on_other_dates_or_alliances(known):
    tables = {
        "members": """
            alliance_id  actor_id
            moon         AAA
            moon         BBB
            mars         CCC
            mars         DDD
        """,
        "unga_votes": votes(**MIXED)
        + [
            {"resolution_id": f"old{number}", "adopted": "2010-06-30", "actor_id": actor, "vote": vote}
            for number in range(7)
            for actor, vote in (("CCC", "yes"), ("DDD", "no"), ("AAA", "yes"))
        ],
    }
    alone = of(voting_agreement(known("2020-12-31", **tables)), "moon")
    together = voting_agreement(known("2012-12-31", "2020-12-31", **tables)).estimates
    assert together.filter(alliance_id="moon").row(-1, named=True) == alone


def test_a_dissent_given_up_raises_it(known):
    """The tenth vote of BBB in line with AAA."""
    joined = MIXED["BBB"][:-1] + MIXED["AAA"][-1]
    assert agreement(known, TWO, AAA=MIXED["AAA"], BBB=joined)["value"] > agreement(known, TWO, **MIXED)["value"]


def test_the_positions_are_equally_far_apart():
    assert POSITIONS == {"yes": 1, "abstain": 0.5, "no": 0}
