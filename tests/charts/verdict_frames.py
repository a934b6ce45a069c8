"""A small frame of variants for the chart of the red team: one of them has no score, one flips."""

import polars as pl
import pytest


def verdict_zones() -> pl.DataFrame:
    return pl.DataFrame(
        [(0.0, 40.0, "prepare withdrawal"), (40.0, 60.0, "restructure"), (60.0, 100.0, "strengthen")],
        schema=["low", "high", "verdict_name"],
        orient="row",
    )


def variants_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Weights", "Treasury", 52.0, "restructure", False),
            ("Weights", "Diplomat", 61.0, "strengthen", True),
            ("Mean", "Harmonic mean", 47.5, "restructure", False),
            ("Evidence", "Only read rows", None, "no verdict", None),
        ],
        schema=["family_name", "name", "health", "verdict_name", "flips"],
        orient="row",
    )


@pytest.fixture
def varied_verdicts() -> pl.DataFrame:
    return variants_frame()
