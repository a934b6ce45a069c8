"""The two models: fitted, kept as data, and read again."""

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.errors import EvidenceError
from alliance_core.scenarios.cases import partner_terms, programme_terms, read_cases
from alliance_core.scenarios.hazard import SHIPPED, calibrate, coefficient_table, fit_hazard, load, save

MODELS = ("programme", "partner")


@pytest.mark.skipif(not SHIPPED.is_file(), reason="no coefficients are shipped yet")
def test_the_shipped_coefficients_are_those_of_the_shipped_cases(fitted):
    shipped = load()
    assert (shipped.version, shipped.cases, shipped.rows) == (fitted.version, fitted.cases, fitted.rows)
    for name in MODELS:
        one, other = getattr(shipped, name), getattr(fitted, name)
        for part in ("cuts", "beta", "covariance"):
            assert getattr(one, part) == pytest.approx(getattr(other, part), abs=1e-4)


def test_what_is_saved_is_read_again(tmp_path, fitted):
    save(fitted, tmp_path / "models" / "hazard.json")
    again = load(tmp_path / "models" / "hazard.json")
    for name in MODELS:
        assert getattr(again, name).terms == getattr(fitted, name).terms
        assert getattr(again, name).beta == pytest.approx(getattr(fitted, name).beta, abs=1e-6)
    assert set(again.authors) == set(fitted.authors) == set(shocks())
    again.programme.draw(100, np.random.default_rng(0))  # rounding has not broken the covariance


def damaged(told, where, value):
    """The data with one value replaced, or taken out."""
    *path, last = where
    inside = told
    for key in path:
        inside = inside[key]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return told


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (["programme"], []), (["programme"], None), (["partner", "beta"], [1.0]), (["partner", "cuts"], [1.0, 1.0]),
        (["programme", "covariance"], "much"), (["programme", "beta", 0], float("nan")), (["authors"], [1]),
        (["authors", "partner_exit"], 3),
    ],
    ids=str,
)  # fmt: skip
def test_damaged_coefficients_are_told(tmp_path, fitted, where, value):
    save(fitted, tmp_path / "hazard.json")
    told = damaged(json.loads((tmp_path / "hazard.json").read_text(encoding="utf-8")), where, value)
    (tmp_path / "damaged.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"damaged.json cannot be read as coefficients: .*calibrate"):
        load(tmp_path / "damaged.json")


def test_a_file_that_is_cut_off_or_absent_is_told(tmp_path):
    (tmp_path / "cut.json").write_text('{"version": "ab', encoding="utf-8")
    for name in ("cut.json", "absent.json"):
        with pytest.raises(EvidenceError, match=f"{name} cannot be read as coefficients: .*run `python"):
            load(tmp_path / name)


@pytest.mark.parametrize("where", [["partner", "terms", 0], ["authors", "partner_exit"]], ids=str)
def test_coefficients_of_other_terms_are_told(tmp_path, fitted, where):
    save(fitted, tmp_path / "hazard.json")
    told = json.loads((tmp_path / "hazard.json").read_text(encoding="utf-8"))
    told = damaged(told, where, "courage" if where[0] == "partner" else None)
    (tmp_path / "hazard.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(EvidenceError, match="fitted to other terms; run"):
        load(tmp_path / "hazard.json")


def test_the_fit_keeps_every_sign_of_the_catalogue(fitted):
    for model, terms in (("programme_terms", fitted.programme), ("partner_terms", fitted.partner)):
        for term, rule in scenario_rules()[model].items():
            assert terms.beta[terms.terms.index(term)] * rule["sign"] >= 0


def test_the_order_of_the_cases_changes_nothing(cases, fitted):
    mixed = fit_hazard(read_cases(cases.sample(fraction=1, shuffle=True, seed=1)))
    for name in MODELS:
        assert getattr(mixed, name).beta == pytest.approx(getattr(fitted, name).beta, abs=1e-8)


def test_at_a_past_date_only_cases_known_by_then_are_learned_from(shipped, cases, fitted):
    day = dt.date(2023, 6, 30)
    past = calibrate(shipped, day)
    late = cases.filter((pl.col("shock_date") > day) | (pl.col("outcome_date") > day))["case_id"].n_unique()
    assert late > 0
    assert past.cases == fitted.cases - late
    assert past.version != fitted.version
    assert calibrate(shipped, dt.date(2026, 11, 23)).version == fitted.version


def test_authors_leave_as_often_as_authors_of_that_kind_did(fitted):
    """Nearly always: an author's exit is the shock itself."""
    assert all(left / (left + stayed) > 0.7 for left, stayed in fitted.authors.values())


def test_the_table_of_coefficients_names_each_with_its_range_and_reason(fitted):
    table = coefficient_table(fitted)
    assert table["term"].to_list() == [*programme_terms(), *partner_terms()]
    assert table.filter(~pl.col("value").is_between("low", "high")).is_empty()
    assert table.filter((pl.col("sign") == "never negative") & (pl.col("low") < 0)).is_empty()
    assert table.filter((pl.col("sign") == "never positive") & (pl.col("high") > 0)).is_empty()
    assert table["reason"].str.len_chars().min() > 10
