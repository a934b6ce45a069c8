"""What all commands share: reading options, the date, the alliances named, JSON."""

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alliance_core import paths
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.dates import parse_as_of
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence


def reading_options(added: argparse.ArgumentParser, *, dated: bool = True) -> None:
    """Options of every command that reads evidence."""
    if dated:
        added.add_argument("--as-of", type=str, default=None, metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD")
    added.add_argument("--data", type=Path, default=paths.PARQUET, help="folder of the built tables")
    added.add_argument("--json", action="store_true", help="print JSON")


def as_of_option(options: argparse.Namespace) -> dt.date:
    """The date asked for, today by default. Raises WorkbenchError for one that lies ahead."""
    today = dt.date.today()
    day = parse_as_of(options.as_of) if options.as_of else today
    if day > today:
        raise WorkbenchError(f"{day} lies ahead; an assessment uses what was known up to a day, {today} at the latest")
    return day


def existing(evidence: Evidence, named: Sequence[str], day: dt.date) -> list[str]:
    """The alliances named, or all if none is, that existed on the day; one that is named must have existed."""
    wanted = evidence.require_alliances(list(dict.fromkeys(named)))
    there = Snapshot(evidence, day).alliances["alliance_id"].to_list()
    founded = dict(evidence.alliances.select("alliance_id", "founded").iter_rows())
    for name in named:
        if name not in there:
            raise WorkbenchError(f"{name} did not exist on {day}: it was founded on {founded[name]}")
    if not there:
        raise WorkbenchError(f"no alliance existed on {day}: the first was founded on {min(founded.values())}")
    return [name for name in wanted if name in there]


def print_json(answer: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print plain data as JSON; dates as text, what is not known as null."""
    print(json.dumps(answer, indent=1, default=str, ensure_ascii=False, allow_nan=False))
