"""Five dimensions with intervals and trends, and the indicators behind them."""

import polars as pl

from alliance_core.catalogue import all_dimensions, dimensions
from alliance_core.catalogue.rules import score_text
from alliance_core.report.content import (
    Bars,
    Block,
    Column,
    Items,
    Lines,
    Section,
    Series,
    Table,
    Text,
    clean,
    name,
    shown,
    table,
)  # fmt: skip
from alliance_core.report.known import Known
from alliance_core.report.words import stated
from alliance_core.scorecard.portfolio import change

POINTS = "points"


def section(known: Known, alliance: str) -> Section:
    """Scores, trend, indicators, flags, formal against operational."""
    told = known.brief(alliance)
    blocks: list[Block] = [
        stated(told.state, "lead"), stated(told.direction), dimension_bars(known, alliance),
        dimension_table(known, alliance), *trend_lines(known, (alliance,)), *flag_list(known, alliance),
        *operational(known, alliance), indicator_table(known, alliance),
    ]  # fmt: skip
    return Section("scorecard", "Scorecard", tuple(blocks), new_page=True)


def dimension_bars(known: Known, alliance: str) -> Bars:
    """The five dimensions with their intervals."""
    rows = known.assessment.dimensions.filter(alliance_id=alliance).to_dicts()
    scored = sorted((row for row in rows if row["score"] is not None), key=lambda row: -row["score"])
    alt = "No dimension has enough evidence for a score."
    if scored:
        alt = f"Highest: {scored[0]['dimension_name']} ({score_text(scored[0]['score'])})"
        alt += f"; lowest: {scored[-1]['dimension_name']} ({score_text(scored[-1]['score'])})."
    series = Series("Score", *(tuple(row[key] for row in rows) for key in ("score", "low", "high")))
    return Bars(
        "dimensions", "Scores of the five dimensions, with 90 % intervals", alt,
        tuple(row["dimension_name"] for row in rows), (series,), POINTS, maximum=100.0,
    )  # fmt: skip


def dimension_table(known: Known, alliance: str) -> Table:
    """The same as a table, with change and coverage."""
    moved = _dimension_changes(known, alliance)
    rows = [
        (row["dimension_name"], row["score"], row["low"], row["high"], row["label"], moved.get(row["dimension"]),
         row["coverage"])
        for row in known.assessment.dimensions.filter(alliance_id=alliance).to_dicts()
    ]  # fmt: skip
    overall = known.assessment.overall.filter(alliance_id=alliance).row(0, named=True)
    year = change(known.history).filter(alliance_id=alliance)["change"]
    band = (overall["band"] or "").replace("_", " ").upper()
    rows.append(("Overall", overall["score"], overall["low"], overall["high"], band,
                 year[0] if len(year) else None, overall["coverage"]))  # fmt: skip
    columns = (
        Column("Dimension", width=0.3), Column("Score", "points"), Column("Low", "points"), Column("High", "points"),
        Column("In a word"), Column("Change in a year", "number"), Column("Covered", "share"),
    )  # fmt: skip
    return table(
        "dimension_scores", "Scores", columns, rows, marked=(len(rows) - 1,),
        note="Low and high: 90 % interval. Change: points since the assessment about a year before. Covered: share of "
        "the weight that evidence covers; below half there is no score.",
    )  # fmt: skip


def trend_lines(known: Known, alliances: tuple[str, ...]) -> list[Block]:
    """The overall score over the years; nothing where there is only one date with a score."""
    frame = known.history.overall.filter(pl.col("alliance_id").is_in(list(alliances))).drop_nulls("score")
    dates = tuple(frame["as_of"].unique().sort())
    if len(dates) < 2:
        return []
    series = []
    for alliance in alliances:
        own = {row["as_of"]: row for row in frame.filter(alliance_id=alliance).to_dicts()}
        values, low, high = (
            tuple(own[day][key] if day in own else None for day in dates) for key in ("score", "low", "high")
        )
        single = len(alliances) == 1
        series.append(Series(name(known.titles[alliance]), values, low if single else (), high if single else ()))
    told = []
    for one in series:
        first, last = (next((v for v in run if v is not None), None) for run in (one.values, reversed(one.values)))
        if first is not None and last is not None:
            told.append(f"{one.name} went from {score_text(first)} to {score_text(last)}")
    return [
        Lines("trend", "Overall score at each 31 December, and at the date of the report", f"{'; '.join(told)}.", dates,
              tuple(series), POINTS, maximum=100.0),
        Text("Each point is a full assessment with what was known then, by one edition of the method.", "note"),
    ]  # fmt: skip


def flag_list(known: Known, alliance: str) -> list[Block]:
    """The flags raised."""
    raised = known.assessment.flags.filter(alliance_id=alliance).to_dicts()
    return [Items(tuple(clean(f"{row['name']}: {row['text']}") for row in raised))] if raised else []


def operational(known: Known, alliance: str) -> list[Block]:
    """Formal commitment against operational integration."""
    row = known.assessment.operational.filter(alliance_id=alliance).row(0, named=True)
    if row["formal"] is None or row["operational"] is None:
        return [Text("Formal commitment cannot be set against operational integration: no evidence on one of them.")]
    side = "ahead of" if row["gap"] > 0 else "behind"
    text = (
        f"Formal commitment scores {score_text(row['formal'])}, operational integration "
        f"{score_text(row['operational'])}: paper is {abs(row['gap']):.0f} points {side} practice."
    )
    if row["parchment_share"] is not None:
        text += f" {shown(row['parchment_share'], 'share')} of the members take part in name only."
    if row["combined_operations"] is False:
        text += " No combined operations were ever conducted."
    return [Text(text, "body", {key: row[key] for key in ("formal", "operational", "gap", "parchment_share")})]


def indicator_table(known: Known, alliance: str) -> Table:
    """Every indicator with value, score, evidence."""
    rows = [
        (all_dimensions()[row["dimension"]].short, row["indicator_name"] + (" *" if row["coded"] else ""), _value(row),
         row["score"], row["score_low"], row["score_high"], row["n"], row["coverage"])
        for row in known.assessment.indicators.filter(alliance_id=alliance).to_dicts()
    ]  # fmt: skip
    columns = (
        Column("Dimension", width=0.13), Column("Indicator", width=0.25), Column("Value", width=0.23),
        Column("Score", "points"), Column("Low", "points"), Column("High", "points"), Column("Rows", "integer"),
        Column("Covered", "share"),
    )  # fmt: skip
    return table(
        "indicators", "Indicators", columns, rows,
        note="* coded judgement of the compilers. Rows: rows of evidence. A missing indicator shows a dash; its weight "
        "is shared out. Operational integration stands beside the health score, not in it.",
    )  # fmt: skip


def _value(row: dict) -> str | None:
    return None if row["value"] is None else f"{row['value']:.2f} {row['unit']}"


def _dimension_changes(known: Known, alliance: str) -> dict[str, float]:
    moved = change(known.history).filter(alliance_id=alliance)
    since = moved["since"][0] if moved.height else None
    own = known.history.dimensions.filter(alliance_id=alliance)
    then = dict(own.filter(as_of=since).select("dimension", "score").iter_rows()) if since else {}
    now = dict(own.filter(as_of=known.as_of).select("dimension", "score").iter_rows())
    return {id_: now[id_] - then[id_] for id_ in dimensions() if now.get(id_) is not None and then.get(id_) is not None}
