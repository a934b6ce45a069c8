"""Voting agreement: do members vote together on outer space, beyond what chance would give?"""

import zlib
from functools import lru_cache

import numpy as np
import polars as pl
from scipy import sparse

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening
from alliance_core.indicators.strategic_alignment.states import represented_states

POSITIONS = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
SUMS = ["distance", "weight", "total", "squares"]
SEED = 20151231
CHUNK = 10_000


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
        (pl.col("adopted") > pl.col("as_of").dt.offset_by(f"-{years}y")) & pl.col("vote").is_in(list(POSITIONS))
    )
    voter = ["as_of", "actor_id"]
    ballots = recent.lazy().select(*voter, "resolution_id", "vote")
    weights = states.lazy().select(*KEY, "actor_id", "weight")
    # In the order of the votes, because sums of floats in another order differ in the last digit.
    cast = ballots.join(weights, on=voter, maintain_order="left_right").drop("actor_id").collect()
    sums = resolution_sums(cast)
    # Each vote is a row of evidence: counted by voter, so that the votes need not be looked up again.
    voters = recent.group_by(voter).agg(n=pl.len().cast(pl.Int64), weaker=widening().sum())
    rows = recent.lazy().join(states.lazy().select(*KEY, "actor_id"), on=voter)
    weight_all = states.group_by(KEY).agg(members=pl.col("weight").sum())
    counts = (
        states.join(voters, on=voter, maintain_order="left")
        .group_by(KEY)
        .agg(pl.col("n").sum(), voting=pl.col("weight").sum(), widening=pl.col("weaker").sum() / pl.col("n").sum())
        .join(weight_all, on=KEY)
        .select(*KEY, "n", "widening", coverage=pl.col("voting") / pl.col("members"))
    )
    pooled = sums.group_by(KEY).agg(*[pl.col(name).sum() for name in SUMS], resolutions=pl.len().cast(pl.Float64))
    estimates = (
        pooled.with_columns(
            years=pl.lit(float(years)),
            observed=pl.col("distance") / pl.col("weight"),
            expected=_chance(pl.col("weight"), pl.col("total"), pl.col("squares")) / pl.col("weight"),
        )
        .filter(pl.col("expected") > 1e-12)
        .with_columns(value=1 - pl.col("observed") / pl.col("expected"))
        .join(_bootstrap(sums, rules.parameter("draws")), on=KEY)
        .join(counts, on=KEY)
        .drop(SUMS)
    )
    return measurement("voting_agreement", estimates, rows, pl.col("widening"))


def resolution_sums(cast: pl.DataFrame) -> pl.DataFrame:
    """What each resolution adds to Scott's pi, over all pairs of its voters.

    Takes  KEY, resolution_id, vote (yes, abstain, no), weight; one row per voter
    Gives  KEY, resolution_id, and over pairs the weighted distance, weight, sum and sum of squares
    """
    x, w, w2 = pl.col("x"), pl.col("w"), pl.col("w2")
    weight = pl.col("weight")
    return (
        # First by position, as there are three of them at most and many voters.
        cast.group_by(*KEY, "resolution_id", "vote", maintain_order=True)
        .agg(w=weight.sum(), w2=(weight * weight).sum(), voters=pl.len())
        .with_columns(x=pl.col("vote").replace_strict(POSITIONS, return_dtype=pl.Float64))
        .group_by(*KEY, "resolution_id")
        .agg(
            w.sum(), w2.sum(), wx=(w * x).sum(), w2x=(w2 * x).sum(),
            wxx=(w * x * x).sum(), w2xx=(w2 * x * x).sum(), voters=pl.col("voters").sum(),
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


@lru_cache(maxsize=100_000)
def _multiplicity(resolution: str, draws: int) -> np.ndarray:
    """How often each draw takes this resolution: drawn by its name, so that no other date or alliance matters."""
    return np.random.default_rng([SEED, zlib.crc32(resolution.encode())]).poisson(1.0, draws).astype(np.uint8)


def _bootstrap(sums: pl.DataFrame, draws: int) -> pl.DataFrame:
    """Quantiles of pi when resolutions are drawn again: KEY, low, high."""
    groups = sums.group_by(KEY, maintain_order=True).agg(length=pl.len())
    if groups.is_empty():
        return groups.select(*KEY, low=pl.lit(0.0), high=pl.lit(0.0))
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    names = sums["resolution_id"].unique().sort()
    multiplicity = np.stack([_multiplicity(name, draws) for name in names]).astype(np.float64)
    columns = (sums["resolution_id"].rank("dense") - 1).to_numpy().astype(np.int64)
    parts = sums.select(SUMS).to_numpy()
    ends = np.concatenate([[0], np.cumsum(groups["length"].to_numpy().astype(np.int64))])
    low, high = np.empty(len(groups)), np.empty(len(groups))
    # In chunks of groups, because groups x draws of a large collection would not fit into memory.
    for first in range(0, len(groups), CHUNK):
        last = min(first + CHUNK, len(groups))
        rows = slice(ends[first], ends[last])
        place, shape = (columns[rows], ends[first : last + 1] - ends[first]), (last - first, len(names))
        distance, weight, total, squares = (
            sparse.csr_array((parts[rows, i], *place), shape=shape) @ multiplicity for i in range(4)
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = _chance(weight, total, squares)
            pi = np.where(chance > 1e-12, 1 - distance / chance, np.nan)
        low[first:last], high[first:last] = _quantiles(pi, [tail, 1 - tail])
    return groups.select(KEY).with_columns(pl.Series("low", low), pl.Series("high", high))


def _quantiles(values: np.ndarray, shares: list[float]) -> list[np.ndarray]:
    """Quantiles of each row without its NaN, as np.nanquantile gives them but at once; 1 for a row of NaN.

    >>> [float(row[0]) for row in _quantiles(np.array([[3.0, np.nan, 1.0]]), [0.0, 0.75])]
    [1.0, 2.5]
    """
    ordered = np.sort(values, axis=1)
    last = np.maximum((~np.isnan(values)).sum(axis=1) - 1, 0)
    ordered[:, 0] = np.where(np.isnan(ordered[:, 0]), 1.0, ordered[:, 0])
    rows = np.arange(len(values))
    found = []
    for share in shares:
        below = np.floor(share * last).astype(np.int64)
        lower, upper = ordered[rows, below], ordered[rows, np.minimum(below + 1, last)]
        found.append(lower + (upper - lower) * (share * last - below))
    return found
