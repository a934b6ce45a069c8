"""Data that come as a frame: the same checks as for a file."""

import math

import numpy as np
import polars as pl
import pytest

from alliance_core.composite.config import config_of
from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.table import table_of
from tests.composite.recipes import FRAME, recipe

CONFIG = config_of(recipe())


def test_values_are_divided_by_their_denominators():
    table = table_of(FRAME, CONFIG)
    assert table.values[:, 0].tolist() == [10, 5, 20, 2.5]
    assert (table.units, table.names) == (("C", "A", "B", "D"), ("Cee", "Ay", "Bee", "Dee"))


@pytest.mark.parametrize(
    "column",
    [
        pytest.param([1, None, 3, 4], id="whole numbers"),
        pytest.param([1.0, math.nan, 3.0, 4.0], id="fractions, with NaN for a gap"),
        pytest.param(["1", " ", "3.0", " 4e0 "], id="text"),
        pytest.param(["1", "n/a", "3", "4"], id="text that says so"),
    ],
)
def test_numbers_may_come_in_any_dress(column):
    got = table_of(FRAME.with_columns(trust=pl.Series(column, strict=False)), CONFIG).values[:, 2]
    np.testing.assert_array_equal(got, [1, math.nan, 3, 4])


@pytest.mark.parametrize("gap", ["NA", "N/A", "nan", "NULL", ".."])
def test_a_unit_may_have_a_code_that_elsewhere_means_a_gap(gap):
    """NA is the code of Namibia."""
    assert table_of(FRAME.with_columns(uCode=pl.Series(["C", gap, "B", "D"])), CONFIG).units[1] == gap


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (FRAME.clear(), "the data have no rows"),
        (FRAME.drop("dirt"), r"the data has no column 'dirt' \(an indicator\)"),
        (
            FRAME.with_columns(trust=pl.lit(math.inf)),
            "the data, line 2, column 'trust', value 'inf': this is no number",
        ),
        (
            FRAME.with_columns(people=pl.lit(0)),
            "the data, line 2, column 'people', value '0': the denominator of roads",
        ),
        (FRAME.with_columns(people=pl.lit(1e-308), roads=pl.lit(1e9)), "roads over it is too large for a number"),
        (
            FRAME.with_columns(uCode=pl.lit(None, pl.String)),
            "line 2, column 'uCode', value 'None': give every unit a code",
        ),
        (
            FRAME.with_columns(uCode=pl.lit("X")),
            "line 3, column 'uCode', value 'X': the unit is given on line 2 before",
        ),
    ],
)
def test_a_frame_that_cannot_be_used_is_refused(changed, message):
    with pytest.raises(CompositeError, match=message):
        table_of(changed, CONFIG)
