"""Changes of alignment: aims funded, votes together."""

import polars as pl

from alliance_core.advice.kinds.case import Case, Change, in_words, moot, nothing, replace_rows
from alliance_core.friction.rules.alignment import REACHED
from alliance_core.indicators.strategic_alignment.states import represented_states
from alliance_core.indicators.strategic_alignment.voting_agreement import POSITIONS


def fund(case: Case) -> Change:
    """Aims still to be reached are funded in full."""
    pending = case.own(case.snapshot.objectives).filter(~pl.col("status").is_in(REACHED) & (pl.col("funded") != "yes"))
    if pending.is_empty():
        return moot("No aim that is still to be reached lacks money.")
    ids = pending.sort("evidence_id")["evidence_id"].to_list()
    frame = replace_rows(case.snapshot.objectives, ids, case.alliance, funded="yes")
    texts = dict(case.snapshot.evidence.scan("objectives").select("evidence_id", "objective").collect().iter_rows())
    number = f"{len(ids)} aim{'s' if len(ids) != 1 else ''}"
    return Change({"objectives": frame}, f"{number} still to be reached get full funding.",
                  what=in_words([texts[id_] for id_ in ids], 3))  # fmt: skip


def votes(case: Case) -> Change:
    """On the resolutions of the last `years` all member states that voted cast the vote that most weight backs."""
    years, snapshot = case.settings["years"], case.snapshot
    recent = pl.col("adopted") > pl.col("as_of").dt.offset_by(f"-{years}y")
    states = case.own(represented_states(snapshot)).select("as_of", "actor_id", "weight")
    cast = snapshot.votes.filter(recent & pl.col("vote").is_in(list(POSITIONS))).join(states, on=["as_of", "actor_id"])
    if cast.is_empty():
        return nothing(f"No vote of the members is on record for the last {years} years.")
    joint = (
        cast.group_by("resolution_id", "vote")
        .agg(pl.col("weight").sum())
        .sort("weight", "vote", descending=[True, False])
        .unique("resolution_id", keep="first", maintain_order=True)
        .select("resolution_id", joint="vote")
    )
    apart = cast.join(joint, on="resolution_id").filter(pl.col("vote") != pl.col("joint"))
    if apart.is_empty():
        return moot(f"The members voted alike on all resolutions of the last {years} years.")
    mine = apart.select("evidence_id", "joint")
    frame = (
        snapshot.votes.join(mine, on="evidence_id", how="left", maintain_order="left")
        .with_columns(vote=pl.coalesce("joint", "vote"))
        .drop("joint")
    )
    told = (
        f"On the {joint.height} resolutions of the last {years} years the {apart.height} votes that differed are those "
        "of most members by weight."
    )
    return Change({"votes": frame}, told, what=f"{joint.height} resolutions")
