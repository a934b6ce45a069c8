"""Outliers: the moments against the library, the rule step by step, the mirror."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.outliers import OutlierRule, kurtosis, skewness, treat

NAN = math.nan
CALM = np.arange(40.0)


def column(*extremes: float) -> np.ndarray:
    return np.append(CALM, extremes)


def outside(x: np.ndarray) -> bool:
    return abs(skewness(x)) >= 2 and kurtosis(x) >= 3.5


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=30).filter(lambda x: len(set(x)) > 1))
def test_the_moments_are_those_of_spreadsheets(values):
    x = np.array(values, dtype=float)
    assert skewness(x) == pytest.approx(stats.skew(x, bias=False), abs=1e-9)
    assert kurtosis(x) == pytest.approx(stats.kurtosis(x, bias=False), abs=1e-9)


def test_gaps_do_not_count_in_the_moments():
    assert skewness(np.array([1.0, NAN, 2, 9])) == skewness(np.array([1.0, 2, 9]))
    assert kurtosis(np.array([1.0, NAN, 2, 9, 4])) == kurtosis(np.array([1.0, 2, 9, 4]))


@pytest.mark.parametrize("x", [[5.0] * 40, [1.0, 2], [NAN] * 3, []])
def test_too_few_or_equal_values_have_no_moments(x):
    assert math.isnan(skewness(np.array(x)))
    assert math.isnan(kurtosis(np.array(x)))


def test_a_calm_column_stays_as_it_is():
    treated, told = treat(CALM)
    np.testing.assert_array_equal(treated, CALM)
    assert (told.treatment, told.points, told.outside, told.warning) == ("none", 0, False, "")


def test_one_extreme_is_set_to_the_next_value_inwards():
    treated, told = treat(column(500))
    assert treated.tolist() == [*CALM, 39]
    assert (told.treatment, told.points, told.outside) == ("winsorised", 1, False)
    assert told.skewness_before == skewness(column(500))
    assert told.skewness_after == skewness(treated)


def test_extremes_go_one_at_a_time_and_no_further_than_needed():
    """900 is set to 800, then both to 700 ... until the column is inside; what is inside stays."""
    treated, told = treat(column(700, 800, 900))
    assert told.treatment == "winsorised"
    assert told.points == 3
    assert treated[-3:].tolist() == [39, 39, 39]


def test_five_points_are_winsorised_and_six_are_put_in_logarithms():
    five, six = column(*range(5000, 10_000, 1000)), column(*range(4000, 10_000, 1000))
    assert (treat(five, STRICT)[1].treatment, treat(five, STRICT)[1].points) == ("winsorised", 5)
    treated, told = treat(six, STRICT)
    assert (told.treatment, told.points) == ("log", 46)
    np.testing.assert_allclose(treated, np.log(six - 0 + 0.01 * 9000))


def test_the_most_points_are_a_setting():
    assert treat(column(700, 800, 900), OutlierRule(most=2))[1].treatment == "log"
    assert treat(column(700, 800, 900), OutlierRule(most=3))[1].treatment == "winsorised"


def test_equal_extremes_are_one_step_of_several_points():
    assert treat(column(900, 900))[1].points == 2
    assert treat(column(900, 900), OutlierRule(most=1))[1].treatment == "log"


STRICT = OutlierRule(skewness=1.0, kurtosis=-2.0)
SKEWED = [
    pytest.param(column(500), OutlierRule(), "winsorised", id="one extreme"),
    pytest.param(column(700, 800, 900), OutlierRule(), "winsorised", id="three"),
    pytest.param(column(*range(4000, 10_000, 1000)), STRICT, "log", id="six"),
    pytest.param(np.exp(CALM), STRICT, "log", id="extreme throughout"),
]


@pytest.mark.parametrize(("x", "rule", "treatment"), SKEWED)
def test_a_skew_to_the_left_is_treated_as_its_mirror_image(x, rule, treatment):
    treated, told = treat(x, rule)
    mirrored, told_mirrored = treat(-x, rule)
    assert told.treatment == told_mirrored.treatment == treatment
    assert told.points == told_mirrored.points
    np.testing.assert_allclose(mirrored, -treated)
    assert (np.diff(mirrored) <= 0).all()
    assert told_mirrored.skewness_after == pytest.approx(-told.skewness_after)


def test_a_column_that_stays_outside_is_flagged():
    """Eighty equal values and six far ones: winsorising five cannot help, nor can a logarithm of two values."""
    x = np.append(np.zeros(80), np.ones(6) * 7)
    treated, told = treat(x)
    assert (told.treatment, told.outside) == ("log", True)
    assert outside(treated)


@pytest.mark.parametrize(("units", "treatment"), [(30, "winsorised"), (29, "none")])
def test_few_units_are_left_alone_with_a_warning(units, treatment):
    x = np.append(np.arange(units - 1.0), 9000)
    treated, told = treat(np.append(x, [NAN, NAN]))
    assert told.treatment == treatment
    if treatment == "none":
        np.testing.assert_array_equal(treated[:-2], x)
        assert told.warning == "skewed, but left alone: 29 values are fewer than 30"
        assert told.outside
        assert treat(x, OutlierRule(least_units=10))[1].treatment == "winsorised"


def test_gaps_stay_gaps():
    for x in (column(500, NAN), column(*range(4000, 10_000, 1000), NAN)):
        assert np.isnan(treat(x, STRICT)[0]).tolist() == np.isnan(x).tolist()


@given(st.lists(st.floats(-1e3, 1e3), min_size=30, max_size=60), st.integers(1, 6))
def test_the_order_of_values_is_kept_and_the_order_of_rows_does_not_matter(values, power):
    x = np.array(values) ** power
    treated, told = treat(x)
    assert (np.diff(treated[np.argsort(x, kind="stable")]) >= 0).all()
    turned, told_turned = treat(x[::-1])
    # A sum in another order is rounded in another way: a column on the very edge of the rule may fall to either side.
    if told.treatment == told_turned.treatment and told.points == told_turned.points:
        np.testing.assert_allclose(turned[::-1], treated)


def test_plain_data_have_no_nan():
    told = treat(np.full(40, 5.0))[1].as_json()
    assert told["skewness_before"] is None
    assert told["treatment"] == "none"


@pytest.mark.parametrize("setting", [{"most": -1}, {"least_units": -1}, {"skewness": -1.0}, {"skewness": NAN}])
def test_a_rule_that_cannot_be_is_refused(setting):
    with pytest.raises(CompositeError, match="must be 0 or more"):
        OutlierRule(**setting)
