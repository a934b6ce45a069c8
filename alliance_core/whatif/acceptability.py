"""How much of all possible weightings supports which ranking (stochastic multicriteria acceptability analysis)."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from alliance_core.whatif.importance import Importance

STREAMS = 16
# Weightings counted at once: many, because threads that call NumPy for a little each wait for one another.
CHUNK = 131_072
# A product of at most so many multiplications OpenBLAS leaves to the thread that asks. Larger ones it spreads over
# threads of its own, which then fight ours for the same cores: three times slower on two.
OWN_THREAD = 2**18


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
        # Not a product with ones: how BLAS adds up depends on its threads.
        own /= np.einsum("ij->i", own)[:, None]
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
    scores = _scores(values, weights)
    there = None
    if not present.all():
        covered = _scores(present.astype(np.float32), weights)
        there = covered >= least - 1e-6
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = np.where(there, scores / covered, -np.inf)
    ahead = np.zeros(scores.shape, np.uint8 if total < 256 else np.uint16)
    alike = sizes.astype(ahead.dtype)
    wins = np.zeros((units, units))
    # One place for all claims: fresh memory for each would cost as much time as the comparing.
    claims = np.empty(scores.shape, bool)
    for i in range(1, units):
        over = np.greater(scores[i], scores[:i], out=claims[:i])
        wins[i, :i] = _true(over)
        ahead[:i] += over * alike[i]
        under = np.logical_not(over, out=over) if there is None else np.greater(scores[:i], scores[i], out=over)
        wins[:i, i] = _true(under)
        ahead[i] += (under * alike[:i, None]).sum(axis=0, dtype=ahead.dtype)
    both = np.full((units, units), float(len(weights)))
    if there is not None:
        known = there.astype(np.float32)
        both = _product(known, known.T)
        # The loop above took what has no score as beaten by all that have one.
        wins -= np.where(np.eye(units, dtype=bool), 0.0, np.diagonal(both)[:, None] - both)
        ahead[~there] = np.iinfo(ahead.dtype).max
    better = np.stack([_true(np.equal(ahead, place, out=claims)) for place in range(total)], axis=1)
    first = np.equal(ahead, 0, out=scores)
    central = _product(first, weights)
    return better, len(weights) - np.diagonal(both), central, wins, both


def _scores(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """values @ weights.T on the thread that asks."""
    scores = np.empty((len(values), len(weights)), np.float32)
    for piece in _pieces(len(weights), values.size):
        np.matmul(values, weights[piece].T, out=scores[:, piece])
    return scores


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left @ right, a long sum, on the thread that asks."""
    total = np.zeros((len(left), right.shape[1]))
    for piece in _pieces(len(right), total.size):
        total += left[:, piece] @ right[piece]
    return total


def _pieces(count: int, each: int) -> Iterator[slice]:
    """Slices of a run so short that `each` multiplications for every item stay on one thread."""
    length = max(1, OWN_THREAD // each)
    return (slice(start, start + length) for start in range(0, count, length))


def _true(rows: np.ndarray) -> np.ndarray:
    """How often each row is true; counted along an axis NumPy would first make integers of them."""
    return np.array([np.count_nonzero(row) for row in rows], float)


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
    # In the precision of the sums: what it cannot tell apart is level.
    flat = np.moveaxis(batches, 1, 0).reshape(batches.shape[1], -1).astype(np.float32)
    _, first, of = np.unique(np.nan_to_num(flat, nan=np.inf), axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return first[order], np.argsort(order)[of.ravel()]


def _in_parallel(work: Callable[[int], None], count: int) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(work, range(count)))
