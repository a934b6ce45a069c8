"""Small frames, written by hand, in the shapes that the scorecard gives: Lumen strong, Vega weak, Nadir silent."""

import datetime as dt

import polars as pl
import pytest

DIMENSIONS = {
    "strategic_alignment": "Strategic alignment",
    "capability_complementarity": "Capability complementarity",
    "burden_sharing_equity": "Burden-sharing equity",
    "institutional_mechanisms": "Institutional mechanisms",
    "trust_reliability": "Trust and reliability",
}
SCORES = {"Lumen": [82.0, 71.0, 64.0, 90.0, 77.0], "Vega": [41.0, 12.0, 35.0, 28.0, None], "Nadir": [None] * 5}
DATES = [dt.date(2022, 12, 31), dt.date(2023, 12, 31), dt.date(2024, 12, 31), dt.date(2025, 6, 30)]


@pytest.fixture
def overall() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "alliance_id": ["vega", "nadir", "lumen"],
            "alliance": ["Vega", "Nadir", "Lumen"],
            "score": [31.0, None, 76.0],
            "low": [24.0, None, 70.5],
            "high": [40.0, None, 80.0],
            "band": ["weak", None, "strong"],
        }
    )


@pytest.fixture
def dimensions() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "alliance_id": alliance.lower(),
                "alliance": alliance,
                "dimension": dimension,
                "dimension_name": name,
                "score": score,
                "low": None if score is None else score - 8,
                "high": None if score is None else score + 5,
                "band": None if score is None else "strong" if score > 60 else "weak",
                "label": "INSUFFICIENT EVIDENCE" if score is None else "FAIR" if score > 60 else "IMBALANCED",
                "coverage": 0.3 if score is None else 0.9,
            }
            for alliance, scores in SCORES.items()
            for (dimension, name), score in zip(DIMENSIONS.items(), scores, strict=True)
        ]
    )


@pytest.fixture
def trend() -> pl.DataFrame:
    """Lumen rises, Vega falls and misses 2023, Nadir has nothing at the latest date."""
    lines = {"Lumen": [60.0, 66.0, 70.0, 76.0], "Vega": [45.0, None, 36.0, 31.0], "Nadir": [50.0, 51.0, None, None]}
    return pl.DataFrame(
        [
            {
                "alliance_id": alliance.lower(),
                "alliance": alliance,
                "as_of": date,
                "score": score,
                "low": None if score is None else score - 6,
                "high": None if score is None else score + 4,
            }
            for alliance, scores in lines.items()
            for date, score in zip(DATES, scores, strict=True)
        ]
    )


@pytest.fixture
def dimension_trend() -> pl.DataFrame:
    """Lumen by dimension, all rising by 3 a date but trust, which is never known."""
    return pl.DataFrame(
        [
            {
                "alliance_id": "lumen",
                "alliance": "Lumen",
                "dimension": dimension,
                "dimension_name": name,
                "as_of": date,
                "score": None if dimension == "trust_reliability" else 40.0 + 10 * place + 3 * step,
                "low": None if dimension == "trust_reliability" else 35.0 + 10 * place + 3 * step,
                "high": None if dimension == "trust_reliability" else 45.0 + 10 * place + 3 * step,
            }
            for place, (dimension, name) in enumerate(DIMENSIONS.items())
            for step, date in enumerate(DATES)
        ]
    )


@pytest.fixture
def indicators() -> pl.DataFrame:
    rows = [
        ("trust_reliability", "retention", "Retention", 95.0, 90.0, 99.0),
        ("trust_reliability", "erosion", "Erosion", 0.0, 0.0, 12.0),
        ("burden_sharing_equity", "perceived_equity", "Perceived equity", None, None, None),
        ("burden_sharing_equity", "proportionality", "Proportionality", 55.0, 41.0, 60.0),
    ]
    names = ["dimension", "indicator", "indicator_name", "score", "score_low", "score_high"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    name = pl.col("dimension").replace_strict(DIMENSIONS)
    return frame.with_columns(alliance_id=pl.lit("lumen"), alliance=pl.lit("Lumen"), dimension_name=name)


@pytest.fixture
def contributions() -> pl.DataFrame:
    return pl.DataFrame({"dimension_name": list(DIMENSIONS.values()), "contribution": [4.0, -9.5, 1.5, None, -2.0]})


@pytest.fixture
def differences() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "dimension_name": list(DIMENSIONS.values())[:4],
            "a_name": ["Lumen"] * 4,
            "b_name": ["Vega"] * 4,
            "difference": [20.0, -7.0, 3.0, None],
            "low": [11.0, -12.0, -5.0, None],
            "high": [28.0, -1.0, 10.0, None],
            "p_a_greater": [1.0, 0.02, 0.71, None],
        }
    )


@pytest.fixture
def operational() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "alliance_id": ["lumen", "vega", "nadir", "orbis"],
            "alliance": ["Lumen", "Vega", "Nadir", "Orbis"],
            "formal": [60.0, 80.0, 70.0, None],
            "operational": [75.0, 40.0, None, None],
            "gap": [-15.0, 40.0, None, None],
            "parchment_share": [0.0, 0.5, 0.25, None],
        }
    )


@pytest.fixture
def verification() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "table": ["events", "events", "events", "shares", "shares", "survey"],
            "verification": ["read", "recalled", "estimated", "recalled", "estimated", "read"],
            "rows": [60, 30, 10, 5, 15, 0],
            "share": [0.6, 0.3, 0.1, 0.25, 0.75, None],
        }
    )


@pytest.fixture
def layers() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "alliance": ["Lumen", "Lumen", "Vega", "Vega"],
            "layer": ["operations", "data_format", "operations", "data_format"],
            "level_mean": [3.5, 0.0, 1.2, None],
            "level_max": [4.0, 0.0, 2.0, None],
        }
    )


@pytest.fixture
def members() -> pl.DataFrame:
    return pl.DataFrame({"tier": ["peripheral", "anchor", "core"], "members": [40, 1, 4]})
