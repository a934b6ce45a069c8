"""What an indicator gives back, and the pieces of statistics that several of them share."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl
from scipy import special

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY

ESTIMATES = ["value", "low", "high", "n", "coverage"]
EVIDENCE_COLUMNS = [*KEY, "evidence_id"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One indicator over all alliances and dates of a snapshot.

    estimates  KEY, value, low, high (90 % interval), n (evidence rows), coverage (0..1), and the named
               numbers that the formula in words of the catalogue shows; an alliance without evidence
               has no row
    evidence   KEY, evidence_id: the rows that were used; none where there is no value
    """

    estimates: pl.DataFrame
    evidence: pl.LazyFrame


def z_score() -> float:
    """Standard normal quantile of the interval in the catalogue (1.645 for 90 %)."""
    return NormalDist().inv_cdf(0.5 + evidence_rules()["interval"]["confidence"] / 2)


def tier_weight() -> pl.Expr:
    """Weight of a member by its tier."""
    return pl.col("tier").replace_strict(evidence_rules()["tier_weights"], return_dtype=pl.Float64)


def widening() -> pl.Expr:
    """How much weaker verification widens an interval: read 1, recalled 1.5, estimated 3."""
    return pl.col("verification").replace_strict(evidence_rules()["verification_widening"], return_dtype=pl.Float64)


def measurement(
    name: str, estimates: pl.DataFrame, evidence: pl.DataFrame | pl.LazyFrame, wider: pl.Expr | None = None
) -> Measurement:
    """A Measurement from raw estimates: n counted from the evidence, interval widened and kept in bounds.

    Takes  estimates: KEY, value, low, high, coverage (optional, default 1), `widening` (mean of the rows
           used, optional), n (if it is known without looking the evidence up) and any named numbers;
           evidence: KEY, evidence_id
    Gives  low <= value <= high inside the bounds of the catalogue; null values are dropped
    """
    low_bound, high_bound = indicator(name).bounds
    measured = estimates.filter(pl.col("value").is_not_null() & pl.col("value").is_finite())
    rows = evidence.lazy().select(*EVIDENCE_COLUMNS)
    if "n" not in measured.columns:
        counts = rows.group_by(KEY).agg(n=pl.col("evidence_id").n_unique()).collect()
        measured = measured.join(counts, on=KEY, how="left")
    factor = wider if wider is not None else pl.lit(1.0)
    value = pl.col("value").clip(low_bound, high_bound)
    frame = (
        measured.with_columns(coverage=pl.col("coverage") if "coverage" in estimates.columns else pl.lit(1.0))
        .with_columns(
            value=value,
            low=(pl.col("value") - factor * (pl.col("value") - pl.col("low")).clip(0)).clip(low_bound, value),
            high=(pl.col("value") + factor * (pl.col("high") - pl.col("value")).clip(0)).clip(value, high_bound),
            coverage=pl.col("coverage").clip(0.0, 1.0),
        )
        .with_columns(pl.col("n").fill_null(0).cast(pl.Int64))
        .sort(KEY)
    )
    return Measurement(frame, rows.join(measured.lazy().select(KEY), on=KEY, how="semi").unique())


def wilson(successes: pl.Expr, trials: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Bounds of the Wilson score interval for a share (Wilson 1927).

    >>> low, high = wilson(pl.lit(8.0), pl.lit(10.0))
    >>> [round(bound, 3) for bound in pl.select(low.alias("low"), high.alias("high")).row(0)]
    [0.541, 0.931]
    """
    z2 = z_score() ** 2
    share = successes / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = (z2 * (share * (1 - share) / trials + z2 / (4 * trials**2))).sqrt() / (1 + z2 / trials)
    return centre - half, centre + half


def beta_posterior(frame: pl.DataFrame, kept: pl.Expr, broken: pl.Expr) -> pl.DataFrame:
    """The frame with value (posterior mean), low and high (quantiles) of Beta(kept, broken)."""
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    parameters = frame.select(a=kept.cast(pl.Float64), b=broken.cast(pl.Float64))
    a, b = parameters["a"].to_numpy(), parameters["b"].to_numpy()
    return frame.with_columns(
        pl.Series("value", a / (a + b), dtype=pl.Float64),
        pl.Series("low", special.betaincinv(a, b, tail) if a.size else np.empty(0), dtype=pl.Float64),
        pl.Series("high", special.betaincinv(a, b, 1 - tail) if a.size else np.empty(0), dtype=pl.Float64),
    )
