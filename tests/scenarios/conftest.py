"""Models fitted to the shipped cases, once for all tests of the folder."""

import datetime as dt

import pytest

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios.backtest import backtest
from alliance_core.scenarios.hazard import calibrate, shock_cases


@pytest.fixture(scope="session")
def shipped():
    return Evidence()


@pytest.fixture(scope="session")
def cases(shipped):
    """The shipped shock cases."""
    return shock_cases(shipped)


@pytest.fixture(scope="session")
def fitted(shipped):
    """Models fitted to all shipped cases."""
    return calibrate(shipped)


@pytest.fixture(scope="session")
def tested(cases):
    """The backtest of the shipped cases."""
    return backtest(cases)


@pytest.fixture(scope="session")
def summer(shipped):
    """What was known on 2023-06-30."""
    return Snapshot(shipped, dt.date(2023, 6, 30))
