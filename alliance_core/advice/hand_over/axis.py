"""Alliance cohesion as an axis of scenarios: where it stands, what its ends look like, what moves it, what to watch."""

from typing import Any

import polars as pl

from alliance_core.advice.verdict import Verdict
from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.hand_over_rules import hand_over_rules
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.friction.finding import CLOSED
from alliance_core.scorecard.assessment import Assessment

PARTS = {"part": pl.String, "name": pl.String, "score": pl.Float64, "low": pl.Float64, "high": pl.Float64,
         "weight": pl.Float64}  # fmt: skip


def cohesion_parts(assessment: Assessment, alliance: str) -> pl.DataFrame:
    """The scores that cohesion is made of.

    Gives  part (id of the dimension), name, score, low, high (0..100; 90 % interval), weight; in the order of the
           catalogue. The operational score is the weighted mean of its indicators, as the scorecard shows it
    Nulls  a part without a score stays null
    """
    scored = assessment.dimensions.filter(alliance_id=alliance)
    rows = []
    for part, rule in hand_over_rules()["axis"]["parts"].items():
        own = scored.filter(dimension=part)
        values = own.select("score", "low", "high") if own.height else _of_indicators(assessment, alliance, part)
        rows.append({"part": part, "name": all_dimensions()[part].name, "weight": rule["weight"],
                     **values.row(0, named=True)})  # fmt: skip
    return pl.DataFrame(rows, schema=PARTS)


def cohesion(parts: pl.DataFrame) -> dict[str, float | None]:
    """Position on the axis: weighted mean of the parts that are known, 0..100.

    The low end takes all low ends together, the high end all high ends: as wide as the interval can be.

    Takes  cohesion_parts
    Gives  score, low, high (null under the least weight of the catalogue), known (share of the weight)
    """
    weighed = pl.col("weight").filter(pl.col("score").is_not_null())
    ends = ("score", "low", "high")
    row = parts.select(
        known=weighed.sum() / pl.col("weight").sum(),
        **{name: (pl.col(name) * pl.col("weight")).sum() / weighed.sum() for name in ends},
    ).row(0, named=True)
    enough = row["known"] > 0 and row["known"] >= hand_over_rules()["axis"]["least_weight"]
    return {**{name: row[name] if enough else None for name in ends}, "known": row["known"]}


def axis_json(
    now: Assessment,
    before: Assessment | None,
    frictions: pl.DataFrame,
    scenarios: pl.DataFrame,
    verdict: Verdict,
    alliance: str,
) -> dict[str, Any]:
    """The whole axis of one alliance as data; docs/hand-over.md gives the keys.

    Takes  before: assessment a year earlier, None where the alliance did not exist; frictions: inventory.inventory;
           scenarios: scenarios.library.resilience; all of the same evidence, none later than the date of `now`
    """
    rules = hand_over_rules()["axis"]
    parts, position = cohesion_parts(now, alliance), cohesion(cohesion_parts(now, alliance))
    earlier = cohesion_parts(before, alliance) if before is not None else None
    was = cohesion(earlier) if earlier is not None else None
    own = frictions.filter(pl.col("alliance_id") == alliance, pl.col("status") != CLOSED)
    stressed = scenarios.filter(alliance_id=alliance)
    return {
        "file": "cohesion_axis",
        "alliance_id": alliance,
        "alliance": verdict.ground.name,
        "as_of": now.as_of.isoformat(),
        "judgement": hand_over_rules()["label"],
        "axis": {
            "name": rules["name"],
            "low_end": rules["low_end"],
            "high_end": rules["high_end"],
            "reason": rules["reason"],
        },
        "position": position,
        "a_year_before": {**was, "as_of": before.as_of.isoformat()} if before is not None and was else None,
        "direction": _direction(position["score"], was["score"] if was else None),
        "parts": _changes(parts, earlier),
        "drivers": _drivers(now, own),
        "ends": {"low": _low_end(own, stressed, verdict), "high": _high_end(now, own, stressed, alliance)},
        "signposts": [*_edges(parts), *_tripwires(verdict), *_due(now, alliance)],
        "not_intact": stressed.select(
            "scenario", "scenario_name", "not_intact", "low", "high", "fractured", "word", "note"
        ).to_dicts(),
    }


def _of_indicators(assessment: Assessment, alliance: str, dimension: str) -> pl.DataFrame:
    """Score of a dimension that stands beside the health score: score, low, high."""
    rows = assessment.indicators.filter(
        pl.col("score").is_not_null(), alliance_id=alliance, dimension=dimension
    )  # fmt: skip
    weight = pl.col("weight")
    ends = {"score": "score", "low": "score_low", "high": "score_high"}
    mean = {name: (pl.col(column) * weight).sum() / weight.sum() for name, column in ends.items()}
    return rows.select(**mean).with_columns(pl.all().fill_nan(None))


def _direction(now: float | None, before: float | None) -> str:
    """Towards which end, by the mark below which a change is noise."""
    rules = hand_over_rules()["axis"]
    if now is None or before is None:
        return "not known"
    if abs(now - before) < rules["still"]:
        return "still"
    return f"towards {rules['high_end'] if now > before else rules['low_end']}"


def _changes(parts: pl.DataFrame, earlier: pl.DataFrame | None) -> list[dict[str, Any]]:
    """Each part with its score a year before and where it moves."""
    before = dict(earlier.select("part", "score").iter_rows()) if earlier is not None else {}
    return [
        {
            **row,
            "a_year_before": before.get(row["part"]),
            "direction": _direction(row["score"], before.get(row["part"])),
        }
        for row in parts.to_dicts()
    ]


