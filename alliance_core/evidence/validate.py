"""Are the fact tables sound? Every fault at once, with file, line, column, value and what is allowed.

The checks come in three layers, and each goes on where the one before left something to check: the form of
a file (`validate_files`), its cells (`validate_cells`), rules between cells, rows and tables
(`validate_rules`). Nothing is ever written.
"""

import csv
import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from alliance_core.errors import EvidenceError
from alliance_core.evidence.faults import (
    fault_lines,
    nearest,
    no_faults,
    one_fault,
    sorted_faults,
)
from alliance_core.evidence.schema import COMMON, VOCABULARY, Table, load_schema
from alliance_core.evidence.validate_cells import Known, cell_faults
from alliance_core.evidence.validate_files import Sheet, read_sheet
from alliance_core.evidence.validate_rules import Days, rule_faults
from alliance_core.paths import SOURCES

# The state of the shipped tables: a `status` cell tells how things stood on this day.
COMPILED = dt.date(2026, 11, 23)
SHARED = (COMMON, VOCABULARY)
CELL = ["file", "line", "column"]

Sheets = Mapping[str, Mapping[str, Sheet]]  # folder -> table -> sheet


def validate(folder: Path, reference: Path = SOURCES, today: dt.date | None = None) -> pl.DataFrame:
    """Every fault of the fact tables in `folder`.

    Takes  a tree like data/sources, or one alliance folder; what it lacks of `_vocab` and `_common`
           (declaration of the tables, functions, actors) comes from `reference`.
           `today`: nothing can have happened after it, and what was due before it is no longer in progress.
           Without it the first is judged by the clock (never before the day of compilation) and the second
           by the day of compilation, so that sound tables do not go bad as time passes.
    Gives  file, line, column, value, problem, allowed; sorted by file and line; no row = no fault.
           A fault of a whole file has no line, a fault of a whole row no column.
    Raises EvidenceError if there is nothing to check or no declaration to check against
    """
    folder = Path(os.path.abspath(folder))
    schema = _declaration(folder, reference)
    homes = _homes(folder, schema)
    days = Days(today=today or max(dt.date.today(), COMPILED), status=today or COMPILED)
    parts: list[pl.DataFrame] = []
    sheets: dict[str, dict[str, Sheet]] = {}
    for home in homes:
        tables = _tables_of(home.name, schema)
        parts.append(_file_faults(home, tables))
        files = {name: home / f"{name}.csv" for name in tables}
        sheets[home.name] = {n: read_sheet(f, tables[n]) for n, f in files.items() if f.is_file()}
    actors, functions = _names(sheets, schema, reference)
    for name, own in sheets.items():
        known = Known(actors, functions, _ids([own.get("sources")], "source_id"), name)
        cells = pl.concat([no_faults(), *(cell_faults(sheet, known, days.today) for sheet in own.values())])
        # A cell that is wrong by itself is not reported again for what follows from it.
        rules = rule_faults(own, days).join(cells, on=CELL, how="anti", maintain_order="left")
        parts += [*(sheet.faults for sheet in own.values()), cells, rules]
    return sorted_faults(parts)


def _declaration(folder: Path, reference: Path) -> dict[str, Table]:
    """The tables as the tree declares them, else as the reference does."""
    own = all((folder / VOCABULARY / name).is_file() for name in ("schema.csv", "tables.csv"))
    home = folder if own else reference
    try:
        return load_schema(home)
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise EvidenceError(
            f"{home.name}/{VOCABULARY}: schema.csv or tables.csv cannot be read ({type(error).__name__}: "
            f"{error}); they declare the fact tables, so put them right first"
        ) from error


def _tables_of(folder: str, schema: Mapping[str, Table]) -> dict[str, Table]:
    home = folder if folder in SHARED else "alliance"
    return {table.name: table for table in schema.values() if table.home == home}


def _homes(folder: Path, schema: Mapping[str, Table]) -> list[Path]:
    """The folders that hold fact tables: `folder` itself if it is one alliance, else those below it."""
    advice = "give a folder like data/sources, or one alliance folder such as data/sources/artemis"
    if folder.is_file():
        raise EvidenceError(f"{folder.name} is a single file; {advice}")
    if not folder.is_dir():
        raise EvidenceError(f"there is no folder {folder}; {advice}")
    if folder.name in SHARED and _holds(folder, schema):
        raise EvidenceError(f"{folder.name} goes with its alliance folders; give the folder above it")
    if _holds(folder, schema):
        return [folder]
    homes = [entry for entry in sorted(folder.iterdir()) if entry.is_dir() and _holds(entry, schema)]
    if all(home.name in SHARED for home in homes):
        raise EvidenceError(f"{folder.name} holds no fact table of an alliance; {advice}")
    return homes


def _holds(folder: Path, schema: Mapping[str, Table]) -> bool:
    """Whether a fact table lies directly in `folder`."""
    return any((folder / f"{name}.csv").is_file() for name in _tables_of(folder.name, schema))


def _file_faults(home: Path, tables: Mapping[str, Table]) -> pl.DataFrame:
    """Tables without a file, and CSV files without a table; a misspelt file name is both."""
    found = sorted(path.stem for path in home.glob("*.csv") if path.is_file())
    words = ", ".join(tables)
    strangers = [name for name in found if name not in tables]
    parts = [no_faults()]
    for name, table in tables.items():
        if name not in found and not table.optional:
            hint = nearest(name, strangers)
            parts.append(one_fault(f"{home.name}/{name}.csv", f"file is missing{hint}", f"a file for each of {words}"))
    for name in strangers:
        hint = nearest(name, [table for table in tables if table not in found])
        parts.append(one_fault(f"{home.name}/{name}.csv", f"is not the name of a fact table{hint}", words))
    return pl.concat(parts)


def _names(
    sheets: Sheets, schema: Mapping[str, Table], reference: Path
) -> tuple[Sequence[str] | None, Sequence[str] | None]:
    """Known actors and functions: from the tree where it has the table, else from the reference."""

    def sheet(home: str, name: str) -> Sheet | None:
        if home in sheets:
            return sheets[home].get(name)
        path = reference / home / f"{name}.csv"
        return read_sheet(path, schema[f"{home}/{name}"]) if path.is_file() else None

    actors = _ids([sheet(VOCABULARY, "actors_used"), sheet(COMMON, "actors")], "actor_id")
    return actors, _ids([sheet(VOCABULARY, "functions")], "function")


def _ids(sheets: Iterable[Sheet | None], column: str) -> Sequence[str] | None:
    """All ids in the first column of the sheets; None if one is absent or damaged, not to blame others."""
    ids: list[str] = []
    for sheet in sheets:
        if sheet is None or sheet.torn or column not in sheet.rows.columns:
            return None
        ids += sheet.rows[column].drop_nulls().to_list()
    return list(dict.fromkeys(ids))


__all__ = ["COMPILED", "fault_lines", "validate"]
