"""The data dictionary: which tables there are, what they hold, how good they are."""

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.evidence.build import built_name
from alliance_core.evidence.dates import precision_column, shown
from alliance_core.evidence.schema import load_schema
from alliance_core.evidence.store import Evidence
from alliance_core.paths import SOURCES

# The date by which a row of a table is dated, where it has one.
DATED_BY = {
    "members": "joined", "instruments": "signed", "objectives": "as_of", "commitments": "declared",
    "functions": "from", "interoperability": "as_of", "events": "date", "priorities": "as_of",
    "ratings": "as_of", "survey": "date", "unga_votes": "adopted", "shock_cases": "shock_date",
}  # fmt: skip


def tables(evidence: Evidence) -> pl.DataFrame:
    """Every table: table (built name), title, question, rows, columns (number), file (where people edit it)."""
    schema = load_schema(SOURCES)
    rows = [
        {
            "table": built_name(path),
            "title": table.title,
            "question": table.question,
            "rows": evidence.rows.get(built_name(path), 0),
            "columns": len(table.columns),
            "file": f"{path}.csv" if "/" in path else f"<alliance>/{path}.csv",
        }
        for path, table in schema.items()
        if built_name(path) in evidence.tables
    ]
    return pl.DataFrame(rows).unique("table", keep="first", maintain_order=True)


def columns(table: str) -> pl.DataFrame:
    """The columns of a built table: column, type, allowed, may_be_empty, meaning."""
    schema = load_schema(SOURCES)
    path = next(path for path in schema if built_name(path) == table)
    return pl.DataFrame(
        [
            {
                "column": column.name,
                "type": column.kind,
                "allowed": ", ".join(column.allowed) or column.expected,
                "may_be_empty": column.may_be_empty,
                "meaning": column.meaning,
            }
            for column in schema[path].columns
        ]
    )


def coverage(evidence: Evidence) -> pl.DataFrame:
    """Number of rows by table and alliance: table, and one column per alliance (short name)."""
    names = evidence.alliances["short_name"].to_list()
    counted = pl.concat(
        evidence.scan(table).group_by("alliance_id").agg(rows=pl.len()).with_columns(table=pl.lit(table))
        for table in fact_tables(evidence)
    )
    return (
        counted.join(evidence.alliances.lazy().select("alliance_id", "short_name"), on="alliance_id")
        .collect()
        .pivot("short_name", on_columns=names, index="table", values="rows")
        .with_columns(pl.col(names).fill_null(0))
        .sort("table")
    )


def fact_tables(evidence: Evidence) -> list[str]:
    """Tables with one file in every alliance folder and a verification column."""
    return [
        name
        for name in evidence.tables
        if {"alliance_id", "verification"} <= set(evidence.scan(name).collect_schema().names())
    ]


def verification(evidence: Evidence, alliances: list[str] | None = None) -> pl.DataFrame:
    """How far the rows were verified, by table: table, verification, rows, share (0..1)."""
    chosen = pl.col("alliance_id").is_in(alliances) if alliances is not None else pl.lit(True)
    counted = pl.concat(
        evidence.scan(table)
        .filter(chosen)
        .group_by("verification")
        .agg(rows=pl.len())
        .with_columns(table=pl.lit(table))
        for table in fact_tables(evidence)
    ).collect()
    order = {level: i for i, level in enumerate(evidence_rules()["verification_widening"])}
    share = pl.col("rows") / pl.col("rows").sum().over("table")
    return counted.with_columns(share=share).sort("table", pl.col("verification").replace_strict(order))


def quality_sentence(evidence: Evidence, alliances: list[str] | None = None) -> str:
    """Evidence quality in one line: how many rows, and which share is read, recalled, estimated."""
    counted = verification(evidence, alliances).group_by("verification").agg(pl.col("rows").sum())
    rows = dict(counted.iter_rows())
    total = sum(rows.values())
    if not total:
        return "no evidence"
    shares = ", ".join(
        f"{rows.get(level, 0) / total:.0%} {level}" for level in evidence_rules()["verification_widening"]
    )
    return f"{total:,} rows of evidence in the collection: {shares}"


def oldest(evidence: Evidence) -> pl.DataFrame:
    """The oldest and the newest dated evidence of each table and alliance.

    Gives  table, alliance, oldest, newest (as written), rows (dated ones); oldest first
    """
    parts = []
    for table, column in DATED_BY.items():
        rows = evidence.scan(table)
        if "alliance_id" not in rows.collect_schema():
            continue
        text = shown(pl.col(column), pl.col(precision_column(column)))
        parts.append(
            rows.drop_nulls(column).group_by("alliance_id")
            .agg(
                oldest=text.sort_by(column).first(), newest=text.sort_by(column).last(),
                rows=pl.len(), first=pl.col(column).min(),
            )
            .with_columns(table=pl.lit(table))
        )  # fmt: skip
    names = evidence.alliances.lazy().select("alliance_id", alliance="short_name")
    return (
        pl.concat(parts).join(names, on="alliance_id").sort("first", "table")
        .select("table", "alliance", "oldest", "newest", "rows").collect()
    )  # fmt: skip


def readable(evidence: Evidence, table: str, alliances: list[str] | None = None) -> pl.DataFrame:
    """A table as people read and download it: dates as written, lists joined, without technical columns."""
    frame = evidence.scan(table)
    schema = frame.collect_schema()
    if alliances is not None and "alliance_id" in schema:
        frame = frame.filter(pl.col("alliance_id").is_in(alliances))
    precisions = [name for name in schema.names() if name.endswith("_precision")]
    texts = [
        shown(pl.col(name), pl.col(precision_column(name))).alias(name)
        for name, dtype in schema.items()
        if dtype == pl.Date
    ]
    lists = [pl.col(name).list.join("; ") for name, dtype in schema.items() if dtype == pl.List(pl.String)]
    return frame.with_columns(*texts, *lists).drop(precisions).collect()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as a CSV file can hold it: lists of words joined, lists of numbers left out."""
    words = pl.selectors.by_dtype(pl.List(pl.String)).list.join("; ")
    return frame.with_columns(words).drop(pl.selectors.by_dtype(pl.List(pl.Float64)))
