"""Faults of fact tables: one row each, with the place, the value, what is wrong and what is allowed."""

import difflib
from collections.abc import Iterable, Sequence

import polars as pl

LINE = "_line"
FAULT_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "line": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "problem": pl.String(),
    "allowed": pl.String(),
}
# A table full of nonsense must not keep the user waiting for a suggestion to every cell.
MOST_HINTS = 200
LONGEST_VALUE = 80


def no_faults() -> pl.DataFrame:
    """A fault list without a row."""
    return pl.DataFrame(schema=FAULT_SCHEMA)


def one_fault(
    file: str, problem: str, allowed: str, line: int | None = None, column: str | None = None, value: str = ""
) -> pl.DataFrame:
    """The fault list of a single fault; without line and column it is a fault of the whole file."""
    cells = [file, line, column, value or None, problem, allowed]
    return pl.DataFrame([cells], schema=FAULT_SCHEMA, orient="row")


def row_faults(rows: pl.DataFrame, file: str, column: str, problem: pl.Expr, allowed: str | pl.Expr) -> pl.DataFrame:
    """One fault for every one of `rows`.

    Takes  rows of one file as text, with their line in `_line`; `problem`, an expression over them
    Gives  a fault list; the value is the cell in `column`, null if the rows lack that column
    """
    value = pl.col(column) if column in rows.columns else pl.lit(None)
    cells = [pl.lit(file), pl.col(LINE), pl.lit(column), value, problem]
    allowed_cell = pl.lit(allowed) if isinstance(allowed, str) else allowed
    named = [cell.alias(name) for cell, name in zip([*cells, allowed_cell], FAULT_SCHEMA, strict=True)]
    return rows.select(named).cast(FAULT_SCHEMA)  # type: ignore[arg-type]


def sorted_faults(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All parts as one fault list by file and line; within a line in the order of the parts."""
    return pl.concat([no_faults(), *parts]).sort("file", "line", maintain_order=True)


def nearest(name: str, options: Sequence[str]) -> str:
    """The nearest of `options` as a remark behind a problem; empty if none is near.

    >>> nearest("Raed", ["read", "recalled"])
    " (nearest match: 'read')"
    """
    by_lower = {option.lower(): option for option in options}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f" (nearest match: '{by_lower[near[0]]}')" if near else ""


def nearest_to(names: pl.Series, options: Sequence[str]) -> pl.Series:
    """`nearest` for each name; only the first 200 different names are looked up."""
    found = {name: nearest(name, options) for name in names.unique(maintain_order=True).head(MOST_HINTS)}
    return names.replace_strict(found, default="", return_dtype=pl.String())


def fault_lines(faults: pl.DataFrame) -> list[str]:
    """One line of text for each fault.

    Takes  a fault list as `validate` gives it
    Gives  file, line, column, value, problem and what is allowed; long values are cut

    >>> fault_lines(one_fault("artemis/events.csv", "is not allowed", "one of 1, 2", 12, "severity", "7"))
    ["artemis/events.csv, line 12, severity: '7' is not allowed; allowed: one of 1, 2"]
    """
    line = pl.format(", line {}", pl.col("line").cast(pl.String)).fill_null("")
    column = pl.format(", {}", pl.col("column")).fill_null("")
    flat = pl.col("value").str.replace_all(r"\s+", " ")
    cut = pl.when(flat.str.len_chars() > LONGEST_VALUE).then(flat.str.head(LONGEST_VALUE) + "...").otherwise(flat)
    value = pl.format("'{}' ", cut).fill_null("")
    text = pl.format(
        "{}{}{}: {}{}; allowed: {}", pl.col("file"), line, column, value, pl.col("problem"), pl.col("allowed")
    )
    return faults.select(text.alias("text"))["text"].to_list()
