"""Frictions as a page shows them: filtered, counted by cell, marked for a nation."""

from collections.abc import Sequence

import polars as pl

from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence


def stands_for(snapshot: Snapshot, nation: str | None) -> list[str]:
    """A nation and the organisations that stood for it at the date; nobody for None."""
    if nation is None:
        return []
    behind = snapshot.organisation_states.filter(pl.col("actor_id") == nation)
    return [nation, *sorted(behind["organisation"].unique())]


def shown(
    frictions: pl.DataFrame, evidence: Evidence, concerned: Sequence[str], dimensions: Sequence[str],
    partners: Sequence[str], statuses: Sequence[str], cell: tuple[int, int] | None, only_concerned: bool,
) -> pl.DataFrame:  # fmt: skip
    """Frictions that pass the filters, by rank; an empty filter lets all pass.

    Takes  concerned: actors whose frictions are marked; cell: likelihood and consequence
    Gives  the columns of inventory.inventory and dimension_name, partners (names), mine (bool), arrow (trend as
           a sign), risk (zone and rank)
    """
    names = actor_names(evidence)
    mine = pl.col("actors").list.set_intersection(list(concerned)).list.len() > 0
    rows = frictions.with_columns(
        mine=mine if concerned else pl.lit(False),
        dimension_name=pl.col("dimension").replace_strict(
            {id_: item.name for id_, item in all_dimensions().items()}, return_dtype=pl.String
        ),
        partners=pl.col("actors").list.eval(pl.element().replace(names)).list.join(", "),
        arrow=pl.col("trend").replace({"worsening": "▲", "easing": "▼", "stable": "="}),
        risk=pl.format("{} {}", pl.col("zone").replace(friction_rules()["zone_names"]), "severity"),
    )
    if dimensions:
        rows = rows.filter(pl.col("dimension").is_in(list(dimensions)))
    if partners:
        rows = rows.filter(pl.col("actors").list.set_intersection(list(partners)).list.len() > 0)
    if statuses:
        rows = rows.filter(pl.col("status").is_in(list(statuses)))
    if cell is not None:
        rows = rows.filter((pl.col("likelihood") == cell[0]) & (pl.col("consequence") == cell[1]))
    if only_concerned and concerned:
        rows = rows.filter("mine")
    return rows.sort("place")


def partner_names(frictions: pl.DataFrame, evidence: Evidence) -> dict[str, str]:
    """Names of the actors of these frictions by id, sorted by name."""
    names = actor_names(evidence)
    ids = frictions["actors"].explode(empty_as_null=False).unique().to_list()
    return dict(sorted(((id_, names.get(id_, id_)) for id_ in ids), key=lambda pair: pair[1]))
