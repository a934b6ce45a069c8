"""Capability as the command line prints it."""

from typing import Any

import polars as pl

from alliance_core.capability import sentences
from alliance_core.capability.capability import Capability
from alliance_core.capability.network import reading_words
from alliance_core.capability.parts import AVAILABLE


def capability_json(found: Capability) -> dict[str, Any]:
    """Everything about one alliance; shares of 1, null = no evidence. Plans and former providers are left out."""
    read = found.reading
    return {
        "alliance": found.alliance,
        "as_of": found.as_of,
        "functions": [_function(found, row) for row in found.parts.to_dicts()],
        "figures": found.figures,
        "exit_losses": [
            {"actor": row["provider"], "loss": row["loss"], "functions": row["functions"], "thinner": row["thinner"],
             "thinned": row["thinned"]}
            for row in found.losses.to_dicts()
        ],
        "network": {
            "centralisation": read["centralisation"],
            "reading": reading_words(read["reading"]),
            "partners": read["partners"] or 0,
            "hub": read["hub"],
            "members_outside": read["outside"],
            "links": found.links.select("actor_a", "actor_b", "level", "layers", "shared", "criticality",
                                        "single_sourced").to_dicts(),
        },
        "centralisation_by_year": [
            {**row, "reading": reading_words(row["reading"])}
            for row in found.history.select("as_of", "centralisation", "reading", "partners").to_dicts()
        ],
        "audit": _links(found.audit),
        "never_exercised": _links(found.audit.filter(~pl.col("exercised"))),
        "never_looked_at": found.silent.select("actor_a", "actor_b").to_dicts(),
        "sentences": [text.replace("*", "") for text in (sentences.headline(found), sentences.audit_sentence(found))],
    }  # fmt: skip


def capability_lines(found: Capability) -> list[str]:
    """The same for people: functions with their providers, exits, network, what was never exercised."""
    lines = [sentences.headline(found).replace("*", ""), "", "crit.  function"]
    for row in found.parts.to_dicts():
        who = ", ".join(f"{cell['actor']} {cell['role']}" for cell in _providers(found, row)) or "nobody"
        sign = {"single_critical": "!", "gap": "x", "duplicated": "="}.get(row["state"], " ")
        lines.append(f"{row['criticality']:3} {sign}  {row['title']}: {who}")
    lines.append(
        "\n! critical and single-sourced, x no provider, = three or more full providers\n\nexit   lost   thinner"
    )
    lines += [
        f"{row['provider']:9} {sentences.per_cent(row['loss']):>6} {sentences.per_cent(row['thinner']):>6}  "
        f"{', '.join(row['functions'])}".rstrip()
        for row in found.losses.to_dicts()
    ]
    lines.append(f"\n{sentences.audit_sentence(found).replace('*', '')}")
    lines += [
        f"  {row['actor_a']} - {row['actor_b']}: {row['layer']} at level {row['level']} ({row['words']}) "
        f"since {row['since']}"
        for row in found.audit.filter(~pl.col("exercised")).to_dicts()
    ]
    return lines


def _function(found: Capability, row: dict[str, Any]) -> dict[str, Any]:
    told = ("function", "detail", "title", "criticality", "full", "single_sourced", "duplicated", "gap")
    return {**{key: row[key] for key in told}, "providers": _providers(found, row)}


def _providers(found: Capability, row: dict[str, Any]) -> list[dict[str, Any]]:
    own = found.matrix.filter(
        pl.col("function") == row["function"], pl.col("detail") == row["detail"], pl.col("mark").is_in(AVAILABLE)
    )
    return own.select(actor="provider", role="mark", since="since").to_dicts()


def _links(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.select("layer", "actor_a", "actor_b", "level", "since", "exercised").to_dicts()
