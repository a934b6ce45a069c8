"""Ranked frictions with the 5x5 matrix."""

import polars as pl

from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.friction.answers import headline
from alliance_core.friction.finding import CLOSED
from alliance_core.report.content import Block, Column, Items, Risk, RiskMatrix, Section, Text, clean, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, later, said

LISTED = 25
STATED = 5


def section(known: Known, alliance: str) -> Section:
    """The matrix, the list, and the gravest as risk statements."""
    rows = known.frictions_of(alliance)
    alive = rows.filter(pl.col("status") != CLOSED)
    grounds = {
        "frictions": alive.height, "worsening": alive.filter(trend="worsening").height,
        **dict(alive.group_by("zone").len().iter_rows()), "first": alive["title"][0] if alive.height else None,
    }  # fmt: skip
    blocks: list[Block] = [said(headline(rows, known.titles[alliance]), "lead", **grounds), *later(known), CODED]
    if alive.is_empty():
        return Section("frictions", "Frictions", tuple(blocks))
    listed = alive.head(LISTED)
    blocks += [risk_matrix(listed), friction_table(known, listed)]
    if alive.height > listed.height:
        blocks.append(
            Text(f"{alive.height - listed.height} frictions of lower rank are left to the workbench.", "note")
        )
    blocks.append(
        Items(
            tuple(clean(f"{row['title']}: {row['statement']}") for row in listed.head(STATED).to_dicts()), ordered=True
        )
    )
    blocks.append(Text(friction_rules()["matrix"]["reason"], "note"))
    return Section("frictions", "Frictions", tuple(blocks), new_page=True)


def risk_matrix(listed: pl.DataFrame) -> RiskMatrix:
    """Frictions on the matrix, numbered by their place in the list."""
    rules = friction_rules()
    ranks = tuple(map(tuple, rules["matrix"]["ranks"]))
    marks = sorted(rules["zones"].items(), key=lambda item: item[1])
    zones = tuple(tuple(next(zone for zone, mark in marks if rank < mark) for rank in row) for row in ranks)
    risks = tuple(
        Risk(number, row["likelihood"], row["consequence"]) for number, row in enumerate(listed.to_dicts(), start=1)
    )
    critical = listed.filter(zone=marks[-1][0]).height
    return RiskMatrix(
        "risk_matrix", "Frictions on the risk matrix; numbers as in the table",
        f"{critical} of {listed.height} frictions lie in the {rules['zone_names'][marks[-1][0]]} zone.", risks, ranks,
        zones, rules["zone_names"], _words(rules["likelihood"]), _words(rules["consequence"]),
    )  # fmt: skip


def friction_table(known: Known, listed: pl.DataFrame) -> Block:
    """The frictions by rank."""
    zones = friction_rules()["zone_names"]
    cells = [
        (number, row["title"], row["likelihood"], row["consequence"], row["severity"], zones[row["zone"]], row["trend"],
         f"{row['first_seen'].year}" + (" or before" if row["at_start"] else ""))
        for number, row in enumerate(listed.to_dicts(), start=1)
    ]  # fmt: skip
    columns = (
        Column("No.", "integer"), Column("Friction", width=0.42), Column("Likelihood", "integer"),
        Column("Consequence", "integer"), Column("Rank of 25", "integer"), Column("Zone"), Column("Trend"),
        Column("Since"),
    )  # fmt: skip
    return table(
        "frictions", "Frictions by rank", columns, cells,
        note="Likelihood and consequence 1 to 5. Trend against a year before.",
        marked=tuple(i for i, row in enumerate(listed.to_dicts()) if set(row["actors"]) & set(known.concerned)),
    )  # fmt: skip


def comparison(known: Known) -> Section:
    """The three gravest frictions of each alliance."""
    zones = friction_rules()["zone_names"]
    cells = [
        (known.titles[alliance], row["title"], row["severity"], zones[row["zone"]], row["trend"])
        for alliance in known.alliances
        for row in known.frictions_of(alliance).filter(pl.col("status") != CLOSED).head(3).to_dicts()
    ]
    columns = (Column("Alliance"), Column("Friction", width=0.5), Column("Rank of 25", "integer"), Column("Zone"),
               Column("Trend"))  # fmt: skip
    blocks: tuple[Block, ...] = (*later(known), CODED, table("top_frictions", "Gravest frictions", columns, cells))
    return Section("frictions", "Frictions", blocks)


def _words(levels: dict[str, str]) -> tuple[str, ...]:
    """Words of the five levels, without what follows a colon."""
    return tuple(levels[str(level)].split(":")[0] for level in range(1, 6))
