"""Names of actors: states, organisations and institutions."""

import polars as pl

from alliance_core.errors import UnknownNameError
from alliance_core.evidence.store import Evidence


def actor_names(evidence: Evidence) -> dict[str, str]:
    """Names of all actors by id; what stands in brackets behind a name is left out."""
    name = pl.col("name").str.replace(r"\s*\(.*\)$", "")
    return dict(evidence.scan("actors").select("actor_id", name).collect().iter_rows())


def nations(evidence: Evidence) -> dict[str, str]:
    """Names of the states and territories that were ever a member of an alliance, by id, sorted by name."""
    members = evidence.scan("members").select("actor_id").unique()
    actors = evidence.scan("actors").filter(pl.col("kind").is_in(["state", "territory"]))
    listed = actors.join(members, on="actor_id", how="semi").select("actor_id").collect()["actor_id"]
    names = actor_names(evidence)
    return dict(sorted(((id_, names[id_]) for id_ in listed), key=lambda pair: pair[1]))


def require_nation(evidence: Evidence, actor: str) -> str:
    """The id of a nation, in capitals. Raises UnknownNameError with the nearest name."""
    known = nations(evidence)
    if actor.upper() not in known:
        raise UnknownNameError("nation", actor, known)
    return actor.upper()
