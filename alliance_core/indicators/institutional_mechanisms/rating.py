"""Institutional indicators are levels coded 0 to 4 against published rubrics."""

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening


def rated(snapshot: Snapshot, name: str) -> Measurement:
    """The latest rating of the indicator `name` as a measurement.

    Gives  Measurement with since (date as text) and rubric (meaning of the level); interval: half a
           level, widened by verification
    """
    rules = evidence_rules()
    rubric = {int(level): meaning for level, meaning in rules["rubric"][name].items()}
    half = rules["interval"]["rating_half_width"]
    rows = snapshot.ratings.filter(indicator=name)
    estimates = rows.select(
        *KEY,
        value=pl.col("level").cast(pl.Float64),
        low=pl.col("level") - half,
        high=pl.col("level") + half,
        widening=widening(),
        since=pl.col("since").dt.to_string("%Y-%m-%d"),
        rubric=pl.col("level").replace_strict(rubric, return_dtype=pl.String),
    )
    return measurement(name, estimates, rows, pl.col("widening"))
