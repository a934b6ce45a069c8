"""Outliers: a column with heavy skew and kurtosis is winsorised, or else put in logarithms.

The rule is the one of the Joint Research Centre's composite-indicator practice, as published with COINr.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from alliance_core.composite.hierarchy import CompositeError


@dataclass(frozen=True, kw_only=True, slots=True)
class OutlierRule:
    """Outside is |skewness| >= skewness and kurtosis >= kurtosis. At most `most` points are winsorised; columns with
    fewer than `least_units` values are left alone, since the moments of few values say little."""

    skewness: float = 2.0
    kurtosis: float = 3.5
    most: int = 5
    least_units: int = 30

    def __post_init__(self) -> None:
        if self.most < 0 or self.least_units < 0:
            raise CompositeError(f"most is {self.most} and least_units {self.least_units}; both must be 0 or more")
        if not self.skewness >= 0:
            raise CompositeError(f"skewness is {self.skewness}; it must be 0 or more")


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment:
    """What was done to one column. `outside` tells that it is still outside; `warning` why nothing was done.

    points    values that were replaced: all of them by a logarithm
    """

    treatment: str
    points: int
    skewness_before: float
    kurtosis_before: float
    skewness_after: float
    kurtosis_after: float
    outside: bool
    warning: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data; a number that does not exist is None."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


def skewness(values: np.ndarray) -> float:
    """Sample skewness G1, corrected for bias as spreadsheets' SKEW does (Joanes and Gill 1998).

    Gives  NaN for fewer than three values or values that are all equal

    >>> round(skewness(np.array([3.0, 4, 5, 2, 3, 4, 5, 6, 4, 7])), 6)
    0.359543
    """
    x, n = values[~np.isnan(values)], np.count_nonzero(~np.isnan(values))
    if n < 3 or x.min() == x.max():
        return np.nan
    away = _away(x)
    return float((away**3).mean() / (away**2).mean() ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: np.ndarray) -> float:
    """Sample excess kurtosis G2, corrected for bias as spreadsheets' KURT does (Joanes and Gill 1998).

    Gives  NaN for fewer than four values or values that are all equal

    >>> round(kurtosis(np.array([3.0, 4, 5, 2, 3, 4, 5, 6, 4, 7])), 6)
    -0.1518
    """
    x, n = values[~np.isnan(values)], np.count_nonzero(~np.isnan(values))
    if n < 4 or x.min() == x.max():
        return np.nan
    away = _away(x)
    excess = (away**4).mean() / (away**2).mean() ** 2 - 3
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6))


def _away(x: np.ndarray) -> np.ndarray:
    """Distances from the mean, the largest being 1: the moments know no scale, and powers stay within range."""
    away = x - x.mean()
    return away / np.abs(away).max()


def treat(values: np.ndarray, rule: OutlierRule | None = None) -> tuple[np.ndarray, Treatment]:
    """One column without outliers, and what was done.

    Outside the rule, the extremes on the side of the skew are set to the next value inwards, one more at each step
    (equal ones together), until the column is inside or another step would change more than `most` points; then
    the original column is taken instead in log(x - min + 0.01 range), mirrored for a negative skew.

    Takes  values [unit], NaN = missing
    Gives  the new column: order is kept, extremes may tie; NaN stays

    >>> column = np.append(np.arange(30.0), 1000.0)
    >>> treated, told = treat(column)
    >>> treated[-1], told.treatment, told.points
    (np.float64(29.0), 'winsorised', 1)
    """
    limits = rule or OutlierRule()
    before = skewness(values), kurtosis(values)
    count = int(np.count_nonzero(~np.isnan(values)))
    if not _outside(before, limits):
        return values.copy(), _told("none", values, values, before, limits)
    if count < limits.least_units:
        warning = f"skewed, but left alone: {count} values are fewer than {limits.least_units}"
        return values.copy(), _told("none", values, values, before, limits, warning)
    winsorised = _winsorised(values, 1 if before[0] >= 0 else -1, limits)
    if not _outside((skewness(winsorised), kurtosis(winsorised)), limits):
        return winsorised, _told("winsorised", values, winsorised, before, limits)
    logged = _logged(values, 1 if before[0] >= 0 else -1)
    return logged, _told("log", values, logged, before, limits)


def _outside(moments: tuple[float, float], rule: OutlierRule) -> bool:
    return abs(moments[0]) >= rule.skewness and moments[1] >= rule.kurtosis


def _winsorised(values: np.ndarray, side: int, rule: OutlierRule) -> np.ndarray:
    """Step by step, since every step changes the moments that decide about the next one."""
    x, original = values * side, values * side
    while _outside((skewness(x), kurtosis(x)), rule):
        top = x == np.nanmax(x)
        inner = np.where(top, np.nan, x)
        stepped = np.where(top, np.nanmax(inner), x)
        if np.count_nonzero(stepped < original) > rule.most:
            break
        x = stepped
    return x * side


def _logged(values: np.ndarray, side: int) -> np.ndarray:
    """Logarithm of the distance from the end away from the skew, which keeps the order."""
    x = values * side
    bottom, top = np.nanmin(x), np.nanmax(x)
    return side * np.log(x - bottom + 0.01 * (top - bottom))


def _told(
    treatment: str, values: np.ndarray, after: np.ndarray, before: tuple[float, float], rule: OutlierRule,
    warning: str = "",
) -> Treatment:  # fmt: skip
    moments = skewness(after), kurtosis(after)
    return Treatment(
        treatment=treatment,
        points=int(np.count_nonzero(~np.isnan(values) & (values != after))),
        skewness_before=before[0],
        kurtosis_before=before[1],
        skewness_after=moments[0],
        kurtosis_after=moments[1],
        outside=_outside(moments, rule),
        warning=warning,
    )
