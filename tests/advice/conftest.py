"""The shipped evidence at the dates that the tests of advice look at, each assessed once."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import assess


@pytest.fixture(scope="session")
def shipped() -> Evidence:
    """The evidence in data/parquet."""
    return Evidence()


@pytest.fixture(scope="session")
def at(shipped) -> Callable[[str], tuple[Any, ...]]:
    """Evidence, assessment and frictions of the shipped tables at a date."""

    @lru_cache
    def look(date: str) -> tuple[Any, ...]:
        day = dt.date.fromisoformat(date)
        return shipped, assess(shipped, day), inventory(shipped, day)

    return look
