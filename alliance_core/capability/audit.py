"""The operational audit: how well each pair of partners works together, layer by layer, and who was never looked at."""

import polars as pl

from alliance_core.capability.network import ALL, pair_levels, partners
from alliance_core.catalogue.capability import capability_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.dates import precision_column, shown
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.strategic_alignment.states import counted_members

EVERYBODY = "all partners"


@once_per_snapshot
def audit(snapshot: Snapshot) -> pl.DataFrame:
    """Every pair and layer with a row, those never exercised first.

    Gives  KEY, layer, actor_a, actor_b (ALL = all partners), name_a, name_b, level (0..4), words, since (as
           written), exercised (level 3 or more), evidence_id, verification
    """
    names = actor_names(snapshot.evidence) | {ALL: EVERYBODY}
    rules = capability_rules()["audit"]
    dates = (
        snapshot.evidence.scan("interoperability")
        .select("evidence_id", start=shown(pl.col("as_of"), pl.col(precision_column("as_of"))))
        .collect()
    )
    words = {int(level): text for level, text in rules["levels"].items()}
    return (
        snapshot.interoperability.join(dates, on="evidence_id", how="left")
        .with_columns(
            exercised=pl.col("level") >= rules["exercised_level"],
            words=pl.col("level").cast(pl.Int64).replace_strict(words, return_dtype=pl.String),
            name_a=pl.col("actor_a").replace(names),
            name_b=pl.col("actor_b").replace(names),
            since="start",
        )
        .select(*KEY, "layer", "actor_a", "actor_b", "name_a", "name_b", "level", "words", "since", "exercised",
                "evidence_id", "verification")
        .sort(*KEY, "exercised", "level", "layer", "actor_a", "actor_b")
    )  # fmt: skip


@once_per_snapshot
def never_looked_at(snapshot: Snapshot) -> pl.DataFrame:
    """Pairs of anchor and core members without any row, not even one for all partners: unknown, not zero.

    Gives  KEY, actor_a, actor_b, name_a, name_b; an organisation whose states are listed beside it is left out, as
           wherever members are counted, and so are a state with its own organisation and two states behind one
           organisation that is a partner: they meet in it
    """
    names = actor_names(snapshot.evidence)
    tiers = capability_rules()["audit"]["tiers"]
    core = counted_members(snapshot).filter(pl.col("tier").is_in(tiers)).select(*KEY, "actor_id")
    looked = pair_levels(snapshot.interoperability, core).select(*KEY, "actor_a", "actor_b").unique()
    behind = (
        partners(snapshot).rename({"actor_id": "organisation"})
        .join(snapshot.organisation_states, on=["as_of", "organisation"])
    )  # fmt: skip
    circle = pl.concat([behind, behind.select(*KEY, "organisation", actor_id="organisation").unique()])
    meet = circle.join(circle, on=[*KEY, "organisation"]).select(*KEY, actor_a="actor_id", actor_b="actor_id_right")
    return (
        core.rename({"actor_id": "actor_a"})
        .join(core.rename({"actor_id": "actor_b"}), on=KEY)
        .filter(pl.col("actor_a") < pl.col("actor_b"))
        .join(looked, on=[*KEY, "actor_a", "actor_b"], how="anti")
        .join(meet.unique(), on=[*KEY, "actor_a", "actor_b"], how="anti")
        .with_columns(name_a=pl.col("actor_a").replace(names), name_b=pl.col("actor_b").replace(names))
        .sort(*KEY, "actor_a", "actor_b")
    )


def audit_cells(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """The screen's matrix: pairs by layer, the pair that was exercised least first.

    Gives  pair, layer, layer_name, level (null = never looked at), words, since, actors (list of both ids),
           evidence_id, for_all (the level is that of a row for all partners); every pair with a row, all layers
    """
    rules = capability_rules()["audit"]
    layers = pl.DataFrame({"layer": list(rules["layers"]), "layer_name": list(rules["layers"].values())})
    both = pl.format("{} – {}", "name_a", "name_b")
    actors = pl.concat_list("actor_a", "actor_b")
    # One pair may be told from either side: its key has the sides in one order.
    key = actors.list.sort().list.join(" ")
    own = audit(snapshot).filter(alliance_id=alliance).with_columns(pair=both, actors=actors, key=key)
    everyone = pl.concat([own.select(*KEY, actor_id=side) for side in ("actor_a", "actor_b")]).unique()
    covered = (
        pair_levels(snapshot.interoperability, everyone.filter(pl.col("actor_id") != ALL))
        .filter("for_all")
        .select(pl.concat_list("actor_a", "actor_b").list.join(" ").alias("key"), "layer", "evidence_id", "for_all")
        .join(own.select("evidence_id", "level", "words", "since"), on="evidence_id")
    )
    shown = ["key", "layer", "level", "words", "since", "evidence_id", "for_all"]
    told = pl.concat([own.with_columns(for_all=pl.lit(False)).select(shown), covered.select(shown)])
    pairs = (
        own.sort("evidence_id")
        .group_by("key", maintain_order=True)
        .agg(pl.col("pair", "actors").first(), best=pl.col("level").max(), mean=pl.col("level").mean())
        .sort("best", "mean", "pair", "key")
        .select("pair", "actors", "key")
        .with_row_index("place")
    )
    return (
        pairs.join(layers.with_row_index("column"), how="cross")
        .join(told, on=["key", "layer"], how="left")
        .with_columns(pl.col("for_all").fill_null(False))
        .sort("place", "column")
        .select("pair", "layer", "layer_name", "level", "words", "since", "actors", "evidence_id", "for_all")
    )
