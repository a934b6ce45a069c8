"""The models of a past date know only the shocks that were over by then."""

import datetime as dt

import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios.hazard import hazard_at, load
from alliance_core.scenarios.sentences import model_alone
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.shocks import parse_scenario
from alliance_core.scenarios.stress import stress

TODAY = dt.date(2026, 11, 23)


def test_today_the_shipped_models_hold():
    assert hazard_at(Evidence(), TODAY).version == load().version


def test_the_later_the_date_the_more_shocks_are_known():
    counts = [hazard_at(Evidence(), dt.date(year, 12, 31)).cases for year in (2005, 2015, 2022)]
    assert counts == sorted(set(counts))
    assert counts[-1] < load().cases


def test_a_date_with_too_few_shocks_is_refused_with_the_number_needed():
    with pytest.raises(WorkbenchError, match=r"past shocks were known on 1975-01-01, too few .* with 10"):
        hazard_at(Evidence(), dt.date(1975, 1, 1))


def run(shocks, shift=None):
    snapshot = Snapshot(Evidence(), TODAY)
    hazard = hazard_at(Evidence(), TODAY, shift)
    return stress(setting_of(snapshot, "iss"), parse_scenario(shocks), hazard, base_rates(snapshot), 4000)


def test_a_worse_expert_prior_never_helps_and_moves_only_the_shock_that_rests_on_it():
    mild, grave = (run(["leadership_turnover=0.4"], shift).not_intact for shift in (-2.0, 2.0))
    assert mild < grave
    one, other = (run(["anchor_funding_cut=0.4"], shift).not_intact for shift in (-2.0, 2.0))
    assert one == other


def test_what_the_structure_adds_to_the_model_is_said():
    """A core partner that leaves takes the only provider of a vital function with it."""
    told = model_alone(run(["partner_exit:RUS=0.25"]))
    assert "The model fitted to history alone says" in told
    assert "vital function without a provider" in told
    assert model_alone(run([])) == ""
