"""The engine: scores of indicators go up the tree, level by level."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliance_core.composite.aggregation import Mean, power_mean
from alliance_core.composite.hierarchy import CompositeError, Hierarchy

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Climbed:
    """Scores and covered shares of weight of every aggregate, bottom up; arrays over the leading axes."""

    scores: dict[str, np.ndarray]
    covered: dict[str, np.ndarray]


def climb(
    hierarchy: Hierarchy,
    scores: np.ndarray,
    means: Mapping[str, Mean],
    coverage: np.ndarray | None = None,
    least: float = 0.0,
    known: np.ndarray | None = None,
) -> Climbed:
    """Scores of all aggregates from those of the leaves, by weighted power means.

    The weight of what is missing is shared out among the siblings that are present (OECD/JRC 2008, Handbook
    on Constructing Composite Indicators). An aggregate with less than `least` of its weight covered has no score.

    Takes  scores [..., leaf] in the order of hierarchy.leaves, NaN = missing; the leading axes may be batches
           means: the mean of every aggregate by code
           coverage: evidence behind a leaf, 0..1, broadcasts to scores; 1 if not given
           known: where leaves are not missing, if it is at hand in a smaller shape that broadcasts to scores
    Gives  scores [...]; covered: of the weights of an aggregate, the share of leaves times their coverage
           and of aggregates with a score, in the smallest shape that known and coverage allow
    Raises CompositeError where scores have another number of leaves or an aggregate has no mean

    >>> from alliance_core.composite.hierarchy import Node
    >>> from types import SimpleNamespace
    >>> tree = Hierarchy.of([Node(code="I"), Node(code="a", parent="I"), Node(code="b", parent="I", weight=3)])
    >>> got = climb(tree, np.array([[40.0, 80.0], [40.0, np.nan]]), {"I": SimpleNamespace(power=1, floor=0)})
    >>> got.scores["I"].tolist(), got.covered["I"].tolist()
    ([70.0, 40.0], [1.0, 0.25])
    """
    if scores.shape[-1:] != (len(hierarchy.leaves),):
        raise CompositeError(f"scores of shape {scores.shape} must end with the {len(hierarchy.leaves)} indicators")
    if lacking := [code for code in hierarchy.aggregates if code not in means]:
        raise CompositeError(f"no mean is given for {', '.join(lacking)}; give one for every aggregate")
    present = ~np.isnan(scores) if known is None else known
    counted = np.where(present, 1.0 if coverage is None else coverage, 0.0)
    values = {leaf: scores[..., i] for i, leaf in enumerate(hierarchy.leaves)}
    there = {leaf: present[..., i] for i, leaf in enumerate(hierarchy.leaves)}
    counts = {leaf: counted[..., i] for i, leaf in enumerate(hierarchy.leaves)}
    covered = {}
    for code in hierarchy.aggregates:
        weights, below = hierarchy.weights(code), hierarchy.children(code)
        parts, existing = _side_by_side(values, below), _side_by_side(there, below)
        covered[code] = _side_by_side(counts, below) @ (weights / weights.sum())
        there[code] = (existing & (weights > 0)).any(axis=-1) & (covered[code] >= least - ROUNDING)
        values[code] = np.where(there[code], power_mean(parts, weights, means[code], existing), np.nan)
        counts[code] = there[code].astype(float)
    return Climbed({code: values[code] for code in hierarchy.aggregates}, covered)


def _side_by_side(columns: Mapping[str, np.ndarray], codes: tuple[str, ...]) -> np.ndarray:
    """Columns as the last axis; in memory it stays the first, so that sums over many draws run along the draws."""
    return np.moveaxis(np.stack(np.broadcast_arrays(*(columns[code] for code in codes))), 0, -1)
