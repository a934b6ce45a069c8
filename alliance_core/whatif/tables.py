"""What-if results as tables for charts and people: names instead of indices, per cent instead of shares."""

import numpy as np
import polars as pl

from alliance_core.catalogue import all_dimensions, dimensions
from alliance_core.catalogue.variants import whatif_rules
from alliance_core.scorecard.card import band_of
from alliance_core.whatif.break_even import LOSS, scores_along
from alliance_core.whatif.performance import Performance, Standing, common_ranks
from alliance_core.whatif.what_if import Backing, WhatIf, least_coverage


def standings(table: Performance, columns: dict[str, Standing]) -> pl.DataFrame:
    """Scores and ranks under several profiles.

    Takes  columns: a name for each profile, in the order of the table
    Gives  alliance_id, alliance, profile, score, low, high, band; null = too little evidence for a score; rank among
           the alliances that have a score under all of the profiles
    """
    places = common_ranks([one.point.overall for one in columns.values()])
    parts = [
        pl.DataFrame(
            {
                "alliance_id": table.alliances, "alliance": table.names, "profile": [name] * len(table.names),
                "score": one.point.overall, "low": one.low, "high": one.high, "rank": rank,
            }
        )
        for (name, one), rank in zip(columns.items(), places, strict=True)
    ]  # fmt: skip
    return pl.concat(parts).with_columns(pl.col(pl.Float64).fill_nan(None)).with_columns(band=band_of(pl.col("score")))


def break_even_table(answer: WhatIf, dimension: str | None = None) -> pl.DataFrame:
    """Break-even points of all weights, or of one.

    Gives  dimension, dimension_name, weight (per cent), now (per cent), a, b (names; a is ahead below the weight, b
           above it; b null where a loses its score), score, kind
    """
    keys, names = list(dimensions()), answer.table.names
    rows = [
        {
            "dimension": keys[point.part], "dimension_name": all_dimensions()[keys[point.part]].name,
            "weight": 100 * point.weight, "now": 100 * answer.tuned.profile.array[point.part],
            "a": names[point.a], "b": None if point.b is None else names[point.b], "score": point.score,
            "kind": point.kind,
        }
        for point in answer.break_evens if dimension in (None, keys[point.part])
    ]  # fmt: skip
    words = dict.fromkeys(["dimension", "dimension_name", "a", "b", "kind"], pl.String)
    schema = {"dimension": pl.String, "dimension_name": pl.String, "weight": pl.Float64, "now": pl.Float64,
              "a": pl.String, "b": pl.String, "score": pl.Float64, "kind": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema={**schema, **words})


def stability_table(answer: WhatIf) -> pl.DataFrame:
    """The range of each weight within which the ranking stays.

    Gives  dimension, dimension_name, weight, low, high (per cent; null where the weight is locked), below, above:
           what happens at either end
    """
    told = []
    for (id_, item), one in zip(dimensions().items(), answer.stability, strict=True):
        told.append(
            {
                "dimension": id_, "dimension_name": item.name, "weight": 100 * one.weight,
                "low": None if one.low is None else 100 * one.low,
                "high": None if one.high is None else 100 * one.high,
                "below": _event(answer, one.part, one.low, down=True),
                "above": _event(answer, one.part, one.high, down=False),
            }
        )  # fmt: skip
    return pl.DataFrame(told, schema_overrides={"low": pl.Float64, "high": pl.Float64})


def line_table(answer: WhatIf, dimension: str) -> pl.DataFrame:
    """Overall scores while one weight goes from 0 to 100 %: alliance, weight (per cent), score."""
    part = list(dimensions()).index(dimension)
    tuned, steps = answer.tuned, whatif_rules()["break_even"]["steps"]
    at, scores = scores_along(
        tuned.point.dimensions, tuned.profile.array, tuned.mean, part, least_coverage(), steps, answer.locked
    )
    return pl.DataFrame(
        {
            "alliance": np.repeat(answer.table.names, len(at)),
            "weight": np.tile(100 * at, len(answer.table.names)),
            "score": scores.T.ravel(),
        }
    ).with_columns(pl.col("score").fill_nan(None))


def acceptability_table(table: Performance, found: Backing) -> pl.DataFrame:
    """Rank acceptability: alliance, rank, share (0..1 of all weightings), expected_rank, unscored (share)."""
    count = len(table.names)
    support = found.support
    return pl.DataFrame(
        {
            "alliance": np.repeat(table.names, count),
            "rank": np.tile(np.arange(1, count + 1), count),
            "share": support.ranks.ravel(),
            "expected_rank": np.repeat(support.expected, count),
            "unscored": np.repeat(support.unscored, count),
        }
    ).with_columns(pl.col("expected_rank").fill_nan(None))


def central_table(table: Performance, found: Backing) -> pl.DataFrame:
    """The mean weighting that puts each alliance first: alliance, first (share), confidence, one column per dimension.

    Weights in per cent under the dimensions' short names; null for an alliance that is never first.
    """
    weights = {item.short: 100 * found.support.central[:, i] for i, item in enumerate(dimensions().values())}
    told = {"alliance": table.names, "first": found.support.ranks[:, 0], "confidence": found.confidence, **weights}
    return pl.DataFrame(told).with_columns(pl.col(pl.Float64).fill_nan(None)).sort("first", descending=True)


def win_table(table: Performance, found: Backing) -> pl.DataFrame:
    """Share of weightings in which a is ahead of b: a, b, p, exact; null where both never have a score."""
    count = len(table.names)
    off = ~np.eye(count, dtype=bool).ravel()
    return pl.DataFrame(
        {
            "a": np.repeat(table.names, count)[off],
            "b": np.tile(table.names, count)[off],
            "p": found.wins.ravel()[off],
            "exact": found.exact.ravel()[off],
        }
    ).with_columns(pl.col("p").fill_nan(None))


def weight_table(answer: WhatIf) -> pl.DataFrame:
    """The weights that dethrone the first: dimension_name, weight, dethroning, change (per cent); empty if none do."""
    schema = {"dimension_name": pl.String, "weight": pl.Float64, "dethroning": pl.Float64, "change": pl.Float64}
    if answer.dethroned is None:
        return pl.DataFrame(schema=schema)
    now, new = 100 * answer.tuned.profile.array, 100 * answer.dethroned.weights
    names = [item.name for item in dimensions().values()]
    return pl.DataFrame({"dimension_name": names, "weight": now, "dethroning": new, "change": new - now})


def _event(answer: WhatIf, part: int, at: float | None, *, down: bool) -> str:
    """What happens at an end of the stable range, in words."""
    if at is None:
        return "the weight is locked"
    points = [p for p in answer.break_evens if p.part == part and abs(p.weight - at) < 1e-9]
    names = answer.table.names
    told = []
    for point in points:
        if point.b is None:
            told.append(f"{names[point.a]} {LOSS} or gets one")
        else:
            winner, loser = (point.a, point.b) if down else (point.b, point.a)
            told.append(f"{names[winner]} overtakes {names[loser]}")
    return "; ".join(told) if told else ("nothing changes down to 0 %" if down else "nothing changes up to the end")
