"""The executive summary: one page for whoever reads nothing else."""

import polars as pl

from alliance_core.advice.advise import conditions_sentence
from alliance_core.advice.bias import summary
from alliance_core.advice.bias_check import CLEAR, RAISED
from alliance_core.advice.bias_check import UNKNOWN as UNCLEAR
from alliance_core.advice.brief import share, signed
from alliance_core.advice.conditions import MET, NOT_MET, UNKNOWN
from alliance_core.advice.sentences import sentence
from alliance_core.catalogue.rules import score_text, scorecard_rules
from alliance_core.friction.finding import CLOSED
from alliance_core.report.content import Block, Items, KeyFigure, KeyFigures, Section, Text, clean, shown
from alliance_core.report.known import Known
from alliance_core.report.sections.advice import grounds_of, verdict_table
from alliance_core.report.sections.overview import order_of
from alliance_core.report.words import counted, later, said, stated

MOST = 3


def section(known: Known, alliance: str) -> Section:
    """Verdict, key figures, three sentences, the gravest frictions, what to do first, what may mislead."""
    told, advice = known.brief(alliance), known.advice(alliance)
    judged, checks = advice.verdict, known.bias(alliance)
    blocks: list[Block] = [
        said(f"Verdict: {sentence(judged)}", "lead", **grounds_of(judged)), key_figures(known, alliance),
        stated(told.state), stated(told.direction), stated(told.risk), *later(known),
    ]  # fmt: skip
    alive = known.frictions_of(alliance).filter(pl.col("status") != CLOSED).head(MOST)
    if not alive.is_empty():
        rows = [f"{row['title']} (rank {row['severity']} of 25)" for row in alive.to_dicts()]
        blocks += [Text("Gravest frictions:"), Items(tuple(map(clean, rows)), ordered=True)]
    first = advice.recommendations.head(MOST).to_dicts()
    if first:
        rows = [
            f"{row['name']} ({row['effect_words'].rstrip('.')}; cost {row['cost']}, {row['time_name']})"
            for row in first
        ]
        blocks += [Text("What to do first:"), Items(tuple(map(clean, rows)), ordered=True)]
    counts = counted(advice.conditions, "status", MET, NOT_MET, UNKNOWN)
    raised = counted(checks, "status", RAISED, CLEAR, UNCLEAR)
    blocks += [
        said(conditions_sentence(advice), conditions=advice.conditions.height, **counts),
        said(summary(checks, known.titles[alliance]), checks=checks.height, **raised),
    ]  # fmt: skip
    return Section("summary", "Executive summary", tuple(blocks), new_page=True)


def key_figures(known: Known, alliance: str) -> KeyFigures:
    """Health, direction, members in name only, the gravest friction, the cut by the anchor."""
    row = known.assessment.overall.filter(alliance_id=alliance).row(0, named=True)
    told = known.brief(alliance)
    name_only = known.assessment.operational.filter(alliance_id=alliance)["parchment_share"][0]
    moved, risk = told.direction.grounds, told.risk.grounds
    figures = [
        KeyFigure("Health", "–" if row["score"] is None else score_text(row["score"]),
                  "too little evidence" if row["score"] is None
                  else f"{row['low']:.0f} to {row['high']:.0f}, {scorecard_rules()['band_names'][row['band']]}"),
        KeyFigure("Direction", signed(moved["change"]) if "change" in moved else "–",
                  f"points in a year, {moved['word']}" if "change" in moved else "no assessment a year before"),
        KeyFigure("In name only", shown(name_only, "share"), "of the members"),
    ]  # fmt: skip
    if "rank" in risk:
        figures.append(KeyFigure("Gravest friction", f"{risk['rank']}", f"of 25, {risk['zone']}"))
    if "not_intact" in risk:
        span = f"{share(risk['low'])} to {share(risk['high'])}, {risk['word']}"
        figures.append(KeyFigure("Not intact", share(risk["not_intact"]), f"under “{risk['scenario']}”: {span}"))
    return KeyFigures(tuple(figures))


def comparison(known: Known) -> Section:
    """The order, the verdicts, and each alliance in three sentences."""
    blocks: list[Block] = [order_of(known), verdict_table(known), *later(known)]
    for alliance in known.alliances:
        told = known.brief(alliance)
        blocks += [Text(f"{told.name}:"), stated(told.state), stated(told.direction), stated(told.risk)]
    return Section("summary", "Executive summary", tuple(blocks), new_page=True)
