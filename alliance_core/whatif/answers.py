"""What-if and sensitivity as the command line prints them."""

from typing import Any

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.whatif import sentences
from alliance_core.whatif.leave_out import LeftOut
from alliance_core.whatif.performance import common_ranks
from alliance_core.whatif.robustness import Tested, headline, range_table, sobol_table
from alliance_core.whatif.sensitivity import FACTORS
from alliance_core.whatif.tables import break_even_table, stability_table
from alliance_core.whatif.what_if import Backing, WhatIf


def what_if_json(answer: WhatIf, found: Backing) -> dict[str, Any]:
    """Scores in points, weights and probabilities as shares of 1; null = too little evidence, or never."""
    ids, tuned, support = answer.table.alliances, answer.tuned, found.support
    by_id = {name: id_ for id_, name in answer.table.name_of.items()}
    points = [
        {"dimension": row["dimension"], "weight": row["weight"] / 100, "kind": row["kind"], "a": by_id[row["a"]],
         "b": by_id.get(row["b"]), "score": row["score"]}
        for row in break_even_table(answer).to_dicts()
    ]  # fmt: skip
    return {
        "weights": tuned.profile.shares,
        "indicator_weights": tuned.profile.indicators,
        "aggregator": tuned.mean.id,
        "scores": _by(ids, tuned.point.overall),
        "intervals": {
            id_: {"low": _plain(low), "high": _plain(high)}
            for id_, low, high in zip(ids, tuned.low, tuned.high, strict=True)
        },
        "ranks": _by(ids, tuned.ranks, whole=True),
        "changes": _by(ids, answer.changes, whole=True),
        "score_changes": _by(ids, tuned.point.overall - answer.balanced.point.overall),
        "break_even": points,
        "stability": {
            dimension: {"weight": one.weight, "low": one.low, "high": one.high}
            for dimension, one in zip(dimensions(), answer.stability, strict=True)
        },
        "acceptability": {id_: support.ranks[i].tolist() for i, id_ in enumerate(ids)},
        "unscored": _by(ids, support.unscored),
        "expected_ranks": _by(ids, support.expected),
        "central_weights": {id_: _weights(support.central[i]) for i, id_ in enumerate(ids)},
        "confidence": _by(ids, found.confidence),
        "pairwise": {
            a: {b: _plain(found.wins[i, j]) for j, b in enumerate(ids) if j != i} for i, a in enumerate(ids)
        },
        "pairwise_exact": bool((found.exact | np.eye(len(ids), dtype=bool)).all()),
        "dethrone": _dethrone(answer),
        "weightings": support.draws,
        "sentences": [sentences.headline(answer, found).replace("**", ""), sentences.contenders(answer.table, found),
                      sentences.dethroning(answer).replace("**", ""), sentences.changes(answer)],
    }  # fmt: skip


def sensitivity_json(tested: Tested) -> dict[str, Any]:
    """Variants, Sobol indices, rank ranges and leave-one-out ranks; null = never compared, or nothing varies."""
    answer, ids = tested.sensitivity, tested.table.alliances
    indices = {
        factor: {"first": _plain(answer.of_shift.first[i]), "total": _plain(answer.of_shift.total[i])}
        for i, factor in enumerate(FACTORS)
    }
    by_alliance = {
        id_: {
            factor: {"first": _plain(answer.by_alliance.first[i, j]), "total": _plain(answer.by_alliance.total[i, j])}
            for i, factor in enumerate(FACTORS)
        }
        for j, id_ in enumerate(ids)
    }
    shown = range_table(tested).drop("alliance").to_dicts()
    return {
        "variants": answer.variants,
        "levels": answer.levels,
        "compared": [id_ for id_, known in zip(ids, answer.compared, strict=True) if known],
        "sobol": indices,
        "sobol_by_alliance": by_alliance,
        "rank_ranges": {row.pop("alliance_id"): row for row in shown},
        "leave_one_out": {one.id: _left_out(tested, one) for one in tested.left_out},
    }


