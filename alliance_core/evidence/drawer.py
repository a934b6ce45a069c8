"""The rows behind a number: one readable line each, with sources and verification."""

import datetime as dt

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.evidence import dates
from alliance_core.evidence.store import Evidence

ROW: dict[str, pl.DataType | type[pl.DataType]] = {
    "evidence_id": pl.String, "table": pl.String, "folder": pl.String, "line": pl.String,
    "verification": pl.String, "source_ids": pl.List(pl.String), "note": pl.String,
}  # fmt: skip


def evidence_rows(evidence: Evidence, ids: list[str], as_of: dt.date | None = None) -> pl.DataFrame:
    """The rows with the ids given, as people read them; dates after as_of are hidden (`due` is a promise).

    Gives  evidence_id, table, folder, line (the row in one sentence), verification (null for coded
           vocabularies), source_ids, note; sorted by table and id
    """
    wanted = pl.DataFrame({"evidence_id": ids}, schema={"evidence_id": pl.String}).unique()
    lines = evidence_rules()["line"]
    parts = [
        part
        for table, template in lines.items()
        if not (part := _lines(evidence.scan(table), wanted, table, template, as_of)).is_empty()
    ]
    return pl.concat([pl.DataFrame(schema=ROW), *parts]).sort("table", "evidence_id")


def _lines(rows: pl.LazyFrame, wanted: pl.DataFrame, table: str, template: str, as_of: dt.date | None) -> pl.DataFrame:
    schema = rows.collect_schema()
    pieces = template.replace("}", "{").split("{")
    text = "".join(pieces[0::2][:1] + [f"{{}}{piece}" for piece in pieces[2::2]])
    columns = [_cell(name, schema, as_of) for name in pieces[1::2]]
    empty = {"verification": pl.lit(None, pl.String), "source_ids": pl.lit([], dtype=pl.List(pl.String)),
             "note": pl.lit(None, pl.String)}  # fmt: skip
    rest = [pl.col(name) if name in schema else expression.alias(name) for name, expression in empty.items()]
    return (
        rows.join(wanted.lazy(), on="evidence_id", how="semi")
        .select(
            "evidence_id",
            pl.lit(table).alias("table"),
            "folder",
            pl.format(text, *columns).alias("line"),
            *rest,
        )
        .select(list(ROW))
        .collect()
    )


def _cell(name: str, schema: pl.Schema, as_of: dt.date | None) -> pl.Expr:
    column = pl.col(name)
    if schema[name] == pl.Date:
        column = dates.shown(column, pl.col(dates.precision_column(name)))
        if as_of is not None and name != "due":
            column = pl.when(pl.col(name) <= as_of).then(column)
    return column.cast(pl.String).fill_null("–")


def sources_of(evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """The sources of evidence rows.

    Takes  evidence_rows
    Gives  evidence_id, source_id, title, publisher, date (as written), url (null = not known), kind
    """
    sources = evidence.scan("sources").select(
        "folder", "source_id", "title", "publisher", "url", "kind",
        date=dates.shown(pl.col("date"), pl.col("date_precision")),
    )  # fmt: skip
    return (
        rows.lazy()
        .select("evidence_id", "folder", source_id="source_ids")
        .explode("source_id", empty_as_null=False)
        .join(sources, on=["folder", "source_id"])
        .select("evidence_id", "source_id", "title", "publisher", "date", "url", "kind")
        .sort("evidence_id", "source_id")
        .collect()
    )
