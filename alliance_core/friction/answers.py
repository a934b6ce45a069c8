"""The friction inventory as the command line prints it, and in a sentence."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.store import Evidence
from alliance_core.friction.finding import CLOSED

SHOWN = ["id", "title", "dimension", "actors", "consequence", "likelihood", "severity", "zone", "trend", "status",
         "first_seen", "at_start", "last_evidence", "statement", "rules", "evidence"]  # fmt: skip


def frictions_json(frictions: pl.DataFrame) -> list[dict[str, Any]]:
    """Frictions of one alliance, ranked, as plain data; severity is the rank 1..25 of the matrix."""
    return frictions.sort("place").select(SHOWN).to_dicts()


def friction_lines(frictions: pl.DataFrame) -> list[str]:
    """The same for people."""
    lines = ["rank  L C  zone      trend      status  since       friction"]
    for row in frictions.sort("place").to_dicts():
        since = f"{row['first_seen']:%Y-%m-%d}" + ("<" if row["at_start"] else " ")
        lines.append(
            f"{row['severity']:4}  {row['likelihood']} {row['consequence']}  {row['zone']:8}  {row['trend']:9}  "
            f"{row['status']:6}  {since} {row['title']}"
        )
    return lines


def headline(frictions: pl.DataFrame, name: str) -> str:
    """How many frictions an alliance has, and the gravest one."""
    rules = friction_rules()
    alive = frictions.filter(pl.col("status") != CLOSED)
    if alive.is_empty():
        return f"No friction was found for **{name}** at this date. Silence is no proof of calm: see what is covered."
    counts = dict(alive.group_by("zone").len().iter_rows())
    told = [f"{counts[zone]} {rules['zone_names'][zone]}" for zone in reversed(rules["zones"]) if zone in counts]
    first = alive.sort("place").row(0, named=True)
    worse = int((alive["trend"] == "worsening").sum())
    return (
        f"**{name}** has {alive.height} open friction{'s' if alive.height != 1 else ''} ({', '.join(told)}); "
        f"{worse} of them {'is' if worse == 1 else 'are'} worsening. Gravest: **{first['title']}**."
    )


def of_nation(frictions: pl.DataFrame, evidence: Evidence, concerned: Sequence[str]) -> str:
    """In how many frictions a nation has a part, itself or through an organisation.

    Takes  concerned: the nation, then the organisations that stand for it (view.stands_for)
    """
    names = actor_names(evidence)
    alive = frictions.filter(pl.col("status") != CLOSED)
    own = alive.filter(pl.col("actors").list.contains(concerned[0])).height
    nation = names[concerned[0]]
    text = f"**{nation}** is part of {own} of these frictions"
    through = alive.filter(
        ~pl.col("actors").list.contains(concerned[0])
        & (pl.col("actors").list.set_intersection(list(concerned[1:])).list.len() > 0)
    )
    if through.height:
        told = set(through["actors"].explode(empty_as_null=False))
        behind = [names[id_] for id_ in concerned[1:] if id_ in told]
        text += f", and through {' and '.join(behind)} of {through.height} more"
    return text + "."


def rating(friction: dict[str, Any]) -> str:
    """Likelihood and consequence of one friction in words, and the rank of their cell."""
    rules = friction_rules()
    likelihood, consequence = friction["likelihood"], friction["consequence"]
    return (
        f"Likelihood **{likelihood}** ({rules['likelihood'][str(likelihood)]}), consequence **{consequence}** "
        f"({rules['consequence'][str(consequence)]}): rank **{friction['severity']}** of 25, "
        f"{rules['zone_names'][friction['zone']]}."
    )


def rule_table() -> pl.DataFrame:
    """The rules: rule, dimension, settings, reason."""
    told = {"name", "title", "dimension", "given", "possibility", "leading", "reason"}
    return pl.DataFrame(
        [
            {
                "rule": rule["name"],
                "dimension": rule["dimension"],
                "settings": "; ".join(f"{k.replace('_', ' ')} {v}" for k, v in rule.items() if k not in told),
                "reason": rule["reason"],
            }
            for rule in friction_rules()["rules"].values()
        ]
    )
