"""Strains and gains of one alliance over time."""

import datetime as dt

import polars as pl

from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import tells_all


def timeline(evidence: Evidence, as_of: dt.date, alliance: str) -> pl.DataFrame:
    """One row per chain of events, oldest first.

    Gives  date, until (its end, or the date itself while it stands), open (bool), gain (bool), severity 1..5, kind
           (words), title (of 2026 where that can tell nothing later, else the kind), dimension_name, actors,
           evidence_id
    """
    events = Snapshot(evidence, as_of).events.filter(alliance_id=alliance)
    titles = evidence.scan("events").select("evidence_id", "title").collect()
    kind = pl.col("type").replace_strict(scorecard_rules()["event_words"], return_dtype=pl.String)
    names = {id_: item.name for id_, item in all_dimensions().items()}
    told = pl.coalesce("title", "kind") if tells_all(evidence, as_of) else pl.col("kind")
    return (
        events.join(titles, on="evidence_id", how="left")
        .with_columns(kind=kind, open=pl.col("resolved").is_null(), until=pl.coalesce("resolved", pl.lit(as_of)))
        .with_columns(title=told, dimension_name=pl.col("dimension").replace_strict(names, return_dtype=pl.String))
        .sort("date", "evidence_id")
        .select("date", "until", "open", "gain", "severity", "kind", "title", "dimension_name", "actors", "evidence_id")
    )
