"""The whole engine on a composite small enough for the hand."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.config import config_of
from alliance_core.composite.engine import compose
from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.table import table_of
from tests.composite.recipes import FRAME, by_unit, composed, recipe

NAN = math.nan
GOALPOSTS = {
    "roads": {"parent": "Works", "worst": 0, "best": 50},
    "dirt": {"parent": "Works", "worst": 5, "best": 0},
    "trust": {"parent": "Index", "worst": 0, "best": 1},
}
MEANS = ["arithmetic", "geometric", "harmonic", "weakest_link", "copeland", 2, -3.5]
METHODS = ["min_max", "rank", "percentile", "z_score", "none"]


def gaps(frame: pl.DataFrame, **cells: list[int]) -> pl.DataFrame:
    """The frame without the cells of some columns at some rows."""
    return frame.with_row_index("row").with_columns(
        pl.when(~pl.col("row").is_in(rows)).then(pl.col(name)) for name, rows in cells.items()
    ).drop("row")  # fmt: skip


def test_denominators_directions_ranges_and_weights_work_together():
    """Roads a head: C 10, A 5, B 20, D 2.5 -> 3/7, 1/7, 1, 0 of 100. Dirt, less is better: 50, 100, 0, 25. Trust: 50,
    100, 0, 12.5. Works = (3 roads + dirt) / 4; Index = (Works + trust) / 2."""
    got = composed()
    roads = {"C": 300 / 7, "A": 100 / 7, "B": 100, "D": 0}
    works = {"C": (900 / 7 + 50) / 4, "A": (300 / 7 + 100) / 4, "B": 75, "D": 6.25}
    assert by_unit(got, "roads") == pytest.approx(roads)
    assert by_unit(got, "dirt") == pytest.approx({"C": 50, "A": 100, "B": 0, "D": 25})
    assert by_unit(got, "Works") == pytest.approx(works)
    assert by_unit(got, "Index") == pytest.approx(
        {"C": (works["C"] + 50) / 2, "A": (works["A"] + 100) / 2, "B": 37.5, "D": (6.25 + 12.5) / 2}
    )
    assert dict(zip(got.units, got.ranks["Index"], strict=True)) == {"C": 2, "A": 1, "B": 3, "D": 4}


def test_units_and_names_keep_the_order_of_the_data():
    got = composed()
    assert got.units == ("C", "A", "B", "D")
    assert got.names == ("Cee", "Ay", "Bee", "Dee")


def test_effective_weights_and_coverage_stand_beside_the_scores():
    got = composed(gaps(FRAME, roads=[0]))
    assert got.effective_weights == {"Index": pytest.approx({"roads": 0.375, "dirt": 0.125, "trust": 0.5})}
    assert got.covered["Works"].tolist() == [0.25, 1, 1, 1]


def test_goalposts_do_not_depend_on_who_is_compared():
    """Works of C: roads 100 of 50 is full, dirt 3 of 5..0 is 40: 70. Trust 50."""
    rule = {"indicators": GOALPOSTS, "normalisation": {"method": "goalposts"}}
    alone = composed(FRAME.head(1), **rule)
    assert by_unit(alone, "Works") == pytest.approx({"C": 70})
    assert by_unit(alone, "Index")["C"] == by_unit(composed(**rule), "Index")["C"] == pytest.approx(60)


def test_goalposts_may_lie_on_a_range():
    rule = {"indicators": GOALPOSTS, "normalisation": {"method": "goalposts", "range": [1, 7]}}
    assert by_unit(composed(**rule), "trust")["C"] == pytest.approx(4)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"method": "min_max", "range": [1, 9]}, [5, 9, 1, 2]),
        ({"method": "rank"}, [3, 4, 1, 2]),
        ({"method": "rank", "range": [0, 1]}, [2 / 3, 1, 0, 1 / 3]),
        ({"method": "percentile"}, [200 / 3, 100, 0, 100 / 3]),
        ({"method": "none"}, [0.5, 0.9, 0.1, 0.2]),
        ({"method": "distance_to_target"}, [100, 200, 0, 25]),
        ({"method": "distance_to_target", "capped": True}, [100, 100, 0, 25]),
    ],
)
def test_each_method_of_normalisation(method, expected):
    """Trust is 0.5, 0.9, 0.1, 0.2; its target 0.5."""
    indicators = {"trust": {"parent": "Index", "target": 0.5}}
    got = composed(indicators=indicators, aggregates={"Index": {}}, normalisation=method)
    assert got.indicators["trust"].tolist() == pytest.approx(expected)


def test_z_scores_have_the_mean_and_deviation_asked_for():
    got = composed(normalisation={"method": "z_score", "mean": 100, "sd": 10})
    assert (got.indicators["dirt"].mean(), got.indicators["dirt"].std(ddof=1)) == pytest.approx((100, 10))
    assert got.indicators["dirt"].argmax() == 1


def test_means_go_by_code_then_by_level_then_by_the_one_for_all():
    rule = {"mean": "arithmetic", "levels": {"2": "weakest_link", "3": "weakest_link"}, "codes": {"Index": "harmonic"}}
    got = composed(aggregation=rule, normalisation={"range": [1, 100]})
    works, trust = by_unit(got, "Works"), by_unit(got, "trust")
    assert works["A"] == pytest.approx(min(by_unit(got, "roads")["A"], by_unit(got, "dirt")["A"]))
    assert by_unit(got, "Index")["A"] == pytest.approx(2 / (1 / works["A"] + 1 / trust["A"]))


def test_a_floor_keeps_a_geometric_mean_useful():
    plain = composed(aggregation={"mean": "geometric"})
    floored = composed(aggregation={"mean": "geometric", "floor": 1})
    assert by_unit(plain, "Works")["B"] == 0
    assert by_unit(floored, "Works")["B"] == pytest.approx(100**0.75)


def test_copeland_at_a_level_compares_the_scores_below():
    """Works: A 35.7, B 75, C 44.6, D 6.25; trust A 100, B 0, C 50, D 12.5; equal weights: half each way is a draw.
    C beats D; A beats D; B against A, C and D is a draw; A against C is a draw."""
    got = composed(aggregation={"levels": {"3": "copeland"}})
    assert by_unit(got, "Index") == {"C": 1, "A": 1, "B": 0, "D": -2}


def test_ranks_use_precision_and_ties_as_asked():
    """Trust of C, A, B, D is 0.5, 0.9, 0.1, 0.2; in whole numbers 0, 1, 0, 0. Untied equals go by their code."""
    only = {"indicators": {"trust": {"parent": "Index"}}, "aggregates": {"Index": {}}}
    rule = only | {"normalisation": {"method": "none"}}
    assert composed(**rule).ranks["Index"].tolist() == [2, 1, 4, 3]
    assert composed(**rule, ranking={"decimals": 0}).ranks["Index"].tolist() == [2, 1, 2, 2]
    assert composed(**rule, ranking={"decimals": 0, "ties": "average"}).ranks["Index"].tolist() == [3, 1, 3, 3]
    assert composed(**rule, ranking={"decimals": 0, "ties": "ordinal"}).ranks["Index"].tolist() == [3, 1, 2, 4]


# --- gaps -----------------------------------------------------------------------------------------


def test_a_gap_is_filled_before_the_rest_and_reported():
    """Trust of C and A: 0.5 and 0.9; A is missing and gets the mean of N, which is C alone."""
    got = composed(gaps(FRAME, trust=[1]), missing={"impute": "group_mean", "group": "side"})
    assert by_unit(got, "trust")["A"] == by_unit(got, "trust")["C"]
    assert got.missing["indicators"]["trust"] == {"missing": 1, "share": 0.25, "imputed": 1}
    assert got.missing["units"]["A"] == {"missing": 1, "share": pytest.approx(1 / 3), "imputed": 1}
    assert got.missing["groups_without_values"] == []


def test_a_group_without_any_value_stays_missing_and_is_named():
    got = composed(gaps(FRAME, trust=[0, 1]), missing={"impute": "group_median", "group": "side"})
    assert math.isnan(by_unit(got, "trust")["A"])
    assert by_unit(got, "Index")["A"] == by_unit(got, "Works")["A"]
    assert got.missing["groups_without_values"] == [{"indicator": "trust", "group": "N"}]


def test_units_with_too_few_indicators_are_left_out_and_named():
    frame = gaps(FRAME, trust=[1], roads=[1])
    got = composed(frame, missing={"screen": 0.5})
    assert got.units == ("C", "B", "D")
    assert got.missing["left_out"] == ["A"]
    assert sorted(got.ranks["Index"]) == [1, 2, 3]
    np.testing.assert_array_equal(got.values["Index"], composed(FRAME.filter(pl.col("uCode") != "A")).values["Index"])


@pytest.mark.parametrize(("count", "left_out"), [("imputed", []), ("given", ["A"])])
def test_screening_counts_after_or_before_imputation(count, left_out):
    frame = gaps(FRAME, trust=[1], roads=[1])
    got = composed(frame, missing={"impute": "mean", "screen": 0.5, "count": count})
    assert got.missing["left_out"] == left_out


def test_a_missing_denominator_makes_the_indicator_missing():
    got = composed(gaps(FRAME, people=[1]))
    assert math.isnan(by_unit(got, "roads")["A"])
    assert by_unit(got, "Works")["A"] == 100


def test_too_little_weight_gives_no_score_and_no_rank():
    got = composed(gaps(FRAME, roads=[1]), aggregation={"least": 0.5})
    assert math.isnan(by_unit(got, "Works")["A"])
    assert math.isnan(got.ranks["Works"][1])
    assert by_unit(got, "Index")["A"] == 100


def test_outliers_are_treated_on_the_level_of_indicators():
    frame = pl.DataFrame({"uCode": [f"u{i:02}" for i in range(40)], "x": [*map(float, range(39)), 9000.0]})
    rule = {"indicators": {"x": {"parent": "I"}}, "aggregates": {"I": {}}, "data": {}}
    treated, plain = composed(frame, **rule, outliers={}), composed(frame, **rule)
    assert plain.treatment == {}
    assert treated.treatment["x"].treatment == "winsorised"
    assert by_unit(treated, "I")["u19"] == pytest.approx(50)
    assert by_unit(plain, "I")["u19"] == pytest.approx(19 / 90)


# --- what must always hold ------------------------------------------------------------------------


@given(st.permutations(range(4)), st.sampled_from(MEANS), st.sampled_from(METHODS), st.booleans())
def test_the_order_of_units_changes_nothing_to_the_last_digit(order, mean, method, with_gaps):
    if mean not in ("arithmetic", "weakest_link", "copeland") and method in ("z_score", "none"):
        return
    frame = gaps(FRAME, trust=[1], dirt=[0]) if with_gaps else FRAME
    rule = {
        "aggregation": {"levels": {"2": mean if mean != "copeland" else "arithmetic", "3": mean}},
        "normalisation": {"method": method},
        "missing": {"impute": "mean"},
    }
    still, moved = composed(frame, **rule), composed(frame[list(order)], **rule)
    for code in still.values:
        assert by_unit(moved, code) == pytest.approx(by_unit(still, code), abs=0, rel=0, nan_ok=True)
    assert dict(zip(moved.units, moved.ranks["Index"], strict=True)) == dict(
        zip(still.units, still.ranks["Index"], strict=True)
    )


@given(
    st.sampled_from(["arithmetic", "geometric", "harmonic", "weakest_link", 3]),
    st.integers(0, 3),
    st.sampled_from([("roads", 1), ("dirt", -1), ("trust", 1)]),
    st.floats(0, 5),
)
def test_with_goalposts_a_better_indicator_never_lowers_the_index(mean, row, indicator, gain):
    name, direction = indicator
    better = FRAME.with_columns(pl.Series(name, [x + (i == row) * gain * direction for i, x in enumerate(FRAME[name])]))
    rule = {"indicators": GOALPOSTS, "normalisation": {"method": "goalposts"}, "aggregation": {"mean": mean}}
    before, after = composed(**rule), composed(better, **rule)
    assert (after.values["Index"] >= before.values["Index"] - 1e-9).all()
    assert after.ranks["Index"][row] <= before.ranks["Index"][row]


def test_the_data_may_be_a_table_that_is_checked_already():
    config = config_of(recipe())
    np.testing.assert_array_equal(compose(table_of(FRAME, config), config).values["Index"], composed().values["Index"])


# --- what is refused ------------------------------------------------------------------------------


def test_an_indicator_that_tells_nobody_apart_is_refused_by_name():
    flat = FRAME.with_columns(trust=pl.lit(0.5))
    with pytest.raises(CompositeError, match="trust: all units that have a value have the same one, so that 'min_max'"):
        composed(flat)


@pytest.mark.parametrize(("constant", "score"), [("middle", 50), ("missing", NAN)])
def test_it_counts_as_the_middle_or_as_missing_if_that_is_asked_for(constant, score):
    flat = gaps(FRAME.with_columns(trust=pl.lit(0.5)), trust=[3])
    got = composed(flat, normalisation={"constant": constant})
    assert by_unit(got, "trust") == pytest.approx(dict.fromkeys("CAB", score) | {"D": NAN}, nan_ok=True)


def test_goalposts_and_ranks_take_an_indicator_that_is_the_same_for_all():
    flat = FRAME.with_columns(trust=pl.lit(0.5))
    rule = {"indicators": GOALPOSTS, "normalisation": {"method": "goalposts"}}
    assert set(by_unit(composed(flat, **rule), "trust").values()) == {50}
    assert set(by_unit(composed(flat, normalisation={"method": "rank"}), "trust").values()) == {2.5}


def test_a_target_that_nobody_falls_short_of_is_refused():
    indicators = {"trust": {"parent": "Index", "target": 0.05}}
    with pytest.raises(CompositeError, match="trust: no unit falls short of the target"):
        composed(indicators=indicators, aggregates={"Index": {}}, normalisation={"method": "distance_to_target"})


def test_an_indicator_without_any_value_is_refused():
    with pytest.raises(CompositeError, match="trust: no unit has a value"):
        composed(FRAME.with_columns(trust=pl.lit(None, pl.Float64)))


def test_screening_that_leaves_nobody_is_refused():
    with pytest.raises(CompositeError, match="no unit has 100% of the indicators"):
        composed(gaps(FRAME, trust=[0, 1], dirt=[2, 3]), missing={"screen": 1})


@pytest.mark.parametrize("mean", ["geometric", "harmonic", 2])
def test_a_mean_that_cannot_take_scores_below_zero_says_so(mean):
    with pytest.raises(CompositeError, match=r"Works: its mean has the power .*, but scores of roads lie below 0"):
        composed(aggregation={"mean": mean}, normalisation={"method": "z_score"})
