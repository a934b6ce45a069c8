"""The sources of the rows of evidence behind the scores."""

import polars as pl

from alliance_core.evidence.drawer import sources_of
from alliance_core.report.content import Column, Section, Text, table
from alliance_core.report.known import Known


def section(known: Known) -> Section:
    """Every source behind an indicator or a friction of the alliances, the most used first."""
    rows = known.cited
    listed = (
        sources_of(known.evidence, rows)
        .join(rows.select("evidence_id", "verification"), on="evidence_id")
        .group_by("source_id", "title", "publisher", "date", "url", "kind")
        .agg(rows=pl.len(), read=(pl.col("verification") == "read").sum())
        .sort("rows", "title", "source_id", descending=[True, False, False])
    )
    counts = dict(rows.drop_nulls("verification").group_by("verification").len().iter_rows())
    told = {level: counts.get(level, 0) for level in ("read", "recalled", "estimated")}
    vocabulary = rows.height - sum(told.values())
    words = ", ".join(f"{count:,} {level}" for level, count in told.items())
    words += f", {vocabulary:,} of the coded vocabulary" if vocabulary else ""
    cells = [(row["title"], row["publisher"], row["date"], row["rows"], row["url"]) for row in listed.to_dicts()]
    columns = (Column("Source", width=0.34), Column("Publisher", width=0.2), Column("Date", width=0.09),
               Column("Rows", "integer", width=0.06), Column("Address", width=0.31))  # fmt: skip
    blocks = (
        Text(f"{rows.height:,} rows of evidence stand behind the scores and frictions of this report: {words}. They "
             f"name {listed.height} sources.", "lead",
             {"rows": rows.height, "sources": listed.height, **told, "vocabulary": vocabulary}),
        table("sources", "Sources", columns, cells,
              note="Rows: rows of evidence of this report that name the source. Read: checked against the source; "
              "recalled: from memory of the compilers; estimated: reckoned by them."),
    )  # fmt: skip
    return Section("sources", "Sources", blocks, new_page=True)
