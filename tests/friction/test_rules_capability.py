"""Rules on capability: each finds its case, and not the case just below its mark."""

import pytest

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.friction.rules.capability import (
    dominant_provider,
    function_without_provider,
    members_in_name_only,
    never_exercised,
    over_duplication,
    single_sourced_function,
)
from tests.friction.cases import found, one, strains

DAY = "2020-12-31"


def providers(*rows: str, criticality: int = 5) -> list[dict]:
    """One row for each "function actor role"."""
    cells = [row.split() for row in rows]
    return [
        {"function": function, "actor_id": actor, "role": role, "from": "2015", "criticality": criticality}
        for function, actor, role in cells
    ]


# --- single_sourced_function ----------------------------------------------------------------------


def test_a_critical_function_with_one_provider_hangs_on_it(known):
    row = one(single_sourced_function, known(DAY, functions=providers("launch AAA primary")))
    assert (row["consequence"], row["likelihood"], row["actors"]) == (5, 2, ["AAA"])
    assert (row["title"], row["evidence"]) == (
        "launch hangs on AAA alone",
        ["functions:moon:launch:launch:AAA:primary:2015"],
    )


def test_a_function_below_the_least_criticality_may_hang_on_one(known):
    least = friction_rule("single_sourced_function")["criticality"]
    rows = {number: providers("launch AAA primary", criticality=number) for number in (least, least - 1)}
    assert one(single_sourced_function, known(DAY, functions=rows[least]))["consequence"] == least
    assert found(single_sourced_function, known(DAY, functions=rows[least - 1])) == {}


@pytest.mark.parametrize(("role", "hangs"), [("alternate", False), ("primary", False), ("partial", True)])
def test_a_second_provider_frees_a_function_unless_it_carries_only_a_part(known, role, hangs):
    rows = providers("launch AAA primary", f"launch BBB {role}")
    assert bool(found(single_sourced_function, known(DAY, functions=rows))) is hangs


@pytest.mark.parametrize(("number", "likelihood"), [(0, 2), (1, 3), (2, 3), (3, 4)])
def test_the_more_strains_a_provider_was_part_of_the_likelier_is_its_loss(known, number, likelihood):
    at = known(DAY, functions=providers("launch AAA primary"), events=strains(number, actors="AAA;BBB"))
    row = one(single_sourced_function, at)
    assert row["likelihood"] == likelihood
    assert len(row["evidence"]) == 1 + number


def test_the_finer_names_of_what_hangs_on_one_are_told(known):
    rows = [{**row, "detail": detail} for row in providers("launch AAA primary") for detail in ("to_orbit", "crewed")]
    assert one(single_sourced_function, known(DAY, functions=rows))["title"] == (
        "launch (crewed, to orbit) hangs on AAA alone"
    )


# --- function_without_provider --------------------------------------------------------------------

ENDED = [{**row, "to": "2019"} for row in providers("launch AAA primary")]
PROMISE = {"commitment_id": "c1", "function_group": "launch", "declared": "2018", "due": "2030"}


def test_a_critical_function_that_ended_is_provided_by_nobody_any_more(known):
    row = one(function_without_provider, known(DAY, functions=ENDED))
    assert (row["consequence"], row["title"]) == (5, "Nobody provides launch any more")
    assert row["evidence"] == ["functions:moon:launch:launch:AAA:primary:2015"]


def test_a_critical_function_that_was_only_promised_is_provided_by_nobody_yet(known):
    planned = [{**row, "from": "2025"} for row in providers("launch AAA primary")]
    row = one(function_without_provider, known(DAY, functions=planned, commitments=[PROMISE]))
    assert (row["title"], row["evidence"]) == ("Nobody provides launch yet", ["commitments:moon:c1"])


def test_a_function_that_is_provided_if_only_in_part_has_a_provider(known):
    both = ENDED + providers("launch BBB partial")
    assert found(function_without_provider, known(DAY, functions=both)) == {}
    assert found(function_without_provider, known("2018-12-31", functions=ENDED)) == {}


def test_a_function_that_is_not_critical_may_have_no_provider(known):
    least = friction_rule("function_without_provider")["criticality"]
    rows = [{**row, "criticality": least - 1} for row in ENDED]
    assert found(function_without_provider, known(DAY, functions=rows)) == {}


# --- dominant_provider ----------------------------------------------------------------------------


def test_half_of_the_provision_in_one_hand_is_a_hub(known):
    pairs = ("launch AAA", "crew_transport AAA", "power BBB", "robotics CCC")
    row = one(dominant_provider, known(DAY, functions=providers(*(f"{pair} primary" for pair in pairs))))
    assert (row["title"], row["consequence"]) == ("AAA carries 50 % of all that is provided", 3)