def what_if_lines(answer: WhatIf, found: Backing) -> list[str]:
    """The same for people: the ranking, the stable range of each weight, the sentences."""
    tuned, support = answer.tuned, found.support
    rows = sorted(range(len(answer.table.names)), key=lambda i: (np.isnan(tuned.ranks[i]), tuned.ranks[i]))
    lines = ["rank  alliance          score  90 %      against balanced  first in  mean rank"]
    for i in rows:
        if np.isnan(tuned.ranks[i]):
            lines.append(f"   -  {answer.table.names[i]:16}  no score")
            continue
        moved = "" if np.isnan(answer.changes[i]) else f"{answer.changes[i]:+.0f}"
        lines.append(
            f"{tuned.ranks[i]:4.0f}  {answer.table.names[i]:16} {tuned.point.overall[i]:6.1f}  "
            f"{tuned.low[i]:3.0f}-{tuned.high[i]:<3.0f}  {moved:>16}  {sentences.share(support.ranks[i, 0]):>8}  "
            f"{support.expected[i]:9.1f}"
        )
    lines.append("\nThe ranking stays as it is while")
    for row in stability_table(answer).to_dicts():
        if row["low"] is None:
            lines.append(f"  {row['dimension_name']} {row['weight']:.0f} % (locked)")
        else:
            ends = f"between {row['low']:.1f} and {row['high']:.1f} %"
            lines.append(
                f"  {row['dimension_name']} (now {row['weight']:.0f} %) weighs {ends}; {row['below']}; {row['above']}"
            )
    told = [sentences.headline(answer, found), sentences.contenders(answer.table, found), sentences.dethroning(answer)]
    return [*lines, "", *(text.replace("**", "") for text in told), sentences.changes(answer)]


def sensitivity_lines(tested: Tested) -> list[str]:
    """Sobol indices and rank ranges for people."""
    lines = ["choice                        alone   with interactions   (of the variance of the mean shift in rank)"]
    lines += [
        f"{row['factor_name']:28} {_per_cent(row['first']):>6} {_per_cent(row['total']):>19}   {row['choices']} choices"
        for row in sobol_table(tested).sort("total", descending=True, nulls_last=True).to_dicts()
    ]
    lines.append("\nrank  alliance          best-worst   90 % of variants")
    for row in range_table(tested).sort("nominal", nulls_last=True).to_dicts():
        if row["nominal"] is None:
            lines.append(f"   -  {row['alliance']:16}  too little evidence under some variants: not compared")
        else:
            span, most = (f"{row[a]:.0f}-{row[b]:.0f}" for a, b in (("best", "worst"), ("low", "high")))
            lines.append(f"{row['nominal']:4.0f}  {row['alliance']:16} {span:>11} {most:>18}")
    return [*lines, "", headline(tested).replace("*", "")]


def _left_out(tested: Tested, one: LeftOut) -> dict[str, Any]:
    before, after = common_ranks([tested.nominal.point.overall, one.point.overall])
    ids = tested.table.alliances
    return {"ranks": _by(ids, one.ranks, whole=True), "changes": _by(ids, before - after, whole=True)}


def _per_cent(value: float | None) -> str:
    return "-" if value is None else sentences.share(value)


def _dethrone(answer: WhatIf) -> dict[str, Any] | None:
    change = answer.dethroned
    if change is None:
        return None
    ids = answer.table.alliances
    return {"first": ids[change.first], "rival": ids[change.rival], "moved": change.moved,
            "weights": _weights(change.weights), "loses_score": change.loses_score}  # fmt: skip


def _weights(values: np.ndarray) -> dict[str, float] | None:
    return None if np.isnan(values).any() else dict(zip(dimensions(), values.tolist(), strict=True))


def _by(ids: tuple[str, ...], values: np.ndarray, *, whole: bool = False) -> dict[str, float | int | None]:
    return {id_: _plain(value, whole=whole) for id_, value in zip(ids, values, strict=True)}


def _plain(value: float, *, whole: bool = False) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if whole and float(value).is_integer() else float(value)
