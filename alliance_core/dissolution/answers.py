"""The dissolution test for the command line: as JSON and as lines."""

from typing import Any

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution import sentences
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.dissolution.units import default_actor, require_member
from alliance_core.dissolution.view import catchers, member_row, of_nation, ranking


def chosen_actor(found: Dissolution, actor: str | None) -> str:
    """The member asked for, or the anchor if none is. Raises UnknownNameError or WorkbenchError."""
    if actor is None:
        return default_actor(found.snapshot, found.units, None)
    return require_member(found.units, found.snapshot, actor)


def dissolution_json(found: Dissolution, actor: str) -> dict[str, Any]:
    """The whole answer for one member, with the ranking of all nations and the dependence of all pairs.

    `criticality` is that of the function shared among its details, `lost` the part of it that goes: these add up to
    loss.weight. `retained` is null where the member does not use the part. Years and money are null if not known.
    """
    row = member_row(found, actor)
    return {
        "alliance": found.alliance,
        "actor": actor,
        "as_of": found.snapshot.dates["as_of"][0],
        "reading": dissolution_rules()["reading"]["text"],
        "sentence": sentences.headline(found, actor),
        "functions": [_function(part) for part in of_nation(found, actor).to_dicts()],
        "loss": {
            "weight": row["loss"],
            "share_of_use": row["share"],
            "share_of_alliance": row["share_of_alliance"],
            "by_tier_alone": row["loss_by_tier"],
            "reason": row["reason"],
        },
        "longest_years": row["longest_years"],
        "caught_by": catchers(found, actor).to_dicts(),
        "members": [
            {"actor": member["actor_id"], "name": member["name"], "loss": member["loss"], "share": member["share"],
             "rank": member["rank"], "tier": member["tier"], "through": member["acts_through"],
             "by_tier_alone": member["loss_by_tier"], "reason": member["reason"]}
            for member in ranking(found).to_dicts()
        ],
        "dependence": found.dependence.to_dicts(),
    }  # fmt: skip


def _function(part: dict[str, Any]) -> dict[str, Any]:
    source = dissolution_rules()["rebuild"]["estimate"] if part["years"] is not None else None
    return {
        **{key: part[key] for key in ("function", "detail", "title", "domain", "criticality", "uses", "grade",
                                      "why_uses", "alone", "outcome")},
        "through": part["caught_by"] or [],
        "lost": part["lost"],
        "retained": part["retained"],
        "years_to_rebuild": part["years"],
        "years_known_from": source,
        "years_seen_here": part["built_years"],
        "years_seen_n": part["built_n"],
        "value_musd": part["value_musd"],
        "value_n": part["value_n"],
        "evidence": part["evidence"],
    }  # fmt: skip


def dissolution_lines(found: Dissolution, actor: str) -> list[str]:
    """The answer for people: the sentence, what goes, who would catch it, who needs the alliance most."""
    lines = [sentences.headline(found, actor), sentences.rests_on(found, actor)]
    own = of_nation(found, actor)
    if not own.filter("uses").is_empty():
        lines += [sentences.caught(found, actor), "", "  lost  of  years  function, what stays"]
    for part in own.filter("uses").to_dicts():
        years = "not known" if part["years"] is None else f"{part['years']:.0f}"
        stays = part["outcome"] if not part["through"] or part["alone"] else f"through {', '.join(part['through'][:2])}"
        lines.append(f"  {part['lost']:4.1f} {part['criticality']:4.1f} {years:>5}  {part['part']}: {stays}")
    lines += ["", sentences.needs_most(found), sentences.one_sided(found), ""]
    top = ranking(found).filter(pl.col("loss") > 0).head(10)
    for row in top.to_dicts():
        share = sentences.per_cent(row["share"])
        lines.append(f"  {row['rank']:>3}  {row['name']}: {row['loss']:.1f}, {share} of what it uses")
    return [*lines, "", dissolution_rules()["reading"]["text"]]
