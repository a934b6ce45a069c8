"""Changes of capability: another provider, a gap filled, a launcher, links exercised, members with a task."""

import math

import polars as pl

from alliance_core.advice.kinds.case import (
    JUDGED,
    Case,
    Change,
    add_rows,
    by_tier_and_size,
    function_names,
    functions_known,
    in_words,
    moot,
    nothing,
    replace_rows,
)
from alliance_core.catalogue import indicator
from alliance_core.indicators.capability_complementarity.provision import (
    FULL,
    PART,
    independent_providers,
    needed_parts,
)
from alliance_core.indicators.operational_integration.engaged_members import stakes
from alliance_core.indicators.strategic_alignment.states import counted_members, members_with

ANYBODY = "a second provider"
OUTSIDER = "a provider of one's own or outside the alliance"
SOMEBODY = "a provider still to be found"
NOT_COUNTED = "other"
NEAR = ["anchor", "core"]


def second_provider(case: Case) -> Change:
    """An alternate for the `most` heaviest parts with one full provider: a partner that provides in the same
    domain, or (`outside`) nobody in the alliance."""
    snapshot = case.snapshot
    parts = case.own(needed_parts(snapshot)).filter((pl.col("full") == 1) & ~pl.col("redundant"))
    rows = case.found(independent_providers(snapshot)).filter(pl.col("role").is_in(FULL))
    if case.settings.get("of_anchor") and not case.rows:
        rows = rows.filter(pl.col("provider").is_in(case.own(snapshot.alliances)["anchor_actor"].to_list()))
    alone = (
        rows.join(parts.select(*PART, "weight"), on=PART)
        .sort("criticality", "weight", "function", "detail", "evidence_id",
              descending=[True, True, False, False, False])
        .unique(["function", "detail"], keep="first", maintain_order=True)
        .head(case.settings.get("most", parts.height))
    )  # fmt: skip
    if alone.is_empty():
        return moot("Each part of these functions has a substitute.", "what hangs on one partner")
    outside = case.settings.get("outside", False)
    helpers = [None if outside else _helper(case, row["function"], row["provider"]) for row in alone.to_dicts()]
    added = [
        {**case.key, "function": row["function"], "detail": row["detail"], "criticality": row["criticality"],
         "actor_id": helper or ANYBODY, "role": "alternate", "verification": JUDGED}
        for row, helper in zip(alone.to_dicts(), helpers, strict=True)
    ]  # fmt: skip
    what, by = (
        in_words(_part_names(case, alone), case.settings.get("most", 4)),
        _by(case, helpers, OUTSIDER if outside else ANYBODY),
    )
    told = f"An independent substitute stands beside the present provider of {what}: {by}."
    return Change({"functions": add_rows(snapshot.functions, added)}, told, what=what, by=by, helpers=_ids(helpers))


def first_provider(case: Case) -> Change:
    """Parts of the functions that the findings name and that nobody fully provides get a primary provider."""
    snapshot = case.snapshot
    named = _named_functions(case)
    gaps = (
        case.own(needed_parts(snapshot))
        .filter((pl.col("full") == 0) & pl.col("function").is_in(list(named)))
        .join(snapshot.needs.select(*PART, "criticality"), on=PART)
        .sort("criticality", "function", "detail", descending=[True, False, False])
    )
    titles = function_names(case.snapshot, named)
    if gaps.is_empty():
        return moot("These functions are provided meanwhile.", in_words(titles))
    helpers = [_helper(case, row["function"], "") for row in gaps.to_dicts()]
    added = [
        {**case.key, "function": row["function"], "detail": row["detail"], "criticality": row["criticality"],
         "actor_id": helper or SOMEBODY, "role": "primary", "verification": JUDGED}
        for row, helper in zip(gaps.to_dicts(), helpers, strict=True)
    ]  # fmt: skip
    what, by = in_words(_part_names(case, gaps)), _by(case, helpers, SOMEBODY)
    told = f"{what[:1].upper()}{what[1:]} in service, provided by {by}."
    return Change({"functions": add_rows(snapshot.functions, added)}, told, what=what, by=by, helpers=_ids(helpers))


