"""What-if and sensitivity as the command line prints them."""

from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue import all_dimensions, dimensions, indicators
from alliance_core.catalogue.rules import aggregators, presets
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.whatif import sentences
from alliance_core.whatif.leave_out import LeftOut
from alliance_core.whatif.performance import Performance
from alliance_core.whatif.sensitivity import COPELAND, FACTORS, NOTHING, Sensitivity
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
        "sentences": [sentences.headline(answer, found).replace("**", ""), sentences.contenders(answer, found),
                      sentences.dethroning(answer).replace("**", ""), sentences.changes(answer)],
    }  # fmt: skip


def sensitivity_json(table: Performance, answer: Sensitivity, left_out: list[LeftOut], ranks: np.ndarray) -> dict:
    """Variants, Sobol indices, rank ranges and leave-one-out ranks; null = never compared, or nothing varies.

    Takes  ranks [alliance]: those of the profile looked at, among all alliances
    """
    ids = table.alliances
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
    shown = range_table(table, answer).drop("alliance").to_dicts()
    return {
        "variants": answer.variants,
        "levels": answer.levels,
        "compared": [id_ for id_, known in zip(ids, answer.compared, strict=True) if known],
        "sobol": indices,
        "sobol_by_alliance": by_alliance,
        "rank_ranges": {row.pop("alliance_id"): row for row in shown},
        "leave_one_out": {
            one.id: {"ranks": _by(ids, one.ranks, whole=True), "changes": _by(ids, ranks - one.ranks, whole=True)}
            for one in left_out
        },
    }


def sobol_table(answer: Sensitivity, unit: int | None = None) -> pl.DataFrame:
    """Sobol indices of the mean shift in rank, or of one alliance's rank.

    Gives  factor, factor_name, first, interaction, total (shares of variance; null where nothing varies), choices
    """
    source = answer.of_shift if unit is None else answer.by_alliance
    first, total = (values if unit is None else values[:, unit] for values in (source.first, source.total))
    names = whatif_rules()["sensitivity"]["factors"]
    return pl.DataFrame(
        {
            "factor": FACTORS, "factor_name": [names[factor] for factor in FACTORS], "first": first,
            "interaction": total - first, "total": total, "choices": [len(answer.levels[f]) for f in FACTORS],
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))  # fmt: skip


def range_table(table: Performance, answer: Sensitivity) -> pl.DataFrame:
    """Ranks over all variants, null for an alliance that is not compared.

    Gives  alliance_id, alliance, nominal, best, worst, low, high (90 % of the variants), median, stays (the share
           of variants that leave the alliance at its nominal rank)
    """
    tail = (1 - whatif_rules()["sensitivity"]["interval"]) / 2
    flat = np.where(answer.compared, answer.flat, 0.0)
    low, median, high = np.quantile(flat, [tail, 0.5, 1 - tail], axis=0)
    numbers = {
        "nominal": answer.nominal, "best": flat.min(axis=0), "worst": flat.max(axis=0), "low": low, "high": high,
        "median": median, "stays": (flat == answer.nominal).mean(axis=0),
    }  # fmt: skip
    known = {name: np.where(answer.compared, values, np.nan) for name, values in numbers.items()}
    return pl.DataFrame({"alliance_id": table.alliances, "alliance": table.names, **known}).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )


def left_out_table(table: Performance, left_out: list[LeftOut], ranks: np.ndarray) -> pl.DataFrame:
    """Leave-one-out: what each alliance's rank would be without a dimension or an indicator.

    Gives  left_out, left_out_name, dimension_name, is_dimension, alliance, rank, rank_change (places gained)
    """
    parts = []
    for one in left_out:
        item = all_dimensions()[one.id] if one.is_dimension else indicators()[one.id]
        home = item.name if one.is_dimension else all_dimensions()[indicators()[one.id].dimension].name
        parts.append(
            pl.DataFrame(
                {
                    "left_out": one.id, "left_out_name": item.name, "dimension_name": home,
                    "is_dimension": one.is_dimension, "alliance": table.names, "rank": one.ranks,
                    "rank_change": ranks - one.ranks,
                }
            )
        )  # fmt: skip
    return pl.concat(parts).with_columns(pl.col("rank", "rank_change").fill_nan(None).cast(pl.Int64))


def choice_names(answer: Sensitivity) -> dict[str, list[str]]:
    """The choices of each factor in words."""
    rules = whatif_rules()["sensitivity"]
    words = {
        "left_out": lambda id_: "nothing" if id_ == NOTHING else indicators()[id_].name,
        "normalisation": lambda id_: rules["normalisations"][id_]["name"],
        "weights": lambda id_: presets()[id_].name if id_ in presets() else "Your weights",
        "aggregation": lambda id_: rules[COPELAND]["name"] if id_ == COPELAND else aggregators()[id_].name,
    }
    return {factor: [words[factor](id_) for id_ in ids] for factor, ids in answer.levels.items()}


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
    told = [sentences.headline(answer, found), sentences.contenders(answer, found), sentences.dethroning(answer)]
    return [*lines, "", *(text.replace("**", "") for text in told), sentences.changes(answer)]


def sensitivity_lines(table: Performance, answer: Sensitivity) -> list[str]:
    """Sobol indices and rank ranges for people."""
    lines = ["choice                        alone   with interactions   (of the variance of the mean shift in rank)"]
    lines += [
        f"{row['factor_name']:28} {_per_cent(row['first']):>6} {_per_cent(row['total']):>19}   {row['choices']} choices"
        for row in sobol_table(answer).sort("total", descending=True, nulls_last=True).to_dicts()
    ]
    lines.append("\nrank  alliance          best-worst   90 % of variants")
    for row in range_table(table, answer).sort("nominal", nulls_last=True).to_dicts():
        if row["nominal"] is None:
            lines.append(f"   -  {row['alliance']:16}  too little evidence under some variants: not compared")
        else:
            span, most = (f"{row[a]:.0f}-{row[b]:.0f}" for a, b in (("best", "worst"), ("low", "high")))
            lines.append(f"{row['nominal']:4.0f}  {row['alliance']:16} {span:>11} {most:>18}")
    return lines


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
