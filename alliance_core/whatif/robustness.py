"""Robustness: the sensitivity of a ranking and its leave-one-out ranks together, as tables and sentences."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from alliance_core.catalogue import all_dimensions, indicators
from alliance_core.catalogue.rules import Aggregator, aggregators, presets
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.leave_out import LeftOut, leave_one_out
from alliance_core.whatif.performance import Performance, Standing, common_ranks, standing
from alliance_core.whatif.sensitivity import COPELAND, FACTORS, Sensitivity, sensitivity
from alliance_core.whatif.sentences import share


@dataclass(frozen=True, slots=True)
class Tested:
    """A ranking under one profile and mean, and what becomes of it under other choices."""

    table: Performance
    nominal: Standing
    sensitivity: Sensitivity
    left_out: list[LeftOut]


def robustness(table: Performance, profile: WeightProfile, mean: Aggregator) -> Tested:
    """Test the ranking. Raises WorkbenchError where fewer than two alliances can be compared throughout."""
    return Tested(
        table, standing(table, profile, mean), sensitivity(table, profile, mean), leave_one_out(table, profile, mean)
    )


def sobol_table(tested: Tested, alliance: str | None = None) -> pl.DataFrame:
    """Sobol indices of the mean shift in rank, or of one alliance's rank.

    Gives  factor, factor_name, first, interaction, total (shares of variance; null where nothing varies), choices
    """
    answer = tested.sensitivity
    unit = None if alliance is None else tested.table.alliances.index(alliance)
    source = answer.of_shift if unit is None else answer.by_alliance
    first, total = (values if unit is None else values[:, unit] for values in (source.first, source.total))
    names = whatif_rules()["sensitivity"]["factors"]
    return pl.DataFrame(
        {
            "factor": FACTORS, "factor_name": [names[factor] for factor in FACTORS], "first": first,
            "interaction": total - first, "total": total, "choices": [len(answer.levels[f]) for f in FACTORS],
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))  # fmt: skip


def range_table(tested: Tested) -> pl.DataFrame:
    """Ranks over all variants, null for an alliance that is not compared.

    Gives  alliance_id, alliance, nominal, best, worst, low, high (90 % of the variants), median, stays (the share
           of variants that leave the alliance at its nominal rank)
    """
    table, answer = tested.table, tested.sensitivity
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


def left_out_table(tested: Tested) -> pl.DataFrame:
    """Leave-one-out: what each alliance's rank would be without a dimension or an indicator.

    Gives  left_out, left_out_name, dimension_name, is_dimension, alliance, rank, rank_change (places gained,
           among the alliances with a score in both cases)
    """
    parts = []
    for one in tested.left_out:
        before, after = common_ranks([tested.nominal.point.overall, one.point.overall])
        item = all_dimensions()[one.id] if one.is_dimension else indicators()[one.id]
        home = item.name if one.is_dimension else all_dimensions()[indicators()[one.id].dimension].name
        parts.append(
            pl.DataFrame(
                {
                    "left_out": one.id, "left_out_name": item.name, "dimension_name": home,
                    "is_dimension": one.is_dimension, "alliance": tested.table.names, "rank": one.ranks,
                    "rank_change": before - after,
                }
            )
        )  # fmt: skip
    return pl.concat(parts).with_columns(pl.col("rank", "rank_change").fill_nan(None).cast(pl.Int64))


def choice_table(tested: Tested) -> pl.DataFrame:
    """The choices in words: choice (the factor), option, why."""
    rules = whatif_rules()["sensitivity"]
    scales = {**rules["normalisations"], COPELAND: rules[COPELAND]}

    def words(factor: str, id_: str) -> tuple[str, str]:
        if factor == "normalisation" or id_ == COPELAND:
            return scales[id_]["name"], scales[id_]["reason"]
        if factor == "aggregation":
            return aggregators()[id_].name, aggregators()[id_].reason
        return (
            (presets()[id_].name, presets()[id_].reason) if id_ in presets() else ("Your weights", "The profile above.")
        )

    levels = tested.sensitivity.levels
    rows = [
        {"choice": rules["factors"][factor], "option": option, "why": why}
        for factor in FACTORS if factor != "left_out"
        for option, why in (words(factor, id_) for id_ in levels[factor])
    ]  # fmt: skip
    count = len(levels["left_out"]) - 1
    rows.append(
        {
            "choice": rules["factors"]["left_out"],
            "option": f"None, or one of {count}",
            "why": "No index should hang on one indicator.",
        }
    )
    return pl.DataFrame(rows)


def headline(tested: Tested) -> str:
    """Which choice matters most, and how firm the first place is."""
    answer = tested.sensitivity
    rows = sobol_table(tested).drop_nulls("total").sort("total", descending=True).to_dicts()
    places = range_table(tested).drop_nulls("nominal").sort("nominal").to_dicts()
    first = places[0]
    text = f"Over **{answer.variants:,} variants** of the method "
    if rows:
        most = rows[0]
        text += f"the choice of *{most['factor_name'].lower()}* shifts the ranking most "
        alone, together = share(most["first"]), share(most["total"])
        text += f"({alone} of the variance alone, {together} together with other choices)"
    else:
        text += "no choice changes the ranking"
    text += f". **{first['alliance']}** keeps its first place in {share(first['stays'])} of them"
    text += f" and is never below place {first['worst']:.0f}." if first["worst"] > first["nominal"] else "."
    firm = [row["alliance"] for row in places if row["high"] - row["low"] <= 1]
    loose = max(places, key=lambda row: (row["high"] - row["low"], row["alliance"]))
    if loose["high"] - loose["low"] > 1:
        text += (
            f" Most open is the place of {loose['alliance']}: {loose['low']:.0f} to {loose['high']:.0f} in nine of ten."
        )
    if firm:
        text += f" Firm within one place: {', '.join(firm)}."
    return text


def not_compared(tested: Tested) -> list[str]:
    """Names of the alliances that some variant cannot score for want of evidence."""
    names = zip(tested.table.names, tested.sensitivity.compared, strict=True)
    return [name for name, known in names if not known]