def specialise(case: Case) -> Change:
    """Of parts with many full providers two stay full, a primary and an alternate where there are; others help."""
    many = indicator("duplication").parameter("full_providers")
    snapshot = case.snapshot
    parts = case.own(needed_parts(snapshot)).filter(pl.col("full") >= many)
    rows = independent_providers(snapshot).join(parts.select(PART), on=PART, how="semi")
    if rows.is_empty():
        return moot(f"No part of a function has {many} full providers.")
    full = rows.filter(pl.col("role").is_in(FULL)).with_columns(later=pl.col("role") != "primary")
    ranked = (
        full.group_by(*PART, "provider")
        .agg(pl.col("later").min())
        .sort(*PART, "later", "provider")
        .with_columns(place=pl.int_range(pl.len()).over(*PART, "later"))
        .sort(*PART, "place", "later")
        .with_columns(rank=pl.int_range(pl.len()).over(PART))
        .filter(pl.col("rank") > 1)
    )
    ids = full.join(ranked, on=[*PART, "provider"], how="semi")["evidence_id"].to_list()
    what = in_words(_part_names(case, parts))
    told = f"Two full providers of {what} stay; the others help in part."
    return Change({"functions": replace_rows(snapshot.functions, ids, case.alliance, role="partial")}, told, what=what)


def launch(case: Case) -> Change:
    """One more anchor or core state launches: the largest that does not."""
    snapshot = case.snapshot
    years = indicator("independent_launch").parameter("years")
    as_of = case.key["as_of"]
    ended = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    recent = snapshot.launches.filter((pl.col("year") > ended - years) & (pl.col("orbital_attempts") > 0))
    if recent.is_empty():
        return nothing("No launches are on record for these years.", by="a member")
    through = snapshot.organisation_states.filter(pl.col("organisation").is_in(recent["actor_id"].to_list()))
    reach = {*recent["actor_id"], *through["actor_id"]}
    able = by_tier_and_size(snapshot, case.alliance).filter(
        pl.col("tier").is_in(NEAR) & (pl.col("kind") == "state") & ~pl.col("actor_id").is_in(reach)
    )
    if able.is_empty():
        return moot("Every anchor and core state reaches orbit already, itself or together with others.")
    actor = able["actor_id"][0]
    (name,) = case.names([actor])
    row = {"as_of": as_of, "actor_id": actor, "year": ended, "orbital_attempts": 1, "verification": JUDGED}
    told = f"{name} launches on its own: one more member does."
    return Change(
        {"launches": add_rows(snapshot.launches, [row])}, told, what="orbital launch", by=name, helpers=(actor,)
    )


def exercise(case: Case) -> Change:
    """Links of the `layers` below the level `to` reach it at the date."""
    to, layers = case.settings["to"], case.settings["layers"]
    below = (
        case.found(case.snapshot.interoperability)
        .filter(pl.col("layer").is_in(layers) & (pl.col("level") < to))
        .sort(pl.col("layer").replace_strict({name: place for place, name in enumerate(layers)}), "actor_a", "actor_b")
    )
    if below.is_empty():
        return nothing(f"No link in these layers is known to stand below level {to}.", "the links that a crisis needs")
    ids = below["evidence_id"].to_list()
    frame = replace_rows(case.snapshot.interoperability, ids, case.alliance, level=to, since=pl.lit(case.key["as_of"]))
    pairs = [
        f"{row['layer'].replace('_', ' ')} of {_end(case, row['actor_a'])} and {_end(case, row['actor_b'])}"
        for row in below.to_dicts()
    ]
    words = "routine" if to > indicator("exercised_share").parameter("exercised_level") else "tested or exercised"
    told = f"{len(ids)} link{'s' if len(ids) != 1 else ''} rise{'s' if len(ids) == 1 else ''} to level {to} ({words})."
    return Change({"interoperability": frame}, told, what=in_words(pairs, 3))


