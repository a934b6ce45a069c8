"""Dates known to the year, the month or the day."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.evidence import dates


def only(expression: pl.Expr) -> object:
    return pl.select(expression).item()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2024-02-10", "2024-02-10", "2024-02-10", id="a day is that day"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="a month runs to its last day, leap years too"),
        pytest.param("2023-02", "2023-02-01", "2023-02-28", id="February of a common year has 28 days"),
        pytest.param("2024-12", "2024-12-01", "2024-12-31", id="December ends with the year"),
        pytest.param("2024", "2024-01-01", "2024-12-31", id="a year runs to 31 December"),
    ],
)
def test_a_partial_date_counts_as_reached_on_its_last_day_and_can_mean_its_first(text, first, last):
    assert only(dates.earliest(pl.lit(text))) == dt.date.fromisoformat(first)
    assert only(dates.reached(pl.lit(text))) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2024-02-30", id="a day that does not exist"),
        pytest.param("2024-13", id="a month that does not exist"),
        pytest.param("soon", id="a word of four letters"),
        pytest.param("2024-2-3", id="a month without its zero"),
        pytest.param("10.02.2024", id="another order"),
        pytest.param("", id="an empty text"),
    ],
)
def test_what_is_no_date_is_never_reached(text):
    assert only(dates.reached(pl.lit(text))) is None


@pytest.mark.parametrize(
    ("text", "precision"), [("2024-02-10", "day"), ("2024-02", "month"), ("2024", "year"), (None, None)]
)
def test_the_length_of_a_date_tells_its_precision(text, precision):
    assert only(dates.precision(pl.lit(text, pl.String))) == precision


@pytest.mark.parametrize("text", ["2024-02-10", "2024-02", "2024"])
def test_a_date_is_shown_as_it_was_written(text):
    day, precision = dates.reached(pl.lit(text)), dates.precision(pl.lit(text))
    assert only(dates.shown(day, precision)) == text


def test_a_missing_date_is_shown_as_missing():
    nothing = pl.lit(None, pl.String)
    assert only(dates.shown(pl.lit(None, pl.Date), nothing)) is None


def test_the_precision_stands_in_a_column_named_after_the_date():
    assert dates.precision_column("joined") == "joined_precision"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        pytest.param("2023-06-30", dt.date(2023, 6, 30), id="a day is taken as typed"),
        pytest.param("2023-06", dt.date(2023, 6, 30), id="a month means its last day"),
        pytest.param("2023", dt.date(2023, 12, 31), id="a year means 31 December"),
    ],
)
def test_a_user_may_type_a_day_a_month_or_a_year(typed, day):
    assert dates.parse_as_of(typed) == day


@pytest.mark.parametrize("typed", ["30.6.2023", "2023-02-30", "today", "", "2023-06-30 ", "-023"])
def test_a_date_that_cannot_be_is_refused_with_the_formats_that_can(typed):
    with pytest.raises(WorkbenchError, match=r"is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD"):
        dates.parse_as_of(typed)
