"""From the CSV tables that people edit to typed Parquet: the same sources give the same frames."""

import hashlib
import json
from pathlib import Path

import polars as pl

from alliance_core.errors import EvidenceError
from alliance_core.evidence import dates
from alliance_core.evidence.schema import (
    COMMON,
    DATE_KINDS,
    LIST_KINDS,
    VOCABULARY,
    Column,
    Table,
    load_schema,
)

MANIFEST = "manifest.json"
DECLARATIONS = (f"{VOCABULARY}/schema", f"{VOCABULARY}/tables")


def built_name(path: str) -> str:
    """Name of the built table for a declared one: shared vocabularies carry the word in front.

    >>> [built_name(path) for path in ("events", "_common/economy", "_vocab/functions")]
    ['events', 'economy', 'vocabulary_functions']
    """
    home, _, name = path.rpartition("/")
    return f"vocabulary_{name}" if home == VOCABULARY else name


def alliance_folders(sources: Path) -> list[str]:
    """Names of the alliance folders below `sources`, sorted."""
    return sorted(entry.name for entry in sources.iterdir() if (entry / "alliance.csv").is_file())


def read_text(path: Path) -> pl.DataFrame:
    """All cells of one CSV file as text, empty ones null. Raises EvidenceError if it cannot be read."""
    try:
        return pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise EvidenceError(f"{path.parent.name}/{path.name} is not a readable CSV file: {error}") from error


def typed(text: pl.DataFrame, table: Table, folder: str) -> pl.DataFrame:
    """The text of one file in the types of its table, with evidence_id and folder in front.

    Takes  the columns of `table` as text
    Gives  `table.built_schema`; exact duplicates of a row are one row
    """
    if missing := [column.name for column in table.columns if column.name not in text.columns]:
        raise EvidenceError(f"{folder}/{table.name}.csv lacks the column {', '.join(missing)}")
    cells = [part for column in table.columns for part in _cells(column)]
    built = text.unique().select(_evidence_id(table, folder), pl.lit(folder).alias("folder"), *cells)
    return built.cast(dict(table.built_schema))  # type: ignore[arg-type]


def _cells(column: Column) -> list[pl.Expr]:
    text = pl.col(column.name)
    if column.kind in DATE_KINDS:
        return [
            dates.reached(text).alias(column.name),
            dates.precision(text).alias(dates.precision_column(column.name)),
        ]
    if column.kind in LIST_KINDS:
        return [text.str.split(";")]
    return [text.cast(column.dtype, strict=False)]


def _evidence_id(table: Table, folder: str) -> pl.Expr:
    """A name for the row that does not depend on row order: table, folder and the row's key."""
    parts = [pl.col(name).fill_null("") for name in table.key]
    scope = [] if "alliance_id" in table.key else [pl.lit(folder)]
    key = pl.concat_str([pl.lit(table.name), *scope, *parts], separator=":")
    repeated = pl.int_range(pl.len()).over(key, order_by=pl.struct(pl.all())) + 1
    return (
        pl.when(repeated > 1).then(key + "#" + repeated.cast(pl.String)).otherwise(key).alias("evidence_id")
    )


def build_frames(sources: Path) -> dict[str, pl.DataFrame]:
    """Every declared table as one typed frame, sorted by evidence_id.

    Takes  a folder like data/sources: one folder per alliance, _common and _vocab
    Gives  built name -> frame; an optional table without files is an empty frame
    Raises EvidenceError if a file is missing, unreadable or lacks a column
    """
    schema = load_schema(sources)
    folders = alliance_folders(sources)
    if not folders:
        raise EvidenceError(f"no alliance folder in {sources.name}: each needs at least alliance.csv")
    parts: dict[str, list[pl.DataFrame]] = {}
    for path, table in schema.items():
        if path in DECLARATIONS:
            continue
        frames = parts.setdefault(built_name(path), [pl.DataFrame(schema=table.built_schema)])
        for folder in folders if table.in_each_alliance else [table.home]:
            file = sources / folder / f"{table.name}.csv"
            if file.is_file():
                frames.append(typed(read_text(file), table, folder))
            elif not table.optional:
                raise EvidenceError(f"{folder}/{table.name}.csv is missing")
    return {name: pl.concat(frames).sort("evidence_id") for name, frames in parts.items()}


def build(sources: Path, target: Path) -> dict[str, int]:
    """Write every table to `target`/NAME.parquet and the manifest; gives the rows of each table."""
    frames = build_frames(sources)
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.write_parquet(target / f"{name}.parquet", compression="zstd")
    rows = {name: frame.height for name, frame in frames.items()}
    manifest = {"version": version_of(sources), "rows": rows}
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return rows


def version_of(sources: Path) -> str:
    """Fingerprint of all source tables: line ends and row order of the folders do not matter."""
    digest = hashlib.sha256()
    for path in sorted(sources.glob("*/*.csv")):
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


__all__ = [
    "COMMON",
    "MANIFEST",
    "alliance_folders",
    "build",
    "build_frames",
    "built_name",
    "read_text",
    "typed",
    "version_of",
]
