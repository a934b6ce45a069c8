"""Past shocks as features: a case worked out by hand."""

import numpy as np
import polars as pl
import pytest

from alliance_core.scenarios.cases import outcome_columns, programme_terms, read_cases, sunk

ROWS = pl.DataFrame(
    [
        # A cut by the anchor (author), answered by two core partners and an associate.
        ["c1", "anchor_funding_cut", 0.4, "AAA", "anchor", "author", 30.0, 1, 4, "reduced", "restructured"],
        ["c1", "anchor_funding_cut", 0.4, "BBB", "core", "other", 8.0, 1, 2, "left", "restructured"],
        ["c1", "anchor_funding_cut", 0.4, "CCC", "core", "other", 2.0, 0, 2, "stayed", "restructured"],
        ["c1", "anchor_funding_cut", 0.4, "DDD", "associate", "other", 0.0, 1, 0, None, "restructured"],
        # A partner leaves, and nobody is known to have answered.
        ["c0", "partner_exit", 0.2, "AAA", "core", "author", 3.0, 1, 1, "expelled", "dissolved"],
    ],
    schema=["case_id", "shock_kind", "shock_size", "partner_actor_id", "partner_tier", "role_in_shock",
            "partner_sunk_years", "partner_has_alternative", "exit_cost_level", "partner_outcome", "programme_outcome"],
    orient="row",
)  # fmt: skip


def test_the_features_of_a_case_are_those_of_its_bystanders():
    cases = read_cases(ROWS)
    assert cases.ids == ("c0", "c1")
    features = dict(zip(programme_terms(), cases.programme[1], strict=False))
    assert features["size"] == 0.4
    assert features["anchor_author"] == 1
    assert features["exit_cost"] == pytest.approx((2 + 2 + 0) / 3 / 4)  # without the author
    assert features["alternatives"] == 0.5  # of the two core partners
    assert features["sunk"] == pytest.approx(1)  # thirty years of the anchor


def test_where_nobody_answers_all_rows_count():
    features = dict(zip(programme_terms(), read_cases(ROWS).programme[0], strict=False))
    assert (features["anchor_author"], features["exit_cost"], features["alternatives"]) == (0, 0.25, 1)


def test_outcomes_are_coded_from_best_to_worst_and_what_is_not_known_stays_so():
    cases = read_cases(ROWS)
    assert cases.outcome.tolist() == [2, 1]
    assert cases.response.tolist() == [2, 1, 2, 0, -1]


def test_a_table_without_outcomes_has_the_same_features():
    cases, blind = read_cases(ROWS), read_cases(ROWS.drop("partner_outcome", "programme_outcome"))
    assert np.array_equal(cases.programme, blind.programme)
    assert np.array_equal(cases.partner, blind.partner)
    assert set(blind.outcome) == set(blind.response) == {-1}


def test_the_order_of_the_rows_changes_nothing():
    cases, mixed = read_cases(ROWS), read_cases(ROWS.sample(fraction=1, shuffle=True, seed=3))
    assert cases.ids == mixed.ids
    assert np.array_equal(cases.programme, mixed.programme)
    assert np.array_equal(cases.partner, mixed.partner)


def test_the_first_years_bind_most():
    steps = np.diff(sunk(np.array([0.0, 10.0, 20.0, 30.0])))
    assert (np.diff(steps) < 0).all()
    assert sunk(-5.0) == 0


def test_the_worst_outcome_counts_on_top_of_the_middle_one():
    assert outcome_columns(np.arange(3)).tolist() == [[0, 0], [1, 0], [1, 1]]
