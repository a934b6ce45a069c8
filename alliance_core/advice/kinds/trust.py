"""Changes of trust: promises delivered, strains settled, a joint success, members that come back."""

import polars as pl

from alliance_core.advice.kinds.case import (
    JUDGED,
    Case,
    Change,
    add_rows,
    function_names,
    in_words,
    moot,
    nothing,
    replace_rows,
)
from alliance_core.catalogue import all_dimensions, indicator
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.snapshot import KEY
from alliance_core.indicators.trust_reliability.promises import COUNTED

GAIN = "cooperation_gain"
SETTLED = "resolved"


def deliver(case: Case) -> Change:
    """Overdue promises of the findings are delivered at the date."""
    late = (
        case.found(case.snapshot.commitments)
        .filter((pl.col("state") == "delayed") & pl.col("nature").is_in(COUNTED))
        .sort("due", "evidence_id")
    )
    if late.is_empty():
        return moot("None of these promises is overdue.", "what was promised")
    ids = late["evidence_id"].to_list()
    frame = replace_rows(case.snapshot.commitments, ids, case.alliance, state="delivered",
                         delivered=pl.lit(case.key["as_of"]))  # fmt: skip
    functions = function_names(case.snapshot, late["function"])
    told = [f"{name} ({actor})" for name, actor in zip(functions, case.names(late["actor_id"]), strict=True)]
    count = f"{len(ids)} overdue promise{'s' if len(ids) != 1 else ''}"
    return Change({"commitments": frame}, f"{count} delivered at the date, late as {_they(len(ids))}.",
                  what=in_words(told, 3))  # fmt: skip


def resolve(case: Case) -> Change:
    """The open strains of the findings are settled at the date."""
    open_ = (
        case.found(case.snapshot.events)
        .filter(~pl.col("gain") & pl.col("resolved").is_null())
        .sort("severity", "date", "evidence_id", descending=[True, True, False])
    )
    if open_.is_empty():
        return nothing("None of these strains is still open.", "nothing more is open")
    ids = open_["evidence_id"].to_list()
    frame = replace_rows(case.snapshot.events, ids, case.alliance, outcome=SETTLED,
                         resolved=pl.lit(case.key["as_of"]))  # fmt: skip
    words = scorecard_rules()["event_words"]
    told = [f"{words[row['type']]} ({row['date']:%b %Y})" for row in open_.to_dicts()]
    count = f"{len(ids)} open strain{'s' if len(ids) != 1 else ''}"
    return Change({"events": frame}, f"{count} settled at the date without losing a partner.", what=in_words(told, 3),
                  closed=tuple(ids))  # fmt: skip


def gain(case: Case) -> Change:
    """A gain of the size `severity` in the dimension that strains weigh on most."""
    half_life = indicator("erosion").parameter("half_life_years")
    recent = pl.col("date") > pl.col("as_of").dt.offset_by(f"-{2 * half_life:.0f}y")
    strained = (
        case.own(case.snapshot.events)
        .filter(~pl.col("gain") & recent)
        .group_by("dimension")
        .agg(weight=(pl.col("severity").cast(pl.Int64) ** 2).sum())
        .sort("weight", "dimension", descending=[True, False])
    )
    if strained.is_empty():
        return nothing("No strain of late is on record that a success could offset.", "operations")
    dimension = strained["dimension"][0]
    core = case.own(case.snapshot.members).filter(pl.col("tier").is_in(["anchor", "core"]))
    row = {
        **case.key, "chain_id": "assumed", "event_id": "assumed", "date": case.key["as_of"], "type": GAIN,
        "dimension": dimension, "severity": case.settings["severity"], "gain": True, "verification": JUDGED,
        "actors": core["actor_id"].sort().to_list(),
    }  # fmt: skip
    name = all_dimensions()[dimension].name.lower()
    told = f"A joint success of size {case.settings['severity']} at the date, in the field of {name}."
    return Change({"events": add_rows(case.snapshot.events, [row])}, told, what=name)


def win_back(case: Case) -> Change:
    """Members that left within the years that retention looks at belong again."""
    snapshot, years = case.snapshot, indicator("retention").parameter("years")
    present = case.own(snapshot.members)["actor_id"].to_list()
    left = (
        case.own(snapshot.former_members)
        .filter(pl.col("left") > pl.col("as_of").dt.offset_by(f"-{years}y"))
        .filter(~pl.col("actor_id").is_in(present))
        .sort("left", "evidence_id", descending=[True, False])
        .unique("actor_id", keep="first", maintain_order=True)
    )
    if left.is_empty():
        return moot("Nobody left in these years without coming back.", "those who left")
    spells = replace_rows(snapshot.former_members, left["evidence_id"], case.alliance, left=pl.lit(None, pl.Date))
    back = left.join(snapshot.actors, on="actor_id", how="left").select(snapshot.members.columns)
    members = pl.concat([snapshot.members, back.cast(snapshot.members.schema)]).sort(*KEY, "actor_id")
    names = in_words(case.names(left["actor_id"]))
    frames = {"former_members": spells, "members": members}
    return Change(frames, f"{names} belong{'s' if left.height == 1 else ''} again.", what=names,
                  helpers=tuple(left["actor_id"]))  # fmt: skip


def _they(count: int) -> str:
    return "it is" if count == 1 else "they are"
