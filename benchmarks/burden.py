"""One family of indicators computed by alliance_core and, for comparison, by pandas: see pandas_peer.

The numbers are those of burden sharing over a row of dates: mean shares of cost, benefit and decision,
authority alignment (1 - dissimilarity between cost and decision shares) and anchor dependence (largest cost
share). Evidence rows and verification, which only the indicators use, are left out on both sides.
"""

import datetime as dt
from pathlib import Path

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.burden_sharing_equity.units import dissimilarity, mean_shares, unit_shares
from alliance_core.scorecard.trend import ROWS_AT_ONCE

SHARE_COLUMNS = [*KEY, "actor_id", "measure", "share"]
VALUE_COLUMNS = [*KEY, "authority_alignment", "anchor_dependence"]


def passes(folder: Path, dates: list[dt.date]) -> list[list[dt.date]]:
    """The dates that are computed together, as in scorecard.trend; the same for both sides."""
    at_once = max(1, ROWS_AT_ONCE // max(1, sum(Evidence(folder).rows.values())))
    return [dates[first : first + at_once] for first in range(0, len(dates), at_once)]


def burden(folder: Path, dates: list[dt.date]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Mean shares (SHARE_COLUMNS) and values (VALUE_COLUMNS, null = unknown), by Polars."""
    evidence = Evidence(folder)
    parts = [_burden(Snapshot(evidence, days, named=False)) for days in passes(folder, dates)]
    named = pl.col(pl.Enum).cast(pl.String)
    shares, values = (pl.concat(frames).with_columns(named) for frames in zip(*parts, strict=True))
    return shares, values


def _burden(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    rules = indicator("authority_alignment")
    years, error = rules.parameter("years"), rules.parameter("relative_error")
    units = unit_shares(snapshot, years).filter(pl.col("cost").is_not_null())
    anchors = units.group_by(KEY).agg(anchor_dependence=pl.col("cost").max())
    deciding = dissimilarity(units.filter(pl.col("decision").is_not_null()), "cost", "decision", error)
    aligned = deciding.filter(pl.col("payers") > 1).select(*KEY, authority_alignment="value")
    values = anchors.join(aligned, on=KEY, how="left").select(VALUE_COLUMNS)
    return mean_shares(snapshot, years).select(SHARE_COLUMNS), values


def greatest_difference(one: pl.DataFrame, other: pl.DataFrame, keys: list[str]) -> float:
    """Greatest absolute difference of the numbers of two frames; infinite where rows or gaps differ."""
    numbers = [name for name in one.columns if name not in keys]
    joined = one.join(other.select(one.columns), on=keys, how="full", coalesce=True, suffix="_other")
    gaps = [(pl.col(name).is_null() != pl.col(f"{name}_other").is_null()).any() for name in numbers]
    apart = [(pl.col(name) - pl.col(f"{name}_other")).abs().max() for name in numbers]
    if joined.height != one.height or joined.select(pl.any_horizontal(gaps)).item():
        return float("inf")
    return joined.select(pl.max_horizontal(apart)).item() or 0.0
