"""The shipped evidence at one date, and a small alliance by hand."""

import datetime as dt

import pytest

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence

SHIPPED_DATE = dt.date(2026, 6, 30)


@pytest.fixture(scope="session")
def shipped() -> Evidence:
    """The evidence in data/parquet."""
    return Evidence()


@pytest.fixture(scope="session")
def snapshot(shipped) -> Snapshot:
    """All that was known of the shipped alliances at that date."""
    return Snapshot(shipped, SHIPPED_DATE)
