"""One number opened: its formula in words, the numbers in it, the rows and their sources."""

from typing import Any

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.drawer import evidence_rows, sources_of
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import ESTIMATES
from alliance_core.indicators.registry import measure, measure_one
from alliance_core.scorecard.card import scorecards

NOT_IN_WORDS = [*KEY, *ESTIMATES, "widening"]


def explain(snapshot: Snapshot, alliance: str, name: str) -> dict[str, Any]:
    """Everything behind one indicator of one alliance at the (single) date of the snapshot.

    Gives  alliance, as_of, indicator, name, question, unit, formula, words (the formula with the numbers
           of the case), numbers, value, low, high, score, n, coverage, worst, best, goalposts, source,
           limits, coded, evidence (list of rows with their sources)
    Raises UnknownNameError for the indicator; WorkbenchError if the alliance did not exist yet
    """
    item = indicator(name)
    if snapshot.alliances.filter(alliance_id=alliance).is_empty():
        raise WorkbenchError(f"{alliance} did not exist at {snapshot.dates['as_of'][0]}")
    measured = measure_one(snapshot, name)
    row = measured.estimates.filter(alliance_id=alliance).to_dicts()
    ids = measured.evidence.filter(alliance_id=alliance).collect()["evidence_id"].to_list()
    table = measure(snapshot, [name]).filter(alliance_id=alliance)
    scored = scorecards(snapshot, measured=table, draws=1).indicators.row(0, named=True)
    numbers = {key: value for key, value in (row[0] if row else {}).items() if key not in NOT_IN_WORDS}
    words = item.words.format(**row[0]) if row else "There is no evidence for this indicator at this date."
    return {
        "alliance": alliance,
        "as_of": snapshot.dates["as_of"][0],
        "indicator": name,
        **{key: getattr(item, key) for key in ("name", "question", "unit", "formula", "worst", "best", "goalposts",
                                               "source", "limits", "coded")},
        "words": words,
        "numbers": numbers,
        **{key: scored[key] for key in ("value", "low", "high", "score", "n", "coverage")},
        "evidence": rows_with_sources(snapshot, ids),
    }  # fmt: skip


def rows_with_sources(snapshot: Snapshot, ids: list[str]) -> list[dict[str, Any]]:
    """Evidence rows, each with the list of its sources."""
    rows = evidence_rows(snapshot.evidence, ids, max(snapshot.dates["as_of"].to_list()))
    sources = sources_of(snapshot.evidence, rows)
    listed = (
        sources.select("evidence_id", source=pl.struct(pl.exclude("evidence_id"))).group_by("evidence_id").agg("source")
    )
    joined = rows.drop("source_ids").join(listed, on="evidence_id", how="left", maintain_order="left")
    return joined.rename({"source": "sources"}).with_columns(pl.col("sources").fill_null([])).to_dicts()


def evidence_frame(answer: dict[str, Any]) -> pl.DataFrame:
    """The evidence rows of an explanation: line, verification, sources (number), table, evidence_id, note."""
    rows = [
        {
            "line": row["line"],
            "verification": row["verification"] or "vocabulary",
            "sources": len(row["sources"]),
            "table": row["table"].removeprefix("vocabulary_").replace("_", " "),
            "evidence_id": row["evidence_id"],
            "note": row["note"],
        }
        for row in answer["evidence"]
    ]
    schema = {"line": pl.String, "verification": pl.String, "sources": pl.Int64, "table": pl.String,
              "evidence_id": pl.String, "note": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)
