"""Scores from values: how far a value has come from the worst to the best goalpost."""

import numpy as np

from alliance_core.catalogue import Indicator
from alliance_core.composite.normalisation import goalposts


def score_of(indicator: Indicator, value: np.ndarray) -> np.ndarray:
    """Score 0..100 of values in the unit of the indicator; NaN stays NaN.

    Fixed goalposts, so that a score never depends on who is compared (as in the UN's HDI). On a log
    scale the distance is taken in log(1 + value).

    >>> from alliance_core.catalogue import indicator
    >>> score_of(indicator("anchor_dependence"), np.array([0.9, 0.25, 0.575, 1.0])).round(6).tolist()
    [0.0, 100.0, 50.0, 0.0]
    """
    scale = "log1p" if indicator.scale == "log" else "linear"
    return 100 * goalposts(value, indicator.worst, indicator.best, scale)
