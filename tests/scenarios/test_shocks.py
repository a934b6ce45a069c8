"""Shocks as people write them, and where they cannot hit."""

import numpy as np
import pytest

from alliance_core.catalogue.scenario_rules import shocks
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scenarios.shocks import Blow, parse_scenario, place
from tests.scenarios.made import made_up


@pytest.mark.parametrize(
    ("text", "blow"),
    [
        ("anchor_funding_cut=0.4", Blow("anchor_funding_cut", 0.4, None)),
        (" partner_exit : JPN = 0.3 ", Blow("partner_exit", 0.3, "JPN")),
        ("partner_exit", Blow("partner_exit", 0.25, None)),
    ],
)
def test_a_shock_is_a_kind_a_target_and_a_size(text, blow):
    assert Blow.parse(text) == blow
    assert Blow.parse(blow.text()) == blow


@pytest.mark.parametrize("rule", shocks().values(), ids=lambda rule: rule.id)
def test_every_kind_takes_its_default_and_both_ends_of_its_range(rule):
    for size in (rule.low, rule.default, rule.high):
        assert Blow.parse(f"{rule.id}={size}").size == size


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("anchor_funding_cuts=0.4", "unknown shock 'anchor_funding_cuts'. Did you mean 'anchor_funding_cut'?"),
        ("anchor_funding_cut=2", r"the size 2 lies outside its range from 0.05 to 1 \(share of the anchor"),
        ("anchor_exit=0.1", "anchor_exit: the size 0.1 lies outside its range from 0.3 to 1"),
        ("cost_overrun=nan", "the size nan lies outside"),
        ("cost_overrun=much", "the size 'much' is no number; write cost_overrun=0.5"),
        ("cost_overrun=", "the size '' is no number"),
        ("partner_exit:=0.2", "after the colon stands whom or what the shock hits"),
    ],
)
def test_a_shock_that_cannot_be_is_told(text, told):
    with pytest.raises(WorkbenchError, match=told):
        Blow.parse(text)


def test_each_shock_is_given_once_but_may_hit_two_targets():
    with pytest.raises(WorkbenchError, match="partner_exit on JPN is given twice; give each shock once"):
        parse_scenario(["partner_exit:JPN=0.1", "partner_exit:JPN=0.2"])
    assert len(parse_scenario(["partner_exit:JPN", "partner_exit:CAN"])) == 2


def test_a_shock_of_the_anchor_comes_from_the_anchor():
    setting = made_up()
    assert place(Blow.parse("anchor_exit"), setting).partner == 0
    assert place(Blow.parse("anchor_exit:AAA"), setting).partner == 0
    with pytest.raises(WorkbenchError, match="anchor_exit hits the anchor, which is AAA; leave 'BBB' out"):
        place(Blow.parse("anchor_exit:BBB"), setting)
    with pytest.raises(WorkbenchError, match="made up has no anchor on 2024-12-31, so that anchor_exit cannot hit it"):
        place(Blow.parse("anchor_exit"), made_up("core core"))


def test_a_shock_of_a_partner_comes_from_the_one_that_carries_most_by_tier_provision_and_cost():
    provides = np.eye(4, dtype=bool)
    assert place(Blow.parse("partner_exit"), made_up()).partner == 1  # level: the first by name
    assert (
        place(Blow.parse("partner_exit"), made_up(weight=np.array([1.0, 1, 2, 9]))).partner == 2
    )  # core before associate
    provides[1, 2] = True
    assert place(Blow.parse("partner_exit"), made_up(provides=provides)).partner == 2
    assert place(Blow.parse("partner_exit"), made_up(cost=np.array([0.7, np.nan, 0.2, 0.1]))).partner == 2
    assert place(Blow.parse("partner_exit:DDD"), made_up()).partner == 3


def test_an_unknown_partner_or_function_and_nobody_to_hit_are_told():
    with pytest.raises(
        WorkbenchError, match="'ZZZ' is no partner of made up on 2024-12-31; allowed: AAA, BBB, CCC, DDD"
    ):
        place(Blow.parse("partner_exit:ZZZ"), made_up())
    with pytest.raises(UnknownNameError, match=r"unknown function of made up 'function_9'\. Did you mean 'function_"):
        place(Blow.parse("infrastructure_loss:function_9"), made_up())
    with pytest.raises(WorkbenchError, match="no partner beside the anchor, so that partner_exit cannot hit it"):
        place(Blow.parse("partner_exit"), made_up("anchor"))


def test_infrastructure_that_is_lost_is_the_most_critical_and_of_these_one_with_a_single_provider():
    setting = made_up(criticality=np.array([3, 5, 5, 4]))
    two = setting.provides.copy()
    two[1, 0] = True
    assert place(Blow.parse("infrastructure_loss"), setting).parts.tolist() == [False, True, False, False]
    assert place(
        Blow.parse("infrastructure_loss"), made_up(criticality=np.array([3, 5, 5, 4]), provides=two)
    ).parts.tolist() == [False, False, True, False]
    assert place(Blow.parse("infrastructure_loss:function_3"), setting).parts.tolist() == [False] * 3 + [True]
