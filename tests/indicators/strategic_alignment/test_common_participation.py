"""Common participation: do the members meet in other space frameworks too?"""

import itertools

import numpy as np
import pytest

from alliance_core.indicators.strategic_alignment.common_participation import common_participation
from tests.indicators.checks import is_missing, of, used

MEMBERS = """
    alliance_id  actor_id  tier        joined
    moon         AAA       anchor      2000
    moon         BBB       core        2000
    moon         CCC       peripheral  2000
    mars         AAA       core        2005
    mars         BBB       core        2005
    venus        AAA       core        2005
"""


def test_it_is_the_weighted_mean_jaccard_index_of_the_other_frameworks(known):
    """Elsewhere AAA is in mars and venus, BBB in mars, CCC nowhere. A and B: 1 of 2; with C: 0. Weights
    AB 1, AC and BC 0.3: 0.5 / 1.6 = 0.3125."""
    row = of(common_participation(known("2020-12-31", members=MEMBERS)), "moon")
    assert row["value"] == pytest.approx(0.3125)
    assert (row["pairs"], row["n"]) == (3, 6)


def test_the_interval_is_that_of_wilson_with_the_number_of_states(known):
    """0.3125 of 3: centre (0.3125 + 2.7055/6) / (1 + 2.7055/3) = 0.4014, half
    sqrt(2.7055 (0.2148/3 + 2.7055/36)) / 1.9018 = 0.3313."""
    row = of(common_participation(known("2020-12-31", members=MEMBERS)), "moon")
    assert (row["low"], row["high"]) == pytest.approx((0.0701, 0.7327), abs=0.0005)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    def width(verification: str) -> float:
        row = of(common_participation(known("2020-12-31", members=MEMBERS, verification=verification)), "moon")
        return row["high"] - row["low"]

    assert width("estimated") > width("recalled") > width("read")


def test_two_states_without_any_other_framework_share_none(known):
    """In 2004 mars and venus had no members."""
    measured = common_participation(known("2004-12-31", members=MEMBERS))
    assert measured.estimates["value"].to_list() == [0]


@pytest.mark.parametrize("seed", range(5))
def test_grouping_like_states_equals_a_loop_over_pairs(known, seed):
    rng = np.random.default_rng(seed)
    weight = {"anchor": 1.0, "core": 1.0, "associate": 0.6, "peripheral": 0.3}
    states = [f"S{number:02}" for number in range(9)]
    tiers = {state: str(rng.choice(list(weight))) for state in states}
    joined = {state: {name for name in ("mars", "venus", "ceres") if rng.random() < 0.5} for state in states}
    members = [{"alliance_id": "moon", "actor_id": state, "tier": tiers[state]} for state in states]
    members += [{"alliance_id": name, "actor_id": state} for state in states for name in sorted(joined[state])]
    total = shared = 0.0
    for one, two in itertools.combinations(states, 2):
        pair = weight[tiers[one]] * weight[tiers[two]]
        either = joined[one] | joined[two]
        total += pair
        shared += pair * len(joined[one] & joined[two]) / len(either) if either else 0
    measured = common_participation(known("2020-12-31", members=members))
    assert of(measured, "moon")["value"] == pytest.approx(shared / total)


THROUGH_ESA = {
    "actors": """
        actor_id  kind
        ESA       organisation
    """,
    "members": """
        alliance_id  actor_id
        moon         USA
        moon         ESA
        esa          FRA
        esa          DEU
    """,
    "vocabulary_organisations": """
        actor_id  alliance_id
        ESA       esa
    """,
}


def test_the_states_of_a_member_organisation_take_part_through_it_and_share_its_weight(known):
    """FRA and DEU (0.5 each) are elsewhere in esa, USA is not: USA-FRA and USA-DEU 0 with weight 0.5,
    FRA-DEU 1 with weight 0.25: 0.25 / 1.25 = 0.2. In esa both also take part in moon: 1."""
    measured = common_participation(known("2020-12-31", **THROUGH_ESA))
    assert of(measured, "moon")["value"] == pytest.approx(0.2)
    assert of(measured, "esa")["value"] == 1


def test_the_evidence_is_the_memberships_also_those_of_the_organisation_between(known):
    assert used(common_participation(known("2020-12-31", **THROUGH_ESA)), "moon") == [
        "members:esa:DEU:", "members:esa:FRA:", "members:moon:ESA:", "members:moon:USA:",
    ]  # fmt: skip


def test_fewer_than_two_states_give_no_value(known):
    """A state and an institution are no pair of states."""
    alone = known("2020-12-31", members="actor_id\nAAA\nLAB", actors="actor_id  kind\nLAB  institution")
    assert is_missing(common_participation(alone))


def test_one_more_common_framework_raises_it(known):
    """BBB joins venus too: A and B share 2 of 2, 1 / 1.6 = 0.625."""
    more = MEMBERS + "    venus        BBB       core        2010\n"
    assert of(common_participation(known("2020-12-31", members=more)), "moon")["value"] == pytest.approx(0.625)
