"""The built evidence: lazily scanned Parquet, known by its version."""

import json
from functools import cached_property
from pathlib import Path

import polars as pl

from alliance_core.errors import EvidenceError, require_known
from alliance_core.evidence.build import MANIFEST
from alliance_core.paths import PARQUET

REBUILD = "run `python -m alliance_core build` to make it from data/sources"


class Evidence:
    """The tables of one build. Nothing is read before it is asked for.

    >>> Evidence().scan("events").collect_schema().names()[:2]
    ['evidence_id', 'folder']
    """

    def __init__(self, folder: Path = PARQUET) -> None:
        """Open the build in `folder`. Raises EvidenceError if there is none, or if it is damaged."""
        if not (folder / MANIFEST).is_file():
            raise EvidenceError(f"no built evidence in {folder.name}: {REBUILD}")
        self.folder = folder
        self._manifest = self._read_manifest()

    def _read_manifest(self) -> dict:
        """The manifest, once every table that it names is there and is Parquet."""
        try:
            manifest = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
            tables = list(manifest["rows"])
        except (ValueError, KeyError, TypeError) as error:
            raise EvidenceError(f"{self.folder.name}/{MANIFEST} is damaged: {REBUILD}") from error
        for table in tables:
            try:
                pl.read_parquet_schema(self.folder / f"{table}.parquet")
            except (OSError, pl.exceptions.PolarsError) as error:
                raise EvidenceError(f"{self.folder.name}/{table}.parquet is missing or damaged: {REBUILD}") from error
        return manifest

    @property
    def version(self) -> str:
        """Fingerprint of the sources that this build was made from."""
        return self._manifest["version"]

    @property
    def rows(self) -> dict[str, int]:
        """Number of rows of each table."""
        return self._manifest["rows"]

    @cached_property
    def tables(self) -> list[str]:
        """Names of all tables."""
        return sorted(self.rows)

    def scan(self, table: str) -> pl.LazyFrame:
        """The rows of `table`, not read yet. Raises UnknownNameError."""
        require_known("table", [table], self.tables)
        return pl.scan_parquet(self.folder / f"{table}.parquet")

    @cached_property
    def alliances(self) -> pl.DataFrame:
        """One row per alliance, sorted by name: alliance_id, name, short_name, founded, ..."""
        return self.scan("alliance").sort("short_name").collect()

    def require_alliances(self, ids: list[str]) -> list[str]:
        """The ids given, or all when none is given. Raises UnknownNameError with the allowed ones."""
        known = self.alliances["alliance_id"].to_list()
        require_known("alliance", ids, known)
        return ids or known
