"""What the tests of indicators look at, and the rules that all indicators keep."""

from typing import Any

import pytest

from alliance_core.indicators.measurement import Measurement


def only(measured: Measurement) -> dict[str, Any]:
    """The one row that was measured: its value, low, high, n, coverage and named numbers."""
    return measured.estimates.row(0, named=True) if measured.estimates.height == 1 else _fail(measured)


def of(measured: Measurement, alliance: str) -> dict[str, Any]:
    """The row of one alliance."""
    return measured.estimates.filter(alliance_id=alliance).row(0, named=True)


def value_of(measured: Measurement) -> float:
    """The one value that was measured."""
    return only(measured)["value"]


def used(measured: Measurement, alliance: str | None = None) -> list[str]:
    """Ids of the rows of evidence that were used, sorted."""
    rows = measured.evidence.collect()
    return sorted(rows.filter(alliance_id=alliance)["evidence_id"] if alliance else rows["evidence_id"])


def is_missing(measured: Measurement) -> bool:
    """Whether nothing was measured: no row, and so no evidence."""
    return measured.estimates.is_empty() and not used(measured)


def assert_wider_when_estimated(indicator, known, date: str, **tables) -> None:
    """The same rows as estimates: the same value between wider bounds."""
    read = only(indicator(known(date, **tables)))
    guessed = only(indicator(known(date, verification="estimated", **tables)))
    assert guessed["value"] == read["value"]
    assert guessed["low"] <= read["low"] <= read["value"] <= read["high"] <= guessed["high"]
    assert guessed["high"] - guessed["low"] > read["high"] - read["low"]


def _fail(measured: Measurement) -> dict[str, Any]:
    pytest.fail(f"expected one measured row, got {measured.estimates}")
