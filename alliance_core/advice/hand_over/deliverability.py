"""Can diplomacy promise on behalf of an alliance? What became of its promises, kind by kind."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.hand_over_rules import hand_over_rules
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.measurement import beta_posterior, widening
from alliance_core.indicators.trust_reliability.promises import COUNTED
from alliance_core.indicators.trust_reliability.schedule_slip import HALF, delays, survival
from alliance_core.scorecard.assessment import Assessment

ENDED_STATES = ["delivered", "ended", "delayed"]
OVERDUE = "delayed"
ALL = "hardware and services"
KINDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String, "name": pl.String, "promised": pl.Int64, "matured": pl.Int64, "delivered": pl.Int64,
    "ended": pl.Int64, "overdue": pl.Int64, "running": pl.Int64, "delivered_share": pl.Float64, "kept": pl.Float64,
    "kept_low": pl.Float64, "kept_high": pl.Float64, "median_slip_years": pl.Float64, "dated": pl.Int64,
    "word": pl.String, "word_name": pl.String, "verification": pl.String, "evidence": pl.List(pl.String),
}  # fmt: skip


def deliverability(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """What became of the promises of an alliance at the date: all of hardware and services, each nature, each function.

    Gives  kind (all, nature, function), name; promised, matured (delivered, ended or overdue), delivered, ended,
           overdue, running (not due yet) as numbers; delivered_share (of the matured, 0..1); kept, kept_low, kept_high
           (probability that such a promise is kept: Beta posterior with the prior of the indicator fulfilment, 90 %
           interval, wider where rows are recalled or estimated); median_slip_years (Kaplan-Meier as in the indicator
           schedule_slip), dated (promises behind it); word, word_name; verification (weakest), evidence (ids)
    Nulls  nothing matured, or a nature that statistics of delivery leave out (payments, periods of service, other):
           no share, no probability; too few dated promises, or half never reached: no slip
    """
    own = snapshot.commitments.filter(alliance_id=alliance)
    late = delays(snapshot).filter(alliance_id=alliance)
    rows = [_kind(kind, name, rows, late) for kind, name, rows in _groups(own) if not rows.is_empty()]
    return pl.DataFrame(rows, schema=KINDS)


def word_of(matured: int, kept: float | None, slip: float | None) -> dict[str, str]:
    """The word for a kind of promise: id, name, text.

    Takes  kept: probability 0..1; slip: median in years, None = not known, which meets no limit
    """
    rules = hand_over_rules()["deliverability"]
    if kept is None or matured < rules["least_matured"]:
        return {"id": "unknown", **rules["unknown"]}
    for word in rules["words"]:
        too_few, too_many = kept < word.get("kept_least", 0.0), kept >= word.get("kept_below", 1.1)
        too_late = "slip_most" in word and (slip is None or slip > word["slip_most"])
        if not (too_few or too_many or too_late):
            return {key: word[key] for key in ("id", "name", "text")}
    return {"id": "unknown", **rules["unknown"]}


def deliverability_json(assessment: Assessment, alliance: str) -> dict[str, Any]:
    """What diplomacy can promise for an alliance, as data; docs/hand-over.md gives the keys."""
    snapshot = assessment.snapshot
    frame = deliverability(snapshot, alliance)
    rules = hand_over_rules()["deliverability"]
    row = assessment.operational.filter(alliance_id=alliance).row(0, named=True)
    whole = frame.filter(kind="all").to_dicts()
    return {
        "file": "deliverability",
        "alliance_id": alliance,
        "alliance": row["alliance"],
        "as_of": assessment.as_of.isoformat(),
        "judgement": hand_over_rules()["label"],
        "word": whole[0]["word"] if whole else "unknown",
        "word_name": whole[0]["word_name"] if whole else rules["unknown"]["name"],
        "words": {word["id"]: word["text"] for word in [*rules["words"], {"id": "unknown", **rules["unknown"]}]},
        "prior": {name: indicator("fulfilment").parameter(name) for name in ("kept", "broken")},
        "kinds": frame.to_dicts(),
        "objectives": _objectives(snapshot, alliance),
        "formal": row["formal"],
        "operational": row["operational"],
        "gap": row["gap"],
        "in_name_only": row["parchment_share"],
    }


def _groups(own: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """All promises that count, then by nature, then by function."""
    counted = own.filter(pl.col("nature").is_in(COUNTED))
    yield "all", ALL, counted
    for nature in own["nature"].unique().sort():
        yield "nature", nature, own.filter(nature=nature)
    for function in counted["function"].unique().sort():
        yield "function", function, counted.filter(function=function)


def _kind(kind: str, name: str, rows: pl.DataFrame, late: pl.DataFrame) -> dict[str, Any]:
    """One row of deliverability."""
    counts = dict(rows["state"].value_counts().iter_rows())
    matured = rows.filter(pl.col("state").is_in(ENDED_STATES))
    counted = kind != "nature" or name in COUNTED
    kept, low, high = _kept(matured) if counted else (None, None, None)
    slip, dated = _slip(late.join(rows.select("evidence_id"), on="evidence_id", how="semi"))
    word = word_of(matured.height, kept, slip)
    return {
        "kind": kind, "name": name, "promised": rows.height, "matured": matured.height,
        "delivered": counts.get("delivered", 0), "ended": counts.get("ended", 0), "overdue": counts.get(OVERDUE, 0),
        "running": counts.get("in_progress", 0),
        "delivered_share": counts.get("delivered", 0) / matured.height if counted and matured.height else None,
        "kept": kept, "kept_low": low, "kept_high": high, "median_slip_years": slip, "dated": dated,
        "word": word["id"], "word_name": word["name"],
        "verification": rows.sort(widening())["verification"][-1], "evidence": rows["evidence_id"].sort().to_list(),
    }  # fmt: skip


def _kept(matured: pl.DataFrame) -> tuple[float | None, float | None, float | None]:
    """Probability that such a promise is kept, with its interval, as the indicator fulfilment has it."""
    if matured.is_empty():
        return None, None, None
    rules = indicator("fulfilment")
    prior, broken = rules.parameter("kept"), rules.parameter("broken")
    counts = matured.select(
        delivered=(pl.col("state") == "delivered").sum().cast(pl.Float64), matured=pl.len().cast(pl.Float64),
        widening=widening().mean(),
    )  # fmt: skip
    found = beta_posterior(
        counts, prior + pl.col("delivered"), broken + pl.col("matured") - pl.col("delivered")
    ).row(0, named=True)  # fmt: skip
    value, wider = found["value"], found["widening"]
    low = value - wider * (value - found["low"])
    high = value + wider * (found["high"] - value)
    return value, max(0.0, low), min(1.0, high)


def _slip(late: pl.DataFrame) -> tuple[float | None, int]:
    """Median delay in years, and the promises with a date behind it."""
    if late.height < indicator("schedule_slip").parameter("least_commitments"):
        return None, late.height
    reached = survival(late).filter(pl.col("survivors") <= HALF)
    return reached["delay"].min(), late.height  # type: ignore[return-value]


def _objectives(snapshot: Snapshot, alliance: str) -> dict[str, Any]:
    """What is declared and not paid for: numbers, and the rows of what has no money at all."""
    rows = snapshot.objectives.filter(alliance_id=alliance)
    unfunded = rows.filter(funded="no")
    return {
        "declared": rows.height,
        "funded": rows.filter(funded="yes").height,
        "partly_funded": rows.filter(funded="partial").height,
        "unfunded": unfunded.height,
        "abandoned": rows.filter(status="abandoned").height,
        "evidence": unfunded["evidence_id"].sort().to_list(),
    }
