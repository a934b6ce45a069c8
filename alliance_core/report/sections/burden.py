"""Who pays, who benefits, who decides."""

from typing import Any

import polars as pl

from alliance_core.burden import sentences
from alliance_core.burden.burden import Burden
from alliance_core.catalogue.burden import burden_rules
from alliance_core.catalogue.rules import flags
from alliance_core.report.content import Bars, Block, Column, Section, Series, name, shown, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, hatched, numbers, said

MOST = 10
LISTED = 30


def section(known: Known, alliance: str) -> Section:
    """Shares by partner, concentration, the anchor, who bears nothing."""
    found = known.burden(alliance)
    grounds = grounds_of(found)
    blocks: list[Block] = [said(sentences.headline(found), "lead", **grounds), CODED]
    if found.concentration is None:
        return Section("burden", "Burden sharing", tuple(blocks))
    payers = found.partners.filter(pl.col("cost") > 0).sort("cost", "actor_id", descending=[True, False])
    top = payers.head(MOST)
    first = top.row(0, named=True)
    series = tuple(
        Series(title, tuple(top[key])) for title, key in (("Cost", "cost"), ("Benefit", "benefit"),
                                                          ("GDP of those compared", "gdp_share"))
    )  # fmt: skip
    blocks += [
        Bars("burden_shares", "Cost, benefit and economy of the largest payers" + hatched(known, top["actor_id"]),
             f"{name(first['name'])} bears {shown(first['cost'], 'share')} of the cost.",
             tuple(map(name, top["name"])), series, "of all", share=True,
             marked=tuple(i for i, actor in enumerate(top["actor_id"]) if actor in known.concerned)),
        said(sentences.indices(found), **grounds), said(sentences.tests(found), **grounds),
        said(sentences.anchor_sentence(found), **grounds), partner_table(known, alliance),
        said(sentences.quality(found), "note", **grounds),
    ]  # fmt: skip
    return Section("burden", "Burden sharing", tuple(blocks), new_page=True)


def grounds_of(found: Burden) -> dict[str, Any]:
    """The numbers behind the sentences on the burden."""
    return numbers(found.concentration or {}) | {
        "free_riders": found.riders.height, "free_riding": found.riders["gdp_share"].sum(), "anchor": found.anchor.name,
        "threshold": found.anchor.threshold, "acts": found.anchor.acts.filter("resentful").height,
        "open_acts": found.anchor.acts.filter(pl.col("resentful") & pl.col("open")).height,
        "significance": burden_rules()["tests"]["significance"], "years": flags()["anchor_state_syndrome"]["years"],
    }  # fmt: skip


def partner_table(known: Known, alliance: str) -> Block:
    """Partners by what they pay, then by name; those that neither pay nor benefit nor decide are left to the app."""
    found = known.burden(alliance)
    part = pl.any_horizontal(pl.col("cost", "benefit", "decision").fill_null(0) > 0)
    rows = found.partners.filter(part).sort("cost", "name", descending=[True, False], nulls_last=True)
    listed = rows.head(LISTED)
    columns = (
        Column("Partner", width=0.32), Column("Cost", "share"), Column("Benefit", "share"), Column("Decides", "share"),
        Column("GDP", "share"), Column("Cost over GDP", "number"), Column("Verified"),
    )  # fmt: skip
    cells = [
        (name(row["name"]), row["cost"], row["benefit"], row["decision"], row["gdp_share"], row["relative_burden"],
         row["verification"])
        for row in listed.to_dicts()
    ]  # fmt: skip
    more = rows.height - listed.height
    note = "GDP: share among the member partners compared. Cost over GDP: 1 = in proportion."
    return table(
        "burden_partners", "Partners", columns, cells,
        note=note + (f" {more} more partners with smaller parts are left out." if more else ""),
        marked=tuple(i for i, actor in enumerate(listed["actor_id"]) if actor in known.concerned),
    )  # fmt: skip


def comparison(known: Known) -> Section:
    """The burden of several alliances side by side."""
    rows = []
    for alliance in known.alliances:
        found = known.burden(alliance)
        index = found.concentration or {}
        payer = known.names.get(index["payer"], index["payer"]) if index else None
        rows.append(
            (
                name(known.titles[alliance]),
                payer,
                index.get("largest"),
                index.get("effective_payers"),
                index.get("dissimilarity"),
                index.get("gini"),
                found.riders.height if index else None,
            )
        )
    columns = (
        Column("Alliance"), Column("Largest payer"), Column("Its share", "share"),
        Column("Equal payers", "number"), Column("Out of proportion", "share"), Column("Gini", "number"),
        Column("Bear nothing", "integer"),
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        CODED,
        table("burden_comparison", "Burden", columns, rows,
              note="Equal payers: as many of them would be as concentrated. Out of proportion: share of the cost that "
              "would have to change hands to match the partners' GDP. Gini of cost over GDP. A dash: no cost shares."),
        *(said(sentences.headline(found), **grounds_of(found)) for found in map(known.burden, known.alliances)),
    )  # fmt: skip
    return Section("burden", "Burden sharing", blocks)
