"""Perceived equity: do partners feel that they get fair value?"""

import numpy as np
import polars as pl
from scipy import special

from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening


def perceived_equity(snapshot: Snapshot) -> Measurement:
    """Mean of the latest answer of each respondent (1 to 5), only with enough of them.

    Gives  Measurement with answers (number); interval by Student's t
    Nulls  fewer respondents than least_answers give no value
    """
    least = indicator("perceived_equity").parameter("least_answers")
    answers = snapshot.survey.join(snapshot.alliances.select(KEY), on=KEY, how="semi")
    grouped = (
        answers.group_by(KEY)
        .agg(
            value=pl.col("fairness").mean(),
            spread=pl.col("fairness").cast(pl.Float64).std(),
            answers=pl.len().cast(pl.Float64),
            widening=widening().mean(),
        )
        .filter(pl.col("answers") >= least)
    )
    tail = 0.5 + evidence_rules()["interval"]["confidence"] / 2
    quantile = special.stdtrit(np.maximum(grouped["answers"].to_numpy() - 1, 1), tail)
    half = pl.Series(quantile, dtype=pl.Float64) * pl.col("spread") / pl.col("answers").sqrt()
    estimates = grouped.with_columns(low=pl.col("value") - half, high=pl.col("value") + half).drop("spread")
    return measurement("perceived_equity", estimates, answers, pl.col("widening"))
