"""Independent launch: how many members can reach orbit on their own?"""

import pytest

from alliance_core.indicators.capability_complementarity.independent_launch import independent_launch
from tests.indicators.checks import assert_wider_when_estimated, is_missing, of, only, used, value_of

MEMBERS = """
    actor_id
    AAA
    BBB
    CCC
    DDD
"""
LAUNCHES = """
    actor_id  year  orbital_attempts
    AAA       2018  3
    BBB       2014  5
    CCC       2018  0
    XXX       2018  9
"""


def test_it_is_the_share_of_members_that_tried_to_reach_orbit_in_the_last_five_ended_years(known):
    """In mid-2020 these are 2015 to 2019: AAA launched, BBB long ago, CCC never, XXX is no member: 1 of 4.
    Wilson: centre (0.25 + 2.7055/8) / 1.6764 = 0.3509, half
    sqrt(2.7055 (0.1875/4 + 2.7055/64)) / 1.6764 = 0.2930."""
    row = only(independent_launch(known("2020-06-30", members=MEMBERS, launches=LAUNCHES)))
    assert (row["value"], row["launching"], row["members"], row["years"]) == (0.25, 1, 4, 5)
    assert (row["low"], row["high"]) == pytest.approx((0.0579, 0.6439), abs=0.0001)


def test_the_evidence_is_the_members_and_the_launches_of_those_who_launched(known):
    assert used(independent_launch(known("2020-06-30", members=MEMBERS, launches=LAUNCHES))) == [
        "launches:_common:AAA:2018",
        "members:moon:AAA:", "members:moon:BBB:", "members:moon:CCC:", "members:moon:DDD:",
    ]  # fmt: skip


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(independent_launch, known, "2020-06-30", members=MEMBERS, launches=LAUNCHES)


@pytest.mark.parametrize(
    ("date", "year", "counted"),
    [
        pytest.param("2020-12-30", 2020, 0, id="on 30 December the year has not ended"),
        pytest.param("2020-12-31", 2020, 1, id="on 31 December it has"),
        pytest.param("2020-12-30", 2015, 1, id="on 30 December 2015 is the fifth ended year"),
        pytest.param("2020-12-31", 2015, 0, id="on 31 December it is the sixth"),
        pytest.param("2020-12-31", 2016, 1, id="and 2016 the fifth"),
    ],
)
def test_five_ended_years_count_also_on_the_last_day_of_a_year(known, date, year, counted):
    launches = f"""
        actor_id  year
        AAA       {year}
        XXX       2018
    """
    assert only(independent_launch(known(date, members=MEMBERS, launches=launches)))["launching"] == counted


ESA_LAUNCHES = {
    "actors": """
        actor_id  kind
        ESA       organisation
    """,
    "vocabulary_organisations": """
        actor_id  alliance_id
        ESA       esa
    """,
    "launches": """
        actor_id  year
        ESA       2018
    """,
}
IN_ESA = """
    alliance_id  actor_id
    esa          FRA
    esa          DEU
"""


def test_an_organisation_that_launches_counts_once_where_it_is_a_member(known):
    """Of USA, ESA and FRA only ESA launches: 1 of 3."""
    measured = independent_launch(
        known("2020-06-30", **ESA_LAUNCHES, members=IN_ESA + """
    moon         USA
    moon         ESA
    moon         FRA
        """)
    )  # fmt: skip
    assert (of(measured, "moon")["launching"], of(measured, "moon")["members"]) == (1, 3)


def test_where_it_is_no_member_each_of_its_states_counts(known):
    """Of USA, FRA and DEU two own the launcher of ESA together: 2 of 3."""
    measured = independent_launch(
        known("2020-06-30", **ESA_LAUNCHES, members=IN_ESA + """
    moon         USA
    moon         FRA
    moon         DEU
        """)
    )  # fmt: skip
    assert (of(measured, "moon")["launching"], of(measured, "moon")["members"]) == (2, 3)
    assert "launches:_common:ESA:2018" in used(measured, "moon")


def test_no_launch_known_at_all_gives_no_value_and_none_by_a_member_gives_zero(known):
    assert is_missing(independent_launch(known("2020-06-30", members=MEMBERS)))
    of_others = """
        actor_id  year
        XXX       2018
    """
    assert value_of(independent_launch(known("2020-06-30", members=MEMBERS, launches=of_others))) == 0


def test_one_more_member_that_launches_raises_it(known):
    more = LAUNCHES + "    DDD       2019  1\n"
    assert value_of(independent_launch(known("2020-06-30", members=MEMBERS, launches=more))) == 0.5
