"""Ranks with an explicit precision and an explicit rule for ties, never by hidden rounding."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from alliance_core.errors import require_known

Ties = Literal["min", "max", "average", "dense", "ordinal"]
TIES: tuple[Ties, ...] = ("min", "max", "average", "dense", "ordinal")


def ranks(values: ArrayLike, decimals: int | None = None, ties: Ties = "min", descending: bool = True) -> np.ndarray:
    """Places along the last axis; the first is the highest value, or the lowest one if not `descending`.

    Takes  decimals: values are rounded to them first, so that units equal at that precision tie; None: as they are
           ties: "min" equal units share the smaller place (1, 2, 2, 4), "max" the larger one, "average" the
           middle; "dense" leaves no gap after them (1, 2, 2, 3); "ordinal" gives every unit a place of its
           own, equal units in the order given
    Gives  places as floats; NaN has none. Only "ordinal" depends on the order given, and only among equals
    Raises UnknownNameError for an unknown rule

    >>> ranks([0.8, 0.912, 0.9, float("nan")], decimals=1).tolist()
    [3.0, 1.0, 1.0, nan]
    """
    require_known("rule for ties", [ties], TIES)
    x = np.asarray(values, dtype=float)
    if decimals is not None:
        x = np.round(x, decimals)
    order = np.argsort(-x if descending else x, axis=-1, kind="stable")
    ordered = np.take_along_axis(x, order, axis=-1)
    places = np.empty(x.shape)
    np.put_along_axis(places, order, _ordered_places(ordered, ties), axis=-1)
    return np.where(np.isnan(x), np.nan, places)


def _ordered_places(x: np.ndarray, ties: Ties) -> np.ndarray:
    """Places of values that stand in order, from the first and the last place of each run of equal ones."""
    place = np.broadcast_to(np.arange(1.0, x.shape[-1] + 1), x.shape)
    if ties == "ordinal":
        return place
    edge = x[..., 1:] != x[..., :-1]
    outside = np.ones((*x.shape[:-1], min(x.shape[-1], 1)), dtype=bool)
    first = np.concatenate([outside, edge], axis=-1)
    if ties == "dense":
        return np.cumsum(first, axis=-1)
    last = np.concatenate([edge, outside], axis=-1)
    smaller = np.maximum.accumulate(np.where(first, place, 0.0), axis=-1)
    larger = np.minimum.accumulate(np.where(last, place, np.inf)[..., ::-1], axis=-1)[..., ::-1]
    return {"min": smaller, "max": larger, "average": (smaller + larger) / 2}[ties]
