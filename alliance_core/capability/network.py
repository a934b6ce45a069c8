"""Who works with whom: the partners of an alliance, their links, and how much hangs on a hub."""

import polars as pl

from alliance_core.catalogue.capability import capability_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.capability_complementarity.provision import (
    FULL,
    PART,
    independent_providers,
    needed_parts,
)

ALL = "ALL"
PAIR = [*KEY, "actor_a", "actor_b"]


@once_per_snapshot
def partners(snapshot: Snapshot) -> pl.DataFrame:
    """The nodes: independent providers, and actors of a link at the catalogue's level: KEY, actor_id; sorted."""
    level = capability_rules()["network"]["link_level"]
    exercised = snapshot.interoperability.filter(pl.col("level") >= level)
    named = [exercised.select(*KEY, actor_id=side) for side in ("actor_a", "actor_b")]
    providers = independent_providers(snapshot).select(*KEY, actor_id="provider")
    return pl.concat([providers, *named]).filter(pl.col("actor_id") != ALL).unique().sort(*KEY, "actor_id")


def pair_levels(rows: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """The level of each pair of actors and layer; a row for all partners stands for every pair without its own.

    Takes  rows: the columns of Snapshot.interoperability; actors: KEY, actor_id
    Gives  PAIR (actor_a before actor_b in the alphabet), layer, level, since, evidence_id, for_all (bool); only pairs
           of the actors given
    """
    columns = [*PAIR, "layer", "level", "since", "evidence_id"]
    sides = [pl.min_horizontal("actor_a", "actor_b"), pl.max_horizontal("actor_a", "actor_b").alias("actor_b")]
    ordered = [sides[0].alias("actor_a"), sides[1]]
    own = rows.filter(pl.col("actor_b") != ALL).select(columns).with_columns(ordered)
    every = (
        rows.filter(pl.col("actor_b") == ALL).drop("actor_b")
        .join(actors.rename({"actor_id": "actor_b"}), on=KEY)
        .filter(pl.col("actor_a") != pl.col("actor_b"))
        .select(columns)
        .with_columns(ordered)
        .sort("level", "since", "evidence_id", descending=[True, False, False])
        .unique([*PAIR, "layer"], keep="first", maintain_order=True)
        .join(own, on=[*PAIR, "layer"], how="anti")
    )  # fmt: skip
    both = pl.concat([own.with_columns(for_all=False), every.with_columns(for_all=True)])
    for side in ("actor_a", "actor_b"):
        both = both.join(actors, left_on=[*KEY, side], right_on=[*KEY, "actor_id"], how="semi")
    return both.sort(*PAIR, "layer")


@once_per_snapshot
def links(snapshot: Snapshot) -> pl.DataFrame:
    """The edges of the members' network.

    Gives  PAIR, level (highest exercised level, null = no exercised row), layers (list of exercised layers), shared
           (list of "function/detail" that both serve, at least one in full), criticality (points of the shared parts),
           single_sourced (a shared part hangs on one full provider), evidence (list of evidence ids)
    """
    least = capability_rules()["network"]["link_level"]
    exercised = (
        pair_levels(snapshot.interoperability, partners(snapshot))
        .filter(pl.col("level") >= least)
        .group_by(PAIR)
        .agg(pl.col("level").max(), layers=pl.col("layer").unique().sort(), rows=pl.col("evidence_id").unique().sort())
    )
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return (
        exercised.join(_serving_together(snapshot), on=PAIR, how="full", coalesce=True)
        .with_columns(
            pl.col("layers", "shared", "rows", "provision").fill_null(nothing),
            pl.col("criticality").fill_null(0.0),
            pl.col("single_sourced").fill_null(False),
        )
        .with_columns(evidence=pl.concat_list("rows", "provision").list.unique().list.sort())
        .drop("rows", "provision")
        .sort(PAIR)
    )


def _serving_together(snapshot: Snapshot) -> pl.DataFrame:
    """Pairs that serve the same part, at least one in full: PAIR, shared, criticality, single_sourced, provision."""
    serving = (
        independent_providers(snapshot).group_by(*PART, "provider")
        .agg(full=pl.col("role").is_in(FULL).any(), rows=pl.col("evidence_id").sort())
    )  # fmt: skip
    a, b = serving.rename({"provider": "actor_a"}), serving.rename({"provider": "actor_b"})
    return (
        a.join(b, on=PART)
        .filter((pl.col("actor_a") < pl.col("actor_b")) & (pl.col("full") | pl.col("full_right")))
        .join(needed_parts(snapshot).select(*PART, "weight", providers="full"), on=PART)
        .sort(*PAIR, "function", "detail")
        .group_by(PAIR, maintain_order=True)
        .agg(
            shared=pl.format("{}/{}", "function", "detail"),
            criticality=pl.col("weight").sum(),
            single_sourced=(pl.col("providers") == 1).any(),
            provision=pl.concat_list("rows", "rows_right").list.explode().unique().sort(),
        )
    )


def degrees(nodes: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Number of partners that each node is linked with.

    Takes  nodes: KEY, actor_id; edges: PAIR
    Gives  KEY, actor_id, degree (0 = linked with nobody); sorted
    """
    ends = pl.concat([edges.select(*KEY, actor_id=side) for side in ("actor_a", "actor_b")])
    counted = ends.group_by(*KEY, "actor_id").agg(degree=pl.len().cast(pl.Int64))
    return (
        nodes.join(counted, on=[*KEY, "actor_id"], how="left")
        .with_columns(pl.col("degree").fill_null(0))
        .sort(*KEY, "actor_id")
    )


def centralisation(found: pl.DataFrame) -> pl.DataFrame:
    """Freeman's degree centralisation (1979): sum(max d - d_i) / ((n - 1)(n - 2)); a star has 1, a ring 0.

    Takes  KEY, actor_id, degree
    Gives  KEY, partners (n), hub (the best linked), centralisation (0..1), reading (id of the catalogue's readings,
           or too_few)
    Nulls  centralisation with fewer than three partners; hub where several are equally well linked
    """
    rules = capability_rules()["network"]
    degree, n = pl.col("degree"), pl.len().cast(pl.Int64)
    reading = pl.lit(None, pl.String)
    for entry in reversed(rules["reading"]):
        reading = pl.when(pl.col("centralisation") < entry["below"]).then(pl.lit(entry["id"])).otherwise(reading)
    few = pl.col("partners") < rules["least_partners"]
    return (
        found.sort("actor_id")
        .group_by(KEY)
        .agg(
            partners=n,
            hub=pl.when((degree == degree.max()).sum() == 1).then(pl.col("actor_id").get(degree.arg_max())),
            centralisation=pl.when(n > 2).then((degree.max() - degree).sum() / ((n - 1) * (n - 2))),
        )
        .with_columns(reading=pl.when(few).then(pl.lit("too_few")).otherwise(reading))
        .sort(KEY)
    )


@once_per_snapshot
def readings(snapshot: Snapshot) -> pl.DataFrame:
    """Centralisation of every alliance at every date of the snapshot, with those who stand outside.

    Gives  the columns of centralisation, hub_name, outside (number of members that are no partner of the network,
           neither themselves nor through an organisation that is one)
    """
    names = actor_names(snapshot.evidence)
    nodes = partners(snapshot)
    through = nodes.rename({"actor_id": "organisation"}).join(
        snapshot.organisation_states, on=["as_of", "organisation"]
    )
    inside = pl.concat([nodes, through.select(*KEY, "actor_id")])
    idle = snapshot.members.select(*KEY, "actor_id").join(inside, on=[*KEY, "actor_id"], how="anti")
    outside = idle.group_by(KEY).agg(outside=pl.len().cast(pl.Int64))
    return (
        centralisation(degrees(nodes, links(snapshot)))
        .join(outside, on=KEY, how="left")
        .with_columns(pl.col("outside").fill_null(0), hub_name=pl.col("hub").replace(names))
    )


def reading_words(id_: str | None) -> str:
    """The words of a reading.

    >>> reading_words("hub_and_spoke"), reading_words("too_few")
    ('hub-and-spoke', 'too few partners to tell')
    """
    listed = {entry["id"]: entry["words"] for entry in capability_rules()["network"]["reading"]}
    return listed.get(id_ or "", "too few partners to tell")
