"""One nation in an alliance: what it brings, itself and through its organisations, and on whom it depends."""

from dataclasses import dataclass

import polars as pl

from alliance_core.capability.capability import Capability
from alliance_core.capability.parts import AVAILABLE
from alliance_core.evidence.actors import actor_names
from alliance_core.indicators.capability_complementarity.provision import FULL
from alliance_core.indicators.strategic_alignment.states import represented_states


@dataclass(frozen=True, slots=True)
class Standing:
    """A nation seen from the functions of one alliance.

    itself, through  titles of what the nation provides, and its organisations, with "(in part)" where not in full
    organisations    names of the organisations that provide something and stand for the nation
    actors           ids that count as the nation's: its own and its organisations'
    depends          provider name: titles of the needed parts that this provider alone carries, most first
    member           whether the alliance stands for the nation, as a member or through a member organisation
    share            share of the needed criticality that neither the nation nor its organisations carry in full,
                     null where the alliance needs nothing
    """

    name: str
    itself: list[str]
    through: list[str]
    organisations: list[str]
    actors: list[str]
    depends: dict[str, list[str]]
    member: bool
    share: float | None


def standing(found: Capability, nation: str) -> Standing:
    """What a nation provides and depends on at the date."""
    snapshot, names = found.snapshot, actor_names(found.snapshot.evidence)
    behind = set(snapshot.organisation_states.filter(actor_id=nation)["organisation"])
    served = found.matrix.filter(pl.col("mark").is_in(AVAILABLE))
    organisations = sorted(behind & set(served["provider"]))
    actors = [nation, *organisations]
    full = served.filter(pl.col("mark").is_in(FULL))
    key = ["function", "detail"]
    carried = full.filter(pl.col("provider").is_in(actors)).select(key).unique()
    missing = found.parts.join(carried, on=key, how="anti", maintain_order="left")
    alone = (
        missing.filter("single_sourced").select(*key, "title", "weight")
        .join(full.select(*key, "provider", "provider_name"), on=key, maintain_order="left")
        .group_by("provider", "provider_name", maintain_order=True)
        .agg("title", points=pl.col("weight").sum())
        .sort("points", "provider_name", descending=[True, False])
    )  # fmt: skip
    total, out_of_reach = float(found.parts["weight"].sum()), float(missing["weight"].sum())
    return Standing(
        name=names.get(nation, nation),
        itself=_titles(served.filter(provider=nation)),
        through=_titles(served.filter(pl.col("provider").is_in(organisations))),
        organisations=[names.get(each, each) for each in organisations],
        actors=actors,
        depends=dict(alone.select("provider_name", "title").iter_rows()),
        member=not represented_states(snapshot).filter(alliance_id=found.alliance, actor_id=nation).is_empty(),
        share=out_of_reach / total if total else None,
    )


def _titles(rows: pl.DataFrame) -> list[str]:
    """Titles in the order of the matrix, each once; in part only where nobody of these carries it in full."""
    whole = pl.col("mark").is_in(FULL).any().over("function", "detail")
    told = pl.when(whole).then("title").otherwise(pl.format("{} (in part)", "title"))
    return rows.select(title=told)["title"].unique(maintain_order=True).to_list()
