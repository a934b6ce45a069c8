"""Scores from values: how far a value has come from the worst to the best goalpost."""

import math

import numpy as np

from alliance_core.catalogue import Indicator


def score_of(indicator: Indicator, value: np.ndarray) -> np.ndarray:
    """Score 0..100 of values in the unit of the indicator; NaN stays NaN.

    Fixed goalposts, so that a score never depends on who is compared (as in the UN's HDI). On a log
    scale the distance is taken in log(1 + value).

    >>> from alliance_core.catalogue import indicator
    >>> score_of(indicator("anchor_dependence"), np.array([0.9, 0.25, 0.575, 1.0])).round(6).tolist()
    [0.0, 100.0, 50.0, 0.0]
    """
    if indicator.scale == "log":
        share = (np.log1p(value) - math.log1p(indicator.worst)) / (
            math.log1p(indicator.best) - math.log1p(indicator.worst)
        )
    else:
        share = (value - indicator.worst) / (indicator.best - indicator.worst)
    return 100 * np.clip(share, 0, 1) + 0.0  # a cost at its worst would be -0.0
