"""What several folders of tests share: evidence of a few literal rows, and a look at it as of a date."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from hypothesis import settings

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from tests.tables import Rows, write_evidence

# No test asserts a wall clock, not even by Hypothesis' deadline: a busy machine is no fault of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def evidence_of(tmp_path) -> Callable[..., Evidence]:
    """Makes evidence of literal rows: evidence_of(members=..., events=...); see tests/tables.py."""
    numbers = itertools.count()

    def make(**tables: Rows) -> Evidence:
        return write_evidence(tmp_path / f"evidence{next(numbers)}", **tables)

    return make


@pytest.fixture
def known(evidence_of) -> Callable[..., Snapshot]:
    """What was known at a date (or several) of literal rows: known("2020-12-31", members=...)."""

    def look(*dates: str, **tables: Rows) -> Snapshot:
        return Snapshot(evidence_of(**tables), [dt.date.fromisoformat(date) for date in dates])

    return look
