"""The shipped evidence measured once, and hand-made scores as performance matrices."""

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl
import pytest

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.registry import measure
from alliance_core.whatif.performance import Performance, performance
from tests.scorecard.hand import DATE, Profile, table

LATE, EARLY = dt.date(2026, 11, 23), dt.date(2010, 6, 30)


@pytest.fixture(scope="session")
def measured() -> dict[dt.date, tuple[Snapshot, pl.DataFrame]]:
    """Snapshots of the shipped evidence and their long tables, late and early."""
    looks = {date: Snapshot(Evidence(), date) for date in (LATE, EARLY)}
    return {date: (look, measure(look)) for date, look in looks.items()}


@pytest.fixture(scope="session")
def shipped(measured) -> Performance:
    """All alliances of the shipped evidence, lately."""
    return performance(measured[LATE][0], measured=measured[LATE][1])


@pytest.fixture(scope="session")
def made() -> Callable[..., Performance]:
    """A performance matrix of scores by hand: made({"esa": even(60), "iss": even(40)}, spread=5)."""

    def make(alliances: Mapping[str, Profile], **options) -> Performance:
        return performance(Snapshot(Evidence(), DATE), list(alliances), measured=table(alliances, **options))

    return make
