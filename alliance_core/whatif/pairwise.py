"""How much of all weightings puts one alliance ahead of another: exact, without drawing any."""

import numpy as np

from alliance_core.whatif.importance import Importance


def win_probability(differences: np.ndarray) -> np.ndarray:
    """P(sum of w_i c_i > 0) over all weightings (Dirichlet with all parameters 1); a tie throughout gives one half.

    Weights drawn evenly are independent standard exponentials up to their common sum, so that the question is
    whether the sum of the exponentials with means c_i > 0 outlasts that of those with means -c_j > 0. Let both
    run at once, stage by stage: of two stages with means c and d the first ends first with probability
    d / (c + d), and what is left forgets the past. Adding up the ways through that grid needs no difference of
    like numbers, so that nothing is lost where values tie. Where they differ it equals the partial fractions
    sum over c_i > 0 of c_i^(n-1) / prod (c_i - c_j) (Feller 1971, volume II, chapter I).

    Takes  c [..., part]
    Gives  [...]; NaN where a difference is missing

    >>> win_probability(np.array([[3.0, -1.0], [1.0, 1.0], [0.0, 0.0]])).tolist()
    [0.75, 1.0, 0.5]
    """
    parts = differences.shape[-1]
    # Stages of no length come first: they end at once.
    gains = np.sort(np.maximum(differences, 0), axis=-1)
    losses = np.sort(np.maximum(-differences, 0), axis=-1)
    shape = differences.shape[:-1]
    # From the last stages back: with all gains ended the sum is not above 0, with all losses ended it is.
    ways = [np.zeros(shape)] * (parts + 1)
    for i in range(parts - 1, -1, -1):
        row = [np.ones(shape)] * (parts + 1)
        for j in range(parts - 1, -1, -1):
            both = gains[..., i] + losses[..., j]
            first = np.divide(losses[..., j], both, out=np.ones(shape), where=both > 0)
            row[j] = first * ways[j] + (1 - first) * row[j + 1]
        ways = row
    level = (differences == 0).all(axis=-1)
    missing = np.isnan(differences).any(axis=-1)
    return np.where(missing, np.nan, np.where(level, 0.5, ways[0]))


def win_matrix(linear: np.ndarray, order: Importance | None = None) -> np.ndarray:
    """Exact P(a ahead of b) over all weightings for every pair: [unit, unit]; NaN where it takes draws.

    It takes draws where a score is missing, and for an order of importance that does not place every part. For a
    full order the weightings are mixtures, drawn evenly, of its corners: all weight shared evenly among the first
    1, 2, ..., n parts, whose centre are the rank order centroid weights (Barron and Barrett 1996).

    Takes  linear [unit, part] (linear.linear_scores)
    """
    values = linear
    if order is not None and order.groups:
        if not order.is_full(linear.shape[1]):
            return np.full((len(linear), len(linear)), np.nan)
        ranked = linear[:, [group[0] for group in order.groups]]
        values = np.cumsum(ranked, axis=1) / np.arange(1, linear.shape[1] + 1)
    return win_probability(values[:, None, :] - values[None, :, :])
