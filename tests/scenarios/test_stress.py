"""Answers of a stress test: who leaves or falls silent, what is kept by quarter, what breaks first."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from alliance_core.scenarios.shocks import parse_scenario
from alliance_core.scenarios.simulate import FRACTURED, LEAVES
from alliance_core.scenarios.stress import (
    drivers,
    first_to_break,
    function_table,
    hollowing,
    partner_table,
    retained_by_quarter,
    shares,
    stress,
    stress_json,
    structural,
)
from tests.scenarios.made import NEVER, SELDOM, certain, fragile, made_up

CALM = certain({}, {}, cuts=(1e6, 2e6), partner_cuts=(1e6, 2e6))
SURE = certain({}, {}, cuts=(1e6, 2e6), partner_cuts=(-2e6, -1e6))  # all that may respond leave


def hit(setting, hazard, *texts, base=NEVER, draws=2000):
    return stress(setting, parse_scenario(texts), hazard, base, draws)


def test_chances_of_the_outcomes_add_up_to_one_and_lie_within_their_intervals(fitted):
    outcomes = hit(fragile(), fitted, "cost_overrun", base=SELDOM).outcomes
    assert outcomes[:, 0].sum() == pytest.approx(1)
    assert (outcomes[:, 1] <= outcomes[:, 0]).all()
    assert (outcomes[:, 0] <= outcomes[:, 2]).all()


def test_the_interval_is_what_is_not_known_and_not_the_chance_inside_a_group():
    """Groups that differ by chance alone have no interval to speak of; groups at 0.2 and 0.8 have all between."""
    generator = np.random.default_rng(0)
    alike = generator.random(20_000) < 0.5
    mean, low, high = shares(alike, 100)
    assert mean == pytest.approx(0.5, abs=0.02)
    assert high - low < 0.08  # 0.16 if chance counted
    apart = generator.random(20_000) < np.repeat([0.2, 0.8], 10_000)
    mean, low, high = shares(apart, 100)
    assert (low, high) == (pytest.approx(0.2, abs=0.07), pytest.approx(0.8, abs=0.07))


def test_who_has_no_stake_does_not_leave_but_falls_silent():
    setting = made_up(stake=np.array([True, True, True, False]))
    rows = {row["actor_id"]: row for row in partner_table(hit(setting, SURE, "cost_overrun")).iter_rows(named=True)}
    assert (rows["CCC"]["p_leaves"], rows["CCC"]["p_silent"]) == (1, 0)
    assert (rows["DDD"]["p_leaves"], rows["DDD"]["p_reduces"], rows["DDD"]["p_silent"]) == (0, 0, 1)


def test_a_missing_share_of_the_cost_stays_missing():
    found = partner_table(hit(made_up(cost=np.array([0.5, np.nan, 0.3, 0.2])), CALM, "cost_overrun"))
    assert found.filter(actor_id="BBB")["cost"].to_list() == [None]


def test_functions_are_lost_with_their_last_provider():
    provides = np.eye(4, dtype=bool)
    provides[1, 0] = True
    found = hit(made_up(provides=provides), CALM, "partner_exit:BBB", "partner_exit:DDD")
    lost = dict(function_table(found).select("function", "p_lost").iter_rows())
    assert lost == {"function_0": 0, "function_1": 0, "function_2": 0, "function_3": 1}
    assert function_table(found).filter(function="function_1")["providers"].to_list() == ["AAA, BBB"]


def test_members_in_name_only_are_those_without_a_stake_and_those_that_left():
    setting = made_up(stake=np.array([True, True, True, False]))
    assert hollowing(hit(setting, CALM, "partner_exit:BBB")) == 0.5
    assert hollowing(hit(setting, CALM)) == 0.25


def test_capability_is_kept_but_for_what_is_struck_at_once_and_never_comes_back(fitted):
    found = hit(fragile(), fitted, "infrastructure_loss=0.6", "cost_overrun=0.5", base=SELDOM)
    curve = retained_by_quarter(found, [3.0, 12.0, 30.0])
    weight = found.setting.weight
    struck = (found.run.struck_parts @ weight / weight.sum()).mean()
    assert 0.4 / 12 < struck < 0.8 / 12
    assert curve["quarter"].to_list() == list(range(9))
    assert curve["mean"][0] == pytest.approx(1 - struck)
    for column in ("mean", "low", "high"):
        assert curve[column].to_list() == sorted(curve[column], reverse=True)


def test_at_the_end_of_the_horizon_that_is_kept_which_is_not_lost(fitted):
    """Also where leavers took longer than the horizon, or went in a late round."""
    found = hit(fragile(), fitted, "geopolitical_rupture=1", base=SELDOM)
    assert found.run.rounds > 2
    weight = found.setting.weight
    kept = 1 - (found.run.lost @ weight / weight.sum()).mean()
    assert retained_by_quarter(found, [24.0, 60.0])["mean"][-1] == pytest.approx(kept)


def test_who_goes_by_the_shock_itself_goes_at_once():
    curve = retained_by_quarter(hit(made_up(), CALM, "partner_exit:BBB"), [12.0])
    assert curve["mean"].to_list() == [0.75] * 9


def test_leavers_go_after_the_months_that_leavers_took():
    """All but the author go after a year: the author's function is lost at once, the others in the fourth quarter."""
    curve = retained_by_quarter(hit(made_up(), SURE, "partner_exit:BBB"), [12.0])
    assert curve["mean"].to_list() == [0.75] * 4 + [0.0] * 5


