"""The backtest: no case sees itself, scores and baselines by hand."""

import numpy as np
import polars as pl
import pytest

from alliance_core.scenarios.backtest import (
    OUTCOMES,
    area_under_curve,
    auc_interval,
    backtest,
    backtest_json,
    calibration_table,
    case_table,
    months_to_leave,
    score_table,
    verdict,
)
from alliance_core.scenarios.cases import BYSTANDERS


def test_area_under_the_curve_by_hand():
    """Of the six pairs of one that happened and one that did not, three are in order, one is level: 3.5 of 6."""
    chance = np.array([0.9, 0.4, 0.3, 0.4, 0.8])
    happened = np.array([True, True, False, False, False])
    # 0.9 beats 0.3, 0.4, 0.8; 0.4 beats 0.3, is level with 0.4, loses to 0.8.
    assert area_under_curve(chance, happened) == pytest.approx((3 + 1 + 0.5) / 6)
    assert np.isnan(area_under_curve(chance, np.ones(5, bool)))


def test_a_case_does_not_see_its_own_outcome(cases, tested):
    """Its prediction stays when its outcome and all its responses are turned round; those of others move."""
    own = tested.cases.ids[7]
    here = pl.col("case_id") == own
    turned = backtest(
        cases.with_columns(
            programme_outcome=pl.when(here & (pl.col("programme_outcome") == "dissolved"))
            .then(pl.lit("survived")).when(here).then(pl.lit("dissolved")).otherwise("programme_outcome"),
            partner_outcome=pl.when(here & (pl.col("partner_outcome") == "left"))
            .then(pl.lit("stayed")).when(here).then(pl.lit("left")).otherwise("partner_outcome"),
        )
    )  # fmt: skip
    rows = tested.cases.case[tested.rows] == 7
    for name in tested.programme:
        assert turned.programme[name][7] == pytest.approx(tested.programme[name][7], abs=1e-12)
        assert turned.partner[name][rows] == pytest.approx(tested.partner[name][rows], abs=1e-12)
    for name in ("model", "base_rate"):
        assert abs(turned.programme[name] - tested.programme[name]).max() > 1e-3


def test_all_predictions_are_probabilities(tested):
    for chances in [*tested.programme.values(), *tested.partner.values()]:
        assert chances.min() >= 0
        assert chances.sum(axis=1) == pytest.approx(1)


def tiny(outcomes):
    """Cases of one kind, each with an author and one partner that stays."""
    rows = [
        {"case_id": f"c{i}", "shock_kind": "cost_overrun", "shock_size": 0.1 + 0.1 * i, "partner_actor_id": actor,
         "partner_tier": tier, "role_in_shock": role, "partner_sunk_years": 5.0, "partner_has_alternative": 1,
         "exit_cost_level": 2, "partner_outcome": "left" if role == "author" else ("reduced" if i == 0 else "stayed"),
         "programme_outcome": outcome}
        for i, outcome in enumerate(outcomes)
        for actor, tier, role in (("AAA", "anchor", "author"), ("BBB", "core", "other"))
    ]  # fmt: skip
    return pl.DataFrame(rows)


def test_baselines_by_hand():
    """Without c0 the others give 1, 1 and 1 of three outcomes, and with a third each as prior (4/3) / 4."""
    found = backtest(tiny(["survived", "survived", "restructured", "dissolved"]))
    assert found.programme["base_rate"][0] == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    # Without c3: two survived, one restructured, none dissolved.
    base = np.array([2 + 1 / 3, 1 + 1 / 3, 1 / 3]) / 4
    assert found.programme["base_rate"][3] == pytest.approx(base)
    assert found.programme["tier_only"][3] == pytest.approx((np.array([2, 1, 0]) + base) / 4)
    assert found.programme["everyone_stays"][3] == pytest.approx([0.98, 0.01, 0.01])
    # The author's row does not count: without c1 one partner reduced and two stayed.
    assert found.partner["base_rate"][1] == pytest.approx(np.array([2 + 1 / 3, 1 + 1 / 3, 1 / 3]) / 4)
    assert len(found.rows) == 4


