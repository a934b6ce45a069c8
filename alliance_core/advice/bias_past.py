"""Three checks on the past: sunk cost, stale evidence, shocks since the evidence."""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl

from alliance_core.advice.bias_check import Found, Number, not_intact, reaches, rows_of, setting
from alliance_core.advice.case import Case
from alliance_core.catalogue import evidence_rules, indicators
from alliance_core.catalogue.bias_rules import check_rules
from alliance_core.catalogue.rules import score_text, scorecard_rules
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.dissolution.sentences import listing, per_cent
from alliance_core.evidence.actors import actor_names
from alliance_core.scenarios.library import library
from alliance_core.scorecard.weights import scored_indicators

DAYS_PER_YEAR = 365.25
TABLES = {"priorities": "motives", "shares": "shares", "ratings": "ratings"}


def sunk_cost(case: Case) -> Found:
    """The verdict again without what rewards the past, and the stress test with no years invested."""
    rules = check_rules("sunk_cost")
    past, now = rules["indicators"], case.ground.health
    names = [name for name, score in zip(scored_indicators(), case.matrix.scores[case.place], strict=True)
             if name in past and not np.isnan(score)]  # fmt: skip
    health = case.health(without=past) if names else None
    after = str(case.decided(health=health)) if health is not None else None
    differs = None if after is None or case.verdict.verdict is None else after != case.verdict.verdict
    drop = None if health is None or now is None else now - health
    chance = case.flip_chance(case.draws(without=past)) if health is not None else None
    known = setting(case)
    blows = library()[rules["scenario"]].blows
    usual = not_intact(case, known, blows)
    fresh = not_intact(case, None if known is None else replace(known, years=np.zeros_like(known.years)), blows)
    rise = None if usual is None or fresh is None else fresh - usual
    if health is None or now is None:
        text = "How the verdict would read without what rewards the past is not known"
    else:
        same = "stays" if not differs else "becomes"
        text = (
            f"Without {listing([indicators()[name].name.lower() for name in names])} the health score goes from "
            f"{score_text(now)} to {score_text(health)} and the verdict {same} {verdict_name(after or None)}"
        )
    if usual is not None and fresh is not None:
        text += (
            f"; with no years invested the chance of not surviving “{library()[rules['scenario']].name}” intact goes "
            f"from {per_cent(usual)} to {per_cent(fresh)}"
        )
    return Found(
        "sunk_cost",
        {
            "The verdict changes without what rewards the past": differs,
            f"Health falls by {rules['points']:.0f} points or more": reaches(drop, rules["points"]),
            f"Without years invested it breaks more often by {per_cent(rules['chance'])} of the draws or more": reaches(
                rise, rules["chance"]
            ),
        },
        f"{text}.",
        (
            Number("Health", now, "points"), Number("Health without what rewards the past", health, "points"),
            Number("Chance that the verdict changes", chance, "share"),
            Number("Not intact, years as they are", usual, "share"), Number("Not intact, no years", fresh, "share"),
        ),
        rows_of(case, *names),
    )  # fmt: skip


def indicator_ages(case: Case) -> pl.DataFrame:
    """How old and how far verified the evidence behind each scored indicator is; the heaviest first.

    Gives  indicator, indicator_name, weight (share of the health score), newest (date, null = nothing dated),
           age (years, null), read, recalled, estimated (shares of the rows that are verified at all), rows, stale
    """
    items = list(scored_indicators().values())
    weights = pl.DataFrame({
        "indicator": [item.id for item in items], "indicator_name": [item.name for item in items],
        "weight": case.weight,
    })  # fmt: skip
    level = pl.col("verification")
    found = case.rows.group_by("indicator").agg(
        newest=pl.col("date").max(), rows=pl.len(),
        **{name: (level == name).sum() / level.count() for name in evidence_rules()["verification_widening"]},
    )  # fmt: skip
    age = (pl.lit(case.assessment.as_of) - pl.col("newest")).dt.total_days() / DAYS_PER_YEAR
    return (
        weights.filter(pl.col("weight") > 0)
        .join(found, on="indicator", how="left", maintain_order="left")
        .with_columns(age=age, stale=age >= check_rules("stale_evidence")["years"])
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .sort("weight", "indicator", descending=[True, False])
    )


def stale_evidence(case: Case) -> Found:
    """How much of the weight of the score rests on old evidence, and on estimates."""
    rules = check_rules("stale_evidence")
    ages = indicator_ages(case)
    dated = ages.drop_nulls("age")
    undated = 1 - float(dated["weight"].sum())
    old = float(dated.filter("stale")["weight"].sum())
    levels = {name: float((ages["weight"] * ages[name]).sum()) for name in evidence_rules()["verification_widening"]}
    missing = ages.is_empty() or case.ground.health is None
    # What has no date may be of any age: the share of old evidence lies between these two.
    stale = None if missing or old < rules["share"] <= old + undated else old
    oldest = ages.filter("stale").sort("weight", "age", "indicator", descending=[True, True, False])
    if missing:
        text = "There is too little evidence for a score, so that its age cannot be told"
    else:
        told = ", ".join(f"{per_cent(share)} {name}" for name, share in levels.items())
        text = (
            f"{per_cent(old)} of the weight of the score rests on evidence without anything newer than "
            f"{rules['years']:.0f} years; by weight the rows are {told}"
        )
        if not oldest.is_empty():
            first = oldest.row(0, named=True)
            text += f"; the heaviest old one is {first['indicator_name'].lower()} ({first['age']:.0f} years)"
    return Found(
        "stale_evidence",
        {
            f"{per_cent(rules['share'])} or more of the weight on old evidence": reaches(stale, rules["share"]),
            f"{per_cent(rules['estimated'])} or more of the weight on estimates": reaches(
                None if missing else levels["estimated"], rules["estimated"]
            ),
        },
        f"{text}.",
        (
            Number("Weight on old evidence", None if missing else old, "share"),
            Number("Weight on evidence without a date", None if missing else undated, "share"),
            *(Number(f"Weight on {name} rows", None if missing else share, "share") for name, share in levels.items()),
        ),
        [] if oldest.is_empty() else rows_of(case, *oldest["indicator"].head(3)),
    )  # fmt: skip


