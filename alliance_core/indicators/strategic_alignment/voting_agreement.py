"""Voting agreement: do members vote together on outer space, beyond what chance would give?"""

import itertools

import numpy as np
import polars as pl

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening
from alliance_core.indicators.strategic_alignment.states import represented_states

POSITIONS = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
SUMS = ["distance", "weight", "total", "squares"]
SEED = 20151231
CHUNK = 100_000


def voting_agreement(snapshot: Snapshot) -> Measurement:
    """Chance-corrected agreement of the members' votes on space resolutions of the trailing years.

    Scott's pi with squared distances (yes 1, abstain 0.5, no 0; Häge 2011), pooled over all pairs of
    member states with the product of their tier weights; with two members it is Häge's pi. For a
    resolution with weights w, votes x, W = sum w, L = sum w x: the pairs' squared distances add up to
    W sum(w x^2) - L^2, so that no pair is ever formed. The interval is a Poisson bootstrap over
    resolutions (Hanley and MacGibbon 2006).

    Gives  Measurement with observed, expected (mean distances), resolutions, years; coverage is the
           share of the members' weight that voted at least once
    Nulls  absent votes are left out; no variation in votes at all gives no value
    """
    rules = indicator("voting_agreement")
    years = rules.parameter("years")
    states = represented_states(snapshot)
    recent = snapshot.votes.filter(
        (pl.col("adopted") > pl.col("as_of").dt.offset_by(f"-{years}y"))
        & pl.col("vote").is_in(list(POSITIONS))
    )
    cast = recent.join(states.select(*KEY, "actor_id", "weight"), on=["as_of", "actor_id"])
    sums = resolution_sums(cast)
    weight_all = states.group_by(KEY).agg(members=pl.col("weight").sum())
    weight_voting = (
        cast.unique([*KEY, "actor_id"])
        .group_by(KEY)
        .agg(voting=pl.col("weight").sum())
        .join(weight_all, on=KEY)
    )
    widen = cast.group_by(KEY).agg(widening=widening().mean())
    pooled = sums.group_by(KEY).agg(
        *[pl.col(name).sum() for name in SUMS], resolutions=pl.len().cast(pl.Float64)
    )
    estimates = (
        pooled.with_columns(
            years=pl.lit(float(years)),
            observed=pl.col("distance") / pl.col("weight"),
            expected=_chance(pl.col("weight"), pl.col("total"), pl.col("squares")) / pl.col("weight"),
        )
        .filter(pl.col("expected") > 1e-12)
        .with_columns(value=1 - pl.col("observed") / pl.col("expected"))
        .join(_bootstrap(sums, rules.parameter("draws")), on=KEY)
        .join(weight_voting.select(*KEY, coverage=pl.col("voting") / pl.col("members")), on=KEY)
        .join(widen, on=KEY)
        .drop(SUMS)
    )
    return measurement("voting_agreement", estimates, cast, pl.col("widening"))


def resolution_sums(cast: pl.DataFrame) -> pl.DataFrame:
    """What each resolution adds to Scott's pi, over all pairs of its voters.

    Takes  KEY, resolution_id, actor_id, vote (yes, abstain, no), weight
    Gives  KEY, resolution_id, and over pairs the weighted distance, weight, sum and sum of squares
    """
    x = pl.col("vote").replace_strict(POSITIONS, return_dtype=pl.Float64)
    w = pl.col("weight")
    return (
        cast.group_by(*KEY, "resolution_id")
        .agg(
            w=w.sum(), w2=(w**2).sum(), wx=(w * x).sum(), w2x=(w**2 * x).sum(),
            wxx=(w * x**2).sum(), w2xx=(w**2 * x**2).sum(), voters=pl.len(),
        )
        .filter(pl.col("voters") > 1)
        .select(
            *KEY, "resolution_id",
            distance=(pl.col("w") * pl.col("wxx") - pl.col("wx") ** 2).clip(0),
            weight=(pl.col("w") ** 2 - pl.col("w2")) / 2,
            total=pl.col("w") * pl.col("wx") - pl.col("w2x"),
            squares=pl.col("w") * pl.col("wxx") - pl.col("w2xx"),
        )
        .sort(*KEY, "resolution_id")
    )  # fmt: skip


def _chance(weight, total, squares):  # type: ignore[no-untyped-def]
    """Distances to the joint mean over pairs: sum (x-m)^2 + (y-m)^2 with m the joint mean."""
    return squares - total**2 / (2 * weight)


def _bootstrap(sums: pl.DataFrame, draws: int) -> pl.DataFrame:
    """Quantiles of pi when resolutions are drawn again: KEY, low, high."""
    groups = sums.group_by(KEY, maintain_order=True).agg(length=pl.len())
    if groups.is_empty():
        return groups.select(*KEY, low=pl.lit(0.0), high=pl.lit(0.0))
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    names = sums["resolution_id"].unique().sort()
    multiplicity = np.random.default_rng(SEED).poisson(1.0, size=(len(names), draws)).astype(np.float64)
    rows = names.search_sorted(sums["resolution_id"]).to_numpy()
    parts = sums.select(SUMS).to_numpy()
    ends = np.cumsum(groups["length"].to_numpy().astype(np.int64))
    low, high = np.empty(len(groups)), np.empty(len(groups))
    # In chunks of whole groups, because rows x draws of a large collection would not fit into memory.
    bounds = [0, *(np.flatnonzero(np.diff(ends // CHUNK)) + 1), len(groups)]
    for first, last in itertools.pairwise(bounds):
        start, stop = (ends[first - 1] if first else 0), ends[last - 1]
        drawn = multiplicity[rows[start:stop]]
        offsets = np.concatenate([[0], ends[first : last - 1] - start])
        distance, weight, total, squares = (
            np.add.reduceat(drawn * parts[start:stop, [column]], offsets, axis=0) for column in range(4)
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = _chance(weight, total, squares)
            pi = np.where(chance > 1e-12, 1 - distance / chance, np.nan)
        counted = np.where(np.isnan(pi).all(axis=1, keepdims=True), 1.0, pi)
        low[first:last] = np.nanquantile(counted, tail, axis=1)
        high[first:last] = np.nanquantile(counted, 1 - tail, axis=1)
    return groups.select(KEY).with_columns(pl.Series("low", low), pl.Series("high", high))
