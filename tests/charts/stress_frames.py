"""Small frames for the stress tests: in each one row of which nothing is known."""

import polars as pl
import pytest


def outcomes_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("survived", "Survives", 0.11, 0.02, 0.3),
            ("restructured", "Is restructured", 0.31, 0.12, 0.53),
            ("fractured", "Fractures or dissolves", None, None, None),
        ],
        schema=["outcome", "name", "mean", "low", "high"],
        orient="row",
    )


def exits_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Freedonia", "core", True, 0.2, 0.1, 0.0, 0.05, 0.4, False),
            ("Ruritania", "anchor", True, 0.05, 0.3, 0.0, 0.01, 0.1, True),
            ("Utopia", "peripheral", False, 0.0, 0.0, 0.3, 0.1, 0.5, False),
            ("Erewhon", "peripheral", False, 0.0, 0.0, 0.1, 0.1, 0.5, False),
            ("Laputa", "associate", True, None, None, None, None, None, False),
        ],
        schema=["name", "tier", "stake", "p_leaves", "p_reduces", "p_silent", "low", "high", "mine"],
        orient="row",
    )


def losses_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("power", 5, 0.15, "Freedonia"),
            ("altimetry", 3, 0.4, "Ruritania, Freedonia"),
            ("launch", 4, 0.0, "Ruritania"),
            ("relay", 2, None, ""),
        ],
        schema=["part", "criticality", "p_lost", "providers"],
        orient="row",
    )


def quarters_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [(0, 1.0, 1.0, 1.0), (1, 0.8, 0.5, 1.0), (2, None, None, None), (3, 0.6, 0.2, 0.9)],
        schema=["quarter", "mean", "low", "high"],
        orient="row",
    )


def steps_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Freedonia", 0, 0.0, True, False),
            ("Freedonia", 1, 0.2, True, False),
            ("Freedonia", 2, 0.25, True, False),
            ("Utopia", 0, 0.0, False, True),
            ("Utopia", 1, 0.3, False, True),
            ("Utopia", 2, 0.4, False, True),
            ("Laputa", 1, None, True, False),
        ],
        schema=["name", "round", "share", "stake", "mine"],
        orient="row",
    )


def drivers_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [("Exit cost", 0.5, 0.6), ("Size", 0.2, 0.9), ("Years", None, None)],
        schema=["driver", "low", "high"],
        orient="row",
    )


def resilience_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Vega", "Rupture", 0.2, 0.1, 0.4, "low", None),
            ("Vega", "Anchor leaves", 0.9, 0.8, 1.0, "high", None),
            ("Lumen", "Rupture", 0.5, 0.3, 0.7, "moderate", None),
            ("Lumen", "Anchor leaves", None, None, None, None, "Lumen has no anchor"),
        ],
        schema=["alliance", "scenario_name", "not_intact", "low", "high", "word", "note"],
        orient="row",
    )


def bins_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("programme", "0% to 50%", 8, 0.4, 0.25),
            ("programme", "50% to 100%", 12, 0.8, 0.85),
            ("partner", "0% to 50%", 30, 0.2, 0.2),
            ("partner", "50% to 100%", 0, None, None),
        ],
        schema=["question", "bin", "n", "predicted", "happened"],
        orient="row",
    )


def terms_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Size", "never negative", 2.3, 1.1, 3.4),
            ("Exit cost", "never positive", 0.0, -1.2, 0.0),
            ("Core partner", "free", -0.4, -1.0, 0.2),
            ("Kind: rupture", "free", None, None, None),
        ],
        schema=["name", "sign", "value", "low", "high"],
        orient="row",
    )


@pytest.fixture
def stress_outcomes() -> pl.DataFrame:
    return outcomes_frame()


@pytest.fixture
def stress_exits() -> pl.DataFrame:
    return exits_frame()


@pytest.fixture
def stress_losses() -> pl.DataFrame:
    return losses_frame()


@pytest.fixture
def stress_quarters() -> pl.DataFrame:
    return quarters_frame()


@pytest.fixture
def stress_steps() -> pl.DataFrame:
    return steps_frame()


@pytest.fixture
def stress_drivers() -> pl.DataFrame:
    return drivers_frame()


@pytest.fixture
def resilience_cells() -> pl.DataFrame:
    return resilience_frame()


@pytest.fixture
def calibration_bins() -> pl.DataFrame:
    return bins_frame()


@pytest.fixture
def model_terms() -> pl.DataFrame:
    return terms_frame()