def shocks_of(case: Case) -> pl.DataFrame:
    """Grave strains and exits of weighty members up to the date: date, what, kind, actors, severity, evidence_id."""
    rules, snapshot = check_rules("shocks_since"), case.assessment.snapshot
    names = actor_names(snapshot.evidence)
    word = pl.col("type").replace_strict(scorecard_rules()["event_words"], return_dtype=pl.String)
    strains = (
        snapshot.events.filter(pl.col("alliance_id") == case.alliance, ~pl.col("gain"))
        .filter(pl.col("severity") >= rules["severity"])
        .select("date", "severity", "actors", "evidence_id", what=word, kind=pl.lit("strain"))
    )
    exits = (
        snapshot.former_members.filter(pl.col("alliance_id") == case.alliance, pl.col("left").is_not_null())
        .filter(pl.col("tier").is_in(rules["tiers"]))
        .select(
            "evidence_id", date="left", severity=pl.lit(None, pl.Int64), actors=pl.concat_list("actor_id"),
            what=pl.format("exit of {}", pl.col("actor_id").replace(names)), kind=pl.lit("exit"),
        )
    )  # fmt: skip
    columns = ["date", "what", "kind", "actors", "severity", "evidence_id"]
    both = [frame.with_columns(pl.col("severity").cast(pl.Int64)).select(columns) for frame in (strains, exits)]
    return pl.concat(both).sort("date", "evidence_id", descending=[True, False])


def evidence_dates(case: Case) -> pl.DataFrame:
    """Date of the rows that hold on motives, shares and ratings: table, name, median, newest (null = no row), rows."""
    snapshot, past = case.assessment.snapshot, case.assessment.as_of
    frames = {
        "priorities": snapshot.priorities.select("alliance_id", date="since"),
        "ratings": snapshot.ratings.select("alliance_id", date="since"),
        "shares": snapshot.shares.select("alliance_id", date=pl.date("year", 12, 31)),
    }
    rows = []
    for table in check_rules("shocks_since")["tables"]:
        own = frames[table].filter(pl.col("alliance_id") == case.alliance, pl.col("date") <= past)["date"].sort()
        middle = None if own.is_empty() else own[(len(own) - 1) // 2]
        rows.append({"table": table, "name": TABLES[table], "median": middle, "newest": own.max(), "rows": len(own)})
    return pl.DataFrame(rows, schema={"table": pl.String, "name": pl.String, "median": pl.Date, "newest": pl.Date,
                                      "rows": pl.Int64})  # fmt: skip


def shocks_since(case: Case) -> Found:
    """Grave strains and exits after the evidence on motives, shares and ratings, and in the last months."""
    rules, as_of = check_rules("shocks_since"), case.assessment.as_of
    shocks, dates = shocks_of(case), evidence_dates(case)
    start = pl.select(pl.lit(as_of).dt.offset_by(f"-{rules['months']}mo")).item()
    recent = shocks.filter(pl.col("date") > start)
    public = case.assessment.snapshot.event_coverage.filter(alliance_id=case.alliance)["publicity"].to_list()
    silent = shocks.is_empty() and public != [rules["publicity"]]
    unseen = recent.is_empty() and public != [rules["publicity"]]
    counts = {row["table"]: _after(shocks, row["newest"]) for row in dates.to_dicts()}
    middles = {row["table"]: _after(shocks, row["median"]) for row in dates.to_dicts()}
    tests: dict[str, bool | None] = {
        f"A shock in the last {rules['months']} months": None if unseen else not recent.is_empty()
    }
    for table in rules["raising"]:
        after = counts[table]
        tests[f"A shock after the newest evidence on {TABLES[table]}"] = None if silent or after is None else after > 0
    if shocks.is_empty():
        text = f"No strain of severity {rules['severity']} or more and no exit of an anchor or core member is known"
        text += "" if public == [rules["publicity"]] else "; quarrels of this alliance are not fully public"
    else:
        last = shocks.row(0, named=True)
        text = (
            f"{recent.height or 'No'} shock{'s' if recent.height != 1 else ''} in the last {rules['months']} months; "
            f"the latest of {shocks.height} is of {last['date']:%d %B %Y} ({last['what']})"
        )
        text += "".join(
            f"; {'no row on ' + row['name'] if row['newest'] is None else _told(row, counts[row['table']])}"
            for row in dates.to_dicts()
        )
    latest = [] if shocks.is_empty() else shocks["evidence_id"].head(5).to_list()
    return Found(
        "shocks_since", tests, f"{text}.",
        (
            Number(f"Shocks in the last {rules['months']} months", float(recent.height), "count"),
            *(Number(f"Shocks since the newest evidence on {TABLES[t]}", counts[t], "count") for t in rules["tables"]),
            *(Number(f"Shocks since the median evidence on {TABLES[t]}", middles[t], "count") for t in rules["tables"]),
        ),
        latest,
    )  # fmt: skip


def _told(row: dict, count: float | None) -> str:
    return f"{count:.0f} since the newest on {row['name']} ({row['newest']:%B %Y})"


def _after(shocks: pl.DataFrame, day: dt.date | None) -> float | None:
    return None if day is None else float(shocks.filter(pl.col("date") > day).height)
