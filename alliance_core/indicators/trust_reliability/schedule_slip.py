"""Schedule slip: how late does the alliance deliver?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, z_score
from alliance_core.indicators.trust_reliability.promises import matured

DAYS_PER_YEAR = 365.25
HALF = 0.5 + 1e-9  # a product of fractions that is one half on paper may come out a little above it


def schedule_slip(snapshot: Snapshot) -> Measurement:
    """Kaplan-Meier median of the delay of dated commitments; a cost.

    A delivered one has slipped by its delay (early counts as on time); what is overdue, or was ended
    after its date, is censored at the delay reached.

    Gives  Measurement with promised (dated commitments), late (overdue). Interval: where the log-log
           Greenwood bounds of the survival curve cross one half (Brookmeyer and Crowley 1982)
    Nulls  fewer dated commitments than least_commitments: no value. Where half is never reached, the
           longest delay stands in
    """
    least = indicator("schedule_slip").parameter("least_commitments")
    rows = delays(snapshot).filter(pl.len().over(KEY) >= least)
    curve = survival(rows)
    longest = pl.col("delay").max()

    def first_below(survivors: str) -> pl.Expr:
        return pl.col("delay").filter(pl.col(survivors) <= HALF).min().fill_null(longest)

    estimates = (
        curve.group_by(KEY)
        .agg(value=first_below("survivors"), low=first_below("lower"), high=first_below("upper"))
        .join(
            rows.group_by(KEY).agg(
                promised=pl.len().cast(pl.Float64),
                late=(pl.col("state") == "delayed").sum().cast(pl.Float64),
                widening=widening().mean(),
                n=pl.len(),
            ),
            on=KEY,
        )
    )
    return measurement("schedule_slip", estimates, rows, pl.col("widening"))


def delays(snapshot: Snapshot) -> pl.DataFrame:
    """Delay of each dated commitment: the columns of matured, delay (years), observed (bool)."""
    end = pl.when(state="delivered").then("delivered").when(state="ended").then("ended").otherwise("as_of")
    return (
        matured(snapshot)
        .filter(pl.col("due").is_not_null() & ((pl.col("state") != "ended") | (pl.col("ended") >= pl.col("due"))))
        .with_columns(
            delay=((end - pl.col("due")).dt.total_days() / DAYS_PER_YEAR).clip(0),
            observed=pl.col("state") == "delivered",
        )
    )


def survival(rows: pl.DataFrame) -> pl.DataFrame:
    """Kaplan-Meier curve of each group with 90 % bounds (Greenwood 1926, log-log scale).

    Takes  KEY, delay, observed (false = censored)
    Gives  KEY, delay (rising), survivors, lower, upper
    """
    steps = (
        rows.group_by(*KEY, "delay")
        .agg(ended=pl.col("observed").sum().cast(pl.Float64), leaving=pl.len().cast(pl.Float64))
        .sort(*KEY, "delay")
        .with_columns(at_risk=pl.col("leaving").cum_sum(reverse=True).over(KEY))
    )
    hazard = pl.col("ended") / pl.col("at_risk")
    greenwood = pl.when(hazard < 1).then(pl.col("ended") / (pl.col("at_risk") * (pl.col("at_risk") - pl.col("ended"))))
    curve = steps.with_columns(
        survivors=(1 - hazard).cum_prod().over(KEY), variance=greenwood.fill_null(0.0).cum_sum().over(KEY)
    )
    log_survivors = pl.col("survivors").log()
    margin = (z_score() * pl.col("variance").sqrt() / log_survivors.abs()).exp()
    inside = (pl.col("survivors") > 0) & (pl.col("survivors") < 1)
    # S ** exp(+margin) is the lower bound of S, so it crosses one half first.
    return curve.select(
        *KEY, "delay", "survivors",
        lower=pl.when(inside).then((log_survivors * margin).exp()).otherwise(pl.col("survivors")),
        upper=pl.when(inside).then((log_survivors / margin).exp()).otherwise(pl.col("survivors")),
    )  # fmt: skip
