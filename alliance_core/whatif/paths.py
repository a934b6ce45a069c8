"""Moving one weight: the others are rescaled, locked ones stay, and the total stays 100 %."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from alliance_core.errors import WorkbenchError, require_known


class WeightPath(NamedTuple):
    """Weights as one of them moves: at t they are start + t x slope, for t from 0 to `most`."""

    start: np.ndarray
    slope: np.ndarray
    most: float

    def at(self, weight: np.ndarray | float) -> np.ndarray:
        """Weights [..., part] where the moved one is `weight` [...]."""
        return self.start + np.asarray(weight)[..., None] * self.slope


def weight_path(weights: np.ndarray, part: int, locked: np.ndarray | None = None) -> WeightPath | None:
    """The path of all weights (shares of 1) while one moves and the others that are not locked keep their proportions.

    Others that are all 0 have no proportions: what is freed is then shared out evenly among them.
    Gives  the path; None where nothing can move, because the part or all others are locked
    """
    fixed = np.zeros(len(weights), bool) if locked is None else locked.copy()
    if fixed[part]:
        return None
    fixed[part] = True
    free = ~fixed
    if not free.any():
        return None
    others = weights[free].sum()
    proportions = np.zeros(len(weights))
    proportions[free] = weights[free] / others if others > 0 else 1 / free.sum()
    most = min(1.0, float(weights[part] + others))
    kept = np.where(fixed, weights, 0.0)
    kept[part] = 0.0
    slope = -proportions
    slope[part] = 1.0
    return WeightPath(kept + most * proportions, slope, most)


def moved(shares: Mapping[str, float], name: str, new: float, locked: Iterable[str] = ()) -> dict[str, float]:
    """Shares after one was moved to `new`: the others rescaled by (1 - new) / (1 - old), locked ones kept.

    A move beyond what the locked ones leave stops there; nothing moves where nothing can.
    Raises UnknownNameError, and WorkbenchError where `new` is no share between 0 and 1

    >>> moved({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.0)
    {'a': 0.0, 'b': 0.6, 'c': 0.4}
    >>> moved({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.9, locked=["b"])
    {'a': 0.7, 'b': 0.3, 'c': 0.0}
    """
    kept = set(locked)
    require_known("weight", [name, *sorted(kept)], shares)
    if not 0 <= new <= 1:
        raise WorkbenchError(f"the weight of {name} is {new}; it must lie between 0 and 1")
    path = weight_path(
        np.array(list(shares.values())), list(shares).index(name), np.array([other in kept for other in shares])
    )
    if path is None:
        return dict(shares)
    values = np.clip(path.at(min(new, path.most)), 0.0, 1.0).tolist()
    return dict(zip(shares, values, strict=True))
