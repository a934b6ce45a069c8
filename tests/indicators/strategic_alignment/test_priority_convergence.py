"""Priority convergence: do partners take part for the same reasons?"""

import itertools

import numpy as np
import pytest

from alliance_core.indicators.strategic_alignment.priority_convergence import MOTIVES, priority_convergence
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

MEMBERS = """
    actor_id  tier
    AAA       anchor
    BBB       core
    CCC       associate
    DDD       peripheral
"""
PROFILES = """
    actor_id  as_of  security  science  prestige  commercial  industrial  autonomy
    AAA       2010   4         3        2         1           0           0
    BBB       2010   0         3        2         1           0           0
    CCC       2010   2         3        2         1           0           0
"""


def test_it_is_one_minus_the_mean_distance_of_the_profiles_weighted_by_tier(known):
    """Only security differs. Mean distances over six motives: AB 4/6, AC 2/6, BC 2/6; weights AB 1,
    AC and BC 0.6. Mean (4/6 + 0.4) / 2.2 = 0.4848 levels; 1 - 0.4848/4 = 0.8788."""
    row = only(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=PROFILES)))
    assert row["distance"] == pytest.approx(0.4848, abs=0.0001)
    assert row["value"] == pytest.approx(0.8788, abs=0.0001)
    assert (row["profiles"], row["n"]) == (3, 3)


def test_coverage_is_the_share_of_the_members_weight_with_a_profile(known):
    """DDD (0.3) has none: 2.6 of 2.9."""
    row = only(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=PROFILES)))
    assert row["coverage"] == pytest.approx(2.6 / 2.9)


def test_the_interval_is_half_a_level_per_profile(known):
    """0.5 / 4 / sqrt(3) = 0.0722 either way."""
    row = only(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=PROFILES)))
    assert (row["value"] - row["low"], row["high"] - row["value"]) == pytest.approx((0.0722, 0.0722), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(priority_convergence, known, "2020-12-31", members=MEMBERS, priorities=PROFILES)


@pytest.mark.parametrize("seed", range(5))
def test_the_sums_over_thresholds_equal_a_loop_over_pairs(known, seed):
    rng = np.random.default_rng(seed)
    weight = {"anchor": 1.0, "core": 1.0, "associate": 0.6, "peripheral": 0.3}
    members = [{"actor_id": f"A{number:02}", "tier": rng.choice(list(weight))} for number in range(8)]
    levels = rng.integers(0, 5, size=(8, 6))
    profiles = [
        {"actor_id": member["actor_id"], "as_of": 2010, **dict(zip(MOTIVES, row, strict=True))}
        for member, row in zip(members, levels, strict=True)
    ]
    pairs = [
        (weight[members[i]["tier"]] * weight[members[j]["tier"]], np.abs(levels[i] - levels[j]).mean())
        for i, j in itertools.combinations(range(8), 2)
    ]
    distance = sum(w * d for w, d in pairs) / sum(w for w, _ in pairs)
    value = value_of(priority_convergence(known("2020-12-31", members=members, priorities=profiles)))
    assert value == pytest.approx(1 - distance / 4)


@pytest.mark.parametrize(("other", "value"), [(4, 0.0), (2, 0.5), (0, 1.0)])
def test_profiles_at_the_ends_of_the_scale_share_nothing_and_identical_ones_all(known, other, value):
    profiles = [
        {"actor_id": actor, "as_of": 2010, **dict.fromkeys(MOTIVES, level)}
        for actor, level in (("AAA", 0), ("BBB", other))
    ]
    assert value_of(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=profiles))) == value


def test_the_latest_profile_of_each_member_holds_and_outsiders_have_none(known):
    """In 2020 BBB has come to AAA's motives, what it will want in 2021 is not known: full agreement."""
    profiles = """
        actor_id  as_of       security  science  prestige  commercial  industrial  autonomy
        AAA       2010        4         3        2         1           0           0
        BBB       2010        0         0        0         0           0           0
        BBB       2020-12-31  4         3        2         1           0           0
        BBB       2021-01-01  0         0        0         0           0           0
        XXX       2010        0         0        0         0           4           4
    """
    measured = priority_convergence(known("2020-12-31", members=MEMBERS, priorities=profiles))
    assert value_of(measured) == 1
    assert used(measured) == ["priorities:moon:AAA:2010", "priorities:moon:BBB:2020-12-31"]


def test_fewer_than_two_profiles_give_no_value(known):
    alone = "\n".join(PROFILES.splitlines()[:3])
    assert is_missing(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=alone)))


def test_a_motive_that_comes_nearer_raises_it(known):
    nearer = PROFILES.replace("BBB       2010   0 ", "BBB       2010   1 ")
    far, near = (
        value_of(priority_convergence(known("2020-12-31", members=MEMBERS, priorities=rows)))
        for rows in (PROFILES, nearer)
    )
    assert near > far
