"""The engine: from a table of indicators to scores and ranks of every aggregate, level by level up the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from alliance_core.composite.aggregation import Copeland, Mean, PowerMean, copeland, power_mean
from alliance_core.composite.config import Config
from alliance_core.composite.hierarchy import CompositeError, Hierarchy
from alliance_core.composite.missing import impute, screen
from alliance_core.composite.outliers import Treatment
from alliance_core.composite.ranking import ranks
from alliance_core.composite.steps import gaps, normalised, treated
from alliance_core.composite.table import Table, table_of

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Climbed:
    """Scores and covered shares of weight of every aggregate, bottom up; arrays over the leading axes."""

    scores: dict[str, np.ndarray]
    covered: dict[str, np.ndarray]


def climb(
    hierarchy: Hierarchy,
    scores: np.ndarray,
    means: Mapping[str, Mean | Copeland],
    coverage: np.ndarray | None = None,
    least: float = 0.0,
    known: np.ndarray | None = None,
) -> Climbed:
    """Scores of all aggregates from those of the leaves, by weighted power means or Copeland's rule.

    The weight of what is missing is shared out among the siblings that are present (OECD/JRC 2008, Handbook
    on Constructing Composite Indicators). An aggregate with less than `least` of its weight covered has no score.

    Takes  scores [..., leaf] in the order of hierarchy.leaves, NaN = missing; the leading axes may be batches
           means: the mean of every aggregate by code; Copeland compares units, which are then the axis
           before the last one
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
        how = means[code]
        if isinstance(how, Copeland):
            values[code] = copeland(np.where(existing & there[code][..., None], parts, np.nan), weights)
        else:
            values[code] = np.where(there[code], power_mean(parts, weights, how, existing), np.nan)
        counts[code] = there[code].astype(float)
    return Climbed({code: values[code] for code in hierarchy.aggregates}, covered)


@dataclass(frozen=True, kw_only=True, slots=True)
class Composite:
    """A computed composite indicator. All arrays are in the order of `units`: the order of the data, those kept.

    values, ranks, covered   by aggregate, bottom up: score, place, share of the weight that has a score
    indicators               normalised scores by indicator
    treatment                what was done about outliers, by indicator; empty if nothing was asked for
    missing                  counts of gaps as plain data
    effective_weights        by root: the share of every indicator in it
    """

    config: Config
    units: tuple[str, ...]
    names: tuple[str, ...]
    values: dict[str, np.ndarray]
    ranks: dict[str, np.ndarray]
    covered: dict[str, np.ndarray]
    indicators: dict[str, np.ndarray]
    treatment: dict[str, Treatment]
    missing: dict[str, Any]
    effective_weights: dict[str, dict[str, float]]


def compose(data: Table | pl.DataFrame, config: Config) -> Composite:
    """All steps in the order of the Handbook on Constructing Composite Indicators (OECD/JRC 2008): denominators,
    imputation, screening, outliers, direction and normalisation, aggregation, ranks.

    Takes  data: a checked table, or a frame that `table_of` makes one of; one row per unit
    Gives  the composite; it does not depend on the order of the units, to the last digit
    Raises CompositeError where nothing is left to compute, an indicator cannot be normalised, or a mean meets
           scores below zero that it cannot take; and what `table_of` raises

    >>> from alliance_core.composite.config import config_of
    >>> frame = pl.DataFrame({"uCode": ["A", "B", "C"], "x": [1.0, 5.0, 3.0], "y": [30.0, 10.0, None]})
    >>> y = {"parent": "I", "direction": -1}
    >>> got = compose(frame, config_of({"indicators": {"x": {"parent": "I"}, "y": y}, "aggregates": {"I": {}}}))
    >>> got.values["I"].tolist(), got.ranks["I"].tolist()
    ([0.0, 100.0, 50.0], [3.0, 1.0, 2.0])
    """
    table = data if isinstance(data, Table) else table_of(data, config)
    # Sums of floating-point numbers depend on their order: units are computed in the order of their codes.
    order = np.argsort(np.array(table.units, dtype=object), kind="stable")
    given = table.values[order]
    groups = None if table.groups is None else np.array(table.groups, dtype=object)[order]
    rule = config.missing
    filled = impute(given, groups, rule.impute)
    kept = screen(given if rule.count == "given" else filled, rule.screen)
    if not kept.any():
        raise CompositeError(
            f"no unit has {rule.screen:.0%} of the indicators; lower [missing] screen or impute missing values"
        )
    order_kept = order[kept]
    tamed, treatment = treated(filled[kept], config)
    scores = normalised(tamed, config)
    climbed = climb(config.tree, scores, config.means, least=config.least)
    _refuse_negatives(config, scores, climbed)
    places = {code: ranks(its, config.ranking.decimals, config.ranking.ties) for code, its in climbed.scores.items()}
    back, back_all = np.argsort(order_kept), np.argsort(order)

    def in_order(columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {code: np.asarray(column)[back] for code, column in columns.items()}

    shown = order_kept[back]
    return Composite(
        config=config,
        units=tuple(table.units[i] for i in shown),
        names=tuple(table.names[i] for i in shown),
        values=in_order(climbed.scores),
        ranks=in_order(places),
        covered=in_order(climbed.covered),
        indicators=in_order(dict(zip(config.tree.leaves, scores.T, strict=True))),
        treatment=treatment,
        missing=gaps(table, filled[back_all], kept[back_all], config),
        effective_weights={root: config.tree.effective_weights(root) for root in config.tree.root},
    )


def _refuse_negatives(config: Config, normalised: np.ndarray, climbed: Climbed) -> None:
    """A geometric mean of scores below zero would be a number without a meaning."""
    scores = dict(zip(config.tree.leaves, normalised.T, strict=True)) | climbed.scores
    for code, mean in config.means.items():
        if isinstance(mean, PowerMean) and not mean.takes_negatives:
            for child in config.tree.children(code):
                if (scores[child] < 0).any():
                    raise CompositeError(
                        f"{code}: its mean has the power {mean.power:g}, but scores of {child} lie below 0; take an "
                        "arithmetic mean, or a normalisation to a range that starts at 0 or above"
                    )


def _side_by_side(columns: Mapping[str, np.ndarray], codes: tuple[str, ...]) -> np.ndarray:
    """Columns as the last axis; in memory it stays the first, so that sums over many draws run along the draws."""
    return np.moveaxis(np.stack(np.broadcast_arrays(*(columns[code] for code in codes))), 0, -1)
