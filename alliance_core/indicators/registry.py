"""All indicators of the catalogue, measured at once."""

import importlib
from collections.abc import Callable, Iterable
from functools import lru_cache

import polars as pl

from alliance_core.catalogue import indicator, indicators
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import ESTIMATES, Measurement


@lru_cache(maxsize=64)
def function_of(name: str) -> Callable[[Snapshot], Measurement]:
    """The function that measures an indicator: alliance_core.indicators.DIMENSION.NAME.NAME."""
    module = importlib.import_module(f"alliance_core.indicators.{indicator(name).dimension}.{name}")
    return getattr(module, name)


def measure_one(snapshot: Snapshot, name: str) -> Measurement:
    """One indicator with its named numbers and evidence. Raises UnknownNameError."""
    return function_of(name)(snapshot)


def measure(snapshot: Snapshot, names: Iterable[str] | None = None, *, with_evidence: bool = False) -> pl.DataFrame:
    """The long table of indicators.

    Takes  a snapshot, and the ids of indicators (all by default)
    Gives  one row per alliance, date and indicator, sorted: KEY, indicator, value, low, high (90 %),
           n (evidence rows), coverage (0..1), and with_evidence also evidence (list of evidence ids)
    Nulls  an indicator without evidence has null value, low and high, n 0 and coverage 0
    """
    wanted = list(names) if names is not None else list(indicators())
    parts = []
    for name in wanted:
        measured = measure_one(snapshot, name)
        part = measured.estimates.select(*KEY, pl.lit(name).alias("indicator"), *ESTIMATES)
        if with_evidence:
            used = measured.evidence.group_by(KEY).agg(evidence=pl.col("evidence_id").sort()).collect()
            part = part.join(used, on=KEY, how="left")
        parts.append(part)
    frame = snapshot.alliances.select(KEY).join(pl.DataFrame({"indicator": wanted}), how="cross")
    full = frame.join(pl.concat(parts), on=[*KEY, "indicator"], how="left")
    return full.with_columns(pl.col("n").fill_null(0), pl.col("coverage").fill_null(0.0)).sort(*KEY, "indicator")
