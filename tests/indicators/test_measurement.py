"""What an indicator gives back, and the statistics that several of them share."""

import datetime as dt

import polars as pl
import pytest
from scipy import stats

from alliance_core.catalogue import indicators
from alliance_core.indicators.measurement import beta_posterior, measurement, tier_weight, widening, wilson

ONE = {"alliance_id": ["moon"], "as_of": [dt.date(2020, 12, 31)]}
EVIDENCE = pl.DataFrame({**ONE, "evidence_id": ["members:moon:AAA:"]})


def measured(wider: float = 1.0, name: str = "fulfilment", **numbers) -> dict:
    estimates = pl.DataFrame({**ONE, **{column: [number] for column, number in numbers.items()}})
    return measurement(name, estimates, EVIDENCE, pl.lit(wider)).estimates.row(0, named=True)


@pytest.mark.parametrize(
    ("kept", "trials", "low", "high"),
    [
        pytest.param(8, 10, 0.541, 0.931, id="eight of ten"),
        pytest.param(0, 10, 0.000, 0.213, id="none of ten: z^2 / (n + z^2) = 2.7055 / 12.7055"),
        pytest.param(10, 10, 0.787, 1.000, id="ten of ten: n / (n + z^2) = 10 / 12.7055"),
        pytest.param(1, 2, 0.121, 0.879, id="one of two"),
    ],
)
def test_the_bounds_of_a_share_are_those_of_wilson(kept, trials, low, high):
    bounds = wilson(pl.lit(float(kept)), pl.lit(float(trials)))
    assert pl.select(low=bounds[0], high=bounds[1]).row(0) == pytest.approx((low, high), abs=0.0005)


def test_the_bounds_of_wilson_agree_with_scipy():
    for kept in range(8):
        peer = stats.binomtest(kept, 7).proportion_ci(0.90, method="wilson")
        bounds = wilson(pl.lit(float(kept)), pl.lit(7.0))
        assert pl.select(low=bounds[0], high=bounds[1]).row(0) == pytest.approx((peer.low, peer.high), abs=1e-12)


@pytest.mark.parametrize(("kept", "broken"), [(1, 1), (4, 1), (3, 8), (20.5, 3)])
def test_a_beta_posterior_is_given_by_its_mean_and_its_quantiles(kept, broken):
    frame = beta_posterior(pl.DataFrame({"a": [kept], "b": [broken]}), pl.col("a"), pl.col("b"))
    peer = stats.beta(kept, broken)
    assert frame.select("value", "low", "high").row(0) == pytest.approx((peer.mean(), *peer.ppf([0.05, 0.95])))


def test_the_posterior_of_no_row_is_no_row():
    empty = pl.DataFrame(schema={"a": pl.Float64, "b": pl.Float64})
    assert beta_posterior(empty, pl.col("a"), pl.col("b")).is_empty()


def test_weaker_verification_and_lower_tiers_have_the_factors_of_the_method():
    frame = pl.DataFrame({
        "verification": ["read", "recalled", "estimated", "read"],
        "tier": ["anchor", "core", "associate", "peripheral"],
    })  # fmt: skip
    assert frame.select(widening()).to_series().to_list() == [1, 1.5, 3, 1]
    assert frame.select(tier_weight()).to_series().to_list() == [1, 1, 0.6, 0.3]


def test_an_interval_is_widened_about_its_value():
    """0.6 - 2 x 0.1 and 0.6 + 2 x 0.05."""
    row = measured(wider=2.0, value=0.6, low=0.5, high=0.65)
    assert (row["low"], row["value"], row["high"]) == pytest.approx((0.4, 0.6, 0.7))


def test_an_interval_stays_inside_the_bounds_of_the_catalogue():
    row = measured(wider=3.0, value=0.9, low=0.5, high=1.0)
    assert (row["low"], row["high"]) == (0, 1)
    assert measured(value=1.2, low=1.1, high=1.3)["value"] == 1


def test_bounds_on_the_wrong_side_collapse_to_the_value():
    row = measured(value=0.6, low=0.7, high=0.5)
    assert (row["low"], row["value"], row["high"]) == (0.6, 0.6, 0.6)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_cannot_be_computed_has_no_row_and_no_evidence(value):
    estimates = pl.DataFrame(
        {**ONE, "value": [value], "low": [0.0], "high": [1.0]}, schema_overrides={"value": pl.Float64}
    )
    result = measurement("fulfilment", estimates, EVIDENCE)
    assert result.estimates.is_empty()
    assert result.evidence.collect().is_empty()


def test_each_row_of_evidence_counts_once():
    twice = pl.concat([EVIDENCE, EVIDENCE, EVIDENCE.with_columns(evidence_id=pl.lit("members:moon:BBB:"))])
    estimates = pl.DataFrame({**ONE, "value": [0.5], "low": [0.4], "high": [0.6]})
    result = measurement("fulfilment", estimates, twice)
    assert result.estimates["n"].to_list() == [2]
    assert result.evidence.collect().height == 2


def test_coverage_is_full_unless_told_and_stays_between_0_and_1():
    assert measured(value=0.5, low=0.4, high=0.6)["coverage"] == 1
    assert measured(value=0.5, low=0.4, high=0.6, coverage=1.1)["coverage"] == 1


def test_the_goalposts_lie_inside_the_bounds_that_a_value_can_take():
    for item in indicators().values():
        assert item.bounds[0] <= min(item.worst, item.best) < max(item.worst, item.best) <= item.bounds[1]
