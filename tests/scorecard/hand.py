"""Measured tables made by hand, so that a test of scores needs no evidence behind its numbers."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from alliance_core.catalogue import dimensions, indicator, indicators
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.card import Scorecards, scorecards

HOME = "moon"
DATE = dt.date(2020, 12, 31)
DRAWS = 200
IDS = list(indicators())
SCORED = [id_ for id_, item in indicators().items() if item.dimension in dimensions()]
SCHEMA = {"alliance_id": pl.String, "as_of": pl.Date, "indicator": pl.String, "value": pl.Float64, "low": pl.Float64,
          "high": pl.Float64, "n": pl.Int64, "coverage": pl.Float64}  # fmt: skip

Profile = Mapping[str, float | None]


def value_at(id_: str, score: float) -> float:
    """The value of an indicator that scores `score`; below 0 and above 100 it lies beyond the goalposts."""
    item = indicator(id_)
    if item.scale == "log":
        start, end = math.log1p(item.worst), math.log1p(item.best)
        value = math.expm1(start + score / 100 * (end - start))
    else:
        value = item.worst + score / 100 * (item.best - item.worst)
    return min(max(value, item.bounds[0]), item.bounds[1])


def table(alliances: Mapping[str, Profile], *, spread: float = 0.0, coverage: Mapping[str, float] | None = None,
          date: dt.date = DATE) -> pl.DataFrame:  # fmt: skip
    """The long table that would give these scores, with intervals of `spread` points on either side.

    A profile maps a dimension (all its indicators) or an indicator to a score; None, or left out, is
    missing. An indicator beats its dimension.
    """
    rows: list[dict[str, Any]] = []
    for alliance, profile in alliances.items():
        for id_ in IDS:
            score = profile.get(id_, profile.get(indicator(id_).dimension))
            row: dict[str, Any] = {"alliance_id": alliance, "as_of": date, "indicator": id_, "n": 0, "coverage": 0.0}
            if score is not None:
                ends = sorted(value_at(id_, end) for end in (score - spread, score + spread))
                row |= {"value": value_at(id_, score), "low": ends[0], "high": ends[1], "n": 1,
                        "coverage": (coverage or {}).get(id_, 1.0)}  # fmt: skip
            rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA)


def even(score: float | None) -> dict[str, float | None]:
    """A profile that scores the same in every dimension."""
    return dict.fromkeys(dimensions(), score)


def card(measured: pl.DataFrame, *, draws: int = DRAWS, **options: Any) -> Scorecards:
    """Scorecards of a measured table; the evidence is not looked at."""
    return scorecards(Snapshot(Evidence(), DATE), measured=measured, draws=draws, **options)


def overall(cards: Scorecards, alliance: str = "a") -> dict[str, Any]:
    """The overall row of one alliance."""
    return cards.overall.filter(alliance_id=alliance).row(0, named=True)


def dimension(cards: Scorecards, id_: str, alliance: str = "a") -> dict[str, Any]:
    """The row of one dimension of one alliance."""
    return cards.dimensions.filter(alliance_id=alliance, dimension=id_).row(0, named=True)


def indicator_row(cards: Scorecards, id_: str, alliance: str = "a") -> dict[str, Any]:
    """The row of one indicator of one alliance."""
    return cards.indicators.filter(alliance_id=alliance, indicator=id_).row(0, named=True)
