"""Names as codes: the tables as a computation over many rows wants them.

People read names. To match, group and sort rows, a small number for each name does the same several times
faster and in a fraction of the memory. Codes are numbered in the order of the names, so that whatever is
sorted by them stands in the same order.
"""

import threading

import polars as pl

from alliance_core.evidence.store import Evidence

# Columns held as codes, and the column whose names they share.
OPEN = {
    "alliance_id": "alliance_id",
    "rival_id": "alliance_id",
    "actor_id": "actor_id",
    "resolution_id": "resolution_id",
}
# Columns of a few words that the declaration of the tables fixes.
FIXED = {
    "measure": ["benefit", "cost", "decision"],
    "verification": ["estimated", "read", "recalled"],
    "vote": ["absent", "abstain", "no", "yes"],
}


class Codes:
    """The tables of one build with codes for names and a number for evidence_id, each read once."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._types: dict[str, pl.Enum] = {name: pl.Enum(words) for name, words in FIXED.items()}
        self._tables: dict[tuple[str, ...], pl.DataFrame] = {}
        self._lock = threading.Lock()

    def rows(self, table: str, *columns: str) -> pl.LazyFrame:
        """All rows of `table`: evidence_id (its number in the order of all ids) and the columns given."""
        with self._lock:
            key = (table, *columns)
            if key not in self._tables:
                self._tables[key] = self._read(table, *columns)
            return self._tables[key].lazy()

    def _read(self, table: str, *columns: str) -> pl.DataFrame:
        tables = self.evidence.tables
        before = sum(self.evidence.rows[name] for name in tables[: tables.index(table)])
        coded = [pl.col(name).cast(self._type(name), strict=False) for name in columns if name in {**OPEN, **FIXED}]
        rows = self.evidence.scan(table).select(columns).with_columns(coded)
        return rows.with_row_index("evidence_id", offset=before).collect()

    def _type(self, column: str) -> pl.Enum:
        name = OPEN.get(column, column)
        if name not in self._types:
            tables = [self.evidence.scan(table) for table in self.evidence.tables]
            names = [rows.select(name) for rows in tables if name in rows.collect_schema().names()]
            self._types[name] = pl.Enum(pl.concat(names).unique().drop_nulls().collect().to_series().sort())
        return self._types[name]
