"""What a screen shows of many alliances at once: one row each."""

import datetime as dt
from typing import Any

import polars as pl

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import score_text
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.card import Scorecards


def portfolio(assessment: Assessment, history: Scorecards) -> pl.DataFrame:
    """All alliances at a glance, best first, those without a score last.

    Takes  the assessment of the date, and trend.trend up to the same date
    Gives  alliance_id, alliance, score, interval (text), change (points since the assessment a year or
           more before, null if none), trend (list of scores), one column per dimension (score), flags (list of
           short names), warning, open (label of the button)
    """
    scores = assessment.dimensions.pivot(
        "dimension", on_columns=list(dimensions()), index="alliance_id", values="score"
    )
    lines = (
        history.overall.sort("alliance_id", "as_of")
        .group_by("alliance_id", maintain_order=True)
        .agg(trend=pl.col("score").drop_nulls().round(1))
    )
    flags = assessment.flags.group_by("alliance_id", maintain_order=True).agg(flags=pl.col("short"))
    interval = pl.format("{}–{}", pl.col("low").round(0).cast(pl.Int32), pl.col("high").round(0).cast(pl.Int32))
    return (
        assessment.overall.select("alliance_id", "alliance", "score", "band", interval=interval, warning="warning")
        .join(change(history), on="alliance_id", how="left")
        .join(lines, on="alliance_id", how="left")
        .join(scores, on="alliance_id", how="left")
        .join(flags, on="alliance_id", how="left")
        .with_columns(pl.col("flags").fill_null([]), pl.col("trend").fill_null([]), open=pl.lit("Open"))
        .sort("score", "alliance", descending=[True, False], nulls_last=True)
    )


def change(history: Scorecards) -> pl.DataFrame:
    """Change of the overall score over about a year: alliance_id, change (points), since (date).

    The comparison is with the last date of the trend that lies at least 300 days back.
    """
    last = history.overall["as_of"].max()
    assert isinstance(last, dt.date)
    now = history.overall.filter(as_of=last).select("alliance_id", now="score")
    before = (
        history.overall.filter(pl.col("as_of") <= last - dt.timedelta(days=300))
        .sort("as_of")
        .group_by("alliance_id", maintain_order=True)
        .last()
        .select("alliance_id", before="score", since="as_of")
    )
    return now.join(before, on="alliance_id", how="left").select(
        "alliance_id", "since", change=pl.col("now") - pl.col("before")
    )


def named_trend(evidence: Evidence, frame: pl.DataFrame, alliances: list[str]) -> pl.DataFrame:
    """Rows of Scorecards.overall or .dimensions of the alliances given, with the column alliance."""
    names = evidence.alliances.select("alliance_id", alliance="short_name")
    chosen = frame.filter(pl.col("alliance_id").is_in(alliances)).join(names, on="alliance_id", maintain_order="left")
    if "dimension" not in chosen.columns:
        return chosen
    titles = pl.DataFrame([{"dimension": d.id, "dimension_name": d.name} for d in dimensions().values()])
    return chosen.join(titles, on="dimension", maintain_order="left")


def headline(assessment: Assessment) -> str:
    """The portfolio in one or two sentences, for the top of a page."""
    ranked = assessment.overall.drop_nulls("score").sort("score", descending=True)
    if ranked.is_empty():
        return "No alliance has enough evidence for a score at this date."
    first, last = ranked.row(0, named=True), ranked.row(-1, named=True)
    told = f"**{first['alliance']}** leads with {score_text(first['score'])} of 100 ({range_text(first)})"
    if ranked.height > 1:
        told += f"; **{last['alliance']}** trails with {score_text(last['score'])} ({range_text(last)})"
    open_strains = assessment.overall.drop_nulls("strain")["alliance"].to_list()
    strained = f" An open strain of severity 4 or 5 weighs on {', '.join(open_strains)}." if open_strains else ""
    return f"{told}.{strained}"


def alliance_sentence(assessment: Assessment, history: Scorecards, alliance: str) -> str:
    """One alliance in a sentence or two: score, direction, strongest and weakest dimension."""
    overall = assessment.overall.filter(alliance_id=alliance).row(0, named=True)
    name = overall["alliance"]
    scored = assessment.dimensions.filter(alliance_id=alliance).drop_nulls("score").sort("score", descending=True)
    if overall["score"] is None or scored.is_empty():
        return f"**{name}** has too little evidence for an overall score at this date."
    best, worst = scored.row(0, named=True), scored.row(-1, named=True)
    moved = change(history).filter(alliance_id=alliance).row(0, named=True)
    interval = f"{overall['low']:.0f}–{overall['high']:.0f}"
    told = (
        f"**{name}** scores **{score_text(overall['score'])} of 100** ({interval}), {overall['band'].replace('_', ' ')}"
    )
    if moved["change"] is not None:
        told += f", {moved['change']:+.1f} points since {moved['since']:%d %B %Y}"
    return (
        f"{told}. Strongest: {best['dimension_name']} ({score_text(best['score'])}); "
        f"weakest: {worst['dimension_name']} ({score_text(worst['score'])})."
    )


def range_text(row: dict[str, Any]) -> str:
    """The 90 % interval of a row with low and high, in whole points."""
    return f"{row['low']:.0f}–{row['high']:.0f}"
