"""Steps of the engine that need the recipe: outliers, normalisation, the report of gaps."""

from typing import Any

import numpy as np

from alliance_core.composite.config import Config
from alliance_core.composite.hierarchy import CompositeError
from alliance_core.composite.missing import report
from alliance_core.composite.normalisation import (
    distance_to_target,
    goalposts,
    min_max,
    percentile,
    rank,
    z_score,
)
from alliance_core.composite.outliers import Treatment, treat
from alliance_core.composite.table import Table


def treated(values: np.ndarray, config: Config) -> tuple[np.ndarray, dict[str, Treatment]]:
    """Columns [unit, indicator] without outliers, if that is asked for. Raises CompositeError for an empty column."""
    empty = [code for code, gaps in zip(config.tree.leaves, np.isnan(values).all(axis=0), strict=True) if gaps]
    if empty:
        raise CompositeError(f"{empty[0]}: no unit has a value; impute missing values, or leave the indicator out")
    if config.outliers is None:
        return values, {}
    columns, told = zip(*(treat(column, config.outliers) for column in values.T), strict=True)
    return np.column_stack(columns), dict(zip(config.tree.leaves, told, strict=True))


def normalised(values: np.ndarray, config: Config) -> np.ndarray:
    """Scores [unit, indicator] in which more is better.

    Raises CompositeError for a column that tells no units apart, unless [normalisation] constant allows it
    """
    rule, nodes = config.normalisation, [config.tree.by_code[code] for code in config.tree.leaves]
    direction = np.array([node.direction for node in nodes])
    low, high = rule.ends
    match rule.method:
        case "goalposts":
            shares = [
                goalposts(column, node.worst or 0.0, node.best or 0.0, node.scale)
                for column, node in zip(values.T, nodes, strict=True)
            ]
            return low + (high - low) * np.column_stack(shares)
        case "min_max":
            scores, middle = min_max(values, direction, low, high), (low + high) / 2
        case "z_score":
            scores, middle = z_score(values, direction, rule.mean, rule.sd, rule.ddof), rule.mean
        case "rank" if rule.range is None:
            return rank(values, direction)
        case "rank" | "percentile":
            scores, middle = percentile(values, direction, low, high), (low + high) / 2
        case "distance_to_target":
            targets = np.array([node.target for node in nodes], dtype=float)
            scores = distance_to_target(values, targets, direction, low, high, rule.capped)
            middle = high
        case _:
            return values * direction + 0.0
    constant = np.isnan(scores).all(axis=0)
    if constant.any() and rule.constant == "refuse":
        code = nodes[int(constant.argmax())].code
        raise CompositeError(
            f"{code}: {_why_constant(rule.method)}, so that '{rule.method}' cannot scale it; leave the indicator out, "
            "or set [normalisation] constant to 'middle' or 'missing'"
        )
    if rule.constant == "middle":
        return np.where(constant & ~np.isnan(values), middle, scores)
    return scores


def _why_constant(method: str) -> str:
    if method == "distance_to_target":
        return "no unit falls short of the target"
    return "all units that have a value have the same one"


def gaps(table: Table, filled: np.ndarray, kept: np.ndarray, config: Config) -> dict[str, Any]:
    """Gaps in the data as given, what was filled in, whose group had nothing to fill in, who was left out.

    Takes  filled [unit, indicator] after imputation, kept [unit] after screening, in the order of the table
    Gives  plain data: indicators and units, each with missing (count), share, imputed (count); left_out (units);
           and groups_without_values (indicator, group), where groups are used
    """
    leaves, before, after = config.tree.leaves, report(table.values), report(filled)
    found: dict[str, Any] = {
        "indicators": _counts(leaves, before.by_indicator, before.share_by_indicator, after.by_indicator),
        "units": _counts(table.units, before.by_unit, before.share_by_unit, after.by_unit),
        "left_out": [unit for unit, stays in zip(table.units, kept, strict=True) if not stays],
    }
    if config.missing.impute.startswith("group_") and table.groups is not None:
        rows, columns = np.nonzero(np.isnan(filled))
        pairs = sorted({(leaves[j], table.groups[i]) for i, j in zip(rows, columns, strict=True)})
        found["groups_without_values"] = [{"indicator": leaf, "group": group} for leaf, group in pairs]
    return found


def _counts(
    codes: tuple[str, ...], missing: np.ndarray, share: np.ndarray, left: np.ndarray
) -> dict[str, dict[str, float]]:
    columns = zip(codes, missing.tolist(), share.tolist(), (missing - left).tolist(), strict=True)
    return {code: {"missing": count, "share": part, "imputed": filled} for code, count, part, filled in columns}