def test_scores_by_hand():
    found = backtest(tiny(["survived", "survived", "restructured", "dissolved"]))
    row = score_table(found).filter(question="programme", predictor="everyone_stays").row(0, named=True)
    assert row["log_score"] == pytest.approx(-(2 * np.log(0.98) + 2 * np.log(0.01)) / 4)
    right, wrong = 0.02**2 + 2 * 0.01**2, 0.98**2 + 0.99**2 + 0.01**2
    assert row["brier"] == pytest.approx((2 * right + 2 * wrong) / 4)
    assert row["auc"] == 0.5


def test_the_same_seed_gives_the_same_intervals(tested):
    assert score_table(tested).equals(score_table(tested))
    assert auc_interval(tested, "partner", 3) == auc_interval(tested, "partner", 3)
    assert auc_interval(tested, "partner", 3) != auc_interval(tested, "partner", 4)


def test_a_gain_is_what_the_model_scores_better_and_lies_within_its_interval(tested):
    table = score_table(tested)
    for question in ("programme", "partner"):
        own = table.filter(question=question)
        model = own.filter(predictor="model")["log_score"][0]
        others = own.filter(pl.col("predictor") != "model")
        assert others["gain"].to_list() == pytest.approx([score - model for score in others["log_score"]])
        assert others.filter(~pl.col("gain").is_between("gain_low", "gain_high")).is_empty()
        assert others["better"].to_list() == [low > 0 for low in others["gain_low"]]


def test_every_bystander_with_a_known_response_counts_once(tested, cases):
    known = cases.filter(pl.col("role_in_shock").is_in(BYSTANDERS) & pl.col("partner_outcome").is_not_null())
    assert len(tested.rows) == known.height
    for question, count in calibration_table(tested).group_by("question").agg(pl.col("n").sum()).rows():
        assert count == (known.height if question.startswith("partner") else len(tested.cases.ids))


def test_the_table_of_cases_tells_what_happened(tested, cases):
    table = case_table(tested, cases)
    assert table.height == cases["case_id"].n_unique()
    told = table.select("case_id", "happened").sort("case_id")
    words = {"dissolved": "fractured"}
    real = cases.unique("case_id").sort("case_id")["programme_outcome"].replace(words)
    assert told["happened"].to_list() == real.to_list()
    for row in table.iter_rows(named=True):
        assert row["chance"] == row[f"p_{row['happened']}"]
    assert table.select(pl.sum_horizontal(f"p_{name}" for name in OUTCOMES)).to_series().to_list() == pytest.approx(
        [1.0] * table.height
    )


def test_months_are_counted_for_those_that_left_or_reduced_and_never_negative():
    rows = tiny(["survived", "survived"]).with_columns(
        shock_date=pl.date(2020, 1, 1), outcome_date=pl.Series([None, "2021-01-01", None, "2022-01-01"]).str.to_date()
    )
    assert months_to_leave(rows) == pytest.approx([366 / 30.4375])  # the second partner stayed


def test_the_verdict_names_what_is_not_beaten(tested):
    """The reading of the shipped cases: programmes are told apart, partners hardly better than by base rates."""
    text = verdict(tested)
    assert "what becomes of the programme the model beats base rates" in text
    assert "what partners do" in text
    assert "not surely better than base rates" in text


def test_the_models_tell_cases_apart(tested):
    """Left out one by one, the worst outcome gets the higher chance in more than two of three pairs."""
    for question in ("programme", "partner"):
        value, low, high = auc_interval(tested, question)
        assert value > 2 / 3
        assert 0.5 < low < value < high <= 1


def test_the_command_prints_all_of_it(tested, cases):
    told = backtest_json(tested, cases)
    assert told["cases"] == len(told["by_case"]) == len(tested.cases.ids)
    assert set(told["auc"]) == {"programme", "partner"}
