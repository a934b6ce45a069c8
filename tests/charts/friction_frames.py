"""Frictions and events by hand, in the shapes that the inventory and the time line give."""

import datetime as dt

import polars as pl
import pytest


@pytest.fixture
def placed_frictions() -> pl.DataFrame:
    """Two frictions share a cell of zone critical, one lies alone in zone watch."""
    return pl.DataFrame(
        {
            "place": [1, 2, 3],
            "title": ["Lumen pays for all", "Vega & Nadir quarrel", "A date slips"],
            "likelihood": [5, 5, 2],
            "consequence": [5, 5, 1],
            "severity": [25, 25, 2],
            "zone": ["critical", "critical", "watch"],
        }
    )


@pytest.fixture
def strains_and_gains() -> pl.DataFrame:
    """An open strain, one that ended, a gain that holds."""
    return pl.DataFrame(
        {
            "date": [dt.date(2020, 3, 1), dt.date(2018, 5, 1), dt.date(2021, 7, 1)],
            "until": [dt.date(2022, 6, 30), dt.date(2019, 1, 31), dt.date(2022, 6, 30)],
            "open": [True, False, True],
            "gain": [False, False, True],
            "severity": [4, 5, 3],
            "kind": ["dispute", "budget cut", "expansion"],
            "title": ["Lumen quarrels with Vega", "Vega cuts", "Nadir joins"],
            "dimension_name": ["Trust and reliability", "Burden-sharing equity", "Strategic alignment"],
        }
    )