def test_less_than_half_is_none(known):
    rows = providers("launch AAA primary", "power BBB primary", "robotics CCC primary")
    assert found(dominant_provider, known(DAY, functions=rows)) == {}


def test_provision_is_weighted_by_criticality_and_role(known):
    """AAA 5 of 7: 71 %. With BBB as its alternate (half of a primary) AAA keeps 2/3 of the 5: BBB has 52 %."""
    small = providers("power BBB primary", criticality=2)
    row = one(dominant_provider, known(DAY, functions=providers("launch AAA primary") + small))
    assert (row["title"], row["consequence"]) == ("AAA carries 71 % of all that is provided", 4)
    shared = providers("launch AAA primary", "launch BBB alternate") + small
    row = one(dominant_provider, known(DAY, functions=shared))
    assert (row["title"], row["consequence"]) == ("BBB carries 52 % of all that is provided", 3)


def test_nearly_all_in_one_hand_is_graver(known):
    (_, (mark, graver)) = friction_rule("dominant_provider")["levels"]
    assert mark < 1
    assert one(dominant_provider, known(DAY, functions=providers("launch AAA primary")))["consequence"] == graver


# --- over_duplication -----------------------------------------------------------------------------

THRICE = ("launch AAA primary", "launch BBB primary", "launch CCC alternate")


def others(number: int) -> list[str]:
    names = ("power", "robotics", "docking", "life_support")
    return [f"{name} AAA primary" for name in names[:number]]


def test_a_third_of_the_functions_in_three_hands_is_too_much(known):
    """One of three (33 %) lies above the mark of 30 %, one of four (25 %) below."""
    assert 1 / 4 < friction_rule("over_duplication")["share"] <= 1 / 3
    row = one(over_duplication, known(DAY, functions=providers(*THRICE, *others(2))))
    assert (row["title"], len(row["evidence"])) == ("33 % of the functions are provided three times or more", 3)
    assert found(over_duplication, known(DAY, functions=providers(*THRICE, *others(3)))) == {}


def test_two_providers_are_redundancy_and_not_duplication(known):
    assert found(over_duplication, known(DAY, functions=providers(*THRICE[:2]))) == {}


# --- never_exercised ------------------------------------------------------------------------------


def link(level: int, **cells: str) -> list[dict]:
    return [{"actor_a": "BBB", "actor_b": "AAA", "layer": "operations", "level": level, "as_of": "2018", **cells}]


@pytest.mark.parametrize(("level", "consequence"), [(0, 3), (1, 3), (2, 2)])
def test_a_link_below_the_level_of_exercises_was_never_exercised(known, level, consequence):
    row = one(never_exercised, known(DAY, interoperability=link(level)))
    assert (row["consequence"], row["actors"]) == (consequence, ["BBB", "AAA"])
    assert (row["title"], row["subject"]) == ("BBB and AAA never exercised operations", "link AAA BBB operations")


def test_a_link_that_was_tested_is_no_friction(known):
    assert found(never_exercised, known(DAY, interoperability=link(friction_rule("never_exercised")["level"]))) == {}


def test_layers_that_no_crisis_needs_are_left_out(known):
    assert found(never_exercised, known(DAY, interoperability=link(1, layer="data_format"))) == {}


def test_all_others_are_nobody_in_particular(known):
    row = one(never_exercised, known(DAY, interoperability=link(1, actor_b="ALL")))
    assert (row["actors"], row["title"]) == (["BBB"], "BBB and the others never exercised operations")


# --- members_in_name_only -------------------------------------------------------------------------


@pytest.mark.parametrize(("idle", "is_found"), [(1, True), (0, False)])
def test_a_third_of_the_members_with_nothing_at_stake_is_too_many(known, idle, is_found):
    """One of three lies at the mark; with a promise of CCC none is left."""
    assert 0 < friction_rule("members_in_name_only")["share"] <= 1 / 3
    promises = [{"commitment_id": name, "actor_id": name, "declared": "2015"} for name in ("AAA", "BBB", "CCC")]
    at = known(DAY, members="actor_id\nAAA\nBBB\nCCC", commitments=promises[: 3 - idle])
    rows = found(members_in_name_only, at)
    assert bool(rows) is is_found
    if is_found:
        assert rows["members in name only"]["title"] == "33 % of the members have nothing at stake"


def test_a_quarter_of_the_members_with_nothing_at_stake_is_not(known):
    promises = [{"commitment_id": name, "actor_id": name, "declared": "2015"} for name in ("AAA", "BBB", "CCC")]
    at = known(DAY, members="actor_id\nAAA\nBBB\nCCC\nDDD", commitments=promises)
    assert found(members_in_name_only, at) == {}
