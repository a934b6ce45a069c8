"""Who would be hit: members, and the states that belong through an organisation; no state stands twice."""

from dataclasses import dataclass

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Units:
    """Everybody who belongs to one alliance at one date.

    members  actor_id, name, kind, tier (own, null = not listed itself), through (list of member organisations
             that stand for it), counted (False: an organisation whose states stand for themselves)
    acting   actor_id, by (itself, or a member organisation that stands for it), tier, evidence_id (membership)
    houses   actor_id, organisation: all organisations that stand for an actor and outlive the alliance
    ended    organisations that end with the alliance
    """

    alliance: str
    members: pl.DataFrame
    acting: pl.DataFrame
    houses: pl.DataFrame
    ended: list[str]


def units(snapshot: Snapshot, alliance: str) -> Units:
    """Members of an alliance at the (single) date of the snapshot. Raises WorkbenchError if it did not exist."""
    if snapshot.alliances.filter(alliance_id=alliance).is_empty():
        snapshot.evidence.require_alliances([alliance])
        raise WorkbenchError(f"{alliance} did not exist at {snapshot.dates['as_of'][0]}: choose a later date")
    listed = snapshot.members.filter(alliance_id=alliance).select("actor_id", "tier", "kind", "evidence_id")
    states = snapshot.organisation_states.select("actor_id", "organisation")
    behind = states.join(listed, left_on="organisation", right_on="actor_id").select(
        "actor_id", "tier", "evidence_id", by="organisation"
    )
    itself = listed.select("actor_id", "tier", "evidence_id", by="actor_id")
    acting = pl.concat([itself, behind.select(itself.columns)]).sort("actor_id", "by")
    names = actor_names(snapshot.evidence)
    orders = list(evidence_rules()["tier_weights"])
    through = behind.group_by("actor_id").agg(through=pl.col("by").unique().sort())
    members = (
        acting.select("actor_id")
        .unique()
        .join(snapshot.actors, on="actor_id", how="left")
        .join(listed.select("actor_id", "tier"), on="actor_id", how="left")
        .join(through, on="actor_id", how="left")
        .with_columns(
            name=pl.col("actor_id").replace(names),
            through=pl.col("through").fill_null([]),
            counted=pl.col("kind").is_in(["state", "territory"]),
        )
        .sort(pl.col("tier").replace_strict({t: i for i, t in enumerate(orders)}, default=len(orders)), "name")
        .select("actor_id", "name", "kind", "tier", "through", "counted")
    )
    ended = ended_organisations(snapshot, alliance)
    return Units(alliance, members, acting, states.filter(~pl.col("organisation").is_in(ended)), ended)


def ended_organisations(snapshot: Snapshot, alliance: str) -> list[str]:
    """Organisations that an alliance takes along: those at home in it, where it is an organisation itself."""
    kinds = dissolution_rules()["ends_with"]["kinds"]
    kind = snapshot.evidence.alliances.filter(alliance_id=alliance)["kind"][0]
    return sorted(snapshot.homes.filter(alliance_id=alliance)["organisation"]) if kind in kinds else []


def require_member(found: Units, snapshot: Snapshot, actor: str) -> str:
    """The id of a member, in capitals. Raises UnknownNameError or WorkbenchError that says who is allowed."""
    allowed = found.members["actor_id"].to_list()
    wanted = actor.upper()
    if wanted in allowed:
        return wanted
    names = actor_names(snapshot.evidence)
    if wanted not in names:
        raise UnknownNameError(f"member of {found.alliance}", actor, allowed)
    raise WorkbenchError(
        f"{names[wanted]} does not belong to {found.alliance} at {snapshot.dates['as_of'][0]}, nor to an organisation "
        f"that does: its end would take nothing from it. Allowed: {', '.join(sorted(allowed))}"
    )


def default_actor(snapshot: Snapshot, found: Units, wanted: str | None) -> str:
    """The actor wanted if it belongs to the alliance, otherwise the anchor, or the first member where that is none.

    Raises WorkbenchError if the alliance has no member at the date.
    """
    belong = found.members["actor_id"].to_list()
    anchor = snapshot.alliances.filter(alliance_id=found.alliance)["anchor_actor"][0]
    for actor in (wanted, anchor, *belong):
        if actor in belong:
            return str(actor)
    raise WorkbenchError(f"{found.alliance} has no member at {snapshot.dates['as_of'][0]}: choose another date")
