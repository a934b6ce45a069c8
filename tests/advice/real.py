"""The shipped evidence assessed at a date, once for all tests; and the same evidence changed and written anew."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import Assessment, assess
from tests.tables import write_frames

TODAY, EXEMPLAR, RUPTURE = dt.date(2026, 11, 23), dt.date(2023, 6, 30), dt.date(2022, 6, 30)
EVIDENCE = Evidence()


@lru_cache
def assessed(day: dt.date) -> Assessment:
    return assess(EVIDENCE, day)


@lru_cache
def frictions(day: dt.date) -> pl.DataFrame:
    return inventory(EVIDENCE, day)


# How a cell of a snapshot's frame is written in its table.
COLUMN = {"function": "function_group", "since": "as_of"}
WRITTEN = {
    "ratings": ["level", "since"], "commitments": ["delivered"], "functions": ["role"], "objectives": ["funded"],
    "interoperability": ["level", "since"], "events": ["resolved", "outcome"], "votes": ["vote"],
    "former_members": ["left"],
}  # fmt: skip
TABLE = {"votes": "unga_votes", "former_members": "members"}


@lru_cache
def shipped() -> dict[str, pl.DataFrame]:
    return {name: EVIDENCE.scan(name).collect() for name in EVIDENCE.tables}


def written(snapshot: Snapshot, frames: dict[str, pl.DataFrame], folder: Path) -> Evidence:
    """The shipped tables with the changes of these frames written into them, row by row."""
    tables = dict(shipped())
    for name, frame in frames.items():
        table = TABLE.get(name, name)
        if name == "members":
            continue  # who belongs again follows from the spells of membership
        if name == "shares":
            tables[table] = _shares(tables[table], snapshot.shares, frame)
            continue
        old = {row["evidence_id"]: row for row in getattr(snapshot, name).to_dicts()}
        for row in frame.to_dicts():
            if row["evidence_id"] not in old:
                tables[table] = _added(tables[table], name, row)
            elif row != old[row["evidence_id"]]:
                tables[table] = _altered(tables[table], name, row)
    return write_frames(folder, tables)


def _altered(table: pl.DataFrame, name: str, row: dict[str, Any]) -> pl.DataFrame:
    here = pl.col("evidence_id") == row["evidence_id"]
    cells = {_column(name, cell): row[cell] for cell in WRITTEN[name]}
    return table.with_columns(
        pl.when(here).then(pl.lit(value)).otherwise(pl.col(cell)).cast(table.schema[cell]).alias(cell)
        for cell, value in cells.items()
    )


def _added(table: pl.DataFrame, name: str, row: dict[str, Any]) -> pl.DataFrame:
    cells = {_column(name, cell): value for cell, value in row.items() if cell != "as_of"}
    cells |= {"counts": 1, "from": row.get("as_of")}
    return pl.concat([table, pl.DataFrame([{c: cells.get(c) for c in table.columns}], schema=table.schema)])


def _shares(table: pl.DataFrame, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    what = ["alliance_id", "measure", "year"]
    gone = old.join(new, on=[*what, "actor_id", "share"], how="anti").select(what).unique()
    rows = new.join(gone, on=what, how="semi").to_dicts()
    kept = table.join(gone, on=what, how="anti")
    cells = [{c: {**row, "share_pct": 100 * row["share"]}.get(c) for c in table.columns} for row in rows]
    return pl.concat([kept, pl.DataFrame(cells, schema=table.schema)])


def _column(name: str, cell: str) -> str:
    return cell if name != "commitments" and cell == "function" else COLUMN.get(cell, cell)
