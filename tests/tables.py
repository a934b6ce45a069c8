"""Evidence made of a few literal rows, so that a test shows all that its answer depends on.

A table is written as text. The first line names the columns, two or more blanks part the cells, and `-`
is an empty cell; a list of dicts does as well, for rows that are computed. Columns left out get harmless
values (`FILLED`, else an empty cell where one is allowed), so that a test names only what matters to it.
Dates, years and shares have no such values: where they are needed they are the point.

The cells go through the same typing as data/sources, so that partial dates and evidence ids are real.
"""

import functools
import io
import json
import re
from pathlib import Path

import polars as pl

from alliance_core.evidence.build import DECLARATIONS, MANIFEST, built_name, typed
from alliance_core.evidence.schema import Table, load_schema
from alliance_core.evidence.store import Evidence
from alliance_core.paths import SOURCES

Rows = str | list[dict[str, object]]

SCHEMA = {built_name(path): table for path, table in load_schema(SOURCES).items() if path not in DECLARATIONS}
LONG_AGO = "1950-01-01"
FILLED = {
    "alliance_id": "moon",
    "actor_id": "AAA",
    "anchor_actor": "AAA",
    "source_ids": "s1",
    "tier": "core",
    "kind": "state",
    "nature": "hardware",
    "status": "in_progress",
    "funded": "yes",
    "function": "launch",
    "function_group": "launch",
    "criticality": "3",
    "role": "primary",
    "layer": "operations",
    "type": "dispute",
    "dimension": "trust_reliability",
    "severity": "3",
    "counts": "1",
    "actors": "AAA",
    "publicity": "high",
    "population_m": "10",
    "orbital_attempts": "1",
}
NOT_FILLED = ("date", "past", "year", "number")


def write_evidence(folder: Path, *, verification: str = "read", **tables: Rows) -> Evidence:
    """A build in `folder` with the rows of `tables`; all other tables are empty.

    Alliances (founded long ago) and actors (states) that the rows name need no rows of their own.
    `verification` is that of every row that does not give its own.
    """
    if unknown := set(tables) - set(SCHEMA):
        raise ValueError(f"no such table: {', '.join(sorted(unknown))}; there are {', '.join(SCHEMA)}")
    given = {
        name: [_complete(row, SCHEMA[name], number, verification) for number, row in enumerate(_rows(rows), start=1)]
        for name, rows in tables.items()
    }
    for name, column, cells in (("alliance", "alliance_id", {"founded": LONG_AGO}), ("actors", "actor_id", {})):
        named = {row[column] for rows in given.values() for row in rows if column in row}
        own = given.setdefault(name, [])
        missing = sorted(named - {row[column] for row in own})
        own += [_complete({column: id_, **cells}, SCHEMA[name], 0, verification) for id_ in missing]
    return write_frames(folder, {name: _frame(rows, SCHEMA[name]) for name, rows in given.items()})


def write_frames(folder: Path, frames: dict[str, pl.DataFrame]) -> Evidence:
    """A build in `folder` that holds these built frames; all other tables are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMA:
        file = folder / f"{name}.parquet"
        if name in frames:
            frames[name].write_parquet(file)
        else:
            file.write_bytes(_empty(name))
    rows = {name: frames[name].height if name in frames else 0 for name in SCHEMA}
    (folder / MANIFEST).write_text(json.dumps({"version": "literal", "rows": rows}), encoding="utf-8")
    return Evidence(folder)


@functools.lru_cache
def _empty(name: str) -> bytes:
    """The Parquet file of a table without rows."""
    buffer = io.BytesIO()
    pl.DataFrame(schema=SCHEMA[name].built_schema).write_parquet(buffer)
    return buffer.getvalue()


def _rows(rows: Rows) -> list[dict[str, str | None]]:
    """The rows as text, empty cells as None."""
    if not isinstance(rows, str):
        return [{name: None if cell is None else str(cell) for name, cell in row.items()} for row in rows]
    lines = [re.split(r" {2,}", line.strip()) for line in rows.strip().splitlines() if line.strip()]
    for line in lines:
        if len(line) != len(lines[0]):
            raise ValueError(f"{line} has {len(line)} cells, the header {lines[0]} has {len(lines[0])}")
    return [dict(zip(lines[0], (None if cell == "-" else cell for cell in line), strict=True)) for line in lines[1:]]


def _complete(row: dict[str, str | None], table: Table, number: int, verification: str) -> dict[str, str | None]:
    """The row with every column of its table."""
    if unknown := set(row) - {column.name for column in table.columns}:
        raise ValueError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    full: dict[str, str | None] = {}
    for column in table.columns:
        name = column.name
        if name in row:
            full[name] = row[name]
        elif name == "verification":
            full[name] = verification
        elif name == "chain_id":
            full[name] = full["event_id"]  # a row that names no chain is a chain of its own
        elif name == "detail":
            full[name] = full["function"]
        elif name in FILLED and (not column.allowed or FILLED[name] in column.allowed):
            full[name] = FILLED[name]
        elif column.may_be_empty:
            full[name] = None
        elif column.kind in NOT_FILLED:
            raise ValueError(f"a row of {table.name} must give its {name}: {row}")
        elif column.kind == "id":
            full[name] = f"{table.name[0]}{number}"
        else:
            full[name] = column.allowed[0] if column.allowed else name
        if column.allowed and full[name] is not None and full[name] not in column.allowed:
            raise ValueError(f"{table.name}.{name} must be {column.expected}, not {full[name]}")
    return full


def _frame(rows: list[dict[str, str | None]], table: Table) -> pl.DataFrame:
    """The built frame of one table."""
    parts = [pl.DataFrame(schema=table.built_schema)]
    homes = {row.get("alliance_id") if table.in_each_alliance else table.home for row in rows}
    for home in sorted(str(home) for home in homes):
        own = [row for row in rows if not table.in_each_alliance or row["alliance_id"] == home]
        text = pl.DataFrame(own, schema={column.name: pl.String for column in table.columns}, orient="row")
        parts.append(typed(text, table, home))
    return pl.concat(parts).sort("evidence_id")
