"""The data of a composite indicator: one row per unit, checked against the recipe."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from alliance_core.composite.config import Config
from alliance_core.composite.files import Sheet, numbers, read_sheet
from alliance_core.composite.hierarchy import CompositeError

FIRST_LINE = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Units in the order of the data; values [unit, indicator], divided by their denominators, NaN = missing."""

    units: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...] | None
    values: np.ndarray


def read_table(path: Path, config: Config) -> Table:
    """A data CSV. Raises CompositeError with file, line, column and value (see `table_of`)."""
    return _table(read_sheet(path), config)


def table_of(frame: pl.DataFrame, config: Config) -> Table:
    """A frame with one row per unit; other columns than those of the recipe are not read.

    Raises CompositeError for no rows, an unknown column, a unit without code or given twice, a cell that is no
           number, a denominator of 0. Lines count as in a CSV file with a header
    """
    if frame.is_empty():
        raise CompositeError("the data have no rows; give one row per unit")
    texts = frame.with_columns(pl.col(pl.String).str.strip_chars())
    return _table(Sheet("the data", texts, tuple(range(FIRST_LINE, len(frame) + FIRST_LINE))), config)


def _table(sheet: Sheet, config: Config) -> Table:
    leaves = [config.tree.by_code[code] for code in config.tree.leaves]
    sheet.require_column(config.unit_column, "the code of a unit; name it in [data] unit")
    for node in leaves:
        sheet.require_column(node.code, "an indicator")
        if node.denominator is not None:
            sheet.require_column(node.denominator, f"the denominator of {node.code}")
    values = np.column_stack([_divided(sheet, node.code, node.denominator) for node in leaves])
    units = _units(sheet, config.unit_column)
    return Table(units, _texts(sheet, config.data.name, "name") or units, _groups(sheet, config), values)


def _units(sheet: Sheet, column: str) -> tuple[str, ...]:
    codes = sheet.frame[column].cast(pl.String).fill_null("")
    if (empty := codes == "").any():
        raise sheet.refuse(int(empty.arg_max() or 0), column, "give every unit a code")
    if (again := ~codes.is_first_distinct()).any():
        row = int(again.arg_max() or 0)
        first = sheet.lines[int((codes == codes[row]).arg_max() or 0)]
        raise sheet.refuse(row, column, f"the unit is given on line {first} before; give every unit one row")
    return tuple(codes)


def _texts(sheet: Sheet, column: str | None, key: str) -> tuple[str, ...] | None:
    if column is None:
        return None
    sheet.require_column(column, f"[data] {key}")
    return tuple(sheet.frame[column].cast(pl.String).fill_null(""))


def _groups(sheet: Sheet, config: Config) -> tuple[str, ...] | None:
    if config.missing.group is not None:
        sheet.require_column(config.missing.group, "[missing] group")
    return _texts(sheet, config.group_column, "group")


def _divided(sheet: Sheet, column: str, denominator: str | None) -> np.ndarray:
    """An indicator over its denominator; without the denominator it is missing."""
    values = numbers(sheet, column).to_numpy()
    if denominator is None:
        return values
    divisors = numbers(sheet, denominator)
    if (zero := (divisors == 0).fill_null(False)).any():
        told = f"the denominator of {column} must not be 0; leave the cell empty if it is missing"
        raise sheet.refuse(int(zero.arg_max() or 0), denominator, told)
    with np.errstate(over="ignore"):
        quotients = values / divisors.to_numpy()
    if (huge := np.isinf(quotients)).any():
        raise sheet.refuse(int(huge.argmax()), denominator, f"{column} over it is too large for a number")
    return quotients
