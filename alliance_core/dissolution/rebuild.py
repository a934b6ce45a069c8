"""What it takes to build a function again: estimated years, and years and money seen in the alliance."""

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.evidence.snapshot import Snapshot

DAYS_PER_YEAR = 365.25


def rebuilding(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Years and money of each function of the vocabulary, as far as they are known at the date.

    Gives  function, title, domain, years (expert estimate), vocabulary_id (its evidence row), built_years (median
           from promise to delivery of hardware of the alliance), built_n, value_musd (median of the promised
           value of that hardware, nominal million dollars), value_n; null where nothing is known
    """
    words = snapshot.evidence.scan("vocabulary_functions").select(
        "function", "title", "domain", years="typical_years_to_replicate", vocabulary_id="evidence_id"
    )
    values = snapshot.evidence.scan("commitments").select("evidence_id", "value_musd").collect()
    built = (
        snapshot.commitments.filter(
            alliance_id=alliance, nature=dissolution_rules()["rebuild"]["nature"], state="delivered"
        )
        .join(values, on="evidence_id", how="left")
        .with_columns(took=(pl.col("delivered") - pl.col("declared")).dt.total_days() / DAYS_PER_YEAR)
    )
    seen = built.group_by("function").agg(
        built_years=pl.col("took").median(),
        built_n=pl.col("took").count().cast(pl.Int64),
        value_musd=pl.col("value_musd").median(),
        value_n=pl.col("value_musd").count().cast(pl.Int64),
        built_evidence=pl.col("evidence_id").sort(),
    )
    return (
        words.collect()
        .join(seen, on="function", how="left")
        .with_columns(pl.col("built_n", "value_n").fill_null(0), pl.col("built_evidence").fill_null([]))
        .sort("function")
    )