def engage(case: Case) -> Change:
    """A `share` of the members with nothing at stake delivers one contribution in kind: the nearest first."""
    snapshot = case.snapshot
    marked = case.own(members_with(stakes(snapshot), counted_members(snapshot), "engaged"))
    idle = marked.filter(pl.col("engaged") == 0)["actor_id"].to_list()
    order = by_tier_and_size(snapshot, case.alliance)["actor_id"].to_list()
    chosen = [actor for actor in order if actor in idle][: math.ceil(case.settings["share"] * len(idle))]
    if not chosen:
        return moot("No member is there in name only.")
    day = case.key["as_of"]
    rows = [
        {**case.key, "actor_id": actor, "nature": NOT_COUNTED, "declared": day, "delivered": day, "state": "delivered",
         "verification": JUDGED}
        for actor in chosen
    ]  # fmt: skip
    what = in_words(case.names(chosen))
    told = (
        f"{len(chosen)} of {len(idle)} members in name only deliver one small contribution in kind, which counts as "
        "neither hardware nor service."
    )
    return Change({"commitments": add_rows(snapshot.commitments, rows)}, told, what=what, helpers=tuple(chosen))


def _helper(case: Case, function: str, provider: str) -> str | None:
    """Who in the alliance fully provides the same function elsewhere, or else most of its domain here.

    Independent of the present provider; None if nobody is. Who only has a part in it is not asked.
    """
    snapshot = case.snapshot
    domains = dict(functions_known(snapshot).select("function", "domain").iter_rows())
    near = [name for name, domain in domains.items() if domain == domains.get(function)] or [function]
    behind = snapshot.organisation_states.filter(
        (pl.col("organisation") == provider) | (pl.col("actor_id") == provider)
    )
    not_independent = [provider, *behind["organisation"], *behind["actor_id"]]
    members = case.own(snapshot.members).select("actor_id")
    here = pl.col("alliance_id") == case.alliance
    same = pl.col("function") == function
    able = (
        snapshot.functions.filter(same | (here & pl.col("function").is_in(near)))
        .filter(pl.col("role").is_in(FULL) & ~pl.col("actor_id").is_in(not_independent))
        .join(members, on="actor_id", how="semi")
        .group_by("actor_id")
        .agg(same=same.any(), criticality=pl.col("criticality").cast(pl.Int64).sum())
        .sort("same", "criticality", "actor_id", descending=[True, True, False])
    )
    return None if able.is_empty() else str(able["actor_id"][0])


def _named_functions(case: Case) -> list[str]:
    """Functions that the findings name: of promises, and of provisions that may have ended."""
    ids = list(case.rows)
    once = case.snapshot.evidence.scan("functions").filter(pl.col("evidence_id").is_in(ids)).collect()["function"]
    promised = case.found(case.snapshot.commitments)["function"].drop_nulls()
    return sorted({*once, *promised})


def _part_names(case: Case, parts: pl.DataFrame) -> list[str]:
    titles = dict(zip(parts["function"], function_names(case.snapshot, parts["function"]), strict=True))
    return [
        titles[row["function"]]
        if row["detail"] == row["function"]
        else f"{titles[row['function']]} ({row['detail'].replace('_', ' ')})"
        for row in parts.to_dicts()
    ]


def _by(case: Case, helpers: list[str | None], nobody: str) -> str:
    known = [helper for helper in helpers if helper]
    return in_words([*case.names(known), *([nobody] if len(known) < len(helpers) else [])])


def _ids(helpers: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(helper for helper in helpers if helper))


def _end(case: Case, actor: str) -> str:
    return "the others" if actor == "ALL" else case.names([actor])[0]
