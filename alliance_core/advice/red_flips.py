"""The weightings nearest to the present one that flip the verdict: exact, not searched."""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from alliance_core.advice.case import Case, health_marks
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.composite.aggregation import Mean, PowerMean  # noqa: F401 - for the example
from alliance_core.whatif.linear import linear_scores

TOP = 100.0
SMALL, ROUNDING = 1e-9, 1e-12
# How far beyond a mark the score is put, in points: beyond what the last digits of the arithmetic could undo.
BEYOND = 1e-7


@dataclass(frozen=True, slots=True)
class Crossing:
    """A mark of the health score beyond which the verdict is another: target is the score just there."""

    mark: float
    rises: bool
    target: float
    verdict: str


def crossings(case: Case) -> list[Crossing]:
    """The nearest mark of the health score on either side at which the verdict changes, all else as it is."""
    now, health = case.verdict.verdict, case.ground.health
    if now is None or health is None:
        return []
    found = []
    for rises in (False, True):
        marks = [mark for mark in health_marks() if (mark > health if rises else mark <= health)]
        for mark in sorted(marks, key=lambda mark: abs(mark - health)):
            target = mark + BEYOND if rises else mark - BEYOND
            after = str(case.decided(health=target))
            if after not in ("", now):
                found.append(Crossing(mark, rises, target, after))
                break
    return found


def nearest_weights(
    scores: np.ndarray, weights: np.ndarray, mean: Mean, target: float
) -> tuple[float, np.ndarray] | None:
    """The weighting nearest to the present one under which the mean reaches a score from where it stands.

    Half the sum of absolute changes is the weight moved. On the linear scale of the mean the condition is
    sum of w_i (x_i - target) = 0, where a missing part counts 0 because its weight is shared out: a fractional
    knapsack (Dantzig 1957). Weight goes from the parts farthest on the wrong side to the one farthest on the right
    side, so that it never takes less evidence under the score than before.

    Takes  scores [part], NaN = missing; weights [part], shares of 1
    Gives  the share of weight moved, and the weighting; None where no weighting reaches it, or the mean has no weights

    >>> moved, new = nearest_weights(np.array([20.0, 80.0]), np.array([0.5, 0.5]), PowerMean.arithmetic(), 56.0)
    >>> round(moved, 3), new.round(3).tolist()
    (0.1, [0.4, 0.6])
    """
    if mean.power == -np.inf:
        return None
    gap = np.nan_to_num(linear_scores(scores, mean) - float(linear_scores(np.array([target]), mean)[0]))
    short = float(weights @ gap)
    # Seen from the side that must be reached: short below 0 is to be brought to 0.
    if short > 0:
        gap, short = -gap, -short
    best = int(gap.argmax())
    if gap[best] <= 0:
        return None
    new, moved = weights.astype(float).copy(), 0.0
    for part in np.argsort(gap, kind="stable"):
        if short >= 0 or part == best:
            break
        per_unit = gap[best] - gap[part]
        step = min(new[part], -short / per_unit)
        new[part] -= step
        new[best] += step
        moved, short = moved + float(step), short + float(step * per_unit)
    return (moved, new) if short >= -ROUNDING else None


def flips(case: Case) -> pl.DataFrame:
    """The nearest weightings of the dimensions that flip the verdict, one for each side of the health score.

    Gives  direction (rises to, falls below), mark, verdict (id after), verdict_name, moved (share of all weight that
           changes hands), health (there), and a column for each dimension: its share there; no row where no weighting
           flips it
    """
    rows = []
    for one in crossings(case):
        found = nearest_weights(case.point.dimensions, case.profile.array, case.mean, one.target)
        if found is not None:
            shares = dict(zip(dimensions(), found[1].tolist(), strict=True))
            rows.append({
                "direction": "rises to" if one.rises else "falls below", "mark": one.mark, "verdict": one.verdict,
                "verdict_name": verdict_name(one.verdict), "moved": found[0], "health": one.target, **shares,
            })  # fmt: skip
    schema = {"direction": pl.String, "mark": pl.Float64, "verdict": pl.String, "verdict_name": pl.String,
              "moved": pl.Float64, "health": pl.Float64, **dict.fromkeys(dimensions(), pl.Float64)}  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("moved", "mark")


def break_even(case: Case) -> pl.DataFrame:
    """How far one weight alone must move, the others rescaled, until the verdict changes.

    With weight k at t the linear health score is t x_k + (1 - t) r, r that of the others, so that the mark m is met at
    t* = (m - r) / (x_k - r) (as in what-if, against a mark instead of a rival).

    Gives  dimension, dimension_name, weight (now), at (share of 1 at which it changes), mark, verdict, verdict_name;
           the nearest on either side; null `at` where it never does
    """
    scores, weights = case.point.dimensions, case.profile.array
    linear = linear_scores(scores, case.mean)
    known = ~np.isnan(linear)
    rows = []
    for k, (id_, item) in enumerate(dimensions().items()):
        own = []
        rest = np.where(np.arange(len(weights)) == k, 0.0, np.where(known, weights, 0.0))
        if case.mean.power != -np.inf and known[k] and rest.sum() > 0 and weights[k] < 1:
            others = float(rest @ np.nan_to_num(linear) / rest.sum())
            # What is missing shares its weight out: t of the whole is more of what is known.
            spread = rest.sum() / (1 - weights[k])
            for one in crossings(case):
                mark = float(linear_scores(np.array([one.target]), case.mean)[0])
                if abs(linear[k] - others) > SMALL:
                    share = (mark - others) / (linear[k] - others)
                    at = share * spread / (1 - share * (1 - spread)) if 0 <= share <= 1 else np.nan
                    if 0 <= at <= 1:
                        own.append({"at": float(at), "mark": one.mark, "verdict": one.verdict,
                                    "verdict_name": verdict_name(one.verdict)})  # fmt: skip
        base = {"dimension": id_, "dimension_name": item.name, "weight": float(weights[k])}
        rows += [base | one for one in own] or [base]
    schema = {"dimension": pl.String, "dimension_name": pl.String, "weight": pl.Float64, "at": pl.Float64,
              "mark": pl.Float64, "verdict": pl.String, "verdict_name": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def zones(case: Case) -> pl.DataFrame:
    """Which verdict a health score gives, all else as it stands: low, high, verdict (null = none), verdict_name."""
    edges = [0.0, *(mark for mark in health_marks() if 0 < mark < TOP), TOP]
    rows: list[dict[str, Any]] = []
    for low, high in itertools.pairwise(edges):
        found = str(case.decided(health=(low + high) / 2)) or None
        if rows and rows[-1]["verdict"] == found:
            rows[-1]["high"] = high
        else:
            rows.append({"low": low, "high": high, "verdict": found, "verdict_name": verdict_name(found)})
    schema = {"low": pl.Float64, "high": pl.Float64, "verdict": pl.String, "verdict_name": pl.String}
    return pl.DataFrame(rows, schema=schema)
