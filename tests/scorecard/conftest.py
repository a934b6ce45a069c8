"""The shipped evidence, assessed once for all tests of the scorecard."""

import datetime as dt

import pytest

from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.assessment import Assessment, assess
from alliance_core.scorecard.card import Scorecards
from alliance_core.scorecard.trend import trend

SHIPPED_DATE = dt.date(2026, 6, 30)


@pytest.fixture(scope="session")
def shipped() -> Evidence:
    """The evidence in data/parquet."""
    return Evidence()


@pytest.fixture(scope="session")
def assessed(shipped) -> Assessment:
    """All shipped alliances at one date, in the balanced profile."""
    return assess(shipped, SHIPPED_DATE)


@pytest.fixture(scope="session")
def history(shipped) -> Scorecards:
    """The trend of all shipped alliances up to that date."""
    return trend(shipped, SHIPPED_DATE)
