"""Who provides what, and what hangs on one partner."""

import polars as pl

from alliance_core.capability import sentences
from alliance_core.report.content import Bars, Block, Column, Section, Series, Text, name, shown, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, hatched, numbers, said

MOST = 10


def section(known: Known, alliance: str) -> Section:
    """Functions, exits, the network, the audit."""
    found = known.capability(alliance)
    grounds = numbers(found.figures) | numbers(found.reading) | {
        "idle": found.audit.filter(~pl.col("exercised")).height, "links": found.audit.height,
        "silent": found.silent.height, "outside": found.reading["outside"],
    } | {f"loss_{row['provider']}": row["loss"] for row in found.losses.to_dicts()} | {
        f"thinner_{row['provider']}": row["thinner"] for row in found.losses.to_dicts()
    }  # fmt: skip
    blocks: list[Block] = [said(sentences.headline(found), "lead", **grounds), CODED]
    exits = found.losses.filter((pl.col("loss") > 0) | (pl.col("thinner") > 0)).head(MOST)
    if not exits.is_empty():
        worst = exits.row(0, named=True)
        blocks.append(
            Bars("exit_losses", "What the exit of one partner takes away" + hatched(known, exits["provider"]),
                 f"Without {name(worst['provider_name'])} {shown(worst['loss'], 'share')} of the needed criticality "
                 "has no full provider.",
                 tuple(map(name, exits["provider_name"])),
                 (Series("lost", tuple(exits["loss"])), Series("with a primary fewer", tuple(exits["thinner"]))),
                 "of the needed criticality", stacked=True, share=True,
                 marked=tuple(i for i, one in enumerate(exits["provider"]) if one in known.concerned))
        )  # fmt: skip
    blocks += [said(sentences.audit_sentence(found), **grounds), *critical_parts(known, alliance)]
    return Section("capability", "Capability", tuple(blocks), new_page=True)


def critical_parts(known: Known, alliance: str) -> list[Block]:
    """Critical parts with one provider or none."""
    found = known.capability(alliance)
    rows = found.parts.filter(pl.col("state").is_in(["single_critical", "gap"])).sort(
        "criticality", "title", descending=[True, False]
    )
    if rows.is_empty():
        return [Text("Every critical part of a function has two full providers or more.")]
    available = found.matrix.drop_nulls("provider").filter(pl.col("mark").is_in(["primary", "backup", "alternate"]))
    who = dict(
        available.group_by("function", "detail").agg(pl.col("provider_name").unique().sort().str.join(", "))
        .select(pl.format("{}/{}", "function", "detail"), "provider_name").iter_rows()
    )  # fmt: skip
    cells = [
        (row["title"], row["criticality"], name(who.get(f"{row['function']}/{row['detail']}", "")) or None,
         "no provider" if row["gap"] else "one provider")
        for row in rows.to_dicts()
    ]  # fmt: skip
    columns = (Column("Part of a function", width=0.45), Column("Criticality", "integer"), Column("Provided by"),
               Column("State"))  # fmt: skip
    return [
        table(
            "critical_parts",
            "Critical parts without a second provider",
            columns,
            cells,
            note="Criticality 1 to 5, coded. A part that was promised and is not there has no provider.",
        )
    ]


def comparison(known: Known) -> Section:
    """The capability of several alliances side by side."""
    rows = []
    for alliance in known.alliances:
        found = known.capability(alliance)
        figures = found.figures
        worst = name(figures["worst_name"]) if figures["worst_name"] else None
        rows.append(
            (
                name(known.titles[alliance]),
                figures["functions_needed"],
                figures["functions_provided"],
                figures["critical_single"],
                worst,
                figures["worst_exit"],
                found.reading["centralisation"],
            )
        )
    columns = (
        Column("Alliance"), Column("Parts needed", "integer"), Column("Provided", "integer"),
        Column("Critical on one partner", "integer"), Column("Worst exit"), Column("It takes", "share"),
        Column("Centralisation", "number"),
    )  # fmt: skip
    blocks = (
        CODED,
        table("capability_comparison", "Capability", columns, rows,
              note="Centralisation of the network of working partners: 0 = all alike, 1 = one hub (Freeman)."),
    )  # fmt: skip
    return Section("capability", "Capability", blocks)
