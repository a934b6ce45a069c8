"""Who depends on whom, computed by hand."""

import pytest

FUNCTIONS = """
    alliance_id  actor_id  function        criticality  role
    moon         AAA       crew_transport  5            primary
    moon         BBB       habitat         3            primary
    moon         CCC       habitat         3            partial
    moon         AAA       power           2            primary
    moon         BBB       power           2            alternate
    moon         CCC       robotics        2            partial
"""


@pytest.fixture
def pairs(taken):
    frame = taken(functions=FUNCTIONS).dependence
    return {(row["a"], row["b"]): row for row in frame.to_dicts()}


def test_dependence_is_the_share_that_only_the_other_provides(pairs):
    """Used by all: 12 points. B lacks crew transport (5) of A, A the habitat (3) of B; power has two providers."""
    assert pairs["BBB", "AAA"]["share"] == pytest.approx(5 / 12)
    assert pairs["AAA", "BBB"]["share"] == pytest.approx(3 / 12)


def test_the_only_full_provider_counts_and_an_only_partial_one_too(pairs):
    """C's part of the habitat replaces nobody; the arm that C provides in part is all there is."""
    assert pairs["CCC", "BBB"]["share"] == pytest.approx(3 / 12)
    assert pairs["AAA", "CCC"]["share"] == pytest.approx(2 / 12)


def test_leverage_is_the_difference_and_its_sign_turns_with_the_pair(pairs):
    assert pairs["BBB", "AAA"]["leverage"] == pytest.approx(2 / 12)
    assert pairs["AAA", "BBB"]["leverage"] == pytest.approx(-2 / 12)
    assert pairs["BBB", "AAA"]["reverse"] == pairs["AAA", "BBB"]["share"]


def test_who_can_provide_it_alone_does_not_depend(taken):
    elsewhere = FUNCTIONS + "    mars         BBB       crew_transport  2            primary\n"
    frame = taken(functions=elsewhere).dependence
    assert frame.filter(a="BBB", b="AAA").is_empty()


def test_who_uses_nothing_depends_on_nobody_and_nobody_depends_on_itself(pairs):
    assert not [pair for pair in pairs if "DDD" in pair]
    assert not [pair for pair in pairs if pair[0] == pair[1]]


def test_the_most_one_sided_pair_comes_first(taken):
    leverage = taken(functions=FUNCTIONS).dependence["leverage"].to_list()
    assert leverage == sorted(leverage, reverse=True)
