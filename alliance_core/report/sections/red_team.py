"""The strongest case against the assessment, from the same data."""

from alliance_core.advice.red_found import RedTeam
from alliance_core.catalogue.rules import score_text
from alliance_core.report.content import Block, Column, Items, Section, Text, clean, table
from alliance_core.report.known import Known
from alliance_core.report.sections.advice import grounds_of
from alliance_core.report.words import CODED, said

MISSING = 5
DATES = 10


def section(known: Known, alliance: str) -> Section:
    """Which yardsticks flip the verdict, the counter-case, what would change our mind."""
    found = known.red_team(alliance)
    grounds = grounds_of(known.case(alliance).verdict) | {
        "flipped": found.flipped, "scored": found.scored,
        "share": found.flipped / found.scored if found.scored else None, "argument": list(found.counter["text"]),
        "moved": found.flips["moved"].to_list(), "mark": found.flips["mark"].to_list(), "yardstick": found.yardstick,
    }  # fmt: skip
    blocks: list[Block] = [
        said(found.headline(), "lead", **grounds), CODED, said(found.yardstick, **grounds),
        said(found.nearest(), **grounds), family_table(found), *flipping(found),
    ]  # fmt: skip
    for title, rows in ((f"Arguments {found.side} the alliance", found.counter), ("What backs the verdict",
                                                                                  found.other_side)):  # fmt: skip
        if not rows.is_empty():
            blocks += [Text(f"{title}:"), Items(tuple(clean(text) for text in rows["text"]), ordered=True)]
    blocks += change_of_mind(found)
    return Section("red_team", "Red team: the case against this assessment", tuple(blocks), new_page=True)


def family_table(found: RedTeam) -> Block:
    """How many variants of each kind flip the verdict."""
    cells = [(row["family_name"], row["scored"], row["flips"], row["share"]) for row in found.families.to_dicts()]
    columns = (Column("What is varied", width=0.4), Column("Variants", "integer"),
               Column("Flip the verdict", "integer"), Column("Share", "share"))  # fmt: skip
    return table("variants", "Yardsticks varied", columns, cells)


def flipping(found: RedTeam) -> list[Block]:
    """The variants that flip the verdict."""
    rows = found.variants.filter("flips").to_dicts()
    if not rows:
        return []
    cells = [(row["family_name"], row["name"], None if row["health"] is None else score_text(row["health"]),
              row["verdict_name"], row["p_flip"]) for row in rows]  # fmt: skip
    columns = (Column("What is varied"), Column("Variant", width=0.36), Column("Health"), Column("Verdict"),
               Column("Chance that it flips", "share"))  # fmt: skip
    return [table("flips", "Variants that flip the verdict", columns, cells)]


def change_of_mind(found: RedTeam) -> list[Block]:
    """Tripwires, evidence worth having, dates to watch."""
    blocks: list[Block] = []
    for title, texts in (
        ("What would change our mind", found.tripwires),
        ("Evidence worth having", tuple(found.missing["text"].head(MISSING))),
    ):
        if texts:
            blocks += [Text(f"{title}:"), Items(tuple(clean(text) for text in texts))]
    rows = found.watch.head(DATES).to_dicts()
    if rows:
        columns = (Column("Date", "date", 0.15), Column("Kind", width=0.15), Column("What", width=0.7))
        blocks.append(table("watch", "Dates to watch", columns, [(r["date"], r["kind"], r["what"]) for r in rows]))
    return blocks
