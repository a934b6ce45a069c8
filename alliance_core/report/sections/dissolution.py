"""What the end of the alliance would take."""

from typing import Any

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution import sentences, view
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.dissolution.units import default_actor
from alliance_core.errors import WorkbenchError
from alliance_core.report.content import Bars, Block, Cell, Column, Section, Series, Text, name, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, numbers, refused, said

MOST = 15


def section(known: Known, alliance: str) -> Section:
    """For the nation whose view is taken, or the anchor: what goes, by domain and function; who needs it most."""
    found = known.dissolution(alliance)
    try:
        actor = known.actor(alliance) or default_actor(known.snapshot, found.units, None)
    except WorkbenchError as error:
        return Section("dissolution", "Dissolution test", (refused(error),), new_page=True)
    row = view.member_row(found, actor)
    own = view.of_nation(found, actor)
    used = own.filter("uses")
    grounds = numbers(row) | {
        "parts": own.height, "used": used.height, "alone": own.filter("alone", "uses").height,
        "not_there": own.filter(outcome="not there").height, "wholly": own.filter(pl.col("retained") == 0).height,
        "gone": own.filter(pl.col("lost") > 0).height, "years": own["years"].drop_nulls().to_list(),
        "catchers": view.catchers(found, actor).to_dicts(),
        "dependence": found.dependence.to_dicts(), **nations(found), "alike": alike(found),
        "by_tier": row["loss_by_tier"] / row["loss"] if row["loss"] else None,
    }  # fmt: skip
    note = "" if known.nation is None or known.nation == actor or actor == known.actor(alliance) else (
        f"{name(known.names.get(known.nation, known.nation))} is no member at this date: the test is shown for "
        f"{name(row['name'])}."
    )  # fmt: skip
    blocks: list[Block] = [said(sentences.headline(found, actor), "lead", **grounds)]
    blocks += [Text(note, "label")] if note else []
    blocks += [CODED, said(sentences.rests_on(found, actor), **grounds)]
    domains = view.domain_table(found, actor)
    if not domains.is_empty():
        worst = domains.row(0, named=True)
        blocks.append(
            Bars("domain_losses", f"What {name(row['name'])} keeps and loses, by domain",
                 f"Most is lost in {worst['domain']}: {worst['lost']:.1f} of criticality.",
                 tuple(domains["domain"].str.replace_all("_", " ")),
                 (Series("kept alone", tuple(domains["alone"])), Series("kept through others",
                  tuple(domains["through_others"])), Series("lost", tuple(domains["lost"]))), "criticality",
                 stacked=True)
        )  # fmt: skip
        blocks.append(said(sentences.caught(found, actor), **grounds))
    blocks += [
        *lost_parts(used),
        said(sentences.needs_most(found), **grounds),
        said(sentences.one_sided(found), **grounds),
        Text(dissolution_rules()["reading"]["text"], "note"),
    ]
    return Section("dissolution", f"Dissolution test: {name(row['name'])}", tuple(blocks), new_page=True)


def nations(found: Dissolution) -> dict[str, Any]:
    """How many nations there are, how many lose nothing, and what each would lose."""
    ranked = view.ranking(found)
    idle = ranked.filter(pl.col("weight_used") == 0).height
    return {"nations": ranked.height, "idle": idle, "ranking": ranked.to_dicts()}


def alike(found: Dissolution) -> list[int]:
    """How many stand beside the first of the most one-sided pairs, and how many are left when three are named."""
    pairs = found.dependence
    if pairs.is_empty():
        return []
    top = pairs.row(0, named=True)
    same = (pl.col("leverage") - top["leverage"]).abs() + (pl.col("share") - top["share"]).abs() < 1e-9
    count = pairs.filter(pl.col("b") == top["b"], same).height
    return [count, count - sentences.MOST_NAMED]


def lost_parts(used: pl.DataFrame) -> list[Block]:
    """What goes, heaviest first."""
    rows = used.filter(pl.col("lost") > 0).head(MOST)
    if rows.is_empty():
        return []
    cells = [(row["part"], row["criticality"], 1 - row["retained"], ", ".join(row["through"][:2]) or None, row["years"])
             for row in rows.to_dicts()]  # fmt: skip
    columns = (Column("Part of a function", width=0.4), Column("Criticality", "number"), Column("Lost", "share"),
               Column("Kept through"), Column("Years to rebuild", "integer"))  # fmt: skip
    return [table("lost_parts", "What would be lost", columns, cells,
                  note="Years to rebuild alone are expert estimates of the vocabulary, not measurements. Criticality "
                  "of a function is shared among its parts.")]  # fmt: skip


def comparison(known: Known) -> Section:
    """What the nation would lose in each alliance, or, for nobody's view, who needs each alliance most."""
    cells: list[tuple[Cell, ...]] = []
    for alliance in known.alliances:
        found = known.dissolution(alliance)
        if found.members.is_empty():
            cells.append((name(known.titles[alliance]), None, None, None, None))
            continue
        actor = known.actor(alliance) or default_actor(known.snapshot, found.units, None)
        row = view.member_row(found, actor)
        cells.append((name(known.titles[alliance]), name(row["name"]), row["share"], row["share_of_alliance"],
                      row["longest_years"]))  # fmt: skip
    columns = (Column("Alliance"), Column("For"), Column("Of what it uses", "share"),
               Column("Of all that is provided", "share"), Column("Longest to rebuild, years", "integer"))  # fmt: skip
    blocks: tuple[Block, ...] = (
        CODED, table("dissolution_comparison", "What would be lost", columns, cells,
                     note="For the nation chosen where it is a member, else for the anchor."),
        *(said(sentences.needs_most(found), **nations(found)) for found in map(known.dissolution, known.alliances)),
    )  # fmt: skip
    return Section("dissolution", "Dissolution test", blocks)
