"""What is wrong with a single cell: one expression per column, judged by the declaration alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from alliance_core.evidence import dates
from alliance_core.evidence.faults import LINE, nearest_to, no_faults, row_faults
from alliance_core.evidence.schema import DATE_KINDS, LIST_KINDS, Column
from alliance_core.evidence.validate_files import LOST, UTF8, Sheet

YEAR = r"^[0-9]{4}$"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
# What is wrong with a name that is not among the known ones.
UNKNOWN = {
    "enum": "is not allowed",
    "actor": "is not a known actor",
    "actor_or_all": "is not a known actor",
    "actors": "is not a known actor",
    "function": "is not a known function",
    "sources": "is not in the folder's sources.csv",
    "alliance": "is not the name of the folder",
}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that cells may refer to; None where the list itself cannot be read."""

    actors: Sequence[str] | None
    functions: Sequence[str] | None
    sources: Sequence[str] | None
    folder: str

    def options(self, column: Column) -> Sequence[str] | None:
        """The names allowed in `column`; None if any text goes or the list cannot be read."""
        if column.kind == "actor_or_all" and self.actors is not None:
            return [*self.actors, "ALL"]
        return {
            "enum": column.allowed,
            "actor": self.actors,
            "actors": self.actors,
            "function": self.functions,
            "sources": self.sources,
            "alliance": [self.folder],
        }.get(column.kind)


def cell_faults(sheet: Sheet, known: Known, today: dt.date) -> pl.DataFrame:
    """Every cell that the declaration does not allow, one fault a cell.

    Takes  a sheet; the known names; `today`, after which `past` columns may not lie
    Gives  a fault list, column by column
    """
    columns = [column for column in sheet.table.columns if column.name in sheet.rows.columns]
    problems = sheet.rows.select(_problem(column, known, today, sheet.lossy) for column in columns)
    parts = [no_faults()]
    for column in columns:
        found = problems[column.name]
        if found.null_count() < found.len():
            bad = sheet.rows.with_columns(_problem=found, _hint=pl.lit("")).filter(found.is_not_null())
            parts.append(_described(sheet.file, column, bad, known))
    return pl.concat(parts)


def _described(file: str, column: Column, bad: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Faults of one column, with the nearest known name where there is one."""
    options = known.options(column)
    unknown = pl.col("_problem").str.ends_with(UNKNOWN.get(column.kind, "\n"))
    if options is not None:
        names = bad.filter(unknown).select(LINE, _name=_unknown(column, options))
        hints = names.select(LINE, _hint=nearest_to(names["_name"], options))
        bad = bad.drop("_hint").join(hints, on=LINE, how="left", maintain_order="left")
    allowed = f"{column.expected}, here {known.folder}" if column.kind == "alliance" else column.expected
    problem = pl.col("_problem") + pl.col("_hint").fill_null("")
    words = pl.when(pl.col("_problem") == "is not UTF-8").then(pl.lit(UTF8)).otherwise(pl.lit(allowed))
    return row_faults(bad, file, column.name, problem, words)


def _problem(column: Column, known: Known, today: dt.date, lossy: bool) -> pl.Expr:
    """What is wrong with each cell of `column`, null if nothing."""
    text = pl.col(column.name)
    empty = pl.lit(None, pl.String) if column.may_be_empty else pl.lit("is empty")
    return (
        pl.when(text.is_null())
        .then(empty)
        .when(pl.lit(lossy) & text.str.contains(LOST, literal=True))
        .then(pl.lit("is not UTF-8"))
        .when(text != text.str.strip_chars())
        .then(pl.lit("has a blank at the start or end"))
        .otherwise(_wrong_for_kind(column, known, today))
        .alias(column.name)
    )


def _wrong_for_kind(column: Column, known: Known, today: dt.date) -> pl.Expr:
    text = pl.col(column.name)
    options = known.options(column)
    if options is not None:
        name = _unknown(column, options)
        words = f"holds '{{}}', which {UNKNOWN[column.kind]}"
        named = pl.format(words, name) if column.kind in LIST_KINDS else pl.lit(UNKNOWN[column.kind])
        return pl.when(name.is_not_null()).then(named)
    if column.kind in DATE_KINDS:
        return _wrong_date(text, today if column.kind == "past" else None)
    if column.kind == "year":
        return pl.when(~text.str.contains(YEAR) | (text == "0000")).then(pl.lit("is not a year"))
    if column.kind == "number":
        finite = text.cast(pl.Float64, strict=False).is_finite()
        return pl.when(~text.str.contains(NUMBER) | ~finite).then(pl.lit("is not a number"))
    return pl.lit(None, pl.String)


def _unknown(column: Column, options: Sequence[str]) -> pl.Expr:
    """The first name in the cell that is not among `options`, null if all are."""
    text = pl.col(column.name)
    if column.kind in LIST_KINDS:
        element = pl.element()
        return text.str.split(";").list.eval(element.filter(~element.is_in(list(options)))).list.first()
    return pl.when(~text.is_in(list(options))).then(text)


def _wrong_date(text: pl.Expr, latest: dt.date | None) -> pl.Expr:
    well_formed = text.str.contains(dates.PATTERN) & ~text.str.starts_with("0000")
    wrong = (
        pl.when(~well_formed)
        .then(pl.lit("is not a date"))
        .when(dates.reached(text).is_null())
        .then(pl.lit("is a day that does not exist"))
    )
    return (
        wrong
        if latest is None
        else wrong.when(dates.earliest(text) > latest).then(pl.lit(f"lies in the future, after {latest}"))
    )
