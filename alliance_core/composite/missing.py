"""Missing values: counted, filled in if asked, and units screened out that have too few."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from alliance_core.composite.hierarchy import CompositeError
from alliance_core.errors import require_known

Impute = Literal["none", "mean", "median", "group_mean", "group_median"]
IMPUTE: tuple[Impute, ...] = ("none", "mean", "median", "group_mean", "group_median")
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Missing:
    """How much is missing: counts and shares per indicator and per unit."""

    by_indicator: np.ndarray
    share_by_indicator: np.ndarray
    by_unit: np.ndarray
    share_by_unit: np.ndarray


def report(values: np.ndarray) -> Missing:
    """Counts and shares of missing cells of a matrix [unit, indicator].

    >>> report(np.array([[1.0, np.nan], [2.0, 3.0]])).share_by_indicator.tolist()
    [0.0, 0.5]
    """
    gaps = np.isnan(values)
    units, indicators = (max(size, 1) for size in values.shape)
    by_indicator, by_unit = gaps.sum(axis=0), gaps.sum(axis=1)
    return Missing(by_indicator, by_indicator / units, by_unit, by_unit / indicators)


def impute(values: np.ndarray, groups: ArrayLike | None = None, how: Impute = "none") -> np.ndarray:
    """Missing cells of a matrix [unit, indicator] filled in from the column (Handbook, step 3).

    Takes  groups: the group of every unit for "group_mean" and "group_median"; "" = in no group
           how: "none", "mean", "median" of the column, or "group_mean", "group_median" of the unit's group in it
    Gives  a new matrix; a cell stays missing where nobody in the column or group has a value. Neither who is
           imputed nor in which order changes what is filled in: only values that were there count
    Raises UnknownNameError for another way, CompositeError where groups are needed and not given

    >>> impute(np.array([[1.0], [np.nan], [4.0], [3.0]]), ["N", "N", "S", "N"], "group_mean").ravel().tolist()
    [1.0, 2.0, 4.0, 3.0]
    """
    require_known("way to impute", [how], IMPUTE)
    filled = values.copy()
    if how == "none":
        return filled
    if how in ("mean", "median"):
        return _filled(filled, how)
    if groups is None:
        raise CompositeError(f"impute = '{how}' needs to know the group of every unit; name the column with the groups")
    of_unit = np.asarray(groups, dtype=str)
    for group in np.unique(of_unit[of_unit != ""]):
        rows = of_unit == group
        filled[rows] = _filled(filled[rows], how.removeprefix("group_"))
    return filled


def screen(values: np.ndarray, least: float) -> np.ndarray:
    """Which units of a matrix [unit, indicator] have at least a share of the indicators.

    >>> screen(np.array([[1.0, np.nan], [2.0, 3.0]]), 0.9).tolist()
    [False, True]
    """
    return (~np.isnan(values)).sum(axis=1) >= least * values.shape[1] - ROUNDING


def _filled(values: np.ndarray, how: str) -> np.ndarray:
    """Gaps of each column filled with its mean or median; a column without any value stays empty."""
    found = ~np.isnan(values).all(axis=0)
    centre = np.full(values.shape[1], np.nan)
    centre[found] = (np.nanmean if how == "mean" else np.nanmedian)(values[:, found], axis=0)
    return np.where(np.isnan(values), centre, values)
