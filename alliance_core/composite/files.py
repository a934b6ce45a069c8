"""CSV files as text cells with the line each row stands on, so that a message can name file and line."""

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from alliance_core.composite.hierarchy import CompositeError

MISSING = ("", "na", "n/a", "nan", "null", "..")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of a file as text (or of a frame, as they are), and the line on which each begins."""

    where: str
    frame: pl.DataFrame
    lines: tuple[int, ...]

    def refuse(self, row: int, column: str, told: str) -> CompositeError:
        """An error about one cell."""
        value = self.frame[column][row]
        return CompositeError(f"{self.where}, line {self.lines[row]}, column '{column}', value '{value}': {told}")

    def require_column(self, column: str, wanted_for: str) -> None:
        """Raise CompositeError if the file has no such column."""
        if column not in self.frame.columns:
            raise CompositeError(
                f"{self.where} has no column '{column}' ({wanted_for}). It has: {', '.join(self.frame.columns)}"
            )


def read_sheet(path: Path) -> Sheet:
    """A CSV file with a header, comma-separated, UTF-8; empty lines are skipped.

    Raises CompositeError if it is missing, empty, no text, or a row has more or fewer cells than the header
    """
    if not path.is_file():
        raise CompositeError(f"{path} does not exist; give a CSV file with a header")
    rows, lines = [], []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            before = 0
            # One by one: only the reader knows on which line a row begins, as cells may hold line breaks.
            for row in reader:
                if any(cell.strip() for cell in row):
                    rows.append(row)
                    lines.append(before + 1)
                before = reader.line_num
    except (UnicodeDecodeError, csv.Error) as error:
        raise CompositeError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    if len(rows) < 2:
        raise CompositeError(f"{path} has no rows; it needs a header and at least one row below it")
    header = [cell.strip() for cell in rows[0]]
    if twice := [name for name in header if header.count(name) > 1]:
        raise CompositeError(f"{path} has more than one column '{twice[0]}'; give every column a name of its own")
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            raise CompositeError(f"{path}, line {line}: {len(row)} cells, but the header has {len(header)}")
    frame = pl.DataFrame(rows[1:], schema=dict.fromkeys(header, pl.String), orient="row")
    return Sheet(str(path), frame.select(pl.all().str.strip_chars()), tuple(lines[1:]))


def numbers(sheet: Sheet, column: str) -> pl.Series:
    """A column as numbers; null where a cell is empty or says NA, N/A, NaN, null or two dots.

    Raises CompositeError for a cell that is no number, or an infinite one
    """
    cells = sheet.frame[column]
    if cells.dtype == pl.String:
        cells = cells.set(cells.str.to_lowercase().is_in(MISSING), None)
    given = cells.is_not_null()
    parsed = cells.cast(pl.Float64, strict=False)
    if cells.dtype.is_float():
        parsed = parsed.fill_nan(None)
        given = parsed.is_not_null()
    odd = given & ~parsed.is_finite().fill_null(False)
    if odd.any():
        told = "this is no number; write one like 12.5, or leave the cell empty if it is missing"
        raise sheet.refuse(int(odd.arg_max() or 0), column, told)
    return parsed
