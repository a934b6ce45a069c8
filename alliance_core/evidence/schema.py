"""The one declaration of all fact tables: read from data, used by build, validation and dictionary.

`_vocab/schema.csv` gives every column (type, allowed values, may it be empty, meaning) and
`_vocab/tables.csv` every table (title, what it answers, its key). Nothing else in the code knows columns.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from alliance_core.errors import EvidenceError
from alliance_core.evidence.dates import precision_column

KINDS = [
    "id",
    "text",
    "enum",
    "date",
    "past",
    "year",
    "number",
    "alliance",
    "actor",
    "actor_or_all",
    "actors",
    "function",
    "sources",
]
LIST_KINDS = ("actors", "sources")
DATE_KINDS = ("date", "past")
COMMON = "_common"
VOCABULARY = "_vocab"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table as people write it in CSV."""

    name: str
    kind: str
    allowed: tuple[str, ...]
    may_be_empty: bool
    meaning: str

    @property
    def dtype(self) -> pl.DataType:
        """Type of the column in the built data."""
        if self.kind in LIST_KINDS:
            return pl.List(pl.String)
        if self.kind in DATE_KINDS:
            return pl.Date()
        if self.kind == "year":
            return pl.Int32()
        if self.kind == "number":
            return pl.Float64()
        if self.kind == "enum" and all(value.isdigit() for value in self.allowed):
            return pl.Int8()
        return pl.String()

    @property
    def expected(self) -> str:
        """What may stand in a cell, in words for an error message."""
        words = {
            "enum": f"one of {', '.join(self.allowed)}",
            "date": "a date YYYY, YYYY-MM or YYYY-MM-DD",
            "past": "a date YYYY, YYYY-MM or YYYY-MM-DD that is not in the future",
            "year": "a year YYYY",
            "number": "a number such as 12 or -3.5",
            "alliance": "the name of the folder",
            "actor": "an actor id of _vocab/actors_used.csv or _common/actors.csv",
            "actor_or_all": "an actor id, or ALL",
            "actors": "actor ids joined by ;",
            "function": "a function of _vocab/functions.csv",
            "sources": "source ids of the folder's sources.csv joined by ;",
            "id": "an id that occurs once",
        }
        return words.get(self.kind, "text")


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table: where its files lie, what identifies a row, its columns."""

    name: str
    home: str
    title: str
    question: str
    key: tuple[str, ...]
    optional: bool
    columns: tuple[Column, ...]

    @property
    def in_each_alliance(self) -> bool:
        """Whether every alliance folder holds one file of this table."""
        return self.home == "alliance"

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def built_schema(self) -> dict[str, pl.DataType]:
        """Columns and types of the built frame, in order."""
        built: dict[str, pl.DataType] = {"evidence_id": pl.String(), "folder": pl.String()}
        for column in self.columns:
            built[column.name] = column.dtype
            if column.kind in DATE_KINDS:
                built[precision_column(column.name)] = pl.String()
        return built


@lru_cache(maxsize=8)
def load_schema(sources: Path) -> dict[str, Table]:
    """All tables by name, from `sources/_vocab`. Raises EvidenceError if the declaration is broken.

    Tables of the same shape in several homes (`sources`) keep one entry per home: `sources` for the
    alliance folders, `_common/sources` for the shared one.
    """
    columns: dict[str, list[Column]] = {}
    for row in _rows(sources / VOCABULARY / "schema.csv"):
        if row["type"] not in KINDS:
            raise EvidenceError(
                f"schema.csv: {row['table']}.{row['column']} has type '{row['type']}'; allowed: {', '.join(KINDS)}"
            )
        columns.setdefault(row["table"], []).append(
            Column(
                name=row["column"],
                kind=row["type"],
                allowed=tuple(row["allowed"].split("/")) if row["allowed"] else (),
                may_be_empty=row["empty"] == "yes",
                meaning=row["meaning"],
            )
        )
    described = {row["table"]: row for row in _rows(sources / VOCABULARY / "tables.csv")}
    if missing := set(columns) ^ set(described):
        raise EvidenceError(f"schema.csv and tables.csv disagree about {', '.join(sorted(missing))}")
    return {
        path: Table(
            name=path.split("/")[-1],
            home=path.split("/")[0] if "/" in path else "alliance",
            title=row["title"],
            question=row["question"],
            key=tuple(row["key"].split("+")),
            optional=row["optional"] == "yes",
            columns=tuple(columns[path]),
        )
        for path, row in described.items()
    }


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise EvidenceError(f"{path.name} is missing from {path.parent.name}; it declares the fact tables")
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    except UnicodeDecodeError as error:
        raise EvidenceError(f"{path.name} is not UTF-8: {error}") from error
