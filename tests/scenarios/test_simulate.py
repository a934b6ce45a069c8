"""The cascade: reproducible, the worse the worse, and as worked out by hand where that can be done."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import simulate as simulation
from alliance_core.scenarios.cases import sunk
from alliance_core.scenarios.shocks import parse_scenario
from alliance_core.scenarios.simulate import FRACTURED, LEAVES, REDUCES, RESTRUCTURED, STAYS, SURVIVED
from alliance_core.scenarios.stress import stress
from benchmarks.scenarios import by_loops, disagreement
from tests.scenarios.made import NEVER, SELDOM, certain, fragile, made_up, run

FIELDS = ("outcome", "model_outcome", "response", "round_left", "lost", "struck_parts")
SCENARIOS = [[f"{kind}={rule.default}"] for kind, rule in shocks().items()] + [
    ["anchor_funding_cut=0.3", "geopolitical_rupture=0.5"],
    ["infrastructure_loss=0.6", "partner_exit=0.3"],
]
KINDS = [scenario[0] for scenario in SCENARIOS[: len(shocks())]]


def same(one, other):
    return all(np.array_equal(getattr(one, field), getattr(other, field)) for field in FIELDS)


def never_better(worse, better):
    """In no draw is the programme better off, does anybody respond less, is anything kept that was lost."""
    assert (worse.outcome >= better.outcome).all()
    assert (worse.response >= better.response).all()
    assert (worse.lost >= better.lost).all()
    assert (worse.struck_parts >= better.struck_parts).all()


# --- Reproducible ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 5])
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(fitted, seed):
    setting = fragile()
    first = run(setting, fitted, "anchor_exit=0.5", seed=seed)
    assert same(first, run(setting, fitted, "anchor_exit=0.5", seed=seed))
    assert not same(first, run(setting, fitted, "anchor_exit=0.5", seed=seed + 1))


@pytest.mark.parametrize(("threads", "at_once"), [(1, 10), (3, 10), (2, 1), (2, 7), (2, 1000)])
def test_neither_threads_nor_pieces_change_a_draw(monkeypatch, fitted, threads, at_once):
    scenario = ("geopolitical_rupture=0.5", "cost_overrun=0.5")
    setting = fragile(60)
    expected = run(setting, fitted, *scenario)
    monkeypatch.setattr(simulation.os, "cpu_count", lambda: threads)
    monkeypatch.setattr(simulation, "GROUPS_AT_ONCE", at_once)
    found = run(setting, fitted, *scenario)
    assert same(expected, found)
    assert expected.rounds == found.rounds


@pytest.mark.parametrize("scenario", SCENARIOS, ids=" ".join)
def test_plain_loops_come_to_the_same_in_every_draw(monkeypatch, fitted, scenario):
    monkeypatch.setattr("benchmarks.scenarios.BASE", SELDOM)
    setting = fragile()
    setting = replace(
        setting,
        criticality=np.where(np.arange(12) == 11, 5, 3),
        cost=np.where(np.arange(12) == 3, np.nan, setting.cost),
    )
    found = run(setting, fitted, *scenario, draws=500)
    struck = stress(setting, parse_scenario(scenario), fitted, SELDOM, 1000).struck
    assert disagreement(found, by_loops(setting, struck, fitted, 500, 0)) == 0


def test_draws_are_whole_groups_and_one_at_least(fitted):
    assert len(run(made_up(), fitted, draws=1050).outcome) == 1000
    assert len(run(made_up(), fitted, draws=1).outcome) == 100


def test_too_few_draws_and_a_negative_seed_are_told(fitted):
    with pytest.raises(WorkbenchError, match="999 draws are too few to tell probabilities from chance; give 1000"):
        stress(made_up(), [], fitted, SELDOM, 999)
    with pytest.raises(WorkbenchError, match="the seed -1 is negative; give 0 or more"):
        stress(made_up(), [], fitted, SELDOM, 1000, -1)


# --- The worse the worse, draw by draw ------------------------------------------------------------


@pytest.mark.parametrize("kind", shocks())
def test_a_larger_shock_never_helps_anybody_in_any_draw(fitted, kind):
    rule = shocks()[kind]
    setting = fragile()
    sizes = np.linspace(rule.low, rule.high, 4)
    found = [run(setting, fitted, f"{kind}={size:.3f}") for size in sizes]
    for smaller, larger in itertools.pairwise(found):
        never_better(larger, smaller)


@pytest.mark.parametrize("first", KINDS)
def test_an_added_shock_never_helps_anybody_in_any_draw(fitted, first):
    """Not even the author of the first one, whom its own act does not shield from the second."""
    setting = fragile()
    alone = run(setting, fitted, first)
    for second in KINDS:
        if second != first:
            never_better(run(setting, fitted, first, second), alone)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=" ".join)
def test_no_shock_at_all_is_never_worse(fitted, scenario):
    setting = fragile()
    never_better(run(setting, fitted, *scenario), run(setting, fitted))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=" ".join)
def test_a_higher_exit_cost_never_drives_anybody_out(fitted, scenario):
    cheap, dear = (run(replace(fragile(), exit_cost=cost), fitted, *scenario) for cost in (0.25, 0.75))
    never_better(cheap, dear)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=" ".join)
def test_taking_alternatives_away_never_drives_anybody_out(fitted, scenario):
    setting = fragile()
    for actor in ("BBB", "LLL"):
        never_better(
            run(setting, fitted, *scenario), run(setting.with_partner(actor, alternative=0.0), fitted, *scenario)
        )


def test_longer_investment_never_drives_anybody_out(fitted):
    setting = fragile()
    never_better(
        run(setting, fitted, "cost_overrun"), run(setting.with_partner("BBB", years=40.0), fitted, "cost_overrun")
    )


def test_higher_base_rates_never_keep_anybody(fitted):
    setting = fragile()
    for scenario in ([], ["cost_overrun=0.5"]):
        never_better(run(setting, fitted, *scenario, base=5 * SELDOM), run(setting, fitted, *scenario, base=SELDOM))


# --- Known answers --------------------------------------------------------------------------------


def test_without_a_shock_partners_leave_at_the_base_rates_of_their_tiers(fitted):
    base = np.array([0.02, 0.05, 0.1, 0.2])
    found = run(made_up("anchor core core core associate peripheral"), fitted, base=base, draws=40_000)
    left = (found.response == LEAVES).mean(axis=0)
    assert left == pytest.approx(base[[0, 1, 1, 1, 2, 3]], abs=0.006)  # four standard deviations of the largest
    # Fractured where the anchor goes, or two of three core partners; else it goes on.
    p = 0.05
    core = 3 * p**2 * (1 - p) + p**3
    assert (found.outcome == FRACTURED).mean() == pytest.approx(1 - 0.98 * (1 - core), abs=0.004)
    assert (found.outcome == RESTRUCTURED).sum() == 0


@pytest.fixture
def no_feedback(monkeypatch):
    """Rules under which sizes and exit costs are known and nothing adds to the shock."""
    for part, name in (
        ("features", "size_sd"),
        ("features", "exit_cost_half_width"),
        ("cascade", "function_weight"),
        ("cascade", "reduction"),
    ):
        monkeypatch.setitem(scenario_rules()[part], name, 0.0)


PROGRAMME = {"size": 2.0, "anchor_author": 0.5, "exit_cost": -1.0, "sunk": -0.8, "kind_anchor_funding_cut": 0.3}
PARTNER = {"exit_cost": -0.5, "sunk": -0.4, "size": 1.5, "restructured": 0.7, "fractured": 1.1}


def by_hand(size):
    """P of each outcome, and P(an associate of 5 years stays, reduces, leaves) under an anchor of 20."""
    eta = 2.0 * size + 0.5 - 0.5 - 0.8 * sunk(20.0) + 0.3
    below = expit(np.array([0.0, 2.0]) - eta)
    outcome = np.array([below[0], below[1] - below[0], 1 - below[1]])
    push = -0.25 - 0.4 * sunk(5.0) + 1.5 * size + np.array([0.0, 0.7, 1.8])
    leaves, goes = 1 - expit(4.0 - push), 1 - expit(3.0 - push)
    return outcome, np.array([1 - outcome @ goes, outcome @ (goes - leaves), outcome @ leaves])


@pytest.mark.usefixtures("no_feedback")
@pytest.mark.parametrize("size", [0.1, 0.4, 1.0])
def test_the_mean_of_the_draws_is_the_closed_form(size):
    setting = made_up("anchor associate", years=np.array([20.0, 5.0]), alternative=np.zeros(2))
    found = run(setting, certain(PROGRAMME, PARTNER), f"anchor_funding_cut={size}", base=NEVER, draws=100_000)
    outcome, response = by_hand(size)
    assert np.bincount(found.outcome, minlength=3) / 100_000 == pytest.approx(outcome, abs=0.007)
    assert np.bincount(found.response[:, 1], minlength=3) / 100_000 == pytest.approx(response, abs=0.007)
    assert (found.response[:, 0] == REDUCES).all()  # the anchor does what the shock says


@pytest.mark.usefixtures("no_feedback")
def test_a_cut_counts_by_what_the_anchor_pays():
    setting = made_up("anchor associate", years=np.array([20.0, 5.0]), alternative=np.zeros(2), anchor_share=0.5)
    found = run(setting, certain(PROGRAMME, PARTNER), "anchor_funding_cut=0.8", base=NEVER, draws=100_000)
    assert np.bincount(found.outcome) / 100_000 == pytest.approx(by_hand(0.4)[0], abs=0.007)


@pytest.mark.usefixtures("no_feedback")
def test_the_error_of_the_draws_shrinks_with_the_root_of_their_number():
    """Sixteen times the draws, a quarter of the error; between a half and an eighth lets chance have its way."""
    setting = made_up("anchor associate", years=np.array([20.0, 5.0]), alternative=np.zeros(2))
    truth = by_hand(0.4)[0][0]
    hazard, error = certain(PROGRAMME, PARTNER), {}
    for draws in (1000, 16_000):
        found = [
            run(setting, hazard, "anchor_funding_cut=0.4", base=NEVER, draws=draws, seed=seed).outcome == SURVIVED
            for seed in range(40)
        ]
        error[draws] = np.sqrt(np.mean([(survived.mean() - truth) ** 2 for survived in found]))
    assert 2 < error[1000] / error[16_000] < 8
    assert error[16_000] == pytest.approx(np.sqrt(truth * (1 - truth) / 16_000), rel=0.5)


def test_who_leaves_passes_its_burden_on():
    """All leave above a strain of 0.61, nobody below 0.6: a tenth, and a payer of 60 % gone make 0.7, of 20 % 0.4."""
    hazard = certain({}, {"size": 1e5}, cuts=(1e6, 2e6), partner_cuts=(0.6e5, 0.61e5))
    setting = made_up("anchor associate associate", cost=np.array([0.2, 0.6, 0.2]))
    heavy, light = (
        run(setting, hazard, f"partner_exit:{actor}=0.1", base=NEVER, draws=1000) for actor in ("BBB", "CCC")
    )
    assert (heavy.response[:, [0, 2]] == LEAVES).all()
    assert (light.response[:, [0, 1]] == STAYS).all()
    assert (heavy.round_left == [1, 0, 1]).all()


def test_a_missing_share_of_the_cost_adds_no_burden_and_breaks_nothing(fitted):
    setting = made_up(cost=np.array([0.5, np.nan, 0.3, 0.2]))
    none = made_up(cost=np.array([0.5, 0.0, 0.3, 0.2]))
    assert same(run(setting, fitted, "partner_exit:BBB"), run(none, fitted, "partner_exit:BBB"))


# --- Fracture, rule by rule -----------------------------------------------------------------------

CALM = certain({}, {}, cuts=(1e6, 2e6), partner_cuts=(1e6, 2e6))  # nobody responds to anything


def outcome_of(setting, *texts):
    """The one outcome of all draws."""
    found = run(setting, CALM, *texts, base=NEVER, draws=1000)
    assert len(set(found.outcome)) == 1
    return int(found.outcome[0])


def test_an_alliance_whose_anchor_leaves_is_broken():
    assert outcome_of(made_up(), "anchor_exit") == FRACTURED


@pytest.mark.parametrize(
    ("core", "leave", "outcome"),
    [(1, 1, FRACTURED), (2, 1, FRACTURED), (3, 1, SURVIVED), (4, 2, FRACTURED), (5, 2, SURVIVED)],
)
def test_an_alliance_that_loses_half_of_its_core_is_broken(core, leave, outcome):
    setting = made_up(" ".join(["anchor", *["core"] * core]))
    assert outcome_of(setting, *(f"partner_exit:{actor}" for actor in setting.actors[1 : leave + 1])) == outcome


def test_associates_may_all_go():
    assert outcome_of(made_up("anchor core associate associate"), "partner_exit:CCC", "partner_exit:DDD") == SURVIVED


@pytest.mark.parametrize(("criticality", "outcome"), [(5, FRACTURED), (4, SURVIVED)])
def test_an_alliance_that_loses_a_vital_function_is_broken(criticality, outcome):
    setting = made_up("anchor core core core associate", criticality=np.array([3, 3, 3, 3, criticality]))
    assert outcome_of(setting, "partner_exit:EEE") == outcome


def test_a_vital_function_with_a_second_provider_is_not_lost():
    provides = np.eye(5, dtype=bool)
    provides[4, 0] = True
    setting = made_up("anchor core core core associate", provides, criticality=np.array([3, 3, 3, 3, 5]))
    assert outcome_of(setting, "partner_exit:EEE") == SURVIVED
    found = run(setting, CALM, "partner_exit:EEE", base=NEVER, draws=1000)
    assert not found.lost.any()


@pytest.mark.usefixtures("no_feedback")
def test_infrastructure_is_lost_with_the_probability_of_the_size_and_breaks_where_it_is_vital():
    setting = made_up(criticality=np.array([3, 3, 5, 3]))
    found = run(setting, CALM, "infrastructure_loss=0.7", base=NEVER, draws=40_000)
    assert found.struck_parts.mean(axis=0) == pytest.approx([0, 0, 0.7, 0], abs=0.01)
    assert np.array_equal(found.outcome == FRACTURED, found.struck_parts[:, 2])


@pytest.mark.usefixtures("no_feedback")
def test_who_turns_away_leaves_with_the_probability_of_the_size_and_else_stays():
    found = run(made_up(), CALM, "partner_regime_change:CCC=0.3", base=NEVER, draws=40_000)
    assert (found.response[:, 2] == LEAVES).mean() == pytest.approx(0.3, abs=0.01)
    assert (found.response[:, [0, 1, 3]] == STAYS).all()
