"""What the tests of frictions look at: what one rule finds, and numbers on either side of a mark."""

from collections.abc import Callable
from typing import Any

import polars as pl

from alliance_core.evidence.snapshot import Snapshot

Rule = Callable[[Snapshot], pl.DataFrame]


def found(rule: Rule, snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """What a rule finds, by subject."""
    return {row["subject"]: row for row in rule(snapshot).to_dicts()}


def one(rule: Rule, snapshot: Snapshot) -> dict[str, Any]:
    """The one thing that a rule finds."""
    (row,) = found(rule, snapshot).values()
    return row


def strains(number: int, **cells: str) -> list[dict[str, Any]]:
    """So many open strains of 2020, one a month."""
    return [{"event_id": f"strain{n:02}", "date": f"2020-{n + 1:02}-01", **cells} for n in range(number)]


def shares(measure: str, year: int = 2019, **per_cent: float) -> list[dict[str, Any]]:
    """Shares of one measure in one year: AAA=60, BBB=40."""
    return [{"year": year, "measure": measure, "actor_id": actor, "share_pct": x} for actor, x in per_cent.items()]
