"""Bias checks and the red team as tables for a screen."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.dissolution.sentences import per_cent

NOT_KNOWN = "not known"


def check_table(checks: pl.DataFrame) -> pl.DataFrame:
    """Checks as people read them: check, status, finding, tests (raised by, or not known), what_to_do, rows."""
    unknown = pl.format("not known: {}", pl.col("not_known").list.join("; "))
    return checks.select(
        check="name", status="status_name", finding="finding",
        tests=pl.when(pl.col("raised_by").list.len() > 0).then(pl.col("raised_by").list.join("; "))
        .when(pl.col("not_known").list.len() > 0).then(unknown).otherwise(pl.lit("")),
        what_to_do="what_to_do", rows=pl.col("evidence").list.len(),
    )  # fmt: skip


def number_table(numbers: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Numbers of one check with their units: name, value (text)."""
    rows = [{"name": each["name"], "value": amount(each["value"], each["unit"])} for each in numbers]
    return pl.DataFrame(rows, schema={"name": pl.String, "value": pl.String})


def amount(value: float | None, unit: str) -> str:
    """A number with its unit.

    >>> amount(0.4, "share"), amount(39.2, "points"), amount(2.0, "level"), amount(None, "share")
    ('40 %', '39.2 points', 'level 2 of 4', 'not known')
    """
    if value is None:
        return NOT_KNOWN
    told = {
        "share": per_cent(value), "points": f"{value:.1f} points", "level": f"level {value:.0f} of 4",
        "yes or no": "yes" if value else "no",
    }  # fmt: skip
    return told.get(unit, f"{value:g}")


def variant_table(variants: pl.DataFrame) -> pl.DataFrame:
    """Variants for a screen, those that flip first: flip (a word) beside the columns shown."""
    word = pl.when("flips").then(pl.lit("flips")).when(pl.col("flips").is_null()).then(pl.lit("no verdict"))
    return variants.with_columns(flip=word.otherwise(pl.lit("stays"))).sort(
        pl.col("flips").fill_null(False), descending=True, maintain_order=True
    ).select("flip", "family_name", "name", "health", "verdict_name", "p_flip", "by_place", "note")  # fmt: skip


def flip_table(flips: pl.DataFrame, dimensions: dict[str, str], now: dict[str, float]) -> pl.DataFrame:
    """The nearest weightings beside the present one, per cent: dimension, now, and one column per weighting.

    Takes  dimensions: names by id; now: the present shares of 1
    """
    columns: dict[str, list[Any]] = {
        "dimension": list(dimensions.values()), "now": [100 * now[id_] for id_ in dimensions],
    }  # fmt: skip
    for row in flips.to_dicts():
        columns[f"{row['verdict_name']}: {row['direction']} {row['mark']:.0f}"] = [100 * row[id_] for id_ in dimensions]
    return pl.DataFrame(columns)