def _drivers(assessment: Assessment, frictions: pl.DataFrame) -> list[dict[str, Any]]:
    """The gravest frictions, each with where it pulls."""
    rules = hand_over_rules()["axis"]
    pulls = {"worsening": f"towards {rules['low_end']}", "stable": "still", "easing": f"towards {rules['high_end']}"}
    names = actor_names(assessment.snapshot.evidence)
    return [
        {
            "id": row["id"], "title": row["title"], "dimension": row["dimension"], "severity": row["severity"],
            "zone": row["zone"], "trend": row["trend"], "direction": pulls[row["trend"]],
            "actors": [{"actor_id": actor, "name": names.get(actor, actor)} for actor in row["actors"]],
            "evidence": row["evidence"],
        }
        for row in frictions.sort("place").head(rules["drivers"]).to_dicts()
    ]  # fmt: skip


def _low_end(frictions: pl.DataFrame, stressed: pl.DataFrame, verdict: Verdict) -> list[dict[str, Any]]:
    """What the fragmented end would look like, in numbers of this alliance."""
    told = [
        _sign("in_name_only", "Members in name only today", verdict.ground.hollow, "share"),
        _sign("strategic_value", "Share of what it provides that partners would lose for good", verdict.ground.value,
              "share"),
    ]  # fmt: skip
    for row in (
        stressed.drop_nulls("not_intact").sort("not_intact", "scenario", descending=[True, False]).head(1).to_dicts()
    ):
        name = row["scenario_name"]
        told.append(_sign("likeliest_break", f"{name}: does not survive intact", row["not_intact"], "probability"))
        told.append(_sign("in_name_only_after", f"{name}: partners in name only or gone", row["hollow_after"], "share"))
    for row in frictions.sort("place").head(1).to_dicts():
        told.append(
            _sign("gravest_friction", f"Gravest friction: {row['title']}", float(row["severity"]), "rank of 25")
        )
    return [sign for sign in told if sign["value"] is not None]


def _high_end(now: Assessment, frictions: pl.DataFrame, stressed: pl.DataFrame, alliance: str) -> list[dict[str, Any]]:
    """What the cohesive end would look like: what is settled, kept and practised, and where that stands today."""
    row = now.operational.filter(alliance_id=alliance).row(0, named=True)
    kept = now.indicators.filter(alliance_id=alliance, indicator="fulfilment")["value"].to_list()
    told = [
        _sign("formal", "Committed on paper today", row["formal"], "points"),
        _sign("operational", "Practised today", row["operational"], "points"),
        _sign("fulfilment", "Promises kept today, estimated", kept[0] if kept else None, "probability"),
    ]
    for zone in frictions.sort("place")["zone"].head(1).to_list():
        count = float(frictions.filter(zone=zone).height)
        told.append(_sign("to_settle", f"Frictions in the gravest zone reached ({zone}) are settled", count, "number"))
    for one in stressed.drop_nulls("not_intact").sort("not_intact", "scenario").head(1).to_dicts():
        told.append(
            _sign("least_break", f"{one['scenario_name']}: does not survive intact", one["not_intact"], "probability")
        )
    return [sign for sign in told if sign["value"] is not None]


def _sign(measure: str, statement: str, value: float | None, unit: str) -> dict[str, Any]:
    return {"measure": measure, "statement": statement, "value": value, "unit": unit}


def _signpost(kind: str, what: str, direction: str, **more: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("now", "mark", "unit", "date", "means"))
    return {"kind": kind, "what": what, "direction": direction, **nothing, "evidence": [], **more}


def _edges(parts: pl.DataFrame) -> list[dict[str, Any]]:
    """The edges of bands next to each part: where its word would change."""
    edges = sorted(scorecard_rules()["bands"].values())[:-1]
    rows = []
    for row in parts.drop_nulls("score").to_dicts():
        below = max((edge for edge in edges if edge <= row["score"]), default=None)
        above = min((edge for edge in edges if edge > row["score"]), default=None)
        for mark, direction in ((below, "falls below"), (above, "reaches")):
            if mark is not None:
                marked = {"now": row["score"], "mark": float(mark), "unit": "points"}
                rows.append(_signpost("score", row["name"], direction, **marked))
    return rows


def _tripwires(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        _signpost(
            "verdict", row["name"], row["direction"], now=row["now"], mark=row["mark"], unit=row["unit"],
            means=f"verdict: {row['verdict_name']}",
        )
        for row in verdict.tripwires.to_dicts()
    ]  # fmt: skip


def _due(now: Assessment, alliance: str) -> list[dict[str, Any]]:
    """Promises that fall due next: whether they are kept shows where the alliance goes."""
    rules = hand_over_rules()["axis"]
    names = actor_names(now.snapshot.evidence)
    latest = pl.lit(now.as_of).dt.offset_by(f"{rules['months_ahead']}mo")
    coming = now.snapshot.commitments.filter(
        pl.col("alliance_id") == alliance, pl.col("state") == "in_progress", pl.col("due") > now.as_of,
        pl.col("due") <= latest,
    ).sort("due", "evidence_id")  # fmt: skip
    named = (
        (row, names.get(row["actor_id"], row["actor_id"]), row["function"].replace("_", " "))
        for row in coming.head(rules["signposts"]).to_dicts()
    )
    return [
        _signpost("promise", f"{who}: {what}", "due", date=row["due"].isoformat(), evidence=[row["evidence_id"]])
        for row, who, what in named
    ]
