"""Under every power mean, who is ahead is decided by a weighted sum."""

import numpy as np

from alliance_core.composite.aggregation import Mean


def linear_scores(scores: np.ndarray, mean: Mean, counted: np.ndarray | None = None) -> np.ndarray:
    """Scores on the scale on which the mean is a weighted arithmetic mean, higher still better.

    A power mean is the inverse of f applied to the weighted mean of f(scores), with f(x) = x^p, or log x for
    p = 0 (Hardy, Littlewood and Polya 1934, chapter 3). f keeps the order, so that rankings, break-even points
    and winning probabilities of any power mean are those of weighted sums of f(scores).

    Takes  scores [..., part], NaN = missing; counted [part]: the parts that can have a weight, all if not given
    Gives  the same shape. The weakest link does not ask for weights: each part becomes the lowest score that counts

    >>> from alliance_core.catalogue.rules import aggregator
    >>> linear_scores(np.array([20.0, 50.0]), aggregator("harmonic")).tolist()
    [-0.05, -0.02]
    """
    if mean.power == -np.inf:
        used = scores if counted is None else np.where(counted, scores, np.nan)
        lowest = np.fmin.reduce(used, axis=-1, keepdims=True)
        return np.where(np.isnan(scores), np.nan, lowest)
    floored = np.maximum(scores, mean.floor)
    if mean.power == 0:
        return np.log(floored)
    return floored**mean.power if mean.power > 0 else -(floored**mean.power)


def overall_from_linear(linear: np.ndarray, mean: Mean) -> np.ndarray:
    """Back from the linear scale to points.

    >>> from alliance_core.catalogue.rules import aggregator
    >>> overall_from_linear(np.array([-0.04]), aggregator("harmonic")).round(6).tolist()
    [25.0]
    """
    if mean.power == -np.inf:
        return linear
    if mean.power == 0:
        return np.exp(linear)
    return np.abs(linear) ** (1 / mean.power)
