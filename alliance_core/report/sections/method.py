"""How the scores come about, and what they cannot tell."""

from alliance_core.catalogue import dimensions, listing, read
from alliance_core.catalogue.rules import aggregators
from alliance_core.report.content import Block, Column, Items, Section, Text, clean, table
from alliance_core.report.known import Known
from alliance_core.report.words import plain


def section(known: Known) -> Section:
    """Method in brief, weights used, limits."""
    cards = known.assessment.cards
    cells = [(item.name, item.question, cards.weights.shares[id_], item.weight) for id_, item in dimensions().items()]
    columns = (Column("Dimension", width=0.25), Column("Question", width=0.45), Column("Weight here", "share"),
               Column("Balanced", "share"))  # fmt: skip
    mean = aggregators()[cards.aggregator.id]
    blocks: list[Block] = [
        Text(
            "Facts are read as of a date, turned into indicators with a 90 % interval, scored between fixed goalposts, "
            "and averaged to five dimensions and one health score. Fixed goalposts make scores comparable over time "
            "and independent of who is compared. What is missing stays missing: its weight is shared out."
        ),
        table("weights", "Weights of the dimensions", columns, cells),
        Text(f"Mean of the dimensions: {mean.name.lower()}. {mean.reason}"),
        Text(plain(listing.uncertainty_text())),
        Text(plain(listing.AS_OF_RULE)),
        Items(tuple(clean(limit) for limit in read("limits")["limits"])),
    ]
    return Section("method", "Method and limits", tuple(blocks), new_page=True)
