"""Several alliances side by side: scores, order, what explains the gaps."""

import itertools

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import score_text
from alliance_core.report.content import Bars, Block, Cell, Column, Section, Series, Text, name, table
from alliance_core.report.known import Known
from alliance_core.report.sections.scorecard import trend_lines
from alliance_core.report.words import said
from alliance_core.scorecard.comparison import compare, pair_table, percent, sentence
from alliance_core.scorecard.facts import facts
from alliance_core.scorecard.portfolio import change


def section(known: Known) -> Section:
    """Scores of all dimensions, the order and how sure it is, the trend."""
    ids = list(known.alliances)
    overall = {row["alliance_id"]: row for row in known.assessment.overall.to_dicts()}
    moved = dict(change(known.history).select("alliance_id", "change").iter_rows())
    scores = {(row["alliance_id"], row["dimension"]): row["score"] for row in known.assessment.dimensions.to_dicts()}
    ranked = sorted(ids, key=lambda id_: (overall[id_]["score"] is None, -(overall[id_]["score"] or 0)))
    cells = [
        (known.titles[id_], overall[id_]["score"], overall[id_]["low"], overall[id_]["high"], moved.get(id_),
         *(scores.get((id_, dimension)) for dimension in dimensions()))
        for id_ in ranked
    ]  # fmt: skip
    columns = (
        Column("Alliance"), Column("Overall", "points"), Column("Low", "points"), Column("High", "points"),
        Column("In a year", "number"), *(Column(item.short, "points") for item in dimensions().values()),
    )  # fmt: skip
    blocks: list[Block] = [
        order_of(known),
        Bars("overall", "Overall scores, with 90 % intervals", order_of(known).text,
             tuple(name(known.titles[id_]) for id_ in ranked),
             (Series("Score", *(tuple(overall[id_][key] for id_ in ranked) for key in ("score", "low", "high"))),),
             "points", maximum=100.0),
        table("comparison_scores", "Scores", columns, cells,
              note="Low and high: 90 % interval. In a year: points since the assessment about a year before."),
        Bars("dimensions_side_by_side", "Scores of the five dimensions", _leaders(known, ids, scores),
             tuple(item.short for item in dimensions().values()),
             tuple(Series(name(known.titles[id_]), tuple(scores.get((id_, dimension)) for dimension in dimensions()))
                   for id_ in ids), "points", maximum=100.0),
        *trend_lines(known, known.alliances),
    ]  # fmt: skip
    return Section("scorecard", "Scorecards side by side", tuple(blocks), new_page=True)


def gaps(known: Known) -> Section:
    """Each pair: how surely one is ahead, and what the gap is made of."""
    overall = dict(known.assessment.overall.select("alliance_id", "score").iter_rows())
    scored = [id_ for id_ in known.alliances if overall[id_] is not None]
    blocks: list[Block] = []
    if len(scored) > 1:
        cards = known.assessment.cards
        pairs = [compare(cards, a, b) for a, b in itertools.combinations(scored, 2)]
        blocks += [said(sentence(pair, known.titles), **_grounds(pair)) for pair in pairs]
        cells = [(row["a"], row["b"], row["gap"], row["chance"], row["words"])
                 for row in pair_table(cards, scored, known.titles).to_dicts()]  # fmt: skip
        columns = (Column("A"), Column("B"), Column("A minus B", "number"), Column("A is higher"), Column("In words"))
        blocks.append(table("pairs", "Every pair", columns, cells))
        parts = [(f"{known.titles[pair['a']]} − {known.titles[pair['b']]}",
                  *(pair["contributions"][dimension] for dimension in dimensions())) for pair in pairs]  # fmt: skip
        shorts = (Column(item.short, "number") for item in dimensions().values())
        blocks.append(table("gap_parts", "What the gap is made of", (Column("Pair", width=0.3), *shorts), parts,
                            note="Points of the overall score; the parts of a row add up to the gap."))  # fmt: skip
    told = facts(known.assessment, list(known.alliances))
    rows: list[tuple[Cell, ...]] = list(told.iter_rows())
    heads = (Column("Fact", width=0.16), *(Column(name(title)) for title in told.columns[1:]))
    blocks.append(table("facts", "Facts side by side", heads, rows, note="Texts of today."))
    return Section("gaps", "What explains the gaps", tuple(blocks), new_page=True)


def order_of(known: Known) -> Text:
    """The alliances by their overall score, in a sentence."""
    scores = dict(known.assessment.overall.select("alliance_id", "score").iter_rows())
    scored = {id_: scores[id_] for id_ in known.alliances if scores[id_] is not None}
    if not scored:
        return Text("None of these alliances has enough evidence for an overall score at this date.", "lead")
    ranked = sorted(scored, key=lambda id_: -scored[id_])
    told = [f"{known.titles[id_]} {score_text(scored[id_])}" for id_ in ranked]
    return Text(f"Overall scores out of 100: {', '.join(told)}.", "lead", scored)


def _leaders(known: Known, ids: list[str], scores: dict) -> str:
    told = []
    for dimension, item in dimensions().items():
        known_ones = [(scores[id_, dimension], id_) for id_ in ids if scores.get((id_, dimension)) is not None]
        if known_ones:
            told.append(f"{item.short}: {known.titles[max(known_ones)[1]]} ({score_text(max(known_ones)[0])})")
    return f"Highest by dimension: {'; '.join(told)}."


def _grounds(pair: dict) -> dict:
    p = pair["p_a_greater"]
    return {"gap": pair["gap"], "p": p, "q": 1 - p, "percent": percent(p), **pair["contributions"],
            **pair["indicators"]}  # fmt: skip
