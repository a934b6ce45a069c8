"""The whole answer for one date: scorecards with names and words, flags, operations, the top warning."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from alliance_core.catalogue import all_dimensions, dimensions, indicators
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.card import Scorecards, scorecards
from alliance_core.scorecard.flags import flags, top_warnings
from alliance_core.scorecard.operational import operational
from alliance_core.scorecard.weights import WeightProfile


@dataclass(frozen=True, slots=True)
class Assessment:
    """All alliances at one date under one weight profile and aggregator.

    overall      alliance_id, alliance (short name), as_of, score, low, high, band, coverage, warning,
                 strain (evidence id where the warning is an open strain)
    dimensions   the same with dimension, dimension_name, short, label (UNTESTED where flagged)
    indicators   Scorecards.indicators with alliance, dimension_name, indicator_name, unit, coded
    operational  operational.operational with alliance
    flags        flags.flags with alliance
    """

    snapshot: Snapshot
    cards: Scorecards
    overall: pl.DataFrame
    dimensions: pl.DataFrame
    indicators: pl.DataFrame
    operational: pl.DataFrame
    flags: pl.DataFrame

    @property
    def as_of(self) -> dt.date:
        """The date of the assessment."""
        return self.snapshot.dates["as_of"][0]


def assess(
    evidence: Evidence,
    as_of: dt.date,
    weights: WeightProfile | None = None,
    aggregator_id: str = "arithmetic",
    seed: int = 0,
    measured: pl.DataFrame | None = None,
) -> Assessment:
    """Assess every alliance that existed at the date. Raises WorkbenchError for bad weights or names."""
    snapshot = Snapshot(evidence, as_of)
    cards = scorecards(snapshot, weights, aggregator_id, seed, measured=measured)
    names = evidence.alliances.select("alliance_id", alliance="short_name")
    integration = operational(snapshot, cards.indicators)
    raised = flags(snapshot, cards.dimensions, cards.indicators, integration)
    by_dimension = named_dimensions(cards.dimensions.join(names, on="alliance_id", maintain_order="left"), raised)
    warnings = top_warnings(snapshot, raised, by_dimension).select(*KEY, "warning", strain="evidence_id")
    return Assessment(
        snapshot=snapshot,
        cards=cards,
        overall=cards.overall.join(names, on="alliance_id", maintain_order="left").join(
            warnings, on=KEY, maintain_order="left"
        ),
        dimensions=by_dimension,
        indicators=named_indicators(cards.indicators.join(names, on="alliance_id", maintain_order="left")),
        operational=integration.join(names, on="alliance_id", maintain_order="left"),
        flags=raised.join(names, on="alliance_id", maintain_order="left"),
    )


def named_dimensions(frame: pl.DataFrame, raised: pl.DataFrame) -> pl.DataFrame:
    """Dimensions with dimension_name, short, the label of a raised flag, and flags (list of ids)."""
    names = pl.DataFrame(
        [{"dimension": d.id, "dimension_name": d.name, "short": d.short} for d in dimensions().values()]
    )
    marked = raised.drop_nulls("dimension").select(*KEY, "dimension", word="name")
    own_flags = raised.drop_nulls("dimension").group_by(*KEY, "dimension").agg(flags=pl.col("flag"))
    insufficient = pl.lit(["insufficient_evidence"])
    return (
        frame.join(names, on="dimension", maintain_order="left")
        .join(marked, on=[*KEY, "dimension"], how="left", maintain_order="left")
        .join(own_flags, on=[*KEY, "dimension"], how="left", maintain_order="left")
        .with_columns(
            label=pl.when(pl.col("score").is_not_null()).then(pl.coalesce("word", "label")).otherwise("label"),
            flags=pl.concat_list(
                pl.col("flags").fill_null([]),
                pl.when(pl.col("score").is_null()).then(insufficient).otherwise(pl.lit([], pl.List(pl.String))),
            ),
        )
        .drop("word")
    )


def named_indicators(frame: pl.DataFrame) -> pl.DataFrame:
    """Indicators with indicator_name, dimension_name, unit, coded and weight, in the order of the catalogue."""
    names = pl.DataFrame(
        [
            {
                "indicator": item.id, "indicator_name": item.name, "unit": item.unit, "coded": item.coded,
                "weight": item.weight, "dimension_name": all_dimensions()[item.dimension].name, "order": order,
            }
            for order, item in enumerate(indicators().values())
        ]
    )  # fmt: skip
    return frame.join(names, on="indicator").sort(*KEY, "order").drop("order")


def as_json(assessment: Assessment, alliances: list[str]) -> dict:
    """The assessment of the alliances given, all of which existed, as the command line prints it."""
    cards = assessment.cards
    return {
        "as_of": assessment.as_of,
        "weights": cards.weights.shares,
        "aggregator": cards.aggregator.id,
        "alliances": [_alliance_json(assessment, alliance) for alliance in alliances],
    }


def _alliance_json(assessment: Assessment, alliance: str) -> dict:
    name = assessment.snapshot.evidence.alliances.filter(alliance_id=alliance)["short_name"][0]
    own = {
        part: getattr(assessment, part).filter(alliance_id=alliance)
        for part in ("overall", "dimensions", "indicators", "operational", "flags")
    }
    integration = own["operational"].select("formal", "operational", "gap", "parchment_share", "combined_operations")
    shown = ["value", "low", "high", "score", "n", "coverage", "unit"]
    return {
        "id": alliance,
        "name": name,
        "overall": own["overall"].select("score", "low", "high", "band").row(0, named=True),
        "dimensions": {
            row.pop("dimension"): row
            for row in own["dimensions"]
            .select("dimension", "score", "low", "high", "band", "label", "coverage", "flags")
            .to_dicts()
        },
        "indicators": {row["indicator"]: {key: row[key] for key in shown} for row in own["indicators"].to_dicts()},
        "operational": integration.row(0, named=True),
        "flags": own["flags"]["flag"].to_list(),
    }
