"""From the CSV tables that people edit to typed Parquet: the same sources give the same frames."""

import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
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
        return pl.read_csv(path, infer_schema=False).with_columns(pl.all().replace("", None))
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
    key = _key(table, folder)
    repeated = text.select(key.is_duplicated()).to_series()
    # Only rows that share a key can be the same or need a number: the others skip both searches.
    parts = [
        text.filter(~repeated).select(key.alias("evidence_id"), pl.lit(folder).alias("folder"), *cells),
        text.filter(repeated).unique().select(_numbered(key), pl.lit(folder).alias("folder"), *cells),
    ]
    return pl.concat(part.cast(dict(table.built_schema)) for part in parts)  # type: ignore[arg-type]


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


def _key(table: Table, folder: str) -> pl.Expr:
    """A name for the row that does not depend on row order: table, folder and the row's key."""
    parts = [pl.col(name).fill_null("") for name in table.key]
    scope = [] if "alliance_id" in table.key else [pl.lit(folder)]
    return pl.concat_str([pl.lit(table.name), *scope, *parts], separator=":")


def _numbered(key: pl.Expr) -> pl.Expr:
    """The key, with #2, #3 ... where different rows share it."""
    repeated = pl.int_range(pl.len()).over(key, order_by=pl.struct(pl.all())) + 1
    return pl.when(repeated > 1).then(key + "#" + repeated.cast(pl.String)).otherwise(key).alias("evidence_id")


def build_frames(sources: Path) -> dict[str, pl.DataFrame]:
    """Every declared table as one typed frame, sorted by evidence_id.

    Takes  a folder like data/sources: one folder per alliance, _common and _vocab
    Gives  built name -> frame; an optional table without files is an empty frame
    Raises EvidenceError if a file is missing, unreadable or lacks a column
    """
    return dict(_tables(sources))


def _tables(sources: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """One built table after the other, so that a large collection is never in memory as a whole."""
    schema = {path: table for path, table in load_schema(sources).items() if path not in DECLARATIONS}
    folders = alliance_folders(sources)
    if not folders:
        raise EvidenceError(f"no alliance folder in {sources.name}: each needs at least alliance.csv")
    files: dict[str, list[tuple[Table, str]]] = {}
    for path, table in schema.items():
        homes = folders if table.in_each_alliance else [table.home]
        here = [home for home in homes if (sources / home / f"{table.name}.csv").is_file()]
        if not table.optional and (missing := [home for home in homes if home not in here]):
            raise EvidenceError(f"{missing[0]}/{table.name}.csv is missing")
        files.setdefault(built_name(path), []).extend((table, home) for home in here)
    empty = {built_name(path): pl.DataFrame(schema=table.built_schema) for path, table in schema.items()}
    for name, homes_of_table in files.items():
        frames = [
            typed(read_text(sources / home / f"{table.name}.csv"), table, home).sort("evidence_id")
            for table, home in homes_of_table
        ]
        yield name, _merged([empty[name], *frames])


def _merged(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """One frame sorted by evidence_id from frames that are; those that follow one another need no sorting."""
    filled = sorted((frame for frame in frames if frame.height), key=lambda frame: frame["evidence_id"][0])
    in_order = all(one["evidence_id"][-1] <= next_["evidence_id"][0] for one, next_ in itertools.pairwise(filled))
    whole = pl.concat([*filled, frames[0]], rechunk=True)
    return whole if in_order else whole.sort("evidence_id")


def build(sources: Path, target: Path) -> dict[str, int]:
    """Write every table to `target`/NAME.parquet and the manifest; gives the rows of each table.

    Raises EvidenceError as build_frames does; then nothing in `target` has changed
    """
    target.mkdir(parents=True, exist_ok=True)
    rows = {}
    with tempfile.TemporaryDirectory(dir=target) as unfinished:
        for name, frame in _tables(sources):
            frame.write_parquet(Path(unfinished) / f"{name}.parquet", compression="zstd")
            rows[name] = frame.height
        for name in rows:
            (Path(unfinished) / f"{name}.parquet").replace(target / f"{name}.parquet")
    manifest = {"version": version_of(sources), "rows": rows}
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return rows


def version_of(sources: Path) -> str:
    """Fingerprint of all source tables: line ends and row order of the folders do not matter."""
    digest = hashlib.sha256()
    for path in sorted(sources.glob("*/*.csv")):
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        with path.open("rb") as handle:
            for line in handle:
                digest.update(line[:-2] + b"\n" if line.endswith(b"\r\n") else line)
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
