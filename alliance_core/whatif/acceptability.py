"""How much of all possible weightings supports which ranking (stochastic multicriteria acceptability analysis)."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from alliance_core.whatif.importance import Importance

STREAMS = 16
CHUNK = 32_768


@dataclass(frozen=True, slots=True)
class Support:
    """Shares of all weightings.

    ranks     [unit, rank] in which a unit takes a rank, the first column the first; level units split the ranks
              that they share. A row adds up to 1 together with `unscored`
    unscored  [unit] in which too little of its weight is covered for a score
    central   [unit, part] the mean weighting that puts a unit first; NaN for one that never is
    expected  [unit] the mean rank
    wins      [unit, unit] in which the one is ahead of the other, level counting half, of those in which both have
              a score; NaN where that never is
    draws     how many weightings were drawn
    """

    ranks: np.ndarray
    unscored: np.ndarray
    central: np.ndarray
    expected: np.ndarray
    wins: np.ndarray
    draws: int


def draw_weights(count: int, parts: int, seed: int = 0, order: Importance | None = None) -> np.ndarray:
    """Weightings drawn evenly from all that are possible: [draw, part], each row adds up to 1.

    Standard exponentials divided by their sum are Dirichlet(1, ..., 1), which is even on the simplex
    (Rubinstein 1982); uniform numbers divided by their sum would crowd in the middle. Single precision: a
    share of a million weightings needs no more.
    """
    drawn = np.empty((count, parts), np.float32)
    edges = np.linspace(0, count, STREAMS + 1).astype(int)
    streams = np.random.SeedSequence(seed).spawn(STREAMS)

    # Each stream fills its own part, so that the numbers do not depend on how many threads there are.
    def fill(i: int) -> None:
        own = drawn[edges[i] : edges[i + 1]]
        np.random.default_rng(streams[i]).standard_exponential(out=own, dtype=np.float32)
        own /= own @ np.ones((parts, 1), np.float32)
        if order is not None:
            order.arrange(own)

    _in_parallel(fill, STREAMS)
    return drawn


def acceptability(linear: np.ndarray, draws: np.ndarray, least: float = 0.0) -> Support:
    """Rank acceptability, central weights and expected ranks (Lahdelma and Salminen 2001, SMAA-2).

    Takes  linear [unit, part], or [batch, unit, part] with one batch of evidence for each run of weightings:
           scores on the scale on which the mean is a weighted sum (linear.linear_scores), NaN = missing;
           draws [draw, part] (draw_weights); least: the share of weight that must be covered for a score
    Gives  the same for any order of the units
    """
    batches = linear if linear.ndim == 3 else linear[None]
    # Units alike in everything are level by definition, not by the last digit of a sum.
    kept, of = _distinct(batches)
    sizes = np.bincount(of)
    step = min(CHUNK, max(1, len(draws) // len(batches)))
    starts = range(0, len(draws), step)
    spans = [(s, min(s + step, len(draws)), min(s * len(batches) // len(draws), len(batches) - 1)) for s in starts]
    values = np.ascontiguousarray(np.nan_to_num(batches[:, kept]), np.float32)
    present = ~np.isnan(batches[0, kept])
    counted: list[tuple[np.ndarray, ...]] = [()] * len(spans)

    def count(i: int) -> None:
        start, end, batch = spans[i]
        counted[i] = _count(values[batch], present, draws[start:end], least, sizes)

    _in_parallel(count, len(spans))
    better, unscored, central, wins, both = (np.sum([part[k] for part in counted], axis=0) for k in range(5))
    return _support(better, unscored, central, wins, both, sizes, of, len(draws))


def _count(
    values: np.ndarray, present: np.ndarray, weights: np.ndarray, least: float, sizes: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Counts over one run of weightings: by number of units ahead, unscored, central sums, wins, both scored."""
    units, total = len(values), int(sizes.sum())
    scores = values @ weights.T
    there = None
    if not present.all():
        covered = present.astype(np.float32) @ weights.T
        there = covered >= least - 1e-6
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = np.where(there, scores / covered, -np.inf)
    ahead = np.zeros(scores.shape, np.uint8 if total < 256 else np.uint16)
    wins = np.zeros((units, units))
    for i in range(units):
        for j in range(i):
            over = scores[i] > scores[j]
            under = ~over if there is None else scores[j] > scores[i]
            wins[i, j], wins[j, i] = np.count_nonzero(over), np.count_nonzero(under)
            ahead[j] += over if sizes[i] == 1 else over * sizes.astype(ahead.dtype)[i]
            ahead[i] += under if sizes[j] == 1 else under * sizes.astype(ahead.dtype)[j]
    both = np.full((units, units), float(len(weights)))
    if there is not None:
        known = there.astype(np.float32)
        both = (known @ known.T).astype(float)
        # The loop above took what has no score as beaten by all that have one.
        wins -= np.where(np.eye(units, dtype=bool), 0.0, np.diagonal(both)[:, None] - both)
        ahead[~there] = np.iinfo(ahead.dtype).max
    better = np.stack([np.count_nonzero(ahead == place, axis=1) for place in range(total)], axis=1).astype(float)
    central = (ahead == 0).astype(np.float32) @ weights
    return better, len(weights) - np.diagonal(both), central.astype(float), wins, both


def _support(
    better: np.ndarray, unscored: np.ndarray, central: np.ndarray, wins: np.ndarray, both: np.ndarray,
    sizes: np.ndarray, of: np.ndarray, draws: int,
) -> Support:  # fmt: skip
    """Counts of distinct units as shares of all units."""
    total = len(of)
    ranks = np.zeros((len(sizes), total))
    for unit, size in enumerate(sizes):
        # With n units ahead, `size` level units split the ranks n + 1 to n + size.
        for place in range(size):
            ranks[unit, place:] += better[unit, : total - place] / size
    scored = draws - unscored
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (ranks @ np.arange(1, total + 1)) / scored
        shares = wins / both
        middle = central / better[:, [0]]
    level = of[:, None] == of[None, :]
    return Support(
        ranks=(ranks / draws)[of],
        unscored=(unscored / draws)[of],
        central=middle[of],
        expected=expected[of],
        wins=np.where(level, np.where((scored > 0)[of][:, None], 0.5, np.nan), shares[of][:, of]),
        draws=draws,
    )


def _distinct(batches: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first of each kind of unit, and the kind of each unit, in the order of their first appearance."""
    flat = np.moveaxis(batches, 1, 0).reshape(batches.shape[1], -1)
    _, first, of = np.unique(np.nan_to_num(flat, nan=np.inf), axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return first[order], np.argsort(order)[of.ravel()]


def _in_parallel(work: Callable[[int], None], count: int) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(work, range(count)))