def test_what_breaks_first():
    setting = made_up(criticality=np.array([3, 3, 3, 4]))
    assert first_to_break(hit(setting, CALM, "cost_overrun")) is None
    assert first_to_break(hit(setting, CALM, "partner_exit:CCC")) == {
        "kind": "partner",
        "what": "CCC",
        "probability": 1,
    }
    struck = first_to_break(hit(setting, CALM, "infrastructure_loss=1"))
    assert (struck["kind"], struck["what"]) == ("function", "function_3")
    assert struck["probability"] > 0.9


def test_structure_that_breaks_is_told_apart_from_what_the_model_foresees():
    found = hit(made_up(), CALM, "anchor_exit")
    assert structural(found) == 1
    assert structural(hit(made_up(), CALM, "cost_overrun")) == 0


def test_a_larger_size_is_the_higher_end_of_its_driver_and_less_to_hold_on_to_too(fitted):
    setting = fragile()
    found = hit(setting, fitted, "cost_overrun", base=SELDOM)
    table = drivers(found, fitted, SELDOM, draws=2000)
    assert table.filter(pl.col("low") > pl.col("high")).is_empty()
    assert table["swing"].to_list() == sorted(table["swing"], reverse=True)
    assert table.height == 4


def test_a_function_of_no_weight_costs_nothing():
    setting = made_up()
    heavy = replace(setting, weight=np.array([1.0, 1, 1, 0]))
    curve = retained_by_quarter(hit(heavy, CALM, "partner_exit:DDD"), [])
    assert curve["mean"].to_list() == [1.0] * 9


def test_the_command_prints_what_the_tables_say(fitted):
    setting = made_up(hollow=float("nan"))
    found = hit(setting, fitted, "partner_exit:BBB=0.3", base=SELDOM)
    told = stress_json(found, [12.0], drivers(found, fitted, SELDOM, draws=1000))
    assert told["shocks"] == ["partner_exit:BBB=0.3"]
    assert told["p_survives"] + told["p_restructured"] + told["p_fractured"] == pytest.approx(1)
    assert told["p_fractured"] == (found.run.outcome == FRACTURED).mean()
    assert told["hollow_before"] is None
    assert told["partners"][0] | {"p_leaves": 1.0} == told["partners"][0]
    assert told["partners"][0]["actor_id"] == "BBB"
    assert (found.run.response[:, 1] == LEAVES).all()
