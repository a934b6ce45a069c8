"""Reading one CSV file so that every fault of its form can be named with its line."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from alliance_core.errors import EvidenceError
from alliance_core.evidence.build import read_text
from alliance_core.evidence.faults import LINE, nearest, no_faults, one_fault, row_faults
from alliance_core.evidence.schema import Table

LOST = "\ufffd"  # stands where bytes are not UTF-8
UTF8 = "UTF-8 text (in a spreadsheet: save as CSV UTF-8)"
PLAIN_CSV = "comma, line ends LF or CRLF, cells with commas, quotation marks or line breaks in double quotes"
LINE_BREAK = r"\r\n|\r|\n"
CELLS = "_cells"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as it was read.

    `rows` holds the declared columns that the file has, as text, empty cells null, and `_line`, the line
    on which the row begins; rows with a wrong number of cells are left out. `faults` are those of the form.
    `lossy`: some bytes were not UTF-8. `torn`: quotation marks do not match, so rows may be lost and nothing
    can be concluded from what is absent.
    """

    file: str
    folder: str
    table: Table
    rows: pl.DataFrame
    faults: pl.DataFrame
    lossy: bool = False
    torn: bool = False


def read_sheet(path: Path, table: Table) -> Sheet:
    """Read one file, whatever its faults; a byte order mark is accepted.

    Takes  an existing file and the table that it should hold
    Gives  its rows and every fault of encoding, quotation marks, header and number of cells
    """
    file = f"{path.parent.name}/{path.name}"
    nothing = pl.DataFrame(schema={LINE: pl.Int64()})
    try:
        data = path.read_bytes()
    except OSError as error:
        return Sheet(file, path.parent.name, table, nothing, one_fault(file, f"cannot be read: {error}", UTF8))
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lossy = LOST in text and not _is_utf8(data)
    records, quoting = _records(text, file)
    header = records[CELLS][0].to_list() if records.height else []
    if foreign := _foreign_fault(header, lossy, table, file):
        return Sheet(file, path.parent.name, table, nothing, foreign[0])
    rows, faults = _rows(records[1:], header, table, file)
    torn = not quoting.is_empty()
    if torn:  # the wrong number of cells in the torn record is the same fault
        faults = faults.join(quoting, on="line", how="anti", maintain_order="left")
    faults = pl.concat([quoting, _header_faults(header, table, file), faults])
    if faults.is_empty() and not lossy:
        faults = _as_built_faults(path, text, records, rows, file)
    return Sheet(file, path.parent.name, table, rows, faults, lossy, torn)


def _foreign_fault(header: list[str], lossy: bool, table: Table, file: str) -> list[pl.DataFrame]:
    """At most one fault: the file is not a table at all, so that no cell of it can be judged."""
    words = _header_words(table)
    if lossy and LOST in "".join(header):
        return [one_fault(file, "is not UTF-8", UTF8, line=1)]
    if not any(header):
        return [one_fault(file, "has no header", words, line=1)]
    if not {column.name for column in table.columns} & set(header):
        hint = "; the cells seem to be separated by semicolons" if ";" in header[0] else ""
        problem = f"has none of the columns of {table.name}{hint}"
        return [one_fault(file, problem, f"{words}, separated by commas", line=1)]
    return []


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _records(text: str, file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The records of the text as lists of cells with their first line, and a fault of quotation marks."""
    cells: list[list[str]] = []
    try:
        cells.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        line = _numbered([*cells, []])[LINE][-1]
        problem = "has a quotation mark that is not closed or not doubled"
        fault = one_fault(file, problem, PLAIN_CSV, line=line)
    else:
        return _numbered(cells), no_faults()
    try:
        return _numbered(list(csv.reader(io.StringIO(text, newline="")))), fault
    except csv.Error:  # a cell longer than the reader takes: most likely the rest of the file
        return _numbered(cells), fault


def _numbered(cells: list[list[str]]) -> pl.DataFrame:
    """Cells with the line on which each record begins; a line break in a cell counts as a line."""
    frame = pl.DataFrame({CELLS: cells}, schema={CELLS: pl.List(pl.String)})
    lines = pl.col(CELLS).list.join("").str.count_matches(LINE_BREAK) + 1
    return frame.with_columns((lines.cast(pl.Int64).cum_sum() - lines + 1).alias(LINE))


def _rows(records: pl.DataFrame, header: list[str], table: Table, file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that have as many cells as the header, by column; and a fault for each of the others."""
    width = pl.col(CELLS).list.len()
    odd = records.filter(width != len(header))
    problem = (
        pl.when(width == 0)
        .then(pl.lit("is a blank line"))
        .otherwise(pl.format("has {} cells, the header has {}", width, len(header)))
    )
    faults = row_faults(odd, file, "", problem, f"{len(header)} cells").with_columns(column=pl.lit(None, pl.String))
    known = [column.name for column in table.columns if column.name in header]
    cells = [pl.col(CELLS).list.get(header.index(name)).replace("", None).alias(name) for name in known]
    return records.filter(width == len(header)).select(LINE, *cells), faults


def _header_words(table: Table) -> str:
    return "columns " + ", ".join(column.name for column in table.columns)


def _header_faults(header: list[str], table: Table, file: str) -> pl.DataFrame:
    """Columns that are unknown, missing, doubled or in another order; a misspelt one is one fault."""
    names = [column.name for column in table.columns]
    missing = [name for name in names if name not in header]
    parts, explained = [no_faults()], set()
    for name in dict.fromkeys(header):
        if name not in names:
            hint = nearest(name, missing) or nearest(name, names)
            explained |= {option for option in missing if f"'{option}'" in hint}
            problem = f"is not a column of {table.name}{hint}"
            parts.append(one_fault(file, problem, _header_words(table), 1, name, name))
        elif header.count(name) > 1:
            parts.append(one_fault(file, "occurs more than once", "each column once", 1, name, name))
    for name in missing:
        if name not in explained:
            parts.append(one_fault(file, "column is missing", _header_words(table), 1, name))
    if len(parts) == 1 and header != names:
        problem = "has its columns in another order"
        parts.append(one_fault(file, problem, _header_words(table) + ", in this order", 1))
    return pl.concat(parts)


def _as_built_faults(path: Path, text: str, records: pl.DataFrame, rows: pl.DataFrame, file: str) -> pl.DataFrame:
    """A fault if the build would read other cells than were checked here.

    A lone quotation mark in a cell without quotes, or line ends of bare carriage returns, divide readers.
    """
    try:
        built = read_text(path).with_columns(pl.all().replace("", None))
    except EvidenceError:
        built = None
    if built is not None and built.equals(rows.drop(LINE)):
        return no_faults()
    lines = pl.DataFrame({"text": re.split(LINE_BREAK, text)}).with_row_index(LINE, offset=1)
    starts = records.select(LINE, record=LINE)
    quotes = (
        lines.cast({LINE: pl.Int64})
        .join_asof(starts, on=LINE, strategy="backward")
        .group_by("record", maintain_order=True)
        .agg(pl.col("text").str.count_matches('"', literal=True).sum())
        .filter(pl.col("text") % 2 == 1)
    )
    bare = re.search(r"\r(?!\n)", text)
    line = quotes["record"][0] if quotes.height else None
    if line is None and bare:
        line = len(re.findall(LINE_BREAK, text[: bare.start()])) + 1
    return one_fault(file, "is not plain CSV: quotation marks or line ends are mixed", PLAIN_CSV, line)
