"""Dates that are known to the year, the month or the day.

The rule for an imprecise date: it counts as reached on the **last** day of its month or year, because
only then is it certain that the thing has happened. The precision stays beside the date, so that a
screen can show `2024` where only the year is known.
"""

import datetime as dt

import polars as pl

from alliance_core.errors import WorkbenchError

PRECISIONS = ("day", "month", "year")
PATTERN = r"^([1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])(-\d{2}(-\d{2})?)?$"


def precision_column(name: str) -> str:
    """Name of the column that holds the precision of the date column `name`."""
    return f"{name}_precision"


def well_formed(text: pl.Expr) -> pl.Expr:
    """The text where it has the shape of a date, else null."""
    return pl.when(text.str.contains(PATTERN)).then(text)


def reached(text: pl.Expr) -> pl.Expr:
    """Day on which a date given as YYYY, YYYY-MM or YYYY-MM-DD is certainly reached; null if malformed.

    >>> frame = pl.DataFrame({"d": ["2024", "2024-02", "2024-02-10", "2024-13", None]})
    >>> [str(day) for day in frame.select(reached(pl.col("d"))).to_series()]
    ['2024-12-31', '2024-02-29', '2024-02-10', 'None', 'None']
    """
    text = well_formed(text)
    length = text.str.len_chars()
    return (
        pl.when(length == 10)
        .then(text.str.to_date("%Y-%m-%d", strict=False))
        .when(length == 7)
        .then((text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end())
        .when(length == 4)
        .then((text + "-12-31").str.to_date("%Y-%m-%d", strict=False))
    )


def earliest(text: pl.Expr) -> pl.Expr:
    """First day that a date given as YYYY, YYYY-MM or YYYY-MM-DD can mean; null if malformed."""
    text = well_formed(text)
    padded = text + pl.lit("-01-01").str.slice(text.str.len_chars().cast(pl.Int64) - 4)
    return padded.str.to_date("%Y-%m-%d", strict=False)


def precision(text: pl.Expr) -> pl.Expr:
    """Precision of a date text: day, month, year, or null."""
    length = text.str.len_chars()
    return (
        pl.when(length == 10)
        .then(pl.lit("day"))
        .when(length == 7)
        .then(pl.lit("month"))
        .when(length == 4)
        .then(pl.lit("year"))
    )


def shown(day: pl.Expr, precision_name: pl.Expr) -> pl.Expr:
    """The date as it was written in the source: 2024, 2024-02 or 2024-02-10."""
    text = day.dt.to_string("%Y-%m-%d")
    return (
        pl.when(precision_name == "year")
        .then(text.str.head(4))
        .when(precision_name == "month")
        .then(text.str.head(7))
        .otherwise(text)
    )


def parse_as_of(text: str) -> dt.date:
    """A date typed by a user; a year or month means its last day. Raises WorkbenchError.

    >>> parse_as_of("2023-06")
    datetime.date(2023, 6, 30)
    """
    day = pl.select(reached(pl.lit(text))).item()
    if day is None:
        raise WorkbenchError(f"'{text}' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, such as 2023-06-30.")
    return day
