"""Operational integration beside the score: formal against operational, and who is in name only."""

import polars as pl

from alliance_core.catalogue import indicators
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.snapshot import KEY, Snapshot


def operational(snapshot: Snapshot, scored: pl.DataFrame) -> pl.DataFrame:
    """Formal commitment against operational integration.

    Takes  scored: Scorecards.indicators
    Gives  KEY, formal, operational (0..100), gap (formal - operational: the parchment gap),
           parchment_share (0..1: members that signed but have nothing at stake), combined_operations
           (bool; null where the operations layer was never looked at)
    """
    rules = scorecard_rules()["operational"]
    weights = {id_: item.weight for id_, item in indicators().items() if item.dimension == "operational_integration"}
    weight = pl.col("indicator").replace_strict(weights, default=None, return_dtype=pl.Float64)
    known = scored.filter(pl.col("score").is_not_null())
    formal = known.filter(pl.col("indicator").is_in(rules["formal"])).group_by(KEY).agg(formal=pl.col("score").mean())
    practice = (
        known.with_columns(weight=weight)
        .drop_nulls("weight")
        .group_by(KEY)
        .agg(operational=(pl.col("score") * pl.col("weight")).sum() / pl.col("weight").sum())
    )
    parchment = scored.filter(indicator="engaged_members").select(*KEY, parchment_share=1 - pl.col("value"))
    combined = (
        snapshot.interoperability.filter(layer=rules["combined_layer"])
        .group_by(KEY)
        .agg(combined_operations=(pl.col("level") >= rules["combined_level"]).any())
    )
    frame = snapshot.alliances.select(KEY)
    for part in (formal, practice, parchment, combined):
        frame = frame.join(part, on=KEY, how="left")
    return frame.with_columns(gap=pl.col("formal") - pl.col("operational")).sort(KEY)
