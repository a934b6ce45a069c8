"""Trends: the same assessment at a row of dates, all by one edition of the method."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.codes import Codes
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.card import Scorecards, scorecards
from alliance_core.scorecard.weights import WeightProfile

FIRST_YEAR = 2015
# Rows times dates that are measured in one pass: above it, memory costs more than passes.
ROWS_AT_ONCE = 5_000_000
# Passes side by side: one alone leaves a second core idle half of the time, more than two cost memory.
PASSES_AT_ONCE = 2


def trend_dates(last: dt.date, first_year: int = FIRST_YEAR) -> list[dt.date]:
    """Every 31 December from the first year on, and the last day itself.

    >>> [str(day) for day in trend_dates(dt.date(2017, 6, 30), 2015)]
    ['2015-12-31', '2016-12-31', '2017-06-30']
    """
    if last.year < first_year:
        raise WorkbenchError(f"a trend from {first_year} cannot end on {last}")
    ends = [dt.date(year, 12, 31) for year in range(first_year, last.year)]
    return [*ends, last]


def trend(
    evidence: Evidence,
    last: dt.date,
    first_year: int = FIRST_YEAR,
    weights: WeightProfile | None = None,
    aggregator_id: str = "arithmetic",
    seed: int = 0,
) -> Scorecards:
    """Scorecards at every date of the trend, without the draws.

    All dates are measured in one pass over the evidence, those of a large collection a few at a time.
    """
    dates = trend_dates(last, first_year)
    at_once = max(1, ROWS_AT_ONCE // max(1, sum(evidence.rows.values())))
    parts = [dates[first : first + at_once] for first in range(0, len(dates), at_once)]
    codes = Codes(evidence)
    with ThreadPoolExecutor(PASSES_AT_ONCE) as threads:
        measured = pl.concat(threads.map(lambda part: measure(Snapshot(evidence, part, codes=codes)), parts))
    draws = scorecard_rules()["uncertainty"]["trend_draws"]
    cards = scorecards(Snapshot(evidence, dates), weights, aggregator_id, seed, draws, measured, keep_draws=False)
    named = pl.col("alliance_id").cast(pl.String)
    return replace(
        cards,
        indicators=cards.indicators.with_columns(named),
        dimensions=cards.dimensions.with_columns(named),
        overall=cards.overall.with_columns(named),
    )
